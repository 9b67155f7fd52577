import { type Place, type PrincipalName, PRINCIPALS, REVIEW } from './places.ts'

/**
 * Who may do what, one row for each operation (api.md, section 2). A row says who may, and what a request that succeeds sends.
 * A new operation needs a row here; a test fails until it has one.
 */

type Where = 'own' | 'other' | 'missing'

const each = (names: readonly PrincipalName[], where: string) => Object.fromEntries(names.map(name => [name, where]))
const KEYS = PRINCIPALS.filter(name => name !== 'anybody')

/** Who may, and on what; to everybody else it is refused. */
const WHO = {
  everybody: each(PRINCIPALS, 'own other'),
  'any key': each(KEYS, 'own'),
  'editors of the plan': { editor: 'own', 'editor of the plan': 'own' },
  'editors of the member': { editor: 'own' },
  'the desk, and editors of the member': { registrar: 'own other missing', editor: 'own' },
  'the desk': { registrar: 'own other missing' },
  'the desk and editors': { registrar: 'own other missing', editor: 'own other missing', 'editor of the plan': 'own other missing' },
  // An organisation may review any commitment, an alias those of its plan.
  reviewers: { reviewer: 'own other', 'reviewer by alias': 'own' },
  'any reviewer': { reviewer: 'own other', 'reviewer by alias': 'own other' },
  'its author': { reviewer: 'own', 'reviewer by alias': 'own' },
  'assessors of the plan': { assessor: 'own' },
  moderators: { moderator: 'own other missing' },
  administrators: { admin: 'own other missing' },
  // What a place has of it belongs to a key that none of these is.
  'the key that made it': {}
} satisfies Record<string, Partial<Record<PrincipalName, string>>>

export interface Row {
  who: keyof typeof WHO
  /** What is sent about this place; `n` is another number each time. */
  body?: (place: Place, n: number) => unknown
  headers?: Record<string, string>
  payload?: string
  query?: string
  /** What a request that is allowed gets, where it is not a success. */
  allowed?: string
  /** What a request about what does not exist gets, where it is not `404 not-found`. */
  missing?: string
  /** What refuses whoever has a key that will not do. */
  refused?: 'forbidden' | 'not-found'
  /** Whether the address or the body names something that may be another's or missing; by its parameters when absent. */
  scoped?: boolean
  /** Whether the key is refused before it is looked for what the address names. */
  permissionFirst?: boolean
  /** Whether it is about a draft. */
  draft?: boolean
  /** Which redaction it is about, where not one in effect. */
  redaction?: keyof Place['redactions']
}

const changes = { headers: { 'if-match': '*' } }
const text = (en: string) => ({ en })

const ROWS: Record<string, Row> = {
  createMember: { who: 'the desk', scoped: true, body: ({ params }, n) => ({ id: `member-${n}`, name: text('M'), kind: 'local', status: 'active', parent: params.member }) },
  updateMember: { who: 'the desk', permissionFirst: true, ...changes, body: () => ({ region: 'americas' }) },
  createInstitution: { who: 'the desk, and editors of the member', scoped: true, body: ({ params }, n) => ({ id: `institution-${n}`, name: text('I'), kind: 'government', member: params.member }) },
  updateInstitution: { who: 'the desk, and editors of the member', ...changes, body: () => ({ url: 'https://example.org/' }) },
  createPolicyArea: { who: 'the desk', scoped: true, body: ({ params }, n) => ({ id: `area-${n}`, name: text('P'), kind: 'sector', taxonomy: 'test', broader: params.policyArea }) },
  updatePolicyArea: { who: 'the desk', permissionFirst: true, ...changes, body: () => ({ taxonomy: 'test' }) },
  createActionPlan: { who: 'editors of the member', scoped: true, body: ({ params }) => ({ member: params.member, number: 9, title: text('P'), cycleYear: 2023 }) },
  updateActionPlan: { who: 'editors of the plan', ...changes, body: () => ({ termYears: 2 }) },
  putPlanDocument: { who: 'editors of the plan', permissionFirst: true, ...changes, body: ({ params }) => ({ plan: { id: params.plan, title: text('Plan'), cycleYear: 2019 } }) },
  createCommitment: { who: 'editors of the plan', scoped: true, body: ({ params }, n) => ({ plan: params.plan, number: `n${n}`, title: text('C') }) },
  updateCommitment: { who: 'editors of the plan', ...changes, body: () => ({ cluster: 'A' }) },
  createMilestone: { who: 'editors of the plan', body: (_, n) => ({ number: `n${n}`, title: text('M') }) },
  updateMilestone: { who: 'editors of the plan', ...changes, body: () => ({ weight: 10 }) },
  createProgressUpdate: { who: 'editors of the plan', body: ({ params }, n) => ({ institution: params.institution, period: String(1000 + n), reportedOn: '2026-11-20' }) },
  updateProgressUpdate: { who: 'editors of the plan', ...changes, body: () => ({ percent: 60 }) },
  putPeriodUpdates: { who: 'editors of the plan', ...changes, body: () => ({ progressUpdates: [] }) },
  createReview: { who: 'reviewers', body: () => ({ ...REVIEW, state: 'published' }) },
  updateReview: { who: 'its author', ...changes, body: () => ({ completion: 'substantial' }) },
  deleteReview: { who: 'its author', refused: 'not-found', draft: true },
  'listReviews mine': { who: 'any reviewer', query: '?mine=true' },
  'listCommitmentReviews mine': { who: 'any reviewer', query: '?mine=true' },
  createReply: { who: 'editors of the plan', body: ({ params }) => ({ institution: params.institution, repliedOn: '2026-11-21', text: text('We answer.') }) },
  createReport: { who: 'assessors of the plan', scoped: true, body: ({ params }) => ({ plan: params.plan, type: 'results', authorKind: 'irm', stage: 'final' }) },
  updateReport: { who: 'assessors of the plan', ...changes, body: () => ({ language: 'es' }) },
  createAssessment: { who: 'assessors of the plan', body: ({ report }) => ({ report, indicators: {} }) },
  updateAssessment: { who: 'assessors of the plan', ...changes, body: () => ({ promising: null }) },
  putReportProcessAssessment: { who: 'assessors of the plan', ...changes, body: () => ({ actedContraryToProcess: null, participationInDevelopment: 'consult' }) },
  putClustersOfReport: { who: 'assessors of the plan', ...changes, body: () => ({ clusters: [] }) },
  createRedaction: { who: 'moderators', scoped: true, body: ({ params }) => ({ target: { type: 'milestone', id: params.milestone, fields: ['title'] }, ground: 'personal_data', statement: text('It named somebody.') }) },
  approveRedaction: { who: 'moderators', permissionFirst: true, redaction: 'toApprove', body: () => ({ state: 'in_effect' }) },
  deleteRedaction: { who: 'moderators', permissionFirst: true, redaction: 'toTakeBack' },
  'listRedactions proposed': { who: 'moderators', query: '?proposed=true' },
  appealRedaction: { who: 'assessors of the plan', body: () => ({ reasons: text('It named nobody.') }) },
  decideAppeal: { who: 'moderators', permissionFirst: true, redaction: 'appealed', ...changes, body: () => ({ appeal: { state: 'overturned', statement: text('It named nobody.') } }) },
  createImport: { who: 'the desk', query: '?source=ogp', headers: { 'content-type': 'text/csv' }, payload: 'nothing', allowed: 'import-unusable' },
  'createImport table': { who: 'editors of the plan', scoped: true, permissionFirst: true, query: '?source=desk&plan={plan}&dryRun=true', headers: { 'content-type': 'text/csv' }, payload: 'Number,Title\n1,A promise' },
  listImports: { who: 'the desk and editors' },
  getImport: { who: 'the desk and editors', permissionFirst: true },
  putImportMapping: { who: 'the desk, and editors of the member', scoped: true, permissionFirst: true, missing: '412 stale-revision', ...changes, body: ({ params }) => ({ member: params.member, columns: [] }) },
  getImportMapping: { who: 'the desk and editors', permissionFirst: true },
  listImportMappings: { who: 'the desk and editors' },
  listImportRows: { who: 'the desk and editors', permissionFirst: true },
  listImportDecisions: { who: 'the desk and editors', permissionFirst: true },
  getChangesFeed: { who: 'everybody', scoped: false },
  getCommitmentsFeed: { who: 'everybody', scoped: false },
  listWebhooks: { who: 'any key' },
  createWebhook: { who: 'any key', scoped: false, body: ({ params }) => ({ url: 'https://1.1.1.1/hook', plans: [params.plan] }) },
  getWebhook: { who: 'the key that made it', refused: 'not-found' },
  updateWebhook: { who: 'the key that made it', refused: 'not-found', ...changes, body: () => ({ state: 'disabled' }) },
  deleteWebhook: { who: 'the key that made it', refused: 'not-found' },
  testWebhook: { who: 'the key that made it', refused: 'not-found' },
  listDeliveries: { who: 'the key that made it', refused: 'not-found' },
  redeliver: { who: 'the key that made it', refused: 'not-found' },
  search: { who: 'everybody', query: '?q=open' },
  getMe: { who: 'any key' },
  listKeys: { who: 'administrators' },
  createKey: { who: 'administrators', scoped: true, body: ({ params }) => ({ role: 'assessor', plans: [params.plan], name: 'test' }) },
  revokeKey: { who: 'administrators', permissionFirst: true },
  listAllWebhooks: { who: 'administrators' },
  decideWebhook: { who: 'administrators', permissionFirst: true, ...changes, body: () => ({ statement: 'The receiver asks not to be called.' }) }
}

/** Reading what is published: everybody may. */
const PUBLIC = `listMembers getMember listInstitutions getInstitution listPolicyAreas getPolicyArea listCodeLists getCodeList listActionPlans getActionPlan
  getActionPlanSummary getPlanDocument listCommitments getCommitment listMilestones listCommitmentMilestones getMilestone
  listProgressUpdates listCommitmentProgressUpdates getProgressUpdate getPeriodUpdates listReviews listCommitmentReviews getReview getReply
  listReports getReport listAssessments listCommitmentAssessments getAssessment getVoices getCommitmentDiff
  listMemberRevisions getMemberRevision listInstitutionRevisions getInstitutionRevision listPolicyAreaRevisions getPolicyAreaRevision
  listCodeListRevisions getCodeListRevision listActionPlanRevisions getActionPlanRevision listCommitmentRevisions getCommitmentRevision
  listMilestoneRevisions getMilestoneRevision listProgressUpdateRevisions getProgressUpdateRevision listReviewRevisions getReviewRevision
  listReplyRevisions getReplyRevision listReportRevisions getReportRevision listAssessmentRevisions getAssessmentRevision
  listProcessAssessments getProcessAssessment getReportProcessAssessment listProcessAssessmentRevisions getProcessAssessmentRevision
  listReportClusters getReportClusters getClustersOfReport listReportClustersRevisions getReportClustersRevision
  listRedactions getRedaction listRedactionRevisions getRedactionRevision listLogKeys getLogKey listLogKeyRevisions getLogKeyRevision
  listChanges getLogCheckpoint getLogVerifierKey getLogProof getLogTile getReceipt streamChanges listRevisions
  listExports listDumps getDump getDataPackage getDcatUs getDcatAp getContext getImportTemplate getMemberFeed getActionPlanFeed getCommitmentFeed getInstitutionFeed getPolicyAreaFeed
  getCompletionStatistic getIndicatorStatistic getDivergenceStatistic getFreshnessStatistic getTimelineStatistic getBurndownStatistic
  getCommitmentBadge getCommitmentBadgeData
  getCompletionChart getCompletionChartTable getDivergenceChart getDivergenceChartTable getMilestonesChart getMilestonesChartTable getFreshnessChart getFreshnessChartTable getPolicyAreasChart getPolicyAreasChartTable
  getHome getSafety listProblems getProblem getLive getReady getOpenApi`.split(/\s+/)

/** The same of the tables that can be downloaded; their addresses name nothing that could be another's or missing. */
const EXPORTS = `exportMembers exportInstitutions exportPolicyAreas exportActionPlans exportCommitments exportMilestones exportProgressUpdates
  exportReviews exportReports exportAssessments exportProcessAssessments exportReportClusters exportRedactions exportRecord`.split(/\s+/)

/** The pages in each of their languages. */
const PAGES = ['Home', 'Members', 'Member', 'Plan', 'Commitment', 'Search', 'Changes', 'About', 'Verify', 'Developers'].flatMap(name => ['En', 'Es', 'Fr'].map(language => `get${name}Page${language}`))

const readBy = (ids: readonly string[], row: Partial<Row> = {}) => Object.fromEntries(ids.map(id => [id, { who: 'everybody', ...row } as Row]))

/** By operationId; what follows a space is another way of asking. */
export const MATRIX: Record<string, Row> = { ...readBy([...PUBLIC, ...PAGES, 'getStyle']), ...readBy(EXPORTS, { scoped: false }), ...ROWS }

export const mayDo = ({ who }: Row, principal: PrincipalName, where: Where): boolean =>
  ((WHO[who] as Partial<Record<PrincipalName, string>>)[principal] ?? '').split(' ').includes(where)

/** The address of an operation at a place. */
export function addressAt (path: string, { who, query = '', draft = false, redaction }: Row, place: Place, principal: PrincipalName): string {
  const reviews = draft ? place.draftsBy : place.reviewsBy
  const review = reviews[principal] ?? reviews.reviewer
  return (path + query).replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'redaction' && redaction !== undefined) return place.redactions[redaction]
    if (name === 'review' && review !== undefined && who !== 'everybody') return review
    return (name === 'entity' ? place.entities[path.split('/')[2] as string] : place.params[name]) as string
  })
}
