import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Change } from '../resources/change/change.schemas.ts'
import { type Connection, Refusal, send } from './client.ts'
import { plain } from './colour.ts'
import { type Reach, connectionOf, machineReadable, reachable } from './connection.ts'
import { CliError, type Io } from './io.ts'
import { replaceFile } from './saved.ts'

interface Options extends Reach { json?: true, cursor?: string, after?: string, once?: true, every: string }

/** Changes that are asked for at once. */
const LIMIT = 200

/** `follow`: every change of the public record from where the last run stopped, and new ones as they come. */
export function followCommand (program: Command, io: Io): void {
  machineReadable(reachable(program.command('follow')))
    .description('print every change of the public record, in order and without a gap, then new ones as they come')
    .option('--cursor <file>', 'keep in this file how far it came, and go on from there')
    .option('--after <index>', 'begin after this index, where the cursor says nothing (default: with the first change)')
    .option('--once', 'stop where nothing more is there')
    .option('--every <seconds>', 'how often to look for more', '5')
    .addHelpText('after', `
The cursor is written after each change that was printed, so a run that is killed leaves no gap; the last change may come twice.
Where the service does not answer, it is asked again until it does (with --once: three times).

Examples:
  open-commitments follow --json --cursor changes.cursor >> changes.ndjson
  open-commitments follow --once --json | jq -r .id

Exit codes: 0 stopped, or nothing more is there, 1 refused or, with --once, no answer, 2 wrong usage.`)
    .action(async ({ json, cursor, after, once, every, ...reach }: Options) => {
      if (![after ?? '0', every].every(value => /^\d{1,9}$/.test(value))) throw new CliError('--after and --every take a whole number.', 2)
      const connection = await connectionOf(io, reach)
      let last = (cursor === undefined ? undefined : await readCursor(cursor, connection)) ?? Number(after ?? -1)
      while (!io.signal.aborted) {
        const changes = await changesAfter(io, connection, last).catch(failed(io, once))
        for (const change of changes) {
          io.out(`${json ? JSON.stringify(change) : line(change)}\n`)
          last = change.index
          if (cursor !== undefined) await replaceFile(cursor, `${JSON.stringify({ url: connection.url, after: last })}\n`)
        }
        if (changes.length === LIMIT) continue
        if (once) return
        await io.sleep(Number(every) * 1000).catch(() => {})
      }
    })
}

async function changesAfter (io: Io, connection: Connection, last: number): Promise<Change[]> {
  const path = `/v1/changes?limit=${LIMIT}${last < 0 ? '' : `&after=${last}`}`
  const text = await (await send(io, connection, path, { headers: { accept: 'application/x-ndjson' } })).text()
  return text.split('\n').filter(line => line !== '').map(line => JSON.parse(line) as Change)
}

/** What the service refuses will be refused again; that it is away or busy may be over soon. */
const failed = ({ err, signal }: Io, once: boolean | undefined) => (error: unknown): Change[] => {
  if (signal.aborted) return []
  const passing = error instanceof CliError && !(error instanceof Refusal && error.problem.status < 500 && error.problem.status !== 429)
  if (once || !passing) throw error
  err(`${error.message}\nAsking again.\n`)
  return []
}

const line = ({ index, on, op, type, id, revision }: Change): string => plain([index, on, op, type, id, `r${revision}`].join('\t'))

/** @returns undefined where there is no file yet */
async function readCursor (file: string, { url }: Connection): Promise<number | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw new CliError(`${file} cannot be read: ${error.message}`)
  })
  if (text === undefined) return undefined
  const cursor = /^\{"url":"(.*)","after":(\d+)\}\n$/.exec(text)
  if (cursor === null) throw new CliError(`${file} is not what \`follow --cursor\` writes.`)
  if (cursor[1] !== url) throw new CliError(`${file} is of ${cursor[1]}, not of ${url}: keep one for each service.`)
  return Number(cursor[2])
}
