import fc from 'fast-check'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { refreshAll } from '../_support/seed.ts'
import { ORGANISATIONS, type StatusFacts, seedFacts, seedParties } from '../_support/status-facts.ts'
import { milestonesOf, statusOf } from '../_support/status-model.ts'
import { COMMITMENT_LIFECYCLES, COMPLETIONS, ENDORSEMENTS, REPORT_STAGES, REVIEW_STATES, SCHEDULES } from '../../src/schema/vocabulary.ts'

/** Random facts give the status that an independent model gives. Few values, so that ties and near misses are common. */

const SAMPLE = 190
const TODAY = '2021-06-30'

const orNull = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 4 })
const date = fc.constantFrom('2019-12-31', '2020-06-30', '2020-07-01', '2020-12-31', '2021-06-29', '2021-06-30', '2021-07-01')
const completion = fc.constantFrom(...COMPLETIONS)
const period = fc.constantFrom('2019', '2020', '2020-H1', '2020-H2', '2020-Q2', '2020-Q4', '2021-Q1', 'mid-term', 'end-of-term')
const star = orNull(fc.boolean())
const MILESTONES = ['m1', 'm2']

const facts: fc.Arbitrary<StatusFacts> = fc.record({
  plan: fc.constantFrom({ startsOn: null, endsOn: null }, { startsOn: '2019-09-01', endsOn: '2021-08-31' }, { startsOn: '2020-01-01', endsOn: '2020-12-31' }, { startsOn: null, endsOn: '2020-06-30' }),
  commitment: fc.record({ endsOn: orNull(date), lifecycle: fc.oneof({ weight: 3, arbitrary: fc.constant('active') }, fc.constantFrom(...COMMITMENT_LIFECYCLES)) }),
  milestones: fc.record({ dues: fc.tuple(orNull(date), orNull(date)), lives: fc.tuple(fc.constantFrom('active', 'withdrawn'), fc.constant('active')) })
    .map(({ dues, lives }) => MILESTONES.map((id, index) => ({ id, dueOn: dues[index] as string | null, lifecycle: lives[index] as string, indicators: [`${id}-indicator`] }))),
  progressUpdates: fc.uniqueArray(fc.record({
    milestone: orNull(fc.constantFrom(...MILESTONES)), ofIndicator: fc.boolean(), period, reportedOn: date, completion: orNull(completion), schedule: orNull(fc.constantFrom(...SCHEDULES)), institution: fc.constantFrom('mexico-sfp', 'mexico-inai')
  }), { maxLength: 6, selector: one => `${one.milestone} ${one.milestone !== null && one.ofIndicator} ${one.period} ${one.institution}` })
    .map(list => list.map(({ ofIndicator, ...one }, index) => ({ id: `u${index}`, ...one, indicator: ofIndicator && one.milestone !== null ? `${one.milestone}-indicator` : null }))),
  reviews: fc.array(fc.record({
    organisation: orNull(fc.constantFrom(...ORGANISATIONS)), alias: fc.constantFrom('observatory-1', 'observatory-2'), completion: orNull(completion), endorsement: orNull(fc.constantFrom(...ENDORSEMENTS)), reviewedOn: date, state: fc.oneof({ weight: 3, arbitrary: fc.constant('published') }, fc.constantFrom(...REVIEW_STATES))
  }), { maxLength: 5 }).map(list => list.map((one, index) => ({ id: `r${index}`, ...one, alias: one.organisation === null ? one.alias : null }))),
  reports: fc.array(fc.record({ authorKind: fc.constantFrom('irm', 'irm', 'irm', 'government'), stage: fc.constantFrom(...REPORT_STAGES), publishedOn: orNull(date), assessed: fc.boolean(), completion: orNull(completion), starred: star, computedStar: star }), { maxLength: 4 })
}).map(({ reports, ...rest }) => ({
  ...rest,
  reports: reports.map(({ authorKind, stage, publishedOn }, index) => ({ id: `report${index}`, authorKind, stage, publishedOn })),
  assessments: reports.flatMap(({ assessed, completion, starred, computedStar }, index) => assessed
    ? [{ id: `a${index}`, report: `report${index}`, starred, computedStar, indicators: completion === null ? {} : { completion: { value: completion } } }]
    : [])
}))

t.test('gives random facts the status that an independent model gives them', async (t) => {
  const { get, database } = await startApp(t, { now: `${TODAY}T10:00:00.000Z` })
  await seedParties(database.db)
  const seeded = new Map<string, { given: StatusFacts, named: (value: unknown) => unknown }>()
  for (const [index, given] of fc.sample(facts, { numRuns: SAMPLE, seed: 20261122 }).entries()) {
    const { id, named } = await seedFacts(database.db, index + 1, given)
    seeded.set(id, { given, named })
  }
  await refreshAll(database.db)
  const lifecycles = COMMITMENT_LIFECYCLES.map(lifecycle => `lifecycle=${lifecycle}`).join('&')
  const { items } = (await get(`/v1/commitments?limit=200&include=milestones&${lifecycles}`)).json as { items: { id: string, status: unknown, milestones: { id: string, completion: string | null, overdue: boolean }[] }[] }
  t.equal(items.length, SAMPLE)
  const diverging = { yes: 0, no: 0 }
  for (const item of items) {
    const { given, named } = seeded.get(item.id) as { given: StatusFacts, named: (value: unknown) => unknown }
    const expected = statusOf(given, TODAY)
    diverging[expected.divergence.diverges ? 'yes' : 'no']++
    const same = t.strictSame(named(item.status), expected)
    const steps = item.milestones.map(({ id, completion, overdue }) => ({ id: named(id), completion, overdue }))
    const sameSteps = t.strictSame(steps, milestonesOf(given, TODAY).map(({ id, completion, overdue }) => ({ id, completion, overdue })))
    if (!same || !sameSteps) t.comment(JSON.stringify(given))
  }
  t.ok(diverging.yes > SAMPLE / 10 && diverging.no > SAMPLE / 10, 'the sample holds both')
})
