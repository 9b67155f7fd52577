#!/usr/bin/env node
import { setTimeout } from 'node:timers/promises'
import { run } from './run.ts'

// A reader that has seen enough (head, less) closes the pipe: that is no failure.
process.stdout.on('error', () => process.exit(0))

process.exitCode = await run(process.argv.slice(2), {
  out: text => { process.stdout.write(text) },
  err: text => { process.stderr.write(text) },
  isTerminal: process.stderr.isTTY === true,
  env: process.env,
  fetch,
  sleep: setTimeout
})
