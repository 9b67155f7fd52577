import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { ProblemError } from '../errors.ts'

/** Conditional requests (RFC 9110, section 13): strong ETags, 304, and the revision part that writes compare. */

export const PUBLIC_CACHE = 'public, max-age=60, stale-while-revalidate=600, stale-if-error=86400'
/** The past does not change, but what was erased must leave caches soon (api.md, section 1.7). */
export const PAST_CACHE = 'public, max-age=300, must-revalidate'

/**
 * Sends a representation with its ETag: `"r<revision>-<hash of the bytes>"` for an entity, `"<hash>"` for a list.
 * An If-None-Match that names it is answered with 304. `beside` is sent with it and is none of it, so that what a write
 * answers has the ETag of what it wrote.
 */
export function sendRepresentation (request: FastifyRequest, reply: FastifyReply, body: unknown, revision?: number | string, type = 'application/json; charset=utf-8', beside?: object): FastifyReply {
  const text = typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body)
  const hash = createHash('sha256').update(text).digest('base64url').slice(0, 22)
  const etag = revision === undefined ? `"${hash}"` : `"r${revision}-${hash}"`
  reply.header('etag', etag)
  if (!reply.hasHeader('cache-control')) reply.header('cache-control', request.principal !== null ? 'no-store' : isPast(request) ? PAST_CACHE : PUBLIC_CACHE)
  const known = request.headers['if-none-match']
  if (known !== undefined && (request.method === 'GET' || request.method === 'HEAD') && matches(known, etag)) {
    return reply.code(304).send()
  }
  return reply.type(type).send(beside === undefined ? text : JSON.stringify({ ...body as object, ...beside }))
}

const isPast = (request: FastifyRequest): boolean => (request.query as { knownAt?: string }).knownAt !== undefined

/** Weak comparison, as If-None-Match asks for. */
export function matches (header: string, etag: string): boolean {
  return header.trim() === '*' || header.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag)
}

/** The revision parts that If-Match names, `*` for any, or undefined when the header is absent. */
export function expectedRevisions (request: FastifyRequest): '*' | string[] | undefined {
  const header = request.headers['if-match']
  if (header === undefined) return undefined
  if (header.trim() === '*') return '*'
  return header.split(',').map(tag => /^"r([^-"]+)(-[^"]*)?"$/.exec(tag.trim())?.[1] ?? '')
}

/** @throws ProblemError stale-revision, with the current one, unless the expected revisions name it */
export function requireRevision (expected: '*' | string[], current: string | number): void {
  if (expected !== '*' && !expected.includes(String(current))) {
    throw new ProblemError('stale-revision', `The current revision is ${current}.`, { currentRevision: current })
  }
}

/**
 * The same for the writer of a whole, who may expect that there is nothing yet.
 * @throws ProblemError stale-revision; `current` is undefined where there is nothing
 */
export function requireSeen ({ isNew, revisions }: Expectation, current: number | undefined): void {
  if (isNew === true && current !== undefined) throw new ProblemError('stale-revision', 'It exists already.', { currentRevision: current })
  if (revisions === undefined) return
  if (current === undefined) throw new ProblemError('stale-revision', 'There is none yet.')
  requireRevision(revisions, current)
}

/** For a service, which asks once it holds the row: whether the revision is one that this request has seen. */
export function asSeenBy (request: FastifyRequest): (current: string | number) => void {
  return current => requireRevision(expectedRevisions(request) as '*' | string[], current)
}

/** 428 before the body is checked: what exists is changed only by somebody who says what they saw. */
export function requireIfMatch (request: FastifyRequest): void {
  if (expectedRevisions(request) === undefined) throw new ProblemError('revision-required', 'Send the ETag of your last GET in If-Match.')
}

/** What the writer of a whole document has seen, so that nobody's change is overwritten unseen. */
export interface Expectation {
  /** There is nothing yet (If-None-Match: *). */
  isNew?: boolean
  revisions?: '*' | string[]
  /** Of a dry run. */
  digest?: string
  /** Nothing shall be written, so that nothing need be expected. */
  dryRun?: true
}

/**
 * What the writer of a document expects. Read before the query is checked, since 428 comes before 400.
 * @throws ProblemError revision-required, unless it is a dry run
 */
export function expectationOf (request: FastifyRequest, detail: string): Expectation {
  const { dryRun, digest } = request.query as { dryRun?: unknown, digest?: string }
  const revisions = expectedRevisions(request)
  const expected: Expectation = {
    ...(request.headers['if-none-match']?.trim() === '*' ? { isNew: true } : {}),
    ...(revisions === undefined ? {} : { revisions }),
    ...(digest === undefined ? {} : { digest }),
    ...(String(dryRun) === 'true' ? { dryRun: true } : {})
  }
  if (Object.keys(expected).length === 0) throw new ProblemError('revision-required', detail)
  return expected
}
