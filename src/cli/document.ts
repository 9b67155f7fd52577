import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { Document, parse, visit } from 'yaml'
import { CliError } from './io.ts'

/** How a file holds data, by its extension. */
export type Format = 'json' | 'yaml'
const FORMATS: Record<string, Format> = { '.json': 'json', '.yaml': 'yaml', '.yml': 'yaml' }

/** @throws CliError, as wrong usage, for another extension */
export function formatOf (file: string): Format {
  const format = FORMATS[extname(file).toLowerCase()]
  if (format === undefined) throw new CliError(`${file} must end in .yaml, .yml or .json, which says what it holds.`, 2)
  return format
}

/**
 * Text that `parseText` reads back as it was. YAML is written for people, and so that readers of YAML 1.1 take no text for a number,
 * a date or a truth value; a text of several lines that begins with space is quoted, since a block would lose it.
 */
export function textOf (format: Format, value: unknown): string {
  if (format === 'json') return `${JSON.stringify(value, null, 2)}\n`
  const document = new Document(value, { compat: 'yaml-1.1', aliasDuplicateObjects: false })
  visit(document, {
    Scalar: (_key, node) => {
      if (typeof node.value === 'string' && /^\s[^]*\n/.test(node.value)) node.type = 'QUOTE_DOUBLE'
    }
  })
  return document.toString({ lineWidth: 0 })
}

/** What a file of data holds, and the JSON to send: that of a JSON file as it stands, since the service finds faults that a parser here would hide. */
export interface Read { value: unknown, json: string }

/** @throws CliError where the file cannot be read, or is none of its format */
export async function readDocument (file: string): Promise<Read> {
  const format = formatOf(file)
  const text = (await readFile(file, 'utf8').catch((error: Error) => { throw new CliError(`${file} cannot be read: ${error.message}`) })).replace(/^\uFEFF/, '')
  try {
    const value = format === 'json' ? JSON.parse(text) as unknown : parse(text, { logLevel: 'error' }) as unknown
    return { value, json: format === 'json' ? text : JSON.stringify(value, finite) }
  } catch (error) {
    throw new CliError(`${file} is no ${format.toUpperCase()}: ${(error as Error).message}`)
  }
}

/** YAML has numbers that JSON would make null, which empties a field. */
function finite (key: string, value: unknown): unknown {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Error(`${key} is ${value}, which is no number that can be sent.`)
  return value
}
