import t from 'tap'
import { badge } from '../../../src/charts/badge.tsx'
import { areasChart, completionChart } from '../../../src/charts/completion.tsx'
import { divergenceChart } from '../../../src/charts/divergence.tsx'
import { freshnessChart } from '../../../src/charts/freshness.tsx'
import { type Step, milestonesChart } from '../../../src/charts/milestones.tsx'
import { clean, cut } from '../../../src/charts/svg.tsx'
import { voicesChart } from '../../../src/charts/voices.tsx'
import { LANGUAGES, inLanguage } from '../../../src/charts/words.ts'
import { startWorld } from '../../_support/list.ts'
import { commitmentRow, insertAll, milestoneRow, planRow, refreshAll, uuid } from '../../_support/seed.ts'

const NAMES = ['completion', 'divergence', 'milestones', 'freshness', 'policy-areas']
const HOSTILE = '</text><script>alert(1)</script>&"\' \u0001\ud800]]>'

/** Whether the elements of an SVG are well nested, each attribute is quoted, and no character is one that XML lacks. */
function isWellFormed (svg: string): boolean {
  const open: string[] = []
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(svg) || !svg.isWellFormed()) return false
  const rest = svg.replace(/<(\/?)([a-zA-Z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g, (_, closes: string, name: string, _attributes, empty: string) => {
    if (closes === '' && empty === '') open.push(name)
    return closes !== '' && open.pop() !== name ? '<' : ''
  })
  return open.length === 0 && !rest.includes('<') && !/&(?!(lt|gt|amp|quot|apos|#\d+);)/.test(rest)
}

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>(?:<title>[^<]*<\/title>)?([^<]*)<\/text>/g)].map(([, text]) => text as string)

t.test('charts', { timeout: 600_000 }, async (t) => {
  const app = await startWorld(t)
  const { get, deps: { db } } = app
  await insertAll(db, {
    action_plan: [planRow({ member: 'jalisco', number: 1, lifecycle: 'closed' })],
    commitment: [commitmentRow({ id: uuid(500), plan: 'canada-5', code: 'CA0500' }), commitmentRow({ id: uuid(504), plan: 'jalisco-1' })],
    milestone: [
      milestoneRow({ id: uuid(501), commitment: uuid(500), title: { en: HOSTILE.replace('\ud800', '') }, starts_on: '2026-01-01', due_on: '2026-12-31', due_precision: 'year' }),
      milestoneRow({ id: uuid(502), commitment: uuid(500), due_on: '2027-03-31', due_precision: 'quarter' }),
      milestoneRow({ id: uuid(503), commitment: uuid(500), due_on: '2027-02-28', due_precision: 'month' })
    ]
  })
  await refreshAll(db)

  t.test('are SVG that needs no sight, no script and no colour, and may stand on any page', async (t) => {
    for (const name of NAMES) {
      const { status, headers, text } = await get(`/v1/charts/${name}.svg`)
      t.equal(status, 200, name)
      t.match(headers, { 'content-type': /^image\/svg\+xml/, 'cross-origin-resource-policy': 'cross-origin', 'access-control-allow-origin': '*', 'cache-control': /^public/ })
      t.ok(isWellFormed(text), `${name} is well-formed`)
      t.match(text, new RegExp(`^<svg xmlns="http://www.w3.org/2000/svg" role="img" lang="en" aria-labelledby="${name}-title ${name}-desc"`))
      t.match(text, new RegExp(`<title id="${name}-title">[^<]+</title><desc id="${name}-desc">[^<]+</desc>`))
      t.notMatch(text, /<script| style=|href|\son\w+=|NaN|undefined|Infinity/, name)
    }
  })

  t.test('come with the table behind them, which says what the statistic says', async (t) => {
    const years = (await get('/v1/charts/completion.json')).json
    const { rows } = (await get('/v1/stats/completion?groupBy=cycleYear')).json
    t.same(years.columns, ['Year', 'Voice', 'Not started', 'Limited', 'Substantial', 'Complete', 'No rating on the scale'])
    t.same(years.rows.map((row: string[]) => row.slice(2).map(Number)), rows.map(({ counts, total, denominator }: { counts: object, total: number, denominator: number }) => [...Object.values(counts), total - denominator]))
    const apart = (await get('/v1/charts/divergence.json?groupBy=plan')).json
    t.ok(apart.rows.some(([plan, voice]: string[]) => plan === 'canada-5' && voice === 'IRM'))
    t.ok((await get('/v1/charts/divergence.json?groupBy=region')).json.rows.some(([region]: string[]) => region === 'None'), 'members without a region')
    const areas = (await get('/v1/charts/policy-areas.json?language=es')).json
    t.equal(areas.columns[0], 'Área de política')
    t.ok(areas.rows.some(([area]: string[]) => area === 'Ninguno') && areas.rows.some(([area]: string[]) => area === 'opendata'))
    t.match((await get('/v1/charts/freshness.json')).json.rows, [['canada-5', '2026-07-01', '2027-01-01', 'no', '2026-H1 3 2026-H2 2']])
    const steps = (await get('/v1/charts/milestones.json?plan=canada-5')).json.rows
    t.match(steps.find(([, , , , precision]: string[]) => precision === 'Year'), ['CA0500', /script/, '2026-01-01', '2026-12-31', 'Year', '-', 'has not spoken', 'no'])
    t.ok(steps.some((row: string[]) => row.at(-1) === 'yes'))
  })

  t.test('speak three languages', async (t) => {
    for (const language of LANGUAGES) {
      for (const name of NAMES) t.match((await get(`/v1/charts/${name}.svg?language=${language}`)).text, `lang="${language}"`)
    }
    t.equal((await get('/v1/charts/completion.svg?language=de')).status, 400)
  })

  t.test('of nothing say so', async (t) => {
    for (const name of NAMES) {
      const { text } = await get(`/v1/charts/${name}.svg?plan=nowhere-1`)
      t.ok(texts(text).includes('There is nothing to show for this choice.'), name)
      t.ok(isWellFormed(text))
      t.match((await get(`/v1/charts/${name}.json?plan=nowhere-1`)).json, { rows: [] })
    }
  })

  t.test('know the past', async (t) => {
    for (const name of NAMES) t.same((await get(`/v1/charts/${name}.json?knownAt=2026-11-22T11:59:59.999Z`)).json.rows, [], name)
  })

  t.test('a badge', async (t) => {
    t.test('has every voice with what it says', async (t) => {
      const { status, headers, text } = await get('/v1/badges/commitments/ca0001.svg')
      t.equal(status, 200)
      t.match(headers, { 'content-type': /^image\/svg\+xml/, 'cross-origin-resource-policy': 'cross-origin' })
      t.ok(isWellFormed(text))
      t.same(texts(text), ['Government', 'Substantial', 'Civil society', 'Limited 1, Not started 1, contested 1', 'IRM', 'Limited'])
      t.match(text, /<title id="badge-title">CA0001<\/title><desc id="badge-desc">Government: Substantial; Civil society:/)
      t.notMatch(text, /green|#4c1|✓/)
    })

    t.test('and as data', async (t) => {
      const { json } = await get('/v1/badges/commitments/CA0001.json?language=fr')
      const { status } = (await get('/v1/commitments/CA0001')).json
      t.match(json, { schemaVersion: 1, label: 'CA0001', color: 'blue', message: /^Gouvernement: Substantiel \| Société civile: .+ \| MEI: Limité$/, government: status.government, civilSociety: status.civilSociety, irm: status.irm, diverges: true })
    })

    t.test('says who has not spoken, and who gives no rating', async (t) => {
      const { items } = (await get('/v1/commitments?plan=canada-5&limit=200')).json
      const beta = items.find(({ title }: { title: { en?: string } }) => title.en === 'Beta').id
      t.match((await get(`/v1/badges/commitments/${beta}.json`)).json, { label: 'Beta', message: 'Government: has not spoken | Civil society: gives no rating | IRM: has not spoken' })
      t.match((await get('/v1/badges/commitments/FR0005.json')).json, { message: 'Government: Limited | Civil society: has not spoken | IRM: gives no rating' })
    })

    t.test('of what is not there is refused', async (t) => {
      t.equal((await get('/v1/badges/commitments/ZZ0001.svg')).status, 404)
      t.equal((await get('/v1/badges/commitments/CA0001.json?knownAt=2026-11-22T11:59:59.999Z')).status, 404)
      t.equal((await get('/v1/badges/commitments/nothing.svg')).status, 400)
    })
  })
})

t.test('what is drawn', (t) => {
  const scale = new Map([['not_started', 'Not started'], ['limited', 'Limited'], ['substantial', 'Substantial'], ['complete', 'Complete']])
  const rated = { total: 10, denominator: 8, counts: { not_started: 1, limited: 3, substantial: 0, complete: 4 } }

  t.test('bars are as long as their counts', (t) => {
    const { svg } = completionChart([{ ...rated, cycleYear: 2019, voice: 'irm' }, { ...rated, cycleYear: 2019, voice: 'government' }], scale, 'en')
    const widths = [...svg.matchAll(/<rect x="[\d.]+" width="([\d.]+)" height="20"/g)].map(([, width]) => Number(width))
    t.same(widths.slice(0, 4).map(width => width / 52), [1, 3, 4, 2].map(Number))
    t.equal(texts(svg).filter(text => text === '2019').length, 1, 'a year is named once')
    const uneven = completionChart([{ total: 400, denominator: 400, counts: { not_started: 1, limited: 399, substantial: 0, complete: 0 }, cycleYear: 2019, voice: 'irm' }], scale, 'en')
    t.ok(texts(uneven.svg).includes('399'))
    t.notOk(texts(uneven.svg).includes('1'), 'what is too narrow for its number stands in the table')
    t.end()
  })

  t.test('more than there is room for is counted', (t) => {
    const areas = areasChart(Array.from({ length: 45 }, (_, n) => ({ ...rated, total: 10 + n % 2, name: `Area ${n}` })), scale, 'fr')
    t.match(areas.svg, /\+ 5 de plus ne sont pas dessinés/)
    t.equal(areas.table.rows.length, 45)
    const groups = divergenceChart(Array.from({ length: 62 }, (_, n) => ({ group: n === 0 ? null : `g${n}`, voice: 'irm' as const, denominator: n % 2, apart: 0, governmentHigh: n % 2, otherHigh: 0 })), 'en')
    t.match(groups.svg, /\+ 2 more/)
    t.same(groups.table.rows[1], ['g1', 'IRM', '1', '100 %', '0 %', '0 %'])
    t.same(groups.table.rows[0], ['None', 'IRM', '0', '-', '-', '-'])
    const plans = freshnessChart(Array.from({ length: 101 }, (_, n) => ({ plan: `p-${n}`, lastReportedOn: null, nextDueOn: '2026-01-01', overdue: n === 0, reports: [] })), '2026-03-01', 'en')
    t.match(plans.svg, /\+ 1 more/)
    t.match(plans.svg, /2026-01-01 ! Overdue/)
    t.ok(texts(plans.svg).includes('2021-H2') && texts(plans.svg).includes('2026-H1') && !texts(plans.svg).includes('2026-H2'))
    t.same(plans.table.rows[0], ['p-0', '-', '2026-01-01', 'yes', '-'])
    t.ok([areas, groups, plans].every(({ svg }) => isWellFormed(svg)))
    t.end()
  })

  t.test('milestones without a day, and days far from today', (t) => {
    const step: Step = { commitment: 'MX0081', title: { und: HOSTILE }, startsOn: null, dueOn: null, duePrecision: 'ongoing', movedTo: null, completion: 'complete', overdue: false }
    const labels = { completion: new Map([...scale, ['unclear', 'Unclear']]), precision: new Map([['ongoing', 'Ongoing'], ['day', 'Day']]) }
    const draw = (...steps: Step[]) => milestonesChart(steps, steps.length + 1, labels, '2026-11-22', 'en')
    for (const { svg } of [draw(step), draw({ ...step, startsOn: '2020-01-01' }, { ...step, dueOn: '2020-06-30', duePrecision: 'day', completion: 'unclear', overdue: true })]) {
      t.ok(isWellFormed(svg))
      t.notMatch(svg, /NaN|<script/)
      t.ok(texts(svg).includes('Ongoing'))
    }
    t.ok(texts(draw(step).svg).includes('Today'))
    t.notOk(texts(draw({ ...step, dueOn: '2020-06-30', duePrecision: 'day' }).svg).includes('Today'))
    t.end()
  })

  t.test('what voices said stands where it was said, each voice by itself', (t) => {
    const said = voicesChart([
      { voice: 'government', on: '2020-06-20', completion: 'limited' }, { voice: 'government', on: '2021-06-20', completion: 'complete' },
      { voice: 'civilSociety', on: '2020-06-20', completion: 'limited' }, { voice: 'civilSociety', on: '2021-08-01', completion: null }, { voice: 'irm', on: '2022-09-01', completion: 'unclear' }
    ], scale, 'es')
    t.ok(isWellFormed(said.svg))
    t.same(said.table.rows[3], ['2021-08-01', 'Sociedad civil', 'Sin calificación en la escala'])
    const places = [...said.svg.matchAll(/<g transform="translate\((\d+) (\d+)\)"><title>/g)].map(([, x, y]) => [Number(x), Number(y)] as const)
    const [early, late, beside, unrated, unclear] = places as unknown as [number, number][]
    t.ok((early as number[])[1] as number > ((late as number[])[1] as number), 'complete stands above limited')
    t.equal(early?.[0], beside?.[0], 'on one day they stand above each other')
    t.not(early?.[1], beside?.[1], 'and none hides another')
    t.ok((unrated?.[1] as number) > (early?.[1] as number) && (unclear?.[1] as number) > (early?.[1] as number), 'what is outside the scale is below it')
    t.equal(said.svg.match(/<polyline/g)?.length, 2, 'organisations are not joined by a line')
    t.match(voicesChart([], scale, 'en').svg, 'There is nothing to show for this choice.')
    t.end()
  })

  t.test('milestones that were moved show to where', (t) => {
    const labels = { completion: scale, precision: new Map([['quarter', 'Quarter'], ['unknown', 'Unknown']]) }
    const step: Step = { commitment: 'MX0081', title: { en: 'A step' }, startsOn: '2020-01-01', dueOn: '2020-06-30', duePrecision: 'quarter', movedTo: '2021-12-31', completion: 'limited', overdue: true }
    const { svg, table } = milestonesChart([step, { ...step, dueOn: null, duePrecision: 'unknown' }], 2, labels, '2026-11-22', 'en')
    t.ok(isWellFormed(svg))
    t.equal(svg.match(/<title>Re-planned for: 2021-12-31<\/title>/g)?.length, 2)
    t.ok(texts(svg).includes('Re-planned for') && texts(svg).includes('! Overdue'))
    t.same(table.rows[0]?.slice(3, 6), ['2020-06-30', 'Quarter', '2021-12-31'])
    t.match(svg, /<title>Limited, 2020-06-30 \(Quarter\)<\/title><rect x="\d+" width="\d+"/)
    t.end()
  })

  t.test('text is cut by characters, and holds what XML may', (t) => {
    t.equal(cut('🏛️ab', 2), '🏛…')
    t.equal(clean('a\u0000b\ufffe\ud800'), 'a\ufffdb\ufffd\ufffd')
    t.same([{ en: 'a', fr: 'b' }, { en: 'a' }, { es: 'c' }].map(map => inLanguage(map as never, 'fr')), ['b', 'a', 'c'])
    const svg = badge(HOSTILE, [{ label: HOSTILE, value: 'Wide: MWmw — ñ' }], 'es')
    t.ok(isWellFormed(svg))
    t.notOk(isWellFormed('<svg><a></svg>') || isWellFormed('<svg a=b></svg>') || isWellFormed('<svg>&nbsp;</svg>'), 'what these tests call well-formed')
    t.end()
  })
  t.end()
})
