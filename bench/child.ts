import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A process of the bench that answers each message with one of its own. */
export interface Child { ask: <T>(message: object) => Promise<T>, stop: () => Promise<void>, process: ChildProcess }

/** Starts a file of the bench. Its first question may be asked at once. */
export function startChild (file: string): Child {
  const child = fork(join(import.meta.dirname, file), {
    execArgv: ['--import', 'tsx'],
    env: {
      ...process.env,
      NODE_ENV: 'production'
    }
  })
  let settle: ((answer: unknown) => void) | undefined
  let refuse: ((error: Error) => void) | undefined
  const ended = once(child, 'exit').then(() => { refuse?.(new Error(`${file} ended.`)) })
  child.on('message', (answer) => { settle?.(answer) })
  return {
    process: child,
    ask: async <T>(message: object) => await new Promise<T>((resolve, reject) => {
      settle = resolve as (answer: unknown) => void
      refuse = reject
      child.send(message, (error) => { if (error !== null) reject(error) })
    }),
    stop: async () => {
      if (child.connected) child.disconnect()
      await ended
    }
  }
}
