import t from 'tap'
import { findTable } from '../../../../src/resources/import/ogp/sheet.ts'
import { readPolicyAreas } from '../../../../src/resources/import/ogp/areas.ts'
import { type Sheet, XLSX } from '../../../../src/sheet/sheet.ts'
import { startApp } from '../../../_support/app.ts'
import { importing, read } from '../../../_support/ogp.ts'
import { rowsOf, workbook } from '../../../_support/workbook.ts'

/** Editions after that of 2016, with made-up rows under the headers that each is known to have, or could have. */

const csv = (...rows: string[][]) => Buffer.from(rows.map(cells => cells.map(text => `"${text}"`).join(',')).join('\n'))

/** OGP's public commitments database of later years. */
const DATABASE = ['Commitment Unique Identifier', 'Country/Locality', 'Region', 'Theme', 'Year Of Submission', 'Action Plan Number', 'Commitment Number', 'Commitment Title', 'Short Title', 'Full Text',
  'Lead Institution', 'Supporting Institution(s)', 'URL', 'OGP Value Access To Information', 'OGP Value Civic Participation', 'OGP Value Public Accountability', 'OGP Value Technology',
  'Specificity', 'Potential Impact', 'Completion (Progress Report)', 'Did It Open Government (Overall)']
const WELLS = ['MX9001', 'Mexico', 'Americas', '', '2016', '3', '1', 'Wells', 'Wells', 'Dig wells.', 'Ministry of Tests', '', 'https://example.org/wells', '1', '0', 'NA', '1', 'High', 'Moderate', 'Substantial', 'Major']

/** Editions that rate what the IRM rates now. */
const DASHBOARD = ['Commitment ID', 'Member', 'Action Plan', 'Commitment', 'Policy Area', 'Verifiable', 'Potential for Results', 'Early Results', 'Starred', 'Start Date', 'Promising']
const DAMS = ['MX9002', 'Mexico', '2021-2023', 'Dams', 'Water, Sanitation, and Hygiene; Open data | Poetry', 'Yes', 'Substantial', 'Moderate results', 'No', '2021-11-01', 'Yes']

t.test('the database of later years', async t => {
  const { unknownColumns, plans: [plan], decisions } = await read(csv(DATABASE, WELLS), 2026)
  t.same(unknownColumns, ['Region', 'URL'])
  t.match(plan?.document, { plan: { id: 'mexico-3', cycleYear: 2016 }, commitments: [{ code: 'MX9001', number: '1', title: { und: 'Wells' }, values: ['access_to_information', 'technology_and_innovation'] }] })
  t.match(plan?.assessments.map(({ indicators }) => indicators), [
    { specificity: { value: 'high' }, potentialImpact: { value: 'moderate' }, completion: { value: 'substantial' } },
    { didItOpenGovernment: { value: 'major' } }
  ])
  t.same(decisions.map(({ rule }) => rule), [])
})

t.test('an edition with the indicators of now, its areas in one column', async t => {
  const { unknownColumns, policyAreas, plans: [plan], decisions } = await read(csv(DASHBOARD, DAMS, ['', 'Mexico', '2021-2023', 'Roads', '', 'perhaps', 'Modest', 'None at all', '', '', '']), 2026)
  t.same(unknownColumns, ['Promising'])
  t.ok(policyAreas.length > 40)
  t.match(plan?.document, { plan: { id: 'mexico-1', cycleYear: 2021 }, commitments: [{ code: 'MX9002', policyAreas: ['water-and-sanitation', 'open-data'], startsOn: '2021-11-01', startsPrecision: 'day' }, { policyAreas: [] }] })
  t.match(plan?.assessments.map(({ indicators }) => indicators), [
    { verifiable: { value: 'yes' }, potentialForResults: { value: 'substantial' } },
    { potentialForResults: { value: 'modest' } },
    { verifiable: { value: 'yes' }, earlyResults: { value: 'moderate_results' } }
  ])
  t.same(decisions.filter(({ rule }) => rule !== 'plan-number-counted').map(({ row, column, value, rule }) => [row, column, value, rule]), [
    [2, 'Policy Area', 'Poetry', 'unknown-policy-area'],
    [3, 'Verifiable', 'perhaps', 'unreadable-rating'],
    [3, 'Early Results', 'None at all', 'unreadable-rating']
  ])
})

t.test('a later edition tells how long a plan runs, and calls the code of a country "Code"', async t => {
  const header = ['Code', 'Commitment Unique Identifier', 'Country/Locality', 'National Or Local', 'Commitment Dummy', 'Action Plan Number', 'Commitment Number', 'Year Of Submission', 'Action Plan End Year', 'Action Plan Duration (Years)', 'Commitment Title', 'Start Date', 'Anti-Corruption and Integrity']
  const { unknownColumns, members, plans, decisions } = await read(csv(header,
    ['MEX', 'MX9001', 'Mexico', 'National', '1', '5', '1', '2022', '2026', '4', 'Wells', 'NA', '1'],
    ['MEX', 'MX9002', 'Mexico', 'National', '1', '5', '2', '2022', '2026', '4', 'Dams', 'NA', '0'],
    ['MEX', 'MX9003', 'Mexico', 'National', '1', '4', '1', '2018', 'NA', '', 'Roads', 'NA', 'NA'],
    ['RUR', 'RUR0001', 'Streslau', 'Local', '1', '1', '1', '2021', '2023', '2', 'Bridges', 'NA', '0']), 2026)
  t.same(unknownColumns, [])
  t.match(plans.map(({ document: { plan, commitments } }) => ({ plan, commitments })), [
    { plan: { id: 'mexico-4', lifecycle: 'closed', termYears: undefined, endsOn: undefined } },
    { plan: { id: 'mexico-5', lifecycle: 'in_implementation', termYears: 4, endsOn: '2026-12-31', endsPrecision: 'year', endsText: '2026' }, commitments: [{ code: 'MX9001', policyAreas: ['anti-corruption'] }, { code: 'MX9002', policyAreas: [] }] },
    { plan: { id: 'streslau-1', lifecycle: 'closed', termYears: 2 } }
  ])
  t.match(members.map(({ id, kind }) => [id, kind]), [['mexico', 'national'], ['streslau', 'national']])
  t.same(decisions.map(({ row, value, rule }) => [row, value, rule]), [[1, 'Code', 'repeated-column'], [5, 'Streslau', 'unknown-country'], [5, 'Local', 'locality-without-country']])
})

t.test('areas are named with any sign between them', t => {
  t.same(readPolicyAreas('Open Data, E-Government,Audits and controls'), { areas: ['open-data', 'e-government', 'audits-and-controls'], unknown: [] })
  t.same(readPolicyAreas('NA'), { areas: [], unknown: [] })
  t.end()
})

t.test('the table is found among the sheets of a workbook, or where the caller says', t => {
  const sheet = (name: string, ...rows: string[][]): Sheet => ({ name, rows: rows.map((cells, index) => ({ row: index + 1, cells })) })
  const sheets = [sheet('Read me', ['Country', 'Plan', 'the title of a plan']), sheet('Old', DATABASE.slice(0, 10), WELLS), sheet('New', [''], DATABASE, WELLS, DATABASE)]
  const notes = [{ sheet: 'Old', row: 1, column: 'A', rule: 'error-cell', action: '' }, { sheet: 'New', row: 3, column: 'H', rule: 'error-cell', action: '' }, { sheet: 'New', row: null, column: 'ZZ', rule: 'hidden-column', action: '' }] as const
  const found = findTable({ sheets, notes: [...notes] })
  t.match(found, { headerRow: 2, notes: [{ row: 3, column: 'Commitment Title' }, { row: null, column: 'ZZ' }] })
  t.same(found.notes.length, 2)
  t.equal(findTable({ sheets, notes: [] }, { sheet: 'Old' }).headerRow, 1)
  t.equal(findTable({ sheets, notes: [] }, { headerRow: 4 }).headerRow, 4)
  const refused = (sheets: Sheet[], wanted: object, code: string, message: RegExp) => t.throws(() => findTable({ sheets, notes: [] }, wanted), { code, message })
  refused(sheets, { sheet: 'Newer' }, 'no-sheet', /There is no sheet "Newer". The sheets are "Read me", "Old", "New"\./)
  refused(sheets, { headerRow: 3 }, 'no-header', /^Line 3 is not a header .*; the nearest to one has "MX9001", "Mexico"/)
  refused(sheets, { headerRow: 9 }, 'no-header', /^Line 9 is not a header that names columns such as "Country", "Action Plan Number" and "Commitment Title"\./)
  refused([sheet('A', ['a'])], {}, 'no-header', /^None of the first 20 lines is a header/)
  refused([sheet('A', ['Region', 'Country', 'Full Text', 'Lead Institution', ...Array.from({ length: 40 }, (_, n) => `Column ${n}`)])], {}, 'missing-column',
    /lacks a column "Action Plan Number" or "Year of submission" and "Commitment Title".*Its columns are "Region", "Country", "Full Text", .* and others\./)
  refused([sheet('A'), sheet('B', [' '])], {}, 'empty', /The file is empty/)
  t.end()
})

t.test('a workbook is imported as CSV is', async t => {
  const app = await startApp(t, { starter: true })
  const { post, follow, decisions } = importing(app, await app.key({ role: 'registrar' }))
  const hidden = rowsOf([['Title of the sheet'], DATABASE, WELLS]).replace(/<row>(?=<c t="inlineStr"><is><t>MX9001)/, '<row hidden="1">')
  const bytes = workbook({ sheets: { 'Read me': rowsOf([['Nothing']]), Commitments: hidden } })
  const { status, json } = await post(bytes, { 'content-type': XLSX })
  t.equal(status, 202)
  t.match((await follow(json.id)).json, { state: 'done', report: { headerRow: 2, rows: 1, commitments: { create: 1 }, unknownColumns: ['Region', 'URL'], decisions: { 'hidden-row': 1 } } })
  t.match(await decisions(json.id, 'hidden-row'), [{ row: 3, column: null, action: 'The row is hidden: it was read like the others.' }])
  t.match((await app.get('/v1/commitments/MX9001')).json, { title: { und: 'Wells' }, plan: 'mexico-3' })

  const key = await app.key({ role: 'registrar' })
  const ask = (query: string) => app.request('POST', `/v1/imports?source=ogp${query}`, { key, payload: bytes, headers: { 'content-type': `${XLSX}; charset=binary` } })
  t.match(await ask('&sheet=Read%20me'), { status: 400, json: { type: /import-unusable$/, detail: /None of the first 20 lines/ } })
  t.match(await ask('&sheet=Commitments&headerRow=1'), { status: 400, json: { detail: /Line 1 is not a header/ } })
  t.equal((await ask('&headerRow=0')).status, 400)
  t.match(await post(bytes), { status: 400, json: { type: /import-unusable$/, detail: /This is a workbook/ } })
  t.match(await post(csv(DATABASE, WELLS), { 'content-type': XLSX }), { status: 400, json: { type: /import-unusable$/, detail: /The workbook is damaged \(it has no directory\)/ } })
})
