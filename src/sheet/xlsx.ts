import { BUILT_IN_FORMATS, type Display, displayOf } from './display.ts'
import { Collector, type Limits, SheetError, type Workbook, tooMuch } from './sheet.ts'
import { cellText, isTrue, readWorksheet } from './worksheet.ts'
import { attributesOf, readXml } from './xml.ts'
import { Archive, damaged } from './zip.ts'

/** A workbook as ECMA-376 and ISO/IEC 29500 have it, transitional or strict, by whatever program: its parts are found by their relations. */

/** Programs take 31 characters. */
const LONGEST_NAME = 300

export interface Surroundings {
  texts: readonly string[]
  /** How each cell format shows a number. */
  displays: readonly Display[]
}

/** Reads all worksheets; throws `SheetError` where it cannot. */
export async function readXlsx (bytes: Buffer, limits: Limits): Promise<Workbook> {
  if (bytes.subarray(0, 4).equals(Buffer.from('d0cf11e0', 'hex'))) {
    throw new SheetError('encrypted', 'This is a workbook of an old kind (XLS), or one protected by a password. Save it as XLSX without a password, and send that.')
  }
  const archive = new Archive(bytes, limits)
  if (!archive.has('_rels/.rels')) throw new SheetError('not-a-workbook', 'This is an archive but no XLSX workbook. Save the sheet as XLSX or as "CSV UTF-8", and send that.')
  const root = await readRelations(archive, '')
  const workbook = [...root.values()].find(({ type }) => type === 'officeDocument')?.part
  if (workbook === undefined) throw damaged('it names no workbook')
  const relations = await readRelations(archive, workbook)
  const partOf = (kind: string) => [...relations.values()].find(({ type }) => type === kind)?.part
  const { sheets, is1904 } = await readSheetList(archive, workbook)
  const surroundings = {
    texts: await readTexts(archive, partOf('sharedStrings'), limits),
    displays: (await readFormats(archive, partOf('styles'))).map(format => displayOf(format, is1904))
  }
  const collector = new Collector(limits)
  for (const { name, relation, hidden } of sheets) {
    const target = relations.get(relation)
    if (target === undefined) throw damaged(`its sheet "${name.slice(0, 100)}" is missing`)
    // Sheets of charts have no cells.
    if (target.type !== 'worksheet') continue
    const sheet = collector.sheet(name)
    if (hidden) collector.note(null, null, 'hidden-sheet', 'The sheet is hidden: it was read like the others.')
    sheet.rows.push(...await readWorksheet(archive.part(target.part, limits.unpackedBytes), surroundings, collector))
  }
  return { sheets: collector.sheets, notes: collector.notes }
}

/** Relations of a part by their id: the last word of the type, and the target from the root. */
async function readRelations (archive: Archive, part: string): Promise<Map<string, { type: string, part: string }>> {
  const relations = new Map<string, { type: string, part: string }>()
  const slash = part.lastIndexOf('/') + 1
  const name = `${part.slice(0, slash)}_rels/${part.slice(slash)}.rels`
  await readXml(archive.part(name), {
    open (element, attributes) {
      if (element !== 'Relationship') return
      const value = attributesOf(attributes)
      relations.set(value('Id'), { type: value('Type').split('/').at(-1) as string, part: resolve(part, value('Target')) })
    },
    text () {},
    close () {}
  })
  return relations
}

function resolve (part: string, target: string): string {
  const path = target.startsWith('/') ? [] : part.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '') path.push(step)
  }
  return path.join('/')
}

async function readSheetList (archive: Archive, part: string) {
  const sheets: { name: string, relation: string, hidden: boolean }[] = []
  let is1904 = false
  await readXml(archive.part(part), {
    open (element, attributes) {
      const value = attributesOf(attributes)
      if (element === 'workbookPr') is1904 = isTrue(value('date1904'))
      if (element === 'sheet') sheets.push({ name: cellText(value('name')).slice(0, LONGEST_NAME).toWellFormed(), relation: value('id'), hidden: !['', 'visible'].includes(value('state')) })
    },
    text () {},
    close () {}
  })
  return { sheets, is1904 }
}

/** The shared texts; what is set in several fonts is joined, and what only tells how to read it aloud (rPh) left out. */
async function readTexts (archive: Archive, part: string | undefined, { characters, cells, unpackedBytes }: Limits): Promise<string[]> {
  const texts: string[] = []
  if (part === undefined) return texts
  let [text, inText, aloud, size] = ['', false, false, 0]
  await readXml(archive.part(part, unpackedBytes), {
    open (element) {
      if (element === 'si') text = ''
      if (element === 'rPh') aloud = true
      if (element === 't') inText = !aloud
    },
    text (more) {
      if (inText) text += more
    },
    close (element) {
      if (element === 't') inText = false
      if (element === 'rPh') aloud = false
      if (element !== 'si') return
      size += text.length
      if (size > characters || texts.length === cells) throw tooMuch(`The workbook has more than ${characters} characters or ${cells} texts in its cells`)
      texts.push(cellText(text))
    }
  })
  return texts
}

/** Number formats in the order in which cells name them. */
async function readFormats (archive: Archive, part: string | undefined): Promise<string[]> {
  const codes = new Map(BUILT_IN_FORMATS)
  const formats: string[] = []
  if (part === undefined) return formats
  let inCells = false
  await readXml(archive.part(part), {
    open (element, attributes) {
      const value = attributesOf(attributes)
      if (element === 'cellXfs') inCells = true
      if (element === 'numFmt') codes.set(Number(value('numFmtId')), value('formatCode'))
      if (element === 'xf' && inCells) formats.push(codes.get(Number(value('numFmtId'))) ?? '')
    },
    text () {},
    close (element) {
      if (element === 'cellXfs') inCells = false
    }
  })
  return formats
}
