import { setTimeout } from 'node:timers/promises'
import { createValidatorCompiler } from '../../src/http/validation.ts'
import { checksOf } from '../../src/resources/import/import.routes.ts'
import type { Checks, OgpSheet } from '../../src/resources/import/ogp/drafts.ts'
import { readOgpSheet } from '../../src/resources/import/ogp/read-ogp.ts'
import { readCsv } from '../../src/sheet/csv.ts'
import { LIMITS } from '../../src/sheet/sheet.ts'
import { SHARED_SCHEMAS } from '../../src/schemas.ts'
import type { Answer, TestApp } from './app.ts'

/** Small sheets as OGP publishes them, and imports followed to their end. */

const checks = checksOf({ validatorCompiler: createValidatorCompiler(SHARED_SCHEMAS) as never })

/** Reads a sheet as the service does; `others` stand for some of its checks. */
export const read = async (bytes: Uint8Array, year?: number, others: Partial<Checks> = {}): Promise<OgpSheet> => readOgpSheet(await readCsv(Buffer.from(bytes), LIMITS), { ...checks, ...others }, year)

export const HEADER = 'Country,Action Plan Number,Comm No,Commitment Title,Full Text,Lead Institution,Start Date,End Date,Year of submission,' +
  'Report publication year (progress report),IRM Assessed (Y/N)?,Specificity,Potential impact,Completion (progress report),Value -Info,Starred (2015 only),Open Data'

export interface Row { country?: string, plan?: number, no?: string, title?: string, text?: string, lead?: string, starts?: string, ends?: string, year?: number, completion?: string, star?: string }

export function sheet (rows: Row[], header = HEADER): Buffer {
  const lines = rows.map(({ country = 'Mexico', plan = 1, no = '1', title = `Promise ${no}`, text = 'Words', lead = 'Ministry of Tests', starts = '', ends = '', year = 2013, completion = 'c. Substantial', star = '1' }) =>
    [country, plan, no, title, text, lead, starts, ends, year, 2015, 1, 'd. High', 'd. Transformative', completion, 1, star, 1].map(cell => `"${cell}"`).join(','))
  return Buffer.from([header, ...lines].join('\n'))
}

export interface Importing {
  post: (bytes: Buffer | string, headers?: Record<string, string>) => Promise<Answer>
  /** Until the import ends. */
  follow: (id: string) => Promise<Answer>
  /** Both. */
  run: (bytes: Buffer) => Promise<Answer>
  decisions: (id: string, rule: string) => Promise<{ row: number, column: string | null, value: string | null, action: string }[]>
}

export function importing ({ request, get }: TestApp, key: string): Importing {
  const post: Importing['post'] = (bytes, headers = {}) => request('POST', '/v1/imports?source=ogp', { key, payload: bytes, headers: { 'content-type': 'text/csv', ...headers } })
  const follow: Importing['follow'] = async (id) => {
    while (true) {
      const answer = await get(`/v1/imports/${id}`, { key })
      if (answer.json.state !== 'running') return answer
      await setTimeout(20)
    }
  }
  return {
    post,
    follow,
    run: async bytes => follow((await post(bytes)).json.id as string),
    decisions: async (id, rule) => (await get(`/v1/imports/${id}/decisions?rule=${rule}&limit=200`, { key })).json.items
  }
}
