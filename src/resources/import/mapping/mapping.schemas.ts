import Type, { type Static } from 'typebox'
import { anyOf, pageQuery } from '../../../schema/page.ts'
import { Language, Revision, Slug, Timestamp, codes, list, nullable, nullableCodes, record, text } from '../../../schema/scalars.ts'

const said = {
  language: nullable({ ...Language, description: 'Of texts whose header names none; the plan\'s otherwise' }),
  dates: nullableCodes(['day-first', 'month-first'], { description: 'How 03/04/2027 is meant; refused as ambiguous where this is null' }),
  columns: list(record({
    header: text(300, { description: 'As the source writes it; case, accents and punctuation do not matter' }),
    field: nullable(text(60, { description: 'What it holds, by a name that the template has: code, title:es, due. null leaves the column out' }))
  }), 300)
}

export type ImportMapping = Static<typeof ImportMapping>
export const ImportMapping = record({ id: Slug, member: Slug, ...said, revision: Revision, updatedAt: Timestamp }, {
  $id: 'ImportMapping',
  description: 'What a source calls the columns of its tables, by the slug of the source. Headers of the template need none',
  examples: [{ id: 'desk', member: 'mexico', language: 'es', dates: 'day-first', columns: [{ header: 'Nombre del compromiso', field: 'title:es' }], revision: 1, updatedAt: '2026-11-22T12:00:00.000Z' }]
})

const optional = { language: Type.Optional(said.language), dates: Type.Optional(said.dates), columns: said.columns }

export type ImportMappingDocument = Static<typeof ImportMappingDocument>
export const ImportMappingDocument = record({ member: Slug, ...optional }, {
  $id: 'ImportMappingDocument',
  description: 'The whole mapping of a source, and the member that it belongs to',
  examples: [{ member: 'mexico', language: 'es', dates: 'day-first', columns: [{ header: 'Nombre del compromiso', field: 'title:es' }] }]
})

/** For this file alone, in the part `mapping` of a form. */
export type ImportMappingPart = Static<typeof ImportMappingPart>
export const ImportMappingPart = record(optional, {
  $id: 'ImportMappingPart',
  description: 'A mapping to read one file with, in the part `mapping` of a form',
  examples: [{ columns: [{ header: 'Nombre del compromiso', field: 'title:es' }] }]
})

export type ImportMappingQuery = Static<typeof ImportMappingQuery>
export const ImportMappingQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['id', 'updatedAt', '-updatedAt'], { default: 'id' })),
  member: anyOf(Slug, 'Member it belongs to')
})
