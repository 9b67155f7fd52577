import t from 'tap'
import { STARTER } from '../../../src/starter/starter.ts'
import { type Answer, startApp } from '../../_support/app.ts'

/**
 * The Mexican case (domain.md, section 5), told to an empty service over HTTP alone, by those who would tell it. The sources give
 * no rating of single commitments: what is claimed and reviewed here is an example of it.
 */

const EVIDENCE = [{ title: { en: 'Public statement' }, publisher: 'Civil-society core group', publishedOn: '2017-05-23' }]

t.test('the government claims progress that no organisation endorses', async (t) => {
  const app = await startApp(t)
  const { get, request } = app
  const admin = await app.key({ role: 'admin' })
  const said = async (key: string, method: string, url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const answer = await request(method, url, { key, body, headers })
    if (answer.status > 201) t.fail(`${method} ${url} answered ${answer.status}: ${answer.text}`)
    return answer
  }
  const keyOf = async (scope: object): Promise<string> => (await said(admin, 'POST', '/v1/admin/keys', { name: 'the Mexican case', ...scope })).json.key
  const created = { 'if-none-match': '*' }

  const desk = await keyOf({ role: 'registrar' })
  for (const area of STARTER.policyAreas) await said(desk, 'POST', '/v1/policy-areas', area)
  for (const member of STARTER.members) await said(desk, 'POST', '/v1/members', member)
  for (const institution of STARTER.institutions) await said(desk, 'POST', '/v1/institutions', institution)
  const government = await keyOf({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' })
  for (const document of STARTER.plans) await said(government, 'PUT', `/v1/action-plans/${document.plan.id}/document`, document, created)
  const irm = await keyOf({ role: 'assessor', plans: ['mexico-3', 'mexico-4'] })
  for (const report of STARTER.reports) await said(irm, 'POST', '/v1/reports', report)

  const claim = { institution: 'mexico-sfp', reportedOn: '2017-09-01' }
  await said(government, 'PUT', '/v1/action-plans/mexico-3/progress-updates/mid-term', { progressUpdates: [{ ...claim, commitment: 'MX0064', completion: 'substantial' }, { ...claim, commitment: 'MX0065', completion: 'complete' }] }, created)
  await said(government, 'POST', '/v1/commitments/MX0081/progress-updates', { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'limited', challenges: { es: 'Un ejemplo.' } })

  const organisations = Object.fromEntries(await Promise.all(['article-19', 'r3d', 'socialtic'].map(async organisation => [organisation, await keyOf({ role: 'reviewer', organisation })])))
  const review = (organisation: string, commitment: string, change: object) => said(organisations[organisation] as string, 'POST', `/v1/commitments/${commitment}/reviews`, {
    kind: 'progress', reviewedOn: '2018-01-15', language: 'es', narrative: { es: 'Un ejemplo.' }, evidence: EVIDENCE, state: 'published', ...change
  })
  const { receipt: _, ...contesting } = (await review('article-19', 'MX0064', { completion: 'not_started', endorsement: 'contested' })).json
  for (const organisation of ['r3d', 'socialtic']) await review(organisation, 'MX0064', { endorsement: 'declined_to_take_part' })
  await review('r3d', 'MX0065', { endorsement: 'declined_to_take_part' })
  await review('article-19', 'MX0081', { completion: 'limited', endorsement: 'contested', reviewedOn: '2021-08-01' })

  const codes = async (query: string): Promise<string[]> => (await get(`/v1/commitments?member=mexico&limit=200&sort=code&${query}`)).json.items.map(({ code }: { code: string }) => code)

  await t.test('each voice stands beside the others, and nobody endorses the third plan', async (t) => {
    t.match((await get('/v1/commitments/MX0064')).json.status, {
      government: { completion: 'substantial', period: 'mid-term', reportedOn: '2017-09-01' },
      civilSociety: { organisations: 3, completion: { not_started: 1 }, endorsement: { contested: 1, declined_to_take_part: 2 } },
      irm: null,
      divergence: { governmentVsIrm: null, governmentVsCivilSociety: { min: 2, max: 2 }, diverges: true }
    })
    const { government, civilSociety, divergence } = (await get('/v1/commitments/MX0065')).json.status
    t.match(government, { completion: 'complete' })
    t.strictSame([civilSociety.organisations, civilSociety.completion, civilSociety.endorsement], [1, {}, { declined_to_take_part: 1 }])
    t.strictSame(divergence, { governmentVsIrm: null, governmentVsCivilSociety: null, diverges: false }, 'who takes no part rates nothing, and contests nothing')
    t.strictSame((await get('/v1/reviews?plan=mexico-3&endorsement=endorsed')).json.items, [])
    t.equal((await get('/v1/reviews?plan=mexico-3&endorsement=declined_to_take_part')).json.items.length, 3)
    t.match((await get('/v1/reports?plan=mexico-3')).json.items, [{ type: 'progress_midterm', publishedCounts: { civil_society_endorsements: 0 } }])
  })

  await t.test('what diverges is found, by distance or because it is contested', async (t) => {
    t.strictSame(await codes('diverges=true'), ['MX0064', 'MX0081'])
    t.match((await get('/v1/commitments/MX0081')).json.status.divergence, { governmentVsCivilSociety: { min: 0, max: 0 }, diverges: true }, 'both say limited, and one contests the claim')
    t.strictSame(await codes('diverges=false&plan=mexico-3'), ['MX0065'])
    t.strictSame(await codes('civilSocietyCompletion=not_started'), ['MX0064'])
    t.strictSame(await codes('governmentCompletion=complete'), ['MX0065'])
  })

  await t.test('the voices are told in the order of their days', async (t) => {
    const { json } = await get('/v1/commitments/MX0064/voices')
    t.match(json, { code: 'MX0064', dates: ['2017-09-01', '2018-01-15'], government: [{ on: '2017-09-01', step: 2, period: 'mid-term', institution: 'mexico-sfp' }], irm: [], irmChange: null })
    t.strictSame(json.civilSociety.map(({ organisation, step, endorsement }: Record<string, unknown>) => [organisation, step, endorsement]).sort(),
      [['article-19', 0, 'contested'], ['r3d', null, 'declined_to_take_part'], ['socialtic', null, 'declined_to_take_part']])
  })

  await t.test('published totals stand beside what is counted, and are spread over no commitment', async (t) => {
    t.match((await get('/v1/action-plans/mexico-3/summary')).json, { commitments: 2, government: { substantial: 1, complete: 1 }, civilSociety: { not_started: 1 }, irm: { not_assessed: 2 }, diverging: 1, publishedCounts: { commitments: 11 } })
    const { json } = await get('/v1/action-plans/mexico-4/summary')
    t.match(json, { commitments: 13, lifecycle: { inactive: 13 }, government: { limited: 1, not_reported: 12 }, irm: { not_assessed: 13 }, diverging: 1, starred: 0, publishedCounts: { commitments: 13, co_created: 6, proactive: 7 } })
    const reports = (await get('/v1/reports?plan=mexico-4')).json.items
    t.match(reports.find(({ type }: { type: string }) => type === 'design').publishedCounts, { relevant: 13, transformative: 4, potentially_starred: 4 })
    t.match(reports.find(({ type }: { type: string }) => type === 'results').publishedCounts, { early_results: 9, early_results_marginal: 5, early_results_major: 3, early_results_outstanding: 1, paused: 4, paused_and_inactive: 3 })
    t.strictSame((await get('/v1/assessments')).json.items, [])
  })

  await t.test('a government that answers, or claims more, changes nothing of what is said against it', async (t) => {
    const [{ id: update }] = (await get('/v1/commitments/MX0064/progress-updates')).json.items
    await said(government, 'POST', `/v1/reviews/${contesting.id}/replies`, { institution: 'mexico-sfp', repliedOn: '2018-02-01', text: { es: 'Un ejemplo.' } })
    t.equal((await request('PATCH', `/v1/progress-updates/${update}`, { key: government, body: { completion: 'complete' }, headers: { 'if-match': '*' } })).status, 200)
    t.match((await get('/v1/commitments/MX0064')).json.status, { government: { completion: 'complete' }, civilSociety: { completion: { not_started: 1 } }, divergence: { governmentVsCivilSociety: { min: 3, max: 3 } } })
    const { replies, ...standing } = (await get(`/v1/reviews/${contesting.id}`)).json
    t.match(replies, [{ institution: 'mexico-sfp', repliedOn: '2018-02-01' }])
    t.strictSame({ ...standing, replies: [] }, { ...contesting })
    t.match((await get('/v1/commitments/MX0064/voices')).json.government, [{ completion: 'complete' }])
    t.match((await get(`/v1/progress-updates/${update}/revisions/1`)).json.body, /"completion":"substantial"/, 'and its first claim stays on record')
  })
})
