import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import t from 'tap'
import { openDatabase } from '../_support/db.ts'
import { insertAll, memberRow, redactionRow, uuid } from '../_support/seed.ts'
import { insertRows } from '../../src/db/bulk.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { record } from '../../src/log/record.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import type { RevisionTable } from '../../src/log/revision.table.ts'
import { memberFacts } from '../../src/resources/member/member.select.ts'

type Row = Selectable<RevisionTable>

const EDITOR = { role: 'editor', institution: null, alias: null } as const

t.test('the record of revisions', async (t) => {
  const { db, close } = await openDatabase()
  t.teardown(close)
  const append = (id: string, revision: number, facts: unknown = { id }) =>
    inTransaction(db, tx => appendRevisions(tx, EDITOR, '2026-11-22', 'member', [{ id, revision, facts }]))
  const all = (id: string) => db.selectFrom('revision').selectAll().where('entity_id', '=', id).orderBy('revision').execute()

  await t.test('appends each revision with its own salt, its hash, and the hash of the one before', async (t) => {
    await append('mexico', 1, { name: { es: 'México' }, id: 'mexico' })
    await append('mexico', 2, { name: { es: 'Estados Unidos Mexicanos' }, id: 'mexico' })
    await append('mexico', 3)
    const rows = await all('mexico')
    t.strictSame(rows.map(({ op }) => op), ['create', 'update', 'update'])
    t.equal(rows[0]?.body, '{"id":"mexico","name":{"es":"México"}}')
    for (const [index, row] of rows.entries()) {
      t.strictSame(Buffer.from(row.body_hash), bodyHash(row.salt as Uint8Array, row.body as string))
      t.strictSame(row.previous, index === 0 ? null : rows[index - 1]?.body_hash)
    }
    t.equal(new Set(rows.map(({ salt }) => Buffer.from(salt as Uint8Array).toString('hex'))).size, 3)
    t.match(rows[0], { entity_type: 'member', on_date: '2026-11-22', actor_role: 'editor', actor_institution: null, actor_alias: null, log_index: null })
  })

  await t.test('appends many entities in one statement, and nothing for none', async (t) => {
    await inTransaction(db, async (tx) => {
      await appendRevisions(tx, EDITOR, '2026-11-22', 'institution', [])
      await appendRevisions(tx, EDITOR, '2026-11-22', 'institution', ['a', 'b'].map(id => ({ id, revision: 1, facts: { id } })))
      await record(tx, { actor: EDITOR, on: '2026-11-22', at: '2026-11-22T00:00:00.000Z' }, 'member', 'member', memberFacts, [])
    })
    t.strictSame((await db.selectFrom('revision').select('entity_id').where('entity_type', '=', 'institution').orderBy('entity_id').execute()).map(row => row.entity_id), ['a', 'b'])
  })

  await t.test('refuses a revision that skips one, and one that is there already', async (t) => {
    await t.rejects(append('mexico', 5), { message: /revision_chain/ })
    await t.rejects(append('mexico', 3), { message: /revision_pk/ })
    await t.rejects(append('nowhere', 0), { message: /revision_chain/ })
  })

  await t.test('records what is stored, not what was meant', async (t) => {
    await inTransaction(db, async (tx) => {
      await insertRows(tx, 'member', [memberRow({ id: 'chile', name: { es: 'Chile', en: 'Chile' }, code_prefixes: ['CL'] })])
      await record(tx, { actor: EDITOR, on: '2026-11-22', at: '2026-11-22T00:00:00.000Z' }, 'member', 'member', memberFacts, ['chile'])
    })
    const [row] = await all('chile')
    t.equal(row?.body, canonicalText({
      id: 'chile', name: { es: 'Chile', en: 'Chile' }, kind: 'national', countryIso2: null, region: null, parent: null, memberSince: null, status: 'active', statusEvents: [], codePrefixes: ['CL'], externalRefs: []
    }))
  })

  await t.test('refuses a body that is not the one that was hashed', async (t) => {
    const [salt, body] = [randomBytes(32), '{"id":"forged"}']
    const forged = (hash: Buffer, salted: Buffer = salt) => sql`insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash)
      values ('member', 'forged', 1, 'create', '2026-11-22', 'editor', ${body}, ${salted}, ${hash})`.execute(db)
    await t.rejects(forged(bodyHash(salt, '{"id":"Forged"}')), { message: /revision_hash_true/ })
    await t.rejects(forged(bodyHash(randomBytes(32), body)), { message: /revision_hash_true/ })
    await t.rejects(forged(bodyHash(Buffer.alloc(0), body), Buffer.alloc(0)), { message: /revision_salt_length/ })
    await t.resolves(forged(bodyHash(salt, body)))
  })

  await t.test('refuses to change, delete or empty what was written', async (t) => {
    const before = await all('mexico')
    const refusal = { code: '23001', message: /append-only/ }
    await t.rejects(sql`update revision set body = '{}' where entity_id = 'mexico'`.execute(db), refusal)
    await t.rejects(sql`update revision set on_date = '2020-01-01', log_index = 7 where entity_id = 'mexico' and revision = 1`.execute(db), refusal, 'not even beside an index')
    await t.rejects(sql`delete from revision where entity_id = 'mexico'`.execute(db), refusal)
    await t.rejects(sql`truncate revision`.execute(db), refusal)
    await t.rejects(db.transaction().execute(async (tx) => {
      await sql`set local session_replication_role = replica`.execute(tx)
      await sql`delete from revision where entity_id = 'mexico'`.execute(tx)
    }), refusal, 'nor where triggers are off for replication')
    t.strictSame(await all('mexico'), before)
  })

  await t.test('erases body and salt of what a redaction in effect names, and of nothing else', async (t) => {
    const [first, second, third] = await all('mexico') as [Row, Row, Row]
    const refusal = { code: '23001', message: /append-only/ }
    const redact = (change: object) => inTransaction(db, tx => insertRows(tx, 'redaction', [redactionRow({ id: uuid(1), target_type: 'member', target_id: 'mexico', target_revision: 2, erased: [2], ...change })]))
    const erase = (id: string) => sql`select erase_redacted(${id})`.execute(db)
    const openly = (change: string) => inTransaction(db, async (tx) => {
      await sql`set local oc.redacting = 'on'`.execute(tx)
      await sql`update revision set ${sql.raw(change)} where entity_id = 'mexico' and revision = 2`.execute(tx)
    })
    await t.rejects(openly('body = null, salt = null'), refusal, 'no redaction names it')
    await redact({ id: uuid(2), state: 'proposed', erased: [] })
    await erase(uuid(2))
    t.strictSame(await all('mexico'), [first, second, third], 'a proposal erases nothing')
    await redact({})
    for (const change of ["body = '{}', salt = null", 'body = null', 'body = null, salt = null, body_hash = null', "body = null, salt = null, actor_role = 'admin'"]) await t.rejects(openly(change), change === 'body = null' ? { message: /revision_erased_whole/ } : refusal, change)
    await t.rejects(sql`update revision set body = null, salt = null where entity_id = 'mexico' and revision = 2`.execute(db), refusal)
    await erase(uuid(1))
    t.strictSame(await all('mexico'), [first, { ...second, body: null, salt: null }, third], 'the hashes stay')
    await t.rejects(openly("body = '{}', salt = null"), refusal, 'and nothing is put in its place')
    await t.rejects(sql`delete from redaction where id = ${uuid(1)}`.execute(db), refusal, 'nor is the redaction removed')
    await sql`delete from redaction where id = ${uuid(2)}`.execute(db)
    await t.rejects(sql`insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body_hash) values ('member', 'empty', 1, 'create', '2026-11-22', 'editor', ${Buffer.alloc(32)})`.execute(db), refusal, 'nothing is written without a body')
  })

  await t.test('follows the one before it, and has no place in the log when it is written', async (t) => {
    const [salt, body] = [randomBytes(32), '{"id":"chile"}']
    const insert = (revision: number, previous: Uint8Array | null, index: number | null = null) => sql`insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash, previous, log_index)
      values ('member', 'chile', ${revision}, 'update', '2026-11-22', 'editor', ${body}, ${salt}, ${bodyHash(salt, body)}, ${previous}, ${index})`.execute(db)
    const [first] = await all('chile')
    const hash = first?.body_hash as Uint8Array
    const refusal = { code: '23001', message: /does not follow the one before/ }
    await t.rejects(insert(3, hash), refusal, 'none is left out')
    await t.rejects(insert(2, randomBytes(32)), refusal, 'by the hash of what was said')
    await t.rejects(insert(2, hash, 3), refusal)
    await t.rejects(insert(2, null), { message: /revision_chain/ })
    await t.resolves(insert(2, hash))
  })

  await t.test('takes a log index once, and no index twice', async (t) => {
    const index = (revision: number, at: number | null) => sql`update revision set log_index = ${at} where entity_id = 'mexico' and revision = ${revision}`.execute(db)
    await index(1, 4711)
    t.equal((await all('mexico'))[0]?.log_index, 4711)
    await t.rejects(index(1, 4712), { message: /append-only/ })
    await t.rejects(index(1, null), { message: /append-only/ })
    await t.rejects(index(2, 4711), { message: /revision_log_index_unique/ })
  })

  await t.test('admits one of two writers of the same revision', async (t) => {
    await insertAll(db, { member: [memberRow({ id: 'peru' })] })
    await append('peru', 1)
    const answers = await Promise.allSettled([append('peru', 2, { by: 'one' }), append('peru', 2, { by: 'two' })])
    t.strictSame(answers.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    t.equal((await all('peru')).length, 2)
  })
})
