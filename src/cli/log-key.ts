import type { Command } from 'commander'
import { ConfigError, rotateLogKey } from '../config.ts'
import { CliError, type Io } from './io.ts'

/** `log-key rotate`: works on the files of the service, not over HTTP, so that the key never travels. */
export function logKeyCommand (program: Command, io: Io): void {
  program.command('log-key').description('the key that signs the public log')
    .command('rotate').description('make a new key in DATA_DIR; the next start of the service records it, signed by the one before')
    .action(() => {
      if (io.env.LOG_KEY !== undefined) throw new CliError('The key comes from LOG_KEY: give that as LOG_KEY_PREVIOUS, a new one (openssl rand -hex 32) as LOG_KEY, and restart every instance.')
      try {
        const previous = rotateLogKey(io.env.DATA_DIR ?? './data')
        io.out(`Made a new key. Restart the service: it records the new key in the log and signs with both, until you delete ${previous}\nand restart it again. Keep a backup of the new log.key.\n`)
      } catch (error) {
        throw error instanceof ConfigError ? new CliError(error.message) : error
      }
    })
}
