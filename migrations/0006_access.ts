import { type Kysely, sql } from 'kysely'

/** Keys. Only a keyed hash of the secret is kept; use and revocation are dates, never instants. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`
    create table api_key (
      id text constraint api_key_pk primary key,
      role text not null,
      members text[] not null default '{}',
      plans text[] not null default '{}',
      organisation text constraint api_key_organisation_fk references institution,
      name text not null,
      hash bytea not null,
      created_on date not null,
      expires_on date not null,
      last_used_on date,
      revoked_on date,
      revision integer not null default 1,
      constraint api_key_role_code check (role in ('editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin')),
      constraint api_key_life check (expires_on <= created_on + 400)
    )`.execute(db)
  await sql`create index api_key_organisation_idx on api_key (organisation)`.execute(db)
  await sql`create index api_key_created_on_idx on api_key (created_on, id)`.execute(db)
}
