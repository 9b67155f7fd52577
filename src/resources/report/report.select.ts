import { type RawBuilder, sql } from 'kysely'
import { datedPairs, instant, refsOf } from '../../db/json.ts'
import type { SortKey } from '../../db/keyset.ts'
import type { Report, ReportFacts } from './report.schemas.ts'

const facts = sql`'id', r.id, 'plan', r.plan, 'type', r.type, 'authorKind', r.author_kind, 'stage', r.stage, 'title', r.title,
  'language', r.language, ${datedPairs('r', 'published', 'published')}, 'url', r.url, 'publishedCounts', r.published_counts,
  'externalRefs', ${refsOf('report', sql`r.id`)}`

export const reportFacts = (id: RawBuilder<unknown>) =>
  sql<ReportFacts | null>`(select json_build_object(${facts}) from report r where r.id = ${id})`

export const reportJson = (id: RawBuilder<unknown>) => sql<Report>`(
  select json_build_object(${facts}, 'revision', r.revision, 'updatedAt', ${instant(sql`r.updated_at`)}) from report r where r.id = ${id})`

/** How reports, and what stands in them, are sorted; `r` is the report. */
export const reportSorts = (updatedAt: RawBuilder<unknown>): Record<string, SortKey> => ({
  publishedOn: { expression: sql`coalesce(r.published_on, 'infinity')`, cast: 'date' },
  '-publishedOn': { expression: sql`coalesce(r.published_on, '-infinity')`, cast: 'date', descending: true },
  updatedAt: { expression: updatedAt, cast: 'timestamptz' },
  '-updatedAt': { expression: updatedAt, cast: 'timestamptz', descending: true }
})
