import { open, readFile, writeFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { Decision, Import, ImportReport } from '../resources/import/import.schemas.ts'
import { XLSX } from '../sheet/sheet.ts'
import { type Connection, ask, askAll } from './client.ts'
import { type Reach, keyedConnection, reachable } from './connection.ts'
import { CliError, type Io } from './io.ts'
import { progressOf } from './progress.ts'

interface Options extends Reach { decisions?: string, sheet?: string, headerRow?: string }

/** Rows between two plain lines of progress. */
const LINE_EVERY = 500

/** `import-ogp FILE`: sends the published spreadsheet to the service, follows the import and prints its report. */
export function importOgpCommand (program: Command, io: Io): void {
  reachable(program.command('import-ogp')).argument('<file>', 'CSV or XLSX file of commitments as the Open Government Partnership publishes it')
    .description('import OGP\'s published commitments, with a registrar\'s key')
    .option('--sheet <name>', 'sheet of the workbook (default: the one whose header names the most columns we know)')
    .option('--header-row <number>', 'line of the header (default: looked for in the first 20 lines)')
    .option('--decisions <file>', 'write every decision to this file, one JSON object a line')
    .action(async (file: string, { decisions, sheet, headerRow, ...reach }: Options) => {
      const connection = await keyedConnection(io, reach, 'A registrar\'s key')
      const body = await readFile(file).catch((error: Error) => { throw new CliError(`The file cannot be read: ${error.message}`) })
      // Before anything is sent: an import is not to be done over only because its decisions have no place.
      if (decisions !== undefined) await open(decisions, 'a').then(file => file.close(), (error: Error) => { throw new CliError(`The decisions cannot be written: ${error.message}`) })
      const query = new URLSearchParams({ source: 'ogp', ...sheet === undefined ? {} : { sheet }, ...headerRow === undefined ? {} : { headerRow } })
      const started = await ask<Import>(io, connection, `/v1/imports?${query}`, { method: 'POST', headers: { 'content-type': file.toLowerCase().endsWith('.xlsx') ? XLSX : 'text/csv' }, body })
      const done = await follow(io, connection, started)
      if (done.state !== 'done') throw new CliError(`The import ${done.id} ended as ${done.state} after ${done.rowsDone} of ${done.rowsTotal} rows. ${done.failure ?? 'What was done is kept; run it again for the rest.'}`)
      print(io, done.report as ImportReport)
      const written = decisions === undefined ? 0 : await writeDecisions(io, connection, done.id, decisions)
      io.out(decisions === undefined
        ? `Each decision: GET ${new URL(`/v1/imports/${done.id}/decisions`, connection.url)}, or run again with --decisions FILE.\n`
        : `${written} decisions written to ${decisions}.\n`)
    })
}

async function follow (io: Io, connection: Connection, started: Import): Promise<Import> {
  let current = started
  const progress = progressOf(io, 'rows', LINE_EVERY)
  while (true) {
    progress.at(current.rowsDone, current.rowsTotal)
    if (current.state !== 'running') break
    await io.sleep(200)
    current = await ask<Import>(io, connection, `/v1/imports/${started.id}`).catch((error: Error) => {
      throw new CliError(`${error.message}\nThe import ${started.id} had done ${current.rowsDone} of ${current.rowsTotal} rows, and what was done is kept. Run it again for the rest.`)
    })
  }
  progress.end()
  return current
}

function print (io: Io, report: ImportReport): void {
  io.out(`${report.rows} rows below the header on line ${report.headerRow}.\n`)
  for (const name of ['members', 'policyAreas', 'institutions', 'plans', 'commitments', 'reports', 'assessments'] as const) {
    const { create, update, unchanged } = report[name]
    io.out(`  ${name.padEnd(14)}${create} created, ${update} updated, ${unchanged} unchanged\n`)
  }
  io.out(`Unknown columns: ${report.unknownColumns.length === 0 ? 'none' : report.unknownColumns.join(', ')}\n`)
  io.out('Stars, computed against published:\n')
  for (const { rule, reportType, published, reproduced, added } of report.stars) io.out(`  rule ${rule}, ${reportType}: ${reproduced} of ${published} reproduced, ${added} added\n`)
  const rules = Object.entries(report.decisions)
  io.out(`Decisions: ${rules.reduce((sum, [, count]) => sum + count, 0)}\n`)
  for (const [rule, count] of rules.sort(([, a], [, b]) => b - a)) io.out(`  ${String(count).padStart(6)}  ${rule}\n`)
}

async function writeDecisions (io: Io, connection: Connection, id: string, file: string): Promise<number> {
  const decisions = await askAll<Decision>(io, connection, `/v1/imports/${id}/decisions?limit=200`)
  await writeFile(file, decisions.map(decision => `${JSON.stringify(decision)}\n`).join(''))
  return decisions.length
}
