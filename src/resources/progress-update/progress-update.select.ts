import { type RawBuilder, sql } from 'kysely'
import { instant, redactionsOf, refsOf } from '../../db/json.ts'
import type { ProgressUpdate, ProgressUpdateFacts } from './progress-update.schemas.ts'

const facts = sql`'id', u.id, 'commitment', u.commitment, 'milestone', u.milestone, 'indicator', u.indicator,
  'institution', u.institution, 'period', u.period, 'reportedOn', u.reported_on, 'completion', u.completion, 'percent', u.percent,
  'schedule', u.schedule, 'narrative', u.narrative, 'challenges', u.challenges, 'rescheduledTo', u.rescheduled_to,
  'evidence', u.evidence, 'externalRefs', ${refsOf('progress-update', sql`u.id`)}`

const wire = sql`json_build_object(${facts}, 'redactions', ${redactionsOf('progress-update', sql`u.id`)}, 'revision', u.revision, 'updatedAt', ${instant(sql`u.updated_at`)})`

export const progressUpdateFacts = (id: RawBuilder<unknown>) =>
  sql<ProgressUpdateFacts | null>`(select json_build_object(${facts}) from progress_update u where u.id = ${id})`

export const progressUpdateJson = (id: RawBuilder<unknown>) =>
  sql<ProgressUpdate>`(select ${wire} from progress_update u where u.id = ${id})`

/** All progress updates of a commitment, its milestones' too, newest first. */
export const progressUpdatesOf = (commitment: RawBuilder<unknown>) => sql<ProgressUpdate[]>`(
  select coalesce(json_agg(${wire} order by u.reported_on desc, u.id desc), '[]') from progress_update u where u.commitment = ${commitment})`
