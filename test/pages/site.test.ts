import t from 'tap'
import { type TestApp, startApp } from '../_support/app.ts'
import { moderating } from '../_support/moderation.ts'
import { say } from '../../src/pages/site/words.ts'

const BROWSER = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
const HOSTILE = '<script>alert(1)</script> & "quoted" \'too\''
const LANGUAGES = ['en', 'es', 'fr']

/** A commitment of Mexico with all that can be said of one, some of it hostile. */
async function tell (app: TestApp): Promise<void> {
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
  // Whose deadline alone has moved, and of which the IRM has not spoken.
  const moved = '/v1/commitments/MX0084'
  await post(`${moved}/progress-updates`, editor, { ...update, completion: 'limited', narrative: { en: 'Begun' }, challenges: { en: 'Time' } })
  await post(`${moved}/reviews`, article19, { ...review, completion: 'limited', reviewedOn: '2021-08-01' })
  for (const endsOn of ['2021-01-31', null]) await app.request('PATCH', moved, { key: editor, headers: { 'if-match': '*' }, body: { endsOn, endsPrecision: endsOn === null ? 'unknown' : 'day' } })
  await post('/v1/members', registrar, { id: 'emptyland', name: { en: 'Emptyland' }, kind: 'national', status: 'active', statusEvents: [{ on: '2020-01-01', status: 'active', reason: null, note: null, document: null }] })
  await post('/v1/members', registrar, { id: 'quietland', name: { fr: 'Pays tranquille' }, kind: 'local', status: 'active', region: null, parent: 'mexico' })
  const quiet = await app.key({ role: 'editor', members: ['quietland'] })
  const bare = { title: { fr: 'Rien de plus' }, cycleYear: 2019, lifecycle: 'in_implementation' }
  await post('/v1/action-plans', quiet, { ...bare, member: 'quietland', number: 1 })
  await post('/v1/action-plans', quiet, { ...bare, member: 'quietland', number: 2, cycleYear: 2100 })
  await post('/v1/commitments', quiet, { plan: 'quietland-1', title: { fr: 'Promesse nue' }, lifecycle: 'active' })
  // Whose first revision is erased.
  const erased = await post('/v1/commitments', quiet, { plan: 'quietland-1', number: '2', title: { fr: 'Promesse tue' }, problem: { fr: 'Un nom' }, lifecycle: 'active' })
  const { status, text } = await (await moderating(app)).carryOut({ type: 'commitment', id: erased.id, fields: ['problem'] })
  if (status >= 300) throw new Error(text)
}

t.test('pages', async (t) => {
  const app = await startApp(t, { starter: true })
  await tell(app)
  await app.sequence()
  const { get } = app

  t.test('of every kind stand in every language, with what is the same elsewhere', async (t) => {
    for (const language of LANGUAGES) {
      for (const path of ['', '/members', '/members/mexico', '/members/quietland', '/plans/mexico-4', '/plans/mexico-3', '/plans/quietland-1', '/plans/quietland-2', '/members/emptyland', '/commitments/MX0083', '/commitments/MX0084', '/commitments/MX0081', '/commitments/mx0082', '/search', '/changes', '/about', '/verify', '/developers']) {
        const url = `/${language}${path}`
        const { status, headers, text } = await get(url, BROWSER)
        t.strictSame([status, headers['content-type']], [200, 'text/html; charset=utf-8'], url)
        t.match(text, `<html lang="${language}">`)
        for (const other of LANGUAGES) t.match(text.toLowerCase(), `href="/${other}${path}"`.toLowerCase(), `${url} in ${other}`)
        t.equal(text.match(/<h1/g)?.length, 1)
        t.notMatch(text, /undefined|\[object|\{\w+\}|<script(?! type="application\/ld\+json")/)
        t.match((await get(url, { headers: { ...BROWSER.headers, 'if-none-match': String(headers.etag) } })).status, 304)
      }
    }
  })

  t.test('show three voices side by side, where they diverge, and how the promise changed', async (t) => {
    const { text } = await get('/en/commitments/MX0081', BROWSER)
    for (const part of ['Substantial', 'Not started', 'Limited', 'Article 19', 'observers', 'The voices diverge', 'government 2 higher', 'contests what the government says', 'Deadline moved after it had passed', 'OGP value dropped', 'Responsible body removed', 'By summer', '2020 Q2', 'Re-planned to', '2 organisations']) t.match(text, part)
    const late = (await get('/en/commitments/MX0082', BROWSER)).text
    for (const part of ['Overdue', 'One organisation reviewed it', 'Retracted by its author', 'Complete', 'Unclear']) t.match(late, part)
    const calm = (await get('/en/commitments/MX0083', BROWSER)).text
    for (const part of ['The voices do not diverge', 'Government against IRM: the same', 'January 2021', 'Trusts', '<div class="prose" lang>', '<div class="prose" lang="fr">']) t.match(calm, part)
    t.match((await get('/en/commitments/MX0084', BROWSER)).text, /Deadline removed[\s\S]*<del>2021-01-31<\/del>/)
    const [, erased] = /href="(\/en\/commitments\/[0-9a-f-]{36})"><span lang="fr">Promesse tue/.exec((await get('/en/plans/quietland-1', BROWSER)).text) ?? []
    t.match((await get(erased as string, BROWSER)).text, /\[redacted\][\s\S]*The text has not changed/)
    t.match((await get('/en/changes', BROWSER)).text, / · redacted</)
    const [, bare] = /href="(\/en\/commitments\/[0-9a-f-]{36})"/.exec((await get('/en/plans/quietland-1', BROWSER)).text) ?? []
    t.match((await get(bare as string, BROWSER)).text, /There are not two voices to compare yet[\s\S]*The text has not changed/)
    t.notMatch(text, /SocialTIC, R3D and other organisations\.<\/p>/)
    t.match((await get('/en', BROWSER)).text, /Overdue now[\s\S]*MX0083[\s\S]*Where voices diverge[\s\S]*MX0081/)
    t.match((await get('/es/plans/mexico-4', BROWSER)).text, /ampliado; primero hasta el <time[^>]*>31 de agosto de 2021/)
    t.match((await get('/fr/members', BROWSER)).text, 'Pays tranquille')
    t.match((await get('/en/members', BROWSER)).text, '<span lang="fr">Pays tranquille</span>')
  })

  t.test('keep hostile texts texts, also in the data for other programs', async (t) => {
    const { text } = await get('/en/commitments/MX0081', BROWSER)
    t.notMatch(text, /<script>alert/)
    t.match(text, '&lt;script>alert(1)&lt;/script> &amp; &quot;quoted&quot;')
    const [, block] = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(text) ?? []
    t.match(JSON.parse(block as string), { '@context': 'https://schema.org', name: HOSTILE, identifier: 'MX0081' })
  })

  t.test('are kept apart by who asks for nothing: a page for a browser, a problem for a program', async (t) => {
    for (const path of ['commitments/ZZ0001', 'members/atlantis', 'plans/atlantis-4']) {
      const page = await get(`/es/${path}`, BROWSER)
      t.strictSame([page.status, page.headers['content-type'], page.headers['cache-control']], [404, 'text/html; charset=utf-8', 'no-store'])
      t.match(page.text, 'No hay nada en esta dirección')
      t.match((await get(`/es/${path}`)).json, { status: 404, type: /not-found$/ })
    }
    t.match((await get('/es/commitments/x', BROWSER)).json, { status: 400, type: /invalid-query$/ })
    t.equal((await get('/en/changes?page=x', BROWSER)).status, 400)
  })

  t.test('go on where a list is longer than a page', async (t) => {
    const first = await get('/en/changes?utm_source=elsewhere', BROWSER)
    const seen: string[] = []
    let next: string | undefined = '/en/changes'
    while (next !== undefined) {
      const { text }: { text: string } = await get(next, BROWSER)
      seen.push(...[...text.matchAll(/<span class="quiet">(\d+) ·/g)].map(([, index]) => index as string))
      next = /rel="next" href="([^"]+)"/.exec(text)?.[1]
    }
    t.equal(first.status, 200)
    t.equal(seen.length, Number(seen[0]) + 1, 'every change once')
    t.strictSame(seen, [...seen].sort((a, b) => Number(b) - Number(a)))
  })

  t.test('have one style sheet, whose name changes with it', async (t) => {
    const [, path] = /rel="stylesheet" href="([^"]+)"/.exec((await get('/en', BROWSER)).text) ?? []
    const { status, headers, text } = await get(path as string, { headers: { accept: 'text/css,*/*;q=0.1' } })
    t.strictSame([status, headers['content-type'], headers['cache-control']], [200, 'text/css; charset=utf-8', 'public, max-age=31536000, immutable'])
    t.notMatch(text, /url\(|@import/, 'nothing comes from elsewhere')
  })
})

t.test('pages without anything to show say so', async (t) => {
  const { get } = await startApp(t)
  t.match((await get('/en', BROWSER)).text, /Nothing here yet/)
  t.equal((await get('/en/members', BROWSER)).status, 200)
  t.equal(say('{count} of {name}', { count: 2, name: 'x' }), '2 of x')
})
