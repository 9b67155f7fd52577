import type { Request } from './driver.ts'
import type { Sample } from './sample.ts'

/** The rows of the bench: each asks several servers for the same thing. */

export type ServerName = 'limit' | 'service' | 'cached' | 'contender'
export interface Asking { server: ServerName, requests: Request[], status?: number }
export interface Row {
  name: string
  title: string
  /** The bound that it is measured against. */
  limit: string
  /** In the order in which they take turns; the first is the limit, the second the service. */
  asking: { limit: Asking, service: Asking, contender?: Asking }
  /** The least ratio to the limit that issue 13 asks for; null where it names none. */
  target: number | null
}
export interface ExportRow { name: string, title: string, format: 'csv' | 'ndjson', target: number }

const BY_PG = 'node:http + pg, one prepared statement'
const BUFFER = 'a buffer in memory'
const query = (values: Record<string,
  string | number>): string => new URLSearchParams(Object.entries(values).map(([name, value]) => [name,
  String(value)])).toString()
const asking = (server: ServerName, paths: string[]): Asking => ({ server, requests: paths.map(path => ({ path })) })

const NOTHING = '00000000-0000-0000-0000-000000000000'

export function postgresRows (sample: Sample): Row[] {
  const { ids, nested, first, deep, words, regions, one } = sample
  const nest = '?include=milestones,reviews'
  const same = `/v1/commitments/${ids[0]}${nest}`
  const pages = (title: string, name: string, pages: Sample['deep'], children: string, path: string,
    target: number | null): Row => ({
    name,
    title,
    limit: BY_PG,
    asking: {
      limit: asking('limit', pages.map(({
        filters, code,
        id
      }) => `/${path}?${query({ ...filters, code, id: id ?? NOTHING })}`)),
      service: asking('service', pages.map(({
        filters,
        cursor
      }) => `/v1/commitments?${query({ ...filters, limit: 50, ...cursor === null ? {} : { cursor } })}${children}`)),
      contender: asking('contender', pages.map(({
        filters, code,
        id
      }) => `/${path}?${query({ ...filters, code, id: id ?? NOTHING })}`))
    },
    target
  })
  const searches = words.map((q, index) => ({ q, region: regions[index % regions.length] as string }))
  const search = (name: string, title: string, more: string, target: number): Row => ({
    name,
    title,
    limit: BY_PG,
    asking: {
      limit: asking('limit', searches.map(search => `/search?${query(search)}`)),
      service: asking('service', searches.map(search => `/v1/search?${query({ ...search, limit: 20 })}${more}`)),
      contender: asking('contender', searches.map(search => `/search?${query(search)}`))
    },
    target
  })
  return [
    {
      name: 'one',
      title: 'one commitment with milestones and reviews, another each time',
      limit: BY_PG,
      asking: {
        limit: asking('limit', ids.map(id => `/one?${query({ id })}`)),
        service: asking('service', ids.map(id => `/v1/commitments/${id}${nest}`)),
        contender: asking('contender', ids.map(id => `/one?${query({ id })}`))
      },
      target: 1.5
    },
    {
      name: 'one-cached',
      title: 'the same one again and again',
      limit: BUFFER,
      asking: { limit: asking('limit', [same]), service: asking('cached', [same]) },
      target: 0.9
    },
    {
      name: 'one-304',
      title: 'the same, If-None-Match matches',
      limit: BUFFER,
      asking: {
        limit: { server: 'limit', requests: [{ path: same, headers: { 'if-none-match': one.etag } }], status: 304 },
        service: { server: 'cached', requests: [{ path: same, headers: { 'if-none-match': one.etag } }], status: 304 }
      },
      target: 0.9
    },
    pages('list of 50 with milestones, two filters', 'list-nested', nested, '&include=milestones', 'nested', 1.2),
    pages('list of 50 by one filter, page 1', 'list-first', first, '', 'list', null),
    pages('list of 50 by one filter, at 90 % depth', 'list-deep', deep, '', 'list', null),
    search('search', 'search, 20 results, one filter', '', 0.6),
    search('search-facets', 'the same with facets', sample.facets, 0.2),
    {
      name: 'completion',
      title: 'completion by member and policy area',
      limit: BY_PG,
      asking: {
        limit: asking('limit', ['/completion']),
        service: asking('service', ['/v1/stats/completion?groupBy=member&groupBy=policyArea']),
        contender: asking('contender', ['/completion'])
      },
      target: 1
    },
    reviewRow(sample)
  ]
}

function reviewRow ({ ids, organisation, key }: Sample): Row {
  const body = JSON.stringify({
    kind: 'progress',
    completion: 'limited',
    reviewedOn: '2025-06-30',
    language: 'en',
    narrative: { en: 'The working group met twice, and nothing of what it wrote was published. '.repeat(5) },
    evidence: [{ url: 'https://example.org/minutes' }],
    state: 'published'
  })
  const post = (server: ServerName, pathOf: (id: string) => string): Asking => ({
    server,
    status: 201,
    requests: ids.map(id => ({
      path: pathOf(id),
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${key}`
      }
    }))
  })
  return {
    name: 'review',
    title: 'one review written',
    limit: 'a bare insert of the same review',
    asking: {
      limit: post('limit', commitment => `/review?${query({ commitment, organisation })}`),
      service: post('service', id => `/v1/commitments/${id}/reviews`),
      contender: post('contender', commitment => `/review?${query({ commitment, organisation })}`)
    },
    target: 0.35
  }
}

export const EXPORT_ROWS: ExportRow[] = [
  { name: 'export-csv', title: 'all commitments as CSV', format: 'csv', target: 0.6 },
  { name: 'export-ndjson', title: 'all commitments as NDJSON', format: 'ndjson', target: 0.9 }
]

/** The embedded engine has no limit of its own kind: what it gives from memory is measured against a buffer. */
export function embeddedRows (paths: { one: string, page: string, search: string }): Row[] {
  const titles = { one: 'one commitment', page: 'its page', search: 'search', live: '/health/live' }
  return Object.entries({ ...paths, live: '/health/live' }).map(([name, path]) => ({
    name: `embedded-${name}`,
    title: `embedded engine: ${titles[name as keyof typeof titles]}`,
    limit: BUFFER,
    asking: { limit: asking('limit', [path]), service: asking('cached', [path]) },
    target: null
  }))
}

export const ROW_NAMES = ['one', 'one-cached', 'one-304', 'list-nested', 'list-first', 'list-deep', 'search',
  'search-facets', 'completion', 'review',
  ...EXPORT_ROWS.map(({ name }) => name), 'embedded-one', 'embedded-page', 'embedded-search', 'embedded-live']
