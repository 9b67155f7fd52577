import { type Kysely, sql } from 'kysely'

/**
 * Aliases that organisations review under, each in one plan. Nothing here, in keys, reviews or revisions names the organisation
 * behind one: its key is stored without it, and `owner` is a keyed hash of alias and organisation, enough to refuse the alias to
 * everybody else. Two aliases of one organisation have hashes that tell nothing of each other. Whoever has this database and
 * the installation's secret can still try each known organisation: keep them apart.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table reviewer_alias (
      alias text constraint reviewer_alias_pk primary key,
      plan text not null constraint reviewer_alias_plan_fk references action_plan,
      owner bytea not null,
      constraint reviewer_alias_slug check (alias ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
    )`.execute(db)
  await sql`create index reviewer_alias_plan_idx on reviewer_alias (plan)`.execute(db)
  await sql`alter table api_key
    add column alias text constraint api_key_alias_fk references reviewer_alias,
    add constraint api_key_alias_alone check (alias is null or (role = 'reviewer' and organisation is null and cardinality(plans) = 1))`.execute(db)
  await sql`create index api_key_alias_idx on api_key (alias)`.execute(db)
  await sql`create index review_alias_idx on review (alias, reviewed_on, id)`.execute(db)
}
