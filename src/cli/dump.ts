import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Dumps } from '../resources/export/dump.schemas.ts'
import { ask, send } from './client.ts'
import { CliError, type Io } from './io.ts'
import { progressOf } from './progress.ts'

/** A file of a dump; `date` is a day, or `latest`. */
export interface Wanted { date: string, table: string, format: string }

/** Tries of one download, and milliseconds between two: each goes on where the one before broke off. */
const ATTEMPTS = 5
const PAUSE = 2000
const MIB = 1024 * 1024

/**
 * Writes beside the file first, under a name with the digest that all of it shall have, so that another run goes on with the same bytes and no others.
 * @returns what is known of it
 * @throws CliError where there is no such dump, it keeps breaking off (what came stays), or its bytes do not fit the digest (nothing stays)
 */
export async function downloadDump (io: Io, url: string, { date, table, format }: Wanted, file: string): Promise<string> {
  const { dumps } = await ask<Dumps>(io, { url }, '/v1/exports/dumps')
  const dump = dumps.find(({ on }) => date === 'latest' || on === date)
  const found = dump?.files.find(one => one.table === table && one.format === format)
  if (found === undefined) throw new CliError(`There is no dump of ${table}.${format} of ${date}. There are dumps of: ${dumps.map(({ on }) => on).join(', ') || 'no day'}.`)
  const { bytes, reprDigest } = found
  const part = `${file}.${Buffer.from(reprDigest.slice('sha-256=:'.length, -1), 'base64').toString('hex').slice(0, 16)}.part`
  const path = `/v1/exports/dumps/${dump?.on}/${table}.${format}`
  for (let attempt = 1; await sizeOf(part) < bytes; attempt++) {
    try {
      await goOn(io, url, path, part, found)
    } catch (error) {
      if (error instanceof CliError) throw error
      if (attempt === ATTEMPTS) throw new CliError(`The download broke off (${(error as Error).message}). ${Math.max(await sizeOf(part), 0)} of ${bytes} bytes are in ${part}: the same command goes on with them.`)
      await io.sleep(PAUSE)
    }
  }
  const digest = await digestOf(part)
  if (digest !== reprDigest) {
    await rm(part, { force: true })
    throw new CliError(`The dump failed, and nothing is left of it: its digest is ${digest}, and not ${reprDigest}.`)
  }
  await rename(part, file)
  return `${bytes} bytes, ${digest}`
}

async function goOn (io: Io, url: string, path: string, part: string, { bytes, reprDigest }: { bytes: number, reprDigest: string }): Promise<void> {
  let size = Math.max(await sizeOf(part), 0)
  const response = await send(io, { url }, path, { headers: { accept: '*/*', ...(size === 0 ? {} : { range: `bytes=${size}-` }) } })
  if (response.headers.get('repr-digest') !== reprDigest) throw new CliError('The dump was made anew meanwhile. Run the same command again.')
  if (response.status === 200) size = 0
  const progress = progressOf(io, 'MiB', 100)
  const counted = async function * (pieces: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const piece of pieces) {
      size += piece.length
      progress.at(Math.floor(size / MIB), Math.ceil(bytes / MIB))
      yield piece
    }
  }
  await pipeline(response.body as unknown as AsyncIterable<Uint8Array>, counted, createWriteStream(part, { flags: response.status === 200 ? 'w' : 'a' })).finally(progress.end)
}

/** -1 where there is none. */
const sizeOf = async (file: string): Promise<number> => await stat(file).then(({ size }) => size, () => -1)

async function digestOf (file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  return `sha-256=:${hash.digest('base64')}:`
}
