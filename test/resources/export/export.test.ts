import { createHash } from 'node:crypto'
import t, { type Test } from 'tap'
import { type TestApp, startApp, startReadOnly } from '../../_support/app.ts'
import { type Item, startWorld, walk } from '../../_support/list.ts'
import { editing, planOf } from '../../_support/plan.ts'
import { type Row, duckdb, rowsOf, valueOf } from '../../_support/reading.ts'
import { TABLE_NAMES } from '../../../src/resources/export/export.schemas.ts'

const linesOf = (text: string): Row[] => text.split('\n').slice(0, -1).map(line => JSON.parse(line) as Row)

/** What spreadsheets, XML and CSV trip over. */
const HOSTILE = ['=1+1', ' =HYPERLINK("http://example.org")', "'quoted'", '+1', '-1', '@SUM(A1)', '＝1', 'a,"b"\r\nc', '_x0041_ and _x005F_', 'bell \u0007 and \uFFFE', ' space ', '"', 'null', '1.0', 'true', '2020-01-01', 'emoji 🏛️']

/** The world of the reading tests, and a plan of texts that are hostile or long. */
async function start (t: Test): Promise<TestApp> {
  const app = await startWorld(t)
  const { create } = editing(app, await app.key({ role: 'editor', members: ['mexico'] }))
  await create(planOf(5, {
    commitments: HOSTILE.map((text, n) => ({
      number: String(n), title: { es: text }, cluster: text, startsText: text, description: { es: `${text}${'🏛️ long '.repeat(n === 0 ? 7000 : 0)}` }, budget: { amount: n + 0.5, currency: null, text: null }, endsOn: '1899-12-31', endsPrecision: 'day'
    }))
  }))
  await app.sequence()
  return app
}

t.test('every table', { timeout: 300_000 }, async (t) => {
  const app = await start(t)
  const { csv, ndjson } = await duckdb(t)
  for (const name of TABLE_NAMES) {
    await t.test(`${name} holds the same in every format, as others read it`, async (t) => {
      const answer = await app.get(`/v1/exports/${name}.ndjson`)
      const rows = linesOf(answer.text)
      const columns = Object.keys(rows[0] as Row)
      if (name !== 'record') {
        const listed = await walk(t, app, `/v1/${name}?limit=200`)
        t.strictSame(rows, listed.sort((a: Item, b: Item) => a.id < b.id ? -1 : 1), 'what the list gives, by its ids')
      }
      t.ok(rows.length > 1)
      t.strictSame(await ndjson(answer.text, columns), rows, 'NDJSON, read by DuckDB')

      const same = (cells: Row[]) => cells.map((row, at) => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, valueOf(cell, (rows[at] as Row)[column])])))
      const plain = (await app.get(`/v1/exports/${name}.csv`)).text
      t.strictSame(same(await csv(plain, columns)), rows, 'CSV, read by DuckDB')

      const spreadsheet = (await app.get(`/v1/exports/${name}.csv?dialect=spreadsheet`)).text
      t.equal(spreadsheet[0], '\uFEFF')
      const cells = await csv(spreadsheet.slice(1), columns)
      t.notOk(cells.some(row => Object.entries(row).some(([column, cell]) => typeof (rows[0] as Row)[column] === 'string' && /^\s*[=+\-@＝]/.test(cell ?? ''))), 'no cell could be a formula')
      t.strictSame(same(cells.map(row => Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, cell?.replace(/^'/, '') ?? null])))), rows, 'less the apostrophes it is the same')

      const workbook = await app.app.inject({ url: `/v1/exports/${name}.xlsx` })
      t.strictSame(same(await rowsOf(workbook.rawPayload)), rows, 'XLSX, a formula of which would be read as its result')

      const { '@graph': graph } = (await app.get(`/v1/exports/${name}.jsonld`)).json
      t.strictSame(graph.map(({ '@id': _id, '@type': _type, ...row }: Row) => row), rows, 'JSON-LD')
      if (name !== 'record') t.equal((await app.get(new URL(graph[0]['@id']).pathname)).status, 200, 'each is at its address')
    })
  }
})

t.test('the record is the newest of every entity in the log', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const changes = await walk(t, app, '/v1/changes?limit=200')
  const newest = new Map(changes.map((change: Item) => [`${change.type} ${change.id}`, change]))
  t.strictSame(linesOf((await app.get('/v1/exports/record.ndjson')).text), [...newest.values()].sort((a, b) => a.index - b.index))
  const empty = await startApp(t)
  t.equal((await empty.get('/v1/exports/record.ndjson')).text, '')
  t.strictSame((await empty.get('/v1/exports/record.jsonld')).json['@graph'], [])
})

t.test('an export takes the filters of its list, and no others', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const ids = async (url: string) => linesOf((await app.get(url)).text).map(({ id }) => id)
  const listed = async (url: string) => (await walk(t, app, url)).map(({ id }: Item) => id).sort()
  for (const query of ['commitments?member=canada', 'commitments?overdue=true', 'milestones?completion=limited&completion=complete', 'reviews?organisation=article-19', 'action-plans?cycleYear=2018']) {
    const [table, filters] = query.split('?') as [string, string]
    const some = await ids(`/v1/exports/${table}.ndjson?${filters}`)
    t.strictSame(some, await listed(`/v1/${query}`), query)
    t.ok(some.length < (await ids(`/v1/exports/${table}.ndjson`)).length, query)
  }
  for (const query of ['limit=1', 'cursor=a', 'knownAt=2026-01-01T00:00:00Z', 'fields=id', 'mine=true', 'dialect=tsv', 'nothing=1']) {
    t.match(await app.get(`/v1/exports/reviews.csv?${query}`), { status: 400, json: { errors: [{ parameter: query.split('=')[0] }] } }, query)
  }
  t.match(await app.get('/v1/exports/reviews.pdf'), { status: 400, json: { errors: [{ parameter: 'format' }] } })
  t.equal((await app.get('/v1/exports/keys.csv')).status, 404)
})

t.test('a draft is in no export', async (t) => {
  const app = await startApp(t, { starter: true })
  const key = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const { json: draft } = await app.post('/v1/commitments/MX0081/reviews', { kind: 'progress', reviewedOn: '2026-11-20', state: 'draft' }, { key })
  await app.sequence()
  for (const name of ['reviews', 'record']) t.notMatch((await app.get(`/v1/exports/${name}.ndjson`, { key })).text, draft.id, name)
})

t.test('an export says what it is, what it may be used for, and its digest', async (t) => {
  const { app, get, request } = await startReadOnly(t, 'reading')
  const { payload, trailers, headers } = await app.inject({ url: '/v1/exports/members.csv' })
  t.match(headers, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': 'attachment; filename="members.csv"',
    link: '<https://creativecommons.org/licenses/by/4.0/>; rel="license", <http://127.0.0.1:3000/v1/exports/datapackage.json>; rel="describedby"',
    'cache-control': 'no-store',
    trailer: 'repr-digest'
  })
  t.strictSame(trailers, { 'repr-digest': `sha-256=:${createHash('sha256').update(payload).digest('base64')}:` })
  const { json } = await get('/v1/exports')
  t.strictSame(json.tables.map(({ name }: Item) => name), TABLE_NAMES)
  for (const { formats } of json.tables) {
    for (const { mediaType, url } of formats) {
      const { status, headers, text } = await request('HEAD', new URL(url).pathname)
      t.match({ status, type: headers['content-type'], text }, { status: 200, type: mediaType, text: '' }, url)
    }
  }
})

t.test('the context knows every member of every type that is exported', async (t) => {
  const { get } = await startReadOnly(t, 'reading')
  const { json, headers } = await get('/contexts/v1.jsonld')
  t.match(headers['content-type'], 'application/ld+json')
  const types = json['@context']
  for (const name of TABLE_NAMES) {
    const { '@context': context, '@graph': [row] } = (await get(`/v1/exports/${name}.jsonld`)).json
    t.equal(context, 'http://127.0.0.1:3000/contexts/v1.jsonld')
    const { '@id': _id, '@type': type, ...members } = row
    t.strictSame(Object.keys(types[type]['@context']), Object.keys(members), type)
  }
  t.match(types.Commitment, { '@id': 'oc:Commitment', '@context': { title: { '@id': 'dcterms:title', '@container': '@language' }, endsOn: { '@type': 'xsd:date' }, updatedAt: { '@type': 'xsd:dateTime' }, status: { '@type': '@json' } } })
})
