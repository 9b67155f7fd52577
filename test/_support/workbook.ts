import { crc32, deflateRawSync } from 'node:zlib'

/** Workbooks as programs write them, part by part, so that each oddity can be put in by hand. */

export interface Part { name: string, bytes: Buffer | string, method?: 0 | 8, flags?: number, declared?: Partial<{ packed: number, unpacked: number, crc: number, method: number }> }

/** An archive of these parts; `declared` makes its directory lie. */
export function zip (parts: readonly Part[], comment = ''): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, method = 8, flags = 0, declared = {} } of parts) {
    const content = Buffer.from(bytes)
    const packed = method === 8 ? deflateRawSync(content, { level: 1 }) : content
    const header = Buffer.alloc(30)
    header.writeUInt32LE(0x04034b50)
    header.writeUInt16LE(Buffer.byteLength(name), 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(declared.method ?? method, 10)
    entry.writeUInt32LE(declared.crc ?? crc32(content), 16)
    entry.writeUInt32LE(declared.packed ?? packed.length, 20)
    entry.writeUInt32LE(declared.unpacked ?? content.length, 24)
    entry.writeUInt16LE(Buffer.byteLength(name), 28)
    entry.writeUInt32LE(at, 42)
    files.push(header, Buffer.from(name), packed)
    directory.push(entry, Buffer.from(name))
    at += 30 + Buffer.byteLength(name) + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(Buffer.concat(directory).length, 12)
  end.writeUInt32LE(at, 16)
  end.writeUInt16LE(comment.length, 20)
  return Buffer.concat([...files, ...directory, end, Buffer.from(comment)])
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface Book {
  /** Number formats from the first cell format on, which is `s="1"`. */
  formats?: (string | number)[]
  /** Content of each <si>. */
  texts?: string[]
  date1904?: boolean
  /** Name of each sheet, and what its <worksheet> holds; rows alone stand for the rest. */
  sheets: Record<string, string>
  state?: Record<string, string>
}

/** The parts of a workbook, as LibreOffice lays them out. */
export function parts ({ formats = [], texts, date1904 = false, sheets, state = {} }: Book): Part[] {
  const names = Object.keys(sheets)
  const relation = (id: string, type: string, target: string) => `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`
  const relations = (inner: string) => `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${inner}</Relationships>`
  const codes = formats.map((format, index) => typeof format === 'string' ? { id: 164 + index, format } : { id: format, format: null })
  return [
    { name: '[Content_Types].xml', bytes: `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>` },
    { name: '_rels/.rels', bytes: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      bytes: `${XML}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><workbookPr date1904="${date1904}"/><sheets>${
        names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" state="${state[name] ?? 'visible'}" r:id="sheet${index}"/>`).join('')}</sheets></workbook>`
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      bytes: relations([relation('styles', 'styles', 'styles.xml'), ...texts === undefined ? [] : [relation('texts', 'sharedStrings', '/xl/sharedStrings.xml')],
        ...names.map((_, index) => relation(`sheet${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))].join(''))
    },
    {
      name: 'xl/styles.xml',
      bytes: `${XML}<styleSheet xmlns="${MAIN}"><numFmts>${codes.flatMap(({ id, format }) => format === null ? [] : [`<numFmt numFmtId="${id}" formatCode="${format}"/>`]).join('')}</numFmts>` +
        `<cellStyleXfs><xf numFmtId="9"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${codes.map(({ id }) => `<xf numFmtId="${id}"/>`).join('')}</cellXfs></styleSheet>`
    },
    ...texts === undefined ? [] : [{ name: 'xl/sharedStrings.xml', bytes: `${XML}<sst xmlns="${MAIN}">${texts.map(text => `<si>${text}</si>`).join('')}</sst>` }],
    ...Object.values(sheets).map((inner, index) => ({
      name: `xl/worksheets/sheet${index + 1}.xml`,
      bytes: `${XML}<worksheet xmlns="${MAIN}">${inner.startsWith('<row') ? `<sheetData>${inner}</sheetData>` : inner}</worksheet>`
    }))
  ]
}

export const workbook = (book: Book): Buffer => zip(parts(book))

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '"': '&quot;' }

/** Rows of texts as a sheet's XML. */
export function rowsOf (rows: readonly (readonly string[])[]): string {
  return rows.map(cells => `<row>${cells.map(text => text === '' ? '<c/>' : `<c t="inlineStr"><is><t>${text.replace(/[&<"]/g, char => ESCAPES[char] as string)}</t></is></c>`).join('')}</row>`).join('')
}
