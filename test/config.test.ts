import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t from 'tap'
import { ConfigError, logKeys, readConfig, readSecrets, rotateLogKey } from '../src/config.ts'
import { verifierKey } from '../src/log/note.ts'

t.test('nothing set means an embedded database in ./data with starter data on port 3000', async t => {
  const { config, ...rest } = readConfig({})
  t.match(config, { port: 3000, host: '127.0.0.1', publicUrl: 'http://127.0.0.1:3000', dataDir: resolve('./data'), logLevel: 'info', starterData: true, statementTimeout: 30000, preparedStatements: true })
  t.equal(config.databaseUrl, undefined)
  t.same(rest, {})
  t.ok(Object.isFrozen(config))
})

t.test('reads each setting; one that is empty counts as not set', async t => {
  const { config, adminKey, secret, logKey } = readConfig({
    PORT: '8080', HOST: '::1', DATABASE_URL: 'postgresql://me@db/oc', DATA_DIR: '/srv/oc', LOG_LEVEL: 'warn', STATEMENT_TIMEOUT_MS: '100', PREPARED_STATEMENTS: 'off', ADMIN_KEY: 'a'.repeat(32), SECRET: 's'.repeat(32), LOG_KEY: 'f'.repeat(64), STARTER_DATA: '', UNRELATED: 'x'
  })
  t.match(config, { port: 8080, host: '::1', publicUrl: 'http://[::1]:8080', databaseUrl: 'postgresql://me@db/oc', dataDir: '/srv/oc', logLevel: 'warn', starterData: false, statementTimeout: 100, preparedStatements: false })
  t.same([adminKey, secret, logKey], ['a'.repeat(32), 's'.repeat(32), 'f'.repeat(64)])
  t.notMatch(JSON.stringify(config), /aaaa|ssss|ffff/, 'secrets stand apart')
  t.equal(readConfig({ PUBLIC_URL: 'https://oc.example.org' }).config.publicUrl, 'https://oc.example.org')
  t.equal(readConfig({ DATABASE_URL: 'postgres://app@db/oc', MIGRATION_DATABASE_URL: 'postgres://owner@db/oc' }).config.migrationUrl, 'postgres://owner@db/oc')
  t.equal(readConfig({ LOG_KEY: 'f'.repeat(64), LOG_KEY_PREVIOUS: 'e'.repeat(64) }).previousLogKey, 'e'.repeat(64))
  t.throws(() => readConfig({ LOG_KEY_PREVIOUS: 'e'.repeat(64) }), new ConfigError('LOG_KEY_PREVIOUS goes with LOG_KEY: the key that signed before it.'))
  t.throws(() => readConfig({ MIGRATION_DATABASE_URL: 'postgres://owner@db/oc' }), new ConfigError('MIGRATION_DATABASE_URL goes with DATABASE_URL: the same database, as its owner.'))
  t.strictSame(readConfig({ DATA_LICENSE_NAME: 'ODbL-1.0', DATA_LICENSE_TITLE: 'Open Database License', DATA_LICENSE_URL: 'https://example.org/odbl' }).config.license, { name: 'ODbL-1.0', title: 'Open Database License', url: 'https://example.org/odbl' })
  t.equal(readConfig({}).config.license.name, 'CC-BY-4.0')
  for (const part of [{ DATA_LICENSE_NAME: 'ODbL-1.0' }, { DATA_LICENSE_TITLE: 'Open Database License' }, { DATA_LICENSE_URL: 'https://example.org/odbl', DATA_LICENSE_NAME: 'ODbL-1.0' }]) t.throws(() => readConfig(part), new ConfigError('DATA_LICENSE_NAME, DATA_LICENSE_TITLE and DATA_LICENSE_URL go together: one licence.'))
  t.throws(() => readConfig({ DATA_LICENSE_URL: 'https://example.org/a>; rel="x"' }), /DATA_LICENSE_URL/, 'it stands in a header')
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
    t.throws(() => rotateLogKey(other), { message: /log\.key is damaged/ }, 'and not replaced')
    t.throws(() => readSecrets(t.testdir({ 'log.key': 'a'.repeat(64), 'log.key.previous': content }), {}), { message: /log\.key\.previous is damaged.* or delete it/ }, JSON.stringify(content))
  }
})

t.test('a new key of the log is made beside the one that signed until now, and both sign', async (t) => {
  const folder = join(mkdtempSync(join(tmpdir(), 'oc-config-')), 'data')
  t.throws(() => rotateLogKey(folder), new ConfigError(`There is no ${join(folder, 'log.key')}: the service makes it at its first start.`))
  const vkeys = (given = {}) => logKeys(readSecrets(folder, given)).map(key => verifierKey('log', key))
  const [first] = vkeys()
  const previous = join(folder, 'log.key.previous')
  t.equal(rotateLogKey(folder), previous)
  const [second, before, ...others] = vkeys()
  t.strictSame([before, others], [first, []])
  t.not(second, first)
  t.strictSame(readdirSync(folder).sort(), ['log.key', 'log.key.previous', 'secret.key'])
  for (const name of ['log.key', 'log.key.previous']) t.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name)
  t.throws(() => rotateLogKey(folder), { message: `${previous} is still there. Once the service has started with it and readers have the newer key, delete it; then make another.` })

  const [logKey, previousLogKey] = [readFileSync(join(folder, 'log.key'), 'utf8'), readFileSync(previous, 'utf8')]
  t.strictSame(vkeys({ logKey, previousLogKey }), [second, first], 'the same by the environment')
  t.strictSame(vkeys({ logKey: 'f'.repeat(64) }).length, 1, 'the file is none of a key that the environment gives')
  t.throws(() => readSecrets(folder, { logKey, previousLogKey: logKey }), new ConfigError('The previous key of the log (log.key.previous or LOG_KEY_PREVIOUS) is the current one: take it away.'))

  rmSync(previous)
  rotateLogKey(folder)
  t.strictSame(vkeys().slice(1), [second], 'then another one')
})
