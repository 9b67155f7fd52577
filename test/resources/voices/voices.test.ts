import t from 'tap'
import type { COMPLETIONS } from '../../../src/schema/vocabulary.ts'
import { startWorld } from '../../_support/list.ts'
import { assessmentRow, insertAll, reportRow, updateRow, uuid } from '../../_support/seed.ts'
import { ID } from '../../_support/world.ts'

t.test('three voices over time', async (t) => {
  const app = await startWorld(t)
  const { get, deps } = app
  const voices = async (reference: string) => (await get(`/v1/commitments/${reference}/voices`)).json

  t.test('stand side by side, each in the order of its days, on one list of days', async (t) => {
    const answer = await get('/v1/commitments/ca0001/voices')
    t.equal(answer.status, 200)
    t.same(answer.json, {
      commitment: ID.alpha,
      code: 'CA0001',
      dates: ['2026-01-01', '2026-07-01', '2026-08-01', '2026-08-02', '2026-09-01', '2026-10-01'],
      government: [
        { on: '2026-01-01', completion: 'limited', step: 1, period: '2025-H2', institution: 'canadatbs', progressUpdate: ID.earlierUpdate },
        { on: '2026-07-01', completion: 'substantial', step: 2, period: '2026-H1', institution: 'canadatbs', progressUpdate: ID.latestUpdate }
      ],
      civilSociety: [
        { on: '2026-08-01', completion: 'not_started', step: 0, endorsement: 'contested', organisation: 'article-19', alias: null, review: ID.contesting },
        { on: '2026-08-02', completion: 'limited', step: 1, endorsement: 'endorsed', organisation: null, alias: 'Observer', review: ID.byAlias }
      ],
      irm: [
        { on: '2026-09-01', precision: 'day', completion: 'limited', step: 1, reportType: 'results', stage: 'final', report: ID.results, assessment: ID.mismatch },
        { on: '2026-10-01', precision: 'day', completion: 'substantial', step: 2, reportType: 'action_plan_review', stage: 'public_comment', report: ID.commented, assessment: ID.preliminary }
      ],
      irmChange: null,
      clusters: [{ report: ID.commented, name: { en: 'Open companies' }, promising: true }]
    }, 'reports on milestones, drafts and what was submitted are not in it')
    const same = await get(`/v1/commitments/${ID.alpha.toUpperCase()}/voices`, { headers: { 'if-none-match': String(answer.headers.etag) } })
    t.equal(same.status, 304, 'by id it is the same')
  })

  t.test('leave out what was retracted and what is not rated', async (t) => {
    const { government, civilSociety, irm } = await voices('FR0005')
    t.match(government, [{ completion: 'limited', step: 1 }])
    t.same(civilSociety, [])
    t.match(irm, [{ completion: null, step: null }])
    t.same(await voices(ID.beta), { commitment: ID.beta, code: null, dates: ['2026-08-01'], government: [], civilSociety: [{ on: '2026-08-01', completion: null, step: null, endorsement: 'not_addressed', organisation: 'article-19', alias: null, review: ID.shadow }], irm: [], irmChange: null, clusters: [{ report: ID.commented, name: { en: 'Open companies' }, promising: true }] })
  })

  t.test('show how the IRM changed its mind between mid-term and end of term, also downwards', async (t) => {
    const report = (id: number, plan: string, row: object) => reportRow({ id: uuid(id), plan, ...row })
    const rated = (id: number, commitment: string, completion: typeof COMPLETIONS[number] | null) => assessmentRow({ id: uuid(id + 100), commitment, report: uuid(id), indicators: { completion: { value: completion } } })
    await insertAll(deps.db, {
      report: [
        report(201, 'canada-5', { type: 'progress_midterm', published_on: '2024-03-31', published_precision: 'quarter' }),
        report(202, 'canada-5', { type: 'midterm_review', stage: 'public_comment', published_on: '2025-01-01' }),
        report(203, 'france-3', { type: 'progress_midterm' }),
        report(204, 'france-3', { type: 'end_of_term', published_on: '2027-01-01' }),
        report(205, 'canada-5', { type: 'self_assessment_midterm', author_kind: 'government', published_on: '2026-11-01' })
      ],
      assessment: [rated(201, ID.alpha, 'complete'), rated(202, ID.alpha, 'not_started'), rated(203, ID.paused, 'limited'), rated(204, ID.paused, 'withdrawn'), rated(203, ID.withdrawn, null), rated(204, ID.withdrawn, 'limited'), rated(205, ID.alpha, 'complete')]
        .map((row, index) => ({ ...row, id: uuid(400 + index) })),
      progress_update: [updateRow({ id: uuid(210), commitment: ID.paused, institution: 'citizen-lab', completion: 'no_evidence_available' })]
    })
    const { irm, irmChange } = await voices('CA0001')
    t.match(irmChange, { midTerm: { on: '2024-03-31', precision: 'quarter', completion: 'complete', step: 3 }, endOfTerm: { completion: 'limited', reportType: 'results' }, steps: -2 }, 'the final one before the draft')
    t.equal(irm.length, 4, 'the government\'s own assessment is no word of the IRM')
    const outside = await voices(ID.paused)
    t.match(outside.irmChange, { midTerm: { on: null, precision: 'unknown' }, endOfTerm: { completion: 'withdrawn', step: null }, steps: null }, 'unordered values have no steps')
    t.match(outside, { dates: ['2020-12-31', '2027-01-01'], government: [{ step: null }] }, 'a report without a date stands last and is no day')
    t.same(outside.irm.map(({ on }: { on: string | null }) => on), ['2027-01-01', null])
    t.equal((await voices('FR0004')).irmChange, null, 'what does not rate completion says nothing of it')
  })

  t.test('exist of what exists', async (t) => {
    t.equal((await get('/v1/commitments/XX0000/voices')).status, 404)
    t.equal((await get(`/v1/commitments/${uuid(999)}/voices`)).status, 404)
    t.equal((await get('/v1/commitments/_/voices')).status, 400)
  })
})
