/** What a command touches of the outside: tests hand in their own. */
export interface Io {
  out: (text: string) => void
  err: (text: string) => void
  /** Whether standard error is a terminal, where a progress bar may move. */
  isTerminal: boolean
  /** Whether standard output is a terminal, where colours show. */
  isOutTerminal: boolean
  env: NodeJS.ProcessEnv
  fetch: typeof fetch
  /** Waits some milliseconds. */
  sleep: (ms: number) => Promise<unknown>
  /** What the user answers, without echo where it is `hidden`; undefined where standard input is no terminal. */
  prompt: (question: string, hidden?: boolean) => Promise<string | undefined>
  /** All of standard input. */
  input: () => Promise<string>
  /** Aborted when the user asks for an end. */
  signal: AbortSignal
}

/** Exit code where nothing failed and something is left: a promise that waits, differences, a question answered with no. */
export const LEFT = 3

/** A failure that the user can mend; its message says how. */
export class CliError extends Error {
  readonly exitCode: number

  constructor (message: string, exitCode = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
