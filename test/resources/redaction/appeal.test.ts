import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { moderating } from '../../_support/moderation.ts'
import { REVIEW } from '../../_support/places.ts'

t.test('whoever may write it may appeal, once, and another moderator decides', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, request, key, logs } = app
  const { first, second, third, carryOut, appeal, decide } = await moderating(app)
  const organisation = await key({ role: 'reviewer', organisation: 'article-19' })
  const alias = await key({ role: 'reviewer', organisation: 'r3d', alias: 'observer', plans: ['mexico-4'], publication: 'immediate' })
  const editor = await key({ role: 'editor', plans: ['mexico-4'] })
  const foreign = await key({ role: 'editor', plans: ['mexico-3'] })
  const registrar = await key({ role: 'registrar' })
  const assessor = await key({ role: 'assessor', plans: ['mexico-4'] })
  const everybody = { organisation, alias, editor, foreign, registrar, assessor, first, third }
  const about = '/v1/commitments/MX0081'
  const reviewBy = async (by: string): Promise<string> => (await post(`${about}/reviews`, { ...REVIEW, state: 'published' }, { key: by })).json.id
  const patch = (url: string, by: string, body: object) => request('PATCH', url, { key: by, headers: { 'if-match': '*' }, body })
  const redactionOf = async (target: Parameters<typeof carryOut>[0]): Promise<string> => (await carryOut(target)).json.id

  const report = (await post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final' }, { key: assessor })).json.id
  await patch(`/v1/reports/${report}`, assessor, { language: 'es' })
  await patch('/v1/members/mexico', registrar, { region: 'americas-north' })
  const update = (await post(`${about}/progress-updates`, { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', narrative: { en: 'Words.' } }, { key: editor })).json.id
  const cases: Record<string, { redaction: string, by: keyof typeof everybody }> = {
    'a review': { redaction: await redactionOf({ type: 'review', id: await reviewBy(organisation) }), by: 'organisation' },
    'a review by alias': { redaction: await redactionOf({ type: 'review', id: await reviewBy(alias), fields: ['evidence'] }), by: 'alias' },
    'a progress update': { redaction: await redactionOf({ type: 'progress-update', id: update, fields: ['narrative'] }), by: 'editor' },
    'a report': { redaction: await redactionOf({ type: 'report', id: report, atRevision: 1 }), by: 'assessor' },
    'a member': { redaction: await redactionOf({ type: 'member', id: 'mexico', atRevision: 1 }), by: 'registrar' }
  }
  for (const [what, { redaction, by }] of Object.entries(cases)) {
    await t.test(`of ${what}`, async (t) => {
      for (const [name, one] of Object.entries(everybody)) if (name !== by) t.equal((await appeal(redaction, one)).status, 403, name)
      t.equal((await post(`/v1/redactions/${redaction}/appeals`, { reasons: { en: 'x' } })).status, 401)
      const filed = await appeal(redaction, everybody[by], 'It named a minister.')
      t.match(filed, { status: 200, json: { appeal: { state: 'open', filedOn: '2026-11-22', decidedOn: null, statement: null, reasons: null }, revision: 2 } })
      t.match(await appeal(redaction, everybody[by]), { status: 409, json: { type: /appeal-not-possible$/ } })
    })
  }
  const [one, other] = [cases['a review']?.redaction, cases['a progress update']?.redaction] as [string, string]
  const address = `/v1/redactions/${one}`

  await t.test('reasons are read by moderators alone, and never recorded', async (t) => {
    t.match((await get(address, { key: third })).json.appeal, { reasons: { en: 'It named a minister.' } })
    for (const by of [{}, { key: organisation }, { key: editor }]) t.match((await get(address, by)).json.appeal, { reasons: null })
    t.notMatch((await get(`${address}/revisions`)).text, /minister/)
    const now = (await get(address)).json
    const recorded = JSON.parse((await get(`${address}/revisions/2`)).json.body)
    t.strictSame(Object.fromEntries(Object.keys(recorded).map(name => [name, now[name]])), recorded, 'what anybody reads is what is recorded')
    t.match((await get(`${address}/revisions`)).json.items, [{ by: { role: 'moderator' } }, { by: { role: 'reviewer', institution: 'article-19' } }])
    t.strictSame(logs.filter(({ route }) => /appeals/.test(String(route))), [], 'and no line of the log tells when somebody appealed')
  })

  await t.test('who had a part in a redaction does not judge it, nor does a stale reader', async (t) => {
    for (const by of [first, second]) t.match(await decide(one, by, 'upheld'), { status: 403, json: { type: /another-moderator-required$/ } })
    for (const by of [organisation, editor]) t.equal((await decide(one, by, 'overturned')).status, 403)
    t.equal((await decide(one, third, 'upheld', {})).status, 428)
    t.match(await decide(one, third, 'upheld', { 'if-match': '"r1-x"' }), { status: 412, json: { currentRevision: 2 } })
    t.equal((await decide('nothing', third, 'upheld')).status, 404)
    t.equal((await decide('5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b', third, 'upheld')).status, 404)
  })

  await t.test('overturned, nothing comes back, and its author may write anew', async (t) => {
    const { headers } = await get(address, { key: third })
    const decided = await decide(one, third, 'overturned', { 'if-match': String(headers.etag) })
    t.match(decided, { status: 200, json: { state: 'in_effect', appeal: { state: 'overturned', filedOn: '2026-11-22', decidedOn: '2026-11-22', statement: { en: 'We looked again.' }, reasons: null }, revision: 3 } })
    t.match(await decide(one, third, 'upheld'), { status: 409, json: { type: /appeal-not-possible$/ } })
    t.equal((await get(`/v1/reviews/${decided.json.target.id}`)).status, 410)
    t.type(await reviewBy(organisation), 'string')
    t.match((await decide(other, third, 'upheld')).json.appeal, { state: 'upheld' })
    t.match((await get(`/v1/redactions/${other}/revisions`)).json.items.map(({ body }: { body: string }) => JSON.parse(body).appeal), [
      null,
      { state: 'open', filedOn: '2026-11-22', decidedOn: null, statement: null },
      { state: 'upheld', filedOn: '2026-11-22', decidedOn: '2026-11-22', statement: { en: 'We looked again.' } }
    ])
  })
})
