import { type RawBuilder, sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { importing, sheet } from '../_support/ogp.ts'
import { editing, planOf, richPlan } from '../_support/plan.ts'
import { tableOf, updateRow, uuid } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { refreshStatus } from '../../src/db/status.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { record } from '../../src/log/record.ts'
import { ENTITY_TYPES, type EntityType } from '../../src/log/revision.store.ts'
import { actionPlanFacts } from '../../src/resources/action-plan/action-plan.select.ts'
import { assessmentFacts } from '../../src/resources/assessment/assessment.select.ts'
import { codeListFacts } from '../../src/resources/code-list/code-list.select.ts'
import { commitmentFacts } from '../../src/resources/commitment/commitment.select.ts'
import { institutionFacts } from '../../src/resources/institution/institution.select.ts'
import { memberFacts } from '../../src/resources/member/member.select.ts'
import { milestoneFacts } from '../../src/resources/milestone/milestone.select.ts'
import { policyAreaFacts } from '../../src/resources/policy-area/policy-area.select.ts'
import { processAssessmentFacts } from '../../src/resources/process-assessment/process-assessment.select.ts'
import { progressUpdateFacts } from '../../src/resources/progress-update/progress-update.select.ts'
import { redactionFacts } from '../../src/resources/redaction/redaction.select.ts'
import { replyFacts } from '../../src/resources/reply/reply.select.ts'
import { reportClustersFacts } from '../../src/resources/report-clusters/report-clusters.select.ts'
import { reportFacts } from '../../src/resources/report/report.select.ts'
import { reviewFacts } from '../../src/resources/review/review.select.ts'

/**
 * Nothing public stands in the database without its revision, whoever wrote it (log.md, section 1). The one exception is what
 * is not public: a draft of a review has none, nor has a redaction that waits for a second moderator.
 */

const recordable = (type: EntityType) => type === 'review' ? sql`e.state <> 'draft'` : type === 'redaction' ? sql`e.state <> 'proposed'` : sql`true`

const FACTS: Record<EntityType, (id: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  member: memberFacts,
  institution: institutionFacts,
  'policy-area': policyAreaFacts,
  'code-list': codeListFacts,
  'action-plan': actionPlanFacts,
  commitment: commitmentFacts,
  milestone: milestoneFacts,
  'progress-update': progressUpdateFacts,
  review: reviewFacts,
  reply: replyFacts,
  report: reportFacts,
  assessment: assessmentFacts,
  'process-assessment': processAssessmentFacts,
  'report-clusters': reportClustersFacts,
  redaction: redactionFacts
}

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
  const [moderator, second] = [await app.key({ role: 'moderator' }), await app.key({ role: 'moderator' })]
  const redact = async (target: object): Promise<string> => (await app.post('/v1/redactions', { target, ground: 'spam', statement: { en: 'It said nothing of it.' } }, { key: moderator })).json.id
  await app.post(`/v1/redactions/${await redact({ type: 'review', id: json.id })}/approvals`, { state: 'in_effect' }, { key: second })
  await redact({ type: 'review', id: draft.id })
  const { json: milestone } = await app.post('/v1/commitments/mx0081/milestones', { title: { es: 'Un paso' }, dueText: 'Pronto' }, { key: editor })
  const redaction = await redact({ type: 'milestone', id: milestone.id, fields: ['title', 'dueText'] })
  await app.post(`/v1/redactions/${redaction}/appeals`, { reasons: { es: 'Nada había que suprimir.' } }, { key: editor })
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

  for (const type of ENTITY_TYPES) {
    await t.test(`of every ${type}`, async (t) => {
      const table = sql.table(tableOf(type))
      const { rows: entities } = await sql<{ id: string, revision: number, facts: unknown }>`
        select e.id::text as id, e.revision, ${FACTS[type](sql`e.id`)} as facts from ${table} e where ${recordable(type)} order by 1`.execute(db)
      t.not(entities.length, 0, 'there are some')
      const recorded = await db.selectFrom('revision').selectAll().where('entity_type', '=', type).orderBy('entity_id').orderBy('revision').execute()
      const byEntity = new Map<string, typeof recorded>()
      for (const row of recorded) byEntity.set(row.entity_id, [...byEntity.get(row.entity_id) ?? [], row])
      t.strictSame([...byEntity.keys()].sort(), entities.map(({ id }) => id).sort(), 'all that is recorded exists, all that exists is recorded')
      const wrong = entities.filter(({ id, revision, facts }) => {
        const chain = byEntity.get(id) ?? []
        const linked = chain.every((row, index) => row.revision === index + 1 && (row.body === null || Buffer.from(row.body_hash).equals(bodyHash(row.salt as Uint8Array, row.body))) &&
          (index === 0 ? row.previous === null : Buffer.from(row.previous as Uint8Array).equals(Buffer.from((chain[index - 1] as typeof row).body_hash))))
        return chain.length !== revision || !linked || chain.at(-1)?.body !== canonicalText(facts)
      })
      t.strictSame(wrong.map(({ id, revision }) => ({ id, revision })), [])
    })
  }

  await t.test('and nothing of a draft', async (t) => {
    const drafts = await db.selectFrom('review').select(['id', 'revision']).where('state', '=', 'draft').execute()
    t.match(drafts, [{ revision: 1 }])
    t.strictSame(await db.selectFrom('revision').select('revision').where('entity_id', '=', drafts[0]?.id as string).execute(), [])
  })

  await t.test('with more than one revision of those that were changed', async (t) => {
    const changed = await db.selectFrom('revision').select('entity_type').distinct().where('revision', '>', 1).orderBy('entity_type').execute()
    t.strictSame(changed.map(row => row.entity_type), ['action-plan', 'assessment', 'commitment', 'milestone', 'process-assessment', 'redaction', 'report-clusters', 'review'])
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
    { actor_role: 'moderator', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'registrar', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'reviewer', actor_institution: 'article-19', on_date: '2026-11-22' },
    { actor_role: 'system', actor_institution: null, on_date: '2026-11-22' }
  ])
})
