import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { type Item } from '../../_support/list.ts'
import { moderating } from '../../_support/moderation.ts'
import { TABLE_NAMES } from '../../../src/resources/export/export.schemas.ts'
import { keepDumps, startDumping } from '../../../src/resources/export/dump.service.ts'

const FILE = '/v1/exports/dumps/2026-11-22/commitments.csv'
const folderOf = ({ deps }: TestApp): string => join(deps.config.dataDir, 'exports')
const daysOf = async (app: TestApp): Promise<string[]> => (await app.get('/v1/exports/dumps')).json.dumps.map(({ on }: Item) => on)

t.test('dated dumps', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, request } = app
  t.strictSame(await daysOf(app), [], 'none before the first is made')
  t.match(await get('/v1/exports/dumps/latest/commitments.csv'), { status: 404, json: { detail: /There is no dump of latest/ } })
  await app.sequence()
  await keepDumps(app.deps)

  await t.test('hold every table as the live export gives it, each with its size and digest', async (t) => {
    const { json } = await get('/v1/exports/dumps')
    t.match(json, { dumps: [{ on: '2026-11-22' }] })
    t.equal(json.dumps[0].files.length, TABLE_NAMES.length * 2)
    for (const { table, format, mediaType, bytes, reprDigest, url } of json.dumps[0].files) {
      const { status, headers, text } = await get(new URL(url).pathname)
      t.match({ status, headers }, {
        status: 200,
        headers: { 'content-type': `${mediaType}; charset=utf-8`, 'content-length': String(bytes), 'repr-digest': reprDigest, 'accept-ranges': 'bytes', 'cache-control': 'public, max-age=300, must-revalidate', 'last-modified': 'Sun, 22 Nov 2026 12:00:00 GMT', link: /creativecommons.*rel="license"/ }
      }, url)
      t.equal(reprDigest, `sha-256=:${createHash('sha256').update(text).digest('base64')}:`, 'of these bytes')
      t.equal(text, (await get(`/v1/exports/${table}.${format}`)).text)
    }
  })

  await t.test('stay as they are while the record goes on, under an address of their day', async (t) => {
    const { text, headers } = await get(FILE)
    const key = await app.key({ role: 'registrar' })
    await app.post('/v1/members', { id: 'atlantis', name: { en: 'Atlantis' }, kind: 'local', status: 'active' }, { key })
    const latest = await get('/v1/exports/dumps/latest/commitments.csv')
    t.equal(latest.text, text)
    t.match(latest.headers, { 'content-location': FILE, etag: headers.etag })
    t.notMatch((await get('/v1/exports/dumps/latest/members.csv')).text, /atlantis/)
    t.equal((await get(FILE, { key })).headers['cache-control'], 'no-store', 'a key is shown')
  })

  await t.test('come in parts', async (t) => {
    const { text, headers: { etag } } = await get(FILE)
    const bytes = Buffer.from(text)
    const size = bytes.length
    const part = (range: string, headers: Record<string, string> = {}, method = 'GET') => request(method, FILE, { headers: { range, ...headers } })
    for (const [range, first, last] of [['bytes=0-9', 0, 9], ['bytes=9-9', 9, 9], [`bytes=${size - 5}-`, size - 5, size - 1], ['bytes=-7', size - 7, size - 1], [`bytes=-${size + 9}`, 0, size - 1], [`Bytes= 10-${size + 9}`, 10, size - 1]] as const) {
      const { status, headers, text } = await part(range, { 'if-range': String(etag) })
      t.match({ status, headers }, { status: 206, headers: { 'content-range': `bytes ${first}-${last}/${size}`, 'content-length': String(last - first + 1), etag, 'repr-digest': /^sha-256/ } }, range)
      t.equal(text, bytes.subarray(first, last + 1).toString(), range)
    }
    for (const range of [`bytes=${size}-`, 'bytes=-0']) {
      const { status, headers, json } = await part(range)
      t.match([status, headers['content-range'], json.type], [416, `bytes */${size}`, /range-not-satisfiable$/], range)
      t.strictSame([headers.etag, headers['repr-digest']], [undefined, undefined], 'which would be of another thing')
    }
    for (const range of ['bytes=5-4', 'bytes=-', 'bytes=0-1,4-5', 'lines=0-1', 'bytes']) t.match(await part(range), { status: 200, text }, `${range} is ignored`)
    t.match(await part('bytes=0-9', { 'if-range': 'Sun, 22 Nov 2026 12:00:00 GMT' }), { status: 206 }, 'a date is that of one dump')
    for (const other of ['"another"', `W/${String(etag)}`, 'Sun, 22 Nov 2026 11:59:59 GMT']) t.match(await part('bytes=0-9', { 'if-range': other }), { status: 200, text }, `of ${other} it has no part`)
    t.match(await part('bytes=0-9', {}, 'HEAD'), { status: 200, text: '', headers: { 'content-length': String(size), etag } })
    t.match(await part('bytes=0-9', { 'if-none-match': String(etag) }), { status: 304, text: '' })
    t.match(await request('HEAD', FILE, { headers: { 'if-none-match': String(etag) } }), { status: 304 })
    for (const [since, status, tags] of [['Sun, 22 Nov 2026 12:00:00 GMT', 304], ['Sun, 22 Nov 2026 11:59:59 GMT', 200], ['yesterday', 200], ['Sun, 22 Nov 2026 12:00:00 GMT', 200, '"another"']] as const) {
      t.match(await request('GET', FILE, { headers: { 'if-modified-since': since, ...(tags === undefined ? {} : { 'if-none-match': tags }) } }), { status }, since)
    }
  })

  await t.test('what is no dump is refused', async (t) => {
    t.equal((await get('/v1/exports/dumps/2026-11-21/commitments.csv')).status, 404)
    t.match(await get('/v1/exports/dumps/yesterday/commitments.csv'), { status: 400, json: { errors: [{ parameter: 'date' }] } })
    for (const file of ['commitments.xlsx', '..%2Fsecret.key', 'dump.json']) t.match(await get(`/v1/exports/dumps/2026-11-22/${file}`), { status: 400, json: { errors: [{ parameter: 'file' }] } }, file)
    rmSync(join(folderOf(app), '2026-11-22', 'members.csv'))
    t.equal((await get('/v1/exports/dumps/2026-11-22/members.csv')).status, 404, 'removed meanwhile')
  })
})

t.test('dumps are kept for some days', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { env: { DUMP_DAYS: '2' } })
  await keepDumps(app.deps)
  mkdirSync(join(folderOf(app), '2026-11-21'))
  mkdirSync(join(folderOf(app), '2026-11-20.new'))
  writeFileSync(join(folderOf(app), '2026-11-20.new', 'members.csv'), 'half')
  t.strictSame(await daysOf(app), ['2026-11-22'], 'what was never finished is none')
  app.setNow('2026-11-23T00:00:00.000Z')
  await keepDumps(app.deps)
  t.strictSame(await daysOf(app), ['2026-11-23', '2026-11-22'])
  t.strictSame(readdirSync(folderOf(app)), ['2026-11-22', '2026-11-23'], 'and what was left is removed')
  app.setNow('2026-11-24T23:59:59.000Z')
  t.strictSame(await daysOf(app), ['2026-11-23'], 'what is too old is not given, even before it is removed')
  await keepDumps(app.deps)
  t.strictSame(readdirSync(folderOf(app)), ['2026-11-23', '2026-11-24'])
})

t.test('what a redaction takes away is in no dump', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { carryOut } = await moderating(app)
  await app.sequence()
  await keepDumps(app.deps)
  const { id, shortTitle } = (await app.get('/v1/commitments/MX0081')).json
  const words = Object.values(shortTitle as Record<string, string>)[0] as string
  t.match((await app.get(FILE)).text, words, 'it stands there before')
  t.equal((await carryOut({ type: 'commitment', id, fields: ['shortTitle'] })).status, 201)
  t.equal((await app.get(FILE)).status, 404, 'from the moment at which it takes effect')
  await app.sequence()
  await keepDumps(app.deps)
  for (const table of ['commitments', 'record']) t.notMatch((await app.get(`/v1/exports/dumps/2026-11-22/${table}.ndjson`)).text, words, table)
})

t.test('the service makes them by itself, unless it shall keep none', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t)
  const failures: unknown[] = []
  const stop = startDumping(app.deps, (error) => { failures.push(error) })
  while ((await daysOf(app)).length === 0) await setTimeout(50)
  await stop()
  t.strictSame(failures, [])

  const never = await startApp(t, { env: { DUMP_DAYS: '0' } })
  await keepDumps(never.deps)
  t.strictSame(await daysOf(never), [])
  t.notMatch((await never.get('/data.json')).text, '/dumps/')
})

t.test('a stop ends the making of a dump, and a failure is told', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t)
  const failures: unknown[] = []
  await startDumping(app.deps, (error) => { failures.push(error) })()
  t.strictSame([failures, await daysOf(app)], [[], []])

  const blocked = await startApp(t)
  writeFileSync(folderOf(blocked), 'no folder')
  const stop = startDumping(blocked.deps, (error) => { failures.push(error) })
  while (failures.length === 0) await setTimeout(50)
  await stop()
  t.match(failures, [{ code: 'ENOTDIR' }])
})
