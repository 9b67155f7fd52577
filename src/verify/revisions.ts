import type { Revision } from '../resources/revision/revision.schemas.ts'
import { type Read, UnreadableError, ahead } from './read.ts'

/** Revisions on a page, as many as the service gives. */
const PAGE = 200

export type LoggedRevision = Revision & { logIndex: number }

async function readPage (read: Read, query: string): Promise<LoggedRevision[]> {
  const { body } = await read(`/v1/revisions?${query}`)
  try {
    // Where there is no list, there is nothing to go through.
    return [...(JSON.parse(String(body)) as { items: LoggedRevision[] }).items]
  } catch {
    throw new UnreadableError('/v1/revisions gives no list of revisions: this is no service of Open Commitments, or an older one.')
  }
}

/** The index of the newest revision in the log; undefined while there is none. */
export async function readNewestIndex (read: Read): Promise<number | undefined> {
  const [newest] = await readPage(read, 'sort=-index&limit=1')
  return newest?.logIndex
}

/** The revisions of a log of `size` in its order, as many as there are. */
export async function * readRevisions (read: Read, size: number): AsyncGenerator<LoggedRevision, undefined> {
  // Where revisions are missing, a page reaches into the next one.
  const pages = ahead(Math.ceil(size / PAGE), async (n) => {
    const page = await readPage(read, n === 0 ? `limit=${PAGE}` : `after=${n * PAGE - 1}&limit=${PAGE}`)
    return page.filter(({ logIndex }) => logIndex < Math.min(size, (n + 1) * PAGE))
  })
  for await (const page of pages) yield * page
  return undefined
}
