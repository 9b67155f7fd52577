import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import t from 'tap'
import { ENV, LOADER, ROOT } from '../_support/built.ts'
import { connectTo, openDatabase, openEmptyDatabase, serverUrl } from '../_support/db.ts'
import { folderFor, launch, read, start, stop } from '../_support/service.ts'

/** The process on a PostgreSQL server. */

t.setTimeout(400_000)

t.test('DATABASE_URL: serves from the server, without starter data unless asked', { skip: serverUrl === undefined && 'needs TEST_DATABASE_URL' }, async t => {
  const database = await openDatabase()
  t.teardown(() => database.close())
  const env = { DATABASE_URL: String(database.url) }
  const service = await start(t, folderFor(t), env)
  t.match(service.output(), /ready \(postgres database\)/)
  t.same((await read(`${service.url}/v1/commitments`)).items, [])
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`.execute(database.db)
  await setTimeout(200)
  t.same((await read(`${service.url}/v1/commitments`)).items, [], 'a server that was restarted is served again')
  t.same(await stop(service), { code: 0, signal: null })
  const loaded = await start(t, service.folder, { ...env, STARTER_DATA: 'on' })
  t.match(loaded.output(), /ready \(postgres database, starter data loaded\)/)
  t.match(await read(`${loaded.url}/v1/commitments/MX0081`), { code: 'MX0081' })
  t.same(await stop(loaded), { code: 0, signal: null })
})

t.test('MIGRATION_DATABASE_URL: the owner migrates, and the service is another user', { skip: serverUrl === undefined && 'needs TEST_DATABASE_URL' }, async t => {
  const database = await openEmptyDatabase()
  const [owner, service] = ['owner', 'app'].map(name => `oc_${name}_${randomBytes(6).toString('hex')}`) as [string, string]
  const as = (user: string): string => Object.assign(new URL(String(database.url)), { username: user }).href
  for (const user of [owner, service]) await sql`create role ${sql.ref(user)} login`.execute(database.db)
  await sql`alter database ${sql.ref(new URL(String(database.url)).pathname.slice(1))} owner to ${sql.ref(owner)}`.execute(database.db)
  t.teardown(async () => {
    await database.close()
    const server = connectTo(serverUrl as string)
    for (const user of [owner, service]) await sql`drop role ${sql.ref(user)}`.execute(server.db)
    await server.close()
  })
  const early = await launch(t, folderFor(t), { DATABASE_URL: as(service) })
  t.same((await early.ended).code, 1)
  t.match(early.output(), /^This user may not change the tables \(.*MIGRATION_DATABASE_URL.*\n$/)

  const env = { DATABASE_URL: as(service), STARTER_DATA: 'on' }
  const first = await start(t, folderFor(t), { ...env, MIGRATION_DATABASE_URL: as(owner) })
  t.match(await read(`${first.url}/v1/commitments/MX0081`), { code: 'MX0081' })
  t.same(await stop(first), { code: 0, signal: null })
  const migrated = execFileSync(process.execPath, [...LOADER, 'scripts/migrate.ts'], { cwd: ROOT, env: { ...ENV, DATABASE_URL: as(service), MIGRATION_DATABASE_URL: as(owner) } })
  t.equal(String(migrated), 'Nothing to do.\n')
  const again = await start(t, first.folder, env)
  t.match(await read(`${again.url}/v1/commitments/MX0081/revisions/1`), { logIndex: Number }, 'a service that knows no owner goes on')
  await t.rejects(sql`set role ${sql.ref(service)}; delete from revision`.execute(database.db), { code: '42501' })
  t.same(await stop(again), { code: 0, signal: null })
})
