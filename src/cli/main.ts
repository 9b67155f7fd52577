#!/usr/bin/env node
import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { run } from './run.ts'

// A reader that has seen enough (head, less) closes the pipe: that is no failure.
process.stdout.on('error', () => process.exit(0))

const end = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())

/** Echo goes nowhere where it is hidden; the question is on standard error, since standard output is for results. */
async function prompt (question: string, hidden = false): Promise<string | undefined> {
  if (!process.stdin.isTTY) return undefined
  process.stderr.write(question)
  const output = hidden ? new Writable({ write: (_chunk, _encoding, done) => done() }) : process.stderr
  const lines = createInterface({ input: process.stdin, output, terminal: true })
  try {
    return await lines.question('', { signal: end.signal })
  } finally {
    lines.close()
    if (hidden) process.stderr.write('\n')
  }
}

process.exitCode = await run(process.argv.slice(2), {
  out: text => { process.stdout.write(text) },
  err: text => { process.stderr.write(text) },
  isTerminal: process.stderr.isTTY === true,
  isOutTerminal: process.stdout.isTTY === true,
  env: process.env,
  fetch,
  sleep: ms => setTimeout(ms, undefined, { signal: end.signal }),
  prompt,
  input: () => text(process.stdin),
  signal: end.signal
})
