import type { Io } from './io.ts'

/** Tells how far something is: a bar that moves on a terminal, elsewhere a plain line each time `every` more are done. */
export function progressOf (io: Io, what: string, every: number): { at: (done: number, total: number) => void, end: () => void } {
  let [said, done, total] = [0, 0, 0]
  return {
    at: (now, of) => {
      [done, total] = [now, of]
      if (io.isTerminal) io.err(`\r${bar(done, total)} ${done} of ${total} ${what}`)
      else for (; said + every <= done; said += every) io.err(`${said + every} of ${total} ${what}\n`)
    },
    end: () => {
      if (io.isTerminal) io.err('\n')
      else if (said < done) io.err(`${done} of ${total} ${what}\n`)
    }
  }
}

function bar (done: number, total: number): string {
  const filled = Math.round(done / total * 40)
  return `[${'#'.repeat(filled)}${'.'.repeat(40 - filled)}]`
}
