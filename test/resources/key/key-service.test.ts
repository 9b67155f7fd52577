import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import t from 'tap'
import { keyId, newKey, sameSecret } from '../../../src/resources/key/key.rules.ts'
import { authenticate, createKey, ensureAdminKey, revokeKey } from '../../../src/resources/key/key.service.ts'
import { RememberedKeys } from '../../../src/resources/key/remembered-keys.ts'
import { startApp } from '../../_support/app.ts'

t.test('a checksum tells a typing error', async t => {
  const { id, key } = newKey()
  t.equal(keyId(key), id)
  fc.assert(fc.property(fc.integer({ min: 4, max: key.length - 1 }), fc.constantFrom(...'abcdef0123456789'), (at, letter) =>
    key[at] === letter || keyId(key.slice(0, at) + letter + key.slice(at + 1)) === undefined), { seed: 1, numRuns: 200 })
  t.not(newKey().key, key)
})

t.test('secrets of other lengths are compared too', async t => {
  t.equal(sameSecret('a', 'aa'), false)
  t.equal(sameSecret('aa', Buffer.from('aa')), true)
})

t.test('the first administrator\'s key is in a file that its owner alone reads', async t => {
  const { deps } = await startApp(t)
  const file = await ensureAdminKey(deps)
  t.equal(file, join(deps.config.dataDir, 'admin.key'))
  t.equal(statSync(String(file)).mode & 0o777, 0o600)
  const key = readFileSync(String(file), 'utf8').trim()
  t.match(await authenticate(deps, key), { role: 'admin' })
  t.equal(await ensureAdminKey(deps), undefined, 'once')

  rmSync(String(file))
  t.equal(await ensureAdminKey(deps), file, 'again when the file is lost')
  for (const { id } of await deps.db.selectFrom('api_key').select('id').execute()) await revokeKey(deps, id)
  writeFileSync(String(file), 'old')
  chmodSync(String(file), 0o644)
  t.equal(await ensureAdminKey(deps), file, 'and when none is live')
  t.equal(statSync(String(file)).mode & 0o777, 0o600)
  t.match(await authenticate(deps, readFileSync(String(file), 'utf8').trim()), { role: 'admin' })
})

t.test('ADMIN_KEY of the environment is an administrator without a row or a file', async t => {
  const { deps } = await startApp(t)
  const adminKey = 'a-long-secret-from-the-environment'
  const given = { ...deps, secrets: { ...deps.secrets, adminKey } }
  t.equal(await ensureAdminKey(given), undefined)
  t.same(await authenticate(given, adminKey), { key: 'environment', role: 'admin', members: [], plans: [], organisation: null, alias: null, publication: null })
  t.equal(await authenticate(given, `${adminKey}x`), null)
  t.equal(await authenticate(deps, adminKey), null)
  t.same(await deps.db.selectFrom('api_key').select('id').execute(), [])
})

t.test('a key of another installation is unknown', async t => {
  const { deps, key } = await startApp(t)
  const mine = await key({ role: 'registrar' })
  t.match(await authenticate(deps, mine), { role: 'registrar' })
  t.equal(await authenticate({ ...deps, secrets: { ...deps.secrets, hmac: Buffer.alloc(32, 9) } }, mine), null)
  t.equal(await authenticate(deps, newKey().key), null)
})

t.test('a valid key is looked up once a second', async t => {
  const { deps, key, setNow } = await startApp(t)
  const mine = await key({ role: 'registrar' })
  const id = String(keyId(mine))
  const first = await authenticate(deps, mine)
  const rename = (role: string) => deps.db.updateTable('api_key').set({ role }).where('id', '=', id).execute()
  await rename('moderator')
  t.equal(await authenticate(deps, mine), first, 'the same answer without a look-up')
  setNow('2026-11-22T12:00:00.999Z')
  t.equal(await authenticate(deps, mine), first, 'for less than a second')
  setNow('2026-11-22T12:00:01.000Z')
  t.match(await authenticate(deps, mine), { role: 'moderator' }, 'and no longer')
  await rename('assessor')
  setNow('2026-11-22T12:00:00.500Z')
  t.match(await authenticate(deps, mine), { role: 'assessor' }, 'nor where the clock was set back')
})

t.test('a key that is remembered ends with its last day, and its use is noted on each', async t => {
  const { deps, setNow } = await startApp(t, { now: '2026-11-22T23:59:59.900Z' })
  const { key, id } = await createKey(deps, { role: 'registrar', name: 'n', days: 1 })
  const lastUse = async () => (
    await deps.db.selectFrom('api_key').select('last_used_on').where('id', '=', id).executeTakeFirstOrThrow()
  ).last_used_on
  t.match(await authenticate(deps, key), { role: 'registrar' })
  t.equal(await lastUse(), '2026-11-22')
  setNow('2026-11-23T00:00:00.000Z')
  t.match(await authenticate(deps, key), { role: 'registrar' })
  t.equal(await lastUse(), '2026-11-23')
  setNow('2026-11-23T23:59:59.900Z')
  t.match(await authenticate(deps, key), { role: 'registrar' })
  setNow('2026-11-24T00:00:00.000Z')
  t.equal(await authenticate(deps, key), null)
})

t.test('a key that is remembered is forgotten once it is revoked', async t => {
  const { deps, key } = await startApp(t)
  const [mine, other] = [await key({ role: 'registrar' }), await key({ role: 'registrar' })]
  t.match(await authenticate(deps, mine), { role: 'registrar' })
  t.match(await authenticate(deps, other), { role: 'registrar' })
  t.equal(deps.keys.size, 2)
  await revokeKey(deps, String(keyId(mine)))
  t.equal(deps.keys.size, 1)
  t.equal(await authenticate(deps, mine), null)
  t.match(await authenticate(deps, other), { role: 'registrar' })
})

t.test('only who is valid is remembered, by a keyed hash and for a second', async t => {
  const principal = {
    key: 'a', role: 'registrar', members: [], plans: [], organisation: null, alias: null, publication: null
  } as const
  const known = { principal: { ...principal, members: [], plans: [] }, day: '2026-11-22', at: 0 }
  const keys = new RememberedKeys(20)
  const { revocations } = keys
  keys.forget('b')
  keys.remember('hash', known, revocations)
  t.equal(keys.size, 0, 'not where a key was revoked since it was looked up')
  for (let i = 0; i <= 1000; i++) keys.remember(`hash ${i}`, known, keys.revocations)
  t.equal(keys.size, 1000, 'their number is bounded')
  t.equal(keys.find('hash 0', '2026-11-22', 1), undefined, 'the oldest give way')
  t.equal(keys.find('hash 1', '2026-11-22', 1), known.principal)
  await setTimeout(10)
  const later = { ...known, at: 10 }
  keys.remember('hash 1', later, keys.revocations)
  t.equal(keys.find('hash 1', '2026-11-22', 29), later.principal)
  t.equal(keys.find('hash 1', '2026-11-22', 9), undefined, 'not before it was known')
  await setTimeout(100)
  t.equal(keys.size, 0, 'none is kept when nobody asks')
})
