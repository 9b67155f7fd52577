import { type RawBuilder, sql } from 'kysely'
import { instant } from '../../db/json.ts'
import type { ProcessAssessment, ProcessAssessmentFacts } from './process-assessment.schemas.ts'

const facts = sql`'id', process.id, 'report', process.report, 'plan', (select plan from report where id = process.report),
  'participationInDevelopment', process.participation_in_development,
  'participationInImplementation', process.participation_in_implementation, 'minimumRequirements', process.minimum_requirements,
  'actedContraryToProcess', process.acted_contrary_to_process, 'triggers', process.triggers`

const wire = sql`json_build_object(${facts}, 'revision', process.revision, 'updatedAt', ${instant(sql`process.updated_at`)})`

export const processAssessmentFacts = (id: RawBuilder<unknown>) =>
  sql<ProcessAssessmentFacts | null>`(select json_build_object(${facts}) from process_assessment process where process.id = ${id})`

export const processAssessmentJson = (id: RawBuilder<unknown>) =>
  sql<ProcessAssessment>`(select ${wire} from process_assessment process where process.id = ${id})`

export const processAssessmentOf = (report: RawBuilder<unknown>) =>
  sql<ProcessAssessment | null>`(select ${wire} from process_assessment process where process.report = ${report})`
