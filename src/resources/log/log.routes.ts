import Type from 'typebox'
import { logKeys } from '../../config.ts'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { type Checkpoint, checkpointText, originOf, proofText } from '../../log/checkpoint.ts'
import { findNodes, listEntries, listHashes, newestCheckpoint } from '../../log/log.store.ts'
import { hashesAt, inclusionProof, subtreesOf } from '../../log/merkle.ts'
import { signNote, verifierKey } from '../../log/note.ts'
import { ContradictionError, requireContinuation } from '../../log/outside.ts'
import { TILE_HEIGHT, TILE_WIDTH, entryBundle, parseTilePath } from '../../log/tile.ts'
import { integer, record } from '../../schema/scalars.ts'

/** A full tile never changes (api.md, section 1.7); what stands on the newest checkpoint does within a second. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const NEWEST = 'public, max-age=1, must-revalidate'

const TEXT = 'text/plain; charset=utf-8'
const text = (maxLength: number) => ({ 'text/plain': { schema: { type: 'string', maxLength } } })

/** The public log as C2SP tlog-tiles lays it out, so that other people's tools read and verify it. */
export function logRoutes (app: App, deps: Deps): void {
  const origin = originOf(deps.config.publicUrl)
  const keys = logKeys(deps.secrets)
  // Ed25519 gives one signature for one text, and the database one root for each size: signing twice says nothing new.
  const sign = (checkpoint: Omit<Checkpoint, 'origin'>): string => signNote(checkpointText({ origin, ...checkpoint }), origin, ...keys)
  const newest = async () => {
    // Two trees of one size must never be signed, whoever asks.
    if (deps.outside !== undefined) await requireContinuation(deps.db, deps.outside).catch(withhold)
    return found(await newestCheckpoint(deps.db), 'Nothing is in the log yet.')
  }

  app.get('/log/checkpoint', {
    config: { produces: ['text/plain'], live: true },
    schema: operation({
      id: 'getLogCheckpoint',
      tag: 'Record',
      summary: 'The newest checkpoint of the log',
      description: 'Size and root of the log, signed: a C2SP tlog-checkpoint. Keep one, and later heads can be held against it. After a new key the one before it signs too for a while, in a second line.',
      answer: text(10000),
      conditional: true,
      problems: ['not-found', 'log-withheld']
    })
  }, async (request, reply) => sendRepresentation(request, reply.header('cache-control', NEWEST), sign(await newest()), undefined, TEXT))

  app.get('/log/vkey', {
    config: { produces: ['text/plain'] },
    schema: operation({
      id: 'getLogVerifierKey',
      tag: 'Record',
      summary: 'The key that checks checkpoints',
      description: 'The public key of the log as a verifier key of C2SP signed notes. Get it once, from more than one place, and keep it. Where a key came from stands in the log: `key.rotated`, and the revisions of a log key.',
      answer: text(1000),
      conditional: true
    })
  }, async (request, reply) => sendRepresentation(request, reply, `${verifierKey(origin, deps.secrets.logKey)}\n`, undefined, TEXT))

  app.get('/log/proof/:index', {
    config: { produces: ['text/plain'], live: true },
    schema: operation({
      id: 'getLogProof',
      tag: 'Record',
      summary: 'Proof that an entry is in the log',
      description: 'Index, inclusion proof and newest checkpoint in one text, a C2SP tlog-proof, to be checked without this service. A revision names its index in logIndex.',
      params: record({ index: integer(0, 2147483647) }),
      answer: text(20000),
      conditional: true,
      problems: ['log-withheld']
    })
  }, async (request, reply) => {
    const { index } = request.params
    const checkpoint = await newest()
    found(index < checkpoint.size || undefined, `The log has no entry ${index} yet.`)
    const nodes = await findNodes(deps.db, subtreesOf(at => inclusionProof(at, index, checkpoint.size)))
    const proof = inclusionProof(hashesAt(nodes), index, checkpoint.size)
    return sendRepresentation(request, reply.header('cache-control', NEWEST), proofText(index, proof, sign(checkpoint)), undefined, TEXT)
  })

  app.get('/log/tile/*', {
    config: { produces: ['application/octet-stream'] },
    schema: operation({
      id: 'getLogTile',
      tag: 'Record',
      summary: 'A tile of the log',
      description: 'C2SP tlog-tiles: `<L>/<N>` gives 256 hashes of level 8 L of the tree, `entries/<N>` 256 entries, each after its length in two bytes. N is in groups of three digits, all but the last after an x: x001/234. `.p/<W>` at the end gives the first W of what is not full.',
      params: record({ '*': Type.String({ maxLength: 60, description: '<L>/<N>[.p/<W>] or entries/<N>[.p/<W>]', examples: ['0/000.p/1'] }) }),
      answer: { 'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream', maxLength: 16777216 } } },
      conditional: true
    })
  }, async (request, reply) => {
    const path = request.params['*']
    const tile = found(parseTilePath(path), `${path} is not the path of a tile.`)
    const { level, index, width } = tile
    const parts = level === 'entries'
      ? await listEntries(deps.db, index * TILE_WIDTH, width)
      : await listHashes(deps.db, level * TILE_HEIGHT, index * TILE_WIDTH, width)
    found(parts.length === width || undefined, `The log has no tile ${path} yet.`)
    if (width === TILE_WIDTH) reply.header('cache-control', FOR_EVER)
    return sendRepresentation(request, reply, level === 'entries' ? entryBundle(parts) : Buffer.concat(parts), undefined, 'application/octet-stream')
  })
}

/** @throws ProblemError log-withheld for a contradiction, of which the operator is told more than readers are */
function withhold (error: unknown): never {
  if (error instanceof ContradictionError) throw new ProblemError('log-withheld', 'The log in the database does not continue what was signed before.', { headers: { 'retry-after': '3600' } })
  throw error
}
