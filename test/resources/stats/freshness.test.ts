import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { commitmentRow, insertAll, institutionRow, memberRow, milestoneRow, planRow, refreshAll, updateRow, uuid } from '../../_support/seed.ts'

/** Tests run on 22 November 2026. */
const PLANS = [
  { starts_on: '2026-01-15' },
  { starts_on: '2025-01-01', reports: ['2025-07-01', '2026-02-28'] },
  { starts_on: '2026-05-22' },
  { starts_on: null, reports: ['2026-06-30'] },
  { starts_on: null },
  { lifecycle: 'closed', starts_on: '2020-01-01' },
  { lifecycle: 'draft', starts_on: null }
]

t.test('freshness', async (t) => {
  const { get, deps: { db } } = await startApp(t)
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    institution: [institutionRow({ id: 'mexico-sfp' })],
    action_plan: [...PLANS.map(({ reports: _, ...plan }, n) => planRow({ member: 'mexico', number: n + 1, ...plan })), planRow({ member: 'mexico', number: 9, starts_on: '2020-01-01' })],
    commitment: PLANS.flatMap((_, n) => [0, 50].map(more => commitmentRow({ id: uuid(n + 1 + more), plan: `mexico-${n + 1}`, ogp_values: more === 0 ? ['civic_participation'] : [] }))),
    milestone: [milestoneRow({ id: uuid(100), commitment: uuid(2) })],
    progress_update: PLANS.flatMap(({ reports = [] }, n) => reports.map((on, index) =>
      updateRow({ id: uuid(200 + n * 2 + index), commitment: uuid(n + 1), milestone: n === 1 ? uuid(100) : null, institution: 'mexico-sfp', period: on.slice(0, 4), reported_on: on })))
  })
  await refreshAll(db)

  t.test('holds each plan in implementation to the duty of reporting twice a year', async (t) => {
    const { json } = await get('/v1/stats/freshness')
    t.match(json, { plans: 7, due: 4, overdue: 2, excluded: { co_created_not_adopted: 0, draft: 1, submitted: 0, closed: 1, superseded: 0, abandoned: 0, undated: 1 } })
    t.same(json.rows, [
      { plan: 'mexico-1', member: 'mexico', startsOn: '2026-01-15', endsOn: null, lastReportedOn: null, nextDueOn: '2026-07-15', overdue: true, reports: [] },
      { plan: 'mexico-2', member: 'mexico', startsOn: '2025-01-01', endsOn: null, lastReportedOn: '2026-02-28', nextDueOn: '2026-08-28', overdue: true, reports: [{ half: '2025-H2', updates: 1 }, { half: '2026-H1', updates: 1 }] },
      { plan: 'mexico-3', member: 'mexico', startsOn: '2026-05-22', endsOn: null, lastReportedOn: null, nextDueOn: '2026-11-22', overdue: false, reports: [] },
      { plan: 'mexico-4', member: 'mexico', startsOn: null, endsOn: null, lastReportedOn: '2026-06-30', nextDueOn: '2026-12-30', overdue: false, reports: [{ half: '2026-H1', updates: 1 }] }
    ])
    t.same(Object.keys(json.exclusions).sort(), Object.keys(json.excluded).sort())
  })

  t.test('counts the reports on all of a plan, whichever of its commitments is chosen', async (t) => {
    const { json } = await get('/v1/stats/freshness?plan=mexico-2&value=civic_participation')
    t.match(json, { plans: 1, due: 1, overdue: 1, rows: [{ plan: 'mexico-2', lastReportedOn: '2026-02-28' }] })
    t.match((await get('/v1/stats/freshness?plan=mexico-9')).json, { plans: 0, due: 0, overdue: 0, rows: [] }, 'a plan without commitments is not chosen')
  })
})
