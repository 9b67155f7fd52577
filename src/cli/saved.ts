import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CliError, type Io } from './io.ts'

/** What `login` keeps: the service that is asked where none is named, and the key of each by its origin. */
export interface Saved { current?: string, services: Record<string, string> }

/** XDG Base Directory Specification: $XDG_CONFIG_HOME, else ~/.config. */
export const savedFile = ({ env }: Io): string => join(env.XDG_CONFIG_HOME ?? join(env.HOME ?? homedir(), '.config'), 'open-commitments', 'keys.json')

/** @throws CliError where the file is there and is not what `save` wrote */
export async function readSaved (io: Io): Promise<Saved> {
  const file = savedFile(io)
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw new CliError(`${file} cannot be read: ${error.message}`)
  })
  if (text === undefined) return { services: {} }
  try {
    const saved = JSON.parse(text) as Saved
    if (Object(saved.services) === saved.services) return saved
  } catch {}
  throw new CliError(`${file} is not what \`open-commitments login\` writes. Delete it and log in again.`)
}

/** For its owner alone, whatever the umask, and whole or not at all. */
export async function save (io: Io, saved: Saved): Promise<void> {
  const file = savedFile(io)
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await replaceFile(file, `${JSON.stringify(saved, null, 2)}\n`, 0o600)
}

/** Writes a file whole or not at all: beside it, then in its place. */
export async function replaceFile (file: string, text: string | Uint8Array, mode = 0o666): Promise<void> {
  const beside = `${file}.${process.pid}.new`
  try {
    await writeFile(beside, text, { mode, flush: true })
    await rename(beside, file)
  } catch (error) {
    throw new CliError(`${file} cannot be written: ${(error as Error).message}`)
  }
}
