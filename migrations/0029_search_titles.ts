import { type Kysely, sql } from 'kysely'

/**
 * Makes a search of bounded work. An index over the words of titles finds the best of a word that very many commitments
 * have. A function quotes the texts of one page: its plan is kept, while planning the same within each search took
 * longer than the search.
 */
export async function up (db: Kysely<unknown>): Promise<void> {
  await sql`create index commitment_search_titles_idx on commitment_search using gin (ts_filter(texts, '{a}'))`
    .execute(db)

  // Texts may hold any character but \u0001 to \u0003, which are taken out of them: the start and end of a hit, and the
  // sign that replaces "<", since the parser would leave a tag out. At most 40 texts of a commitment are looked
  // through, the heaviest first, and 10,000 characters of each.
  await sql`
    create function search_highlights(ids uuid[], wanted tsquery, most integer) returns table (commitment uuid, highlights json)
    language plpgsql stable as $$
    #variable_conflict use_column
    begin
      return query
      with said as materialized (
        select *, row_number() over (partition by commitment order by weight, named, field, language, content) as place from commitment_texts(ids)
      ), headline as (
        select commitment, weight, named, field, language,
          ts_headline(config, translate(left(content, 10000), E'<\\u0001\\u0002\\u0003', E'\\u0003'), wanted, case when weight = 'A' or named
            then E'StartSel=\\u0001, StopSel=\\u0002, HighlightAll=true'
            else E'StartSel=\\u0001, StopSel=\\u0002, MaxFragments=2, MinWords=8, MaxWords=30, FragmentDelimiter=" … "' end) as marked
        from said where place <= 40 and to_tsvector(config, left(content, 10000)) @@ wanted
      ), ranked as (
        select *, row_number() over (partition by commitment order by weight, named, field, language, marked) as place
        from headline where position(E'\\u0001' in marked) > 0
      )
      select commitment, json_agg(json_build_object('field', field, 'language', language, 'parts', (
          select json_agg(json_build_object('text', translate(piece[1], E'\\u0003\\u0001\\u0002', '<'), 'hit', starts_with(piece[1], E'\\u0001')) order by found.place)
          from regexp_matches(translate(marked, '<', E'\\u0003'), E'\\u0001[^\\u0002]*\\u0002|[^\\u0001]+', 'g') with ordinality as found (piece, place)
        )) order by ranked.place)
      from ranked where place <= most group by commitment;
    end $$`.execute(db)
}
