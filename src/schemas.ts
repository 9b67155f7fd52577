import type { TSchema } from 'typebox'
import { Problem } from './http/openapi.ts'
import { ActionPlan, ActionPlanDocument, PlanSummary } from './resources/action-plan/action-plan.schemas.ts'
import { ActionPlanPage } from './resources/action-plan/action-plan.routes.ts'
import { Assessment, AssessmentPatch, Indicators, NewAssessment } from './resources/assessment/assessment.schemas.ts'
import { AssessmentPage } from './resources/assessment/assessment.routes.ts'
import { Badge } from './resources/badge/badge.schemas.ts'
import { Change } from './resources/change/change.schemas.ts'
import { ChangePage } from './resources/change/change.routes.ts'
import { Code, CodeList, EraIndicator } from './resources/code-list/code-list.schemas.ts'
import { CodeListPage } from './resources/code-list/code-list.routes.ts'
import { Budget, Commitment } from './resources/commitment/commitment.schemas.ts'
import { CommitmentPage } from './resources/commitment/commitment.routes.ts'
import { CivilSocietyVoice, CommitmentStatus, Divergence, GovernmentVoice, IrmVoice } from './resources/commitment/status.schemas.ts'
import { DIFF_SCHEMAS } from './resources/diff/diff.schemas.ts'
import { Dumps } from './resources/export/dump.schemas.ts'
import { Exports } from './resources/export/export.schemas.ts'
import { JsonFeed } from './resources/feed/feed.schemas.ts'
import { Decision, Import, ImportReport, StarAgreement } from './resources/import/import.schemas.ts'
import { DecisionPage, ImportPage } from './resources/import/import.routes.ts'
import { ImportMappingPage } from './resources/import/mapping/mapping.routes.ts'
import { ImportMapping, ImportMappingDocument, ImportMappingPart } from './resources/import/mapping/mapping.schemas.ts'
import { ImportRowPage } from './resources/import/table/table.routes.ts'
import { ImportRow, TABLE_SCHEMAS } from './resources/import/table/table.schemas.ts'
import { Institution, InstitutionDocument, InstitutionPatch, NewInstitution } from './resources/institution/institution.schemas.ts'
import { InstitutionPage } from './resources/institution/institution.routes.ts'
import { CreatedKey, Key, Me, NewKey } from './resources/key/key.schemas.ts'
import { KeyPage } from './resources/key/key.routes.ts'
import { LogKey } from './resources/log/log-key.schemas.ts'
import { LogKeyPage } from './resources/log/log-key.routes.ts'
import { Member, StatusEvent, MemberPatch, NewMember } from './resources/member/member.schemas.ts'
import { MemberPage } from './resources/member/member.routes.ts'
import { Indicator, IndicatorDocument, Milestone, MilestoneDocument } from './resources/milestone/milestone.schemas.ts'
import { MilestonePage } from './resources/milestone/milestone.routes.ts'
import { ITEM_SCHEMAS } from './resources/plan-document/item.schemas.ts'
import { DOCUMENT_SCHEMAS } from './resources/plan-document/plan-document.schemas.ts'
import { PolicyArea, PolicyAreaPatch, NewPolicyArea } from './resources/policy-area/policy-area.schemas.ts'
import { PolicyAreaPage } from './resources/policy-area/policy-area.routes.ts'
import { ProcessAssessment, ProcessAssessmentDocument } from './resources/process-assessment/process-assessment.schemas.ts'
import { ProcessAssessmentPage } from './resources/process-assessment/process-assessment.routes.ts'
import { NewProgressUpdate, ProgressUpdate, ProgressUpdatePatch } from './resources/progress-update/progress-update.schemas.ts'
import { ProgressUpdatePage } from './resources/progress-update/progress-update.routes.ts'
import { NewAppeal, NewApproval, NewRedaction, Redaction, RedactionAppeal, RedactionPatch } from './resources/redaction/redaction.schemas.ts'
import { RedactionPage } from './resources/redaction/redaction.routes.ts'
import { GovernmentReply, NewReply } from './resources/reply/reply.schemas.ts'
import { NewReport, Report, ReportPatch } from './resources/report/report.schemas.ts'
import { ReportPage } from './resources/report/report.routes.ts'
import { Cluster, ClusterMark, ReportClusters, ReportClustersDocument } from './resources/report-clusters/report-clusters.schemas.ts'
import { ReportClustersPage } from './resources/report-clusters/report-clusters.routes.ts'
import { PERIOD_SCHEMAS } from './resources/reporting-period/reporting-period.schemas.ts'
import { ReceiptState } from './resources/receipt/receipt.schemas.ts'
import { AuthoredReview, NewReview, Receipt, Reply, Review, ReviewPatch } from './resources/review/review.schemas.ts'
import { ReviewPage } from './resources/review/review.routes.ts'
import { Revision } from './resources/revision/revision.schemas.ts'
import { RevisionPage } from './resources/revision/revision.routes.ts'
import { SEARCH_SCHEMAS, SearchHit, SearchPage } from './resources/search/search.schemas.ts'
import { Health, Home, ProblemPageItem, ProblemPages } from './resources/service/service.schemas.ts'
import { ChartTable } from './resources/stats/chart.schemas.ts'
import { STATS_SCHEMAS } from './resources/stats/stats.routes.ts'
import { VOICES_SCHEMAS } from './resources/voices/voices.schemas.ts'
import { CreatedWebhook, Delivery, NewWebhook, OverseenWebhook, Webhook, WebhookDecision, WebhookPatch } from './resources/webhook/webhook.schemas.ts'
import { OverseenWebhookPage } from './resources/webhook/oversight.routes.ts'
import { DeliveryPage, WebhookPage } from './resources/webhook/webhook.routes.ts'
import { COMMON_SCHEMAS } from './schema/common.ts'
import { PAGE_SCHEMAS, fieldsOf } from './schema/page.ts'

/** Entities that have pages, each followed by itself with picked fields. */
const LISTED = [Member, Institution, PolicyArea, CodeList, ActionPlan, Commitment, Milestone, ProgressUpdate, Review, Report, Assessment,
  ProcessAssessment, ReportClusters, Redaction, Revision, Change, SearchHit, Key, LogKey, Import, Decision, ImportRow, ImportMapping, Webhook, OverseenWebhook, Delivery]

const PAGES = [MemberPage, InstitutionPage, PolicyAreaPage, CodeListPage, ActionPlanPage, CommitmentPage, MilestonePage,
  ProgressUpdatePage, ReviewPage, ReportPage, AssessmentPage, ProcessAssessmentPage, ReportClustersPage, RedactionPage, RevisionPage, ChangePage, SearchPage, KeyPage, LogKeyPage, ImportPage, DecisionPage, ImportRowPage, ImportMappingPage, WebhookPage, OverseenWebhookPage, DeliveryPage]

/** Every schema with a name of its own: the components of the OpenAPI document. */
export const SHARED_SCHEMAS: TSchema[] = [
  Problem, ...COMMON_SCHEMAS, ...PAGE_SCHEMAS, StatusEvent, EraIndicator, Code, Budget, Indicators, GovernmentVoice, CivilSocietyVoice,
  IrmVoice, Divergence, CommitmentStatus, Indicator, Reply, Receipt, Cluster, ClusterMark, RedactionAppeal, ...SEARCH_SCHEMAS, ...LISTED, ...LISTED.map(fieldsOf), ...PAGES, PlanSummary, AuthoredReview, ReceiptState,
  ActionPlanDocument, InstitutionDocument, IndicatorDocument, MilestoneDocument, ...DOCUMENT_SCHEMAS, ...ITEM_SCHEMAS, CreatedKey, NewKey,
  Me, NewMember, MemberPatch, NewPolicyArea, PolicyAreaPatch, NewInstitution, InstitutionPatch, NewReport, ReportPatch, NewAssessment,
  AssessmentPatch, NewReview, ReviewPatch, GovernmentReply, NewReply, NewProgressUpdate, ProgressUpdatePatch, ...PERIOD_SCHEMAS,
  ProcessAssessmentDocument, ReportClustersDocument, ...VOICES_SCHEMAS, ...STATS_SCHEMAS, ChartTable, Badge, ...DIFF_SCHEMAS, Exports, Dumps, NewRedaction, NewApproval, RedactionPatch, NewAppeal, StarAgreement, ImportReport, ...TABLE_SCHEMAS, ImportMappingDocument, ImportMappingPart, JsonFeed, NewWebhook, CreatedWebhook, WebhookPatch, WebhookDecision, Health, Home, ProblemPageItem, ProblemPages
]
