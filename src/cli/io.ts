/** What a command touches of the outside: tests hand in their own. */
export interface Io {
  out: (text: string) => void
  err: (text: string) => void
  /** Whether standard error is a terminal, where a progress bar may move. */
  isTerminal: boolean
  env: NodeJS.ProcessEnv
  fetch: typeof fetch
  /** Waits some milliseconds. */
  sleep: (ms: number) => Promise<unknown>
}

/** A failure that the user can mend; its message says how. */
export class CliError extends Error {
  readonly exitCode: number

  constructor (message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
