import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createHash } from 'node:crypto'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { checkpointText } from '../../src/log/checkpoint.ts'
import { type LoggedRevision, entryText } from '../../src/log/entry.ts'
import { type Hash, growingTree, leafHash } from '../../src/log/merkle.ts'
import { privateKeyOf, signNote, verifierKey } from '../../src/log/note.ts'
import { TILE_HEIGHT, TILE_WIDTH, entryBundle, parseTilePath } from '../../src/log/tile.ts'

/**
 * How long the built verifier takes for a log of a million entries, and how much memory. The log is made up, of
 * entities with four revisions each, and served by this process, so that what is measured is the verifier. Run `npm run
 * build` first. Linux only, since it reads the memory of the process from /proc.
 */
const size = Number(process.argv[2] ?? 1_000_000)
const cli = join(import.meta.dirname, '../../dist/cli/main.js')
if (!existsSync(cli)) throw new Error('Run `npm run build` first, then `npx tsx bench/single/verify.ts [ENTRIES]`.')

const entities = Math.ceil(size / 4)
const WORDS = 'A commitment is made of words, and a revision holds all of them. '.repeat(10)
const hashes: Hash[][] = [[]]
const bodies: Buffer[] = []
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')
const idOf = (index: number): string => createHash('sha256').update(`id ${index % entities}`).digest('hex').slice(0,
  32).replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
const saltOf = (index: number): Buffer => createHash('sha256').update(`salt ${index}`).digest()
const textOf = (index: number): string => canonicalText({
  id: idOf(index),
  description: { en: `${WORDS}${index}` },
  title: { en: `Commitment ${index}` }
})
const revisionOf = (index: number): LoggedRevision => ({
  type: 'commitment',
  id: idOf(index),
  revision: Math.floor(index / entities) + 1,
  on: '2026-11-22',
  hash: base64(bodies[index] as Buffer),
  previous: index < entities ? null : base64(bodies[index - entities] as Buffer)
})
const entryOf = (index: number): Buffer => Buffer.from(entryText(revisionOf(index)))
const upTo = <T>(first: number, count: number, make: (index: number) => T): T[] => Array.from({
  length: Math.max(0,
    Math.min(count, size - first))
}, (_, n) => make(first + n))

const tree = growingTree((level, hash) => {
  if (level % TILE_HEIGHT === 0) (hashes[level / TILE_HEIGHT] ??= []).push(hash)
})
for (let index = 0; index < size; index++) {
  bodies.push(bodyHash(saltOf(index), textOf(index)))
  const leaf = leafHash(entryOf(index))
  hashes[0]?.push(leaf)
  tree.push(leaf)
}

const [origin, key] = ['log.example/log', privateKeyOf(Buffer.alloc(32, 1))]

function answer (url: URL): string | Buffer | undefined {
  if (url.pathname === '/log/vkey') return verifierKey(origin, key)
  if (url.pathname === '/log/checkpoint') {
    return signNote(checkpointText({ origin, size, root: tree.root() }),
      origin, key)
  }
  if (url.pathname === '/v1/revisions') {
    const after = url.searchParams.get('after')
    const first = url.searchParams.get('sort') === '-index' ? size - 1 : after === null ? 0 : Number(after) + 1
    return JSON.stringify({
      items: upTo(first, Number(url.searchParams.get('limit')), (index) => {
        const { hash, ...rest } = revisionOf(index)
        return {
          ...rest,
          op: 'update',
          by: { role: 'editor', institution: null, alias: null },
          body: textOf(index),
          salt: base64(saltOf(index)),
          bodyHash: hash,
          logIndex: index
        }
      })
    })
  }
  if (url.pathname === '/v1/commitments') {
    const first = Number(url.searchParams.get('cursor') ?? size - entities)
    const limit = Number(url.searchParams.get('limit'))
    return JSON.stringify({
      items: upTo(first, limit, index => ({
        ...JSON.parse(textOf(index)) as object,
        status: {},
        revision: revisionOf(index).revision
      })),
      links: {
        next: first + limit < size
          ? `http://log.example/v1/commitments?limit=${limit}&cursor=${first + limit}`
          : null
      }
    })
  }
  const tile = parseTilePath(url.pathname.slice('/log/tile/'.length))
  if (tile === undefined) return undefined
  const first = tile.index * TILE_WIDTH
  const parts = tile.level === 'entries'
    ? upTo(first, tile.width, entryOf)
    : (hashes[tile.level] ?? []).slice(first,
        first + tile.width)
  if (parts.length < tile.width) return undefined
  return tile.level === 'entries' ? entryBundle(parts) : Buffer.concat(parts)
}

const server = createServer((request, response) => {
  const body = answer(new URL(String(request.url), 'http://log.example'))
  response.writeHead(body === undefined ? 404 : 200).end(body)
}).listen(0, '127.0.0.1')
await once(server, 'listening')

const started = performance.now()
const child = spawn(process.execPath, [cli, 'verify', `http://127.0.0.1:${(server.address() as AddressInfo).port}`],
  { stdio: ['ignore', 'inherit', 'inherit'] })
let [peak, ticks] = [0, 0]
const watch = setInterval(() => {
  try {
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0))
    // Fields 14 and 15 of proc(5): what it has computed, in hundredths of a second.
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(' ')
    ticks = Math.max(ticks, Number(stat[13]) + Number(stat[14]))
  } catch {
    // It ended just now.
  }
}, 200)
const [code] = await once(child, 'close') as [number]
clearInterval(watch)
server.close()
process.stdout.write(`${size} entries: exit ${code} after ${((performance.now() - started) / 1000).toFixed(1)} s (${(ticks / 100).toFixed(1)} s of a processor), at most ${(peak / 1024).toFixed(0)} MiB (less than 300 s and 512 MiB)\n`)
