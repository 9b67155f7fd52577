import type { Problem } from '../client/problem.ts'
import { retrying } from '../client/retry.ts'
import { CliError, type Io } from './io.ts'

/** A service, and the key that is shown to it; reading needs none. */
export interface Connection { url: string, key?: string }

/** Tries of one request: a busy service is waited for, one that is not there is soon told. */
const ATTEMPTS = 3

/**
 * One request to the service, tried again where that is safe (`client/retry.ts`).
 * @throws CliError with all the reasons of a refusal, or where no service of ours answers
 */
export async function send (io: Io, { url, key }: Connection, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...init.headers }
  let response: Response
  try {
    response = await retrying(io.fetch, { attempts: ATTEMPTS, sleep: io.sleep })(new URL(path, url), { signal: io.signal, ...init, headers })
  } catch (error) {
    throw new CliError(`No service answers at ${url} (${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}). Start it with \`npm start\`, or name it with --url.`)
  }
  if (response.ok) return response
  const problem = parse(await response.text()) as Problem | undefined
  if (problem?.detail === undefined) throw stranger(response)
  throw new Refusal(problem)
}

/** The same, with the answer read as JSON; undefined where it has no body. */
export async function ask<T> (io: Io, connection: Connection, path: string, init: RequestInit = {}): Promise<T> {
  const response = await send(io, connection, path, init)
  const text = await response.text()
  if (text === '') return undefined as T
  const body = parse(text)
  if (body === undefined) throw stranger(response)
  return body as T
}

/** `init` of a request that sends JSON. */
export const sending = (method: string, body: unknown, headers: Record<string, string> = {}): RequestInit =>
  ({ method, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })

/** What the service refused, with all its reasons. */
export class Refusal extends CliError {
  readonly problem: Problem

  constructor (problem: Problem) {
    const reasons = (problem.errors ?? []).map(({ pointer, parameter, detail }) => `\n  ${pointer ?? parameter}: ${detail}`)
    super(`${problem.title} (${problem.status}). ${problem.detail}${reasons.join('')}\n  ${problem.type}`)
    this.problem = problem
  }
}

const stranger = ({ status }: Response): CliError => new CliError(`The service answered ${status}, and not as Open Commitments does. Is --url right?`)

function parse (text: string): object | undefined {
  try {
    return Object(JSON.parse(text)) as object
  } catch {
    return undefined
  }
}

/** Every item of a list, page by page. `path` has a query. */
export async function askAll<T> (io: Io, connection: Connection, path: string): Promise<T[]> {
  const items: T[] = []
  let next: string | null = path
  while (next !== null) {
    const page: { items: T[], page: { nextCursor: string | null } } = await ask(io, connection, next)
    items.push(...page.items)
    const { nextCursor } = page.page
    next = nextCursor === null ? null : `${path}&cursor=${encodeURIComponent(nextCursor)}`
  }
  return items
}
