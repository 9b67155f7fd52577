import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { logKey, rotate, withKeys } from '../_support/rotation.ts'
import { disarm, rebuild } from '../_support/tampering.ts'
import { verifying } from '../_support/verifying.ts'
import { buildApp } from '../../src/app.ts'
import { inTransaction } from '../../src/db/transaction.ts'
import { verifierKey } from '../../src/log/note.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import { signRotation } from '../../src/log/rotation.ts'

/** A reader who keeps an older checkpoint, and a log whose key changes meanwhile. Keys are told by numbers; the first is the seventh. */

const ORIGIN = '127.0.0.1:3000/log'
const vkeyOf = (n: number): string => verifierKey(ORIGIN, logKey(n))
const FORGED = 'gives the log a new key, and the key before it has not signed that.'
const STRANGE = { found: /^\/log\/vkey is not the key that signed the older checkpoint/ }

async function scene (t: Test) {
  const app = await startApp(t)
  const { deps: { db } } = app
  const registrar = await app.key({ role: 'registrar' })
  let areas = 0
  /** The service as it runs with one key, and perhaps the one before. */
  const service = async (n: number, before?: number) => {
    const built = await buildApp(withKeys(app, n, before), { write: () => {} })
    t.teardown(() => built.close())
    return { verify: verifying(built), checkpoint: async () => (await built.inject('/log/checkpoint')).body }
  }
  return {
    app,
    service,
    grow: async () => {
      await app.post('/v1/policy-areas', { id: `area-${areas++}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar })
      await app.sequence()
    },
    rotated: async (n: number, before: number) => {
      await rotate(app, n, before)
      await app.sequence()
    },
    /** Puts a body into the record as somebody can who has the database, and no key. */
    forge: async (id: string, facts: object) => {
      await inTransaction(db, tx => appendRevisions(tx, { role: 'system', institution: null, alias: null }, '2026-11-22', 'log-key', [{ id, revision: 1, facts }]))
      await app.sequence()
      return (await db.selectFrom('log_checkpoint').select('size').orderBy('size', 'desc').executeTakeFirstOrThrow()).size - 1
    }
  }
}

/** Changes the first entry, with its revision and everything over it. */
async function rewriteFirst ({ deps: { db } }: TestApp): Promise<void> {
  await disarm(db)
  await sql`update revision set salt = sha256(salt) where log_index = 0`.execute(db)
  await sql`update revision set body_hash = sha256(salt || convert_to(body, 'UTF8')) where log_index = 0`.execute(db)
  await sql`update log_entry set entry = (select replace(entry, substr(entry, 10, 44), encode(body_hash, 'base64')) from revision where log_index = 0) where index = 0`.execute(db)
  await rebuild(db)
}

t.test('an older checkpoint of an earlier key is believed where the record leads from that key to this one', async (t) => {
  const { app, service, grow, rotated } = await scene(t)
  await grow()
  const seventh = await (await service(7)).checkpoint()
  await rotated(8, 7)
  const both = await service(8, 7)
  t.match(await both.verify(seventh), { verified: { newKey: vkeyOf(8) } })
  t.notOk('newKey' in ((await both.verify(await both.checkpoint())).verified ?? {}))
  t.notOk('newKey' in ((await both.verify()).verified ?? {}))
  const ofBoth = await both.checkpoint()
  await grow()
  t.match(await (await service(8)).verify(seventh), { verified: { newKey: vkeyOf(8) } }, 'also once the old key signs no more')

  await t.test('over two new keys in a row', async (t) => {
    const eighth = await (await service(8)).checkpoint()
    await rotated(9, 8)
    const { verify, checkpoint } = await service(9, 8)
    for (const older of [seventh, ofBoth, eighth]) t.match(await verify(older), { verified: { newKey: vkeyOf(9) } })
    t.notOk('newKey' in ((await verify(await checkpoint())).verified ?? {}))
  })

  await t.test('and shows what was rewritten since, as one of the same key does', async (t) => {
    const { size } = await app.deps.db.selectFrom('log_checkpoint').select('size').orderBy('size', 'desc').executeTakeFirstOrThrow()
    await rewriteFirst(app)
    const { verify } = await service(9)
    t.match(await verify(seventh), { found: /^entries 0 to \d+ are not those that the older checkpoint signs/ })
    t.match(await verify(), { verified: { size } })
  })
})

t.test('an older checkpoint of an earlier key shows that the log was rolled back', async (t) => {
  const { app: { deps: { db } }, service, grow, rotated } = await scene(t)
  await grow()
  await rotated(8, 7)
  await grow()
  const older = await (await service(7)).checkpoint()
  await disarm(db)
  const { size } = await db.selectFrom('log_checkpoint').select('size').orderBy('size', 'desc').executeTakeFirstOrThrow()
  for (const column of ['revision', 'log_entry'] as const) await sql`delete from ${sql.table(column)} where ${sql.ref(column === 'revision' ? 'log_index' : 'index')} = ${size - 1}`.execute(db)
  await rebuild(db)
  for (const n of [7, 8]) t.match(await (await service(n)).verify(older), { found: `/log/checkpoint has ${size - 1} entries, and the older checkpoint ${size}: the log was rolled back.` })
})

t.test('a key that the record does not lead to is a stranger', async (t) => {
  const { service, grow, rotated } = await scene(t)
  await grow()
  const older = await (await service(7)).checkpoint()
  t.match(await (await service(8)).verify(older), STRANGE, 'without a rotation')
  await rotated(8, 7)
  t.match(await (await service(9)).verify(older), STRANGE, 'after a rotation to another one')
  await rotated(11, 10)
  t.match(await (await service(11)).verify(older), STRANGE, 'after a rotation from another one')
  t.match(await (await service(11)).verify(), { verified: {} }, 'who keeps nothing cannot tell: a key may have been lost')
})

t.test('a rotation that the key before has not signed is found, with an older checkpoint and without', async (t) => {
  const { service, grow, forge } = await scene(t)
  await grow()
  const older = await (await service(7)).checkpoint()
  const forged = signRotation(ORIGIN, logKey(8), logKey(9), '2026-11-22')
  const index = await forge(forged.id, { ...forged, previous: vkeyOf(7) })
  const { verify } = await service(8)
  for (const since of [older, undefined]) t.match(await verify(since), { found: `entry ${index} (log-key ${forged.id}, revision 1) ${FORGED}` })
})

t.test('a key that was replaced replaces nothing any more', async (t) => {
  const { service, grow, rotated, forge } = await scene(t)
  await grow()
  const older = await (await service(7)).checkpoint()
  await rotated(8, 7)
  const stolen = signRotation(ORIGIN, logKey(9), logKey(7), '2026-11-22')
  const index = await forge(stolen.id, stolen)
  t.match(await (await service(9)).verify(older), { found: `entry ${index} (log-key ${stolen.id}, revision 1) gives the log a new key after one that was replaced before.` })
})
