import type { TSchema } from 'typebox'
import { type Column, type Row, columnsOf } from './columns.rules.ts'

/** Rows as JSON-LD 1.1: the members of the API, with a context that says what they are. */

const NAMESPACES = { xsd: 'http://www.w3.org/2001/XMLSchema#', dcterms: 'http://purl.org/dc/terms/' }

/** Members that a vocabulary of others has a word for. */
const KNOWN: Record<string, string> = { id: 'dcterms:identifier', title: 'dcterms:title', description: 'dcterms:description', updatedAt: 'dcterms:modified', language: 'dcterms:language' }

const TYPED: Partial<Record<Column['kind'], object>> = {
  date: { '@type': 'xsd:date' },
  instant: { '@type': 'xsd:dateTime' },
  texts: { '@container': '@language' },
  // Structures of the API with no vocabulary of their own: whole, as JSON.
  list: { '@type': '@json' },
  object: { '@type': '@json' }
}

const typeOf = (row: TSchema): string => (row as unknown as { $id: string }).$id

/** One context for all types, each scoped to its own: the same name may be a text in one and a code in another. */
export function context (base: string, rows: readonly TSchema[]): object {
  return {
    '@context': {
      '@version': 1.1,
      ...NAMESPACES,
      oc: `${base}/contexts/v1.jsonld#`,
      ...Object.fromEntries(rows.map(row => [typeOf(row), {
        '@id': `oc:${typeOf(row)}`,
        '@context': Object.fromEntries(columnsOf(row).map(({ name, kind }) => [name, { '@id': KNOWN[name] ?? `oc:${name}`, ...TYPED[kind] }]))
      }]))
    }
  }
}

/** A row with its address and type. */
export const linked = (base: string, table: string, row: TSchema, members: Row): Row =>
  ({ ...(members.index === undefined ? { '@id': `${base}/v1/${table}/${String(members.id)}` } : {}), '@type': typeOf(row), ...members })
