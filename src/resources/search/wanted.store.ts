import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { SAME_PLAN } from '../../db/statements.ts'
import { commitmentIdOf } from '../commitment/commitment.select.ts'
import {
  type Candidate, type Clause as WordClause, corrected, fold, isPlain, meant, mistakesBetween, readWords, withWords
} from './search.rules.ts'
import { isTermWord } from './synonym.rules.ts'

/** What a search looks for, as the database understands it: from the words of a person, or from a commitment. */

/** A tsquery, what finding it is worth, and how many documents have it. */
export interface Clause { query: string, worth: number, documents: number }

export interface Wanted {
  /** The clause of most worth first. */
  clauses: Clause[]
  /** tsqueries of what must not be found. */
  excluded: string[]
  /** All words in their order, and as a tsquery in which they stand side by side; empty where nothing does. */
  text: string
  phrase: string
  codes: string[]
  /** Whether some word is in no text, so that nothing has all of them. */
  lacking: boolean
  /** The question with its mistakes corrected; null where nothing was. */
  corrected: string | null
  /** The commitment that others are to resemble. */
  like: { member: string, policyAreas: string[] } | null
  /** Whether every clause is in so many documents that it is not worth while to look at them all. */
  isCommon: boolean
}

/** Documents are counted up to here: a word that more have is common. */
const COUNTED = 2000

/** A word in so few texts may be somebody's mistake: another within one letter of it that this many times as many have was meant too. */
const RARE = 5
const FAR_MORE = 20

interface Stems { query: string | null, stop: boolean, documents: number, total: number }

/**
 * Words that were read, as the database understands them. The parts of a clause are counted only if nothing has the
 * clause.
 */
interface Stemmed {
  words: WordClause[]
  clauses: Stems[]
  parts: Stems[][]
  phrase: Stems
}

/** Stands for the parent clause of a phrase, so that the documents of a phrase are never counted. */
const NOT_COUNTED = -1

/** How rare a thing is tells what finding it is worth (inverse document frequency). */
const worthOf = ({ documents, total }: Pick<Stems, 'documents' | 'total'>): number => Math.log(1 + total / Math.max(documents, 1))

const countDocuments = (query: RawBuilder<unknown>) => sql`(select count(*) from (
  select from commitment_search s where s.texts @@ ${query}::tsquery or s.names @@ ${query}::tsquery limit ${COUNTED}) some_of)`

/**
 * Returns each clause as one tsquery over the stems of every language that it may be of, and how many documents have
 * it. One statement.
 */
async function findStems (db: Db, words: WordClause[], phrase: string): Promise<Stemmed> {
  const asked = [
    ...words.map(({ terms }) => ({ terms, parent: null as number | null })),
    ...words.flatMap(({ apart }, parent) => apart.map(({ terms }) => ({ terms, parent }))),
    { terms: [{ text: phrase, language: null, adjacent: true }], parent: NOT_COUNTED }
  ]
  const terms = asked.flatMap(({ terms, parent }, clause) => terms.map(term => ({ clause, parent, ...term })))
  const { rows } = await sql<Stems>`
    with ${sql.raw(SAME_PLAN)} term as (
      select t.clause, t.parent, t.language is null as typed, c.language as stemmed,
        case when t.adjacent then phraseto_tsquery(c.config::regconfig, t.text) else plainto_tsquery(c.config::regconfig, t.text) end as query
      from jsonb_to_recordset(${JSON.stringify(terms)}::jsonb) as t (clause integer, parent integer, text text, language text, adjacent boolean)
      join (values ('en', 'oc_en'), ('es', 'oc_es'), ('fr', 'oc_fr'), (null, 'oc_simple')) as c (language, config)
        on t.language is null or c.language is null or c.language = t.language
    ), clause as materialized (
      select clause, parent, string_agg(distinct '(' || query::text || ')', ' | ') filter (where numnode(query) > 0) as query,
        bool_or(typed and stemmed is not null and numnode(query) = 0) as stop
      from term group by clause, parent
    ), counted as materialized (
      select clause, ${countDocuments(sql`clause.query`)} as documents from clause where parent is null
    )
    select query, stop,
      case when parent is null then documents when (select documents from counted whole where whole.clause = clause.parent) = 0 then ${countDocuments(sql`clause.query`)} else 0 end as documents,
      (select count(*) from (select from commitment_search limit ${COUNTED}) all_of) as total
    from clause left join counted using (clause) order by clause`.execute(db)
  const [clauses, parts] = [rows.slice(0, words.length), rows.slice(words.length)]
  return {
    words,
    clauses,
    parts: words.map(({ apart }) => parts.splice(0, apart.length)),
    phrase: rows.at(-1) as Stems
  }
}

interface Vocabulary { near: Candidate[], longer: string[] }

/** The words in use that are nearest to each of these, and those that begin with it. */
async function findVocabulary (db: Db, words: string[]): Promise<Vocabulary[]> {
  const { rows } = await sql<Vocabulary>`
    select
      (select coalesce(json_agg(json_build_object('word', n.word, 'documents',
          (select count(*) from (select from commitment_search s where s.words @@ n.word::tsquery limit ${COUNTED}) some_of))), '[]')
        from (select word from search_word order by word <-> t.word limit 20) n) as near,
      (select coalesce(json_agg(l.word), '[]') from (
        select word from search_word where word >= t.word and word < t.word || '~' order by length(word), word limit 20) l) as longer
    from unnest(${words}::text[]) with ordinality as t (word, place) order by place`.execute(db)
  return rows
}

/**
 * Returns the clauses with the unfinished word finished, and with words that are in no text or nearly none corrected.
 * Returns null if nothing changes.
 */
async function mend (
  db: Db, q: string, { words, clauses: stems }: Stemmed
): Promise<{ clauses: WordClause[], text: string | null } | null> {
  const doubtful = words.flatMap(({ typed }, at) => {
    const word = typed === null ? '' : fold(typed.word)
    const { documents, stop } = stems[at] as Stems
    return typed !== null && isPlain(word) && !stop && (typed.starred || (documents <= RARE && !isTermWord(word))) ? [{ typed, word, documents }] : []
  })
  if (doubtful.length === 0) return null
  const vocabulary = await findVocabulary(db, doubtful.map(({ word }) => word))
  const instead = new Map<string, string>()
  const beside = new Map<string, string[]>()
  for (const [at, { typed, word, documents }] of doubtful.entries()) {
    const { near, longer } = vocabulary[at] as Vocabulary
    // A beginning may well be a word that few use, too.
    if (typed.starred || (typed.unfinished && longer.some(other => other !== word))) {
      beside.set(word, longer)
      continue
    }
    const right = meant(word, documents === 0 ? near : near.filter(one => one.documents >= FAR_MORE * documents && mistakesBetween(word, one.word) === 1))
    if (right === undefined) continue
    if (documents === 0) instead.set(word, right)
    else beside.set(word, [right])
  }
  if (instead.size === 0 && beside.size === 0) return null
  const text = corrected(q, instead)
  const read = text === null ? words : readWords(text).clauses
  return { text, clauses: read.map(clause => withWords(clause, beside)) }
}

/** A term of several words that is in no text, in no language, is looked for word by word. */
const takenApart = ({ words, clauses, parts }: Stemmed): (Stems & { excluded: boolean })[] =>
  words.flatMap(({ excluded, apart }, at) => {
    const whole = clauses[at] as Stems
    return (apart.length > 0 && whole.documents === 0 ? parts[at] as Stems[] : [whole])
      .map(stems => ({ excluded, ...stems }))
  })

/** Returns the search for words. One statement where nothing is misspelt. */
export async function findWanted (db: Db, q: string): Promise<Wanted> {
  const words = readWords(q)
  const asTyped = await findStems(db, words.clauses, words.phrase)
  const mended = await mend(db, q, asTyped)
  const text = mended === null ? null : mended.text
  const phrase = text === null ? words.phrase : readWords(text).phrase
  const stemmed = mended === null ? asTyped : await findStems(db, mended.clauses, phrase)
  const read = takenApart(stemmed)
  const included = read.filter(({ excluded, query }) => !excluded && query !== null)
  // Words that carry nothing in some language ask for nothing, unless there are no others.
  const meaning = included.some(({ stop }) => !stop) ? included.filter(({ stop }) => !stop) : included
  const found = meaning.filter(({ documents }) => documents > 0)
  const clauses = found.map(({ query, documents, total }) =>
    ({ query: query as string, worth: worthOf({ documents, total }), documents }))
  return {
    clauses: clauses.sort((a, b) => b.worth - a.worth),
    excluded: read.flatMap(({ excluded, query }) => excluded && query !== null ? [query] : []),
    text: phrase,
    phrase: stemmed.phrase.query ?? '',
    codes: words.codes,
    lacking: found.length < meaning.length,
    corrected: text,
    like: null,
    isCommon: clauses.every(({ documents }) => documents === COUNTED)
  }
}

/** Stems of a commitment that say most of what it is about, by weight of the field, number and rarity. */
const MOST_STEMS = 12
const LOOKED_AT = 40

/** What a commitment, named by id or code, is about; undefined where there is none. */
export async function findLike (db: Db, reference: string): Promise<Wanted | undefined> {
  const id = commitmentIdOf(reference)
  const { rows: [row] } = await sql<{ member: string, policyAreas: string[], stems: { query: string, weight: number, documents: number, total: number }[] }>`
    with stem as materialized (
      select quote_literal(lexeme)::text as query, case min(t.weights[1]) when 'A' then 1 when 'B' then 0.6 when 'C' then 0.4 else 0.2 end * ln(1 + max(cardinality(t.positions))) as weight
      from commitment_search s cross join lateral unnest(s.texts) as t
      where s.commitment = ${id} and t.lexeme ~ '^[[:alpha:]]{3,}$' group by lexeme order by 2 desc, 1 limit ${LOOKED_AT}
    )
    select s.member, s.policy_areas as "policyAreas", (select coalesce(json_agg(json_build_object('query', stem.query, 'weight', stem.weight,
      'documents', (select count(*) from (select from commitment_search k where k.texts @@ stem.query::tsquery limit ${COUNTED}) some_of),
      'total', (select count(*) from (select from commitment_search limit ${COUNTED}) all_of))), '[]') from stem) as stems
    from commitment_status s where s.commitment = ${id}`.execute(db)
  if (row === undefined) return undefined
  const clauses = row.stems.filter(({ documents }) => documents > 1).map(({ query, weight, ...counts }) =>
    ({ query, worth: weight * worthOf(counts), documents: counts.documents }))
  clauses.sort((a, b) => b.worth - a.worth)
  return {
    clauses: clauses.slice(0, MOST_STEMS),
    excluded: [],
    text: '',
    phrase: '',
    codes: [],
    lacking: false,
    corrected: null,
    like: { member: row.member, policyAreas: row.policyAreas },
    isCommon: false
  }
}
