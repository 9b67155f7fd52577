import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { read } from '../../../_support/ogp.ts'
import type { AssessmentDraft, OgpSheet, StarRule } from '../../../../src/resources/import/ogp/drafts.ts'
import { ActionPlanDocument } from '../../../../src/resources/action-plan/action-plan.schemas.ts'
import { Indicators } from '../../../../src/resources/assessment/assessment.schemas.ts'
import { Budget } from '../../../../src/resources/commitment/commitment.schemas.ts'
import { InstitutionDocument } from '../../../../src/resources/institution/institution.schemas.ts'
import { MemberFacts, StatusEvent } from '../../../../src/resources/member/member.schemas.ts'
import { IndicatorDocument, MilestoneDocument } from '../../../../src/resources/milestone/milestone.schemas.ts'
import { CommitmentDocument, PlanDocument } from '../../../../src/resources/plan-document/plan-document.schemas.ts'
import { PolicyAreaFacts } from '../../../../src/resources/policy-area/policy-area.schemas.ts'
import { reportFacts } from '../../../../src/resources/report/report.schemas.ts'
import { COMMON_SCHEMAS } from '../../../../src/schema/common.ts'
import { record } from '../../../../src/schema/scalars.ts'

/** OGP's own edition of 2016. It is not part of the repository: OGP_SHEET names another place. */
const FILE = process.env.OGP_SHEET ?? join(import.meta.dirname, '../../../../../shared/data/ogp-commitments-2016.csv')

if (!existsSync(FILE)) {
  t.plan(0, `the published file is not here: ${FILE}`)
} else {
  const bytes = readFileSync(FILE)
  const started = performance.now()
  const sheet = await read(bytes)
  const elapsed = performance.now() - started
  proveCounts(sheet, elapsed)
  proveShapes(sheet)
  proveStars(sheet)
  proveStability(sheet, bytes)
}

function proveCounts (sheet: OgpSheet, elapsed: number) {
  t.test('every row arrives', async t => {
    t.equal(sheet.headerRow, 2)
    t.equal(sheet.rows, 1927)
    t.equal(sheet.plans.reduce((sum, plan) => sum + plan.rows, 0), 1927)
    t.strictSame(sheet.unknownColumns, [])
    t.equal(sheet.members.length, 61)
    t.ok(sheet.members.every(({ countryIso2, region }) => countryIso2 !== null && region !== null))
    t.equal(sheet.plans.length, 100)
    t.equal(sheet.policyAreas.length, 43)
    const mexico = sheet.plans.filter(({ document }) => document.plan.member === 'mexico')
    t.strictSame(mexico.map(({ document }) => [document.plan.id, document.plan.cycleYear, document.plan.lifecycle, document.commitments?.length]), [['mexico-1', 2011, 'closed', 37], ['mexico-2', 2013, 'closed', 26]])
    const refs = sheet.plans.flatMap(({ document }) => document.commitments ?? []).map(({ externalRefs }) => externalRefs?.[0]?.id)
    t.equal(new Set(refs).size, 1927)
    t.strictSame(new Set(refs.filter(ref => Number(ref?.split('/').length) > 4).map(ref => ref?.split('/')[0])), new Set(['norway']), 'one clash, told apart by its text')
    const count = (kind: string) => sheet.plans.flatMap(plan => plan.assessments).filter(({ reportRef }) => reportRef.endsWith(kind)).length
    t.equal(count('/progress-report'), 1858, '1,857 assessed and one rated without')
    t.equal(count('/end-of-term-report'), 54)
    t.ok(elapsed < (process.env['TAP'] === '1' ? 5000 : 1000), `${Math.round(elapsed)} ms`)
  })
}

function proveShapes (sheet: OgpSheet) {
  t.test('every draft is what the services take', async t => {
    const ajv = new Ajv({ strict: false, schemas: [...COMMON_SCHEMAS, Indicators, Budget, StatusEvent, ActionPlanDocument, InstitutionDocument, IndicatorDocument, MilestoneDocument, CommitmentDocument] })
    addFormats.default(ajv)
    const { id: _, ...report } = reportFacts
    const check = (schema: object, items: readonly unknown[]) => {
      const validate = ajv.compile(schema)
      for (const item of items) {
        if (!validate(item)) t.fail(ajv.errorsText(validate.errors), { item })
      }
      t.ok(items.length > 0)
    }
    check(PlanDocument, sheet.plans.map(({ document }) => document))
    check(MemberFacts, sheet.members)
    check(PolicyAreaFacts, sheet.policyAreas)
    check(record(report), sheet.plans.flatMap(({ reports }) => reports))
    check(Indicators, sheet.plans.flatMap(({ assessments }) => assessments.map(({ indicators }) => indicators)))
    for (const { document, reports, assessments } of sheet.plans) {
      const institutions = new Set(document.institutions?.map(({ id }) => id))
      const commitments = new Set(document.commitments?.map(({ externalRefs }) => externalRefs?.[0]?.id))
      const published = new Set(reports.map(({ externalRefs }) => externalRefs[0]?.id))
      t.ok(document.commitments?.every(({ stakeholders }) => stakeholders?.every(({ institution }) => institutions.has(institution))))
      t.ok(assessments.every(({ commitmentRef, reportRef }) => commitments.has(commitmentRef) && published.has(reportRef)))
    }
  })
}

/** The published rules, written out here once more: relevance and completion for all, then impact and specificity. */
function qualifies ({ indicators }: AssessmentDraft, rule: StarRule): boolean {
  const { relevance, completion, potentialImpact, specificity } = indicators
  return Boolean(relevance?.value?.some(value => value !== 'technology_and_innovation')) &&
    ['substantial', 'complete'].includes(String(completion?.value)) &&
    (rule === 3 ? ['transformative'] : ['moderate', 'transformative']).includes(String(potentialImpact?.value)) &&
    (rule === 1 || ['medium', 'high'].includes(String(specificity?.value)))
}

function proveStars (sheet: OgpSheet) {
  t.test('published stars agree with their rules', async t => {
    const assessments = sheet.plans.flatMap(plan => plan.assessments)
    const progress = assessments.filter(({ reportRef }) => reportRef.endsWith('/progress-report'))
    const agreement = ([1, 2, 3] as const).map(rule => {
      const judged = progress.flatMap(draft => draft.stars.filter(star => star.rule === rule).map(({ starred }) => ({ starred, computed: qualifies(draft, rule) })))
      const starred = judged.filter(star => star.starred)
      return [starred.filter(star => star.computed).length, starred.length, judged.filter(star => !star.starred && star.computed).length]
    })
    t.strictSame(agreement, [[181, 183, 0], [206, 206, 5], [28, 28, 0]], 'reproduced, published, qualifying without a star')
    const endOfTerm = assessments.filter(({ reportRef }) => reportRef.endsWith('/end-of-term-report'))
    t.equal(endOfTerm.filter(({ starred }) => starred).length, 1)
    t.ok(endOfTerm.every(draft => draft.starred === qualifies(draft, 3)))
  })
}

function proveStability (sheet: OgpSheet, bytes: Buffer) {
  t.test('the same rows backwards give the same facts', async t => {
    const [numbers, header, ...rows] = parse(bytes) as string[][]
    const csv = [numbers, header, ...rows.reverse()].map(row => row?.map(cell => `"${cell.replaceAll('"', '""')}"`).join(',')).join('\r\n')
    const facts = ({ plans, members }: OgpSheet) => ({
      members,
      plans: plans.map(({ document, reports, assessments }) => ({
        ...document,
        reports,
        commitments: [...document.commitments ?? []].sort((a, b) => String(a.externalRefs?.[0]?.id) < String(b.externalRefs?.[0]?.id) ? -1 : 1),
        assessments: assessments.map(({ row: _, ...draft }) => draft).sort((a, b) => String(a.externalRefs[0]?.id) < String(b.externalRefs[0]?.id) ? -1 : 1)
      }))
    })
    t.strictSame(facts(await read(Buffer.from(csv))), facts(sheet))
  })
}
