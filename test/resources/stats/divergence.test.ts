import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { assessmentRow, commitmentRow, insertAll, institutionRow, memberRow, planRow, refreshAll, reportRow, reviewRow, updateRow, uuid } from '../../_support/seed.ts'

type Rating = string | null

/** What the government, the IRM and organisations of civil society say of one commitment; undefined is silence. */
interface Said { government?: Rating, irm?: Rating, organisations?: Rating[], contested?: boolean, lifecycle?: string, year?: number }

const SAID: Said[] = [
  { government: 'complete', irm: 'not_started', organisations: ['limited', 'complete'] },
  { government: 'substantial', irm: 'substantial' },
  { government: 'limited', irm: 'substantial', organisations: [null], contested: true },
  { government: 'withdrawn', irm: 'limited', organisations: ['limited'] },
  { government: 'complete', irm: 'unclear' },
  { government: null, irm: null },
  { irm: 'complete', organisations: ['complete'] },
  { government: 'complete', year: 2 },
  { government: 'complete', irm: 'not_started', lifecycle: 'withdrawn' },
  { government: 'complete', irm: 'not_started', lifecycle: 'entered_in_error' }
]

t.test('divergence', async (t) => {
  const { get, deps: { db } } = await startApp(t)
  const number = (n: number): string => uuid(n)
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    institution: ['mexico-sfp', 'one', 'two'].map(id => institutionRow({ id })),
    action_plan: [planRow({ member: 'mexico', number: 1, cycle_year: 2019 }), planRow({ member: 'mexico', number: 2, cycle_year: 2023 })],
    commitment: SAID.map(({ lifecycle = 'active', year = 1 }, n) => commitmentRow({ id: number(n + 1), plan: `mexico-${year}`, lifecycle })),
    report: [reportRow({ id: uuid(900), plan: 'mexico-1' })],
    progress_update: SAID.flatMap(({ government }, n) => government === undefined ? [] : [updateRow({ id: number(100 + n), commitment: number(n + 1), institution: 'mexico-sfp', completion: government })]),
    assessment: SAID.flatMap(({ irm }, n) => irm === undefined ? [] : [assessmentRow({ id: number(200 + n), commitment: number(n + 1), report: uuid(900), indicators: { completion: { value: irm as never } } })]),
    review: SAID.flatMap(({ organisations = [], contested = false }, n) => organisations.map((completion, index) =>
      reviewRow({ id: number(300 + n * 2 + index), commitment: number(n + 1), organisation: ['one', 'two'][index] as string, completion, endorsement: contested ? 'contested' : null })))
  })
  await refreshAll(db)
  const steps = (given: Record<string, number>) => ({ '-3': 0, '-2': 0, '-1': 0, 0: 0, 1: 0, 2: 0, 3: 0, ...given })

  t.test('is counted in steps of one scale, each other voice by itself', async (t) => {
    const { json } = await get('/v1/stats/divergence')
    t.same({ commitments: json.commitments, diverging: json.diverging }, { commitments: 9, diverging: 3 }, 'one is contested, and one is withdrawn since')
    t.same(json.rows, [
      {
        voice: 'civilSociety', total: 10, denominator: 2, steps: steps({ 0: 1, 2: 1 }), apart: 1, apartShare: 0.5, governmentHigh: 2, otherHigh: 1, excluded: { government_not_spoken: 1, other_not_spoken: 4, outside_scale: 2, commitment_withdrawn: 1 }
      },
      {
        voice: 'irm', total: 9, denominator: 3, steps: steps({ 3: 1, 0: 1, '-1': 1 }), apart: 1, apartShare: 0.3333, governmentHigh: 2, otherHigh: 2, excluded: { government_not_spoken: 1, other_not_spoken: 1, outside_scale: 3, commitment_withdrawn: 1 }
      }
    ])
    t.match(json.definition, { en: /steps of the ordered scale/ })
    t.same(Object.keys(json.exclusions), Object.keys(json.rows[0].excluded))
  })

  t.test('by group', async (t) => {
    const { rows } = (await get('/v1/stats/divergence?groupBy=cycleYear')).json
    t.same(rows.map(({ cycleYear, voice, total, denominator, apartShare }: Record<string, unknown>) => [cycleYear, voice, total, denominator, apartShare]),
      [[2019, 'civilSociety', 9, 2, 0.5], [2019, 'irm', 8, 3, 0.3333], [2023, 'civilSociety', 1, 0, null], [2023, 'irm', 1, 0, null]])
  })

  t.test('of those that the filters choose', async (t) => {
    t.match((await get('/v1/stats/divergence?irmCompletion=not_started&lifecycle=active')).json, { commitments: 1, diverging: 1, rows: [{ denominator: 2 }, { denominator: 1 }] })
  })
})
