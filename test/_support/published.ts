import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import { type TestApp, startReadOnlyAfter } from './app.ts'
import { importing } from './ogp.ts'

/** The spreadsheet that OGP published in 2016. It is not part of the repository: OGP_SHEET names another place. */
export const SHEET = process.env.OGP_SHEET ?? join(import.meta.dirname, '../../../shared/data/ogp-commitments-2016.csv')

/** Options of a test that needs the spreadsheet. */
export const WITH_SHEET = { skip: !existsSync(SHEET) && `the published file is not here: ${SHEET}`, timeout: 1_200_000 }

/** Starts an application over the published spreadsheet, imported once for all tests of a suite. Nothing can be written there. */
export async function startPublished (t: Test): Promise<TestApp> {
  return await startReadOnlyAfter(t, 'published', async (app) => {
    const { json } = await importing(app, await app.key({ role: 'registrar' })).run(readFileSync(SHEET))
    t.match(json, { state: 'done' })
  })
}
