import type { Test } from 'tap'
import { type Answer, type TestApp, startApp } from './app.ts'
import { editing, planOf } from './plan.ts'

/** The starter data, a fifth plan of Mexico's cycle of 2023 with three commitments, and an assessor of all its plans. */
export interface Assessing extends TestApp {
  assessor: string
  report: (change?: object) => Promise<string>
  /** `match` is the value of If-Match, `new` for If-None-Match: *, and nothing for neither. */
  write: (address: string, body: unknown, match?: string, by?: string) => Promise<Answer>
}

export async function startAssessing (t: Test): Promise<Assessing> {
  const app = await startApp(t, { starter: true })
  const commitments = ['MX0501', 'MX0502', 'MX0503'].map((code, index) => ({ code, number: String(index + 1), title: { en: code } }))
  await editing(app, await app.key({ role: 'editor', members: ['mexico'] })).create(planOf(5, { commitments }))
  const assessor = await app.key({ role: 'assessor', plans: ['mexico-3', 'mexico-4', 'mexico-5'] })
  const report = async (change: object = {}): Promise<string> => {
    const { status, json } = await app.post('/v1/reports', { plan: 'mexico-5', type: 'action_plan_review', authorKind: 'irm', stage: 'final', publishedOn: '2024-03-01', ...change }, { key: assessor })
    t.equal(status, 201)
    return json.id
  }
  const write: Assessing['write'] = (address, body, match, by = assessor) => {
    const headers: Record<string, string> = match === undefined ? {} : match === 'new' ? { 'if-none-match': '*' } : { 'if-match': match }
    return app.put(address, body, { key: by, headers })
  }
  return { ...app, assessor, report, write }
}
