import { createHash, createPublicKey, verify } from 'node:crypto'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { parseCheckpoint } from '../../../src/log/checkpoint.ts'
import { type Hash, append, consistencyProof, hashesAt, inclusionProof, leafHash, rootOf } from '../../../src/log/merkle.ts'
import { openNote } from '../../../src/log/note.ts'
import { type Tile, entriesOf, tilePath, widthIn } from '../../../src/log/tile.ts'
import { provesConsistency, provesInclusion } from '../../../src/log/verify.ts'

/** The log as a stranger reads it: from its addresses alone. */

const hexOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex')
const sha256 = (...parts: Buffer[]): string => createHash('sha256').update(Buffer.concat(parts)).digest('base64')
const bytesOf = async ({ app }: TestApp, url: string): Promise<Buffer> => (await app.inject(url)).rawPayload

async function readCheckpoint ({ get }: TestApp) {
  const note = openNote((await get('/log/checkpoint')).text, (await get('/log/vkey')).text.trim())
  return parseCheckpoint(note as string) as NonNullable<ReturnType<typeof parseCheckpoint>>
}

/** All that tiles of one level hold of a tree of `size`. */
async function readTiles (app: TestApp, level: Tile['level'], size: number): Promise<Buffer[]> {
  const tiles: Buffer[] = []
  for (let index = 0; ; index++) {
    const width = widthIn(size, { level, index, width: 256 })
    if (width === 0) return tiles
    tiles.push(await bytesOf(app, `/log/tile/${tilePath({ level, index, width })}`))
  }
}

const hashesOf = (tiles: Buffer[]): Hash[] => tiles.flatMap(tile => Array.from({ length: tile.length / 32 }, (_, at) => tile.subarray(at * 32, at * 32 + 32)))

const plural = (type: string): string => ({ 'policy-area': 'policy-areas', 'code-list': 'code-lists', reply: 'replies', 'report-clusters': 'report-clusters' })[type] ?? `${type}s`

/** Checks everything, and gives the leaves. */
async function verifyLog (t: Test, app: TestApp): Promise<Hash[]> {
  const { size, root } = await readCheckpoint(app)
  const entries = (await readTiles(app, 'entries', size)).flatMap(entriesOf)
  const leaves = entries.map(leafHash)
  t.equal(entries.length, size)
  const tree = hashesAt(append(() => { throw new Error('there is nothing before') }, 0, leaves))
  t.equal(hexOf(rootOf(tree, size)), hexOf(root), 'the entries make the root that is signed')
  t.strictSame(hashesOf(await readTiles(app, 0, size)).map(hexOf), leaves.map(hexOf), 'level 0')
  t.strictSame(hashesOf(await readTiles(app, 1, size)).map(hexOf), Array.from({ length: Math.floor(size / 256) }, (_, index) => hexOf(tree(8, index))), 'level 1')
  for (const [index, text] of entries.entries()) {
    const { type, id, rev, hash, prev, on, v } = JSON.parse(String(text))
    const { json } = await app.get(`/v1/${plural(type.split('.')[0])}/${id}/revisions/${rev}`)
    const said = { bodyHash: sha256(Buffer.from(json.salt, 'base64'), Buffer.from(json.body)), previous: json.previous ?? '', logIndex: json.logIndex, on: json.on, v: 1 }
    if (JSON.stringify(said) !== JSON.stringify({ bodyHash: hash, previous: prev, logIndex: index, on, v })) t.fail(`entry ${index} is not its revision`)
    if (index % 40 !== 0 && index !== size - 1) continue
    const [head = '', note] = (await app.get(`/log/proof/${index}`)).text.split('\n\n') as [string, string]
    const [format, place, ...hashes] = head.split('\n')
    t.strictSame([format, place], ['c2sp.org/tlog-proof@v1', `index ${index}`])
    t.match(note, `\n${size}\n`)
    t.strictSame(hashes, inclusionProof(tree, index, size).map(one => Buffer.from(one).toString('base64')))
    t.ok(provesInclusion(leafHash(text), index, size, hashes.map(one => Buffer.from(one, 'base64')), root), `entry ${index} is proved`)
  }
  return leaves
}

t.test('the public log', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post } = app
  const registrar = await app.key({ role: 'registrar' })
  const grow = async (name: string, count: number) => {
    for (let n = 0; n < count; n++) await post('/v1/policy-areas', { id: `${name}-${n}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar })
    await app.sequence()
  }

  t.test('has a key before it has an entry', async (t) => {
    t.match((await get('/log/vkey')).text, /^127\.0\.0\.1:3000\/log\+[0-9a-f]{8}\+\S{44}\n$/)
    for (const path of ['checkpoint', 'proof/0', 'tile/0/000.p/1']) t.match((await get(`/log/${path}`)).json, { status: 404, type: /not-found$/ }, path)
  })

  t.test('is verified whole from its addresses, and grows by nothing but additions', async (t) => {
    await app.sequence()
    const older = await readCheckpoint(app)
    const before = await verifyLog(t, app)
    await grow('more', Math.max(3, 270 - older.size))
    const newer = await readCheckpoint(app)
    const leaves = await verifyLog(t, app)
    t.ok(newer.size > older.size && newer.size > 256)
    t.strictSame(leaves.slice(0, before.length), before)
    const tree = hashesAt(append(() => { throw new Error('there is nothing before') }, 0, leaves))
    t.ok(provesConsistency(older, newer, consistencyProof(tree, older.size, newer.size)))
  })

  t.test('is signed with Ed25519 by the key that it names', async (t) => {
    const [text = '', signatures = ''] = (await get('/log/checkpoint')).text.split('\n\n')
    const [, name, signature = ''] = /^— (\S+) (\S+)\n$/.exec(signatures) ?? []
    const vkey = (await get('/log/vkey')).text.trim()
    const key = Buffer.from(vkey.slice(`${name}+01234567+`.length), 'base64').subarray(1)
    const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: key.toString('base64url') }, format: 'jwk' })
    t.equal(name, '127.0.0.1:3000/log')
    t.ok(verify(null, Buffer.from(`${text}\n`), publicKey, Buffer.from(signature, 'base64').subarray(4)))
  })

  t.test('is kept for ever where it cannot change, and for a second where it can', async (t) => {
    const kept = async (path: string) => (await get(`/log/${path}`)).headers['cache-control']
    for (const path of ['tile/0/000', 'tile/entries/000']) t.equal(await kept(path), 'public, max-age=31536000, immutable', path)
    for (const path of ['checkpoint', 'proof/0']) t.equal(await kept(path), 'public, max-age=1, must-revalidate', path)
    for (const path of ['tile/0/001.p/1', 'tile/0/000.p/255', 'tile/1/000.p/1', 'vkey']) t.match(await kept(path), /^public, max-age=60/, path)
    const { headers } = await get('/log/tile/0/000')
    t.match(headers, { 'content-type': 'application/octet-stream', 'access-control-allow-origin': '*' })
    t.equal((await get('/log/tile/0/000', { headers: { 'if-none-match': String(headers.etag) } })).status, 304)
  })

  t.test('refuses what is no tile and what is not there yet', async (t) => {
    for (const path of ['tile/0/001', 'tile/0/000.p/256', 'tile/0/000.p/0', 'tile/0/0', 'tile/8/000.p/1', 'tile/entries/002.p/1', 'tile/x', 'tile/0/x000/000', 'tile/', 'proof/99999']) {
      t.match((await get(`/log/${path}`)).json, { status: 404, type: /not-found$/ }, path)
    }
    for (const path of ['proof/-1', 'proof/x', `tile/${'0'.repeat(61)}`]) t.match((await get(`/log/${path}`)).json, { status: 400, type: /invalid-query$/ }, path)
    t.equal((await get('/log/checkpoint', { headers: { accept: 'application/json' } })).status, 406)
  })
})
