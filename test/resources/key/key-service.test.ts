import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { keyId, newKey, sameSecret } from '../../../src/resources/key/key.rules.ts'
import { authenticate, ensureAdminKey, revokeKey } from '../../../src/resources/key/key.service.ts'
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
