import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { importing } from '../../_support/ogp.ts'

/**
 * OGP's own edition of 2016, counted by hand: from the cells of the file alone, without anything of the importer. The file is not
 * part of the repository: OGP_SHEET names another place.
 */
const FILE = process.env.OGP_SHEET ?? join(import.meta.dirname, '../../../../shared/data/ogp-commitments-2016.csv')

type Row = Record<string, string>
const LABELS: Record<string, string> = { 'a. not started': 'not_started', 'b. limited': 'limited', 'c. substantial': 'substantial', 'd. complete': 'complete', withdrawn: 'withdrawn', unclear: 'unclear' }
const VALUES: Record<string, string> = { 'Value -Info': 'access_to_information', 'Value -Part': 'civic_participation', 'Value -Acc': 'public_accountability', 'Value -Tech': 'technology_and_innovation' }

function readRows (): Row[] {
  const [, header = [], ...lines] = parse(readFileSync(FILE), { bom: true, relax_column_count: true, skip_empty_lines: true }) as string[][]
  return lines.filter(line => line.some(cell => cell !== '')).map(line => Object.fromEntries(header.map((name, index) => [name, line[index] ?? ''])))
}

/** What the IRM said last of the commitment of a row: at the end of the term, where it did, else at mid-term. */
function wordOf (row: Row): string {
  const [end = '', progress = ''] = [row['Completion (end of term)'], row['Completion (progress report)']].map(cell => LABELS[(cell ?? '').toLowerCase()])
  if (end !== '') return end
  if (progress !== '') return progress
  if (row['Completion (progress report)'] === 'NA') return 'not_applicable'
  return row.Specificity === 'NR' ? 'not_spoken' : 'not_reviewed'
}

/** The year of a plan is that of most of its rows. */
function yearsOf (rows: Row[]): (row: Row) => string {
  const planOf = (row: Row): string => `${row.Country}/${row['Action Plan Number']}`
  const tallies: Record<string, Record<string, number>> = {}
  for (const row of rows) {
    const tally = tallies[planOf(row)] ??= {}
    const year = row['Year of submission'] as string
    tally[year] = (tally[year] ?? 0) + 1
  }
  return row => (Object.entries(tallies[planOf(row)] as Record<string, number>).sort(([, a], [, b]) => b - a)[0] as [string, number])[0]
}

/** Group -> what was said -> how often. */
function table (rows: Row[], groupsOf: (row: Row) => string[]): Record<string, Record<string, number>> {
  const counted: Record<string, Record<string, number>> = {}
  for (const row of rows) {
    for (const group of groupsOf(row)) {
      const cells = counted[group] ??= {}
      cells[wordOf(row)] = (cells[wordOf(row)] ?? 0) + 1
    }
  }
  return counted
}

interface Counted { voice: string, total: number, denominator: number, counts: Record<string, number>, excluded: Record<string, number>, completeShare: number, highShare: number, [group: string]: unknown }

const said = (rows: Counted[], group: string): Record<string, Record<string, number>> => Object.fromEntries(rows.filter(({ voice }) => voice === 'irm')
  .map(row => [String(row[group]), Object.fromEntries(Object.entries({ ...row.counts, ...row.excluded }).filter(([, n]) => n > 0))]))

if (!existsSync(FILE)) {
  t.plan(0, `the published file is not here: ${FILE}`)
} else {
  t.test('completion on the published file is what its cells say', { timeout: 300_000 }, async (t) => {
    const app = await startApp(t)
    const rows = readRows()
    t.equal(rows.length, 1927)
    t.match((await importing(app, await app.key({ role: 'registrar' })).run(readFileSync(FILE))).json, { state: 'done' })
    const ask = async (group: string): Promise<Counted[]> => {
      const { json } = await app.get(`/v1/stats/completion?groupBy=${group}`)
      t.equal(json.commitments, rows.length)
      return json.rows
    }

    const years = await ask('cycleYear')
    const yearOf = yearsOf(rows)
    t.same(said(years, 'cycleYear'), table(rows, row => [yearOf(row)]), 'by year')
    t.comment(years.filter(({ voice }) => voice === 'irm').map(({ cycleYear, denominator, counts, highShare }) => `${String(cycleYear)}: ${Object.values(counts).join(' ')} of ${denominator}, high ${highShare}`).join('; '))
    t.ok(years.filter(({ voice }) => voice !== 'irm').every(({ denominator, total, excluded }) => denominator === 0 && excluded.not_spoken === total), 'the file holds no word of government or civil society')

    t.same(said(await ask('value'), 'value'), table(rows, (row) => {
      const values = Object.entries(VALUES).filter(([column]) => row[column] === '1').map(([, value]) => value)
      return values.length === 0 ? ['null'] : values
    }), 'by value, once for each')

    const members = said(await ask('member'), 'member')
    const countries = table(rows, row => [row.Country as string])
    t.same(Object.values(members).map(cells => JSON.stringify(Object.entries(cells).sort())).sort(), Object.values(countries).map(cells => JSON.stringify(Object.entries(cells).sort())).sort(), 'by country, whatever it is called')
    t.same(members.mexico, countries.Mexico)
  })
}
