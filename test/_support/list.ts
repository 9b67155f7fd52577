import type { Test } from 'tap'
import { type TestApp, startApp } from './app.ts'
import { openDatabase } from './db.ts'

/** Reading lists as a client does. */

/** Starts an application over the starter data and the world of the reading tests, all of it in the log. */
export async function startWorld (t: Test): Promise<TestApp> {
  return await startApp(t, { starter: true, given: await openDatabase('reading') })
}

export type Item = any

/** Follows `links.next` to the end and holds every page to what a page promises. */
export async function walk (t: Test, { get, deps }: TestApp, url: string, key?: string): Promise<Item[]> {
  const items: Item[] = []
  for (let next: string | null = url; next !== null;) {
    const { status, json, headers } = await get(next, key === undefined ? {} : { key })
    if (status !== 200) return t.fail(`${next} answers ${status}`) as unknown as Item[]
    const links: { self: string, next: string | null } = json.links
    items.push(...json.items)
    if (json.items.length > json.page.limit) t.fail(`${next} has more than its limit`)
    if (links.next === null && json.page.nextCursor !== null) t.fail(`${next} has a cursor and no link`)
    if (links.next !== null && json.items.length !== json.page.limit) t.fail(`${next} is short and not the last`)
    const link = links.next === null ? `<${links.self}>; rel="self"` : `<${links.self}>; rel="self", <${links.next}>; rel="next"`
    if (headers.link !== link) t.fail(`${next} has the Link ${headers.link}`)
    next = links.next?.replace(deps.config.publicUrl, '') ?? null
  }
  return items
}

/** Holds what each query selects against the ids that it should, in any order. */
export async function selects (t: Test, { get }: TestApp, path: string, cases: Record<string, string[]>): Promise<void> {
  for (const [query, expected] of Object.entries(cases)) {
    const { status, json } = await get(`${path}?limit=200&${query}`)
    t.equal(status, 200, query)
    t.same(json.items.map(({ id }: Item) => id).sort(), [...expected].sort(), query)
  }
}

/** Holds the order of what each sort gives against the ids that it should, of those that a filter selects. */
export async function sorts (t: Test, app: TestApp, path: string, cases: Record<string, string[]>): Promise<void> {
  for (const [sort, expected] of Object.entries(cases)) {
    t.same((await walk(t, app, `${path}&sort=${sort}&limit=2`)).map(({ id }) => id), expected, sort)
  }
}
