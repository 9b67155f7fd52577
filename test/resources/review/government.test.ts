import { sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { importing, sheet } from '../../_support/ogp.ts'
import { documentOf, operationsOf } from '../../_support/openapi.ts'

/**
 * A government may answer a review; it may never edit, hide or delete it (domain.md, Review), and neither may whoever runs the
 * tracker. Tried for every route there is.
 */

const REVIEW = { kind: 'progress', completion: 'not_started', endorsement: 'contested', reviewedOn: '2026-11-20', narrative: { en: 'What we saw.' }, evidence: [{ url: 'https://example.org/seen' }], state: 'published' }

/** Everything that is kept and shown of these reviews, less the replies. */
async function standing ({ deps, get }: TestApp, ids: string[]): Promise<unknown> {
  const { rows } = await sql`select to_jsonb(r) as row from review r order by id`.execute(deps.db)
  const revisions = await sql`select to_jsonb(v) as row from revision v where entity_type = 'review' order by entity_id, revision`.execute(deps.db)
  const shown = []
  for (const id of ids) {
    const { status, json: { replies, ...review }, headers } = await get(`/v1/reviews/${id}`)
    shown.push([status, review, String(headers.etag).split('-')[0]])
  }
  const listed = (await get('/v1/reviews')).json.items.map(({ replies, ...review }: Record<string, unknown>) => review)
  const nested = (await get('/v1/commitments/MX0081/reviews')).json.items.length
  const { civilSociety } = (await get('/v1/commitments/MX0081')).json.status
  return { rows, revisions: revisions.rows, shown, listed, nested, civilSociety }
}

t.test('no route lets a government change, hide or delete anything of a review', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const editors = [await app.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' }), await app.key({ role: 'editor', plans: ['mexico-4'], organisation: 'article-19' })]
  const desk = await Promise.all((['registrar', 'moderator', 'admin'] as const).map(role => app.key({ role })))
  const publish = async (change: object = {}) => (await app.post('/v1/commitments/MX0081/reviews', { ...REVIEW, ...change }, { key: reviewer })).json
  const [published, revised, draft] = [await publish(), await publish({ reviewedOn: '2026-11-21' }), await publish({ state: 'draft' })]
  await app.request('PATCH', `/v1/reviews/${revised.id}`, { key: reviewer, body: { completion: 'limited' }, headers: { 'if-match': '*' } })
  const ids = [published.id, revised.id]
  const { json: reply } = await app.post(`/v1/reviews/${published.id}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { en: 'We answer.' } }, { key: editors[0] as string })
  const before = await standing(app, ids)

  const schemas = documentOf(app).components.schemas as Record<string, { examples?: unknown[] }>
  const names: Record<string, string> = { member: 'mexico', plan: 'mexico-4', commitment: 'MX0081', institution: 'mexico-sfp', policyArea: 'civic-space', name: 'completion', code: 'not-found', revision: '1', reply: reply.id, key: 'k3y0k3y0k3y0' }
  const hostile = (id: string): object[] => [{ state: 'retracted' }, { state: 'draft' }, { ...REVIEW, id, organisation: 'mexico-sfp', completion: 'complete' }, { id, review: id, narrative: null, evidence: [], replies: [] }]

  for (const { method, path, operation, parameters } of operationsOf(app)) {
    await t.test(`${method} ${path}`, async (t) => {
      const body = Object.values(operation.requestBody?.content ?? {})[0]?.schema.$ref as string | undefined
      const examples = schemas[body?.split('/').at(-1) as string]?.examples ?? []
      const tries = parameters.some(({ name }) => name === 'review' || name === 'entity') ? [...ids, draft.id] : [published.id]
      for (const key of [...editors, ...desk]) {
        for (const id of tries) {
          const url = path.replace(/\{(\w+)\}/g, (_, name: string) => names[name] ?? id)
          for (const sent of method === 'GET' ? [undefined] : [undefined, ...examples, ...hostile(id)]) {
            const { status } = await app.request(method, url, { key, ...(sent === undefined ? {} : { body: sent }), headers: { 'if-match': '*', 'x-http-method-override': 'DELETE', 'x-http-method': 'DELETE', 'x-method-override': 'DELETE' } })
            if (status >= 500) t.fail(`${url} answered ${status}`)
          }
        }
      }
      t.strictSame(await standing(app, ids), before)
    })
  }

  await t.test('not even by importing ratings of the same commitment', async (t) => {
    const [registrar] = desk as [string]
    const { json } = await importing(app, registrar).run(sheet([{ plan: 4, no: '7', title: 'Technology Rights and Privacy', year: 2019 }]))
    t.equal(json.state, 'done')
    t.match((await app.get('/v1/commitments/MX0081')).json.status.irm, { completion: 'substantial' })
    t.strictSame(await standing(app, ids), before)
  })

  await t.test('not even by withdrawing the commitment it is about, or calling it a mistake', async (t) => {
    const document = '/v1/action-plans/mexico-4/document'
    const { json: plan } = await app.get(document)
    const [key] = editors as [string]
    for (const lifecycle of ['paused', 'withdrawn', 'entered_in_error']) {
      const commitments = plan.commitments.map((one: object) => ({ ...one, lifecycle }))
      t.equal((await app.put(document, { ...plan, commitments }, { key, headers: { 'if-match': '*' } })).status, 200)
      t.strictSame(await standing(app, ids), before, lifecycle)
    }
    t.equal((await app.put(`${document}?absent=withdraw`, { plan: plan.plan, commitments: [] }, { key, headers: { 'if-match': '*' } })).status, 200)
    t.strictSame(await standing(app, ids), before)
  })
})
