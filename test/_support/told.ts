import type { TestApp } from './app.ts'
import { moderating } from './moderation.ts'

export const HOSTILE = '<script>alert(1)</script> & "quoted" \'too\''

/** A commitment of Mexico with all that can be said of one, some of it hostile. */
export async function tell (app: TestApp): Promise<void> {
  const [editor, article19, alias, assessor, registrar] = await Promise.all([
    app.key({ role: 'editor', members: ['mexico'] }), app.key({ role: 'reviewer', organisation: 'article-19' }),
    app.key({ role: 'reviewer', organisation: 'r3d', alias: 'observers', plans: ['mexico-4'], publication: 'immediate' }), app.key({ role: 'assessor', plans: ['mexico-4'] }), app.key({ role: 'registrar' })
  ])
  const post = async (url: string, key: string, body: object) => {
    const { status, text, json } = await app.post(url, body, { key })
    if (status !== 201) throw new Error(`${url} answers ${status}: ${text}`)
    return json as { id: string }
  }
  const of = '/v1/commitments/MX0081'
  const milestone = await post(`${of}/milestones`, editor, { number: '1', title: { es: `Analizar ${HOSTILE}` }, dueOn: '2020-06-30', duePrecision: 'quarter', dueText: 'By summer' })
  await post(`${of}/milestones`, editor, { number: '2', title: { und: 'Undetermined words' }, duePrecision: 'ongoing', dueText: 'Ongoing', lifecycle: 'withdrawn' })
  await post(`${of}/milestones`, editor, { number: null, title: { en: 'Some day' } })
  const evidence = [{ url: 'https://example.org/a?b=1&c=2', title: { en: HOSTILE }, publisher: HOSTILE, publishedOn: '2020-11-01', quote: { en: HOSTILE }, archiveUrl: 'https://archive.example.org/1' }, { url: 'https://example.org/bare' }, { title: { en: 'Book' }, publisher: 'Press' }]
  const update = { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', schedule: 'behind' }
  await post(`${of}/progress-updates`, editor, { ...update, completion: 'substantial', narrative: { en: HOSTILE }, challenges: { en: 'None' }, evidence })
  await post(`${of}/progress-updates`, editor, { ...update, milestone: milestone.id, completion: 'substantial', schedule: null, rescheduledTo: '2021-06-30', narrative: { en: 'One\n\nTwo' } })
  const review = { kind: 'progress', language: 'en', evidence, state: 'published' }
  const { id } = await post(`${of}/reviews`, article19, { ...review, completion: 'not_started', endorsement: 'contested', reviewedOn: '2021-08-01', narrative: { en: HOSTILE } })
  await post(`/v1/reviews/${id}/replies`, editor, { institution: 'mexico-sfp', repliedOn: '2021-08-05', text: { en: HOSTILE } })
  await post(`${of}/reviews`, alias, { ...review, completion: 'not_started', reviewedOn: '2021-08-02' })
  const report = await post('/v1/reports', assessor, { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', title: { en: 'Results' }, publishedOn: '2022-09-01' })
  await post(`${of}/assessments`, assessor, { report: report.id, indicators: { completion: { value: 'limited' }, specificity: { value: null, missing: 'not_applicable' } } })
  await app.request('PATCH', of, { key: editor, headers: { 'if-match': '*' }, body: { description: { en: 'Some controls.' }, title: { en: HOSTILE }, shortTitle: null, values: ['public_accountability'], startsOn: '2020-01-01', endsOn: '2021-08-31', stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }] } })
  await app.request('PATCH', of, { key: editor, headers: { 'if-match': '*' }, body: { endsOn: '2022-08-31', values: [], stakeholders: [] } })
  await app.request('PATCH', '/v1/commitments/MX0082', { key: editor, headers: { 'if-match': '*' }, body: { lifecycle: 'active', lifecycleReason: null, endsOn: '2021-01-31', endsPrecision: 'month' } })
  // What is active and late, and heard once.
  const late = '/v1/commitments/MX0082'
  await post(`${late}/milestones`, editor, { number: '1', title: { en: 'Late' }, dueOn: '2021-01-15' })
  await post(`${late}/reviews`, article19, { ...review, completion: null, endorsement: 'endorsed', reviewedOn: '2021-08-01', evidence: [{ title: { en: 'Book' }, publisher: 'Press' }] })
  await post(`${late}/progress-updates`, editor, { ...update, period: '2021-H1', schedule: null, completion: 'complete', narrative: null })
  const draft = await post('/v1/reports', assessor, { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', title: null })
  await post(`${late}/assessments`, assessor, { report: draft.id, indicators: { completion: { value: 'unclear' } }, starred: null })
  const gone = await post(`${late}/reviews`, article19, { ...review, completion: 'limited', reviewedOn: '2021-09-01' })
  await app.request('PATCH', `/v1/reviews/${gone.id}`, { key: article19, headers: { 'if-match': '*' }, body: { state: 'retracted' } })
  // What agrees, and is overdue all the same.
  const calm = '/v1/commitments/MX0083'
  await post(`${calm}/progress-updates`, editor, { ...update, completion: 'limited', narrative: { en: 'Begun' }, challenges: { en: 'Time' } })
  await post(`${calm}/assessments`, assessor, { report: report.id, indicators: { completion: { value: 'limited' } } })
  await app.request('PATCH', calm, { key: editor, headers: { 'if-match': '*' }, body: { lifecycle: 'active', lifecycleReason: null, endsOn: '2021-01-31', endsPrecision: 'month', shortTitle: { en: 'Trusts' }, problem: { und: 'Words' }, causes: { fr: 'Des mots' }, policyAreas: ['civic-space', 'fiscal-openness'], values: ['public_accountability'], stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }] } })
  await post(`${calm}/milestones`, editor, { number: '1', title: { en: 'Given up' }, lifecycle: 'withdrawn' })
  // Whose deadline alone has moved, and of which the IRM has not spoken.
  const moved = '/v1/commitments/MX0084'
  await post(`${moved}/progress-updates`, editor, { ...update, completion: 'limited', narrative: { en: 'Begun' }, challenges: { en: 'Time' } })
  await post(`${moved}/reviews`, article19, { ...review, completion: 'limited', reviewedOn: '2021-08-01' })
  for (const endsOn of ['2021-01-31', null]) await app.request('PATCH', moved, { key: editor, headers: { 'if-match': '*' }, body: { endsOn, endsPrecision: endsOn === null ? 'unknown' : 'day' } })
  // Of which the government reports parts, and never the whole.
  const parts = '/v1/commitments/MX0086'
  const step = await post(`${parts}/milestones`, editor, { number: '1', title: { en: 'A step' }, indicators: [{ number: '1.1', title: { en: 'Share of requests answered' }, dueText: 'By fall 2027', duePrecision: 'unknown' }, { title: { en: 'Arms that were marked' }, externalRefs: [{ source: 'test', id: 'arms' }] }] })
  const { indicators: [measure] } = step as unknown as { indicators: { id: string }[] }
  await post(`${parts}/progress-updates`, editor, { ...update, milestone: step.id, indicator: measure?.id, completion: 'substantial', schedule: null, narrative: { en: 'Counted' } })
  await post('/v1/members', registrar, { id: 'emptyland', name: { en: 'Emptyland' }, kind: 'national', status: 'active', statusEvents: [{ on: '2020-01-01', status: 'active', reason: null, note: null, document: null }] })
  await post('/v1/members', registrar, { id: 'quietland', name: { fr: 'Pays tranquille' }, kind: 'local', status: 'active', region: null, parent: 'mexico' })
  const quiet = await app.key({ role: 'editor', members: ['quietland'] })
  const bare = { title: { fr: 'Rien de plus' }, cycleYear: 2019, lifecycle: 'in_implementation' }
  await post('/v1/action-plans', quiet, { ...bare, member: 'quietland', number: 1 })
  await post('/v1/action-plans', quiet, { ...bare, member: 'quietland', number: 2, cycleYear: 2100, publishedCounts: { public_meetings: 4 } })
  await post('/v1/commitments', quiet, { plan: 'quietland-1', title: { fr: 'Promesse nue' }, lifecycle: 'active' })
  const { items } = (await app.get('/v1/commitments?plan=quietland-1')).json
  await post(`/v1/commitments/${items[0].id}/milestones`, quiet, { number: '1', title: { fr: 'Un pas' }, dueOn: '2020-06-30' })
  // Whose first revision is erased.
  const erased = await post('/v1/commitments', quiet, { plan: 'quietland-1', number: '2', title: { fr: 'Promesse tue' }, problem: { fr: 'Un nom' }, lifecycle: 'active' })
  const { status, text } = await (await moderating(app)).carryOut({ type: 'commitment', id: erased.id, fields: ['problem'] })
  if (status >= 300) throw new Error(text)
}
