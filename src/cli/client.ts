import { CliError, type Io } from './io.ts'

interface Problem { title?: string, detail?: string, type?: string, errors?: { pointer?: string, parameter?: string, detail: string }[] }

export interface Connection { url: string, key: string }

/** Where the service runs by the settings it is started with. */
export function serviceUrl ({ env }: Io): string {
  return env.PUBLIC_URL ?? `http://127.0.0.1:${env.PORT ?? 3000}`
}

/** A read is tried once more: a busy service may close an idle connection just when it is used again. */
function patient ({ fetch }: Io, method = 'GET'): typeof globalThis.fetch {
  return method === 'GET' ? (input, init) => fetch(input, init).catch(() => fetch(input, init)) : fetch
}

/** One request to the running service; a refusal becomes a message with all its reasons. */
export async function ask<T> (io: Io, { url, key }: Connection, path: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  try {
    response = await patient(io, init.method)(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}`, accept: 'application/json', ...init.headers } })
  } catch (error) {
    throw new CliError(`No service answers at ${url} (${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}). Start it with \`npm start\`, or name it with --url.`)
  }
  const text = await response.text()
  if (text === '' && response.ok) return undefined as T
  const body = parse(text)
  if (body === undefined || (!response.ok && (body as Partial<Problem>).detail === undefined)) {
    throw new CliError(`The service answered ${response.status}, and not as Open Commitments does. Is --url right?`)
  }
  if (!response.ok) throw new CliError(explain(response.status, body as Problem))
  return body as T
}

function parse (text: string): object | undefined {
  try {
    return Object(JSON.parse(text)) as object
  } catch {
    return undefined
  }
}

function explain (status: number, problem: Problem): string {
  const reasons = (problem.errors ?? []).map(({ pointer, parameter, detail }) => `\n  ${pointer ?? parameter}: ${detail}`)
  return `${problem.title} (${status}). ${problem.detail}${reasons.join('')}\n  ${problem.type}`
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
