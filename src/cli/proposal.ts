import { Refusal } from './client.ts'
import { CliError, type Io, LEFT } from './io.ts'

/** What a file would change, as the service worked it out: shown first, and applied as it was shown or not at all. */
export interface Proposal {
  /** For programs. */
  report: object
  /** For people. */
  view: string
  /** Whether it can be applied at all. */
  applicable: boolean
  /** How much it creates and updates. */
  changes: number
  /** The service that it is for. */
  url: string
  /** Applies exactly this. @returns the report of that, for programs */
  apply: () => Promise<object>
}

interface Shown { json?: true, exitCode?: true }
interface Offered { json?: true, dryRun?: true, yes?: true }

const lineOf = (report: object): string => `${JSON.stringify(report)}\n`

/** @throws CliError where it cannot be applied, or with `exitCode` where there is something to change */
export function show (io: Io, { report, view, applicable, changes }: Proposal, { json, exitCode }: Shown): void {
  io.out(json ? lineOf(report) : view)
  if (!applicable) throw new CliError('The file cannot be applied as it is.')
  if (exitCode && changes > 0) throw new CliError('There are differences.', LEFT)
}

/**
 * Shows it, asks, and applies it.
 * @throws CliError where nothing was applied that should have been: refused, moved, answered with no, or nobody to ask
 */
export async function offer (io: Io, { report, view, applicable, changes, url, apply }: Proposal, { json, dryRun, yes }: Offered): Promise<void> {
  if (!json) io.out(view)
  if (!applicable) throw new CliError(`${json ? view : ''}The file cannot be applied as it is. Nothing was applied.`)
  if (dryRun || changes === 0) return io.out(json ? lineOf(report) : dryRun ? 'Nothing was applied.\n' : 'There is nothing to apply.\n')
  if (!yes) {
    if (json) io.err(view)
    const answer = await io.prompt(`Apply this at ${url}? [y/N] `)
    if (answer === undefined) throw new CliError('Nobody can be asked here: give --yes to apply, or --dry-run to see what would be. Nothing was applied.', 2)
    if (!/^y(es)?$/i.test(answer.trim())) throw new CliError('Nothing was applied.', LEFT)
  }
  const applied = await apply().catch((error: unknown) => {
    if (!(error instanceof Refusal) || !error.problem.type.endsWith('/data-moved')) throw error
    throw new CliError('Somebody changed the plan after what you saw was worked out. Nothing was applied: run this again, and look at what it shows now.')
  })
  io.out(json ? lineOf(applied) : 'Applied.\n')
}
