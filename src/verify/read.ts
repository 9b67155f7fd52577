/** The public addresses of a service, as somebody reads them who believes hashes alone. */

/** What a reader touches of the outside. */
export interface Network {
  fetch: typeof fetch
  /** Waits some milliseconds. */
  sleep: (ms: number) => Promise<unknown>
}

/** What an address answers: 404 is nothing there, 410 what was there and was taken away with a reason. */
export interface Answer { status: 200 | 404 | 410, body: Buffer }
export type Read = (path: string) => Promise<Answer>

/** The service could not be read, which says nothing about its log. */
export class UnreadableError extends Error {}

/** Tries before an address counts as unreadable, and seconds to the next one where the service names none. */
const ATTEMPTS = 5
const PAUSE = 1
const QUOTA_USED_UP = 429
/** What may be over in a moment; 0 is no answer at all. */
const PASSING = [0, 502, 503, 504]

/**
 * Reads addresses of the service at `url`, and not from caches between; where its quota is used up, it waits as long as told.
 * @throws UnreadableError for an address that answers otherwise
 */
export function readerOf ({ fetch, sleep }: Network, url: string): Read {
  const headers = { accept: '*/*', 'cache-control': 'no-cache' }
  const ask = (path: string) => fetch(new URL(path, url), { headers }).then(
    async answer => ({ status: answer.status, body: Buffer.from(await answer.arrayBuffer()), pause: Number(answer.headers.get('retry-after') ?? PAUSE) }))
    .catch(({ message, cause }: Error) => ({ status: 0, body: Buffer.from((cause as Error | undefined)?.message ?? message), pause: PAUSE }))
  const read = async (path: string, failures: number): Promise<Answer> => {
    const { status, body, pause } = await ask(path)
    if (status === 200 || status === 404 || status === 410) return { status, body }
    const failed = status === QUOTA_USED_UP ? failures : failures + 1
    if (failed === ATTEMPTS || ![QUOTA_USED_UP, ...PASSING].includes(status)) {
      throw new UnreadableError(status === 0 ? `${path} gives no answer: ${String(body)}` : `${path} answers ${status}.`)
    }
    await sleep(pause * 1000)
    return await read(path, failed)
  }
  return path => read(path, 0)
}

/** Loads that are under way at once. */
const AHEAD = 8

/** What `load` gives for 0 to count - 1, in that order, some of it asked for before it is needed. */
export async function * ahead<T> (count: number, load: (n: number) => Promise<T>): AsyncGenerator<T> {
  const underWay: Promise<T>[] = []
  for (let n = 0; n < count; n++) {
    const loading = load(n)
    // One that fails is heard of in its turn.
    loading.catch(() => {})
    underWay.push(loading)
    if (underWay.length === AHEAD) yield await (underWay.shift() as Promise<T>)
  }
  yield * underWay
}
