import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { serverUrl } from '../../_support/db.ts'
import { writeEverything } from '../../_support/everything.ts'
import { statementsOf } from '../../_support/explain.ts'
import { moderating } from '../../_support/moderation.ts'
import {
  assembleBatch, markOtherShapes, startAssembling
} from '../../../src/resources/commitment/commitment.document.ts'
import { COMMITMENT_INCLUDES, type CommitmentInclude } from '../../../src/resources/commitment/commitment.schemas.ts'
import { commitmentJson } from '../../../src/resources/commitment/commitment.select.ts'

/** Assembled documents: the same bytes as the facts give, never older than them, and used where they are current. */

const ALL = COMMITMENT_INCLUDES.join(',')
const EVIDENCE = [{ url: 'https://example.org/seen' }]
const REVIEW = { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: EVIDENCE }

const marks = async ({ database: { db } }: TestApp): Promise<number> =>
  (await db.selectFrom('stale_document').select('commitment').distinct().execute()).length

/** The answer that the facts give now, built without any document. */
async function fromFacts (
  { database: { db }, deps }: TestApp, code: string, include: readonly CommitmentInclude[]
): Promise<string> {
  const day = deps.clock().toISOString().slice(0, 10)
  const id = sql`(select id from commitment where code = ${code})`
  const { rows } = await sql<{ body: object }>`select ${commitmentJson(id, day, include)} as body`.execute(db)
  return JSON.stringify(rows[0]?.body)
}

async function codesOf ({ database: { db } }: TestApp): Promise<string[]> {
  const rows = await db.selectFrom('commitment').select('code').where('code', 'is not', null).orderBy('code').execute()
  return rows.map(({ code }) => code as string)
}

/** Replaces the title in a kept document, so that an answer shows whether it was used. */
const plant = async ({ database: { db } }: TestApp): Promise<void> => {
  const title = '"title":{"en":"From the document"}'
  await sql`update commitment_document set body = regexp_replace(body, '"title":\\{[^}]*\\}', ${title})`.execute(db)
}
const isPlanted = (text: string): boolean => text.includes('From the document')

t.test('documents give the same bytes as the facts, before and after they are assembled', async (t) => {
  const app = await startApp(t, { starter: true })
  await writeEverything(app)
  const codes = await codesOf(app)
  const answers = async (): Promise<string[]> => {
    const texts: string[] = []
    for (const code of codes) {
      for (const include of [[], COMMITMENT_INCLUDES, ['reviews', 'milestones']] as CommitmentInclude[][]) {
        const query = include.length === 0 ? '' : `?include=${include.join(',')}`
        const { text } = await app.get(`/v1/commitments/${code}${query}`)
        t.equal(text, await fromFacts(app, code, include), `${code} ${include.join(' ')}`)
        texts.push(text)
      }
    }
    const lists = [`/v1/commitments?limit=200&include=${ALL}`, '/v1/commitments?limit=200&fields=title,status']
    return [...texts, ...await Promise.all(lists.map(async list => (await app.get(list)).text))]
  }
  t.ok(await marks(app) > codes.length / 2, 'nothing is assembled yet')
  const before = await answers()
  await app.sequence()
  t.equal(await marks(app), 0)
  t.strictSame(await answers(), before)
})

t.test('every table that a document is made from sets a mark, in whatever way its rows change', async (t) => {
  const app = await startApp(t, { starter: true })
  await writeEverything(app)
  await app.sequence()
  const { db } = app.database
  const whole = commitmentJson(sql`id`, undefined, COMMITMENT_INCLUDES)
  const [statement] = await statementsOf(db => sql`select ${whole}`.execute(db))
  const text = String(statement?.sql)
  const read = [...new Set([...text.matchAll(/\b(?:from|join) (?!lateral)(\w+)/g)].map(([, table]) => table))].sort()
  const { rows } = await sql<{ table: string, ways: string[] }>`select event_object_table as table,
      array_agg(distinct event_manipulation::text order by event_manipulation::text) as ways
    from information_schema.triggers
    where trigger_name like '%makes_stale%' or trigger_name = 'redaction_deletes_document'
    group by 1 order by 1`.execute(db)
  t.strictSame(rows.map(({ table }) => table), read, 'the tables with triggers are those that the statement reads')
  for (const { table, ways } of rows) {
    t.strictSame(ways, table === 'redaction' ? ['INSERT', 'UPDATE'] : ['DELETE', 'INSERT', 'UPDATE'], table)
    const { rows: [first] } = await sql<{ column: string }>`select column_name as column from information_schema.columns
      where table_schema = 'public' and table_name = ${table} order by ordinal_position limit 1`.execute(db)
    const column = String(first?.column)
    // The seeded clusters belong to a report without assessments.
    const value = table === 'report_clusters' ? sql`(select report from assessment limit 1)` : sql.ref(column)
    const set = table === 'report_clusters' ? 'report' : column
    await sql`update ${sql.table(table)} set ${sql.ref(set)} = ${value}`.execute(db)
    t.ok(await marks(app) > 0, `${table} sets marks`)
    while (await assembleBatch(db) > 0);
  }
})

t.test('a document is read until a fact changes, and then not until it is made anew', async (t) => {
  const app = await startApp(t, { starter: true })
  await app.sequence()
  await plant(app)
  const looks = [
    '/v1/commitments/MX0081', `/v1/commitments/MX0081?include=${ALL}`, '/v1/commitments?code=MX0081',
    '/v1/commitments?limit=200', '/en/commitments/MX0081', '/v1/exports/commitments.ndjson'
  ]
  const planted = async (): Promise<boolean[]> =>
    Promise.all(looks.map(async look => isPlanted((await app.get(look)).text)))
  t.strictSame(await planted(), [true, true, true, true, true, true])
  const past = await app.get('/v1/commitments/MX0081?knownAt=2026-11-22T12:00:00.000Z')
  t.notOk(isPlanted(past.text), 'the past is built from the record')
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  await app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, state: 'draft' }, { key: reviewer })
  t.equal(await marks(app), 0, 'a draft leaves no trace')
  await app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, state: 'published' }, { key: reviewer })
  t.equal(await marks(app), 1)
  t.strictSame((await planted()).slice(0, 5), [false, false, false, false, false])
  await app.sequence()
  t.equal(await marks(app), 0)
  const { text } = await app.get(`/v1/commitments/MX0081?include=${ALL}`)
  t.equal(text, await fromFacts(app, 'MX0081', COMMITMENT_INCLUDES))
})

t.test('what is overdue is decided by the day on which a document is read', async (t) => {
  const app = await startApp(t, { starter: true })
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const active = { lifecycle: 'active', lifecycleReason: null }
  await app.request('PATCH', '/v1/commitments/MX0081', { key: editor, headers: { 'if-match': '*' }, body: active })
  const step = { title: { es: 'Un paso' }, dueOn: '2026-11-22', duePrecision: 'day' }
  await app.post('/v1/commitments/MX0081/milestones', step, { key: editor })
  await app.sequence()
  const look = async () => (await app.get('/v1/commitments/MX0081?include=milestones'))
  const today = await look()
  t.equal(today.json.milestones.at(-1).overdue, false)
  app.setNow('2026-11-23T00:00:00.000Z')
  const tomorrow = await look()
  t.equal(tomorrow.json.milestones.at(-1).overdue, true)
  t.equal(tomorrow.text, await fromFacts(app, 'MX0081', ['milestones']))
  t.not(tomorrow.headers.etag, today.headers.etag)
})

t.test('a redacted text leaves the documents at once', async (t) => {
  const app = await startApp(t, { starter: true })
  const { carryOut } = await moderating(app)
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const secret = { title: { es: 'Palabras secretas' } }
  const { json: { id } } = await app.post('/v1/commitments/MX0081/milestones', secret, { key: editor })
  await app.sequence()
  const kept = async (): Promise<boolean> => {
    const rows = await app.database.db.selectFrom('commitment_document').select('milestones').execute()
    return rows.some(({ milestones }) => milestones.includes('Palabras secretas'))
  }
  t.ok(await kept())
  await carryOut({ type: 'milestone', id, fields: ['title'] })
  t.notOk(await kept(), 'before anything is assembled again')
  await app.sequence()
  t.notOk(await kept())
  const { text } = await app.get(`/v1/commitments/MX0081?include=${ALL}`)
  t.equal(text, await fromFacts(app, 'MX0081', COMMITMENT_INCLUDES))
})

t.test('documents of another form are not read, and made anew', async (t) => {
  const app = await startApp(t, { starter: true })
  await app.sequence()
  const { db } = app.database
  await plant(app)
  await db.updateTable('commitment_document').set({ shape: 'of another version' }).execute()
  t.notOk(isPlanted((await app.get('/v1/commitments/MX0081')).text))
  await sql`insert into stale_document (commitment)
    select '00000000-0000-7000-8000-000000000000' from generate_series(1, 5000)`.execute(db)
  const failures: unknown[] = []
  const stop = startAssembling(db, error => { failures.push(error) })
  const others = async (): Promise<number> => {
    const documents = db.selectFrom('commitment_document').select('shape')
    return (await documents.where('shape', '=', 'of another version').execute()).length
  }
  for (let looks = 0; looks < 200 && await marks(app) + await others() > 0; looks++) await setTimeout(50)
  await setTimeout(300)
  await stop()
  t.strictSame([failures, await marks(app)], [[], 0], 'a mark of a commitment that is gone is removed, too')
  const { rows: [size] } = await sql<{ bytes: number }>`select pg_relation_size('stale_document') as bytes`.execute(db)
  t.ok(Number(size?.bytes) < 16384, 'and the space of many marks is given back')
  t.equal((await app.get('/v1/commitments/MX0081')).text, await fromFacts(app, 'MX0081', []))
  await markOtherShapes(db)
  t.equal(await marks(app), 0)
})

t.test('a failure is told, and the next attempt waits', async (t) => {
  const app = await startApp(t)
  const { db } = app.database
  await sql`alter table stale_document rename to stale_document_moved`.execute(db)
  const failures: unknown[] = []
  const stop = startAssembling(db, error => { failures.push(error) })
  for (let looks = 0; looks < 200 && failures.length < 2; looks++) await setTimeout(20)
  await stop()
  t.equal(failures.length, 2, 'of the marks for other forms, and of the first batch')
})

if (serverUrl !== undefined) {
  // The embedded engine has one connection, so that nothing can happen at the same time.
  t.test('documents follow the facts while many write at once', async (t) => {
    const app = await startApp(t, { starter: true })
    const codes = (await codesOf(app)).slice(0, 3)
    const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
    const editor = await app.key({ role: 'editor', members: ['mexico'] })
    const end = Date.now() + 3000
    const writers = codes.map(async (code) => {
      for (let n = 0; Date.now() < end; n++) {
        const review = { ...REVIEW, state: 'published', narrative: { en: `Number ${n}` } }
        await app.post(`/v1/commitments/${code}/reviews`, review, { key: reviewer })
        await app.post(`/v1/commitments/${code}/milestones`, { title: { es: `Paso ${n}` } }, { key: editor })
      }
    })
    const assemble = async (): Promise<void> => { while (Date.now() < end) await assembleBatch(app.database.db) }
    await Promise.all([...writers, assemble(), assemble()])
    await app.sequence()
    for (const code of await codesOf(app)) {
      const { text } = await app.get(`/v1/commitments/${code}?include=${ALL}`)
      t.equal(text, await fromFacts(app, code, COMMITMENT_INCLUDES), code)
    }
  })
}
