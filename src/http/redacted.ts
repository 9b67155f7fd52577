import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify'
import type { Db } from '../db/database.ts'
import { ProblemError } from '../errors.ts'
import type { EntityType } from '../log/revision.store.ts'
import { type Tombstone, findSuppression } from '../log/tombstone.store.ts'

/** What was public answers with a tombstone for ever: 410, and where it is told why (log.md, section 4). */
export function redacted (what: string, { id, ground, on_date: on }: Tombstone): ProblemError {
  return new ProblemError('redacted', `${what} was redacted on ${on} (${ground}).`, { redaction: `/v1/redactions/${id}` })
}

/** @throws ProblemError redacted when the entity was taken away as a whole */
export async function refuseRedacted (db: Db, type: EntityType, id: string): Promise<void> {
  const tombstone = await findSuppression(db, type, id.toLowerCase())
  if (tombstone !== undefined) throw redacted(`The ${type} ${id}`, tombstone)
}

/** The same before a request is read any further, for an entity that a path parameter of its own name gives. */
export function unlessRedacted (db: Db, type: 'review'): onRequestAsyncHookHandler {
  return async (request: FastifyRequest) => { await refuseRedacted(db, type, (request.params as Record<typeof type, string>)[type]) }
}
