import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { Key } from '../resources/key/key.schemas.ts'
import { type Connection, ask, askAll, serviceUrl } from './client.ts'
import { CliError, type Io } from './io.ts'

interface Reach { url: string, key?: string }
interface Creation extends Reach { role: string, member: string[], plan: string[], organisation?: string, alias?: string, publication?: string, name: string, days: string }

const collect = (value: string, earlier: string[]): string[] => [...earlier, value]

/** `keys create|list|revoke`: asks the running service, since an embedded database belongs to one process. */
export function keysCommand (program: Command, io: Io): void {
  const keys = program.command('keys').description('make, list and revoke API keys, with the administrator\'s key')
  const reachable = (command: Command): Command => command
    .option('--url <url>', 'the running service (default: PUBLIC_URL, else PORT on this machine)', serviceUrl(io))
    .option('--key <key>', 'administrator\'s key (default: OPEN_COMMITMENTS_KEY, else the file DATA_DIR/admin.key)')

  reachable(keys.command('create').description('make a key; it is printed alone on standard output, once'))
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
      const created = await ask<{ key: string }>(io, await connection(io, options), '/v1/admin/keys', {
        method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body)
      })
      io.out(`${created.key}\n`)
    })

  reachable(keys.command('list').description('all keys, without their secrets'))
    .action(async (options: Reach) => {
      const items = await askAll<Key>(io, await connection(io, options), '/v1/admin/keys?limit=200')
      for (const { id, role, members, plans, organisation, alias, name, expiresOn, revokedOn } of items) {
        const scope = [...members, ...plans, organisation, alias].filter(Boolean).join(',')
        io.out(`${[id, role, scope || '-', revokedOn === null ? `until ${expiresOn}` : `revoked ${revokedOn}`, name].join('\t')}\n`)
      }
    })

  reachable(keys.command('revoke').argument('<id>').description('end a key at once'))
    .action(async (id: string, options: Reach) => {
      await ask(io, await connection(io, options), `/v1/admin/keys/${encodeURIComponent(id)}`, { method: 'DELETE' })
      io.err(`The key ${id} works no more.\n`)
    })
}

async function connection (io: Io, { url, key }: Reach): Promise<Connection> {
  const given = key ?? io.env.OPEN_COMMITMENTS_KEY
  if (given !== undefined) return { url, key: given }
  const file = join(io.env.DATA_DIR ?? './data', 'admin.key')
  try {
    return { url, key: (await readFile(file, 'utf8')).trim() }
  } catch {
    throw new CliError(`There is no administrator's key: neither --key, nor OPEN_COMMITMENTS_KEY, nor the file ${file}, which the service writes at its first start.`)
  }
}
