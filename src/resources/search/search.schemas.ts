import Type, { type Static } from 'typebox'
import { fieldsQuery, pageOf } from '../../schema/page.ts'
import { commitmentParams } from '../../schema/params.ts'
import {
  Id, Language, LangText, OgpCode, Slug, codes, integer, list, nullable, nullableCodes, record, refTo, set, text
} from '../../schema/scalars.ts'
import { COMMITMENT_LIFECYCLES, COMPLETIONS } from '../../schema/vocabulary.ts'
import { commitmentChoice } from '../commitment/filters.schemas.ts'

/** Fields that are searched, the weightiest first. */
export const SEARCHED_FIELDS = ['code', 'title', 'shortTitle', 'problem', 'causes', 'statusQuo', 'description', 'proposedSolution', 'expectedResults', 'milestone', 'member', 'policyArea', 'institution'] as const

/** What found commitments are counted by, under the names of the filters. */
export const FACETS = ['member', 'region', 'plan', 'cycleYear', 'policyArea', 'value', 'lifecycle', 'governmentCompletion', 'civilSocietyCompletion', 'irmCompletion'] as const
export const MOST_FACET_VALUES = 50

/** How much of a hit is quoted. */
export const MOST_HIGHLIGHTS = 6

const highlight = { field: 'problem', language: 'es', parts: [{ text: 'controles a la ', hit: false }, { text: 'vigilancia', hit: true }, { text: ' del Estado', hit: false }] }
const facets = { member: [{ value: 'mexico', count: 3 }] }

export const Highlight = record({
  field: codes(SEARCHED_FIELDS),
  language: Language,
  parts: list(record({ text: text(20000), hit: Type.Boolean() }), 2000)
}, { $id: 'SearchHighlight', description: 'Where it was found: pieces of the text as it stands, to be shown as text and not as HTML; passages that do not follow each other are parted by an ellipsis', examples: [highlight] })

export const SearchHit = record({
  id: Id,
  code: nullable(OgpCode),
  plan: Slug,
  member: Slug,
  cycleYear: integer(2011, 2100),
  title: refTo(LangText),
  lifecycle: codes(COMMITMENT_LIFECYCLES),
  governmentCompletion: nullableCodes(COMPLETIONS),
  irmCompletion: nullableCodes(COMPLETIONS),
  score: Type.Number({ minimum: 0, maximum: 1000, description: 'To compare within one answer; the order of the list' }),
  highlights: list(refTo(Highlight), MOST_HIGHLIGHTS)
}, {
  $id: 'SearchHit',
  description: 'A commitment that was found; the whole of it is at /v1/commitments/{id}',
  examples: [{ id: '01968f00-0000-7000-8000-000000000081', code: 'MX0081', plan: 'mexico-4', member: 'mexico', cycleYear: 2019, title: { en: 'Technology Rights and Privacy' }, lifecycle: 'inactive', governmentCompletion: null, irmCompletion: null, score: 1.2345, highlights: [highlight] }]
})
export type SearchHit = Static<typeof SearchHit>

const FacetCount = record({ value: text(120), count: integer(1, 2147483647) })
export type FacetCount = Static<typeof FacetCount>
const counts = () => list(FacetCount, MOST_FACET_VALUES)
export const SearchFacets = record(Object.fromEntries(FACETS.map(name => [name, Type.Optional(counts())])), {
  $id: 'SearchFacets',
  description: `How many of all that was found have a value, under the names of the filters that facets= asks for: the ${MOST_FACET_VALUES} most frequent ones`,
  examples: [facets]
})

const hits = pageOf(SearchHit) as unknown as { properties: object, required: string[], examples: object[] }
/** A page of hits, with what was made of the question. */
export const SearchPage = Type.Unsafe<object>({
  ...hits,
  required: [...hits.required, 'corrected', 'match'],
  properties: {
    ...hits.properties,
    corrected: nullable(text(1000, { description: 'What was searched for instead, where a word is in no text; null where nothing was corrected' })),
    match: codes(['all', 'some'], { description: 'some: too little has every word, so what has the weightier ones follows' }),
    facets: {
      anyOf: [{ $ref: 'SearchFacets#' }, { type: 'null' }],
      description: 'Only with facets=: on the first page; null on those that follow'
    }
  },
  examples: hits.examples.map(example => ({ ...example, corrected: null, match: 'all', facets }))
})

export const SEARCH_SCHEMAS = [Highlight, SearchFacets]

export type SearchQuery = Static<typeof SearchQuery>
export const SearchQuery = record({
  limit: Type.Optional(integer(1, 50, { default: 20, description: 'Items on a page' })),
  cursor: Type.Optional(Type.String({ minLength: 1, maxLength: 4000, description: 'page.nextCursor of the page before, with the same question and filters' })),
  fields: fieldsQuery(SearchHit),
  sort: Type.Optional(codes(['-score'], { default: '-score', description: 'The best first' })),
  q: Type.Optional(text(300, { description: 'Words in any inflection and accent, "phrases", -excluded words, codes, names of members, institutions and policy areas; the last word may be unfinished, as one with * at its end. Of more than 24 words the first 24 count. This or similarTo' })),
  similarTo: Type.Optional({ ...commitmentParams.properties.commitment, description: 'Id or OGP code of a commitment: what other members promise that is like it' }),
  facets: Type.Optional(set(codes(FACETS), FACETS.length, {
    description: 'Count all that was found by these filters, separated by commas', style: 'form', explode: false
  })),
  ...commitmentChoice
})
