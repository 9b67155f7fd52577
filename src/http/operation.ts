import type { FastifySchema } from 'fastify'
import type { TSchema } from 'typebox'
import { CATALOGUE, type ErrorCode } from '../errors.ts'
import { record } from '../schema/scalars.ts'

/**
 * One operation of the contract, written once: from it come validation, the handler's types and the OpenAPI document,
 * with the headers and problems that every operation shares.
 */
export interface Operation {
  id: string
  tag: string
  summary: string
  description: string
  params?: TSchema
  query?: TSchema
  body?: TSchema
  /** Media types of the body; JSON when absent. */
  consumes?: readonly string[]
  /** The shared schema of the answer, or a full media type map; nothing for 204. */
  answer?: TSchema | Record<string, { schema: object }>
  status?: 200 | 201 | 202 | 204
  /** Further statuses with the same answer. */
  also?: Record<number, string>
  headers?: Record<string, string>
  /** Request headers of its own, beside those that many operations read. */
  asked?: Record<string, string>
  /** Whether it needs a key, and whether only an administrator's will do. */
  secured?: boolean | 'admin'
  /** Whether the answer has an ETag and can be 304. */
  conditional?: boolean
  problems?: ErrorCode[]
}

const header = (description: string) => ({ type: 'string', description, maxLength: 4000 })

/** Headers of an answer that created something. */
export const CREATED = {
  Location: 'Address of what was created', ETag: 'Its validator', 'Idempotency-Replayed': 'Whether this is the answer to an earlier, identical request'
}

/** What every operation of JSON Merge Patch takes and answers, beside its own. */
export const MERGE_PATCH = { consumes: ['application/merge-patch+json', 'application/json'], headers: { ETag: 'Its validator' }, secured: true } as const

const ALWAYS = {
  'API-Version': header('Version of the API that answered'),
  'Access-Control-Allow-Origin': header('Any origin may read'),
  RateLimit: header('Requests left, and seconds until the quota is full again'),
  'RateLimit-Policy': header('The quota and its window in seconds')
}

/** Request headers that mean something to an operation; http/openapi.ts puts them into the document. */
const ASKED = {
  'If-None-Match': header('ETags you have: 304 where one is current'),
  'If-Match': header('ETag of what you change, or * for whatever it is: 412 where it moved since'),
  'Idempotency-Key': { ...header('Of your choice, for one day: the same request with it again gets the same answer'), minLength: 1, maxLength: 255 },
  Prefer: header('count=exact adds page.total')
}

function requestHeaders ({ query, conditional = false, problems = [], asked = {} }: Operation): object {
  const creates = problems.includes('data-moved')
  const read: Record<string, object | false> = {
    'If-None-Match': creates ? header('* to create what does not exist yet') : conditional && ASKED['If-None-Match'],
    'If-Match': problems.includes('revision-required') && ASKED['If-Match'],
    'Idempotency-Key': problems.includes('idempotency-key-reused') && ASKED['Idempotency-Key'],
    Prefer: 'cursor' in ((query as { properties?: object } | undefined)?.properties ?? {}) && ASKED.Prefer,
    ...Object.fromEntries(Object.entries(asked).map(([name, text]) => [name, header(text)]))
  }
  return { type: 'object', properties: Object.fromEntries(Object.entries(read).filter(([, schema]) => schema !== false)) }
}

/** @param paged whether a browser that finds nothing gets a page */
function problemResponses (codes: ErrorCode[], paged: boolean): Record<number, object> {
  const byStatus = new Map<number, ErrorCode[]>()
  for (const code of new Set(codes)) {
    const { status } = CATALOGUE[code]
    byStatus.set(status, [...byStatus.get(status) ?? [], code])
  }
  return Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, ofStatus]) => [status, {
    description: ofStatus.map(code => `\`${code}\`: ${CATALOGUE[code].title}`).join('. '),
    headers: status === 429 || status === 503 ? { ...ALWAYS, 'Retry-After': header('Seconds to wait') } : ALWAYS,
    content: { 'application/problem+json': { schema: { $ref: 'Problem#' } }, ...(paged && status === 404 ? { 'text/html': { schema: { type: 'string', maxLength: 100000 } } } : {}) }
  }]))
}

const NO_PARAMETERS = record({})

/** Keeps the types of the schemas for the handler. */
export function operation<O extends Operation> (given: O): FastifySchema & { params: O['params'], querystring: O['query'], body: O['body'] } {
  const o: Operation = given
  // Pages are linked from elsewhere, and others add parameters of their own to such links.
  const query = o.query ?? (['Service', 'Pages'].includes(o.tag) ? undefined : NO_PARAMETERS)
  const content = o.answer === undefined
    ? { type: 'null' }
    : { content: '$id' in o.answer ? { 'application/json': { schema: { $ref: `${String(o.answer.$id)}#` } } } : o.answer }
  const extra = Object.fromEntries(Object.entries(o.headers ?? {}).map(([name, text]) => [name, header(text)]))
  const etag = o.conditional === true ? { ETag: header('Strong validator of this representation'), 'Cache-Control': header('How long it may be kept') } : {}
  const success = { description: o.summary, headers: { ...ALWAYS, ...etag, ...extra }, ...content }
  const problems: ErrorCode[] = ['not-acceptable', 'unauthenticated', 'rate-limited', 'internal', 'overloaded', 'bad-request', ...o.problems ?? []]
  if (query !== undefined || o.params !== undefined) problems.push('invalid-query')
  if (o.params !== undefined) problems.push('not-found')
  if (o.body !== undefined) problems.push('invalid-json', 'invalid-body')
  if ((o.body as { properties?: object } | undefined)?.properties !== undefined && 'externalRefs' in (o.body as unknown as { properties: object }).properties) problems.push('ambiguous-identity', 'already-exists')
  // What deletes takes no body, and reads one all the same where it comes.
  if (o.body !== undefined || o.status === 204) problems.push('body-too-large', 'unsupported-media-type')
  if (o.secured !== undefined) problems.push('forbidden')
  if (problems.includes('idempotency-key-reused')) problems.push('redacted')
  return {
    operationId: o.id,
    tags: [o.tag],
    summary: o.summary,
    description: o.description,
    ...(o.params === undefined ? {} : { params: o.params }),
    ...(query === undefined ? {} : { querystring: query }),
    requestHeaders: requestHeaders(o),
    ...(o.body === undefined ? {} : { body: '$id' in o.body ? { $ref: `${String(o.body.$id)}#` } : o.body }),
    ...(o.consumes === undefined ? {} : { consumes: o.consumes }),
    security: o.secured === undefined ? [] : [{ [o.secured === 'admin' ? 'adminKey' : 'key']: [] }],
    response: {
      [o.status ?? 200]: success,
      ...Object.fromEntries(Object.entries(o.also ?? {}).map(([status, description]) => [status, { ...success, description }])),
      ...(o.conditional === true ? { 304: { type: 'null', description: 'What you have is current', headers: { ...ALWAYS, ...etag } } } : {}),
      ...problemResponses(problems, o.tag === 'Pages')
    }
  } as unknown as FastifySchema & { params: O['params'], querystring: O['query'], body: O['body'] }
}
