import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Io } from '../../src/cli/io.ts'
import { run } from '../../src/cli/run.ts'

export interface Ran { code: number, out: string, err: string }

/** Where nobody has logged in. */
const NOWHERE = mkdtempSync(join(tmpdir(), 'oc-config-'))

/** Runs a command in this process: without a terminal, without what the machine's own user has saved, and with short waits. */
export async function cli (argv: string[], { env, ...given }: Partial<Io> = {}): Promise<Ran> {
  const ran = { out: '', err: '' }
  const code = await run(argv, {
    out: text => { ran.out += text },
    err: text => { ran.err += text },
    isTerminal: false,
    isOutTerminal: false,
    env: { XDG_CONFIG_HOME: NOWHERE, ...env },
    fetch,
    sleep: () => new Promise(resolve => setTimeout(resolve, 5)),
    prompt: async () => undefined,
    input: async () => '',
    signal: new AbortController().signal,
    ...given
  })
  return { code, ...ran }
}
