import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { editing, planOf, uuid } from '../../_support/plan.ts'
import { REVIEW } from '../../_support/places.ts'

/** A fifth plan of Mexico's, told over HTTP alone. */
t.test('what happens to commitments over time', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, setNow } = app
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const [A, B, C] = [1, 2, 3].map(uuid) as [string, string, string]
  const [STEP, DROPPED, MISTAKEN] = [11, 12, 13].map(uuid) as [string, string, string]
  const ok = (answer: { status: number, text: string }) => { if (answer.status > 201) t.fail(answer.text) }

  setNow('2025-02-10T12:00:00.000Z')
  ok(await editing(app, editor).create(planOf(5, {
    plan: { startsOn: '2025-02-01', startsPrecision: 'day', endsOn: '2025-07-31', endsPrecision: 'day', lifecycle: 'in_implementation' },
    commitments: [
      { id: A, number: '1', title: { en: 'A' }, endsOn: '2025-05-31', endsPrecision: 'day', milestones: [{ id: STEP, number: '1', title: { en: 'Step' }, dueOn: '2025-03-31', duePrecision: 'day' }, { id: DROPPED, number: '2', title: { en: 'Dropped' }, lifecycle: 'withdrawn' }] },
      { id: B, number: '2', title: { en: 'B' }, milestones: [{ id: MISTAKEN, number: '1', title: { en: 'Mistaken' }, lifecycle: 'entered_in_error' }] },
      { id: C, number: '3', title: { en: 'C' }, lifecycle: 'withdrawn', endsOn: '2025-05-31', endsPrecision: 'day', milestones: [{ id: uuid(14), number: '1', title: { en: 'Gone' } }] }
    ]
  })))
  setNow('2025-04-10T12:00:00.000Z')
  ok(await post('/v1/commitments', { plan: 'mexico-5', number: '4', title: { en: 'D' }, endsOn: '2025-06-30', endsPrecision: 'day' }, { key: editor }))
  setNow('2026-11-22T12:00:00.000Z')
  const assessor = await app.key({ role: 'assessor', plans: ['mexico-5'] })
  const report = async (commitment: string, reportedOn: string, completion: string, milestone: string | null = null, period = reportedOn.slice(0, 4)) => ok(await post(`/v1/commitments/${commitment}/progress-updates`,
    { institution: 'mexico-sfp', period, reportedOn, completion, milestone, ...(completion === 'limited' ? { challenges: { en: 'Example' } } : {}) }, { key: editor }))
  await report(A, '2025-03-05', 'limited', STEP, '2025-Q1')
  await report(A, '2025-04-20', 'complete', STEP, '2025-Q2')
  await report(B, '2025-04-30', 'complete', null, '2025-Q2')
  await report(B, '2025-06-15', 'limited', null, '2025-H1')
  await report(B, '2025-08-15', 'complete', null, '2025-H2')
  ok(await post(`/v1/commitments/${B}/reviews`, { ...REVIEW, reviewedOn: '2025-05-02', completion: 'complete', state: 'published' }, { key: reviewer }))
  ok(await post(`/v1/commitments/${A}/reviews`, { ...REVIEW, reviewedOn: '2025-05-03', state: 'published' }, { key: reviewer }))
  ok(await post(`/v1/commitments/${A}/reviews`, { ...REVIEW, reviewedOn: '2025-01-03', state: 'draft' }, { key: reviewer }))
  for (const [commitment, publishedOn] of [[A, '2025-07-01'], [B, null]] as const) {
    const { json } = await post('/v1/reports', { plan: 'mexico-5', type: 'results', authorKind: 'irm', stage: 'final', ...(publishedOn === null ? {} : { publishedOn }) }, { key: assessor })
    ok(await post(`/v1/commitments/${commitment}/assessments`, { report: json.id, indicators: { completion: { value: 'complete' } } }, { key: assessor }))
  }
  const zero = { government: 0, civilSociety: 0, irm: 0 }

  t.test('is told by month', async (t) => {
    const { json } = await get('/v1/stats/timeline?plan=mexico-5')
    t.match(json, { commitments: 4, excluded: { irm_undated: 1 }, definition: { en: /by month/ } })
    t.same(json.rows, [
      { month: '2025-02', created: 3, reported: 0, reviewed: 0, completed: zero, overdue: 0 },
      { month: '2025-03', created: 0, reported: 1, reviewed: 0, completed: zero, overdue: 0 },
      { month: '2025-04', created: 1, reported: 2, reviewed: 0, completed: { ...zero, government: 1 }, overdue: 0 },
      { month: '2025-05', created: 0, reported: 0, reviewed: 2, completed: { ...zero, civilSociety: 1 }, overdue: 1 },
      { month: '2025-06', created: 0, reported: 1, reviewed: 0, completed: zero, overdue: 1 },
      { month: '2025-07', created: 0, reported: 0, reviewed: 0, completed: { ...zero, irm: 1 }, overdue: 0 },
      { month: '2025-08', created: 0, reported: 1, reviewed: 0, completed: zero, overdue: 0 }
    ])
    t.equal((await get('/v1/commitments?plan=mexico-5&overdue=true')).json.items.length, 2, 'overdue as the list says')
  })

  t.test('burns down, commitments and milestones apart', async (t) => {
    const { json } = await get('/v1/stats/burndown?plan=mexico-5')
    t.match(json, { scope: { commitments: 3, milestones: 1 }, excluded: { item_withdrawn: { commitments: 1, milestones: 2 } }, undated: { commitments: 1, milestones: 0 } })
    t.same(json.rows.map(({ month, commitments, milestones }: Record<string, { remaining: number, planned: number }>) => [month, commitments?.remaining, commitments?.planned, milestones?.remaining, milestones?.planned]), [
      ['2025-02', 3, 3, 1, 1],
      ['2025-03', 3, 3, 1, 0],
      ['2025-04', 2, 3, 0, 0],
      ['2025-05', 2, 2, 0, 0],
      ['2025-06', 3, 1, 0, 0],
      ['2025-07', 3, 1, 0, 0],
      ['2025-08', 2, 1, 0, 0]
    ], 'B was taken back, and is complete after the end of the plan')
  })

  t.test('leaves months to come open', async (t) => {
    setNow('2025-05-20T12:00:00.000Z')
    const { rows } = (await get('/v1/stats/burndown?plan=mexico-5')).json
    t.same(rows.map(({ commitments }: { commitments: { remaining: number | null } }) => commitments.remaining), [3, 3, 2, 2, null, null, null])
    setNow('2026-11-22T12:00:00.000Z')
  })

  t.test('has no months where nothing has a day', async (t) => {
    t.match((await get('/v1/stats/burndown?plan=nowhere-1')).json, { scope: { commitments: 0, milestones: 0 }, rows: [] })
    t.match((await get('/v1/stats/timeline?plan=nowhere-1')).json, { commitments: 0, rows: [] })
  })

  t.test('knows the past', async (t) => {
    await app.sequence()
    const said = ({ json: { rows, scope, commitments } }: { json: Record<string, unknown> }) => ({ rows, scope, commitments })
    for (const name of ['timeline', 'burndown', 'divergence', 'freshness', 'completion', 'indicators']) {
      const url = `/v1/stats/${name}?plan=mexico-5`
      t.same(said(await get(`${url}&knownAt=2026-11-22T12:00:00.000Z`)), said(await get(url)), name)
      t.same((await get(`${url}&knownAt=2026-11-22T11:59:59.999Z`)).json.rows, [], name)
    }
  })
})
