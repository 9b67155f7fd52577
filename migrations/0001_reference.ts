import { type Kysely, sql } from 'kysely'

/** Reference data: members, institutions, policy areas, code lists, and the identifiers that other sources use. */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists unaccent`.execute(db)

  await sql`
    create table member (
      id text constraint member_pk primary key,
      name jsonb not null,
      kind text not null,
      country_iso2 text,
      region text,
      parent text constraint member_parent_fk references member,
      member_since date,
      status text not null,
      status_events jsonb not null default '[]',
      code_prefixes text[] not null default '{}',
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint member_id_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      constraint member_name_map check (jsonb_typeof(name) = 'object' and name <> '{}'),
      constraint member_kind_code check (kind in ('national', 'local')),
      constraint member_status_code check (status in ('active', 'under_review', 'inactive', 'suspended', 'withdrawn')),
      constraint member_local_parent check (parent is null or kind = 'local'),
      constraint member_events_list check (jsonb_typeof(status_events) = 'array'),
      constraint member_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index member_updated_at_idx on member (updated_at, id)`.execute(db)
  await sql`create index member_region_idx on member (region, id)`.execute(db)
  await sql`create index member_kind_idx on member (kind, id)`.execute(db)
  await sql`create index member_parent_idx on member (parent, id)`.execute(db)
  await sql`create index member_status_idx on member (status, id)`.execute(db)

  await sql`
    create table institution (
      id text constraint institution_pk primary key,
      name jsonb not null,
      short_name jsonb,
      kind text not null,
      member text constraint institution_member_fk references member,
      url text,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint institution_id_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      constraint institution_name_map check (jsonb_typeof(name) = 'object' and name <> '{}'),
      constraint institution_kind_code check (kind in ('government', 'autonomous_body', 'legislature', 'judiciary', 'subnational',
        'civil_society', 'academia', 'private', 'international', 'monitoring_body')),
      constraint institution_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index institution_updated_at_idx on institution (updated_at, id)`.execute(db)
  await sql`create index institution_member_idx on institution (member, id)`.execute(db)
  await sql`create index institution_kind_idx on institution (kind, id)`.execute(db)

  await sql`
    create table policy_area (
      id text constraint policy_area_pk primary key,
      name jsonb not null,
      description jsonb,
      kind text not null,
      taxonomy text not null,
      broader text constraint policy_area_broader_fk references policy_area,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint policy_area_id_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      constraint policy_area_name_map check (jsonb_typeof(name) = 'object' and name <> '{}'),
      constraint policy_area_kind_code check (kind in ('policy_area', 'sector')),
      constraint policy_area_not_own_broader check (broader <> id),
      constraint policy_area_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index policy_area_updated_at_idx on policy_area (updated_at, id)`.execute(db)
  await sql`create index policy_area_kind_idx on policy_area (kind, id)`.execute(db)
  await sql`create index policy_area_taxonomy_idx on policy_area (taxonomy, id)`.execute(db)
  await sql`create index policy_area_broader_idx on policy_area (broader, id)`.execute(db)

  await sql`
    create table code_list (
      id text constraint code_list_pk primary key,
      title jsonb not null,
      description jsonb,
      ordered boolean not null,
      source jsonb,
      codes jsonb not null,
      revision integer not null default 1,
      updated_at timestamptz(3) not null,
      constraint code_list_id_slug check (id ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
      constraint code_list_title_map check (jsonb_typeof(title) = 'object' and title <> '{}'),
      constraint code_list_codes_list check (jsonb_typeof(codes) = 'array'),
      constraint code_list_revision_positive check (revision > 0)
    )`.execute(db)
  await sql`create index code_list_updated_at_idx on code_list (updated_at, id)`.execute(db)

  // An entity has at most one identifier of a source, and a source gives each identifier to one entity of a kind.
  await sql`
    create table external_ref (
      entity_type text not null,
      entity_id text not null,
      source text not null,
      external_id text not null,
      constraint external_ref_pk primary key (entity_type, source, external_id),
      constraint external_ref_one_per_source unique (entity_type, entity_id, source),
      constraint external_ref_source_slug check (source ~ '^[a-z0-9]+(-[a-z0-9]+)*$')
    )`.execute(db)
}
