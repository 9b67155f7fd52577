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
import { sequenceBatch } from '../../src/log/sequencer.ts'
import type { App } from '../../src/http/type-provider.ts'
import type { NewKey } from '../../src/resources/key/key.schemas.ts'
import { createKey } from '../../src/resources/key/key.service.ts'
import { loadCodeLists, loadStarterData } from '../../src/starter/load.ts'
import { contractChecker } from './contract.ts'
import { type TestDatabase, openDatabase } from './db.ts'

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

/**
 * The very application that main builds, on a database of its own. Every answer is held against the OpenAPI document.
 * `starter` loads the starter data; `given` is another database than a new one.
 */
export async function startApp (t: Test, { starter = false, now = '2026-11-22T12:00:00.000Z', env = {}, given }: { starter?: boolean, now?: string, env?: NodeJS.ProcessEnv, given?: TestDatabase } = {}): Promise<TestApp> {
  const database = given ?? await openDatabase()
  const dataDir = mkdtempSync(join(tmpdir(), 'oc-test-'))
  const { config } = readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'trace', RATE_LIMIT_PER_MINUTE: '1000000', ...(database.url === undefined ? {} : { DATABASE_URL: database.url }), ...env })
  let clock = new Date(now)
  const deps: Deps = { ...systemDeps, config, secrets: { hmac: Buffer.alloc(32, 7), logKey: privateKeyOf(Buffer.alloc(32, 7)) }, db: database.db, clock: () => clock }
  await loadCodeLists(deps)
  if (starter) await loadStarterData(deps)
  const logs: Record<string, unknown>[] = []
  const app = await buildApp(deps, { write: (line: string) => { logs.push(JSON.parse(line) as Record<string, unknown>) } })
  await app.ready()
  const check = contractChecker(app.swagger())
  t.teardown(async () => {
    await app.close()
    await database.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

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
    setNow: (instant) => { clock = new Date(instant) },
    sequence: async () => { for (let taken = 1; taken > 0;) taken = await sequenceBatch(database.db, deps.clock) },
    request,
    get: (url, options) => request('GET', url, options),
    put: (url, body, options) => request('PUT', url, { ...options, body }),
    post: (url, body, options) => request('POST', url, { ...options, body }),
    key: async wanted => (await createKey(deps, { name: 'test', ...wanted })).key
  }
}
