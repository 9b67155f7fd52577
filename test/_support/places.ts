import { createHash } from 'node:crypto'
import type { TestApp } from './app.ts'
import { importing, sheet } from './ogp.ts'
import { uuid } from './plan.ts'
import { rotate } from './rotation.ts'

/** Two members with everything in them, made over HTTP alone, and a key of every kind. */

export const PRINCIPALS = ['anybody', 'editor', 'editor of the plan', 'reviewer', 'reviewer by alias', 'assessor', 'registrar', 'moderator', 'admin'] as const
export type PrincipalName = typeof PRINCIPALS[number]

/** Ids that an address or a body may name. Reviews are those of the principal that asks, if it has any. */
export interface Place {
  params: Record<string, string>
  /** Revisions are found by the plural that stands in the address. */
  entities: Record<string, string>
  /** A report that assesses nothing yet. */
  report: string
  reviewsBy: Record<string, string>
  draftsBy: Record<string, string>
  redactions: Record<'toApprove' | 'toTakeBack' | 'appealed', string>
  /** The key that made the webhook. */
  webhookKey: string
}

export const REVIEW = { kind: 'progress', completion: 'limited', endorsement: 'contested', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }] }

const MISSING = '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b'

/** Nothing of this exists. */
export const NOWHERE: Place = {
  params: {
    feed: 'atom', member: 'atlantis', institution: 'atlantis-sfp', policyArea: 'atlantis', name: 'atlantis', code: 'atlantis', plan: 'atlantis-4', period: '2020-H2', commitment: 'ZZ0001', milestone: MISSING, progressUpdate: MISSING, review: MISSING, reply: MISSING, report: MISSING, assessment: MISSING, processAssessment: MISSING, reportClusters: MISSING, redaction: MISSING, logKey: 'ffffffff', webhook: MISSING, delivery: MISSING, import: MISSING, source: 'atlantis', key: 'a'.repeat(12), revision: '1', index: '2147483647', path: '0/999', bodyHash: 'A'.repeat(43), format: 'pdf', date: '2000-01-01', file: 'members.csv'
  },
  entities: {
    members: 'atlantis', institutions: 'atlantis-sfp', 'policy-areas': 'atlantis', 'code-lists': 'atlantis', 'action-plans': 'atlantis-4', commitments: 'ZZ0001', milestones: MISSING, 'progress-updates': MISSING, reviews: MISSING, replies: MISSING, reports: MISSING, assessments: MISSING, 'process-assessments': MISSING, 'report-clusters': MISSING, redactions: MISSING, 'log-keys': 'ffffffff'
  },
  report: MISSING,
  reviewsBy: {},
  draftsBy: {},
  redactions: { toApprove: MISSING, toTakeBack: MISSING, appealed: MISSING },
  webhookKey: MISSING
}

/** Sends a request that must succeed. */
async function sent ({ request }: TestApp, key: string, method: string, url: string, body: unknown): Promise<{ id: string }> {
  const { status, text, json } = await request(method, url, { key, body, headers: method === 'PUT' ? { 'if-none-match': '*' } : {} })
  if (status >= 300) throw new Error(`${method} ${url} answered ${status}: ${text}`)
  return json
}

interface Names { logKey: string, member: string, plan: string, commitment: string, institution: string, policyArea: string, name: string, code: string, reviewer: string }

async function furnish (app: TestApp, { reviewer, logKey, ...names }: Names): Promise<Place> {
  const { member, plan, commitment, institution } = names
  const editor = await app.key({ role: 'editor', members: [member] })
  const assessor = await app.key({ role: 'assessor', plans: [plan] })
  const named = await app.key({ role: 'reviewer', organisation: reviewer })
  const aliased = await app.key({ role: 'reviewer', organisation: reviewer, alias: `observer-of-${member}`, plans: [plan], publication: 'immediate' })
  const post = async (key: string, url: string, body: unknown): Promise<string> => (await sent(app, key, 'POST', url, body)).id
  const about = `/v1/commitments/${commitment}`
  const review = (key: string, state: string) => post(key, `${about}/reviews`, { ...REVIEW, state })
  const published = { plan, type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01' }

  const webhookKey = await app.key({ role: 'registrar' })
  const webhook = await post(webhookKey, '/v1/webhooks', { url: 'https://1.1.1.1/hook' })
  const delivery = uuid(1)
  const milestone = await post(editor, `${about}/milestones`, { title: { en: 'A step' } })
  const progressUpdate = await post(editor, `${about}/progress-updates`, { institution, period: '2020-H2', reportedOn: '2020-12-01', completion: 'substantial' })
  const ofName = { published: await review(named, 'published'), draft: await review(named, 'draft') }
  const ofAlias = { published: await review(aliased, 'published'), draft: await review(aliased, 'draft') }
  const reply = await post(editor, `/v1/reviews/${ofName.published}/replies`, { institution, repliedOn: '2026-11-21', text: { en: 'We answer.' } })
  const report = await post(assessor, '/v1/reports', published)
  const assessment = await post(assessor, `${about}/assessments`, { report, indicators: {} })
  const { id: processAssessment } = await sent(app, assessor, 'PUT', `/v1/reports/${report}/process-assessment`, { actedContraryToProcess: false })
  const { id: reportClusters } = await sent(app, assessor, 'PUT', `/v1/reports/${report}/clusters`, { clusters: [{ name: { en: 'A cluster' }, commitments: [commitment] }] })
  // Each change of this report leaves a revision that can be redacted.
  const silent = await post(assessor, '/v1/reports', { ...published, stage: 'public_comment' })
  const moderator = await app.key({ role: 'moderator' })
  for (const language of ['es', 'fr']) await app.request('PATCH', `/v1/reports/${silent}`, { key: assessor, headers: { 'if-match': '*' }, body: { language } })
  const redact = (target: object) => post(moderator, '/v1/redactions', { target, ground: 'personal_data', statement: { en: 'It named somebody.' } })
  const redaction = await redact({ type: 'report', id: silent, atRevision: 1 })
  const appealed = await redact({ type: 'report', id: silent, atRevision: 2 })
  await post(assessor, `/v1/redactions/${appealed}/appeals`, { reasons: { en: 'It named nobody.' } })
  const propose = () => redact({ type: 'review', id: ofName.published, fields: ['evidence'] })
  const imported = await importing(app, await app.key({ role: 'registrar' })).run(sheet([{}]))
  const { json: { bodyHash } } = await app.get(`/v1/reviews/${ofName.published}/revisions/1`)
  const { json: { id: key } } = await app.get('/v1/me', { key: editor })
  await sent(app, editor, 'PUT', `/v1/import-mappings/desk-${member}`, { member, columns: [] })
  return {
    params: { ...names, webhook, delivery, feed: 'atom', period: '2020-H2', milestone, progressUpdate, review: ofName.published, reply, report, assessment, processAssessment, reportClusters, redaction, logKey, import: imported.json.id, source: `desk-${member}`, key, revision: '1', index: '0', path: '0/000.p/1', bodyHash: Buffer.from(bodyHash, 'base64').toString('base64url'), format: 'ndjson', date: 'latest', file: 'members.csv' },
    entities: {
      members: member, institutions: institution, 'policy-areas': names.policyArea, 'code-lists': names.name, 'action-plans': plan, commitments: commitment, milestones: milestone, 'progress-updates': progressUpdate, reviews: ofName.published, replies: reply, reports: report, assessments: assessment, 'process-assessments': processAssessment, 'report-clusters': reportClusters, redactions: redaction, 'log-keys': logKey
    },
    report: silent,
    reviewsBy: { reviewer: ofName.published, 'reviewer by alias': ofAlias.published },
    draftsBy: { reviewer: ofName.draft, 'reviewer by alias': ofAlias.draft },
    redactions: { toApprove: await propose(), toTakeBack: await propose(), appealed },
    webhookKey
  }
}

/** Needs the starter data. `own` is Mexico with its fourth plan and Article 19, `other` is Canada and another organisation. */
export async function makePlaces (app: TestApp): Promise<{ own: Place, other: Place }> {
  const registrar = await app.key({ role: 'registrar' })
  await sent(app, registrar, 'POST', '/v1/members', { id: 'canada', name: { en: 'Canada' }, kind: 'national', status: 'active', codePrefixes: ['CA'] })
  await sent(app, registrar, 'POST', '/v1/institutions', { id: 'canada-tbs', name: { en: 'Treasury Board' }, kind: 'government', member: 'canada' })
  const editor = await app.key({ role: 'editor', members: ['canada'] })
  await sent(app, editor, 'POST', '/v1/action-plans', { member: 'canada', number: 4, title: { en: 'Fourth plan' }, cycleYear: 2019 })
  await sent(app, editor, 'POST', '/v1/commitments', { plan: 'canada-4', code: 'CA0001', title: { en: 'A promise' } })
  return {
    own: await furnish(app, { logKey: await rotate(app, 7, 6), member: 'mexico', plan: 'mexico-4', commitment: 'MX0081', institution: 'mexico-sfp', policyArea: 'civic-space', name: 'completion', code: 'not-found', reviewer: 'article-19' }),
    other: await furnish(app, { logKey: await rotate(app, 9, 8), member: 'canada', plan: 'canada-4', commitment: 'CA0001', institution: 'canada-tbs', policyArea: 'gender', name: 'eras', code: 'forbidden', reviewer: 'r3d' })
  }
}

/** One key of every kind, for what is `own` above. */
export async function makeKeys (app: TestApp): Promise<Record<PrincipalName, string | undefined>> {
  return {
    anybody: undefined,
    editor: await app.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' }),
    'editor of the plan': await app.key({ role: 'editor', plans: ['mexico-4'] }),
    reviewer: await app.key({ role: 'reviewer', organisation: 'article-19' }),
    'reviewer by alias': await app.key({ role: 'reviewer', organisation: 'article-19', alias: 'observer-of-mexico', plans: ['mexico-4'] }),
    assessor: await app.key({ role: 'assessor', plans: ['mexico-4'] }),
    registrar: await app.key({ role: 'registrar' }),
    moderator: await app.key({ role: 'moderator' }),
    admin: await app.key({ role: 'admin' })
  }
}

/** Keys that open nothing, each of which once did or nearly does. */
export async function makeDeadKeys (app: TestApp, now: string): Promise<Record<string, string>> {
  const admin = await app.key({ role: 'admin' })
  app.setNow('2026-01-01T12:00:00.000Z')
  const expired = await app.key({ role: 'admin', days: 1 })
  app.setNow(now)
  const revoked = await app.key({ role: 'admin' })
  await app.request('DELETE', `/v1/admin/keys/${revoked.split('_')[1]}`, { key: admin })
  const [, id = '', secret = ''] = admin.split('_')
  const otherSecret = secret.slice(0, 64).replace(/^./, digit => digit === '0' ? '1' : '0')
  const checksum = createHash('sha256').update(`${id}_${otherSecret}`).digest('hex').slice(0, 6)
  return {
    'an expired key': expired,
    'a revoked key': revoked,
    'a key with another secret': `oct_${id}_${otherSecret}${checksum}`,
    'a key with a wrong checksum': `${admin.slice(0, -1)}${admin.endsWith('0') ? '1' : '0'}`,
    'a key that nobody has': `oct_${uuid(1).replaceAll('-', '').slice(0, 12)}_${secret}`
  }
}
