import type { Kysely, Transaction } from 'kysely'
import type { IdempotencyTable } from './idempotency.ts'
import type { ChangeScopeTable, LogCheckpointTable, LogEntryTable, LogNodeTable } from '../log/log.table.ts'
import type { RevisionTable } from '../log/revision.table.ts'
import type { ActionPlanTable } from '../resources/action-plan/action-plan.table.ts'
import type { AssessmentTable } from '../resources/assessment/assessment.table.ts'
import type { CodeListTable } from '../resources/code-list/code-list.table.ts'
import type {
  CommitmentDocumentTable, CommitmentPolicyAreaTable, CommitmentStakeholderTable, CommitmentStatusTable,
  CommitmentTable, StaleDocumentTable
} from '../resources/commitment/commitment.table.ts'
import type { ImportDecisionTable, ImportRowTable, ImportTable } from '../resources/import/import.table.ts'
import type { ImportMappingTable } from '../resources/import/mapping/mapping.table.ts'
import type { InstitutionTable } from '../resources/institution/institution.table.ts'
import type { ApiKeyTable, ReviewerAliasTable } from '../resources/key/key.table.ts'
import type { MemberTable } from '../resources/member/member.table.ts'
import type { IndicatorTable, MilestoneStakeholderTable, MilestoneStatusTable, MilestoneTable } from '../resources/milestone/milestone.table.ts'
import type { PolicyAreaTable } from '../resources/policy-area/policy-area.table.ts'
import type { ProcessAssessmentTable } from '../resources/process-assessment/process-assessment.table.ts'
import type { ProgressUpdateTable } from '../resources/progress-update/progress-update.table.ts'
import type { RedactionTable } from '../resources/redaction/redaction.table.ts'
import type { ReviewReplyTable } from '../resources/reply/reply.table.ts'
import type { ReportClustersTable } from '../resources/report-clusters/report-clusters.table.ts'
import type { ReportTable } from '../resources/report/report.table.ts'
import type { ReviewTable } from '../resources/review/review.table.ts'
import type { SubmissionTable } from '../resources/review/submission.table.ts'
import type { WebhookDeliveryTable, WebhookTable } from '../resources/webhook/webhook.table.ts'
import type { CompletionCountTable } from '../resources/stats/completion-count.table.ts'
import type { CommitmentSearchTable, SearchWordTable } from '../resources/search/search.table.ts'

/** The map of tables. The one place where db knows the resources. */
export interface Tables {
  member: MemberTable
  institution: InstitutionTable
  policy_area: PolicyAreaTable
  code_list: CodeListTable
  external_ref: ExternalRefTable
  action_plan: ActionPlanTable
  commitment: CommitmentTable
  commitment_policy_area: CommitmentPolicyAreaTable
  commitment_stakeholder: CommitmentStakeholderTable
  commitment_status: CommitmentStatusTable
  commitment_document: CommitmentDocumentTable
  stale_document: StaleDocumentTable
  completion_count: CompletionCountTable
  commitment_search: CommitmentSearchTable
  search_word: SearchWordTable
  milestone: MilestoneTable
  milestone_stakeholder: MilestoneStakeholderTable
  milestone_status: MilestoneStatusTable
  indicator: IndicatorTable
  progress_update: ProgressUpdateTable
  review: ReviewTable
  submission: SubmissionTable
  review_reply: ReviewReplyTable
  report: ReportTable
  assessment: AssessmentTable
  process_assessment: ProcessAssessmentTable
  report_clusters: ReportClustersTable
  revision: RevisionTable
  redaction: RedactionTable
  log_entry: LogEntryTable
  log_node: LogNodeTable
  log_checkpoint: LogCheckpointTable
  change_scope: ChangeScopeTable
  import: ImportTable
  import_decision: ImportDecisionTable
  import_row: ImportRowTable
  import_mapping: ImportMappingTable
  api_key: ApiKeyTable
  reviewer_alias: ReviewerAliasTable
  idempotency: IdempotencyTable
  webhook: WebhookTable
  webhook_delivery: WebhookDeliveryTable
}

export interface ExternalRefTable {
  entity_type: string
  entity_id: string
  source: string
  external_id: string
}

/** For reading. */
export type Db = Kysely<Tables>
/** For writing and locking: a function that takes it runs inside its caller's transaction. */
export type Tx = Transaction<Tables>
