import { sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { openDatabase } from '../_support/db.ts'
import { importing, sheet } from '../_support/ogp.ts'
import { editing, planOf, richPlan } from '../_support/plan.ts'
import { entitiesOf, strayed } from '../_support/record.ts'
import { STORED_TYPES, memberRow, tableOf, updateRow, uuid } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { refreshStatus } from '../../src/db/status.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { record } from '../../src/log/record.ts'
import { progressUpdateFacts } from '../../src/resources/progress-update/progress-update.select.ts'

/**
 * Nothing public stands in the database without its revision, whoever wrote it (log.md, section 1). The one exception is what
 * is not public: a draft of a review has none. test/http/matrix.test.ts holds what every operation writes against the record.
 */

/** Writes in every way there is: starter data, a plan document new and changed, reviews, an import and a later edition of it. */
async function writeEverything (app: TestApp): Promise<void> {
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const { apply, create } = editing(app, editor)
  const rich = richPlan(5)
  await create(rich)
  await apply({ ...rich, plan: { ...rich.plan, lifecycle: 'closed' }, commitments: [{ id: rich.commitments?.[0]?.id as string, title: { es: 'Otro título' }, milestones: [] }] })
  await apply(planOf(5, { commitments: [] }), '?absent=withdraw')
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const review = { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }
  const { json, headers } = await app.post('/v1/commitments/mx0081/reviews', review, { key: reviewer })
  await app.request('PATCH', `/v1/reviews/${json.id}`, { key: reviewer, body: { state: 'retracted' }, headers: { 'if-match': String(headers.etag) } })
  await app.post(`/v1/reviews/${json.id}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { es: 'Respuesta' } }, { key: editor })
  const { json: draft, headers: { etag } } = await app.post('/v1/commitments/mx0081/reviews', { ...review, state: 'draft' }, { key: reviewer })
  await app.request('PATCH', `/v1/reviews/${draft.id}`, { key: reviewer, body: { state: 'published' }, headers: { 'if-match': String(etag) } })
  await app.post('/v1/commitments/mx0081/reviews', { ...review, state: 'draft' }, { key: reviewer })
  const { run } = importing(app, await app.key({ role: 'registrar' }))
  await run(sheet([{ no: '1' }, { no: '2' }, { country: 'Chile', plan: 2, no: '1' }]))
  await run(sheet([{ no: '1', completion: 'd. Complete', star: '1' }, { no: '2', text: 'Newer words' }]))
  const assessor = await app.key({ role: 'assessor', plans: ['mexico-4'] })
  const { json: report } = await app.post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01' }, { key: assessor })
  await app.put(`/v1/reports/${report.id}/process-assessment`, { actedContraryToProcess: false }, { key: assessor, headers: { 'if-none-match': '*' } })
  await app.put(`/v1/reports/${report.id}/process-assessment`, { actedContraryToProcess: null, minimumRequirements: { 1.1: 'met' } }, { key: assessor, headers: { 'if-match': '*' } })
  await app.put(`/v1/reports/${report.id}/clusters`, { clusters: [{ name: { en: 'Cluster' }, commitments: ['MX0081', 'MX0080'] }] }, { key: assessor, headers: { 'if-none-match': '*' } })
  await app.put(`/v1/reports/${report.id}/clusters`, { clusters: [] }, { key: assessor, headers: { 'if-match': '*' } })
  // Progress updates have no address to write to yet.
  const commitment = String((await app.get('/v1/commitments/mx0081')).json.id)
  await inTransaction(app.deps.db, async (tx) => {
    await insertRows(tx, 'progress_update', [updateRow({ id: uuid(1), commitment, institution: 'mexico-sfp' })])
    await record(tx, { actor: { role: 'editor', institution: 'mexico-sfp', alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' }, 'progress-update', 'progress_update', progressUpdateFacts, [uuid(1)])
    await refreshStatus(tx, [commitment])
  })
}

t.test('has every revision of every entity, the newest saying what stands', async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db } } = app
  await writeEverything(app)

  for (const type of STORED_TYPES) {
    t.not((await entitiesOf(db, type)).length, 0, `there are some of ${type}`)
    t.strictSame(await strayed(db, [type]), [], type)
  }

  await t.test('and nothing of a draft', async (t) => {
    const drafts = await db.selectFrom('review').select(['id', 'revision']).where('state', '=', 'draft').execute()
    t.match(drafts, [{ revision: 1 }])
    t.strictSame(await db.selectFrom('revision').select('revision').where('entity_id', '=', drafts[0]?.id as string).execute(), [])
  })

  await t.test('with more than one revision of those that were changed', async (t) => {
    const changed = await db.selectFrom('revision').select('entity_type').distinct().where('revision', '>', 1).orderBy('entity_type').execute()
    t.strictSame(changed.map(row => row.entity_type), ['action-plan', 'assessment', 'commitment', 'milestone', 'process-assessment', 'report-clusters', 'review'])
  })
})

t.test('names who wrote by role and institution, and when by the day alone', async (t) => {
  const app = await startApp(t, { starter: true, now: '2026-11-22T23:59:59.999Z' })
  await writeEverything(app)
  const actors = await app.deps.db.selectFrom('revision').select(['actor_role', 'actor_institution', 'on_date']).distinct().orderBy('actor_role').orderBy('actor_institution').execute()
  t.strictSame(actors, [
    { actor_role: 'assessor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: 'mexico-sfp', on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'registrar', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'reviewer', actor_institution: 'article-19', on_date: '2026-11-22' },
    { actor_role: 'system', actor_institution: null, on_date: '2026-11-22' }
  ])
})

/** What has no revisions of its own, and why. */
const WITHOUT: Record<string, string[]> = {
  'is part of an entity, in whose body it stands': ['commitment_policy_area', 'commitment_stakeholder', 'external_ref', 'indicator', 'milestone_stakeholder'],
  'follows from entities': ['commitment_status', 'milestone_status'],
  'is the record': ['log_checkpoint', 'log_entry', 'log_node', 'revision'],
  'is not public': ['api_key', 'idempotency', 'import', 'import_decision', 'reviewer_alias', 'submission']
}

t.test('knows every table: a new one has revisions, or says here why not', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const tables = async (column: string) => (await sql<{ name: string }>`select c.relname as name from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = ${column}
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and c.relname not like 'kysely_%' order by 1`.execute(db)).rows.map(({ name }) => name)
  const entities = STORED_TYPES.map(tableOf)
  const without = Object.values(WITHOUT).flat()
  t.strictSame(await tables('tableoid'), [...entities, ...without].sort())
  t.strictSame((await tables('revision')).filter(name => !entities.includes(name)), ['api_key', 'revision'], 'what has a number is in the record, but for keys, whose number serves If-Match alone')
})

t.test('is missed where something goes round it', async (t) => {
  const { deps: { db } } = await startApp(t, { starter: true })
  t.strictSame(await strayed(db), [])
  await db.updateTable('member').set({ region: 'elsewhere' }).where('id', '=', 'mexico').execute()
  await db.updateTable('policy_area').set({ revision: 2 }).where('id', '=', 'gender').execute()
  await inTransaction(db, tx => insertRows(tx, 'member', [memberRow({ id: 'atlantis' })]))
  await db.deleteFrom('code_list').where('id', '=', 'eras').execute()
  t.strictSame(await strayed(db), ['member atlantis at 1', 'member mexico at 1', 'policy-area gender at 2', 'code-list eras is in the record alone'])
})
