import Type, { type Static } from 'typebox'
import { DateOnly, Id, LangText, LangTextPatch, Language, MOST_IN_MAP, Revision, Slug, Url, codes, languageKeys, list, nullable, partialRecord, record, refOrNull, refTo, set, text } from './scalars.ts'
import { DATE_PRECISIONS, REDACTION_GROUNDS, STAKEHOLDER_ROLES, TRANSLATION_KINDS } from './vocabulary.ts'

/** Value objects that several entities share. They have no address of their own and travel inside their entity. */

export type Stakeholder = Static<typeof Stakeholder>
export const Stakeholder = record({
  institution: Slug,
  role: codes(STAKEHOLDER_ROLES)
}, { $id: 'Stakeholder', description: 'An institution and its part in a commitment or milestone', examples: [{ institution: 'article-19', role: 'monitoring' }] })

export type ExternalRef = Static<typeof ExternalRef>
export const ExternalRef = record({
  source: Slug,
  id: text(300)
}, { $id: 'ExternalRef', description: 'The identifier that another source gives this entity; unique per kind of entity and source', examples: [{ source: 'ogp-2016', id: 'mexico/1/3' }] })

export type Evidence = Static<typeof Evidence>
export const Evidence = Type.Unsafe<{
  url?: string | null
  title?: Record<string, string> | null
  publisher?: string | null
  publishedOn?: string | null
  consultedOn?: string | null
  language?: string | null
  quote?: Record<string, string> | null
  quoteIsTranslation?: boolean
  sha256?: string | null
  archiveUrl?: string | null
}>({
  ...partialRecord({
    url: nullable(Url),
    title: refOrNull(LangText),
    publisher: nullable(text(500)),
    publishedOn: nullable(DateOnly),
    consultedOn: nullable(DateOnly),
    language: nullable(Language),
    quote: refOrNull(LangText),
    quoteIsTranslation: Type.Boolean(),
    sha256: nullable(Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64 })),
    archiveUrl: nullable(Url)
  }),
  $id: 'Evidence',
  description: 'A source that can be checked: a url, or a title with a publisher. Stored, never fetched by the service',
  examples: [{ url: 'https://example.org/report', title: { en: 'Report' }, publisher: 'Example' }]
})

/**
 * A date as a source gives it: the last day of the period it names, how precise it is, and the words used.
 * `ongoing` and `unknown` have no date. Shapes: `startsOn`, `startsPrecision`, `startsText`.
 */
export function datedFields <const N extends string> (name: N) {
  return {
    [`${name}On`]: nullable(DateOnly),
    [`${name}Precision`]: codes(DATE_PRECISIONS),
    [`${name}Text`]: nullable(text(500))
  } as {
    [K in `${N}On`]: ReturnType<typeof nullable<typeof DateOnly>>
  } & {
    [K in `${N}Precision`]: ReturnType<typeof codes<typeof DATE_PRECISIONS>>
  } & {
    [K in `${N}Text`]: ReturnType<typeof nullable<ReturnType<typeof text>>>
  }
}

/** Who translated which language; the original language is named beside it. */
export const Translations = Type.Unsafe<Record<string, typeof TRANSLATION_KINDS[number]>>({
  $id: 'Translations',
  type: 'object',
  description: 'How each language other than the original came about',
  maxProperties: MOST_IN_MAP,
  propertyNames: languageKeys,
  additionalProperties: { type: 'string', enum: [...TRANSLATION_KINDS] },
  examples: [{ fr: 'human', en: 'machine' }]
})

/** A number that an official page or report states, with where it stands. Never spread over commitments. */
export const PublishedCounts = Type.Unsafe<Record<string, unknown>>({
  $id: 'PublishedCounts',
  type: 'object',
  description: 'Totals that an official page or report states, by name, with their source',
  maxProperties: MOST_IN_MAP,
  properties: { source: { anyOf: [{ $ref: 'Evidence#' }, { type: 'null' }] } },
  propertyNames: { type: 'string', pattern: '^[a-zA-Z][a-zA-Z0-9_]*$', maxLength: 60 },
  additionalProperties: { type: 'integer', format: 'int32', minimum: 0, maximum: 1000000 },
  examples: [{ commitments: 13, source: { url: 'https://www.opengovpartnership.org/members/mexico/' } }]
})

/** What stands in an entity for what was taken out of it. */
export const RedactionMark = record({
  id: Id,
  ground: codes(REDACTION_GROUNDS),
  on: DateOnly,
  fields: nullable(set(text(40), 20, { description: 'Members that lost their text' })),
  atRevision: nullable({ ...Revision, description: 'The earlier revision that was erased' })
}, { $id: 'RedactionMark', description: 'A redaction of this entity: why is at /v1/redactions/{id}', examples: [{ id: '01968f00-0000-7000-8000-0000000000a1', ground: 'personal_data', on: '2026-11-22', fields: ['narrative'], atRevision: null }] })

export const redactions = () => list(refTo(RedactionMark), 200, { description: 'What moderators took out of it' })
export const langText = () => refTo(LangText)
export const langTextOrNull = () => refOrNull(LangText)
export const langTextPatch = () => refTo(LangTextPatch)
export const langTextPatchOrNull = () => refOrNull(LangTextPatch)
export const stakeholders = () => list(refTo(Stakeholder), 200)
/** External references that an entity may have. */
export const MOST_REFS = 20

export const externalRefs = () => list(refTo(ExternalRef), MOST_REFS)
export const evidence = () => list(refTo(Evidence), 50)

export const COMMON_SCHEMAS = [LangText, LangTextPatch, Stakeholder, ExternalRef, Evidence, Translations, PublishedCounts, RedactionMark]
