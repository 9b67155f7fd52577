import type { Command } from 'commander'
import type { Connection } from './client.ts'
import { CliError, type Io } from './io.ts'
import { readSaved } from './saved.ts'

/** What the options of `reachable` give. */
export interface Reach { url?: string, key?: string }

/** Where a service listens that is started as it stands. */
export const HERE = 'http://127.0.0.1:3000'

/** The service that the environment names, by the settings it is started with. */
const urlOf = ({ env }: Io): string | undefined => env.OPEN_COMMITMENTS_URL ?? env.PUBLIC_URL ?? (env.PORT === undefined ? undefined : `http://127.0.0.1:${env.PORT}`)

/** The options with which every command that asks a service is told which one, and with which key. */
export const reachable = (command: Command): Command => command
  .option('--url <url>', 'the service (default: OPEN_COMMITMENTS_URL, PUBLIC_URL, PORT on this machine, that of `login`, http://127.0.0.1:3000)')
  .option('--key <key>', 'API key (default: OPEN_COMMITMENTS_KEY, that of `login`); others on this machine see it while the command runs')

/** `--json` of a command that has something to tell. */
export const machineReadable = (command: Command): Command => command.option('--json', 'print JSON for programs')

/** Where a command goes, and with which key if there is one: options before the environment before what `login` saved. */
export async function connectionOf (io: Io, { url: given, key }: Reach): Promise<Connection> {
  const saved = await readSaved(io)
  const url = given ?? urlOf(io) ?? saved.current ?? HERE
  const found = key ?? io.env.OPEN_COMMITMENTS_KEY ?? (URL.canParse(url) ? saved.services[new URL(url).origin] : undefined)
  return { url, ...(found === undefined ? {} : { key: found }) }
}

/** Whether a service is named for this command, or runs on this machine. */
export const isHere = (io: Io, { url }: Reach, found: string): boolean =>
  (url ?? urlOf(io)) !== undefined || ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(found).hostname)

/** The same where nothing goes without a key; `whose` says which ("An editor's key", "A registrar's key"). */
export async function keyedConnection (io: Io, reach: Reach, whose: string): Promise<Required<Connection>> {
  const { url, key } = await connectionOf(io, reach)
  if (key === undefined) throw new CliError(`${whose} is needed: log in with \`open-commitments login ${url}\`, or give OPEN_COMMITMENTS_KEY or --key.`)
  return { url, key }
}
