import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, release, tmpdir, totalmem, type } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Connection, connect } from '../src/db/connect.ts'
import { migrate } from '../src/db/migrate.ts'
import { type Child, startChild } from './child.ts'
import { POSTGRES, startCluster } from './cluster.ts'
import { generate } from './generate/generate.ts'
import { importFile } from './import-file.ts'
import { PREPARATION } from './limits/statements.ts'
import { type RowResult, measureExport, measureRow, versionOf } from './measure.ts'
import { USAGE, readOptions } from './options.ts'
import { type Report, headOf, tableOf, writeReport } from './report.ts'
import { EXPORT_ROWS, ROW_NAMES, type ServerName, embeddedRows, postgresRows } from './rows.ts'
import { takeSample } from './sample.ts'
import { type Service, startService } from './service.ts'

/** `npm run bench`: every row against its limit in one run, on PostgreSQL 15 and on the embedded engine (`--help`). */

/** The embedded engine is for small installations: more than this would measure how long it takes to generate. */
const MAX_EMBEDDED = 2000

if (process.argv.includes('--help')) {
  process.stdout.write(USAGE)
  process.exit()
}
const options = readOptions(process.argv.slice(2))
const unknown = options.rows?.filter(name => !ROW_NAMES.includes(name)) ?? []
if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}. Rows: ${ROW_NAMES.join(', ')}`)
const wanted = ({ name }: { name: string }): boolean => options.rows?.includes(name) ?? true
const say = (line: string): void => { process.stderr.write(`${line}\n`) }

const ends: (() => Promise<unknown> | void)[] = []
const rows: RowResult[] = []
const data: Report['data'] = {
  commitments: 0,
  source: options.file === null ? 'generated' : 'the file of 2016',
  embeddedCommitments: null,
  generatedInSeconds: 0
}
const notes = ['PostGraphile is not measured: it is not among the dependencies.']
const secrets = { SECRET: randomBytes(32).toString('hex'), ADMIN_KEY: randomBytes(32).toString('hex') }

async function fill (connection: Connection, commitments: number): Promise<number> {
  const { db } = connection
  await migrate(db)
  if (options.file === null) await generate(db, commitments)
  const { rows: [counted] } = await sql<{ n: number }>`select count(*) as n from commitment`.execute(db)
  return counted?.n as number
}

async function measureAll (measures: { name: string, measure: () => Promise<RowResult> }[]): Promise<void> {
  for (const { name, measure } of measures) {
    const row = await measure()
    say(`${name}: ${row.service.ratio.median.toFixed(3)} of the limit${row.service.failure === null ? '' : `; ${row.service.failures} failures, such as ${row.service.failure}`}`)
    rows.push(row)
  }
}

async function onPostgres (driver: Child): Promise<void> {
  const cluster = await startCluster(options.profile)
  ends.push(cluster.stop)
  const began = performance.now()
  const connection = await connect({ databaseUrl: cluster.url, dataDir: '', statementTimeout: 3_600_000 })
  ends.push(connection.close)
  data.commitments = await fill(connection, options.commitments)
  const profiling = options.profile
    ? ['--cpu-prof', `--cpu-prof-dir=${join(import.meta.dirname, 'results')}`,
        '--cpu-prof-name=service.cpuprofile']
    : []
  // The first service has no response cache, the second one the default.
  const env = { DATABASE_URL: cluster.url, ...secrets }
  const service = await startService({ env: { ...env, RESPONSE_CACHE_MB: '0' }, nodeOptions: profiling })
  ends.push(service.stop)
  if (options.file !== null) {
    data.commitments = await importFile(service, options.file)
    await sql`vacuum analyze`.execute(connection.db)
  }
  for (const statement of PREPARATION) await sql.raw(statement).execute(connection.db)
  data.generatedInSeconds = Math.round((performance.now() - began) / 1000)
  say(`${data.commitments} commitments in ${data.generatedInSeconds} s`)
  const cached = await startService({ env })
  ends.push(cached.stop)
  const sample = await takeSample(connection.db, service)
  if (sample.facets === '') {
    notes.push('This version always computes facets and highlights: both rows of the search ask for the same.')
  }
  const [limit, contender] = [startChild('limits/server.ts'), startChild('contenders/fastify-kysely.ts')]
  ends.push(limit.stop, contender.stop)
  const ports: Record<ServerName, number> = {
    service: service.port,
    cached: cached.port,
    limit: await limit.ask<number>({ database: cluster.url, buffers: { [sample.one.path]: sample.one } }),
    contender: await contender.ask<number>({ database: cluster.url })
  }
  if (options.profile) await sql`create extension if not exists pg_stat_statements`.execute(connection.db)
  await measureAll([
    ...postgresRows(sample).filter(wanted).filter(({ name }) => name !== 'review').map(row => ({
      name: row.name,
      measure: () => measureRow(driver, ports, row, options)
    })),
    ...EXPORT_ROWS.filter(wanted).map(row => ({
      name: row.name,
      measure: () => measureExport(cluster.url, service,
        ports.contender, row, options.rounds)
    })),
    // Last, since it changes what the others read.
    ...postgresRows(sample).filter(wanted).filter(({ name }) => name === 'review').map(row => ({
      name: row.name,
      measure: () => measureRow(driver, ports, row, options)
    }))
  ])
  if (options.profile) await sayStatements(connection)
}

async function sayStatements ({ db }: Connection): Promise<void> {
  const { rows } = await sql<{ line: string }>`
    select format('%s ms in %s calls, %s ms each: %s', round(total_exec_time::numeric), calls,
      round(mean_exec_time::numeric, 2),
      left(regexp_replace(query, '\\s+', ' ', 'g'), 300)) as line
    from pg_stat_statements order by total_exec_time desc limit 25`.execute(db)
  for (const { line } of rows) say(line)
}

async function onEmbedded (driver: Child): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'open-commitments-bench-'))
  ends.push(() => { rmSync(folder, { recursive: true, force: true }) })
  const connection = await connect({
    dataDir: folder,
    statementTimeout: 3_600_000,
    prepared: join(import.meta.dirname, '../dist/embedded.tar')
  })
  data.embeddedCommitments = await fill(connection, Math.min(options.commitments, MAX_EMBEDDED))
  await connection.close()
  const env = { ...secrets, DATABASE_URL: '' }
  const service: Service = await startService({ env, folder })
  ends.push(service.stop)
  if (options.file !== null) data.embeddedCommitments = await importFile(service, options.file)
  data.commitments ||= data.embeddedCommitments
  const { items } = await (
    await fetch(`${service.url}/v1/commitments?limit=1&sort=-code&include=milestones`)
  ).json() as { items: [{ id: string }] }
  const paths = {
    one: `/v1/commitments/${items[0].id}?include=milestones,reviews`,
    page: `/en/commitments/${items[0].id}`,
    search: '/v1/search?q=information&limit=20'
  }
  const buffers: Record<string, { body: string, type: string, etag: string }> = {}
  for (const path of [...Object.values(paths), '/health/live']) {
    const response = await fetch(`${service.url}${path}`)
    if (!response.ok) throw new Error(`${path}: ${response.status}`)
    buffers[path] = { body: await response.text(), type: String(response.headers.get('content-type')), etag: '"1"' }
  }
  const limit = startChild('limits/server.ts')
  ends.push(limit.stop)
  const ports = {
    limit: await limit.ask<number>({ database: null, buffers }),
    cached: service.port,
    service: service.port,
    contender: 0
  }
  await measureAll(embeddedRows(paths).filter(wanted).map(row => ({
    name: row.name,
    measure: () => measureRow(driver,
      ports, row, options)
  })))
}

let ending: Promise<void> | undefined

/** Ends everything that was started, the last first, once. An error does not keep the rest from ending. */
async function end (): Promise<void> {
  ending ??= (async () => {
    for (const stop of ends.splice(0).reverse()) {
      await Promise.resolve(stop()).catch((error: unknown) => { say(String(error)) })
    }
  })()
  await ending
}

for (const [signal, status] of [['SIGINT', 130], ['SIGTERM', 143]] as const) {
  process.once(signal, () => {
    const leave = (): void => { process.exit(status) }
    end().then(leave, leave)
  })
}

try {
  const driver = startChild('driver.ts')
  ends.push(driver.stop)
  const wants = (engine: 'postgres' | 'embedded'): boolean => (options.engine ?? engine) === engine &&
    ROW_NAMES.some(name => wanted({ name }) && name.startsWith('embedded') === (engine === 'embedded'))
  if (wants('postgres')) await onPostgres(driver)
  if (wants('embedded')) await onEmbedded(driver)
  const git = (...args: string[]): string => execFileSync('git', args, {
    cwd: import.meta.dirname,
    encoding: 'utf8'
  }).trim()
  const report: Report = {
    at: new Date().toISOString(),
    commit: `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') === '' ? '' : ' with changes'}`,
    machine: {
      processor: cpus()[0]?.model ?? 'unknown',
      processors: cpus().length,
      memoryGiB: Math.round(totalmem() / 2 ** 30),
      system: `${type()} ${release()}`
    },
    versions: {
      Node: process.version,
      PostgreSQL: (await versionOf(`${POSTGRES}/postgres`)).replace(/^\D+/, ''),
      ...dependencies()
    },
    data,
    options: { rounds: options.rounds, seconds: options.seconds, connections: options.connections },
    notes,
    rows
  }
  const files = writeReport(report)
  process.stdout.write(`${headOf(report)}\n\n${tableOf(rows)}\n\n${notes.join('\n')}\n${files.join('\n')}\n`)
} finally {
  await end()
}

function dependencies (): Record<string, string> {
  const { dependencies } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'),
    'utf8')) as { dependencies: Record<string, string> }
  return Object.fromEntries(['fastify', 'kysely', 'pg', '@electric-sql/pglite'].map(name => [name,
    String(dependencies[name])]))
}
