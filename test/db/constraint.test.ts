import { sql } from 'kysely'
import t from 'tap'
import { type Answer, startApp } from '../_support/app.ts'
import { engine } from '../_support/db.ts'
import { importing, sheet } from '../_support/ogp.ts'
import { editing, planOf } from '../_support/plan.ts'
import { assessmentRow, commitmentRow, institutionRow, memberRow, milestoneRow, planRow, policyAreaRow, updateRow, uuid } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { constraintProblem } from '../../src/db/constraint.ts'
import type { Tx } from '../../src/db/database.ts'

/**
 * Each constraint that clients may run into: a writer holds its row in an open transaction, a request passes every check
 * before it sees that row, waits for it, and is refused as promised. The embedded engine has one connection, so that there
 * the row is there twice in one transaction and the meaning of the refusal is what is tested.
 */

interface Case { hold: (tx: Tx) => Promise<unknown>, request: () => Promise<Answer> }

t.test('tells the loser of a race what it lost', async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db }, post, key } = app
  const { create, apply } = editing(app, await key({ role: 'editor', members: ['mexico'] }))
  const [editor, registrar, assessor] = [await key({ role: 'editor', members: ['mexico'] }), await key({ role: 'registrar' }), await key({ role: 'assessor', plans: ['mexico-4'] })]
  const { json: { id: mx0081 } } = await app.get('/v1/commitments/MX0081')
  const { json: { id: report } } = await post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01' }, { key: assessor })
  t.type(report, 'string')
  const insert = <T extends Parameters<typeof insertRows>[1]>(table: T, row: object) => (tx: Tx) => insertRows(tx, table, [row] as never)
  const ref = { entity_type: 'commitment', entity_id: mx0081, source: 'desk', external_id: 'one' }
  const title = { en: 'New' }

  const cases: Record<string, Case> = {
    commitment_code_unique: {
      hold: insert('commitment', commitmentRow({ id: uuid(1), plan: 'mexico-1', code: 'ZZ0001' })),
      request: () => create(planOf(31, { commitments: [{ code: 'ZZ0001', title }] }))
    },
    external_ref_pk: { hold: insert('external_ref', ref), request: () => create(planOf(32, { commitments: [{ title, externalRefs: [{ source: 'desk', id: 'one' }] }] })) },
    external_ref_one_per_source: {
      hold: insert('external_ref', { ...ref, source: 'ministry', external_id: 'two' }),
      request: () => apply(planOf(4, { plan: { cycleYear: 2019 }, commitments: [{ id: mx0081, externalRefs: [{ source: 'ministry', id: 'three' }] }] }))
    },
    action_plan_pk: { hold: insert('action_plan', planRow({ member: 'mexico', number: 33 })), request: () => create(planOf(33)) },
    institution_pk: { hold: insert('institution', institutionRow({ id: 'mexico-new', member: 'mexico' })), request: () => create(planOf(34, { institutions: [{ id: 'mexico-new', name: title, kind: 'government' }] })) },
    commitment_pk: { hold: insert('commitment', commitmentRow({ id: uuid(2), plan: 'mexico-1' })), request: () => create(planOf(35, { commitments: [{ id: uuid(2), title }] })) },
    milestone_pk: {
      hold: insert('milestone', milestoneRow({ id: uuid(3), commitment: mx0081 })),
      request: () => create(planOf(36, { commitments: [{ number: '1', title, milestones: [{ id: uuid(3), title }] }] }))
    },
    member_pk: { hold: insert('member', memberRow({ id: 'narnia' })), request: () => post('/v1/members', { id: 'narnia', name: title, kind: 'national', status: 'active' }, { key: registrar }) },
    policy_area_pk: {
      hold: insert('policy_area', policyAreaRow({ id: 'new-area' })),
      request: () => post('/v1/policy-areas', { id: 'new-area', name: title, kind: 'policy_area', taxonomy: 'test' }, { key: registrar })
    },
    progress_update_once: {
      hold: insert('progress_update', updateRow({ id: uuid(4), commitment: mx0081, institution: 'mexico-sfp', period: '2020-H2' })),
      request: () => post('/v1/commitments/MX0081/progress-updates', { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'substantial', evidence: [] }, { key: editor })
    },
    assessment_once: {
      hold: insert('assessment', assessmentRow({ id: uuid(5), commitment: mx0081, report })),
      request: () => post('/v1/commitments/MX0081/assessments', { report, indicators: {} }, { key: assessor })
    },
    import_one_running: {
      hold: insert('import', { id: uuid(6), source: 'ogp', state: 'running', file_sha256: '00', started_on: '2026-11-22', rows_total: 1, rows_done: 0, beat_at: '2026-11-22T12:00:00.000Z', report: null, failure: null, dry_run: false, plans: [], digest: null, table_report: null }),
      request: () => importing(app, registrar).post(sheet([{ no: '1' }]))
    }
  }

  for (const [constraint, { hold, request }] of Object.entries(cases)) {
    await t.test(constraint, async (t) => {
      const meaning = constraintProblem(constraint) as NonNullable<ReturnType<typeof constraintProblem>>
      if (engine === 'embedded') {
        const again = constraint.endsWith('_pk') || constraint.startsWith('external_ref') ? hold : twin(hold)
        await t.rejects(db.transaction().execute(async (tx) => { await hold(tx); await again(tx) }), { message: new RegExp(constraint.replace('external_ref_one_per_source', 'external_ref_(one_per_source|pk)')) })
        t.ok(meaning.detail)
        return
      }
      let answer = Promise.resolve(undefined as unknown as Answer)
      await db.transaction().execute(async (tx) => {
        await hold(tx)
        answer = request()
        await waiting(tx, t)
      })
      t.match(await answer, { json: { type: new RegExp(`/problems/${meaning.code}$`), detail: meaning.detail } })
    })
  }

  await t.test('and keeps to itself what a client cannot run into', async (t) => {
    t.equal(constraintProblem('commitment_title_map'), undefined)
  })
})

/** The same row under another id. */
function twin (hold: Case['hold']): Case['hold'] {
  return async (tx) => {
    for (const table of ['commitment', 'progress_update', 'assessment', 'import'] as const) await sql`update ${sql.table(table)} set id = gen_random_uuid() where id = any (${[1, 4, 5, 6].map(uuid)}::uuid[])`.execute(tx)
    return hold(tx)
  }
}

/** Until somebody waits for this transaction. */
async function waiting (tx: Tx, t: { fail: (why: string) => unknown }): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const { rows } = await sql`select from pg_locks where not granted and locktype = 'transactionid'
      and transactionid = pg_current_xact_id()::xid`.execute(tx)
    if (rows.length > 0) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  t.fail('nothing waits for this transaction')
}
