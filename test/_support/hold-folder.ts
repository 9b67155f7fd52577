import { lockFolder } from '../../src/db/embedded.ts'

/** A process that takes a data folder and keeps it until it is ended; run by a test. */
try {
  lockFolder(process.argv[2] as string)
  process.stdout.write('held\n')
  setInterval(() => {}, 1000)
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n`)
}
