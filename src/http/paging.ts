import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Db } from '../db/database.ts'
import type { After, ListedRow, Listing, PageRequest } from '../db/keyset.ts'
import { countRows, listRows, listTexts } from '../db/keyset.ts'
import type { Deps } from '../deps.ts'
import { ProblemError } from '../errors.ts'
import { sendRepresentation } from './conditional.ts'
import { pickFields } from './fields.ts'
import { type KnownQuery, readKnown } from './known.ts'
import { pathOf, targetOf } from './methods.ts'
import { negotiate } from './negotiate.ts'

/** Pages of a list: cursors that are opaque and authenticated, Link headers (RFC 8288), totals on request only. */

interface ListQuery { limit?: number, cursor?: string, sort?: string, fields?: string[] }

const NDJSON = 'application/x-ndjson'

const PAGE_MEMBERS = new Set(['limit', 'cursor', 'page', 'fields', 'include', 'facets'])

/** Which list a cursor belongs to: its path, sort and filters; the size of the page and its members may change. */
function scopeOf (request: FastifyRequest): string {
  const filters = Object.entries(request.query as object).filter(([name]) => !PAGE_MEMBERS.has(name)).sort()
  return createHash('sha256').update(JSON.stringify([pathOf(request), filters])).digest('base64url').slice(0, 16)
}

const sign = (deps: Deps, payload: string): string =>
  createHmac('sha256', deps.secrets.hmac).update(`cursor:${payload}`).digest('base64url').slice(0, 22)

function encodeCursor (deps: Deps, scope: string, row: ListedRow<unknown>): string {
  const payload = Buffer.from(JSON.stringify([scope, row.key, row.id])).toString('base64url')
  return `${payload}.${sign(deps, payload)}`
}

function decodeCursor (deps: Deps, scope: string, cursor: string): After {
  const parts = /^([\w-]+)\.([\w-]{22})$/.exec(cursor) as [string, string, string] | null
  if (parts === null || !timingSafeEqual(Buffer.from(parts[2]), Buffer.from(sign(deps, parts[1])))) {
    throw new ProblemError('invalid-cursor', 'The cursor was not made by this service.')
  }
  const [forScope, key, id] = JSON.parse(Buffer.from(parts[1], 'base64url').toString()) as [string, string, string]
  if (forScope !== scope) throw new ProblemError('invalid-cursor', 'The cursor was made for other filters or another list.')
  return { key, id }
}

function readPage (deps: Deps, request: FastifyRequest): PageRequest {
  const query = request.query as ListQuery
  return {
    sort: query.sort as string,
    limit: query.limit as number,
    after: query.cursor === undefined ? null : decodeCursor(deps, scopeOf(request), query.cursor)
  }
}

/** What of the rows the page shows, and the cursor of the next one: one row more than the page holds tells that there is one. */
function pageOf<T> (deps: Deps, request: FastifyRequest, rows: ListedRow<T>[], limit: number): { shown: ListedRow<T>[], nextCursor: string | null } {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  return { shown, nextCursor: rows.length > limit && last !== undefined ? encodeCursor(deps, scopeOf(request), last) : null }
}

/** Rows of a page, one more than it holds, and whatever else was read with them. */
interface Read<T> { rows: ListedRow<T>[] }

type Reading = Pick<PageRequest, 'sort' | 'limit'> & { cursor: string | undefined }

/** One page of a list for somebody who reads it as a text: the same rows and cursors as `sendList` gives programs. */
export async function readList<T extends object> (
  deps: Deps, request: FastifyRequest, listing: Listing<T>, reading: Reading
): Promise<{ items: T[], nextCursor: string | null }> {
  return await readRows(deps, request, async page => ({ rows: await listRows(deps.db, listing, page) }), reading)
}

/** Returns a page of a list that `read` reads in its own way, and the result of `read`. */
export async function readRows<T extends object, R extends Read<T>> (
  deps: Deps,
  request: FastifyRequest,
  read: (page: PageRequest) => Promise<R & Read<T>>,
  { sort, limit, cursor }: Reading
): Promise<{ items: T[], nextCursor: string | null, read: R }> {
  const result = await read({
    sort, limit, after: cursor === undefined ? null : decodeCursor(deps, scopeOf(request), cursor)
  })
  const { shown, nextCursor } = pageOf(deps, request, result.rows, limit)
  return { items: shown.map(({ body }) => body), nextCursor, read: result }
}

/** How a list is sent: `show` makes the items of the answer from those of the listing. */
export interface Sending { show?: (body: object) => object }

/**
 * Rows of a list that is read in its own way, the function that counts all of them, and members to send beside the
 * items. A body that is a text is sent as it is.
 */
export interface SentRows extends Read<object | string> { count: (db: Db) => Promise<number>, beside?: object }

/** Answers a list: one statement for the page, and a second one for the total only with `Prefer: count=exact` (RFC 7240). */
export async function sendList (
  deps: Deps, request: FastifyRequest, reply: FastifyReply, listing: Listing<object>, { show }: Sending = {}
): Promise<FastifyReply> {
  const isWhole = show === undefined && (request.query as ListQuery).fields === undefined
  const read = async (db: Db, page: PageRequest): Promise<SentRows> => ({
    rows: await (isWhole ? listTexts : listRows)(db, listing, page),
    count: db => countRows(db, listing)
  })
  return await sendRows(deps, request, reply, read, show)
}

/** Answers a list that is read in its own way. */
export async function sendRows (
  deps: Deps, request: FastifyRequest, reply: FastifyReply,
  read: (db: Db, page: PageRequest) => Promise<SentRows>, show = (body: object): object => body
): Promise<FastifyReply> {
  const page = readPage(deps, request)
  const wantsTotal = /(^|[,;\s])count=exact($|[,;\s])/.test(String(request.headers.prefer ?? ''))
  const { rows, beside, ...counted } = await readKnown(deps, request.query as KnownQuery, async (db) => {
    const { rows, count, beside } = await read(db, page)
    return { rows, beside, ...(wantsTotal ? { total: await count(db) } : {}) }
  })
  const { shown, nextCursor } = pageOf(deps, request, rows, page.limit)
  // URL leaves some characters as they are that no URI may hold (RFC 3986, appendix A).
  const self = new URL(`${deps.config.publicUrl}${targetOf(request).replace(/["<>\\^`{|}[\]]/g, encodeURIComponent)}`)
  const next = new URL(self)
  if (nextCursor !== null) next.searchParams.set('cursor', nextCursor)
  reply.header('link', nextCursor === null ? `<${self.href}>; rel="self"` : `<${self.href}>; rel="self", <${next.href}>; rel="next"`)
  if (wantsTotal) reply.header('preference-applied', 'count=exact')
  const { fields } = request.query as ListQuery
  const items = shown.map(({ body }) =>
    typeof body === 'string' ? body : JSON.stringify(pickFields(show(body), fields)))
  if (negotiate(request) === NDJSON) {
    const lines = items.map(item => `${item}\n`).join('')
    return sendRepresentation(request, reply, lines, undefined, `${NDJSON}; charset=utf-8`)
  }
  const rest = JSON.stringify({
    links: { self: self.href, next: nextCursor === null ? null : next.href },
    page: { limit: page.limit, nextCursor, ...counted },
    ...beside
  })
  return sendRepresentation(request, reply, `{"items":[${items.join(',')}],${rest.slice(1)}`)
}
