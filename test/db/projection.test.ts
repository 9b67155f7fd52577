import fc from 'fast-check'
import { type RawBuilder, sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { engine } from '../_support/db.ts'
import { assessmentRow, commitmentRow, indicatorRow, insertAll, institutionRow, memberRow, milestoneRow, planRow, policyAreaRow, refreshAll, reportRow, reviewRow, updateRow, uuid } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import type { Db, Tx } from '../../src/db/database.ts'
import { readShape } from '../../src/db/json.ts'
import { refreshStatus } from '../../src/db/status.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import type { WriteContext } from '../../src/log/record.ts'
import { actionPlanFacts } from '../../src/resources/action-plan/action-plan.select.ts'
import { saveActionPlan } from '../../src/resources/action-plan/action-plan.service.ts'
import { assessmentFacts } from '../../src/resources/assessment/assessment.select.ts'
import { saveAssessments } from '../../src/resources/assessment/assessment.service.ts'
import { commitmentFacts } from '../../src/resources/commitment/commitment.select.ts'
import { saveCommitments } from '../../src/resources/commitment/commitment.service.ts'
import { memberFacts } from '../../src/resources/member/member.select.ts'
import { saveMembers } from '../../src/resources/member/member.service.ts'
import { milestoneFacts } from '../../src/resources/milestone/milestone.select.ts'
import { saveMilestones } from '../../src/resources/milestone/milestone.service.ts'
import { reportFacts } from '../../src/resources/report/report.select.ts'
import { saveReports } from '../../src/resources/report/report.service.ts'

/** What services leave in the projections is what deriving everything anew gives. */

const CONTEXT: WriteContext = { actor: { role: 'system', institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' }
const ERAS = { eras: [], code: null }
const [C1, C2, M1, M2, R1, R2, A1, A2] = [1, 2, 11, 12, 21, 22, 31, 32].map(uuid) as [string, string, string, string, string, string, string, string]

async function seed (db: Db): Promise<void> {
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    institution: [institutionRow({ id: 'r3d' }), institutionRow({ id: 'socialtic' })],
    policy_area: [policyAreaRow({ id: 'civic-space' }), policyAreaRow({ id: 'justice' })],
    action_plan: [planRow({ member: 'mexico', number: 4 })],
    commitment: [commitmentRow({ id: C1, plan: 'mexico-4' }), commitmentRow({ id: C2, plan: 'mexico-4', position: 2 })],
    milestone: [milestoneRow({ id: M1, commitment: C1 }), milestoneRow({ id: M2, commitment: C2 })],
    indicator: [indicatorRow({ id: uuid(99), milestone: M1 })],
    report: [reportRow({ id: R1, plan: 'mexico-4' }), reportRow({ id: R2, plan: 'mexico-4' })],
    assessment: [assessmentRow({ id: A1, commitment: C1, report: R1 }), assessmentRow({ id: A2, commitment: C1, report: R2 })]
  })
  await inTransaction(db, async (tx) => {
    const stored = { member: ['mexico'], 'action-plan': ['mexico-4'], commitment: [C1, C2], milestone: [M1, M2], report: [R1, R2], assessment: [A1, A2] } as const
    for (const [type, ids] of Object.entries(stored)) await appendRevisions(tx, CONTEXT.actor, CONTEXT.on, type as 'member', ids.map(id => ({ id, revision: 1, facts: {} })))
  })
  await refreshAll(db)
}

async function read<T> (tx: Tx, facts: (id: RawBuilder<unknown>) => RawBuilder<T | null>, id: string): Promise<T> {
  return await readShape(tx, facts(sql`${id}`)) as T
}

const date = fc.constantFrom(null, '2019-12-31', '2020-06-30', '2020-12-31', '2021-08-31')
const precisionOf = (on: string | null): 'unknown' | 'day' => on === null ? 'unknown' : 'day'
const completion = fc.constantFrom('not_started', 'limited', 'substantial', 'complete', 'unclear')
const commitment = fc.constantFrom(C1, C2)

type Change = (tx: Tx, newId: () => string) => Promise<void>

const changes: fc.Arbitrary<Change>[] = [
  fc.constantFrom('americas', 'europe', null).map(region => async (tx: Tx) => {
    await saveMembers(tx, CONTEXT, [{ ...await read(tx, memberFacts, 'mexico'), region }])
  }),
  fc.tuple(date, fc.constantFrom(2019, 2021)).map(([endsOn, cycleYear]) => async (tx: Tx) => {
    await saveActionPlan(tx, CONTEXT, { ...await read(tx, actionPlanFacts, 'mexico-4'), startsOn: '2019-01-01', startsPrecision: 'day', endsOn, endsPrecision: precisionOf(endsOn), cycleYear })
  }),
  fc.record({
    id: commitment,
    endsOn: date,
    lifecycle: fc.constantFrom('active', 'paused', 'withdrawn', 'entered_in_error'),
    title: fc.constantFrom('One', 'Two'),
    policyAreas: fc.subarray(['civic-space', 'justice']),
    institutions: fc.subarray(['r3d', 'socialtic'])
  })
    .map(({ id, institutions, title, endsOn, ...said }) => async (tx: Tx) => {
      await saveCommitments(tx, CONTEXT, 'mexico-4', [{ ...await read(tx, commitmentFacts, id), ...said, title: { en: title }, endsOn, endsPrecision: precisionOf(endsOn), stakeholders: institutions.map(institution => ({ institution, role: 'lead' })), values: ['public_accountability'] } as never])
      await refreshStatus(tx, [id])
    }),
  fc.record({ id: fc.constantFrom(M1, M2), dueOn: date, lifecycle: fc.constantFrom('active', 'withdrawn') }).map(({ id, dueOn, lifecycle }) => async (tx: Tx) => {
    const before = await read(tx, milestoneFacts, id)
    await saveMilestones(tx, CONTEXT, [{ ...before, dueOn, duePrecision: precisionOf(dueOn), lifecycle: lifecycle as 'active' }])
    await refreshStatus(tx, [before.commitment])
  }),
  fc.record({ id: fc.constantFrom(R1, R2), stage: fc.constantFrom('public_comment', 'final'), authorKind: fc.constantFrom('irm', 'government'), publishedOn: date }).map(({ id, publishedOn, ...said }) => async (tx: Tx) => {
    await saveReports(tx, CONTEXT, [{ ...await read(tx, reportFacts, id), ...said, publishedOn, publishedPrecision: precisionOf(publishedOn) } as never])
  }),
  fc.record({ id: fc.constantFrom(A1, A2), completion, starred: fc.constantFrom(true, false, null) }).map(({ id, completion, starred }) => async (tx: Tx) => {
    const before = await read(tx, assessmentFacts, id)
    await saveAssessments(tx, CONTEXT, ERAS, [{ ...before, indicators: { completion: { value: completion } }, starred } as never])
    await refreshStatus(tx, [before.commitment])
  }),
  fc.record({ commitment, ofMilestone: fc.boolean(), completion, reported_on: fc.constantFrom('2020-01-01', '2021-01-01'), period: fc.constantFrom('mid-term', 'end-of-term', '2020-H1', '2020-Q4') })
    .map(({ ofMilestone, ...said }) => async (tx: Tx, newId: () => string) => {
      const row = updateRow({ ...said, id: newId(), institution: 'r3d', milestone: ofMilestone ? (said.commitment === C1 ? M1 : M2) : null })
      await sql`delete from progress_update where commitment = ${row.commitment} and period = ${row.period} and milestone is not distinct from ${row.milestone}`.execute(tx)
      await insertRows(tx, 'progress_update', [row])
      await refreshStatus(tx, [row.commitment])
    }),
  fc.record({ commitment, organisation: fc.constantFrom('r3d', 'socialtic'), completion, endorsement: fc.constantFrom('contested', 'endorsed'), reviewed_on: fc.constantFrom('2020-01-01', '2021-01-01') })
    .map(said => async (tx: Tx, newId: () => string) => {
      await insertRows(tx, 'review', [reviewRow({ ...said, id: newId() })])
      await refreshStatus(tx, [said.commitment])
    })
]

/** Returns every count of `source`: the kept ones, or those counted from the status of the commitments. */
async function countsIn (db: Db, source: RawBuilder<unknown>): Promise<unknown[]> {
  const { rows } =
    await sql`select to_jsonb(c) - 'id' as count from ${source} c order by plan, member, policy_area, voice`.execute(db)
  return rows
}

async function projections (db: Db): Promise<unknown> {
  return {
    counts: await countsIn(db, sql`completion_count`),
    commitments: await db.selectFrom('commitment_status').selectAll().orderBy('commitment').execute(),
    milestones: await db.selectFrom('milestone_status').selectAll().orderBy('milestone').execute()
  }
}

t.test('leaves the projections as deriving everything anew gives them', async (t) => {
  const { database: { db } } = await startApp(t)
  await seed(db)
  let last = 1000
  const newId = (): string => uuid(++last)
  await fc.assert(fc.asyncProperty(fc.array(fc.oneof(...changes), { minLength: 1, maxLength: 8 }), async (sequence) => {
    for (const change of sequence) await inTransaction(db, tx => change(tx, newId))
    const left = await projections(db)
    t.strictSame(await countsIn(db, sql`completion_count`), await countsIn(db, sql`completion_count_rows()`))
    await sql`truncate commitment_status, milestone_status`.execute(db)
    await refreshAll(db)
    t.strictSame(left, await projections(db))
  }), { numRuns: 25, seed: 7, endOnFailure: true })
})

t.test('loses no voice when two transactions speak of one commitment at once', { skip: engine === 'embedded' && 'the embedded engine has one connection, so nothing can race' }, async (t) => {
  const { database: { db } } = await startApp(t)
  await seed(db)
  // Without milestones, whose projection would make the second wait by chance.
  const alone = uuid(3)
  await insertAll(db, { commitment: [commitmentRow({ id: alone, plan: 'mexico-4', position: 3 })] })
  await refreshAll(db)
  let arrive = (): void => {}
  const arrived = new Promise<void>((resolve) => { arrive = resolve })
  let release = (): void => {}
  const released = new Promise<void>((resolve) => { release = resolve })
  const first = inTransaction(db, async (tx) => {
    await insertRows(tx, 'review', [reviewRow({ id: uuid(501), commitment: alone, organisation: 'r3d', completion: 'limited' })])
    await refreshStatus(tx, [alone])
    arrive()
    await released
  })
  await arrived
  const second = inTransaction(db, async (tx) => {
    await insertRows(tx, 'review', [reviewRow({ id: uuid(502), commitment: alone, organisation: 'socialtic', completion: 'complete' })])
    await refreshStatus(tx, [alone])
  })
  await new Promise(resolve => setTimeout(resolve, 300))
  release()
  await Promise.all([first, second])
  const { civil_society: voice } = await db.selectFrom('commitment_status').select('civil_society').where('commitment', '=', alone).executeTakeFirstOrThrow()
  t.match(voice, { organisations: 2, completion: { limited: 1, complete: 1 } })
})

t.test('takes titles and texts of any length that the contract allows', async (t) => {
  const { database: { db }, get } = await startApp(t)
  await seed(db)
  const words = (length: number): string => Array.from({ length: length / 8 }, (_, index) => index.toString(36).padStart(7, 'ñ')).join(' ')
  const long = { es: words(56_000), en: words(48_000), fr: words(40_000) }
  await inTransaction(db, async (tx) => {
    const facts = await read(tx, commitmentFacts, C1)
    await saveCommitments(tx, CONTEXT, 'mexico-4', [{ ...facts, title: long, description: long, problem: long, causes: long, statusQuo: long, proposedSolution: long, expectedResults: long }])
    await refreshStatus(tx, [C1])
  })
  const answer = await get(`/v1/commitments?sort=title&q=${encodeURIComponent('nnnnnn1')}`)
  t.equal(answer.status, 200)
  t.strictSame(answer.json.items[0].title, long)
})
