import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { startApp } from '../_support/app.ts'

/** What examples/spreadsheet.md says of addresses, columns and cells, against the service. */

const PAGE = readFileSync(join(import.meta.dirname, '../../examples/spreadsheet.md'), 'utf8')
const HOST = 'https://tracker.example.org'
const all = (pattern: RegExp, text = PAGE): string[] => [...text.matchAll(pattern)].map(([, found]) => found as string)
const ADDRESSES = [...new Set(all(/https:\/\/tracker\.example\.org(\/[^\s"`]+)/g))]

/** The part of the page under a heading. */
const under = (heading: string): string => (PAGE.split(`## ${heading}\n`)[1] as string).split('\n## ')[0] as string

t.test('the recipe for spreadsheets', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get } = app
  const registrar = await app.key({ role: 'registrar' })
  await app.post('/v1/members', { id: 'chile', name: { en: 'Chile' }, kind: 'national', status: 'active' }, { key: registrar })
  const assessor = await app.key({ role: 'assessor', plans: ['mexico-4'] })
  const report = (await app.post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', title: { en: 'Results' }, publishedOn: '2022-09-01' }, { key: assessor })).json
  t.equal((await app.post('/v1/commitments/MX0081/assessments', { report: report.id, indicators: { completion: { value: 'limited' } } }, { key: assessor })).status, 201)
  const rowsOf = async (address: string): Promise<Record<string, string>[]> => parse((await get(address)).text, { bom: true, columns: true })
  const [mexico] = ADDRESSES as [string]

  t.test('names addresses that answer, in the dialect that it says', async (t) => {
    t.ok(ADDRESSES.length >= 6)
    for (const address of ADDRESSES) {
      const { status, headers, text } = await get(address)
      t.equal(status, 200, address)
      if (!address.includes('.csv')) continue
      t.equal(headers['content-type'], 'text/csv; charset=utf-8')
      t.equal(text.startsWith('\uFEFF'), address.includes('dialect=spreadsheet'), address)
    }
    t.ok((await rowsOf(mexico)).length > 10)
    t.strictSame([...new Set((await rowsOf(mexico)).map(({ plan }) => plan?.replace(/-\d+$/, '')))], ['mexico'])
  })

  t.test('finds columns by names that there are', async (t) => {
    const [row] = await rowsOf(mexico) as [Record<string, string>]
    const named = [...all(/MATCH\("(\w+)"/g), ...all(/\{"(\w+)", (?:type|Int64|Json)/g)]
    t.strictSame([...new Set(named)].sort(), ['code', 'endsOn', 'revision', 'startsOn', 'status', 'title', 'updatedAt'])
    for (const name of named) t.ok(name in row, name)
    const added = all(/AddColumn\(\w+, "(\w+)"/g)
    for (const name of all(/"(\w+)"/g, under('Excel and Power BI').split('SelectColumns')[1])) t.ok(name in row || added.includes(name), name)
    const [, path, query] = /RelativePath = "([^"]+)", Query = \[(\w+ = "\w+")\]/.exec(PAGE) as unknown as string[]
    t.strictSame((await rowsOf(`/${path}?${query?.replace(/ = "(\w+)"/, '=$1')}`)).length, (await rowsOf(mexico)).length, 'the query asks for the same')
  })

  t.test('reads what a voice says out of a cell', async (t) => {
    const [, written] = /REGEXEXTRACT\(.*, "(.*)"\)/.exec(PAGE) as unknown as [string, string]
    const pattern = written.replaceAll('""', '"')
    const row = (await rowsOf(mexico)).find(({ code }) => code === 'MX0081') as Record<string, string>
    const other = (await rowsOf(mexico)).find(({ code }) => code === 'MX0082') as Record<string, string>
    t.equal(new RegExp(pattern).exec(row.status as string)?.[1], 'limited')
    t.equal(new RegExp(pattern).exec(other.status as string), null)
    t.match(JSON.parse(row.status as string), { irm: { completion: 'limited' }, overdue: false }, 'as the query reads it')
    t.type(JSON.parse(row.title as string).en, 'string')
  })

  t.test('is right that numbers have a point, and dates the form of ISO 8601', async (t) => {
    const { status } = await app.post('/v1/commitments/MX0081/milestones', { number: '1', title: { en: '=1+1' }, dueOn: '2020-06-30', weight: 12.5 }, { key: await app.key({ role: 'editor', members: ['mexico'] }) })
    t.equal(status, 201)
    const [milestone] = await rowsOf(`${HOST}/v1/exports/milestones.csv?plan=mexico-4&dialect=spreadsheet`.replace(HOST, ''))
    t.match(milestone, { weight: '12.5', dueOn: '2020-06-30', title: '{"en":"=1+1"}' })
  })
})
