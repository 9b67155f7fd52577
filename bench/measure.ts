import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import type { Child } from './child.ts'
import { POSTGRES } from './cluster.ts'
import type { Plan, Result, Run } from './driver.ts'
import { COPIES } from './limits/statements.ts'
import type { Options } from './options.ts'
import type { Asking, ExportRow, Row, ServerName } from './rows.ts'
import { type Service, memoryOf, watchMemory } from './service.ts'
import { type Spread, ratiosOf, spreadOf } from './statistics.ts'

export interface Measured {
  /** Answers or MB of each round, in a second. */
  rates: number[]
  rate: Spread
  failures: number
  failure: string | null
  /** The share of the limit in the same round; of the limit itself 1. */
  ratio: Spread
  p50: number | null
  p99: number | null
}
export interface RowResult {
  name: string
  title: string
  limit: string
  unit: 'answers/s' | 'MB/s'
  target: number | null
  limitMeasured: Measured
  service: Measured
  contender: Measured | null
  /** MiB of the service at rest and at most; measured for exports only. */
  memory: { rest: number, most: number } | null
}

type Who = 'limit' | 'service' | 'contender'
interface Round { rate: number, failures: number, failure: string | null, p50?: number, p99?: number }

function measured (rounds: Round[], limits: Round[]): Measured {
  const rates = rounds.map(({ rate }) => rate)
  const of = (values: (number | undefined)[]): number | null => values[0] === undefined
    ? null
    : spreadOf(values as number[]).median
  return {
    rates,
    rate: spreadOf(rates),
    failures: rounds.reduce((sum, { failures }) => sum + failures, 0),
    failure: rounds.find(({ failure }) => failure !== null)?.failure ?? null,
    ratio: spreadOf(ratiosOf(rates, limits.map(({ rate }) => rate))),
    p50: of(rounds.map(({ p50 }) => p50)),
    p99: of(rounds.map(({ p99 }) => p99))
  }
}

/** Lets each take its turn in every round; the order turns too, so that nobody always follows the same one. */
async function takeTurns (rounds: number, turns: Partial<Record<Who, () => Promise<Round>>>): Promise<Record<Who,
  Measured | null>> {
  const results: Record<Who, Round[]> = { limit: [], service: [], contender: [] }
  const order = Object.keys(turns) as Who[]
  for (let round = 0; round < rounds; round++) {
    for (const who of order) results[who].push(await (turns[who] as () => Promise<Round>)())
    order.push(order.shift() as Who)
  }
  const of = (who: Who): Measured | null => results[who].length === 0 ? null : measured(results[who], results.limit)
  return { limit: of('limit'), service: of('service'), contender: of('contender') }
}

/**
 * Measures a row. Each server answers for half a second before, and at least twenty
 * times on each connection, which does not count: PostgreSQL plans a prepared statement anew the first five times.
 */
export async function measureRow (
  driver: Child,
  ports: Record<ServerName, number>,
  row: Row,
  { rounds, seconds, connections }: Pick<Options, 'rounds' | 'seconds' | 'connections'>
): Promise<RowResult> {
  const turns: Partial<Record<Who, () => Promise<Round>>> = {}
  for (const [who, { server, requests, status = 200 }] of Object.entries(row.asking) as [Who, Asking][]) {
    const name = `${row.name}/${who}`
    await driver.ask({ name, port: ports[server], status, requests } satisfies Plan)
    await driver.ask({ name, seconds: Math.min(0.5, seconds), connections, atLeast: 20 * connections } satisfies Run)
    turns[who] = async () => {
      const { answers, seconds: taken, ...rest } = await driver.ask<Result>({
        name,
        seconds,
        connections
      } satisfies Run)
      return { ...rest, rate: answers / taken }
    }
  }
  const { limit, service, contender } = await takeTurns(rounds, turns)
  const { name, title, limit: bound, target } = row
  return {
    name,
    title,
    limit: bound,
    unit: 'answers/s',
    target,
    limitMeasured: limit as Measured,
    service: service as Measured,
    contender,
    memory: null
  }
}

/** Counts the bytes of an export and how long they took. */
async function download (port: number, path: string): Promise<Round> {
  const began = performance.now()
  const [response] = await once(get({ port, host: '127.0.0.1', path, agent: false }), 'response') as [IncomingMessage]
  let size = 0
  try {
    for await (const piece of response) size += (piece as Buffer).length
  } catch (error) {
    return { rate: 0, failures: 1, failure: (error as Error).message }
  }
  const failed = response.statusCode !== 200
  return {
    rate: failed ? 0 : size / 1e6 / ((performance.now() - began) / 1000),
    failures: failed ? 1 : 0,
    failure: failed ? `${response.statusCode} to ${path}` : null
  }
}

async function copy (url: string, statement: string): Promise<Round> {
  const began = performance.now()
  const child = spawn(`${POSTGRES}/psql`, [url, '-X', '-q', '-c', statement], { stdio: ['ignore', 'pipe', 'inherit'] })
  let size = 0
  child.stdout.on('data', (piece: Buffer) => { size += piece.length })
  const [code] = await once(child, 'close') as [number]
  return {
    rate: size / 1e6 / ((performance.now() - began) / 1000),
    failures: code === 0 ? 0 : 1,
    failure: code === 0
      ? null
      : `psql ended with ${code}`
  }
}

/** Measures an export once a round, one after the other: what counts is one reader, and the memory of the service. */
export async function measureExport (database: string, service: Service, contender: number, row: ExportRow,
  rounds: number): Promise<RowResult> {
  let [rest, most] = [memoryOf(service.child), 0]
  const path = `/v1/exports/commitments.${row.format}`
  await download(service.port, path)
  rest = Math.min(rest, memoryOf(service.child))
  const measured = await takeTurns(rounds, {
    limit: async () => await copy(database, COPIES[row.format]),
    service: async () => {
      const end = watchMemory(service.child)
      const round = await download(service.port, path)
      most = Math.max(most, end())
      return round
    },
    contender: async () => await download(contender, `/export/${row.format}`)
  })
  return {
    name: row.name,
    title: row.title,
    limit: 'psql COPY of the same columns',
    unit: 'MB/s',
    target: row.target,
    limitMeasured: measured.limit as Measured,
    service: measured.service as Measured,
    contender: measured.contender,
    memory: { rest, most }
  }
}

/** Returns the version that a program prints of itself. */
export const versionOf = async (file: string): Promise<string> => (await promisify(execFile)(file,
  ['--version'])).stdout.trim()
