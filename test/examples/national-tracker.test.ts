import { type ExecFileException, execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { parse } from 'yaml'
import { syncTracker } from '../../scripts/national-tracker.ts'
import { readTracker } from '../../scripts/tracker/read-tracker.ts'
import type { Mapping } from '../../scripts/tracker/mapping.ts'
import { type TestApp, startApp } from '../_support/app.ts'
import { LOADER, ROOT } from '../_support/built.ts'
import { type Item, walk } from '../_support/list.ts'
import { rowsOf, workbook } from '../_support/workbook.ts'

/** The recipe of docs/national-tracker.md: what made-up tables say is found again, cell by cell, in what the API gives. */

t.setTimeout(500_000)

const mappingFile = (name: string): string => join(ROOT, 'examples/trackers', name)
const mappingOf = (name: string): Mapping => parse(readFileSync(mappingFile(name), 'utf8')) as Mapping

const CANADA = mappingOf('canada-6.yaml')
const HEADER = Object.keys(CANADA.columns)
/** Made up, under the columns of Canada's table. */
const row = (reporting: string, indicator: string, more: Record<string, string> = {}): string[] => {
  const cells: Record<string, string> = {
    reporting_period: reporting,
    commitments: indicator.slice(0, 3),
    milestones: indicator.slice(0, 5),
    indicators: indicator,
    indicator_en: `Example ${indicator}, with "quotes", a comma\nand a second line`,
    indicator_fr: `Exemple ${indicator} à l'été`,
    indicator_deadline_en: 'By fall 2027',
    indicator_deadline_fr: "D'ici l'automne 2027",
    indicator_lead_dept: 'ex-dept,ez-min',
    status: 'SP',
    progress_en: `- Done in ${reporting} for ${indicator}\n- More`,
    progress_fr: `- Fait en ${reporting} pour ${indicator}`,
    owner_org: 'ex-dept',
    owner_org_title: 'Example Department | Ministère de l\'exemple',
    ...more
  }
  return HEADER.map(name => cells[name] ?? '')
}
const ROWS = [
  row('2026-06', 'C01.1.1', { indicator_deadline_en: 'Ongoing', indicator_deadline_fr: 'En cours', status: 'C', indicator_en: 'Worded anew' }),
  row('2025-12', 'C01.1.1', { status: 'LP', challenges: 'LR,OT', challenges_other_en: 'Other things', challenges_other_fr: 'Autre chose', evidence_en: 'See [a page](https://example.org/seen), and more.', evidence_fr: 'Voir https://example.org/vu' }),
  row('2025-12', 'C01.1.2', { status: 'NS', challenges: 'DA', progress_en: 'NIL', progress_fr: 'NUL', indicator_lead_dept: 'eu-agence', indicator_deadline_en: 'By winter 2025', indicator_deadline_fr: "D'ici l'hiver 2025" }),
  row('2025-12', 'C04.2.1', { owner_org: 'ez-min', owner_org_title: 'A name that does not part', evidence_en: 'A paper document', evidence_fr: 'Un document', indicator_lead_dept: '' })
]
const csv = (rows: readonly string[][]): string => rows.map(cells => cells.map(text => `"${text.replaceAll('"', '""')}"`).join(',')).join('\r\n')

interface World { app: TestApp, url: string, key: string, folder: string, sync: (table: string, mapping: string) => Promise<string> }

async function start (t: Test, member: string): Promise<World> {
  const app = await startApp(t)
  await app.post('/v1/members', { id: member, name: { und: member }, kind: 'national', status: 'active' }, { key: await app.key({ role: 'registrar' }) })
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const folder = mkdtempSync(join(tmpdir(), 'oc-tracker-'))
  t.teardown(() => { rmSync(folder, { recursive: true, force: true }) })
  const [url, key] = [`http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`, await app.key({ role: 'editor', members: [member] })]
  const sync = async (table: string, mapping: string): Promise<string> => {
    let said = ''
    const say = (text: string): void => { said += text }
    await syncTracker({ fetch, sleep: async () => {}, signal: new AbortController().signal, out: say, err: say }, { url, key }, table, mapping)
    return said
  }
  return { app, url, key, folder, sync }
}

const byRef = (items: Item[], id: string): Item => items.find(({ externalRefs }) => externalRefs.some((ref: Item) => ref.id === id))

t.test('every cell of a table in two languages is found again', async (t) => {
  const { app, url, key, folder, sync } = await start(t, 'canada')
  const table = join(folder, 'tracker.csv')
  writeFileSync(table, csv([HEADER, ...ROWS]))
  const env = { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(_?TAP|NODE_OPTIONS|NODE_V8)/.test(name))), NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0', OPEN_COMMITMENTS_KEY: key }
  const ran = await new Promise<{ error: ExecFileException | null, out: string, err: string }>((resolve) => {
    execFile(process.execPath, [...LOADER, 'scripts/national-tracker.ts', table, mappingFile('canada-6.yaml'), url], { cwd: ROOT, env }, (error, out, err) => resolve({ error, out, err }))
  })
  t.strictSame([ran.error, ran.err], [null, ''])
  t.match(ran.out, /^2025-H2: plan .*\n2025-H2: progress .*"create":3.*\n2026-H1: plan .*"update":1.*\n2026-H1: progress .*"create":1.*\n$/)

  await app.sequence()
  const { commitments } = (await app.get('/v1/action-plans/canada-6/document')).json as Item
  const institutions = (await app.get('/v1/institutions?member=canada')).json.items as Item[]
  const revisions = (await walk(t, app, '/v1/revisions?limit=200') as Item[]).filter(({ type }) => type === 'milestone').map(({ body }) => JSON.parse(body) as Item)
  for (const cells of ROWS) {
    const said = (name: string): string => cells[HEADER.indexOf(name)] as string
    const commitment = byRef(commitments, said('commitments'))
    const milestone = byRef(commitment.milestones, said('milestones'))
    const indicator = byRef(milestone.indicators, said('indicators'))
    const period = said('reporting_period').replace('-06', '-H1').replace('-12', '-H2')
    const { progressUpdates } = (await app.get(`/v1/action-plans/canada-6/progress-updates/${period}`)).json as Item
    const update = progressUpdates.find((one: Item) => one.indicator === indicator.id)
    const speaker = byRef(institutions, said('owner_org'))
    const texts: [string, unknown][] = [
      ['status', Object.entries(CANADA.values?.completion ?? {}).find(([, value]) => value === update.completion)?.[0]],
      ['progress_en', update.narrative.en],
      ['progress_fr', update.narrative.fr],
      ['evidence_en', update.evidence[0]?.title.en ?? ''],
      ['evidence_fr', update.evidence[0]?.title.fr ?? ''],
      ['owner_org', update.institution.replace('canada-', '')],
      ['owner_org_title', speaker.name.und ?? `${speaker.name.en} | ${speaker.name.fr}`],
      ['reporting_period', update.reportedOn.slice(0, 7)]
    ]
    for (const [name, found] of texts) t.equal(found, said(name), `${said('indicators')} ${name}`)
    const labels = said('challenges').split(',').filter(code => code !== '').map(code => CANADA.values?.challenges?.[code] as Record<string, string>)
    for (const language of ['en', 'fr']) {
      const paragraphs = [...labels.map(label => label[language]), said(`challenges_other_${language}`)].filter(text => text !== '')
      t.equal(update.challenges?.[language] ?? '', paragraphs.join('\n\n'), `${said('indicators')} challenges in ${language}`)
    }
    const leads = said('indicator_lead_dept').split(',').filter(code => code !== '')
    t.ok(revisions.some(({ id, indicators, stakeholders }) => {
      const then = id === milestone.id ? byRef(indicators, said('indicators')) : undefined
      return then !== undefined && then.title.en === said('indicator_en') && then.title.fr === said('indicator_fr') && then.dueText === `${said('indicator_deadline_en')} / ${said('indicator_deadline_fr')}` &&
        leads.every(lead => stakeholders.some((one: Item) => one.institution === `canada-${lead}`))
    }), `${said('indicators')} as it was worded in ${period}`)
  }

  const one = byRef(byRef(byRef(commitments, 'C01').milestones, 'C01.1').indicators, 'C01.1.1')
  t.match(one, { dueOn: null, duePrecision: 'ongoing', title: { en: 'Worded anew' } }, 'the newest period says how the plan stands')
  t.match(byRef(byRef(byRef(commitments, 'C01').milestones, 'C01.1').indicators, 'C01.1.2'), { dueOn: null, duePrecision: 'unknown' }, 'what no rule reads stays words')
  t.match(byRef(byRef(byRef(commitments, 'C04').milestones, 'C04.2').indicators, 'C04.2.1'), { dueOn: '2027-12-31', duePrecision: 'quarter' })
  t.match(byRef(commitments, 'C01').title, { en: 'Inclusive and meaningful public participation' })
  const before = (await app.get('/v1/revisions?limit=200')).json.items.length
  t.notMatch(await sync(table, mappingFile('canada-6.yaml')), /"(create|update)":[1-9]/, 'the same table again changes nothing')
  await app.sequence()
  t.equal((await app.get('/v1/revisions?limit=200')).json.items.length, before)
})

t.test('another country needs another mapping alone', async (t) => {
  const { app, folder, sync } = await start(t, 'ruritania')
  const { columns } = mappingOf('made-up.yaml')
  const rows = [
    ['1.º trimestre de 2026', 'A', 'Pozos', 'Pous', 'antes de 2027', 'A-1', 'Cavar', 'Excavar', '2026-09-30', 'agua; obras', 'agua', 'Limitado', 'Con retraso', 'Medio pozo.', 'Mig pou.', 'Roca', 'Un informe', 'secreto'],
    ['1.º trimestre de 2026', 'A', 'Pozos', 'Pous', 'antes de 2027', 'A-2', 'Cuidar', 'Cuidar-ne', 'Permanente', 'obras', 'obras', 'Sin empezar', 'A tiempo', 'Nada.', 'Res.', 'Sin dinero', '', ''],
    ['1.º trimestre de 2026', 'B', 'Puentes', 'Ponts', 'algún día', '', '', '', '', 'obras', 'obras', 'Completo', '', 'Hecho.', 'Fet.', '', '', '']
  ]
  const table = join(folder, 'tracker.xlsx')
  writeFileSync(table, workbook({ sheets: { Portada: rowsOf([['Otra cosa']]), Seguimiento: rowsOf([Object.keys(columns), ...rows]) } }))
  t.match(await sync(table, mappingFile('made-up.yaml')), /2026-Q1: progress .*"create":3/)
  const { commitments } = (await app.get('/v1/action-plans/ruritania-2/document')).json as Item
  const { progressUpdates } = (await app.get('/v1/action-plans/ruritania-2/progress-updates/2026-Q1')).json as Item
  const said = JSON.stringify([commitments, progressUpdates])
  const coded = ['Limitado', 'Sin empezar', 'Completo', 'Con retraso', 'A tiempo', '1.º trimestre de 2026', 'agua; obras', 'secreto']
  t.strictSame(rows.flat().filter(text => text !== '' && !coded.includes(text) && !said.includes(JSON.stringify(text).slice(1, -1))), [], 'every cell that is no code')
  t.notOk(said.includes('secreto'), 'what the mapping leaves out stays out')
  const [wells, bridges] = [byRef(commitments, 'A'), byRef(commitments, 'B')]
  t.match([wells, bridges], [{ endsOn: '2027-12-31', endsPrecision: 'year' }, { endsOn: null, endsPrecision: 'unknown', stakeholders: [{ institution: 'ruritania-obras', role: 'lead' }], milestones: [] }])
  t.match(byRef(wells.milestones, 'A-1'), { dueOn: '2026-09-30', duePrecision: 'day', stakeholders: [{ institution: 'ruritania-agua' }, { institution: 'ruritania-obras' }] })
  t.match(progressUpdates.find((one: Item) => one.commitment === bridges.id), { milestone: null, indicator: null, completion: 'complete' })
  t.match(progressUpdates.find((one: Item) => one.milestone === byRef(wells.milestones, 'A-1').id), { completion: 'limited', schedule: 'behind', indicator: null })
})

t.test('what has no place is named, and nothing is written', async (t) => {
  const { app, folder, sync } = await start(t, 'canada')
  const table = join(folder, 'tracker.csv')
  writeFileSync(table, csv([
    [...HEADER.slice(0, -1), 'More'],
    row('2025-12', 'C01.1.1', { status: 'XX', challenges: 'YY' }),
    row('2025-12', 'C01.1.2', { indicators: '' }),
    row('2027-01', 'C01.1.1'),
    [...row('2025-12', 'C01.1.1', { indicator_fr: 'Autrement', owner_org: 'ez-min' }), 'beyond'],
    row('2025-12', 'C01.1.3', { owner_org: '' })
  ]))
  await t.rejects(sync(table, mappingFile('canada-6.yaml')), {
    message: ['The mapping does not name the column "More". Give it a place, or null to leave it out.', 'The table has no column "owner_org_title".',
      'Row 2, column status: "XX" is not among the values of completion.', 'Row 2, column challenges: "YY" is not among the values of challenges.',
      'Row 3, column indicator_en: the row names no indicator.', 'Row 3, column indicator_fr: the row names no indicator.', 'Row 3, column indicator_deadline_en: the row names no indicator.', 'Row 3, column indicator_deadline_fr: the row names no indicator.',
      'Row 4, column reporting_period: no rule of periods fits "2027-01".', 'Row 5, column 20: it has no header.',
      'Rows 2 and 5 say different things of C01.1.1: title.', 'Row 6, column institution: it is empty.'].join('\n')
  })
  writeFileSync(table, csv([HEADER, row('2025-12', 'C01.1.1', { milestones: '' })]))
  await t.rejects(sync(table, mappingFile('canada-6.yaml')), { message: 'Row 2, column indicators: the row names no milestone.' })
  writeFileSync(join(folder, 'table.xlsx'), workbook({ sheets: { A: rowsOf([['x']]) } }))
  await t.rejects(sync(join(folder, 'table.xlsx'), mappingFile('made-up.yaml')), { message: 'There is no sheet "Seguimiento".' })
  t.equal((await app.get('/v1/action-plans/canada-6')).status, 404)
})

t.test('the service says what else is wrong', async (t) => {
  const { folder, sync } = await start(t, 'canada')
  const table = join(folder, 'tracker.csv')
  writeFileSync(table, csv([HEADER, row('2025-12', 'C01.1.1', { status: 'LP' })]))
  await t.rejects(sync(table, mappingFile('canada-6.yaml')), /progressUpdates\/0\/challenges: is required/)
})

t.test('what cannot be read is told whole, and periods come in their order', (t) => {
  const { deadlines: _, ...mapping } = mappingOf('made-up.yaml')
  const header = Object.keys(mapping.columns)
  t.throws(() => readTracker([], mapping), /The table has no column "Trimestre"\./)
  const said = (quarter: string): string[] => [`${quarter}.º trimestre de 2026`, 'B', 'Puentes', 'Ponts', 'antes de 2027', '', '', '', '', 'obras', 'obras', 'Completo', '', 'Hecho.', 'Fet.', '', '', '']
  const periods = readTracker([header, said('2'), said('1'), said('3')].map((cells, at) => ({ row: at + 1, cells })), mapping)
  t.same(periods.map(({ period }) => period), ['2026-Q1', '2026-Q2', '2026-Q3'])
  t.match(periods[0]?.document.commitments, [{ endsPrecision: 'unknown', endsText: 'antes de 2027' }], 'without a rule a deadline is its words')
  t.end()
})
