import { createHmac } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db, Tx } from '../db/database.ts'
import { claimKey, keepAnswer } from '../db/idempotency.ts'
import { inTransaction } from '../db/transaction.ts'
import { type Deps, today } from '../deps.ts'
import { ProblemError } from '../errors.ts'
import { canonicalText } from '../log/canonical.ts'
import { sendRepresentation } from './conditional.ts'
import type { Principal } from './decide.ts'
import { targetOf } from './methods.ts'

/** What a write answers: the entity as it now stands. */
export interface Written {
  status: 200 | 201 | 202
  body: object
  /** What is told beside it, and is none of it. */
  beside?: object
  /** The revision part of its ETag; what is not public yet has one of its own kind. */
  revision: number | string
  /** Address of what was created. */
  location?: string
}

interface Entity { id: string, revision: number }

/** What answers the creation of an entity under this list. */
export const created = (list: string, entity: Entity): Written => ({ status: 201, body: entity, revision: entity.revision, location: `${list}/${entity.id}` })

/** What answers a change of one. */
export const changed = (entity: Entity): Written => ({ status: 200, body: entity, revision: entity.revision })

/**
 * Runs a write in one transaction and sends what it gives. With an Idempotency-Key the answer is kept in that transaction for
 * a day: the same request again gets it again, another request with the same key is refused, and a second one at the same time
 * waits for the first (so that no key is ever in flight twice). Of who publishes in windows nothing is kept but in memory.
 */
export function sendWritten (
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Tx) => Promise<Written>
): Promise<FastifyReply> {
  return send(deps, request, reply, work, () => inTransaction(deps.db, work))
}

/**
 * Does the same for a write that is one statement: it needs no transaction of its own, unless an answer is kept with
 * it.
 */
export function sendStatement (
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (db: Db) => Promise<Written>
): Promise<FastifyReply> {
  return send(deps, request, reply, work, () => work(deps.db))
}

async function send (
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  work: (tx: Tx) => Promise<Written>,
  alone: () => Promise<Written>
): Promise<FastifyReply> {
  const key = idempotencyKey(deps, request)
  const { written, replayed } = key === undefined
    ? { written: await alone(), replayed: false }
    : (request.principal as Principal).publication === 'window'
        ? await deps.answers.once(key.key.toString('base64'), key.fingerprint.toString('base64'), today(deps), alone)
        : await inTransaction(deps.db, tx => once(tx, key, today(deps), work))
  if (replayed) reply.header('idempotency-replayed', 'true')
  if (written.location !== undefined) reply.header('location', written.location)
  return sendRepresentation(request, reply.code(written.status), written.body, written.revision, undefined, written.beside)
}

async function once (
  tx: Tx,
  key: Idempotency,
  day: string,
  work: (tx: Tx) => Promise<Written>
): Promise<{ written: Written, replayed: boolean }> {
  const earlier = await claimKey(tx, key.key, key.fingerprint, day)
  if (earlier !== undefined) {
    if (!earlier.sameRequest) throw new ProblemError('idempotency-key-reused', 'Another request was sent with this Idempotency-Key.')
    if (earlier.answer === null) throw new ProblemError('redacted', 'What this request wrote was redacted since.')
    return { written: earlier.answer as Written, replayed: true }
  }
  const written = await work(tx)
  await keepAnswer(tx, key.key, written)
  return { written, replayed: false }
}

interface Idempotency { key: Buffer, fingerprint: Buffer }

/** The key and what it was sent with, both under the installation's secret: neither tells who asked. */
function idempotencyKey (deps: Deps, request: FastifyRequest): Idempotency | undefined {
  const header = request.headers['idempotency-key']
  if (request.method !== 'POST' || header === undefined) return undefined
  if (typeof header !== 'string' || header.length < 1 || header.length > 255) {
    throw new ProblemError('invalid-query', 'Idempotency-Key takes 1 to 255 characters, once.', { errors: [{ parameter: 'Idempotency-Key', detail: 'takes 1 to 255 characters, once' }] })
  }
  const sign = (...parts: unknown[]): Buffer => createHmac('sha256', deps.secrets.hmac).update(canonicalText(['idempotency', ...parts])).digest()
  const { key } = request.principal as Principal
  return { key: sign(key, header), fingerprint: sign(key, request.method, targetOf(request), request.body) }
}
