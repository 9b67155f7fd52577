import Type, { type Static, type TSchema } from 'typebox'
import { list, record, text } from '../../schema/scalars.ts'
import { ActionPlan, ActionPlanQuery } from '../action-plan/action-plan.schemas.ts'
import { Assessment, AssessmentQuery } from '../assessment/assessment.schemas.ts'
import { Change } from '../change/change.schemas.ts'
import { CommitmentQuery } from '../commitment/commitment.query.ts'
import { Commitment } from '../commitment/commitment.schemas.ts'
import { Institution, InstitutionQuery } from '../institution/institution.schemas.ts'
import { Member, MemberQuery } from '../member/member.schemas.ts'
import { Milestone, MilestoneQuery } from '../milestone/milestone.schemas.ts'
import { PolicyArea, PolicyAreaQuery } from '../policy-area/policy-area.schemas.ts'
import { ProcessAssessment, ProcessAssessmentQuery } from '../process-assessment/process-assessment.schemas.ts'
import { ProgressUpdate, ProgressUpdateQuery } from '../progress-update/progress-update.schemas.ts'
import { Redaction, RedactionQuery } from '../redaction/redaction.schemas.ts'
import { ReportClusters, ReportClustersQuery } from '../report-clusters/report-clusters.schemas.ts'
import { Report, ReportQuery } from '../report/report.schemas.ts'
import { Review, ReviewQuery } from '../review/review.schemas.ts'

export interface TableSchema {
  /** What a row is: the very shape that the list gives. */
  row: TSchema
  /** Member that tells rows apart. */
  key: string
  title: string
  /** What the list filters by. */
  filters: Record<string, TSchema>
}

/** Members of a list's query that say what a page looks like, when it is of, or for whom. An export has neither pages nor a past. */
const OF_LISTS = new Set(['limit', 'cursor', 'sort', 'fields', 'include', 'knownAt', 'mine', 'proposed'])

const table = (row: TSchema, query: { properties: Record<string, TSchema> }, title: string, key = 'id'): TableSchema => ({
  row, key, title, filters: Object.fromEntries(Object.entries(query.properties).filter(([name]) => !OF_LISTS.has(name)))
})

export const TABLE_NAMES = ['members', 'institutions', 'policy-areas', 'action-plans', 'commitments', 'milestones', 'progress-updates', 'reviews', 'reports',
  'assessments', 'process-assessments', 'report-clusters', 'redactions', 'record'] as const
export type TableName = typeof TABLE_NAMES[number]

export const TABLES: Record<TableName, TableSchema> = {
  members: table(Member, MemberQuery, 'Members of the Open Government Partnership'),
  institutions: table(Institution, InstitutionQuery, 'Institutions: public bodies, civil society, academia and others'),
  'policy-areas': table(PolicyArea, PolicyAreaQuery, 'Policy areas'),
  'action-plans': table(ActionPlan, ActionPlanQuery, 'Action plans'),
  commitments: table(Commitment, CommitmentQuery, 'Commitments with their status'),
  milestones: table(Milestone, MilestoneQuery, 'Milestones'),
  'progress-updates': table(ProgressUpdate, ProgressUpdateQuery, 'Progress updates of governments'),
  reviews: table(Review, ReviewQuery, 'Published reviews of civil society'),
  reports: table(Report, ReportQuery, 'Reports'),
  assessments: table(Assessment, AssessmentQuery, 'Assessments of commitments in reports'),
  'process-assessments': table(ProcessAssessment, ProcessAssessmentQuery, 'Assessments of the process of plans'),
  'report-clusters': table(ReportClusters, ReportClustersQuery, 'Clusters of commitments in reports'),
  redactions: table(Redaction, RedactionQuery, 'Redactions in effect'),
  record: table(Change, { properties: {} }, 'The newest revision of everything in the public log, in the order of the log', 'index')
}

export const FORMATS = ['csv', 'xlsx', 'ndjson', 'jsonld'] as const
export type Format = typeof FORMATS[number]

const Table = record({
  name: text(40),
  title: text(200),
  formats: list(record({ format: text(10), mediaType: text(100), url: Type.String({ maxLength: 2000, format: 'uri' }) }), FORMATS.length)
})

export type Exports = Static<typeof Exports>
export const Exports = record({
  tables: list(Table, TABLE_NAMES.length),
  dumps: Type.String({ maxLength: 2000, format: 'uri', description: 'The dated dumps' }),
  dataPackage: Type.String({ maxLength: 2000, format: 'uri' }),
  license: record({ name: text(40), title: text(200), url: Type.String({ maxLength: 2000, format: 'uri' }) })
}, {
  $id: 'Exports',
  description: 'What there is to download as a whole, and under which licence',
  examples: [{
    tables: [{ name: 'members', title: 'Members of the Open Government Partnership', formats: [{ format: 'csv', mediaType: 'text/csv', url: 'http://127.0.0.1:3000/v1/exports/members.csv' }] }],
    dumps: 'http://127.0.0.1:3000/v1/exports/dumps',
    dataPackage: 'http://127.0.0.1:3000/v1/exports/datapackage.json',
    license: { name: 'CC-BY-4.0', title: 'Creative Commons Attribution 4.0 International', url: 'https://creativecommons.org/licenses/by/4.0/' }
  }]
})
