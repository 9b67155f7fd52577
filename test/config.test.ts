import { existsSync, mkdtempSync, readFileSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { ConfigError, readConfig, readSecrets } from '../src/config.ts'
import { verifierKey } from '../src/log/note.ts'

t.test('nothing set means an embedded database in ./data with starter data on port 3000', async t => {
  const { config, ...rest } = readConfig({})
  t.match(config, { port: 3000, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', dataDir: resolve('./data'), logLevel: 'info', starterData: true, statementTimeout: 30000 })
  t.equal(config.databaseUrl, undefined)
  t.same(rest, {})
  t.ok(Object.isFrozen(config))
})

t.test('reads each setting; one that is empty counts as not set', async t => {
  const { config, adminKey, secret, logKey } = readConfig({
    PORT: '8080', HOST: '::1', DATABASE_URL: 'postgresql://me@db/oc', DATA_DIR: '/srv/oc', LOG_LEVEL: 'warn', STATEMENT_TIMEOUT_MS: '100', ADMIN_KEY: 'a'.repeat(32), SECRET: 's'.repeat(32), LOG_KEY: 'f'.repeat(64), STARTER_DATA: '', UNRELATED: 'x'
  })
  t.match(config, { port: 8080, host: '::1', publicUrl: 'http://[::1]:8080', databaseUrl: 'postgresql://me@db/oc', dataDir: '/srv/oc', logLevel: 'warn', starterData: false, statementTimeout: 100 })
  t.same([adminKey, secret, logKey], ['a'.repeat(32), 's'.repeat(32), 'f'.repeat(64)])
  t.notMatch(JSON.stringify(config), /aaaa|ssss|ffff/, 'secrets stand apart')
  t.equal(readConfig({ PUBLIC_URL: 'https://oc.example.org' }).config.publicUrl, 'https://oc.example.org')
  t.equal(readConfig({ DATABASE_URL: 'postgres://app@db/oc', MIGRATION_DATABASE_URL: 'postgres://owner@db/oc' }).config.migrationUrl, 'postgres://owner@db/oc')
  t.throws(() => readConfig({ MIGRATION_DATABASE_URL: 'postgres://owner@db/oc' }), new ConfigError('MIGRATION_DATABASE_URL goes with DATABASE_URL: the same database, as its owner.'))
  t.equal(readConfig({ STARTER_DATA: 'off' }).config.starterData, false)
  t.equal(readConfig({ STARTER_DATA: 'on', DATABASE_URL: 'postgres://db/oc' }).config.starterData, true)
})

t.test('names every setting that does not fit, and never a secret', async t => {
  const wrong = { PORT: '99999', PUBLIC_URL: 'example.org/', DATABASE_URL: 'mysql://x', LOG_LEVEL: 'loud', STARTER_DATA: 'yes', STATEMENT_TIMEOUT_MS: 'soon', ADMIN_KEY: 'short-secret', SECRET: 'tiny-secret', LOG_KEY: 'wee-secret' }
  try {
    readConfig(wrong)
    t.fail('was taken')
  } catch (error) {
    t.ok(error instanceof ConfigError)
    const { message } = error as ConfigError
    for (const name of Object.keys(wrong)) t.match(message, new RegExp(`\\n  ${name}: `))
    t.notMatch(message, /short-secret|tiny-secret|wee-secret/)
    t.match(message, /STARTER_DATA: must be one of on, off/)
  }
  for (const PORT of ['-1', '1.5', 'http']) t.throws(() => readConfig({ PORT }), ConfigError, PORT)
})

t.test('the secret of an installation is made once and stays, unless the environment gives it', async t => {
  const folder = join(mkdtempSync(join(tmpdir(), 'oc-config-')), 'data')
  const given = readSecrets(folder, { secret: 's'.repeat(32), adminKey: 'a'.repeat(32), logKey: 'f'.repeat(64) })
  t.equal(given.hmac.length, 32)
  t.equal(given.adminKey, 'a'.repeat(32))
  t.notOk(existsSync(folder))
  const made = readSecrets(folder, {})
  t.equal(made.hmac.length, 32)
  t.notOk('adminKey' in made)
  t.equal(statSync(join(folder, 'secret.key')).mode & 0o777, 0o600)
  t.same(readSecrets(folder, {}).hmac, made.hmac)
  t.equal(readFileSync(join(folder, 'secret.key'), 'utf8'), made.hmac.toString('hex'))
  t.equal(statSync(join(folder, 'log.key')).mode & 0o777, 0o600)
  const vkey = verifierKey('log', made.logKey)
  t.equal(verifierKey('log', readSecrets(folder, {}).logKey), vkey)
  t.equal(verifierKey('log', readSecrets(folder, { logKey: readFileSync(join(folder, 'log.key'), 'utf8') }).logKey), vkey, 'the same by the environment')
})

t.test('a damaged secret is refused: with it no key would work, and cursors could be forged', async (t) => {
  for (const content of ['', 'abc', 'z'.repeat(64)]) {
    const dataDir = t.testdir({ 'secret.key': content })
    t.throws(() => readSecrets(dataDir, {}), { message: /secret\.key is damaged/ }, JSON.stringify(content))
    const other = t.testdir({ 'log.key': content })
    t.throws(() => readSecrets(other, {}), { message: /log\.key is damaged/ }, JSON.stringify(content))
  }
})
