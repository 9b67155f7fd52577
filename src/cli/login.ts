import type { Command } from 'commander'
import { ask } from './client.ts'
import { type Reach, connectionOf, machineReadable } from './connection.ts'
import { CliError, type Io } from './io.ts'
import { readSaved, save, savedFile } from './saved.ts'

interface Asked { json?: true }

/** `login [URL]` and `logout [URL]`: keep a key for a service, in a file that only its owner reads. */
export function loginCommands (program: Command, io: Io): void {
  machineReadable(program.command('login')).argument('[url]', 'the service, e.g. https://tracker.example.org')
    .description('save a key, and the service it is for, for the commands after; the key is asked for without echo, or read from standard input')
    .addHelpText('after', `
It is saved as it is, for your user alone (mode 0600), in ${savedFile(io)}.
Whoever takes your device has it: where that is a danger, give OPEN_COMMITMENTS_KEY for one command instead.

Examples:
  open-commitments login https://tracker.example.org
  pass show tracker | open-commitments login https://tracker.example.org`)
    .action(async (given: string | undefined, { json }: Asked) => {
      const { url } = await connectionOf(io, reachOf(given))
      if (!/^https?:\/\//.test(url) || !URL.canParse(url)) throw new CliError(`${url} is no address of a service: it begins with http:// or https://.`, 2)
      const key = (await io.prompt(`Key for ${url}: `, true) ?? await io.input()).trim()
      if (key === '') throw new CliError('No key was given.')
      const me = await ask<{ role: string }>(io, { url, key }, '/v1/me')
      const saved = await readSaved(io)
      const { origin } = new URL(url)
      await save(io, { current: origin, services: { ...saved.services, [origin]: key } })
      if (json) io.out(`${JSON.stringify({ url: origin, ...me })}\n`)
      else io.out(`Logged in to ${origin} as ${me.role}.\n`)
    })

  machineReadable(program.command('logout')).argument('[url]', 'the service (default: that of `login`)')
    .description('forget the key of a service; it still works until it is revoked')
    .action(async (given: string | undefined, { json }: Asked) => {
      const { url } = await connectionOf(io, reachOf(given))
      const { current, services } = await readSaved(io)
      const origin = URL.canParse(url) ? new URL(url).origin : url
      const { [origin]: key, ...others } = services
      if (key === undefined) throw new CliError(`No key of ${origin} is saved.`)
      await save(io, { ...(current === undefined || current === origin ? {} : { current }), services: others })
      io.out(json ? `${JSON.stringify({ url: origin, forgotten: true })}\n` : `The key of ${origin} is forgotten here. It works until it is revoked or expires.\n`)
    })
}

const reachOf = (url: string | undefined): Reach => url === undefined ? {} : { url }
