import { Command, CommanderError } from 'commander'
import { exportCommand } from './export.ts'
import { followCommand } from './follow.ts'
import { importCommand } from './import.ts'
import { importOgpCommand } from './import-ogp.ts'
import { CliError, type Io } from './io.ts'
import { keysCommand } from './keys.ts'
import { logKeyCommand } from './log-key.ts'
import { loginCommands } from './login.ts'
import { planCommand } from './plan.ts'
import { receiptCommand } from './receipt.ts'
import { reviewCommand } from './review.ts'
import { verifyCommand } from './verify.ts'

/**
 * The command line for operators and scripts. It talks HTTP only, but for the key of the log.
 * @returns the exit code: 0 done, 1 refused or failed, 2 wrong usage, 3 nothing failed and something is left (`LEFT`); of `verify` and `receipt`, 2 also where the log cannot be read
 */
export async function run (argv: string[], io: Io): Promise<number> {
  const program = new Command('open-commitments')
    .description('Open Commitments from the command line')
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: io.err })
  loginCommands(program, io)
  keysCommand(program, io)
  planCommand(program, io)
  importCommand(program, io)
  importOgpCommand(program, io)
  exportCommand(program, io)
  reviewCommand(program, io)
  followCommand(program, io)
  verifyCommand(program, io)
  receiptCommand(program, io)
  logKeyCommand(program, io)
  try {
    await program.parseAsync(argv, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    if (!(error instanceof CliError)) throw error
    io.err(`${error.message}\n`)
    return error.exitCode
  }
}
