import { type RawBuilder, sql } from 'kysely'
import { instant, refsOf } from '../../db/json.ts'
import { clusterOf } from '../report-clusters/report-clusters.select.ts'
import type { Assessment, AssessmentFacts } from './assessment.schemas.ts'

const facts = sql`'id', a.id, 'commitment', a.commitment, 'report', a.report, 'indicators', a.indicators, 'starred', a.starred,
  'starRule', a.star_rule, 'promising', a.promising, 'externalRefs', ${refsOf('assessment', sql`a.id`)}`

const wire = sql`json_build_object(${facts}, 'computedStar', a.computed_star, 'outOfEra', a.out_of_era,
  'cluster', ${clusterOf(sql`a.report`, sql`a.commitment`)},
  'revision', a.revision, 'updatedAt', ${instant(sql`a.updated_at`)})`

export const assessmentFacts = (id: RawBuilder<unknown>) =>
  sql<AssessmentFacts | null>`(select json_build_object(${facts}) from assessment a where a.id = ${id})`

export const assessmentJson = (id: RawBuilder<unknown>) =>
  sql<Assessment>`(select ${wire} from assessment a where a.id = ${id})`

/** All assessments of a commitment, by the date of their report, newest first. */
export const assessmentsOf = (commitment: RawBuilder<unknown>) => sql<Assessment[]>`(
  select coalesce(json_agg(${wire} order by r.published_on desc nulls last, a.id desc), '[]')
  from assessment a join report r on r.id = a.report where a.commitment = ${commitment})`
