import createFetchClient, { type Client as FetchClient, type MaybeOptionalInit } from 'openapi-fetch'
import type { paths } from '../../openapi/schema.d.ts'
import { ProblemError } from './problem.ts'
import { type Patience, retrying } from './retry.ts'

export type { components, operations, paths } from '../../openapi/schema.d.ts'
export { type Problem, ProblemError } from './problem.ts'
export type { Patience } from './retry.ts'

/** The service at `url`, and the key that is shown to it; reading needs none. */
export interface ClientOptions extends Patience { url: string, key?: string, fetch?: typeof globalThis.fetch }

/** GET, POST and so on for every operation, typed by the OpenAPI document. */
export type Client = FetchClient<paths>

/** Addresses whose POST heeds no Idempotency-Key: sent twice, it would be done twice. */
export const UNKEYED: (keyof paths)[] = ['/v1/imports', '/v1/admin/keys', '/v1/webhooks', '/v1/webhooks/{webhook}/test', '/v1/webhooks/{webhook}/deliveries/{delivery}/redeliver']

/**
 * A client of the service, for Node.js and browsers. It tries again where that is safe (`retry.ts`), and gives each POST an
 * Idempotency-Key, so that none is done twice.
 */
export function createClient ({ url, key, fetch = globalThis.fetch, ...patience }: ClientOptions): Client {
  const client = createFetchClient<paths>({ baseUrl: url, fetch: retrying(fetch, patience), ...(key === undefined ? {} : { headers: { authorization: `Bearer ${key}` } }) })
  client.use({
    onRequest ({ request, schemaPath }) {
      if (request.method !== 'POST' || request.headers.has('idempotency-key') || UNKEYED.includes(schemaPath as keyof paths)) return
      request.headers.set('idempotency-key', randomKey())
      return request
    }
  })
  return client
}

/** 128 random bits; browsers have no crypto.randomUUID on plain HTTP. */
const randomKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')

/**
 * What a request answers: `const plan = await unwrap(client.GET('/v1/action-plans/{plan}', ...))`.
 * @throws ProblemError where it was refused
 */
export async function unwrap<T> (asked: Promise<{ data?: T, error?: unknown, response: Response }>): Promise<T> {
  const { data, error, response } = await asked
  if (!response.ok) throw new ProblemError(response.status, error)
  return data as T
}

interface Page { items: unknown[], page: { nextCursor: string | null } }
type AnswerOf<P extends keyof paths> = paths[P] extends { get: { responses: { 200: { content: { 'application/json': infer Answer } } } } } ? Answer : never

/** Addresses of lists. */
export type ListPath = { [P in keyof paths]: AnswerOf<P> extends never ? never : AnswerOf<P> extends Page ? P : never }[keyof paths]
/** What a list holds. */
export type Item<P extends ListPath> = AnswerOf<P> extends { items: (infer One)[] } ? One : never

type Init<P extends ListPath> = MaybeOptionalInit<paths[P], 'get'>
type InitOf<P extends ListPath> = undefined extends Init<P> ? [init?: Init<P>] : [init: Init<P>]

/**
 * Every item of a list, page by page as they are read: `for await (const review of paginate(client, '/v1/reviews', { params: { query: { plan: ['mexico-4'] } } }))`.
 * @throws ProblemError where a page is refused
 */
export async function * paginate<P extends ListPath> (client: Client, path: P, ...[init]: InitOf<P>): AsyncGenerator<Item<P>, void, undefined> {
  const get = client.GET as unknown as (path: P, init: object) => Promise<{ data?: Page, error?: unknown, response: Response }>
  let cursor: string | null | undefined
  while (cursor !== null) {
    const given = init as { params?: { query?: object } } | undefined
    const { items, page } = await unwrap(get(path, { ...given, params: { ...given?.params, query: { ...given?.params?.query, cursor } } }))
    yield * items as Item<P>[]
    cursor = page.nextCursor
  }
}
