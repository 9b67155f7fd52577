import { type Kysely, sql } from 'kysely'

/**
 * What `/v1/search` looks through: one row for each commitment that can be found, derived from its texts and names, and the words
 * that are in use, from which misspelt ones are corrected. `refresh_commitment_search(ids)` is the only writer.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`create extension if not exists pg_trgm`.execute(db)

  // Accents go first, so that a text and a search find each other with and without them; then the stems of the language.
  for (const [name, language, stems] of [['oc_es', 'spanish', 'spanish_stem'], ['oc_en', 'english', 'english_stem'], ['oc_fr', 'french', 'french_stem'], ['oc_simple', 'simple', 'simple']] as const) {
    await sql.raw(`create text search configuration ${name} (copy = ${language})`).execute(db)
    await sql.raw(`alter text search configuration ${name} alter mapping for hword, hword_part, word with unaccent, ${stems}`).execute(db)
  }
  await sql`
    create function search_config(language text) returns regconfig language sql stable parallel safe as $$
      select case split_part(lower(language), '-', 1) when 'es' then 'oc_es' when 'en' then 'oc_en' when 'fr' then 'oc_fr' else 'oc_simple' end::regconfig
    $$`.execute(db)
  // Much of what OGP published names no language. Its commonest words tell; where they do not, most of it is English.
  await sql`
    create function likely_language(content text) returns text language sql immutable parallel safe as $$
      select language from (values
        ('en', regexp_count(content, '\\m(the|of|and|to|for|with|by|is)\\M', 1, 'i')),
        ('es', regexp_count(content, '\\m(el|los|las|del|y|para|por|con)\\M', 1, 'i')),
        ('fr', regexp_count(content, '\\m(le|les|des|du|et|pour|par|avec)\\M', 1, 'i'))
      ) as heard (language, times) order by times desc, language limit 1
    $$`.execute(db)
  await sql`create aggregate tsvector_sum (tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '')`.execute(db)

  await sql`
    create table commitment_search (
      commitment uuid constraint commitment_search_pk primary key constraint commitment_search_commitment_fk references commitment,
      source text not null,
      texts tsvector not null,
      names tsvector not null,
      words tsvector not null
    )`.execute(db)
  for (const column of ['texts', 'names', 'words']) {
    await sql.raw(`create index commitment_search_${column}_idx on commitment_search using gin (${column})`).execute(db)
  }
  await sql`create table search_word (word text collate "C" constraint search_word_pk primary key)`.execute(db)
  await sql`create index search_word_nearest_idx on search_word using gist (word gist_trgm_ops)`.execute(db)

  await findTexts(db)
  await refreshSearch(db)
  await sql`
    create function fill_commitment_search() returns void language plpgsql as $$
    declare
      one text;
    begin
      for one in select id from action_plan loop
        perform refresh_commitment_search(array(select id from commitment where plan = one));
      end loop;
    end $$`.execute(db)
  await sql`select fill_commitment_search()`.execute(db)
  await sql`drop function fill_commitment_search()`.execute(db)
}

/** Every text and name that a commitment is found by, with its weight; what is withdrawn or was entered in error has none. */
async function findTexts (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function commitment_texts(ids uuid[]) returns table (commitment uuid, field text, named boolean, weight "char", language text, config regconfig, content text)
    language sql stable as $$
      with found as materialized (
        select c.* from commitment c where c.id = any (ids) and c.lifecycle not in ('withdrawn', 'entered_in_error')
      ), step as materialized (
        select m.* from milestone m join found on found.id = m.commitment where m.lifecycle not in ('withdrawn', 'entered_in_error')
      ), part as (
        select found.id, one.* from found cross join lateral (values
          ('code', false, 'A', jsonb_build_object('und', found.code)), ('title', false, 'A', title), ('shortTitle', false, 'A', short_title),
          ('problem', false, 'B', problem), ('causes', false, 'B', causes), ('statusQuo', false, 'B', status_quo),
          ('description', false, 'C', description), ('proposedSolution', false, 'C', proposed_solution), ('expectedResults', false, 'C', expected_results)
        ) as one (field, named, weight, texts)
        union all select step.commitment, 'milestone', false, 'D', one.texts from step cross join lateral (values (step.title), (step.expected_output)) as one (texts)
        union all select found.id, 'member', true, 'A', m.name from found join action_plan p on p.id = found.plan join member m on m.id = p.member
        union all select found.id, 'policyArea', true, 'C', a.name from found
          join commitment_policy_area l on l.commitment = found.id join policy_area a on a.id = l.policy_area
        union all select named.commitment, 'institution', true, 'D', one.texts from (
            select found.id as commitment, s.institution from found join commitment_stakeholder s on s.commitment = found.id
            union select step.commitment, s.institution from step join milestone_stakeholder s on s.milestone = step.id
          ) named join institution i on i.id = named.institution cross join lateral (values (i.name), (i.short_name)) as one (texts)
      ), said as materialized (
        select part.*, one.key as language, one.value as content from part cross join lateral jsonb_each_text(part.texts) as one where one.value is not null
      ), heard as materialized (
        select id, likely_language(string_agg(left(content, 2000), ' ')) as language from said where language = 'und' group by id
      )
      select said.id, said.field, said.named, said.weight::"char", said.language, search_config(case said.language when 'und' then heard.language else said.language end), said.content
      from said left join heard on heard.id = said.id
    $$`.execute(db)
}

/**
 * Text vectors cost most of a write, and most writes leave the texts as they are: `source` tells. A vector holds a mebibyte at
 * most, hence the bound of characters, the heaviest first. Words that are in no text any more are forgotten at once, since a
 * redaction may have taken them out.
 */
async function refreshSearch (db: Kysely<unknown>): Promise<void> {
  await sql`
    create function search_pieces(ids uuid[]) returns table (commitment uuid, named boolean, weight "char", config regconfig, content text)
    language sql stable as $$
      select commitment, named, weight, config, string_agg(left(content, greatest(100000 - before, 0)::integer), E'\n' order by field, language, content)
      from (
        select *, coalesce(sum(length(content)) over (partition by commitment order by weight, named, field, language, content
          rows between unbounded preceding and 1 preceding), 0) as before
        from commitment_texts(ids)
      ) bounded group by 1, 2, 3, 4
    $$`.execute(db)
  await sql`
    create function refresh_commitment_search(ids uuid[]) returns void language plpgsql as $$
    declare
      gone text[];
      fresh text[];
    begin
      perform from commitment where id = any (ids) order by id for no key update;
      with piece as materialized (
        select * from search_pieces(ids)
      ), standing as materialized (
        select commitment, md5(string_agg(concat_ws(' ', named, weight, config, content), E'\n' order by named, weight, config, content)) as source
        from piece group by commitment
      ), changed as materialized (
        select standing.* from standing left join commitment_search s using (commitment) where s.source is distinct from standing.source
      ), removed as (
        delete from commitment_search s where s.commitment = any (ids) and not exists (select from standing where standing.commitment = s.commitment)
        returning s.words
      ), added as (
        insert into commitment_search
        select commitment, source,
          coalesce(tsvector_sum(setweight(to_tsvector(config, content), weight) order by weight, config) filter (where not named), ''),
          coalesce(tsvector_sum(setweight(to_tsvector(config, content), weight) order by weight, config) filter (where named), ''),
          strip(to_tsvector('oc_simple', string_agg(content, E'\n')))
        from changed join piece using (commitment) group by commitment, source
        on conflict (commitment) do update set source = excluded.source, texts = excluded.texts, names = excluded.names, words = excluded.words
        returning words
      ), before as (
        select words from removed union all select s.words from commitment_search s join changed using (commitment)
      )
      select
        (select array_agg(distinct word) from before cross join lateral unnest(tsvector_to_array(words)) as word),
        (select array_agg(distinct word) from added cross join lateral unnest(tsvector_to_array(words)) as word where word ~ '^[a-z]{3,30}$')
      into gone, fresh;

      -- In one order, so that two writers of the same new words wait for each other and nothing worse.
      insert into search_word select word from unnest(fresh) as word where not exists (select from search_word s where s.word = word.word) order by 1
      on conflict do nothing;
      delete from search_word where word in (
        select w.word from search_word w where w.word in (select unnest(gone) except select unnest(fresh))
          and not exists (select from commitment_search s where s.words @@ w.word::tsquery)
        order by w.word for update skip locked);
    end $$`.execute(db)
}
