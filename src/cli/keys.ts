import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Key } from '../resources/key/key.schemas.ts'
import { type Connection, ask, askAll, sending } from './client.ts'
import { type Reach, connectionOf, isHere, machineReadable, reachable } from './connection.ts'
import { CliError, type Io } from './io.ts'

interface Asked extends Reach { json?: true }
interface Creation extends Asked { role: string, member: string[], plan: string[], organisation?: string, alias?: string, publication?: string, name: string, days: string }

const ADMIN = `
The key is --key, else OPEN_COMMITMENTS_KEY, else the file DATA_DIR/admin.key, else that of \`login\`.

Example:
  open-commitments keys create --role editor --member mexico --name "plan sync"`

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `keys create|list|revoke`: asks the running service, since an embedded database belongs to one process. */
export function keysCommand (program: Command, io: Io): void {
  const keys = program.command('keys').description('make, list and revoke API keys, with the administrator\'s key')
    .addHelpText('after', ADMIN)

  machineReadable(reachable(keys.command('create'))).description('make a key; it is printed alone on standard output, once')
    .requiredOption('--role <role>', 'editor, reviewer, assessor, registrar, moderator or admin')
    .requiredOption('--name <name>', 'what it is for; never a person\'s name')
    .option('--member <id>', 'member whose plans an editor writes (may be repeated)', collect, [])
    .option('--plan <id>', 'plan that an editor or assessor writes (may be repeated)', collect, [])
    .option('--organisation <id>', 'organisation of a reviewer, or institution that an editor speaks for')
    .option('--alias <alias>', 'what a reviewer writes under instead of its organisation, in one --plan')
    .option('--publication <how>', 'how a reviewer publishes: immediate (default), or window (default for an alias)')
    .option('--days <n>', 'how long it lives, at most 400', '365')
    .action(async (options: Creation) => {
      const { role, name, member, plan, organisation, alias, publication, days } = options
      const body = {
        role,
        name,
        days: Number(days),
        ...(member.length === 0 ? {} : { members: member }),
        ...(plan.length === 0 ? {} : { plans: plan }),
        ...(organisation === undefined ? {} : { organisation }),
        ...(alias === undefined ? {} : { alias }),
        ...(publication === undefined ? {} : { publication })
      }
      const created = await ask<Key & { key: string }>(io, await connection(io, options), '/v1/admin/keys', sending('POST', body))
      io.out(options.json ? `${JSON.stringify(created)}\n` : `${created.key}\n`)
    })

  machineReadable(reachable(keys.command('list'))).description('all keys, without their secrets')
    .action(async (options: Asked) => {
      const items = await askAll<Key>(io, await connection(io, options), '/v1/admin/keys?limit=200')
      if (options.json) return io.out(`${JSON.stringify(items)}\n`)
      for (const { id, role, members, plans, organisation, alias, name, expiresOn, revokedOn } of items) {
        const scope = [...members, ...plans, organisation, alias].filter(Boolean).join(',')
        io.out(`${[id, role, scope || '-', revokedOn === null ? `until ${expiresOn}` : `revoked ${revokedOn}`, name].join('\t')}\n`)
      }
    })

  machineReadable(reachable(keys.command('revoke'))).argument('<id>').description('end a key at once')
    .action(async (id: string, options: Asked) => {
      await ask(io, await connection(io, options), `/v1/admin/keys/${encodeURIComponent(id)}`, { method: 'DELETE' })
      if (options.json) io.out(`${JSON.stringify({ id, revoked: true })}\n`)
      else io.err(`The key ${id} works no more.\n`)
    })
}

/** The file is for a service that is named, or for this machine: nothing else that `login` saved gets it. */
async function connection (io: Io, reach: Reach): Promise<Connection> {
  const connection = await connectionOf(io, reach)
  const file = join(io.env.DATA_DIR ?? './data', 'admin.key')
  const ours = reach.key === undefined && io.env.OPEN_COMMITMENTS_KEY === undefined && isHere(io, reach, connection.url)
  const key = ours ? await readFile(file, 'utf8').then(text => text.trim(), () => connection.key) : connection.key
  if (key === undefined) throw new CliError(`There is no administrator's key: neither --key, nor OPEN_COMMITMENTS_KEY, nor the file ${file}, which the service writes at its first start.`)
  return { ...connection, key }
}
