import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
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

const PAGE_MEMBERS = new Set(['limit', 'cursor', 'page', 'fields', 'include'])

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

/** One page of a list for somebody who reads it as a text: the same rows and cursors as `sendList` gives programs. */
export async function readList<T extends object> (deps: Deps, request: FastifyRequest, listing: Listing<T>, { sort, limit, cursor }: Pick<PageRequest, 'sort' | 'limit'> & { cursor: string | undefined }): Promise<{ items: T[], nextCursor: string | null }> {
  const rows = await listRows(deps.db, listing, { sort, limit, after: cursor === undefined ? null : decodeCursor(deps, scopeOf(request), cursor) })
  const { shown, nextCursor } = pageOf(deps, request, rows, limit)
  return { items: shown.map(({ body }) => body), nextCursor }
}

/** How a list is sent: `show` makes what is sent of what the listing gives, `beside` is what the answer says beside its items. */
export interface Sending { show?: (body: object) => object, beside?: object }

/** Answers a list: one statement for the page, and a second one for the total only with `Prefer: count=exact` (RFC 7240). */
export async function sendList (
  deps: Deps, request: FastifyRequest, reply: FastifyReply, listing: Listing<object>, { show, beside }: Sending = {}
): Promise<FastifyReply> {
  const page = readPage(deps, request)
  const wantsTotal = /(^|[,;\s])count=exact($|[,;\s])/.test(String(request.headers.prefer ?? ''))
  const { fields } = request.query as ListQuery
  const shownAs = (body: object): string => JSON.stringify(pickFields(show?.(body) ?? body, fields))
  const { rows, ...counted } = await readKnown(deps, request.query as KnownQuery, async db => ({
    rows: show === undefined && fields === undefined
      ? await listTexts(db, listing, page)
      : (await listRows(db, listing, page)).map(row => ({ ...row, body: shownAs(row.body) })),
    ...(wantsTotal ? { total: await countRows(db, listing) } : {})
  }))
  const { shown, nextCursor } = pageOf(deps, request, rows, page.limit)
  // URL leaves some characters as they are that no URI may hold (RFC 3986, appendix A).
  const self = new URL(`${deps.config.publicUrl}${targetOf(request).replace(/["<>\\^`{|}[\]]/g, encodeURIComponent)}`)
  const next = new URL(self)
  if (nextCursor !== null) next.searchParams.set('cursor', nextCursor)
  reply.header('link', nextCursor === null ? `<${self.href}>; rel="self"` : `<${self.href}>; rel="self", <${next.href}>; rel="next"`)
  if (wantsTotal) reply.header('preference-applied', 'count=exact')
  const items = shown.map(({ body }) => body)
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
