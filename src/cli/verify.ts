import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { Difference } from '../verify/difference.ts'
import { UnreadableError, readerOf } from '../verify/read.ts'
import { type Verified, verifyLog } from '../verify/verify.ts'
import { machineReadable } from './connection.ts'
import { CliError, type Io } from './io.ts'
import { progressOf } from './progress.ts'

/** Entries between two plain lines of progress. */
const LINE_EVERY = 50_000
/** Exit code where nothing can be said of the log. */
export const UNREADABLE = 2

/** `verify URL`: reads the public addresses of any service, whoever runs it, and says whether its record is whole. */
export function verifyCommand (program: Command, io: Io): void {
  machineReadable(program.command('verify')).argument('<url>', 'the service, e.g. https://tracker.example.org')
    .description('verify the public log of a service and every revision in it, from its public addresses alone')
    .option('--since <file>', 'a checkpoint of the same log that you have kept (GET /log/checkpoint): nothing before it may have changed')
    .addHelpText('after', '\nExit codes: 0 verified, 1 a difference was found (the first one is named), 2 the log or the file cannot be read, or wrong usage.')
    .action(async (url: string, { since, json }: { since?: string, json?: true }) => {
      requireAddress(url)
      const older = since === undefined ? {} : { since: await readFile(since, 'utf8').catch((error: Error) => { throw new CliError(`The older checkpoint cannot be read: ${error.message}`, UNREADABLE) }) }
      const progress = progressOf(io, 'entries', LINE_EVERY)
      const verified = await verifyLog(readerOf(io, url), { ...older, progress: progress.at }).finally(progress.end).catch(failureOf(url))
      io.out(json ? `${JSON.stringify(verified)}\n` : report(verified, since))
    })
}

/** @throws CliError unless it is an address that can be read */
export function requireAddress (url: string): void {
  if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new CliError(`${url} is no address of a service: it begins with http:// or https://.`, UNREADABLE)
}

/** What a verifier throws, as the user hears of it. */
export const failureOf = (url: string) => (error: unknown): never => {
  if (error instanceof Difference) throw new CliError(`Difference: ${error.message}`)
  if (error instanceof UnreadableError) throw new CliError(`The log at ${url} cannot be read. ${error.message}`, UNREADABLE)
  throw error
}

function report ({ origin, size, root, redacted, newKey }: Verified, since: string | undefined): string {
  return `Verified: ${origin}
  entries   ${size}${redacted === 0 ? '' : `, of which ${redacted} stand for a text that was redacted`}
  root      ${root}
${since === undefined
  ? '  It proves that the record is whole, and not that it was never rewritten whole: keep /log/checkpoint, and give it with --since next time.\n'
  : `  Nothing was changed or removed since ${since}.\n`}${newKey === undefined
  ? ''
  : `  That was signed by an earlier key of the log, which the record replaces by this one. A stolen key can do that too: compare it with what its operators announced.\n  new key   ${newKey}\n`}`
}
