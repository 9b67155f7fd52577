import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { type Deps, today } from '../../deps.ts'
import { repeat } from '../../log/repeat.ts'
import { countInEffect } from '../redaction/redaction.store.ts'
import { type DumpFormat, DUMP_FORMATS } from './dump.schemas.ts'
import { writeTable } from './export.formats.ts'
import { TABLES, TABLE_NAMES, type TableName } from './export.schemas.ts'
import { readTable } from './export.service.ts'

/**
 * Dated dumps: all tables as they stood on a day, in a folder of `DATA_DIR/exports` named after it, which appears whole or not at all. What a redaction took
 * away may stand in every dump that was begun before it, so that those are never given again.
 */
export interface DumpedFile {
  table: TableName
  format: DumpFormat
  bytes: number
  /** In base64. */
  sha256: string
}

export interface Dump {
  on: string
  /** When it was begun. */
  madeAt: string
  /** Redactions that were in effect when it was begun. None ceases, so another number means a newer one. */
  redactions: number
  files: DumpedFile[]
}

/** Milliseconds between two looks whether there is something to make or to remove. */
const EVERY = 60_000
const MANIFEST = 'dump.json'
const DAY = 86_400_000

const folderOf = ({ config }: Pick<Deps, 'config'>): string => join(config.dataDir, 'exports')

/** Where a file of a dump lies. */
export const pathOf = (deps: Pick<Deps, 'config'>, on: string, file: string): string => join(folderOf(deps), on, file)

/** The dumps that may be given, the newest first. */
export async function findDumps (deps: Deps): Promise<Dump[]> {
  const redactions = await countInEffect(deps.db)
  const beyond = new Date(deps.clock().getTime() - deps.config.dumpDays * DAY).toISOString().slice(0, 10)
  const names = (await namesIn(folderOf(deps))).filter(name => /^\d{4}-\d\d-\d\d$/.test(name) && name > beyond).sort().reverse()
  const dumps = await Promise.all(names.map(name => readManifest(deps, name)))
  return dumps.filter(dump => dump?.redactions === redactions) as Dump[]
}

/** Removes what may not be given any more, and what was never finished; makes the dump of today where there is none. */
export async function keepDumps (deps: Deps, signal?: AbortSignal): Promise<void> {
  const kept = (await findDumps(deps)).map(({ on }) => on)
  for (const name of await namesIn(folderOf(deps))) {
    if (!kept.includes(name)) await rm(join(folderOf(deps), name), { recursive: true, force: true })
  }
  if (deps.config.dumpDays > 0 && !kept.includes(today(deps))) await makeDump(deps, signal)
}

/** @returns a function that stops it; a dump that is being made is left unfinished */
export function startDumping (deps: Deps, failed: (error: unknown) => void): () => Promise<void> {
  const stopping = new AbortController()
  const stop = repeat(async () => {
    await keepDumps(deps, stopping.signal).catch((error: unknown) => { if (!stopping.signal.aborted) failed(error) })
    return EVERY
  })
  return async () => {
    stopping.abort()
    await stop()
  }
}

async function makeDump (deps: Deps, signal?: AbortSignal): Promise<void> {
  const dump: Dump = { on: today(deps), madeAt: deps.clock().toISOString(), redactions: await countInEffect(deps.db), files: [] }
  const beside = join(folderOf(deps), `${dump.on}.new`)
  await mkdir(beside, { recursive: true, mode: 0o700 })
  for (const table of TABLE_NAMES) {
    for (const format of DUMP_FORMATS) {
      const hash = createHash('sha256')
      let bytes = 0
      const hashed = async function * (pieces: AsyncIterable<string | Uint8Array>): AsyncGenerator<Buffer> {
        for await (const piece of pieces) {
          signal?.throwIfAborted()
          const buffer = Buffer.from(piece)
          hash.update(buffer)
          bytes += buffer.length
          yield buffer
        }
      }
      const rows = readTable(deps, table, {})
      await pipeline(hashed(writeTable(format, { name: table, row: TABLES[table].row, rows, dialect: 'rfc4180', base: deps.config.publicUrl })), createWriteStream(join(beside, `${table}.${format}`), { flush: true }))
      dump.files.push({ table, format, bytes, sha256: hash.digest('base64') })
    }
  }
  await writeFile(join(beside, MANIFEST), JSON.stringify(dump), { flush: true })
  await rename(beside, join(folderOf(deps), dump.on))
}

const namesIn = async (folder: string): Promise<string[]> => await readdir(folder).catch(() => [])

/** Undefined for what is being removed, or is no dump. */
async function readManifest (deps: Deps, name: string): Promise<Dump | undefined> {
  const text = await readFile(join(folderOf(deps), name, MANIFEST), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : JSON.parse(text) as Dump
}
