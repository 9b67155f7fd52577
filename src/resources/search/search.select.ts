import { type RawBuilder, sql } from 'kysely'
import { MOST_HIGHLIGHTS, type SearchHit } from './search.schemas.ts'

/** Texts of a commitment that are looked through for hits to show, and how much of each; the rest is found all the same. */
const MOST_TEXTS = 40
const MOST_CHARACTERS = 10_000

/**
 * Marks that no text holds, since they are taken out of it: the start and end of a hit, and what stands for "<" meanwhile, or the
 * parser would take a tag for one and leave it out.
 */
const [START, END, LESS] = ['\u0001', '\u0002', '\u0003']
const options = (more: string): string => `StartSel=${START}, StopSel=${END}, ${more}`
const WHOLE = options('HighlightAll=true')
const PASSAGES = options('MaxFragments=2, MinWords=8, MaxWords=30, FragmentDelimiter=" … "')

/** The text between and within the marks, in its order. */
const parts = (marked: RawBuilder<unknown>) => sql`(
  select json_agg(json_build_object('text', translate(piece[1], ${LESS + START + END}, '<'), 'hit', starts_with(piece[1], ${START})) order by place)
  from regexp_matches(translate(${marked}, '<', ${LESS}), ${`${START}[^${END}]*${END}|[^${START}]+`}, 'g') with ordinality as found (piece, place))`

const highlights = (query: string) => sql`(
  select coalesce(json_agg(json_build_object('field', field, 'language', language, 'parts', ${parts(sql`marked`)}) order by weight, named, field, language, marked), '[]')
  from (
    select field, language, weight, named, marked from (
      select t.*, ts_headline(t.config, translate(left(t.content, ${MOST_CHARACTERS}), ${`<${START}${END}${LESS}`}, ${LESS}), ${query}::tsquery,
        case when t.weight = 'A' or t.named then ${WHOLE} else ${PASSAGES} end) as marked
      from (select * from commitment_texts(array[s.commitment]) order by weight, named, field, language, content limit ${MOST_TEXTS}) t
      where to_tsvector(t.config, left(t.content, ${MOST_CHARACTERS})) @@ ${query}::tsquery
    ) headline
    where position(${START} in marked) > 0
    order by weight, named, field, language, marked limit ${MOST_HIGHLIGHTS}
  ) shown)`

/** The hit of a page whose key is the score; `query` says what is highlighted (tsquery). */
export const searchHitJson = (id: RawBuilder<unknown>, query: string) => sql<SearchHit>`(
  select json_build_object('id', s.commitment, 'code', s.code, 'plan', s.plan, 'member', s.member, 'cycleYear', s.cycle_year, 'title', c.title,
    'lifecycle', s.lifecycle, 'governmentCompletion', s.government_completion, 'irmCompletion', s.irm_completion, 'score', page.key / 10000.0,
    'highlights', ${highlights(query)})
  from commitment_status s join commitment c on c.id = s.commitment where s.commitment = ${id})`
