import { sql } from 'kysely'
import t from 'tap'
import { chosenCommitments } from '../../../src/resources/commitment/filters.select.ts'
import { findHits } from '../../../src/resources/search/search.store.ts'
import { findWanted } from '../../../src/resources/search/wanted.store.ts'
import { type TestApp, startApp, startReadOnly } from '../../_support/app.ts'

/** What people look for, over the starter data and some commitments of the fourth Mexican plan made here. */

interface Hit { id: string, code: string | null, member: string, title: Record<string, string>, score: number, highlights: { field: string, language: string, parts: { text: string, hit: boolean }[] }[] }

const search = async ({ get }: Pick<TestApp, 'get'>, query: string) => await get(`/v1/search?${query}`)
const ask = (q: string, more = ''): string => `q=${encodeURIComponent(q)}${more}`
const titles = (items: Hit[]): string[] => items.map(({ title }) => title.en ?? Object.values(title)[0] as string)
const found = async (app: Pick<TestApp, 'get'>, q: string, more = ''): Promise<string[]> => titles((await search(app, ask(q, more))).json.items)

async function start (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true })
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  return {
    ...app,
    editor,
    /** Adds commitments to the fourth plan; gives their ids. */
    make: async (...commitments: object[]): Promise<string[]> => {
      const numbered = commitments.map((facts, at) => ({ number: `z${at}`, ...facts }))
      const { status } = await app.put('/v1/action-plans/mexico-4/document', { plan: { id: 'mexico-4', title: { en: 'Plan' }, cycleYear: 2019 }, commitments: numbered }, { key: editor, headers: { 'if-match': '*' } })
      t.equal(status, 200)
      const stored = new Map((await app.deps.db.selectFrom('commitment').select(['id', 'number']).execute()).map(({ id, number }) => [number, id]))
      return numbered.map(({ number }) => stored.get(number) as string)
    },
    change: async (url: string, body: object, key = editor) => { t.equal((await app.request('PATCH', url, { key, headers: { 'if-match': '*' }, body })).status, 200, url) }
  }
}

t.test('finds the commitment on surveillance in three languages, whatever the accents', async (t) => {
  const app = await startReadOnly(t, 'starter')
  for (const q of ['vigilancia', 'interceptacion', 'interceptación', 'surveillance numérique', 'privacy technology', 'PRIVACY', 'mx0081', 'écoutes', 'espionaje', 'surveil', 'surv*', '"democratic controls"', 'surveilance', 'Technology Rights and Privacy']) {
    t.match((await search(app, ask(q))).json.items[0], { code: 'MX0081' }, q)
  }
  t.match((await search(app, ask('benificial ownership'))).json, { corrected: 'beneficial ownership', match: 'all', items: [{ title: { en: /Beneficial/ } }] })
  t.match((await search(app, ask('titularidad real'))).json, { corrected: null, items: [{ title: { en: /Beneficial/ } }] })
  t.match((await search(app, ask('MX0081'))).json.items[0], { member: 'mexico', plan: 'mexico-4', cycleYear: 2019, lifecycle: 'inactive', governmentCompletion: null, irmCompletion: null })
})

t.test('ranks titles over problems, descriptions, milestones and institutions', async (t) => {
  const app = await start(t)
  const { make, post } = app
  const registrar = await app.key({ role: 'registrar' })
  t.equal((await post('/v1/institutions', { id: 'mexico-zebras', name: { en: 'Office of Zebras' }, kind: 'government', member: 'mexico' }, { key: registrar })).status, 201)
  const [, id] = await make(
    { title: { en: 'Institution' }, stakeholders: [{ institution: 'mexico-zebras', role: 'lead' }] },
    { title: { en: 'Milestone' }, milestones: [{ number: '1', title: { en: 'Count zebras' } }] },
    { title: { en: 'Description' }, description: { en: 'Zebras are counted, zebra by zebra.' } },
    { title: { en: 'Problem' }, problem: { en: 'Nobody counts zebras.' } },
    { title: { en: 'Zebra' } })
  t.strictSame(await found(app, 'zebra'), ['Zebra', 'Problem', 'Description', 'Milestone', 'Institution'])
  const { json } = await search(app, ask('zebra'))
  t.strictSame(json.items.map(({ highlights }: Hit) => highlights[0]?.field), ['title', 'problem', 'description', 'milestone', 'institution'])
  t.ok(json.items.every(({ score }: Hit, at: number) => at === 0 || score < json.items[at - 1].score))

  await t.test('and a milestone that is withdrawn finds nothing', async (t) => {
    const [milestone] = (await app.get(`/v1/commitments/${id}/milestones`)).json.items
    await app.change(`/v1/milestones/${milestone.id}`, { lifecycle: 'withdrawn' })
    t.strictSame(await found(app, 'zebra'), ['Zebra', 'Problem', 'Description', 'Institution'])
  })

  await t.test('names count as they are now', async (t) => {
    await app.change('/v1/institutions/mexico-zebras', { name: { en: 'Office of Okapis' } }, registrar)
    t.strictSame(await found(app, 'okapi'), ['Institution'])
    await app.change('/v1/policy-areas/gender', { name: { en: 'Quaggas' } }, registrar)
    const { json: { items } } = await app.get('/v1/commitments?policyArea=gender&limit=200')
    t.strictSame((await found(app, 'quagga')).sort(), titles(items).sort())
    t.strictSame(await found(app, 'zebra atlantis'), ['Zebra', 'Problem', 'Description'], 'a word that no text has is left out')
    await app.change('/v1/members/mexico', { name: { en: 'Atlantis' } }, registrar)
    t.equal((await found(app, 'atlantis zebra'))[0], 'Zebra')
  })
})

t.test('reads words as a search box does', async (t) => {
  const app = await start(t)
  await app.make({ title: { en: 'Striped zebra crossings' } }, { title: { en: 'Crossings of the zebra herd' } }, { title: { en: 'Okapi' }, description: { fr: 'Des zèbres rayés' } }, { title: { es: 'Cebras y aviones' } })
  const cases: Record<string, string[]> = {
    '"zebra crossings"': ['Striped zebra crossings'],
    'zebra -herd crossing': ['Striped zebra crossings'],
    'zebra -"zebra herd" crossing': ['Striped zebra crossings'],
    'zebra cross': ['Striped zebra crossings', 'Crossings of the zebra herd'],
    'zebra herds': ['Crossings of the zebra herd'],
    zebre: ['Okapi'],
    cebra: ['Cebras y aviones'],
    aviacion: [],
    'okapi*': ['Okapi'],
    okaip: ['Okapi'],
    'xyzzyx qqqqq': [],
    '-zebra': [],
    'zebra -zebra': [],
    'the of': await found(app, 'of the')
  }
  for (const [q, expected] of Object.entries(cases)) t.strictSame(await found(app, q), expected, q)
  t.match((await search(app, ask('okaip'))).json, { corrected: 'okapi', match: 'all' })
  t.match((await search(app, ask('okapi xyzzyx'))).json, { corrected: null, match: 'some', items: [{ title: { en: 'Okapi' } }] })
  t.match((await search(app, ask('zebra herds'))).json, { match: 'some' })
  t.match((await search(app, ask('justice ouverte'))).json.items.length > 0, true, 'a term that no text has is looked for word by word')
})

t.test('takes a word of very few texts for the mistake it may be', async (t) => {
  const app = await start(t)
  await app.make({ title: { en: 'Okapix' } }, ...Array.from({ length: 21 }, (_, n) => ({ title: { en: `Okapis ${n}` } })))
  const { json } = await search(app, ask('okapix ', '&limit=50'))
  t.equal(json.items.length, 22)
  t.match(json, { corrected: null, items: [{ title: { en: 'Okapix' } }] })
})

t.test('shows where it was found as pieces of the text, hostile ones too', async (t) => {
  const app = await start(t)
  const hostile = 'A <b>zebra</b> & "zebras" <script>alert(1)</script>'
  await app.make({ title: { en: hostile }, description: { en: `${'Some words come before. '.repeat(60)}The zebra\u0001 and\u0002 the horse. ${'Some words come after. '.repeat(60)}` } })
  const [{ highlights: [title, description] }] = (await search(app, ask('zebra'))).json.items
  t.strictSame(title, {
    field: 'title',
    language: 'en',
    parts: [{ text: 'A <b>', hit: false }, { text: 'zebra', hit: true }, { text: '</b> & "', hit: false }, { text: 'zebras', hit: true }, { text: '" <script>alert(1)</script>', hit: false }]
  })
  t.match(description, { field: 'description', language: 'en' })
  t.strictSame(description.parts.filter(({ hit }: { hit: boolean }) => hit), [{ text: 'zebra', hit: true }])
  t.ok(description.parts.map(({ text }: { text: string }) => text).join('').length < 400, 'of a long text the passage')
  const { json } = await search(app, ask('vigilancia'))
  t.ok(json.items[0].highlights.some(({ language }: { language: string }) => language === 'es'), 'in the language of the text')
})

t.test('filters, counts and pages', async (t) => {
  const app = await start(t)
  await app.make(...Array.from({ length: 7 }, (_, n) => ({ title: { en: 'Zebra' }, values: n < 3 ? ['access_to_information'] : [], policyAreas: n === 0 ? ['gender', 'justice'] : [] })))
  const facets = '&facets=member,plan,cycleYear,value,policyArea,lifecycle,irmCompletion,civilSocietyCompletion'
  const all = await search(app, ask('zebra', facets))
  t.equal(all.json.items.length, 7)
  t.strictSame(all.json.facets, {
    member: [{ value: 'mexico', count: 7 }],
    plan: [{ value: 'mexico-4', count: 7 }],
    cycleYear: [{ value: '2019', count: 7 }],
    value: [{ value: 'access_to_information', count: 3 }],
    policyArea: [{ value: 'gender', count: 1 }, { value: 'justice', count: 1 }],
    lifecycle: [{ value: 'active', count: 7 }],
    irmCompletion: [],
    civilSocietyCompletion: []
  })
  t.notOk('facets' in (await search(app, ask('zebra'))).json, 'counts nothing unless asked')
  t.strictSame((await search(app, ask('zebra -zebra', '&facets=member'))).json.facets, { member: [] })
  t.equal((await search(app, ask('zebra', '&facets=title'))).status, 400)
  t.equal((await found(app, 'zebra', '&value=access_to_information')).length, 3)
  t.match(
    (await search(app, ask('zebra', '&value=access_to_information&policyArea=justice&facets=value'))).json.facets,
    { value: [{ count: 1 }] }
  )
  t.strictSame(await found(app, 'zebra', '&member=canada'), [])
  t.equal((await app.get(`/v1/search?${ask('zebra')}&limit=1`, { headers: { prefer: 'count=exact' } })).json.page.total, 7)

  const ids: string[] = []
  for (let url: string | null = `/v1/search?${ask('zebra')}&limit=3&fields=score&facets=member`; url !== null;) {
    const { json, status } = await app.get(url)
    t.equal(status, 200)
    t.equal(json.facets === null, ids.length > 0, 'counts are on the first page')
    ids.push(...json.items.map(({ id }: Hit) => id))
    url = json.links.next?.replace('http://127.0.0.1:3000', '') ?? null
  }
  t.strictSame(ids, all.json.items.map(({ id }: Hit) => id), 'page by page the same')
  t.strictSame(Object.keys((await search(app, ask('zebra', '&fields=score'))).json.items[0]).sort(), ['id', 'score'])
  const { nextCursor } = (await search(app, ask('zebra', '&limit=3'))).json.page
  t.match(
    (await search(app, ask('zebra', `&limit=3&facets=member&cursor=${nextCursor}`))).json,
    { facets: null, items: [{}, {}, {}] },
    'with or without counts'
  )
  t.match((await search(app, ask('okapi', `&cursor=${nextCursor}`))).json, { type: /invalid-cursor$/ })
  t.match(
    (await search(app, ask('zebra', '&fields=highlights&limit=1'))).json.items, [{ highlights: [{ field: 'title' }] }]
  )
})

t.test('ranks some of very many, those that have a common word in the title first', async (t) => {
  const app = await start(t)
  const { db } = app.deps
  await app.make({ title: { en: 'Zebra' } }, { title: { en: 'Zebra okapis' } })
  const add = async (title: string, from: number, to: number) => await sql`
    with added as (
      insert into commitment (id, plan, position, title, language, lifecycle, updated_at)
      select gen_random_uuid(), 'mexico-4', 1000 + n, ${{ en: title }}::jsonb, 'en', 'active', now() from generate_series(${from}::integer, ${to}::integer) n returning id
    )
    insert into commitment_status (commitment, title, plan, member, cycle_year, lifecycle, updated_at, policy_areas, ogp_values, institutions, civil_society_completions, diverges, divergence_steps, divergence, search)
    select id, ${title}, 'mexico-4', 'mexico', 2019, 'active', now(), '{}', '{}', '{}', '{}', false, 0, '{}', '' from added`.execute(db)
  await add('Horse', 1, 2100)
  await sql`insert into commitment_search select id, '', 'zebra:1C', '', 'zebra' from commitment where position > 1000`.execute(db)
  const { json } =
    await app.get(`/v1/search?${ask('zebra', '&limit=5&facets=member')}`, { headers: { prefer: 'count=exact' } })
  t.strictSame(titles(json.items), ['Zebra', 'Zebra okapis', 'Horse', 'Horse', 'Horse'])
  t.match(json, { page: { total: 2102 }, facets: { member: [{ value: 'mexico', count: 2102 }] } }, 'and counts all')

  const ranked = async (q: string, filters: Parameters<typeof chosenCommitments>[0], common = true) => {
    const wanted = { ...await findWanted(db, q), isCommon: common }
    const { rows, isEvery, facets } = await findHits(
      db, { wanted, filters: chosenCommitments(filters, '2026-11-22') },
      { limit: 3000, after: null, highlights: false, facets: ['plan'] }
    )
    return { count: rows.length, first: titles(rows.slice(0, 3).map(({ body }) => body)), isEvery, facets }
  }
  t.match(await ranked('zebra', {}), { count: 2000, first: ['Zebra', 'Zebra okapis', 'Horse'] })
  t.match(
    await ranked('zebra', { member: ['mexico'] }),
    { count: 2102, first: ['Zebra', 'Zebra okapis', 'Horse'] },
    'all, where filters leave few'
  )
  for (const filters of [{}, { member: ['mexico'] }]) {
    t.strictSame(
      await ranked('zebra okapi ', filters),
      await ranked('zebra okapi ', filters, false),
      'where too little has every word too'
    )
  }

  await add('Donkey', 2101, 4000)
  t.match(
    await ranked('zebra', { member: ['mexico'] }),
    { count: 2000, first: ['Zebra', 'Zebra okapis', 'Horse'] },
    'some, where filters leave many'
  )
})

t.test('finds what other members promise that is like a commitment', async (t) => {
  const app = await start(t)
  const registrar = await app.key({ role: 'registrar' })
  await app.post('/v1/members', { id: 'canada', name: { en: 'Canada' }, kind: 'national', status: 'active', codePrefixes: ['CA'] }, { key: registrar })
  const key = await app.key({ role: 'editor', members: ['canada'] })
  await app.post('/v1/action-plans', { member: 'canada', number: 4, title: { en: 'Fourth plan' }, cycleYear: 2019 }, { key })
  await app.put('/v1/action-plans/canada-4/document', {
    plan: { id: 'canada-4', title: { en: 'Fourth plan' }, cycleYear: 2019 },
    commitments: [
      { number: '1', title: { en: 'Surveillance by the state under democratic controls' }, policyAreas: ['civic-space'] },
      { number: '2', title: { en: 'Interception of private communications, and surveillance' } },
      { code: 'CA0001', title: { en: 'Open school lunches' } }
    ]
  }, { key, headers: { 'if-match': '*' } })
  const { json } = await search(app, 'similarTo=mx0081&facets=member')
  t.strictSame(titles(json.items), ['Surveillance by the state under democratic controls', 'Interception of private communications, and surveillance'])
  t.match(json, { corrected: null, match: 'some', facets: { member: [{ value: 'canada', count: 2 }] } })
  const { id } = (await app.get('/v1/commitments/CA0001')).json
  t.equal((await app.get('/v1/search?similarTo=mx0081', { headers: { prefer: 'count=exact' } })).json.page.total, 2)
  t.same((await search(app, `similarTo=${id}&member=canada`)).json.items, [], 'none of its own member')
  await app.change(`/v1/commitments/${id}`, { lifecycle: 'entered_in_error' }, key)
  t.same((await search(app, `similarTo=${id}`)).json.items, [], 'what was entered in error resembles nothing')
  for (const nobody of ['ZZ0001', '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b']) t.match(await search(app, `similarTo=${nobody}`), { status: 400, json: { type: /unknown-reference$/, errors: [{ parameter: 'similarTo' }] } })
})

t.test('asks one thing, of the present', async (t) => {
  const app = await startReadOnly(t, 'starter')
  for (const query of ['', 'q=a&similarTo=MX0081', 'q=', 'q=a&knownAt=2026-11-22T12:00:00Z', `q=${'w '.repeat(10_000)}`, 'q=a%00b', 'similarTo=seven', 'q=a&limit=51', 'q=a&sort=title']) {
    t.equal((await search(app, query)).status, 400, query.slice(0, 40))
  }
})

t.test('answers anything at once', async (t) => {
  const app = await startReadOnly(t, 'starter')
  for (const q of ["'", '"', '\\', '%', '_', ';--', ':*', '& | !', '<->', '((((', '*', '**', '-', '--', '-"', '"unclosed', '\u{1f600}', '\u0301', '\ufffd', '\u202e', 'de la', 'los* del*', "a' | b", 'ﷺ', 'a'.repeat(300), 'ab '.repeat(100), 'transparancy '.repeat(23), 'open data access information law citizen public service budget health education water crime tax'.repeat(3)]) {
    t.equal((await search(app, ask(q))).status, 200, q.slice(0, 40))
  }
})

t.test('finds nothing by what is gone', async (t) => {
  const app = await start(t)
  const { make, change, deps: { db } } = app
  const words = async () => (await db.selectFrom('search_word').select('word').where('word', 'in', ['quagga', 'dodo', 'moa', 'thylacine']).orderBy('word').execute()).map(({ word }) => word)
  const [id, other] = await make({ title: { en: 'Zebra' }, problem: { en: 'Quagga' }, description: { en: 'Thylacine' } }, { title: { en: 'Moa' } }, { title: { en: 'Zebra' }, description: { en: 'Thylacine' } })
  t.strictSame(await words(), ['moa', 'quagga', 'thylacine'])

  await change(`/v1/commitments/${id}`, { description: { en: 'Dodo' } })
  t.strictSame(await found(app, 'dodo'), ['Zebra'], 'what is changed')
  t.equal((await found(app, 'thylacine')).length, 1)
  t.strictSame(await words(), ['dodo', 'moa', 'quagga', 'thylacine'])

  const moderator = await app.key({ role: 'moderator' })
  const redaction = { target: { type: 'commitment', id, fields: ['problem'] }, ground: 'personal_data', statement: { en: 'It named somebody.' } }
  t.equal((await app.post('/v1/redactions', redaction, { key: moderator })).status, 201)
  t.strictSame(await found(app, 'quagga'), [], 'what is redacted')
  t.match((await search(app, ask('quaga'))).json, { corrected: null, items: [] }, 'nor is it offered as a correction')
  t.strictSame(await words(), ['dodo', 'moa', 'thylacine'])

  await change(`/v1/commitments/${other}`, { lifecycle: 'entered_in_error' })
  t.strictSame(await found(app, 'moa', '&lifecycle=entered_in_error'), [], 'what was entered in error')
  t.strictSame(await words(), ['dodo', 'thylacine'])
  await change(`/v1/commitments/${other}`, { lifecycle: 'active' })
  t.strictSame(await found(app, 'moa'), ['Moa'], 'and back')
})

t.test('finds what is withdrawn, which says so', async (t) => {
  const app = await start(t)
  const { make, change } = app
  const [id] = await make({ title: { en: 'Moa' } })
  await change(`/v1/commitments/${id}`, { lifecycle: 'withdrawn' })
  t.match((await search(app, ask('moa'))).json.items, [{ id, lifecycle: 'withdrawn' }])
  t.strictSame(await found(app, 'moa', '&lifecycle=active'), [])
})
