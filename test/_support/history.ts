import fc from 'fast-check'
import type { Test } from 'tap'
import { type Answer, type TestApp, startApp } from './app.ts'
import { planOf } from './plan.ts'

/** Random histories of one plan, written as its many authors write, and what a reader may look at between two moments. */

export interface Moment {
  /** Milliseconds since the moment before. */
  wait: number
  writes: Write[]
  looks: Look[]
}

/** What stands of a history's plan, and who may write there. */
export interface Place {
  plan: string
  commitments: string[]
  milestones: string[]
  updates: string[]
  reviews: string[]
  reports: string[]
  assessments: string[]
  keys: { editor: string, reviewers: string[], assessor: string, registrar: string }
}

type Write = (app: TestApp, place: Place) => Promise<Answer>
type Look = (place: Place) => string

const EVIDENCE = [{ url: 'https://example.org/seen' }]
const DAY = 86_400_000
/** A deadline, in days from when it is written. */
const deadline = fc.constantFrom(-1, 0, 1, 30, 100, null)
const dayIn = ({ deps }: TestApp, days: number | null): string | null => days === null ? null : new Date(deps.clock().getTime() + days * DAY).toISOString().slice(0, 10)
const completion = fc.constantFrom('not_started', 'limited', 'substantial', 'complete')
const words = fc.constantFrom('One', 'Deux mots', 'Tres "palabras" más')
const at = fc.nat(3)
const pick = (ids: string[], index: number): string => ids[index % Math.max(ids.length, 1)] ?? '00000000-0000-7000-8000-000000000000'
const strip = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T
const some = <T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) => fc.record(model, { requiredKeys: [] }).map(strip).filter(value => Object.keys(value).length > 0)

const change = (path: string, body: object, key: string) => (app: TestApp): Promise<Answer> => app.request('PATCH', path, { body, key, headers: { 'if-match': '*' } })
/** Sends something new, and keeps its id among those of its kind. */
async function add (ids: string[], answering: Promise<Answer>): Promise<Answer> {
  const answer = await answering
  if (answer.status === 201) ids.push(answer.json.id)
  return answer
}

const write: fc.Arbitrary<Write> = fc.oneof(
  fc.tuple(at, some({
    title: fc.record({ en: words }),
    description: fc.option(fc.record({ es: words })),
    lifecycle: fc.constantFrom('active', 'paused', 'withdrawn', 'entered_in_error'),
    endsOn: deadline,
    policyAreas: fc.subarray(['civic-space', 'fiscal-openness']),
    values: fc.subarray(['civic_participation', 'public_accountability']),
    sdgs: fc.subarray([5, 16]),
    budget: fc.option(fc.constant({ amount: 12.5, currency: 'MXN', text: null })),
    stakeholders: fc.subarray([{ institution: 'article-19', role: 'lead' }, { institution: 'r3d', role: 'supporting' }]),
    externalRefs: fc.constantFrom([{ source: 'desk', id: 'a' }], [{ source: 'other', id: 'b' }])
  })).map(([index, body]): Write => (app, { commitments, keys, plan }) => change(`/v1/commitments/${pick(commitments, index)}`, {
    ...body, ...('endsOn' in body ? { endsOn: dayIn(app, body.endsOn ?? null) } : {}), ...('externalRefs' in body ? { externalRefs: body.externalRefs?.map(ref => ({ ...ref, id: `${ref.id}:${plan}:${index % commitments.length}` })) } : {})
  }, keys.editor)(app)),
  fc.tuple(at, some({ title: fc.record({ en: words }), dueOn: deadline, weight: fc.constantFrom(null, 33.33), lifecycle: fc.constantFrom('active', 'withdrawn'), indicators: fc.constantFrom([{ number: '1', title: { en: 'Indicator' } }], [{ number: '2', title: { es: 'Indicador' } }]) }))
    .map(([index, body]): Write => (app, { milestones, keys }) => change(`/v1/milestones/${pick(milestones, index)}`, { ...body, ...('dueOn' in body ? { dueOn: dayIn(app, body.dueOn ?? null) } : {}) }, keys.editor)(app)),
  fc.tuple(at, deadline).map(([index, days]): Write => (app, { commitments, milestones, keys }) =>
    add(milestones, app.post(`/v1/commitments/${pick(commitments, index)}/milestones`, { title: { en: 'Step' }, dueOn: dayIn(app, days) }, { key: keys.editor }))),
  words.map((en): Write => (app, { plan, commitments, keys }) => add(commitments, app.post('/v1/commitments', { plan, title: { en } }, { key: keys.editor }))),
  fc.record({ title: fc.record({ en: words }), cycleYear: fc.constantFrom(2019, 2023), endsOn: deadline })
    .map((body): Write => (app, { plan, keys }) => change(`/v1/action-plans/${plan}`, { ...body, endsOn: dayIn(app, body.endsOn) }, keys.editor)(app)),
  fc.tuple(at, words).map(([index, en]): Write => (app, { plan, keys, commitments }) => app.put(`/v1/action-plans/${plan}/document?absent=withdraw`,
    planOf(Number(plan.slice('mexico-'.length)), { commitments: [{ id: pick(commitments, index), title: { en } }] }), { key: keys.editor, headers: { 'if-match': '*' } })),
  fc.tuple(at, fc.boolean(), completion, fc.constantFrom('2025-H1', '2025-H2', '2026-Q1')).map(([index, ofMilestone, rated, period]): Write => (app, { commitments, milestones, updates, keys }) =>
    add(updates, app.post(`/v1/commitments/${pick(commitments, index)}/progress-updates`, {
      institution: 'mexico-sfp', period, reportedOn: dayIn(app, -150), completion: rated, challenges: { en: 'An example' }, ...(ofMilestone ? { milestone: pick(milestones, index) } : {})
    }, { key: keys.editor }))),
  fc.tuple(at, completion).map(([index, rated]): Write => (app, { updates, keys }) => change(`/v1/progress-updates/${pick(updates, index)}`, { completion: rated, challenges: { en: 'An example' } }, keys.editor)(app)),
  fc.tuple(at, completion, fc.constantFrom('contested', 'endorsed', null), fc.constantFrom('draft', 'published'), fc.nat(1)).map(([index, rated, endorsement, state, voice]): Write => (app, { commitments, reviews, keys }) =>
    add(reviews, app.post(`/v1/commitments/${pick(commitments, index)}/reviews`, { kind: 'progress', completion: rated, endorsement, reviewedOn: dayIn(app, -2), evidence: EVIDENCE, state }, { key: keys.reviewers[voice] as string }))),
  fc.tuple(at, fc.constantFrom({ state: 'published' }, { state: 'retracted' }, { completion: 'unclear' }), fc.nat(1)).map(([index, body, voice]): Write => (app, { reviews, keys }) => change(`/v1/reviews/${pick(reviews, index)}`, body, keys.reviewers[voice] as string)(app)),
  fc.tuple(at, words).map(([index, en]): Write => (app, { reviews, keys }) => app.post(`/v1/reviews/${pick(reviews, index)}/replies`, { institution: 'mexico-sfp', repliedOn: dayIn(app, -1), text: { en } }, { key: keys.editor })),
  fc.constantFrom('progress_midterm', 'results').map((type): Write => (app, { plan, reports, keys }) => add(reports, app.post('/v1/reports', { plan, type, authorKind: 'irm', stage: 'final', publishedOn: '2024-03-01' }, { key: keys.assessor }))),
  fc.tuple(at, fc.constantFrom('final', 'public_comment')).map(([index, stage]): Write => (app, { reports, keys }) => change(`/v1/reports/${pick(reports, index)}`, { stage }, keys.assessor)(app)),
  fc.tuple(at, at, completion).map(([index, report, value]): Write => (app, { commitments, reports, assessments, keys }) =>
    add(assessments, app.post(`/v1/commitments/${pick(commitments, index)}/assessments`, { report: pick(reports, report), indicators: { completion: { value } } }, { key: keys.assessor }))),
  fc.tuple(at, completion).map(([index, value]): Write => (app, { assessments, keys }) => change(`/v1/assessments/${pick(assessments, index)}`, { indicators: { completion: { value } } }, keys.assessor)(app)),
  fc.tuple(at, at, words, fc.constantFrom('if-match', 'if-none-match')).map(([index, report, en, condition]): Write => (app, { commitments, reports, keys }) =>
    app.put(`/v1/reports/${pick(reports, report)}/clusters`, { clusters: [{ name: { en }, commitments: [pick(commitments, index)] }] }, { key: keys.assessor, headers: { [condition]: '*' } })),
  fc.tuple(fc.constantFrom('article-19', 'r3d'), words).map(([id, en]): Write => (app, { keys }) => change(`/v1/institutions/${id}`, { name: { en } }, keys.registrar)(app)),
  fc.constantFrom('americas', 'elsewhere').map((region): Write => (app, { keys }) => change('/v1/members/mexico', { region }, keys.registrar)(app))
)

const query = fc.constantFrom('', '&sort=-updatedAt', '&overdue=true', '&overdue=false&sort=nextDueOn', '&lifecycle=active&lifecycle=withdrawn', '&policyArea=civic-space', '&governmentCompletion=limited', '&civilSocietyCompletion=complete',
  '&irmCompletion=substantial', '&diverges=true', '&stale=true', '&q=palabras', '&institution=r3d', '&region=elsewhere&sort=-title', '&sort=-divergence', '&value=civic_participation&include=reviews')

const look: fc.Arbitrary<Look> = fc.oneof(
  query.map((filters): Look => ({ plan }) => `/v1/commitments?plan=${plan}&limit=200${filters}`),
  fc.tuple(at, fc.constantFrom('', '?include=milestones,progressUpdates,reviews,assessments', '/voices', '/milestones?limit=200', '/milestones?sort=position', '/reviews', '/progress-updates', '/assessments')).map(([index, rest]): Look => ({ commitments }) => `/v1/commitments/${pick(commitments, index)}${rest}`),
  fc.constantFrom('', '/document', '/document', '/summary', '/summary', '/progress-updates/2025-H2').map((rest): Look => ({ plan }) => `/v1/action-plans/${plan}${rest}`),
  fc.constantFrom('milestones', 'progress-updates', 'reviews', 'reports', 'assessments', 'report-clusters').map((list): Look => ({ plan }) => `/v1/${list}?plan=${plan}&limit=200`),
  at.map((index): Look => ({ milestones }) => `/v1/milestones/${pick(milestones, index)}`),
  at.map((index): Look => ({ reviews }) => `/v1/reviews/${pick(reviews, index)}`),
  fc.tuple(fc.constantFrom('reports', 'assessments'), at).map(([list, index]): Look => place => `/v1/${list}/${pick(place[list as 'reports'], index)}`),
  fc.constantFrom('/v1/institutions?limit=200', '/v1/institutions/r3d', '/v1/members/mexico', '/v1/members?sort=-updatedAt', '/v1/policy-areas/gender').map((address): Look => () => address)
)

export const histories = fc.array(fc.record({
  wait: fc.constantFrom(1, 1000, DAY, 2 * DAY, 40 * DAY),
  writes: fc.array(write, { minLength: 1, maxLength: 4 }),
  looks: fc.array(look, { minLength: 2, maxLength: 3 })
}), { minLength: 2, maxLength: 5 })

/** An application with keys for all that write, and a function that begins the plan of a new history there. */
export async function startHistories (t: Test): Promise<{ app: TestApp, begin: () => Promise<Place> }> {
  const app = await startApp(t, { starter: true })
  let number = 4
  const begin = async (): Promise<Place> => {
    const editor = await app.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' })
    const reviewers = [await app.key({ role: 'reviewer', organisation: 'article-19' }), await app.key({ role: 'reviewer', organisation: 'r3d' })]
    const registrar = await app.key({ role: 'registrar' })
    const plan = `mexico-${++number}`
    const made = await app.put(`/v1/action-plans/${plan}/document`, planOf(number, { commitments: [{ number: '1', title: { en: 'First' }, milestones: [{ number: '1', title: { en: 'Step' } }] }, { number: '2', title: { en: 'Second' } }] }), { key: editor, headers: { 'if-none-match': '*' } })
    if (made.status !== 201) throw new Error(made.text)
    const { json } = await app.get(`/v1/action-plans/${plan}/document`)
    const commitments = json.commitments as { id: string, milestones: { id: string }[] }[]
    const assessor = await app.key({ role: 'assessor', plans: [plan] })
    const base: Place = {
      plan, commitments: commitments.map(({ id }) => id), milestones: commitments.flatMap(({ milestones }) => milestones.map(({ id }) => id)), updates: [], reviews: [], reports: [], assessments: [], keys: { editor, reviewers, assessor, registrar }
    }
    const [commitment = ''] = base.commitments
    await add(base.reports, app.post('/v1/reports', { plan, type: 'progress_midterm', authorKind: 'irm', stage: 'final', publishedOn: '2024-03-01' }, { key: assessor }))
    await add(base.assessments, app.post(`/v1/commitments/${commitment}/assessments`, { report: base.reports[0], indicators: { completion: { value: 'limited' } } }, { key: assessor }))
    await add(base.updates, app.post(`/v1/commitments/${commitment}/progress-updates`, { institution: 'mexico-sfp', period: '2025-H1', reportedOn: dayIn(app, -200), completion: 'substantial' }, { key: editor }))
    await add(base.reviews, app.post(`/v1/commitments/${commitment}/reviews`, { kind: 'progress', completion: 'limited', reviewedOn: dayIn(app, -3), evidence: EVIDENCE, state: 'published' }, { key: reviewers[0] as string }))
    return base
  }
  return { app, begin }
}
