import { tooMuch } from './sheet.ts'
import { damaged } from './zip.ts'

/**
 * Elements and texts of an XML part, piece by piece, so that no part stands in the memory as a whole. Nothing but the five
 * entities of XML and numbers of characters is replaced: OPC forbids document types (ECMA-376-2, 9.1.5), and with them goes
 * every way to make much of little.
 */

export interface Handler {
  /** Local name, and the attributes as they are written: see `attributesOf`. */
  open: (name: string, attributes: string) => void
  /** All text between two tags, at once. */
  text: (text: string) => void
  close: (name: string) => void
}

/** Characters of a tag or text. */
const LONGEST = 1_000_000

export async function readXml (pieces: AsyncIterable<Buffer>, handler: Handler): Promise<void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const piece of pieces) {
    rest = consume(rest + decoder.decode(piece, { stream: true }), handler)
    if (rest.length > LONGEST) throw tooMuch(`The workbook has a text or a tag of more than ${LONGEST} characters`)
  }
  if (rest.trim() !== '') throw damaged('its XML breaks off')
}

/** Handles all that is complete; returns the rest. */
function consume (xml: string, handler: Handler): string {
  let at = 0
  while (at < xml.length) {
    if (xml[at] !== '<') {
      const next = xml.indexOf('<', at)
      if (next < 0) break
      handler.text(decode(xml.slice(at, next)))
      at = next
    }
    const end = endOf(xml, at)
    if (end < 0) break
    if (xml.startsWith('<![CDATA[', at)) handler.text(xml.slice(at + 9, end - 3))
    else if (xml[at + 1] === '/') handler.close(localName(xml.slice(at + 2, end - 1)))
    else if (xml[at + 1] !== '?' && xml[at + 1] !== '!') element(xml.slice(at + 1, end - 1), handler)
    at = end
  }
  return xml.slice(at)
}

/** Where the markup that begins at `at` is over; -1 where it goes on in the next piece. */
function endOf (xml: string, at: number): number {
  const after = (mark: string) => { const found = xml.indexOf(mark, at); return found < 0 ? -1 : found + mark.length }
  if (xml[at + 1] === '?') return after('?>')
  if (xml[at + 1] === '!') {
    const opening = xml.slice(at, at + 9)
    if (opening.startsWith('<!--')) return after('-->')
    if (opening === '<![CDATA[') return after(']]>')
    if (opening.length < 9) return -1
    throw damaged('it declares a document type or entities, which no spreadsheet program writes')
  }
  let quote = 0
  for (let i = at + 1; i < xml.length; i++) {
    const char = xml.charCodeAt(i)
    if (quote !== 0) {
      if (char === quote) quote = 0
    } else if (char === 0x22 || char === 0x27) quote = char
    else if (char === 0x3e) return i + 1
  }
  return -1
}

function element (tag: string, handler: Handler): void {
  const empty = tag.endsWith('/')
  const space = tag.search(/[\s/]/)
  const name = localName(space < 0 ? tag : tag.slice(0, space))
  handler.open(name, space < 0 ? '' : tag.slice(space))
  if (empty) handler.close(name)
}

function localName (name: string): string {
  return name.slice(name.indexOf(':') + 1).trimEnd()
}

/** Values by local name: `r:id` is `id`. What is not there is empty. */
export function attributesOf (attributes: string): (name: string) => string {
  const names: string[] = []
  const values: string[] = []
  for (let at = 0, end = 0; end >= 0; at = end + 1) {
    const sign = attributes.indexOf('=', at)
    if (sign < 0) break
    let quote = sign + 1
    while (attributes.charCodeAt(quote) <= 0x20) quote++
    end = attributes.indexOf(attributes.charAt(quote), quote + 1)
    names.push(localName(attributes.slice(at, sign)).trim())
    values.push(attributes.slice(quote + 1, end))
  }
  return name => decode(values[names.indexOf(name)] ?? '')
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }

function decode (text: string): string {
  // XML 1.0, section 2.11: a reader gives line ends as \n. It has no NUL (section 2.2), which no database would keep.
  const lines = text.includes('\r') || text.includes('\0') ? text.replace(/\r\n?/g, '\n').replaceAll('\0', '\ufffd') : text
  return lines.includes('&') ? lines.replace(/&(?:#x([0-9a-fA-F]{1,6})|#(\d{1,7})|(lt|gt|amp|quot|apos));/g, replace) : lines
}

function replace (_: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return ENTITIES[name] as string
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16)
  return code === 0 || code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code).toWellFormed()
}
