import { type RawBuilder, sql } from 'kysely'
import type { TestApp } from './app.ts'
import { importing, sheet } from './ogp.ts'
import { editing, planOf, richPlan } from './plan.ts'
import { STORED_TYPES, tableOf, updateRow, uuid } from './seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import type { Db } from '../../src/db/database.ts'
import { refreshStatus } from '../../src/db/status.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { record } from '../../src/log/record.ts'
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

/** What is recorded of each kind of entity. */
export const FACTS: Record<typeof STORED_TYPES[number], (id: RawBuilder<unknown>) => RawBuilder<unknown>> = {
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
export async function writeEverything (app: TestApp): Promise<void> {
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

/** Gives what was put straight into the database its first revision, as services do. */
export async function recordSeeded (db: Db): Promise<void> {
  await inTransaction(db, async (tx) => {
    for (const type of STORED_TYPES) {
      const { rows } = await sql<{ id: string }>`select e.id::text as id from ${sql.table(tableOf(type))} e
        where coalesce(to_jsonb(e) ->> 'state', 'published') in ('published', 'retracted', 'redacted', 'in_effect')
          and not exists (select from revision where entity_type = ${type} and entity_id = e.id::text) order by 1`.execute(tx)
      await record(tx, { actor: { role: 'system', institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T12:00:00.000Z' }, type, tableOf(type) as never, FACTS[type], rows.map(({ id }) => id))
    }
  })
}
