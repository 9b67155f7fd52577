import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { ChangeReport } from '../resources/plan-document/plan-document.schemas.ts'
import { ask, send } from './client.ts'
import { type Paint, type When, colourOption, painter } from './colour.ts'
import { type Reach, connectionOf, keyedConnection, machineReadable, reachable } from './connection.ts'
import { formatOf, readDocument, textOf } from './document.ts'
import { CliError, type Io } from './io.ts'
import { type Proposal, offer, show } from './proposal.ts'
import { reportView } from './report-view.ts'
import { replaceFile } from './saved.ts'
import { isWorkbook, proposeTable } from './table.ts'

interface PullOptions extends Reach { json?: true, output?: string, force?: true, language?: string }
interface CompareOptions extends Reach { json?: true, color: When, ifMatch?: string, withdrawAbsent?: true, source?: string }
interface DiffOptions extends CompareOptions { exitCode?: true }
interface PushOptions extends CompareOptions { dryRun?: true, yes?: true }

/** Whose external ids a workbook holds where nobody says. */
const WORKBOOK = 'workbook'

/** `plan pull|diff|push`: a whole plan as a file that people edit. */
export function planCommand (program: Command, io: Io): void {
  const plan = program.command('plan').description('pull a whole action plan into a file, see what an edited file would change, and apply that')
    .addHelpText('after', `
Example:
  open-commitments plan pull mexico-4 -o mexico-4.yaml
  (edit the file)
  open-commitments plan diff mexico-4.yaml
  open-commitments plan push mexico-4.yaml

Nothing is deleted by omission: what the file leaves out stays as it is, null empties a field. A file in .xlsx has a row for each commitment and
milestone; there an empty cell leaves what stands, and (none) empties it.`)
  const comparing = (name: string): Command => machineReadable(reachable(plan.command(name))).argument('<file>', 'the plan, as .yaml, .yml, .json or .xlsx')
    .option('--if-match <etag>', 'the ETag that `plan pull` told: refuse where somebody changed the plan since (not of .xlsx)')
    .option('--withdraw-absent', 'withdraw commitments and milestones that the file leaves out; they remain visible as such (not of .xlsx)')
    .option('--source <name>', `of .xlsx: whose external ids it holds (default: ${WORKBOOK})`)
    .addOption(colourOption())

  machineReadable(reachable(plan.command('pull'))).argument('<plan>', 'id of the action plan, e.g. mexico-4')
    .description('write a plan to a file, or to standard output as YAML (JSON with --json)')
    .option('-o, --output <file>', 'the file, whose extension says how: .yaml, .yml, .json or .xlsx')
    .option('--force', 'replace a file that is there')
    .option('--language <code>', 'of the headers of .xlsx: en, es or fr (default: en)')
    .action((id: string, options: PullOptions) => pull(io, id, options))

  comparing('diff').description('show what the file would change; nothing is written')
    .option('--exit-code', 'exit with 3 where there is something to change')
    .addHelpText('after', '\nExit codes: 0 shown, 1 the service refuses the file, 2 wrong usage, 3 with --exit-code: there are differences.')
    .action(async (file: string, options: DiffOptions) => show(io, await propose(io, file, options), options))

  comparing('push').description('show what the file would change, ask, and apply exactly that')
    .option('--dry-run', 'only show it')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExit codes: 0 applied, or nothing to apply, 1 refused: nothing was applied, 2 wrong usage, 3 the answer was no: nothing was applied.')
    .action(async (file: string, options: PushOptions) => offer(io, await propose(io, file, options), options))
}

async function pull (io: Io, id: string, { json, output, force, language, ...reach }: PullOptions): Promise<void> {
  const inRows = output !== undefined && isWorkbook(output)
  if (language !== undefined && !inRows) throw new CliError('--language is of .xlsx alone: other files hold every language.', 2)
  const format = inRows ? undefined : output === undefined ? (json ? 'json' : 'yaml') : formatOf(output)
  const address = inRows ? `/v1/exports/template.xlsx?${new URLSearchParams({ plan: id, language: language ?? 'en' })}` : addressOf(id)
  const response = await send(io, await connectionOf(io, reach), address, { headers: { accept: '*/*' } })
  const content = format === undefined ? new Uint8Array(await response.arrayBuffer()) : textOf(format, await response.json())
  if (output === undefined) return io.out(String(content))
  if (!force && existsSync(output)) throw new CliError(`${output} is there already: give --force to replace it.`)
  await replaceFile(output, content)
  // The ETag of a workbook is that of its bytes, which no push can be held against.
  const etag = inRows ? null : response.headers.get('etag')
  if (json) return io.out(`${JSON.stringify({ plan: id, file: output, etag })}\n`)
  io.out(`${id} is in ${output}. ${inRows ? `To see what the edited file changes: plan diff ${output}` : `To be refused where somebody changes it meanwhile: plan push --if-match '${etag}'`}\n`)
}

async function propose (io: Io, file: string, options: CompareOptions): Promise<Proposal> {
  const { source, ifMatch, withdrawAbsent } = options
  const paint = painter(io, options.color)
  if (!isWorkbook(file)) {
    if (source !== undefined) throw new CliError('--source is of .xlsx alone: other files name the source of each external id.', 2)
    return proposeDocument(io, file, options, paint)
  }
  if (ifMatch !== undefined || withdrawAbsent) throw new CliError('--if-match and --withdraw-absent are for .yaml and .json: of a workbook, what it leaves out stays, and nothing is applied that moved since it was shown.', 2)
  return proposeTable(io, await keyedConnection(io, options, EDITOR), { file, source: source ?? WORKBOOK }, paint)
}

const EDITOR = 'An editor\'s key'

/** What the service says that a plan document would change. */
async function proposeDocument (io: Io, file: string, { ifMatch, withdrawAbsent, ...reach }: CompareOptions, paint: Paint): Promise<Proposal> {
  const { value, json } = await readDocument(file)
  const id = (Object((Object(value) as { plan?: unknown }).plan) as { id?: unknown }).id
  if (typeof id !== 'string') throw new CliError(`${file} is no plan: it has no plan with an id. \`open-commitments plan pull\` shows what one looks like.`)
  const connection = await keyedConnection(io, reach, EDITOR)
  const address = `${addressOf(id)}?absent=${withdrawAbsent ? 'withdraw' : 'keep'}`
  const body = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: json }
  const asked = { ...body, headers: { ...body.headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) } }
  const report = await ask<ChangeReport>(io, connection, `${address}&dryRun=true`, asked)
  return {
    report,
    view: reportView(report, paint),
    applicable: report.digest !== null,
    changes: report.counts.create + report.counts.update,
    url: connection.url,
    apply: () => ask<ChangeReport>(io, connection, `${address}&digest=${report.digest}`, body)
  }
}

const addressOf = (id: string): string => `/v1/action-plans/${encodeURIComponent(id)}/document`
