import t from 'tap'
import { startApp } from '../../../_support/app.ts'
import { addMember, editing, planOf } from '../../../_support/plan.ts'
import { changesOf, csv, faultsOf, importingTables } from '../../../_support/table.ts'

const app = await startApp(t, { starter: true })
const { get, put } = app
const key = await app.key({ role: 'editor', members: ['mexico'] })
await addMember(app, 'chile')
const { create } = editing(app, key)
await create(planOf(9, { commitments: [{ code: 'MX0901', title: { und: 'First' } }] }))
const { dryRun } = importingTables(app, key)
const at = '/v1/import-mappings/desk'
const fresh = { 'if-none-match': '*' }
const MAPPING = { member: 'mexico', language: 'es', dates: 'day-first', columns: [{ header: 'Clave OGP', field: 'code' }, { header: 'Nombre', field: 'title' }, { header: 'EN', field: 'title:en' }, { header: 'Fin', field: 'ends' }, { header: 'Title', field: null }] }

t.test('keeps what a source calls its columns, and reads its tables with it from then on', async t => {
  const file = csv([{ 'clave ógp.': 'MX0901', Nombre: 'Primero', EN: 'The first', Fin: '03/04/2027', Title: 'not this' }])
  t.strictSame((await dryRun(file)).json.table.sheets[0].unknownColumns, [{ column: 'A', header: 'clave ógp.' }, { column: 'C', header: 'EN' }])
  const made = await put(at, MAPPING, { key, headers: fresh })
  t.match([made.status, made.json], [201, { ...MAPPING, id: 'desk', revision: 1 }])
  const read = await dryRun(file)
  t.strictSame(changesOf(read, 2), { '/title/es': [null, 'Primero'], '/title/en': [null, 'The first'], '/endsOn': [null, '2027-04-03'], '/endsPrecision': ['unknown', 'day'] })
  t.strictSame((await get(at, { key })).json, made.json)
  t.strictSame((await get('/v1/import-mappings?member=mexico', { key })).json.items, [made.json])
  t.strictSame((await get('/v1/import-mappings?member=chile', { key })).json.items, [])
  t.equal((await get('/v1/import-mappings/nobody', { key })).status, 404)
})

t.test('changes it for who has seen it, and not at all where it is the same', async t => {
  const { headers } = await get(at, { key })
  t.match((await put(at, MAPPING, { key, headers: { 'if-match': String(headers.etag) } })).json, { revision: 1 })
  const changed = await put(at, { member: 'mexico', columns: [{ header: 'Límite', field: 'ends' }] }, { key, headers: { 'if-match': String(headers.etag) } })
  t.match([changed.status, changed.json], [200, { revision: 2, language: null, dates: null }])
  t.equal((await put(at, MAPPING, { key, headers: { 'if-match': String(headers.etag) } })).status, 412)
  t.equal((await put(at, MAPPING, { key, headers: fresh })).status, 412)
  t.equal((await put(at, MAPPING, { key })).status, 428)
})

t.test('belongs to a member, whose editors and the desk write it', async t => {
  const registrar = await app.key({ role: 'registrar' })
  const chile = await app.key({ role: 'editor', members: ['chile'] })
  const status = async (body: object, key: string, path = at) => (await put(path, body, { key, headers: { 'if-match': '*' } })).status
  t.strictSame([await status({ ...MAPPING, member: 'chile' }, chile), await status({ ...MAPPING, member: 'chile' }, key), await status(MAPPING, registrar)], [403, 403, 200])
  t.match((await put('/v1/import-mappings/other', { ...MAPPING, member: 'atlantis' }, { key: registrar, headers: fresh })).json, { status: 400, type: /unknown-reference/ })
  t.match((await put('/v1/import-mappings/ogp', MAPPING, { key: registrar, headers: fresh })).json, { status: 400, errors: [{ parameter: 'source' }] })
  t.equal((await put('/v1/import-mappings/new', {}, { key: registrar, headers: fresh })).status, 400)
})

t.test('is applied for its own member alone: others are told whose it is, and bring their own or name another source', async t => {
  const chile = await app.key({ role: 'editor', members: ['chile'] })
  await editing(app, chile).create(planOf(1, { plan: { id: 'chile-1', member: 'chile' } }))
  const columns = [{ header: 'Clave OGP', field: 'code' }, { header: 'Fin', field: 'cluster' }]
  t.equal((await put('/v1/import-mappings/office', { member: 'chile', columns }, { key: chile, headers: fresh })).status, 201)
  const file = (code: string) => csv([{ 'Clave OGP': code, Title: 'T', Fin: 'C' }])
  const before = (await get('/v1/imports', { key })).json.items.length
  for (const [by, source, plan, owner] of [[key, 'office', 'mexico-9', 'chile'], [chile, 'desk', 'chile-1', 'mexico']] as const) {
    const refused = await importingTables(app, by).dryRun(file('MX0901'), `source=${source}&plan=${plan}`)
    t.match([refused.status, refused.json], [403, { type: /forbidden$/, detail: new RegExp(`belongs to the member ${owner}.*another name.*send a mapping`) }])
  }
  t.equal((await get('/v1/imports', { key })).json.items.length, before, 'and nothing is kept')
  t.match((await importingTables(app, chile).dryRun(file('CL0101'), 'source=office&plan=chile-1')).json.table, { counts: { create: 1 }, sheets: [{ mappedColumns: [{ field: 'code' }, { field: 'title' }, { field: 'cluster' }] }] })
  const ofPlan = await app.key({ role: 'editor', plans: ['mexico-9'] })
  t.strictSame([(await importingTables(app, ofPlan).dryRun(file('MX0901'), 'source=desk&plan=mexico-9')).status, (await importingTables(app, ofPlan).dryRun(file('MX0901'), 'source=office&plan=mexico-9')).status], [200, 403], 'a key for one plan of the member is for it')
  t.equal((await importingTables(app, key).dryRun(file('MX0901'), 'source=my-own&plan=mexico-9')).status, 200)
  const form = `--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${JSON.stringify({ columns })}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\n${file('MX0901')}\r\n--b--\r\n`
  t.equal((await importingTables(app, key).dryRun(Buffer.from(form), 'source=office&plan=mexico-9', { 'content-type': 'multipart/form-data; boundary=b' })).status, 200)
})

t.test('refuses fields that nobody knows and headers that are mapped twice, all of them', async t => {
  const columns = [{ header: 'A', field: 'nonsense' }, { header: 'B', field: 'code:es' }, { header: 'C', field: 'title:es' }, { header: ' c ', field: null }]
  const refused = await put('/v1/import-mappings/new', { member: 'mexico', columns }, { key, headers: fresh })
  t.match(refused.json, { status: 400, errors: [{ pointer: '/columns/0/field', detail: /There are type, plan, id, code,.* title,.* due,/ }, { pointer: '/columns/1/field' }, { pointer: '/columns/3/header' }] })
})

t.test('reads one file with the mapping that comes with it', async t => {
  const send = (mapping: string) => dryRun(Buffer.from(`--b\r\ncontent-disposition: form-data; name="mapping"\r\n\r\n${mapping}\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\nX,Y\nMX0901,04/13/2027\r\n--b--\r\n`), undefined, { 'content-type': 'multipart/form-data; boundary=b' })
  const columns = [{ header: 'X', field: 'code' }, { header: 'Y', field: 'ends' }]
  t.match(changesOf(await send(JSON.stringify({ dates: 'month-first', columns })), 2), { '/endsOn': [null, '2027-04-13'] })
  t.strictSame(faultsOf(await send(JSON.stringify({ dates: 'day-first', columns }))), ['2 B date'])
  t.match((await send(JSON.stringify({ columns: [{ header: 'X' }] }))).json, { status: 400, errors: [{ pointer: '/mapping/columns/0/field' }] })
  t.match((await send(JSON.stringify({ columns: [{ header: 'X', field: 'nonsense' }] }))).json.errors, [{ pointer: '/mapping/columns/0/field' }])
  t.match((await send('{')).json, { status: 400, type: /invalid-json/ })
})
