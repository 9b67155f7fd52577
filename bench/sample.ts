import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import type { Db } from '../src/db/database.ts'
import type { Service } from './service.ts'

/** Chooses from the data what the bench asks for: the same data give the same choice. */

export interface Place {
  filters: Record<string, string | number>,
  cursor: string | null,
  code: string,
  id: string | null
}
export interface Sample {
  ids: string[]
  one: { path: string, body: string, type: string, etag: string }
  nested: Place[]
  first: Place[]
  deep: Place[]
  words: string[]
  regions: string[]
  /** The parameter that asks for facets; empty where they always come. */
  facets: string
  organisation: string
  key: string
}

const MAX_IDS = 20_000

interface Page { items: { id: string, code: string | null }[], page: { nextCursor: string | null } }

/** Walks a list. Returns where its pages begin, the first one included. */
async function places (service: Service, filters: Place['filters'], limit: number, pages: number): Promise<Place[]> {
  const found: Place[] = [{ filters, cursor: null, code: '', id: null }]
  while (found.length < pages) {
    const { cursor } = found.at(-1) as Place
    const search = new URLSearchParams({
      ...Object.fromEntries(Object.entries(filters).map(([name, value]) => [name,
        String(value)])),
      limit: String(limit),
      fields: 'id,code',
      ...cursor === null ? {} : { cursor }
    })
    const { items, page } = await (await answer(`${service.url}/v1/commitments?${search}`)).json() as Page
    const last = items.at(-1)
    if (page.nextCursor === null || last === undefined) break
    found.push({ filters, cursor: page.nextCursor, code: last.code ?? '~', id: last.id })
  }
  return found
}

async function answer (url: string): Promise<Response> {
  const response = await fetch(url)
  if (!response.ok) throw new Error(`${url}: ${response.status} ${await response.text()}`)
  return response
}

export async function takeSample (db: Db, service: Service): Promise<Sample> {
  const { rows: ids } =
    await sql<{ id: string }>`select id from commitment order by md5(id::text) limit ${MAX_IDS}`.execute(db)
  const { rows: regions } = await sql<{ region: string, n: number }>`
    select region, count(*) as n from commitment_status where region is not null group by 1 having count(*) > 100 order by 1`.execute(db)
  const { rows: pairs } = await sql<{ region: string, cycleYear: number }>`
    select region, cycle_year as "cycleYear" from commitment_status where region is not null group by 1,
      2 having count(*) > 50 order by 1, 2`.execute(db)
  // Words of the language that are in one of two hundred texts at least and in half of them at most.
  const { rows: words } = await sql<{ word: string }>`
    select word from ts_stat('select to_tsvector(''simple'', (description ->> ''en'')) from (select description from commitment
      where description ? ''en'' order by md5(id::text) limit 2000) c')
    where nentry > 0 and ndoc between 10 and 1000 and word ~ '^[a-z]{4,20}$' and cardinality(tsvector_to_array(to_tsvector('english', word))) = 1
    order by md5(word) limit 500`.execute(db)
  const { rows: organisations } = await sql<{ id: string }>`select id from institution order by kind = 'civil_society' desc nulls last, id limit 1`.execute(db)
  const path = `/v1/commitments/${ids[0]?.id}?include=milestones,reviews`
  const response = await answer(`${service.url}${path}`)
  const organisation = organisations[0]?.id as string
  const deep = await Promise.all(regions.map(async ({ region, n }) => (await places(service, { region }, 200,
    Math.ceil(n * 0.9 / 200) + 1)).at(-1) as Place))
  const asked = await fetch(`${service.url}/v1/search?q=data&facets=member`)
  return {
    ids: ids.map(({ id }) => id),
    one: {
      path,
      body: await response.text(),
      type: String(response.headers.get('content-type')),
      etag: String(response.headers.get('etag'))
    },
    nested: interleave(await Promise.all(pairs.map(pair => places(service, { ...pair }, 50, 20)))),
    first: regions.map(({ region }) => ({ filters: { region }, cursor: null, code: '', id: null })),
    deep,
    words: words.map(({ word }) => word),
    regions: regions.map(({ region }) => region),
    facets: asked.ok
      ? '&facets=member,region,plan,cycleYear,policyArea,value,lifecycle,governmentCompletion,civilSocietyCompletion,irmCompletion'
      : '',
    organisation,
    key: await makeKey(service, organisation)
  }
}

/** Returns the first page of each list, then the second of each, and so on, without the last one: it is shorter. */
function interleave<T> (lists: T[][]): T[] {
  const full = lists.map(list => list.length > 1 ? list.slice(0, -1) : list)
  const longest = Math.max(...full.map(list => list.length))
  return Array.from({ length: longest }, (_, index) => full.flatMap(list => list[index] ?? [])).flat()
}

/** Makes a reviewer's key by the command line, as an operator does. */
async function makeKey ({ url, adminKey }: Service, organisation: string): Promise<string> {
  const cli = join(import.meta.dirname, '../dist/cli/main.js')
  const { stdout } = await promisify(execFile)(process.execPath, [cli, 'keys', 'create', '--role', 'reviewer',
    '--organisation', organisation,
    '--name', 'bench', '--url', url, '--key', adminKey])
  return stdout.trim()
}
