import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { ChangeReport } from '../resources/plan-document/plan-document.schemas.ts'
import { type Connection, Refusal, ask, send } from './client.ts'
import { type When, colourOption, painter } from './colour.ts'
import { type Reach, connectionOf, keyedConnection, machineReadable, reachable } from './connection.ts'
import { formatOf, readDocument, textOf } from './document.ts'
import { CliError, type Io, LEFT } from './io.ts'
import { reportView } from './report-view.ts'
import { replaceFile } from './saved.ts'

interface PullOptions extends Reach { json?: true, output?: string, force?: true }
interface CompareOptions extends Reach { json?: true, color: When, ifMatch?: string, withdrawAbsent?: true }
interface DiffOptions extends CompareOptions { exitCode?: true }
interface PushOptions extends CompareOptions { dryRun?: true, yes?: true }

/** `plan pull|diff|push`: a whole plan as a file that people edit. */
export function planCommand (program: Command, io: Io): void {
  const plan = program.command('plan').description('pull a whole action plan into a file, see what an edited file would change, and apply that')
    .addHelpText('after', `
Example:
  open-commitments plan pull mexico-4 -o mexico-4.yaml
  (edit the file)
  open-commitments plan diff mexico-4.yaml
  open-commitments plan push mexico-4.yaml

Nothing is deleted by omission: what the file leaves out stays as it is, null empties a field.`)
  const comparing = (name: string): Command => machineReadable(reachable(plan.command(name))).argument('<file>', 'the plan, as .yaml, .yml or .json')
    .option('--if-match <etag>', 'the ETag that `plan pull` told: refuse where somebody changed the plan since')
    .option('--withdraw-absent', 'withdraw commitments and milestones that the file leaves out; they remain visible as such')
    .addOption(colourOption())

  machineReadable(reachable(plan.command('pull'))).argument('<plan>', 'id of the action plan, e.g. mexico-4')
    .description('write a plan to a file, or to standard output as YAML (JSON with --json)')
    .option('-o, --output <file>', 'the file, whose extension says how: .yaml, .yml or .json')
    .option('--force', 'replace a file that is there')
    .action((id: string, options: PullOptions) => pull(io, id, options))

  comparing('diff').description('show what the file would change; nothing is written')
    .option('--exit-code', 'exit with 3 where there is something to change')
    .addHelpText('after', '\nExit codes: 0 shown, 1 the service refuses the file, 2 wrong usage, 3 with --exit-code: there are differences.')
    .action(async (file: string, options: DiffOptions) => {
      const { report } = await compare(io, file, options)
      io.out(options.json ? `${JSON.stringify(report)}\n` : reportView(report, painter(io, options.color)))
      if (report.digest === null) throw new CliError('The file cannot be applied as it is.')
      if (options.exitCode && changesOf(report) > 0) throw new CliError('There are differences.', LEFT)
    })

  comparing('push').description('show what the file would change, ask, and apply exactly that')
    .option('--dry-run', 'only show it')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExit codes: 0 applied, or nothing to apply, 1 refused: nothing was applied, 2 wrong usage, 3 the answer was no: nothing was applied.')
    .action((file: string, options: PushOptions) => push(io, file, options))
}

async function pull (io: Io, id: string, { json, output, force, ...reach }: PullOptions): Promise<void> {
  const format = output === undefined ? (json ? 'json' : 'yaml') : formatOf(output)
  const response = await send(io, await connectionOf(io, reach), addressOf(id))
  const text = textOf(format, await response.json())
  if (output === undefined) return io.out(text)
  if (!force && existsSync(output)) throw new CliError(`${output} is there already: give --force to replace it.`)
  await replaceFile(output, text)
  const etag = response.headers.get('etag')
  io.out(json ? `${JSON.stringify({ plan: id, file: output, etag })}\n` : `${id} is in ${output}. To be refused where somebody changes it meanwhile: plan push --if-match '${etag}'\n`)
}

async function push (io: Io, file: string, { json, dryRun, yes, ...options }: PushOptions): Promise<void> {
  const { report, connection, address, body } = await compare(io, file, options)
  const view = reportView(report, painter(io, options.color))
  if (!json) io.out(view)
  if (report.digest === null) throw new CliError(`${json ? view : ''}The file cannot be applied as it is. Nothing was applied.`)
  if (dryRun || changesOf(report) === 0) return io.out(json ? `${JSON.stringify(report)}\n` : dryRun ? 'Nothing was applied.\n' : 'There is nothing to apply.\n')
  if (!yes) {
    if (json) io.err(view)
    const answer = await io.prompt(`Apply this at ${connection.url}? [y/N] `)
    if (answer === undefined) throw new CliError('Nobody can be asked here: give --yes to apply, or --dry-run to see what would be. Nothing was applied.', 2)
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was applied.', LEFT)
  }
  const applied = await ask<ChangeReport>(io, connection, `${address}&digest=${report.digest}`, body).catch((error: unknown) => {
    if (!(error instanceof Refusal) || !error.problem.type.endsWith('/data-moved')) throw error
    throw new CliError('Somebody changed the plan after what you saw was worked out. Nothing was applied: push again, and look at what it shows now.')
  })
  io.out(json ? `${JSON.stringify(applied)}\n` : 'Applied.\n')
}

interface Comparison { report: ChangeReport, connection: Connection, address: string, body: RequestInit }

/** What the service says the file would change. */
async function compare (io: Io, file: string, { ifMatch, withdrawAbsent, ...reach }: Omit<CompareOptions, 'color' | 'json'>): Promise<Comparison> {
  const { value, json } = await readDocument(file)
  const id = (Object((Object(value) as { plan?: unknown }).plan) as { id?: unknown }).id
  if (typeof id !== 'string') throw new CliError(`${file} is no plan: it has no plan with an id. \`open-commitments plan pull\` shows what one looks like.`)
  const connection = await keyedConnection(io, reach, 'An editor\'s key')
  const address = `${addressOf(id)}?absent=${withdrawAbsent ? 'withdraw' : 'keep'}`
  const body = { method: 'PUT', headers: { 'content-type': 'application/json' }, body: json }
  const asked = { ...body, headers: { ...body.headers, ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) } }
  return { report: await ask<ChangeReport>(io, connection, `${address}&dryRun=true`, asked), connection, address, body }
}

const addressOf = (id: string): string => `/v1/action-plans/${encodeURIComponent(id)}/document`

const changesOf = ({ counts: { create, update } }: ChangeReport): number => create + update
