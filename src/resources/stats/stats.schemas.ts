import Type, { type Static, type TSchema } from 'typebox'
import { LangText, Slug, codes, integer, list, nullable, nullableCodes, record, refTo, set, text } from '../../schema/scalars.ts'
import { knownQuery } from '../../schema/page.ts'
import { OGP_VALUES } from '../../schema/vocabulary.ts'
import { commitmentFilters } from '../commitment/filters.schemas.ts'

/** What statistics have in common: how commitments are grouped, and what an answer says of itself. */

/** Rows of one answer at most; beyond that it is refused rather than cut. */
export const MOST_ROWS = 10000

export const DIMENSIONS = ['member', 'region', 'plan', 'cycleYear', 'era', 'policyArea', 'value', 'voice'] as const
export type Dimension = typeof DIMENSIONS[number]

export const VOICES = ['government', 'civilSociety', 'irm'] as const

/** Which commitments are counted. */
export const chosen = { ...knownQuery, ...commitmentFilters }

export const groupBy = Type.Optional(set(codes(DIMENSIONS), 2, {
  description: 'One or two, repeated. A commitment with several policy areas or values counts in each of their groups. Voices are never summed: a row is of one voice, whether `voice` is named or not',
  style: 'form',
  explode: true
}))

export const count = (description?: string) => integer(0, 2147483647, description === undefined ? {} : { description })

/** A count for each of these codes, with those of which there is none. */
export function counts <const T extends readonly string[]> (names: T, description: string) {
  return Type.Unsafe<Record<T[number], number>>({ ...record(Object.fromEntries(names.map(name => [name, count()]))), description })
}

export const share = (description: string) => nullable(Type.Number({ minimum: 0, maximum: 1, description: `${description}, to four places; null where there is none` }))

/** The group of a row: the dimensions that groupBy names, null for what has none. */
export const group = {
  member: Type.Optional(Slug),
  region: Type.Optional(nullable(text(120))),
  plan: Type.Optional(Slug),
  cycleYear: Type.Optional(integer(2011, 2100)),
  era: Type.Optional(nullable(Slug)),
  policyArea: Type.Optional(nullable(Slug)),
  value: Type.Optional(nullableCodes(OGP_VALUES))
}

/** What every answer says of how it was counted. */
const says = {
  definition: { ...refTo(LangText), description: 'What is counted' },
  denominator: { ...refTo(LangText), description: 'What shares and totals are of' },
  exclusions: Type.Unsafe<Record<string, LangText>>({ type: 'object', maxProperties: 20, additionalProperties: { $ref: 'LangText#' }, description: 'Why something is left out, by the name under which `excluded` counts it' })
}
export type Definition = Static<typeof Definition>
export const Definition = record(says)

/** What the SQL of a statistic gives: its numbers, and the rows that its schema describes. */
export interface Numbers { rows: object[] }

export function statistic <P extends Record<string, TSchema>, R extends TSchema> (name: string, numbers: P, row: R, description: string, example: object) {
  return record({ ...says, ...numbers, rows: list(refTo(row), MOST_ROWS) }, { $id: name, description, examples: [example] })
}

/** For examples. */
export const sampleDefinition = { definition: { en: '...' }, denominator: { en: '...' }, exclusions: { not_spoken: { en: '...' } } }
