import { createInflateRaw, crc32 } from 'node:zlib'
import { type Limits, SheetError, tooMuch } from './sheet.ts'

/**
 * The parts of a workbook, which is a ZIP archive (APPNOTE.TXT 6.3.10, sections 4.3 and 4.4). Sizes are checked as the
 * directory declares them before anything is unpacked, and again while it is, since a directory may lie.
 */

interface Entry { name: string, method: number, crc: number, packed: number, unpacked: number, at: number }

const END = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_HEADER = 0x04034b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const LOCAL_BYTES = 30
const LONGEST_COMMENT = 0xffff
const STORED = 0
const DEFLATED = 8
/** A size or offset of this says that the real one stands in a ZIP64 record: of 4 GiB or more. */
const ZIP64 = 0xffffffff
/** Tables pack to a tenth or less, but not to so little: zeros do. Small parts may. */
const MOST_RATIO = 200
const SMALL = 1024 * 1024
const LARGEST_SMALL_PART = 8 * 1024 * 1024
const PIECE = 64 * 1024

export function damaged (why: string, cause?: unknown): SheetError {
  return new SheetError('malformed', `The workbook is damaged (${why}). Open it in a spreadsheet program, save it again as XLSX, and send that.`, { cause })
}

/** Directory of an archive, and its parts by name, each unpacked piece by piece and against one common bound. */
export class Archive {
  readonly #bytes: Buffer
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  #unpacked = 0

  /** Throws where the archive is damaged, encrypted, or declares more than the limits allow. */
  constructor (bytes: Buffer, { entries, unpackedBytes }: Pick<Limits, 'entries' | 'unpackedBytes'>) {
    this.#bytes = bytes
    this.#most = unpackedBytes
    const end = findEnd(bytes)
    const count = bytes.readUInt16LE(end + 10)
    if (count > entries) throw tooMuch(`The workbook has ${count} parts, more than ${entries}`)
    let at = bytes.readUInt32LE(end + 16)
    let declared = 0
    for (let n = 0; n < count; n++) {
      const entry = readEntry(bytes, at)
      declared += entry.unpacked
      this.#entries.set(entry.name, entry)
      at += ENTRY_BYTES + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    }
    if (declared > unpackedBytes) throw this.#tooLarge()
  }

  has (name: string): boolean {
    return this.#entries.has(name)
  }

  /** The bytes of a part, which must be there. Only sheets and their texts may be large. */
  async * part (name: string, most = LARGEST_SMALL_PART): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (entry === undefined) throw damaged(`its part ${name.slice(0, 100)} is missing`)
    if (entry.unpacked > most) throw tooMuch(`Unpacked, the part ${name.slice(0, 100)} of the workbook has more than ${most} bytes`)
    const packed = this.#packed(entry)
    let [size, crc] = [0, 0]
    for await (const piece of entry.method === STORED ? pieces(packed) : inflate(packed)) {
      size += piece.length
      this.#unpacked += piece.length
      if (size > entry.unpacked) throw damaged(`its part ${name} is larger than its directory says`)
      // The same part may be read for several sheets.
      if (this.#unpacked > this.#most) throw this.#tooLarge()
      crc = crc32(piece, crc)
      yield piece
    }
    if (size !== entry.unpacked || crc !== entry.crc) throw damaged(`its part ${name} is not what its directory says`)
  }

  #packed (entry: Entry): Buffer {
    const { at, packed } = entry
    if (at + LOCAL_BYTES > this.#bytes.length || this.#bytes.readUInt32LE(at) !== LOCAL_HEADER) throw damaged('a part does not begin where its directory says')
    const from = at + LOCAL_BYTES + this.#bytes.readUInt16LE(at + 26) + this.#bytes.readUInt16LE(at + 28)
    if (from + packed > this.#bytes.length) throw damaged('it breaks off')
    return this.#bytes.subarray(from, from + packed)
  }

  #tooLarge (): SheetError {
    return tooMuch(`Unpacked, the workbook has more than ${this.#most} bytes`)
  }
}

/** The record at the end that tells where the directory is; a comment may follow it. */
function findEnd (bytes: Buffer): number {
  for (let at = bytes.length - END_BYTES; at >= Math.max(0, bytes.length - END_BYTES - LONGEST_COMMENT); at--) {
    if (bytes.readUInt32LE(at) === END) return at
  }
  throw damaged('it has no directory')
}

function readEntry (bytes: Buffer, at: number): Entry {
  if (at + ENTRY_BYTES > bytes.length || bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw damaged('its directory breaks off')
  const [flags, method] = [bytes.readUInt16LE(at + 8), bytes.readUInt16LE(at + 10)]
  const [packed, unpacked, offset] = [bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 24), bytes.readUInt32LE(at + 42)]
  const name = bytes.toString('utf8', at + ENTRY_BYTES, at + ENTRY_BYTES + bytes.readUInt16LE(at + 28))
  if ((flags & 1) === 1) throw new SheetError('encrypted', 'The workbook is protected by a password. Save it without one, and send that.')
  if ([packed, unpacked, offset].includes(ZIP64)) throw tooMuch(`The part ${name.slice(0, 100)} has 4 GiB or more`)
  if (method !== STORED && method !== DEFLATED) throw damaged(`its parts are packed by method ${method}, which XLSX does not know`)
  if (unpacked > SMALL && unpacked > MOST_RATIO * packed) throw tooMuch(`The part ${name.slice(0, 100)} unpacks to more than ${MOST_RATIO} times its size`)
  return { name, method, crc: bytes.readUInt32LE(at + 16), packed, unpacked, at: offset }
}

function * pieces (bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += PIECE) yield bytes.subarray(at, at + PIECE)
}

/** No further than the reader asks: what is refused is not unpacked. */
async function * inflate (bytes: Buffer): AsyncGenerator<Buffer> {
  const unpacking = createInflateRaw({ chunkSize: PIECE })
  unpacking.end(bytes)
  try {
    for await (const piece of unpacking) yield piece as Buffer
  } catch (error) {
    throw damaged((error as Error).message, error)
  }
}
