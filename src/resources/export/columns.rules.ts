import type { TSchema } from 'typebox'

/** The columns of a table, worked out of the schema of its rows, so that nothing says twice what a row has. */

export type Kind = 'text' | 'integer' | 'number' | 'boolean' | 'date' | 'instant' | 'texts' | 'list' | 'object'

export interface Column {
  name: string
  kind: Kind
  nullable: boolean
  description?: string
  /** The only values there are. */
  codes?: string[]
}

export type Row = Record<string, unknown>

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  type?: string | string[]
  format?: string
  enum?: (string | null)[]
  description?: string
}

const OF_FORMATS: Record<string, Kind> = { date: 'date', 'date-time': 'instant' }

/** Every member that a row always has, in its order; what a list only nests on request is no column. */
export function columnsOf (row: TSchema): Column[] {
  const { properties, required } = row as unknown as { properties: Record<string, Schema>, required: string[] }
  return Object.entries(properties).filter(([name]) => required.includes(name)).map(([name, schema]) => {
    const codes = schema.enum?.filter(code => code !== null)
    return {
      name,
      kind: kindOf(schema),
      nullable: [schema.type].flat().includes('null') || schema.anyOf !== undefined,
      ...(schema.description === undefined ? {} : { description: schema.description }),
      ...(codes === undefined ? {} : { codes })
    }
  })
}

function kindOf (schema: Schema): Kind {
  const reference = schema.$ref ?? schema.anyOf?.[0]?.$ref
  if (reference !== undefined) return reference === 'LangText#' ? 'texts' : 'object'
  const type = [schema.type].flat()[0] as string
  if (type === 'string') return OF_FORMATS[schema.format ?? ''] ?? 'text'
  return type === 'array' ? 'list' : type as Kind
}

/** Only the members that are columns, in their order. */
export const pick = (columns: readonly Column[], row: Row): Row => Object.fromEntries(columns.map(({ name }) => [name, row[name]]))
