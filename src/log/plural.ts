import type { EntityType } from './revision.store.ts'

/** What has revisions, as its collection is called in addresses. */
export const PLURALS: Record<EntityType, string> = {
  member: 'members',
  institution: 'institutions',
  'policy-area': 'policy-areas',
  'code-list': 'code-lists',
  'action-plan': 'action-plans',
  commitment: 'commitments',
  milestone: 'milestones',
  'progress-update': 'progress-updates',
  review: 'reviews',
  reply: 'replies',
  report: 'reports',
  assessment: 'assessments',
  'process-assessment': 'process-assessments',
  'report-clusters': 'report-clusters',
  redaction: 'redactions',
  'log-key': 'log-keys'
}
