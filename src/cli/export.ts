import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { type IncomingMessage, get as getHttp } from 'node:http'
import { get as getHttps } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { text } from 'node:stream/consumers'
import type { Command } from 'commander'
import { type Reach, connectionOf, reachable } from './connection.ts'
import { downloadDump } from './dump.ts'
import { CliError, type Io } from './io.ts'
import { requireAddress } from './verify.ts'

const MIB = 1024 * 1024

interface Options extends Reach { format: string, dialect?: string, filter: string[], dump?: string, output?: string }

/** `export [table]`: a table as a file, which has its name only once it is whole and fits its digest. */
export function exportCommand (program: Command, io: Io): void {
  reachable(program.command('export')).argument('[table]', 'as /v1/exports names them', 'commitments')
    .description('download a table of a service as a file')
    .option('--format <format>', 'csv, xlsx, ndjson or jsonld', 'csv')
    .option('--dialect <dialect>', 'of CSV: spreadsheet protects from formulas')
    .option('--filter <name=value...>', 'filters of the list, e.g. member=mexico', [])
    .option('--dump <date>', 'of the dump of that day, or the latest (csv, ndjson): what breaks off goes on')
    .option('--output <file>', 'the file to write (default: the table with its format)')
    .action(async (table: string, { format, dialect, filter, dump, output = `${table}.${format}`, ...reach }: Options) => {
      const { url } = await connectionOf(io, reach)
      requireAddress(url)
      if (dump !== undefined) {
        if (filter.length > 0 || dialect !== undefined) throw new CliError('A dump is of a whole table, as it is: --dump takes neither --filter nor --dialect.', 2)
        io.out(`${output}: ${await downloadDump(io, url, { date: dump, table, format }, output)}\n`)
        return
      }
      const address = new URL(`/v1/exports/${encodeURIComponent(table)}.${encodeURIComponent(format)}`, url)
      for (const one of filter) address.searchParams.append(one.slice(0, one.indexOf('=')), one.slice(one.indexOf('=') + 1))
      if (dialect !== undefined) address.searchParams.set('dialect', dialect)
      io.out(`${output}: ${await download(io, address, output)}\n`)
    })
}

/**
 * Writes beside the file first, so that under its name there is never a part.
 * @returns what is known of it
 * @throws CliError where the service refuses, breaks off, or sends other bytes than it says
 */
async function download (io: Io, address: URL, file: string): Promise<string> {
  const response = await open(address)
  if (response.statusCode !== 200) throw new CliError(`The service answered ${response.statusCode}: ${detailOf(await text(response))}`)
  const part = `${file}.part`
  const hash = createHash('sha256')
  let size = 0
  const count = async function * (pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      hash.update(piece)
      size += piece.length
      if (io.isTerminal) io.err(`\r${(size / MIB).toFixed(1)} MiB`)
      yield piece
    }
  }
  try {
    await pipeline(response, count, createWriteStream(part)).finally(() => { if (io.isTerminal) io.err('\n') })
    const said = response.trailers['repr-digest']
    const digest = `sha-256=:${hash.digest('base64')}:`
    if (said !== undefined && said !== digest) throw new Error(`its digest is ${digest}, and ${said} was sent`)
    await rename(part, file)
    return `${size} bytes, ${said === undefined ? 'complete by its last chunk; no digest came with it, which a proxy may have taken' : digest}`
  } catch (error) {
    await rm(part, { force: true })
    throw new CliError(`The export failed after ${size} bytes, and nothing is left of it: ${(error as Error).message}.`)
  }
}

async function open (address: URL): Promise<IncomingMessage> {
  // fetch shows no trailer.
  const request = (address.protocol === 'https:' ? getHttps : getHttp)(address)
  try {
    const [response] = await once(request, 'response') as [IncomingMessage]
    return response
  } catch (error) {
    throw new CliError(`No service answers at ${address.origin} (${(error as NodeJS.ErrnoException).code}). Start it with \`npm start\`, or name it with --url.`)
  }
}

function detailOf (answer: string): string {
  try {
    return (JSON.parse(answer) as { detail: string }).detail
  } catch {
    return 'not as Open Commitments does. Is --url right?'
  }
}
