import { readFileSync, readdirSync } from 'node:fs'
import t from 'tap'
import { INDICATORS } from '../../../src/resources/assessment/assessment.schemas.ts'
import type { Indicators } from '../../../src/resources/assessment/assessment.schemas.ts'
import { eraForYear, indicatorsAllowed, outOfEra } from '../../../src/resources/assessment/era.rules.ts'
import { CODE_LISTS } from '../../../src/resources/code-list/code-list.data.ts'
import { REPORT_TYPES } from '../../../src/schema/vocabulary.ts'

type Vector = { probes: string, expected: unknown } & (
  | { call: 'eraForYear', input: { year: number } }
  | { call: 'indicatorsAllowed', input: { year: number, reportType: typeof REPORT_TYPES[number] } }
  | { call: 'outOfEra', input: { era: string | null, indicators: Indicators } }
)

const eras = CODE_LISTS.find(({ id }) => id === 'eras')?.codes ?? []

function vectors (kind: 'valid' | 'invalid'): Vector[] {
  const folder = new URL(`../../vectors/${kind}/eras/`, import.meta.url)
  return readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector)
}

function answer (vector: Vector) {
  switch (vector.call) {
    case 'eraForYear': return eraForYear(eras, vector.input.year)
    case 'indicatorsAllowed': return indicatorsAllowed(eras, vector.input.year, vector.input.reportType)
    case 'outOfEra': return outOfEra(eras, vector.input.era, vector.input.indicators)
  }
}

for (const kind of ['valid', 'invalid'] as const) {
  t.test(`reads the eras as the ${kind} vectors say`, async (t) => {
    for (const vector of vectors(kind)) t.same(answer(vector), vector.expected, vector.probes)
  })
}

t.test('names indicators that assessments have, and never completion in a report on a plan\'s design', async (t) => {
  for (let year = 2011; year <= 2030; year++) {
    for (const reportType of REPORT_TYPES) {
      const allowed = indicatorsAllowed(eras, year, reportType)
      t.ok(allowed.every((name) => name in INDICATORS), `${year} ${reportType}`)
      if (['co_creation_brief', 'action_plan_review', 'design', 'inception'].includes(reportType)) {
        t.notOk(allowed.includes('completion'), `${year} ${reportType}`)
        t.notOk(allowed.includes('didItOpenGovernment'), `${year} ${reportType}`)
      }
    }
  }
})

t.test('keeps projected completion to 2011-2013 and early results to 2021 on', async (t) => {
  const years = (name: string) => eras.filter((era) => era.indicators?.some(({ indicator }) => indicator === name)).map(({ code }) => code)
  t.same(years('projectedCompletion'), ['2011-2013'])
  t.same(years('earlyResults'), ['2021'])
  t.same(years('completion'), eras.map(({ code }) => code))
})

t.test('reads eras with open bounds and without indicators', async (t) => {
  const bare = { code: 'any', rank: null, label: { en: 'Any' }, definition: null, fromYear: null, untilYear: null }
  t.equal(eraForYear([bare], 1999), 'any')
  t.same(indicatorsAllowed([bare], 1999, 'results'), [])
  t.same(outOfEra([bare], 'any', { completion: { value: 'limited' } }), ['completion'])
})
