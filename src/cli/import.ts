import type { Command } from 'commander'
import { type When, colourOption, painter } from './colour.ts'
import { type Reach, keyedConnection, machineReadable, reachable } from './connection.ts'
import type { Io } from './io.ts'
import { offer } from './proposal.ts'
import { type Table, proposeTable } from './table.ts'

interface Options extends Reach, Omit<Table, 'file'> { json?: true, color: When, dryRun?: true, yes?: true }

/** `import FILE`: a government's own table. Nothing is applied that was not shown, and agreed to. */
export function importCommand (program: Command, io: Io): void {
  machineReadable(reachable(program.command('import'))).argument('<file>', 'a table of commitments and milestones, as .csv, .xlsx or .json')
    .description('show what a table would change, row by row, with everything that is wrong; ask, and apply exactly that')
    .requiredOption('--source <name>', 'whose table it is: its external ids, and its mapping of columns if it has one')
    .option('--plan <id>', 'the action plan, where no column names it')
    .option('--mapping <file>', 'what the columns mean, as .yaml or .json: {"columns": [{"header": "Clave", "field": "code"}], "language": "es", "dates": "day-first"}')
    .option('--sheet <name>', 'the sheet of a workbook (default: all that have a header)')
    .option('--header-row <number>', 'the row of the header (default: found by its names)')
    .option('--dry-run', 'only show it')
    .option('-y, --yes', 'do not ask')
    .addOption(colourOption())
    .addHelpText('after', `
Example:
  open-commitments plan pull mexico-4 -o mexico-4.xlsx
  (edit the file)
  open-commitments import mexico-4.xlsx --source my-office

A row is known by its id, its OGP code or its external id. What the file leaves out stays, an empty cell leaves what stands, (none) empties it.

Exit codes: 0 applied, or nothing to apply, 1 refused: nothing was applied, 2 wrong usage, or nobody to ask, 3 the answer was no: nothing was applied.`)
    .action(async (file: string, options: Options) => {
      const connection = await keyedConnection(io, options, 'An editor\'s key')
      await offer(io, await proposeTable(io, connection, { ...options, file }, painter(io, options.color)), options)
    })
}
