import { type Selectable, sql } from 'kysely'
import { insertRows } from '../../src/db/bulk.ts'
import type { Db, Tables } from '../../src/db/database.ts'
import { ENTITY_TYPES, type EntityType } from '../../src/log/revision.store.ts'

/** Rows put straight into the database, for what the API cannot write yet. Every function gives a whole row with defaults. */

type Row<T extends keyof Tables> = Selectable<Tables[T]>
type Given<T extends keyof Tables> = Partial<Row<T>>

const AT = '2026-01-01T00:00:00.000Z'

/** The same number gives the same id, and ids are in the order of their numbers. */
export const uuid = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`

/** `precision` of a date that is given to the day or not at all. */
const precision = (on: string | null | undefined): string => on == null ? 'unknown' : 'day'

export const memberRow = (row: Given<'member'> & { id: string }): Row<'member'> => ({
  name: { en: row.id }, kind: 'national', country_iso2: null, region: null, parent: null, member_since: null, status: 'active', status_events: [], code_prefixes: [], revision: 1, updated_at: AT, ...row
})

export const institutionRow = (row: Given<'institution'> & { id: string }): Row<'institution'> => ({
  name: { en: row.id }, short_name: null, kind: 'civil_society', member: null, url: null, revision: 1, updated_at: AT, ...row
})

export const policyAreaRow = (row: Given<'policy_area'> & { id: string }): Row<'policy_area'> => ({
  name: { en: row.id }, description: null, kind: 'policy_area', taxonomy: 'test', broader: null, revision: 1, updated_at: AT, ...row
})

export const planRow = (row: Given<'action_plan'> & { member: string, number: number }): Row<'action_plan'> => ({
  id: `${row.member}-${row.number}`,
  title: { en: 'Plan' },
  description: null,
  language: 'en',
  translations: {},
  cycle_year: 2019,
  submitted_on: null,
  submitted_precision: precision(row.submitted_on),
  submitted_text: null,
  starts_on: null,
  starts_precision: precision(row.starts_on),
  starts_text: null,
  ends_on: null,
  ends_precision: precision(row.ends_on),
  ends_text: null,
  original_ends_on: null,
  original_ends_precision: precision(row.original_ends_on),
  original_ends_text: null,
  term_years: null,
  lifecycle: 'in_implementation',
  era_override: null,
  participation_in_development: null,
  participation_in_implementation: null,
  development_openness: null,
  url: null,
  published_counts: null,
  revision: 1,
  updated_at: AT,
  ...row
})

export const commitmentRow = (row: Given<'commitment'> & { id: string, plan: string }): Row<'commitment'> => ({
  position: 1,
  code: null,
  number: null,
  title: { en: 'Commitment' },
  short_title: null,
  description: null,
  problem: null,
  causes: null,
  status_quo: null,
  proposed_solution: null,
  expected_results: null,
  language: 'en',
  translations: {},
  ogp_values: [],
  grand_challenges: [],
  sdgs: [],
  budget: null,
  cluster: null,
  starts_on: null,
  starts_precision: precision(row.starts_on),
  starts_text: null,
  ends_on: null,
  ends_precision: precision(row.ends_on),
  ends_text: null,
  lifecycle: 'active',
  lifecycle_reason: row.lifecycle === 'inactive' ? 'plan_ended' : null,
  revision: 1,
  updated_at: AT,
  ...row
})

export const milestoneRow = (row: Given<'milestone'> & { id: string, commitment: string }): Row<'milestone'> => ({
  position: 1,
  number: null,
  title: { en: 'Milestone' },
  expected_output: null,
  starts_on: null,
  starts_precision: precision(row.starts_on),
  starts_text: null,
  due_on: null,
  due_precision: precision(row.due_on),
  due_text: null,
  weight: null,
  lifecycle: 'active',
  revision: 1,
  updated_at: AT,
  ...row
})

export const indicatorRow = (row: Given<'indicator'> & { id: string, milestone: string }): Row<'indicator'> => ({
  position: 1, number: null, title: { en: 'Indicator' }, target: null, due_on: null, due_precision: precision(row.due_on), due_text: null, ...row
})

export const updateRow = (row: Given<'progress_update'> & { id: string, commitment: string, institution: string }): Row<'progress_update'> => ({
  milestone: null,
  indicator: null,
  period: '2020',
  reported_on: '2020-12-31',
  completion: 'limited',
  percent: null,
  schedule: null,
  narrative: null,
  challenges: { en: 'Challenges' },
  rescheduled_to: null,
  evidence: [],
  revision: 1,
  updated_at: AT,
  ...row
})

export const reviewRow = (row: Given<'review'> & { id: string, commitment: string }): Row<'review'> => ({
  organisation: null,
  alias: null,
  kind: 'progress',
  completion: 'limited',
  endorsement: null,
  progress_update: null,
  did_it_open_government: null,
  reviewed_on: '2021-01-01',
  language: 'en',
  narrative: null,
  evidence: [{ url: 'https://example.org/evidence' }],
  state: 'published',
  revision: 1,
  ...row
})

export const reportRow = (row: Given<'report'> & { id: string, plan: string }): Row<'report'> => ({
  type: 'results',
  author_kind: 'irm',
  stage: 'final',
  title: null,
  language: 'en',
  published_on: null,
  published_precision: precision(row.published_on),
  published_text: null,
  url: null,
  published_counts: null,
  revision: 1,
  updated_at: AT,
  ...row
})

export const assessmentRow = (row: Given<'assessment'> & { id: string, commitment: string, report: string }): Row<'assessment'> => ({
  indicators: {}, starred: null, computed_star: null, star_rule: null, promising: null, out_of_era: [], revision: 1, updated_at: AT, ...row
})

export const processAssessmentRow = (row: Given<'process_assessment'> & { id: string, report: string }): Row<'process_assessment'> => ({
  participation_in_development: null, participation_in_implementation: null, minimum_requirements: {}, acted_contrary_to_process: null, triggers: [], revision: 1, updated_at: AT, ...row
})

export const reportClustersRow = (row: Given<'report_clusters'> & { id: string, report: string }): Row<'report_clusters'> => ({
  clusters: [], revision: 1, updated_at: AT, ...row
})

export const redactionRow = (row: Given<'redaction'> & { id: string }): Row<'redaction'> => ({
  target_type: 'member',
  target_id: 'canada',
  target_revision: 1,
  target_fields: null,
  ground: 'personal_data',
  statement: { en: 'It named somebody who holds no office.' },
  state: 'in_effect',
  on_date: '2026-11-22',
  erased: [1],
  proposed_by: 'k3y0k3y0k3y0',
  approved_by: null,
  appeal_state: null,
  appealed_on: null,
  appeal_reasons: null,
  appeal_decided_on: null,
  appeal_statement: null,
  revision: 1,
  ...row
})

/** What stands in tables too: a new key of the log is its revision alone. */
export const STORED_TYPES = ENTITY_TYPES.filter(type => type !== 'log-key')

/** The table of an entity type: the type's own name but for replies, which belong to reviews. */
export const tableOf = (type: EntityType): string => type === 'reply' ? 'review_reply' : type.replace('-', '_')

/** Inserts rows in the order of the tables given, in one transaction. */
export async function insertAll (db: Db, tables: { [T in keyof Tables]?: Row<T>[] }): Promise<void> {
  await db.transaction().execute(async (tx) => {
    for (const [table, rows] of Object.entries(tables)) await insertRows(tx, table as 'member', rows as Row<'member'>[])
  })
}

/** Derives the status of every commitment anew. */
export async function refreshAll (db: Db): Promise<void> {
  await sql`select refresh_commitment_status(array(select id from commitment))`.execute(db)
  await sql`select refresh_commitment_search(array(select id from commitment))`.execute(db)
}
