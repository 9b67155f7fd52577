import t from 'tap'
import { startApp } from '../../../_support/app.ts'
import { editing, everything, planOf, revisionCount } from '../../../_support/plan.ts'
import { changesOf, csv, faultsOf, importingTables, rowsOf } from '../../../_support/table.ts'

const app = await startApp(t, { starter: true })
const { get } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { create, read } = editing(app, key)
await create(planOf(9, { plan: { language: 'es' } }))
const { send, dryRun, apply } = importingTables(app, key)
const at = 'source=desk&plan=mexico-9'

const FILE = csv([
  { Tipo: 'Compromiso', 'Código OGP': 'MX0901', 'Id externo': 'c1', Número: '1.10', Título: 'Datos abiertos', 'Title (en)': 'Open data', 'Fecha de término': '2027', 'Valores OGP': 'Acceso a la información; public_accountability', 'Áreas de política': 'civic-space', 'Instituciones responsables': 'mexico-sfp', Monto: '', 'Monto del presupuesto': '1000.5', Moneda: 'MXN', 'Ciclo de vida': 'Activo', ODS: '16, 5' },
  { Tipo: 'Hito', Compromiso: 'MX0901', 'Número del hito': '1', Título: 'Publicar', 'Fecha límite': '2027-03', 'Plazo según el plan': 'Marzo de 2027', Peso: '40', 'Id externo': 'h1' },
  { Tipo: 'hito', Compromiso: 'c1', 'Número del hito': '2', Título: 'Continuar', 'Fecha límite': 'ongoing', 'Id externo': 'h2' }
])

t.test('says what would become of every row and writes nothing of it', async t => {
  const [before, revisions] = [await read(9), await revisionCount(app)]
  const answer = await dryRun(FILE)
  t.equal(answer.status, 200)
  t.strictSame(rowsOf(answer), ['create commitment 2', 'create milestone 3', 'create milestone 4'])
  t.match(answer.json, { source: 'desk', state: 'done', dryRun: true, plans: ['mexico-9'], digest: /^sha256-/, rowsTotal: 3, rowsLeftOut: 0, table: { counts: { create: 3, update: 0, unchanged: 0, missing: 0, conflict: 0, error: 0 } } })
  t.strictSame(answer.json.table.sheets[0].unknownColumns, [{ column: 'K', header: 'Monto' }])
  t.match(answer.json.table.sheets[0].mappedColumns[5], { column: 'F', header: 'Title (en)', field: 'title:en' })
  t.ok(answer.json.rows.every((row: { entity: unknown }) => row.entity === null), 'what does not exist has no id')
  t.strictSame([(await read(9)).json, await revisionCount(app)], [before.json, revisions])
})

t.test('applies exactly what the dry run showed, once', async t => {
  const done = await apply(FILE)
  t.equal(done.status, 200)
  t.match(done.json, { dryRun: false, table: { counts: { create: 3 } } })
  const [commitment] = (await read(9)).json.commitments
  t.match(commitment, {
    code: 'MX0901',
    number: '1.10',
    title: { es: 'Datos abiertos', en: 'Open data' },
    externalRefs: [{ source: 'desk', id: 'c1' }],
    endsOn: '2027-12-31',
    endsPrecision: 'year',
    values: ['access_to_information', 'public_accountability'],
    sdgs: [5, 16],
    budget: { amount: 1000.5, currency: 'MXN', text: null },
    stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }],
    milestones: [{ number: '1', dueOn: '2027-03-31', duePrecision: 'month', dueText: 'Marzo de 2027', weight: 40 }, { dueOn: null, duePrecision: 'ongoing' }]
  })
  const again = await dryRun(FILE)
  t.strictSame(rowsOf(again), ['unchanged commitment 2', 'unchanged milestone 3', 'unchanged milestone 4'])
  const revisions = await revisionCount(app)
  t.equal((await apply(FILE)).status, 200)
  t.equal(await revisionCount(app), revisions, 'the same file again writes no revision')
  const kept = (await get(`/v1/imports/${done.json.id}/rows`, { key })).json.items
  t.strictSame(kept, done.json.rows)
})

t.test('shows field by field what changes, and what the file leaves out', async t => {
  const answer = await dryRun(csv([{ Code: 'MX0901', 'Title (es)': 'Datos en abierto', Language: 'es', 'End date': '2028', Lead: '' }]))
  t.strictSame(rowsOf(answer), ['update commitment 2'], 'a file without milestones says nothing of them')
  t.strictSame(changesOf(answer, 2), { '/title/es': ['Datos abiertos', 'Datos en abierto'], '/language': [null, 'es'], '/endsOn': ['2027-12-31', '2028-12-31'] })
  const milestones = await dryRun(csv([{ Type: 'milestone', Commitment: 'MX0901', 'External id': 'h1', Title: 'Publicar' }]))
  t.strictSame(rowsOf(milestones), ['unchanged milestone 2', 'missing milestone -'])
  const other = await dryRun(csv([{ Code: 'MX0902', Title: 'Otro' }]))
  t.strictSame(rowsOf(other), ['create commitment 2', 'missing commitment -'])
})

t.test('takes a digest for the very data and table that it was made of', async t => {
  const table = csv([{ Code: 'MX0901', Cluster: 'A' }])
  const { json: { digest } } = await dryRun(table)
  t.match((await send(csv([{ Code: 'MX0901', Cluster: 'B' }]), `${at}&digest=${digest}`)).json.type, /data-moved/)
  await apply(csv([{ Code: 'MX0901', Cluster: 'C' }]))
  const before = await everything(app)
  const moved = await send(table, `${at}&digest=${digest}`)
  t.match([moved.status, moved.json.type], [409, /data-moved/])
  t.equal(await everything(app), before, 'nothing is written')
  t.match((await send(table, at)).json.type, /revision-required/, 'applying takes a digest')
})

t.test('tells everything that is wrong, where, and by which rule, at once', async t => {
  const answer = await dryRun(csv([
    { Type: 'commitment', Code: 'MX0901', Title: 'T', Start: '31/02/2027', 'End date': '03/04/2027', SDGs: '99', Values: 'Nonsense', 'Policy areas': 'nothing-such', Budget: '1,000', Lifecycle: 'sleeping', 'Lead institution': 'Ministry of Nothing', Language: 'not a language' },
    { Type: 'commitment', Code: 'lower', Title: 'T' },
    { Type: 'chapter', Code: 'MX0905', Title: 'T' },
    { Type: 'commitment', Title: 'Nameless' },
    { Type: 'milestone', Commitment: 'MX0999', Title: 'M', 'Milestone number': '1' },
    { Type: 'milestone', Title: 'M', 'Milestone number': '1' },
    { Type: 'milestone', Commitment: 'MX0901', Title: 'M', 'Milestone number': '7', Values: 'public_accountability' }
  ]))
  t.strictSame(faultsOf(answer), [
    '2 D date', '2 E ambiguous-date', '2 G unknown-name', '2 H unknown-name', '2 I number', '2 J unknown-name', '2 K unknown-name', '2 L invalid-value', '2 F invalid-value',
    '3 B invalid-value', '3 B invalid-value', '4 A row-type', '5 - key-required', '6 M commitment-required', '7 - commitment-required', '8 G not-of-row-type'
  ])
  t.strictSame(answer.json.table.counts, { create: 0, update: 0, unchanged: 0, missing: 2, conflict: 0, error: 7 })
  t.match(answer.json.rows[0].errors[1], { column: 'E', header: 'End date', value: '03/04/2027', rule: 'ambiguous-date', detail: /2027-04-03 or 2027-03-04/ })
  t.match((await get(`/v1/imports/${answer.json.id}/rows?op=error&limit=1`, { key })).json.items, [{ row: 2 }])
  t.equal(answer.json.digest, null)
})

t.test('finds no commitment for a milestone that names none, and applies nothing that is wrong', async t => {
  const file = csv([{ Type: 'milestone', 'Milestone number': '1', Number: '', Title: 'Of nothing' }, { Type: 'milestone', 'Milestone number': '', Number: '2', Title: 'Of nothing either' }])
  const answer = await dryRun(file)
  t.strictSame(answer.json.rows.slice(0, 2).map((row: { op: string, errors: { rule: string }[] }) => [row.op, ...row.errors.map(({ rule }) => rule)]), [['error', 'commitment-required'], ['error', 'commitment-required']])
  const before = await everything(app)
  t.match((await send(file, `${at}&digest=sha256-${'A'.repeat(43)}`)).json, { status: 409, type: /data-moved$/, detail: 'Some rows cannot be applied as things stand: a dry run shows which.' })
  t.equal(await everything(app), before)
})
