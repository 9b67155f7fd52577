import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { readerOf } from '../verify/read.ts'
import { verifyReceipt } from '../verify/receipt.ts'
import { machineReadable } from './connection.ts'
import { CliError, type Io, LEFT } from './io.ts'
import { UNREADABLE, failureOf, requireAddress } from './verify.ts'

/** `receipt FILE URL`: whether the service has kept what it promised to whoever wrote a review. */
export function receiptCommand (program: Command, io: Io): void {
  machineReadable(program.command('receipt')).argument('<file>', 'the receipt: its note, or the whole answer to the review')
    .argument('<url>', 'the service, e.g. https://tracker.example.org')
    .description('check a receipt against the public log: a promise that is over and not kept proves a suppressed review')
    .addHelpText('after', '\nExit codes: 0 it is in the log, 1 the promise is broken, the log proves something else, or a public redaction took it away, 2 the log or the file cannot be read, or wrong usage, 3 it waits, and the day is not over.')
    .action(async (file: string, url: string, { json }: { json?: true }) => {
      requireAddress(url)
      const text = await readFile(file, 'utf8').catch((error: Error) => { throw new CliError(`The receipt cannot be read: ${error.message}`, UNREADABLE) })
      const { receipt: { bodyHash, by }, index, redaction } = await verifyReceipt(readerOf(io, url), text, new Date().toISOString().slice(0, 10)).catch(failureOf(url))
      if (json) io.out(`${JSON.stringify({ bodyHash, by, index, redaction }, (_, value: unknown) => value ?? null)}\n`)
      if (redaction !== undefined) throw new CliError(`${bodyHash} is not in the log: a public redaction took it away before it was published, /v1/redactions/${redaction} says why.`)
      if (index === undefined) throw new CliError(`${bodyHash} is not in the log yet, and promised by the end of ${by} (UTC): ask again then.`, LEFT)
      if (!json) io.out(`${bodyHash} is in the log, entry ${index}, as promised.\n`)
    })
}
