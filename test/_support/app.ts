import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import type { LightMyRequestResponse as Response } from 'fastify'
import type { Test } from 'tap'
import { buildApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { type Deps, systemDeps } from '../../src/deps.ts'
import { privateKeyOf } from '../../src/log/note.ts'
import { RecentAnswers } from '../../src/http/recent-answers.ts'
import type { App } from '../../src/http/type-provider.ts'
import type { Written } from '../../src/http/write.ts'
import type { NewKey } from '../../src/resources/key/key.schemas.ts'
import { createKey } from '../../src/resources/key/key.service.ts'
import { RememberedKeys } from '../../src/resources/key/remembered-keys.ts'
import { loadCodeLists, loadStarterData } from '../../src/starter/load.ts'
import { contractChecker } from './contract.ts'
import { type Prepared, type TestDatabase, openDatabase, readOnly } from './db.ts'
import { NOW, sequenceAll } from './prepared.ts'
import { onceASuite } from './suite.ts'

export interface Answer {
  status: number
  headers: Record<string, unknown>
  text: string
  /** The body as JSON. */

  json: any
}

export interface RequestOptions { key?: string, headers?: Record<string, string>, body?: unknown, payload?: string | Buffer }

export interface TestApp {
  app: App
  deps: Deps
  database: TestDatabase
  /** What the service wrote to its log, one object a line. */
  logs: Record<string, unknown>[]
  /** Sets the clock. */
  setNow: (instant: string) => void
  /** Brings everything into the log, as the sequencer of `main` does by itself; no timer runs in tests. */
  sequence: () => Promise<void>
  request: (method: string, url: string, options?: RequestOptions) => Promise<Answer>
  get: (url: string, options?: RequestOptions) => Promise<Answer>
  put: (url: string, body: unknown, options?: RequestOptions) => Promise<Answer>
  post: (url: string, body: unknown, options?: RequestOptions) => Promise<Answer>
  /** A new key, as an administrator makes it. */
  key: (wanted: Omit<NewKey, 'name'>) => Promise<string>
}

interface Options {
  /** Loads the starter data. */
  starter?: boolean
  now?: string
  env?: NodeJS.ProcessEnv
  /** Another database than a new one. */
  given?: TestDatabase
}

/** An application that was started, for one test or for many. */
interface Running extends Pick<TestApp, 'app' | 'deps' | 'database' | 'logs' | 'setNow'> {
  /** Starts the next test that shares it: with its first time, and without logs. */
  reset: () => void
  close: () => Promise<void>
}

/** Starts the very application that `main` builds, on a database of its own. Every answer is compared with the OpenAPI document. */
export async function startApp (t: Test, options: Options = {}): Promise<TestApp> {
  const running = await run(options)
  t.teardown(running.close)
  return clientOf(t, running)
}

/**
 * Starts an application over a prepared database. The tests of a suite share it, since nothing can be written there.
 */
export async function startReadOnly (t: Test, prepared: Prepared): Promise<TestApp> {
  const running = await onceASuite(prepared, async () => await run({ starter: true, given: await readOnly(await openDatabase(prepared)) }))
  running.reset()
  return clientOf(t, running)
}

/**
 * Starts an application over what `prepare` writes into the starter data, once for all tests of a suite that ask for the same
 * name. Nothing can be written there afterwards.
 */
export async function startReadOnlyAfter (t: Test, name: string, prepare: (app: TestApp) => Promise<void>): Promise<TestApp> {
  const running = await onceASuite(name, async () => {
    const writing = await run({ starter: true })
    await prepare(clientOf(t, writing))
    await writing.app.close()
    return await run({ starter: true, given: await readOnly(writing.database) })
  })
  running.reset()
  return clientOf(t, running)
}

async function run ({ starter = false, now = NOW, env = {}, given }: Options): Promise<Running> {
  const database = given ?? await openDatabase(starter && now === NOW ? 'starter' : 'migrated')
  const dataDir = mkdtempSync(join(tmpdir(), 'oc-test-'))
  const { config } = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'trace', RATE_LIMIT_PER_MINUTE: '1000000', ...(database.url === undefined ? {} : { DATABASE_URL: database.url }), ...env })
  let clock = new Date(now)
  const deps: Deps = {
    ...systemDeps,
    answers: new RecentAnswers<Written>(),
    keys: new RememberedKeys(),
    config,
    secrets: { hmac: Buffer.alloc(32, 7), logKey: privateKeyOf(Buffer.alloc(32, 7)) },
    db: database.db,
    clock: () => clock
  }
  await loadCodeLists(deps)
  if (starter) await loadStarterData(deps)
  const logs: Record<string, unknown>[] = []
  const app = await buildApp(deps, { write: (line: string) => { logs.push(JSON.parse(line) as Record<string, unknown>) } })
  await app.ready()
  const setNow = (instant: string): void => { clock = new Date(instant) }
  return {
    app,
    deps,
    database,
    logs,
    setNow,
    reset: () => {
      setNow(now)
      logs.length = 0
    },
    close: async () => {
      await app.close()
      await database.close()
      rmSync(dataDir, { recursive: true, force: true })
    }
  }
}

/** The document is one whatever the configuration, and is made once a process. */
let checker: ReturnType<typeof contractChecker> | undefined

function clientOf (t: Test, { app, deps, database, logs, setNow }: Running): TestApp {
  const check = checker ??= contractChecker(app.swagger())

  /** All of an answer; of a stream, which has no end, what is there when it first falls silent. */
  const textOf = async (response: Response): Promise<string> => {
    const endless = String(response.headers['content-type']).startsWith('text/event-stream')
    let text = ''
    for await (const chunk of response.stream().setEncoding('utf8')) {
      text += String(chunk)
      if (endless && /(^|\n):\n/.test(text)) break
    }
    if (endless) {
      response.raw.res.destroy()
      await setImmediate()
    }
    return text
  }

  const request = async (method: string, url: string, { key, headers = {}, body, payload }: RequestOptions = {}): Promise<Answer> => {
    const response = await app.inject({
      method: method as 'GET',
      url,
      payloadAsStream: true,
      headers: { ...(key === undefined ? {} : { authorization: `Bearer ${key}` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(payload === undefined ? (body === undefined ? {} : { payload: JSON.stringify(body) }) : { payload })
    })
    const text = await textOf(response)
    const wrong = check(method, url, response.statusCode, response.headers, text)
    if (wrong !== undefined) t.fail(`contract: ${wrong}`)
    const json = /[/+]json/.test(String(response.headers['content-type'])) && text !== '' ? JSON.parse(text) as unknown : undefined
    return { status: response.statusCode, headers: response.headers, text, json }
  }

  return {
    app,
    deps,
    database,
    logs,
    setNow,
    sequence: () => sequenceAll(database.db, deps.clock),
    request,
    get: (url, options) => request('GET', url, options),
    put: (url, body, options) => request('PUT', url, { ...options, body }),
    post: (url, body, options) => request('POST', url, { ...options, body }),
    key: async wanted => (await createKey(deps, { name: 'test', ...wanted })).key
  }
}
