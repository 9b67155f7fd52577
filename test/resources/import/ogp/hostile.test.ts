import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import t from 'tap'
import { read } from '../../../_support/ogp.ts'
import { SheetError } from '../../../../src/sheet/sheet.ts'
import { ActionPlanDocument } from '../../../../src/resources/action-plan/action-plan.schemas.ts'
import { Indicators } from '../../../../src/resources/assessment/assessment.schemas.ts'
import { Budget } from '../../../../src/resources/commitment/commitment.schemas.ts'
import { InstitutionDocument } from '../../../../src/resources/institution/institution.schemas.ts'
import { MemberFacts, StatusEvent } from '../../../../src/resources/member/member.schemas.ts'
import { IndicatorDocument, MilestoneDocument } from '../../../../src/resources/milestone/milestone.schemas.ts'
import { CommitmentDocument, PlanDocument } from '../../../../src/resources/plan-document/plan-document.schemas.ts'
import { firstDay } from '../../../../src/schema/dates.ts'
import { COMMON_SCHEMAS } from '../../../../src/schema/common.ts'

const ajv = new Ajv({ strict: false, schemas: [...COMMON_SCHEMAS, Indicators, Budget, StatusEvent, ActionPlanDocument, InstitutionDocument, IndicatorDocument, MilestoneDocument, CommitmentDocument] })
addFormats.default(ajv)
const isDocument = ajv.compile(PlanDocument)
const isMember = ajv.compile(MemberFacts)
const isIndicators = ajv.compile(Indicators)

const HEADER = ['Country', 'Action Plan Number', 'Comm No', 'Commitment Title', 'Short Title', 'Full Text', 'Start Date', 'End Date', 'Lead Institution', 'Supporting Institution(s)',
  'OGP Code', 'Cluster', 'Open Data', 'Value -Info', 'GC-PubInt', 'Specificity', '_Specificity', 'Completion', '_Completion', 'Starred (2015 only)', 'Completion (end of term)', 'Report publication year']

const cell = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('', 'Mexico', 'Atlantis, Mexico', '__proto__', 'constructor', '<br/>', 'NR', 'ND', 'N/A', '1', '0', '2014', '31/12/2014', '12/11/2014', '0/0/2014', 'Fall 2014', 'c. high', 'b. Limited',
    'MX0001', '=1+1', ';;', 'a;b;A', 'toString', '1e99', '-1', 'x'.repeat(700), '\u202e\u0000\ud800')
)
// A file with a NUL is refused as a whole (test/sheet/csv.test.ts).
const rows = fc.array(fc.array(cell.map(text => text.replaceAll('\0', '')), { minLength: 1, maxLength: HEADER.length + 3 }), { minLength: 1, maxLength: 8 })
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

t.test('whatever the cells hold, each line is read and each draft fits its schema', async t => {
  await fc.assert(fc.asyncProperty(rows, async cells => {
    const lines = [[...HEADER, 'Year of submission'], ['Mexico', '1', '1', 'Wells', ...Array<string>(HEADER.length - 4).fill(''), '2012'], ...cells]
    const sheet = await read(Buffer.from(lines.map(line => line.map(quote).join(',')).join('\n')))
    const left = sheet.decisions.filter(({ rule }) => rule === 'row-without-commitment').length
    const blank = cells.filter(line => line.every(text => text.trim() === '')).length
    if (sheet.rows + left + blank !== cells.length + 1) throw new Error(`${sheet.rows} + ${left} + ${blank} rows of ${cells.length + 1}`)
    for (const member of sheet.members) if (!isMember(member)) throw new Error(ajv.errorsText(isMember.errors))
    for (const { document, assessments } of sheet.plans) {
      if (!isDocument(document)) throw new Error(ajv.errorsText(isDocument.errors))
      for (const { startsOn, startsPrecision, endsOn } of document.commitments ?? []) if (startsOn && startsPrecision && endsOn && firstDay(startsOn, startsPrecision) > endsOn) throw new Error(`${startsOn} > ${endsOn}`)
      for (const { indicators } of assessments) if (!isIndicators(indicators)) throw new Error(ajv.errorsText(isIndicators.errors))
    }
    const refs = sheet.plans.flatMap(({ document }) => document.commitments ?? []).map(({ externalRefs }) => externalRefs?.[0]?.id)
    return new Set(refs).size === refs.length
  }), { numRuns: Number(process.env['RUNS'] ?? 200) })
  t.pass()
})

t.test('any bytes give a sheet or an error that says what to do', async t => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.boolean(), async (bytes, headed) => {
    try {
      await read(headed ? Buffer.concat([Buffer.from('Country,Plan,Title,Year Submitted\n'), bytes]) : bytes)
    } catch (error) {
      if (!(error instanceof SheetError)) throw error
    }
  }), { numRuns: Number(process.env['RUNS'] ?? 200) })
  t.pass()
})

t.test('long cells cost no more than they hold', async t => {
  for (const long of [' ', '\n', '<br', '1', '/', 'a-', ';', ',', '_', '. ', 'a; ']) {
    const cell = quote(`x${long.repeat(99_000 / long.length)}x`)
    const started = performance.now()
    await read(Buffer.from(`Country,Plan,Title,Start Date,Lead Institution,Specificity,Completion,Year Submitted\n${`${cell},`.repeat(7)}2012`))
    const elapsed = performance.now() - started
    t.ok(elapsed < 5_000, `${JSON.stringify(long)}: ${Math.round(elapsed)} ms`)
  }
})
