import { parseAtomFeed, parseJsonFeed } from 'feedsmith'
import { sql } from 'kysely'
import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { explain, nodesOf, statementsOf } from '../../_support/explain.ts'
import { changesOf, listChanges } from '../../../src/resources/feed/feed.store.ts'

const HOSTILE = ']]></content><script>alert("1")</script> &amp; <b>bold</b> \u0001'
const evidence = [{ url: 'https://example.org/seen' }]

/** What any reader of Atom needs (RFC 4287, sections 4.1.1 and 4.1.2), read with a parser that knows nothing of this service. */
function atomOf (text: string) {
  const feed = parseAtomFeed(text)
  const entries = feed.entries ?? []
  const faults = [
    ...(feed.id && feed.title?.value && feed.updated ? [] : ['the feed lacks id, title or updated']),
    ...entries.filter(({ id, title, updated, authors, links }) => !(id && title?.value && updated && authors?.[0]?.name && links?.some(({ rel }) => rel === 'alternate'))).map(({ id }) => `${id} lacks what it needs`),
    ...(new Set(entries.map(({ id }) => id)).size === entries.length ? [] : ['an id stands twice']),
    ...(/[\u0000-\u0008\u000B\u000C\u000E-\u001F]/.test(text) ? ['a character that XML does not have'] : []) // eslint-disable-line no-control-regex -- control characters are what is looked for: XML 1.0 has no place for them
  ]
  if (faults.length > 0) throw new Error(faults.join('; '))
  return { ...feed, entries }
}

const link = (feed: ReturnType<typeof atomOf>, rel: string) => feed.links?.find(one => one.rel === rel)?.href

async function world (t: Parameters<typeof startApp>[0]) {
  const app = await startApp(t, { starter: true, env: { PUBLIC_URL: 'https://tracker.example.org' } })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const alias = await app.key({ role: 'reviewer', organisation: 'citizen-lab', alias: 'observer', plans: ['mexico-4'], publication: 'immediate' })
  const moderators = [await app.key({ role: 'moderator' }), await app.key({ role: 'moderator' })]
  const review = (key: string, narrative: string, commitment = 'MX0081') => app.post(`/v1/commitments/${commitment}/reviews`, { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', language: 'en', narrative: { en: narrative }, evidence, state: 'published' }, { key })
  return { app, reviewer, alias, moderators, review }
}

const feedOf = async ({ get }: TestApp, path: string) => atomOf((await get(`/v1/feeds/${path}`)).text)

t.test('feeds', { timeout: 240_000 }, async (t) => {
  const { app, reviewer, alias, moderators, review } = await world(t)
  const { get, sequence } = app

  t.test('of a log without an entry are feeds all the same', async (t) => {
    const feed = await feedOf(app, 'members/mexico.atom')
    t.match(feed, { entries: [], updated: '1970-01-01T00:00:00.000Z', title: { value: 'Mexico' } })
    t.same((await get('/v1/feeds/members/mexico.json')).json.items, [])
    await sequence()
  })

  t.test('lead from page to page, newest first, through all that the public log has', async (t) => {
    const indexed = new Map<string, number>()
    for (let after = -1; ;) {
      const { items } = (await get(`/v1/changes?limit=200${after < 0 ? '' : `&after=${after}`}`)).json
      for (const { type, id, revision, index } of items) indexed.set(`${type} ${id} ${revision}`, index)
      if (items.length < 200) break
      after = items.at(-1).index
    }
    const seen: string[] = []
    for (let next: string | undefined = '/v1/feeds/changes.atom'; next !== undefined;) {
      const page: ReturnType<typeof atomOf> = atomOf((await get(next)).text)
      t.equal(link(page, 'self'), `https://tracker.example.org${next}`)
      t.equal(link(page, 'first'), 'https://tracker.example.org/v1/feeds/changes.atom')
      seen.push(...page.entries.map(({ id }) => id as string))
      next = link(page, 'next')?.replace('https://tracker.example.org', '')
    }
    t.equal(seen.length, indexed.size)
    t.equal(new Set(seen).size, indexed.size, 'each once')
    const { json } = await get('/v1/changes?sort=-index&limit=3')
    t.strictSame(seen.slice(0, 3), json.items.map(({ type, id, revision, on }: Record<string, string>) =>
      `tag:tracker.example.org,${on}:/v1/${({ 'policy-area': 'policy-areas', report: 'reports', assessment: 'assessments', commitment: 'commitments', 'report-clusters': 'report-clusters' })[type as string] ?? `${type}s`}/${id}/revisions/${revision}`))
  })

  t.test('of a plan, its member, a commitment and what it is about have what is said of it; others have not', async (t) => {
    const { json: { id } } = await review(reviewer, 'Seen from outside.')
    t.same((await feedOf(app, 'commitments/mx0081.atom')).entries.filter(entry => entry.id?.includes(id)), [], 'what is not sequenced yet waits')
    await sequence()
    const { json: { policyAreas } } = await get('/v1/commitments/MX0081')
    for (const path of ['commitments/mx0081', 'commitments/MX0081', 'action-plans/mexico-4', 'members/mexico', 'institutions/article-19', `policy-areas/${policyAreas[0]}`, 'changes', 'commitments']) {
      const feed = await feedOf(app, `${path}.atom`)
      t.match(feed.entries[0], {
        id: `tag:tracker.example.org,2026-11-22:/v1/reviews/${id}/revisions/1`,
        title: { value: /^Review, new: MX0081 · / },
        updated: '2026-11-22T00:00:00.000Z',
        content: { value: 'Seen from outside.' },
        authors: [{ name: /Article 19/i }],
        categories: [{ term: 'review' }, { term: 'create' }]
      }, path)
      t.match((await get(`/v1/feeds/${path}.json`)).json.items[0], { id: feed.entries[0]?.id, content_text: 'Seen from outside.' }, path)
    }
    for (const path of ['action-plans/mexico-3', 'commitments?plan=mexico-3', 'commitments?q=nothing-like-it']) {
      const [name, query = ''] = path.split('?')
      t.notMatch((await get(`/v1/feeds/${name}.atom?${query}`)).text, id, path)
    }
    t.match((await get('/v1/feeds/commitments.atom?plan=mexico-4&irmCompletion=complete&starred=false')).status, 200)
    const found = atomOf((await get('/v1/feeds/commitments.atom?code=mx0081&language=fr&before=2000000000')).text)
    t.equal(link(found, 'alternate'), 'https://tracker.example.org/v1/commitments?code=mx0081')
    t.equal(link(found, 'first'), 'https://tracker.example.org/v1/feeds/commitments.atom?code=mx0081&language=fr')
    t.equal(found.title?.value, 'Engagements')
  })

  t.test('name an alias and never who stands behind it', async (t) => {
    const { json: { id } } = await review(alias, 'Seen from inside.')
    await sequence()
    const [entry] = (await feedOf(app, 'commitments/MX0081.atom')).entries
    t.match(entry, { content: { value: 'Seen from inside.' }, authors: [{ name: 'observer' }] })
    t.notMatch((await get('/v1/feeds/institutions/citizen-lab.atom')).text, id)
    t.notMatch(JSON.stringify(entry), /T(?!00:00:00)\d\d:/, 'no hour')
  })

  t.test('keep what looks like markup as text', async (t) => {
    await review(reviewer, HOSTILE)
    await sequence()
    const { text } = await get('/v1/feeds/commitments/MX0081.atom')
    t.equal(atomOf(text).entries[0]?.content?.value, HOSTILE.replace('\u0001', '\uFFFD'))
    t.notMatch(text.replace(/<!\[CDATA\[.*?\]\]>/gs, ''), /<script|<b>/)
    t.equal((await get('/v1/feeds/commitments/MX0081.json')).json.items[0].content_text, HOSTILE.replace('\u0001', '\uFFFD'))
    await review(reviewer, 'x'.repeat(5000))
    await sequence()
    t.equal((await get('/v1/feeds/commitments/MX0081.json')).json.items[0].content_text, `${'x'.repeat(2000)}…`)
  })

  t.test('tell of a redaction without the words that it took away', async (t) => {
    const { json: { id } } = await review(reviewer, 'A name that must go.')
    await sequence()
    const before = (await feedOf(app, 'commitments/MX0081.atom')).entries[0]
    const { json: redaction } = await app.post('/v1/redactions', { target: { type: 'review', id }, ground: 'personal_data', statement: { en: 'It named somebody.' } }, { key: moderators[0] as string })
    t.match((await app.post(`/v1/redactions/${redaction.id}/approvals`, { state: 'in_effect' }, { key: moderators[1] as string })).json, { state: 'in_effect' })
    await sequence()
    const { text } = await get('/v1/feeds/commitments/MX0081.atom')
    t.notMatch(text, /must go/)
    const { entries } = atomOf(text)
    t.match(entries.find(entry => entry.id === before?.id), { title: { value: /^Review, redaction: / }, content: { value: 'Taken out of the record.' } }, 'the entry stays, with its id')
    t.ok(entries.some(entry => entry.id?.includes(`/v1/redactions/${redaction.id}/`)), 'the redaction is an entry of what it is about')
  })

  t.test('speak the language that is asked for', async (t) => {
    const titles = async (query: string, headers: Record<string, string> = {}) => {
      const answer = await get(`/v1/feeds/commitments/MX0081.json${query}`, { headers })
      t.match(answer.headers.vary, /Accept-Language/)
      return [answer.headers['content-language'], answer.json.language, answer.json.items[0].title.split(',')[0], answer.json.items[0].authors[0].name]
    }
    t.strictSame(await titles(''), ['en', 'en', 'Redaction', 'Moderator'])
    t.strictSame(await titles('?language=es'), ['es', 'es', 'Supresión', 'Moderación'])
    t.strictSame(await titles('', { 'accept-language': 'fr-CA, en;q=0.5' }), ['fr', 'fr', 'Suppression', 'Modération'])
    t.strictSame(await titles('?language=es', { 'accept-language': 'fr' }), ['es', 'es', 'Supresión', 'Moderación'])
    t.strictSame(await titles('', { 'accept-language': 'de' }), ['en', 'en', 'Redaction', 'Moderator'])
    t.match((await get('/v1/feeds/changes.atom?language=de')).json, { status: 400, type: /invalid-query$/ })
  })

  t.test('lead people to the page of what changed, in their language, and programs to the data', async (t) => {
    const service = 'https://tracker.example.org'
    const types = new Map<string, string[]>()
    for (let next: string | undefined = '/v1/feeds/changes.atom?language=es'; next !== undefined;) {
      const page = atomOf((await get(next)).text)
      for (const { links = [], categories = [] } of page.entries) {
        t.match(links.at(-1), { rel: 'alternate', type: 'application/json', href: /\/v1\/.+\/revisions\/\d+$/ })
        types.set(String(categories[0]?.term), links.map(({ href }) => String(href)))
      }
      next = link(page, 'next')?.replace(service, '')
    }
    for (const [type, hrefs] of types) {
      if (['member', 'action-plan', 'commitment', 'review', 'report'].includes(type)) {
        const answer = await get(String(hrefs[0]).replace(service, ''))
        t.match(hrefs[0], /^https:\/\/tracker\.example\.org\/es\//, type)
        t.match([answer.status, answer.headers['content-type']], [200, /html/], type)
      }
    }
    t.equal(types.get('institution')?.length, 1, 'which has no page')
    for (const [path, home] of [['members/mexico', 'members/mexico'], ['action-plans/mexico-4', 'plans/mexico-4'], ['changes', 'changes']] as const) {
      const { json } = await get(`/v1/feeds/${path}.json?language=fr`)
      t.equal(json.home_page_url, `${service}/fr/${home}`)
      t.equal((await get(`/fr/${home}`)).status, 200)
    }
    t.equal((await get('/v1/feeds/institutions/article-19.json')).json.home_page_url, `${service}/v1/institutions/article-19`)
  })

  t.test('have their media types, validators and how long they may be kept', async (t) => {
    for (const [ending, type] of [['atom', 'application/atom+xml; charset=utf-8'], ['json', 'application/feed+json; charset=utf-8']]) {
      const url = `/v1/feeds/action-plans/mexico-4.${ending}`
      const answer = await get(url, { headers: { accept: 'application/atom+xml, application/rss+xml;q=0.9, application/json, */*;q=0.1' } })
      t.match(answer.headers, { 'content-type': type, 'cache-control': 'public, max-age=300, must-revalidate', etag: /^"[\w-]{22}"$/ })
      t.equal((await get(url, { headers: { 'if-none-match': String(answer.headers.etag) } })).status, 304)
      const head = await app.request('HEAD', url)
      t.strictSame([head.status, head.text, head.headers.etag, head.headers['content-type']], [200, '', answer.headers.etag, type])
      t.equal((await get(url)).headers.etag, answer.headers.etag, 'the same again is the same')
    }
    const { next_url: next, items, ...feed } = parseJsonFeed((await get('/v1/feeds/changes.json')).text)
    t.match(feed, { title: 'All changes', home_page_url: 'https://tracker.example.org/en/changes', feed_url: 'https://tracker.example.org/v1/feeds/changes.json' })
    t.match(next, /^https:\/\/tracker\.example\.org\/v1\/feeds\/changes\.json\?before=\d+$/)
    t.equal(items?.length, 50)
  })

  t.test('fall back to any language there is, and to the id of what has no name', async (t) => {
    const desk = await app.key({ role: 'registrar' })
    const assessor = await app.key({ role: 'assessor', plans: ['mexico-4'] })
    await app.post('/v1/members', { id: 'atlantide', name: { fr: 'Atlantide' }, kind: 'local', status: 'active', parent: 'mexico' }, { key: desk })
    const { json: { id } } = await app.post('/v1/reports', { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final' }, { key: assessor })
    await sequence()
    t.match((await get('/v1/feeds/members/atlantide.json?language=es')).json, { title: 'Atlantide', items: [{ title: 'Miembro, alta: Atlantide' }] })
    t.match((await get('/v1/feeds/action-plans/mexico-4.json')).json.items[0], { title: `Report, new: ${id}`, content_text: `Report, new: ${id}`, authors: [{ name: 'Assessor' }] })
  })

  t.test('of what does not exist do not exist', async (t) => {
    for (const path of ['members/atlantis', 'action-plans/atlantis-1', 'commitments/ZZ0001', 'institutions/nobody', 'policy-areas/nothing']) {
      for (const ending of ['atom', 'json']) t.match((await get(`/v1/feeds/${path}.${ending}`)).json, { status: 404, type: /not-found$/ }, path)
    }
    t.match((await get('/v1/feeds/changes.rss')).json, { status: 400, type: /invalid-query$/ })
    t.match((await get('/v1/feeds/changes')).json, { status: 404 })
    t.match((await get('/v1/feeds/members/mexico.atom?limit=3')).json, { status: 400 })
  })

  t.test('know what each entry of the log is about, whatever order it came in', async (t) => {
    const { rows } = await sql<{ missing: number, strange: number }>`select
      (select count(*) from revision r, lateral change_scopes(r.entity_type, r.entity_id) s where r.log_index is not null
        and not exists (select from change_scope c where (c.scope_type, c.scope_id, c.log_index) = (s.scope_type, s.scope_id, r.log_index))) as missing,
      (select count(*) from change_scope c where not exists (select from log_entry e where e.index = c.log_index)) as strange`.execute(app.deps.db)
    t.match(rows, [{ missing: 0, strange: 0 }])
  })

  t.test('are read in the order of an index', async (t) => {
    const [statement] = await statementsOf(db => listChanges(db, changesOf('action-plan', 'mexico-4'), 100))
    const nodes = nodesOf(await explain(app.deps.db, statement as NonNullable<typeof statement>, 'enable_sort'))
    t.ok(nodes.some(node => node['Index Name'] === 'change_scope_pk' && /scope_type.*scope_id.*log_index/.test(String(node['Index Cond']))))
    t.strictSame(nodes.find(node => node['Node Type'] === 'Limit') === undefined, false)
  })
})
