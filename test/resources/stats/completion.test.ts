import { sql } from 'kysely'
import t from 'tap'
import { RANKED, UNRATED } from '../../../src/resources/stats/completion.schemas.ts'
import { DIMENSIONS } from '../../../src/resources/stats/stats.schemas.ts'
import { startApp, startReadOnly } from '../../_support/app.ts'
import { type Item, walk } from '../../_support/list.ts'
import { assessmentRow, commitmentRow, insertAll, memberRow, planRow, policyAreaRow, refreshAll, reportRow, uuid } from '../../_support/seed.ts'

/** What a table of completion says is counted once more here, from the list of commitments that anybody may read. */

interface Line { voice: string, outcome: string, group: Record<string, unknown> }

const because = (voice: { completion: string | null } | null): string => voice === null ? 'not_spoken' : 'not_rated'

/** Every rating of a commitment, as often as it counts. */
function linesOf (item: Item, dimensions: string[], member: Item, plan: Item): Line[] {
  const { government, civilSociety, irm } = item.status
  const said: [string, string][] = [
    ['government', government?.completion ?? because(government)],
    ...(civilSociety?.latest ?? [{ completion: 'not_spoken' }]).map((latest: Item) => ['civilSociety', latest.completion ?? 'not_rated']),
    ['irm', irm?.completion ?? irm?.indicators.completion?.missing ?? because(irm)]
  ]
  const values: Record<string, unknown[]> = {
    member: [plan.member], region: [member.region], plan: [item.plan], cycleYear: [plan.cycleYear], era: [plan.era], policyArea: item.policyAreas, value: item.values
  }
  let groups: Record<string, unknown>[] = [{}]
  for (const name of dimensions.filter(name => name !== 'voice')) {
    const each = values[name] as unknown[]
    groups = groups.flatMap(group => (each.length === 0 ? [null] : each).map(value => ({ ...group, [name]: value })))
  }
  return said.flatMap(([voice, outcome]) => groups.map(group => ({ voice, group, outcome: item.lifecycle === 'withdrawn' ? 'commitment_withdrawn' : outcome })))
}

const tally = (lines: Line[], codes: readonly string[]) => Object.fromEntries(codes.map(code => [code, lines.filter(({ outcome }) => outcome === code).length]))
const share = (part: number, whole: number): number | null => whole === 0 ? null : Math.round(part / whole * 10000) / 10000

function rowsOf (lines: Line[]): Record<string, object> {
  const rows: Record<string, object> = {}
  for (const { group, voice } of lines) {
    const key = JSON.stringify([group, voice])
    if (rows[key] !== undefined) continue
    const mine = lines.filter(line => JSON.stringify([line.group, line.voice]) === key)
    const counts = tally(mine, RANKED)
    const denominator = Object.values(counts).reduce((sum, n) => sum + n, 0)
    rows[key] = {
      ...group, voice, total: mine.length, denominator, counts, excluded: tally(mine, UNRATED), completeShare: share(counts.complete as number, denominator), highShare: share((counts.complete as number) + (counts.substantial as number), denominator)
    }
  }
  return rows
}

const keyed = (rows: Item[]): Record<string, object> => Object.fromEntries(rows.map((row) => {
  const { voice, total, denominator, counts, excluded, completeShare, highShare, ...group } = row
  return [JSON.stringify([group, voice]), row]
}))

t.test('completion', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { get } = app
  const items = await walk(t, app, '/v1/commitments?limit=200')
  const plans = Object.fromEntries((await walk(t, app, '/v1/action-plans')).map(plan => [plan.id, plan]))
  const members = Object.fromEntries((await walk(t, app, '/v1/members')).map(member => [member.id, member]))
  const recount = (chosen: Item[], dimensions: string[]) => rowsOf(chosen.flatMap(item => linesOf(item, dimensions, members[plans[item.plan].member], plans[item.plan])))

  t.test('is what the list of commitments says, by any one or two dimensions', async (t) => {
    const pairs = DIMENSIONS.flatMap((one, index) => [[one], ...DIMENSIONS.slice(index + 1).map(other => [one, other])])
    for (const dimensions of [[], ...pairs]) {
      const { status, json } = await get(`/v1/stats/completion?${dimensions.map(name => `groupBy=${name}`).join('&')}`)
      t.equal(status, 200, dimensions.join())
      t.equal(json.commitments, items.length)
      t.same(keyed(json.rows), recount(items, dimensions), dimensions.join() || 'all together')
    }
  })

  t.test('takes the filters of the list', async (t) => {
    for (const filter of ['plan=mexico-4', 'lifecycle=entered_in_error', 'diverges=true', 'policyArea=opendata', 'q=alpha', 'starred=true', 'code=mx0081', 'updatedSince=2026-03-01T00:00:00Z', 'overdue=true']) {
      const chosen = (await get(`/v1/commitments?limit=200&${filter}`)).json.items
      const { json } = await get(`/v1/stats/completion?groupBy=plan&${filter}`)
      t.equal(json.commitments, chosen.length, filter)
      t.same(keyed(json.rows), recount(chosen, ['plan']), filter)
    }
  })

  t.test('gives its rows in the order of their groups and voices, null last', async (t) => {
    const { rows } = (await get('/v1/stats/completion?groupBy=region&groupBy=cycleYear')).json
    const order = rows.map(({ region, cycleYear, voice }: Item) => `${region ?? '~'} ${cycleYear} ${['government', 'civilSociety', 'irm'].indexOf(voice)}`)
    t.same(order, [...order].sort())
  })

  t.test('counts nothing where there is nothing, and says how it would', async (t) => {
    const { json } = await get('/v1/stats/completion?plan=nowhere-1')
    t.match(json, { commitments: 0, rows: [], definition: { en: /latest word of each voice/, es: /.+/, fr: /.+/ }, denominator: { en: /^Ratings/ } })
    t.same(Object.keys(json.exclusions), UNRATED)
  })

  t.test('refuses what it cannot group by', async (t) => {
    for (const query of ['groupBy=nothing', 'groupBy=member&groupBy=member', 'groupBy=member&groupBy=plan&groupBy=era', 'groupBy=member,plan', 'limit=1', 'sort=code']) {
      t.match(await get(`/v1/stats/completion?${query}`), { status: 400, json: { type: /invalid-query$/ } }, query)
    }
  })

  t.test('knows the past', async (t) => {
    const now = app.deps.clock().toISOString()
    t.equal((await get('/v1/stats/completion?knownAt=2026-11-22T11:59:59.999Z')).json.commitments, 0)
    const { commitments, rows } = (await get(`/v1/stats/completion?plan=mexico-4&groupBy=era&knownAt=${now}`)).json
    t.same({ commitments, rows }, (({ commitments, rows }) => ({ commitments, rows }))((await get('/v1/stats/completion?plan=mexico-4&groupBy=era')).json))
  })
})

t.test('more groups than an answer holds are refused, not cut', async (t) => {
  const { get, deps: { db } } = await startApp(t)
  const [plans, areas] = [20, 170]
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    policy_area: Array.from({ length: areas }, (_, n) => policyAreaRow({ id: `area-${n}` })),
    action_plan: Array.from({ length: plans }, (_, n) => planRow({ member: 'mexico', number: n + 1 })),
    commitment: Array.from({ length: plans }, (_, n) => commitmentRow({ id: uuid(n + 1), plan: `mexico-${n + 1}` }))
  })
  await sql`insert into commitment_policy_area select c.id, a.id from commitment c cross join policy_area a where a.taxonomy = 'test'`.execute(db)
  await refreshAll(db)
  t.match(await get('/v1/stats/completion?groupBy=plan&groupBy=policyArea'), { status: 400, json: { type: /too-many-groups$/ } })
  t.equal((await get('/v1/stats/completion?groupBy=plan&groupBy=policyArea&plan=mexico-1')).json.rows.length, areas * 3)
})

t.test('indicators', async (t) => {
  const app = await startApp(t)
  const { get, deps: { db } } = app
  const assessed = [{ potentialImpact: { value: 'minor' } }, { potentialImpact: { value: 'minor' }, completion: { value: 'withdrawn' }, projectedCompletion: { value: 'complete' } }, { potentialImpact: { value: null, missing: 'not_reviewed' as const } }, {}]
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    action_plan: [planRow({ member: 'mexico', number: 1, cycle_year: 2012 }), planRow({ member: 'mexico', number: 2, cycle_year: 2022 })],
    commitment: [0, 1, 2, 3, 4, 5].map(n => commitmentRow({ id: uuid(n + 1), plan: n === 1 ? 'mexico-2' : 'mexico-1', lifecycle: n === 5 ? 'withdrawn' : 'active' })),
    report: [1, 2].map(number => reportRow({ id: uuid(100 + number), plan: `mexico-${number}` })),
    assessment: assessed.map((indicators, n) => assessmentRow({ id: uuid(200 + n), commitment: uuid(n + 1), report: uuid(n === 1 ? 102 : 101), indicators: indicators as never }))
  })
  await refreshAll(db)
  const none = { no_data: 0, not_reviewed: 0, not_applicable: 0, not_rated: 0, not_spoken: 0, commitment_withdrawn: 0 }

  t.test('are counted by value, with why there is none', async (t) => {
    t.match((await get('/v1/stats/indicators?indicator=potentialImpact&groupBy=era')).json, {
      commitments: 6,
      definition: { en: /IRM/ },
      rows: [
        { era: '2011-2013', indicator: 'potentialImpact', total: 5, denominator: 1, counts: { minor: 1 }, excluded: { ...none, not_reviewed: 1, not_rated: 1, not_spoken: 1, commitment_withdrawn: 1 } },
        { era: '2021', total: 1, denominator: 1, counts: { minor: 1 }, excluded: none }
      ]
    })
    t.match((await get('/v1/stats/indicators?plan=mexico-2')).json.rows, [{ indicator: 'completion', counts: { withdrawn: 1 } }], 'completion unless another is named')
  })

  t.test('of one scale stand side by side', async (t) => {
    t.match((await get('/v1/stats/indicators?indicator=projectedCompletion&indicator=completion&plan=mexico-2')).json.rows, [
      { indicator: 'completion', denominator: 1, counts: { withdrawn: 1 } }, { indicator: 'projectedCompletion', counts: { complete: 1 } }
    ])
  })

  t.test('of different scales never do', async (t) => {
    for (const pair of [['potentialImpact', 'potentialForResults'], ['specificity', 'verifiable'], ['completion', 'earlyResults'], ['projectedCompletion', 'didItOpenGovernment']]) {
      t.match(await get(`/v1/stats/indicators?${pair.map(name => `indicator=${name}`).join('&')}`), { status: 400, json: { type: /no-crosswalk$/, errors: [{ parameter: 'indicator' }] } }, pair.join())
    }
    t.equal((await get('/v1/stats/indicators?indicator=relevance')).status, 400, 'which has several values at once')
  })
})
