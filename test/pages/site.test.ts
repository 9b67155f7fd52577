import t from 'tap'
import { startApp } from '../_support/app.ts'
import { HOSTILE, tell } from '../_support/told.ts'
import { STYLE_PATH } from '../../src/pages/site/style.ts'
import { say } from '../../src/pages/site/words.ts'

const BROWSER = { headers: { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' } }
const LANGUAGES = ['en', 'es', 'fr']

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
    for (const part of ['<del>supporting</del>', '<del>Supporting</del>', '<del>Public accountability</del>', '<ins>August 31, 2022</ins>']) t.equal((await get('/en/commitments/MX0081', BROWSER)).text.includes(part), part !== '<del>supporting</del>', part)
    const calm = (await get('/en/commitments/MX0083', BROWSER)).text
    for (const part of ['The voices do not diverge', 'Government against IRM: the same', 'January 2021', 'Trusts', '<div class="prose" lang>', '<div class="prose" lang="fr">']) t.match(calm, part)
    t.match((await get('/en/commitments/MX0084', BROWSER)).text, /Deadline removed[\s\S]*<del>January 31, 2021<\/del>/)
    const [, erased] = /href="(\/en\/commitments\/[0-9a-f-]{36})"><span lang="fr">Promesse tue/.exec((await get('/en/plans/quietland-1', BROWSER)).text) ?? []
    t.match((await get(erased as string, BROWSER)).text, /\[redacted\][\s\S]*The text has not changed/)
    t.match((await get('/en/changes', BROWSER)).text, /, redaction</)
    const [, bare] = /href="(\/en\/commitments\/[0-9a-f-]{36})"/.exec((await get('/en/plans/quietland-1', BROWSER)).text) ?? []
    t.match((await get(bare as string, BROWSER)).text, /There are not two voices to compare yet[\s\S]*The text has not changed/)
    t.notMatch(text, /SocialTIC, R3D and other organisations\.<\/p>/)
    t.match((await get('/en', BROWSER)).text, /Overdue now[\s\S]*MX0083[\s\S]*Where voices diverge[\s\S]*MX0081/)
    t.match((await get('/es/plans/mexico-4', BROWSER)).text, /ampliado; primero hasta el <time[^>]*>31 de agosto de 2021/)
    t.match((await get('/fr/members', BROWSER)).text, 'Pays tranquille')
    t.match((await get('/en/members', BROWSER)).text, '<span lang="fr">Pays tranquille</span>')
  })

  t.test('tell of parts that are reported, of reports without a title, and where to follow', async (t) => {
    const parts = (await get('/en/commitments/MX0086', BROWSER)).text
    for (const part of ['Reports on parts of it, none on the whole', '1.1. Share of requests answered', 'By fall 2027', 'Arms that were marked', 'A step · Share of requests answered']) t.match(parts, part)
    const late = (await get('/fr/commitments/MX0082', BROWSER)).text
    const { items: [{ report }] } = (await get('/v1/commitments/MX0082/assessments')).json
    t.notMatch(late, report, 'no id stands for a name')
    for (const [path, feed] of [['members/mexico', 'members/mexico'], ['plans/mexico-4', 'action-plans/mexico-4'], ['commitments/MX0082', 'commitments/MX0082'], ['changes', 'changes']] as const) {
      t.match((await get(`/es/${path}`, BROWSER)).text, 'type="application/atom+xml" title="')
      t.match((await get(`/es/${path}`, BROWSER)).text, `href="/v1/feeds/${feed}.atom?language=es"`)
      t.equal((await get(`/v1/feeds/${feed}.atom?language=es`)).status, 200)
    }
    t.notMatch((await get('/es/members', BROWSER)).text, 'atom+xml')
    t.match((await get('/fr/plans/mexico-4', BROWSER)).text, '<dt>Cocréés</dt><dd>6</dd>')
    t.match((await get('/fr/plans/quietland-2', BROWSER)).text, '<dt>public meetings</dt><dd>4</dd>', 'as the source calls it')
  })

  t.test('draw what they tell, with the numbers beside it', async (t) => {
    const pictures = async (path: string): Promise<string> => [...(await get(path, BROWSER)).text.matchAll(/<img src="data:image\/svg\+xml;base64,([^"]+)" width="\d+" height="\d+" alt="[^"]{10,}"/g)].map(([, svg]) => String(Buffer.from(svg as string, 'base64'))).join('\n')
    const drawn = async (path: string): Promise<string[]> => [...(await pictures(path)).matchAll(/<svg [^>]*lang="(\w+)" aria-labelledby="([\w-]+)-title/g)].map(([, language, name]) => `${language} ${name}`)
    t.strictSame(await drawn('/fr'), ['fr completion'])
    t.strictSame(await drawn('/es/members/mexico'), ['es completion', 'es policy-areas'])
    t.strictSame(await drawn('/en/members/emptyland'), [])
    t.strictSame(await drawn('/en/plans/mexico-4'), ['en milestones'], 'no report is due of a plan that is closed')
    t.strictSame(await drawn('/fr/plans/quietland-2'), [])
    t.strictSame(await drawn('/es/commitments/MX0081'), ['es voices', 'es milestones'])
    t.strictSame(await drawn('/es/commitments/MX0085'), [])
    const { items: [{ id }] } = (await get('/v1/commitments?plan=quietland-1')).json
    t.match(await pictures(`/fr/commitments/${id}`), `<desc id="milestones-desc">Du début à l’échéance. Une fin hachurée est une échéance connue seulement au mois, au trimestre ou à l’année. Engagement: ${id}`)
    const { text } = await get('/en/members/mexico', BROWSER)
    t.match(text, '<dt>Region</dt><dd>Americas</dd>')
    t.match((await get('/fr/members', BROWSER)).text, '<td>Amériques</td>')
    const { rows } = (await get('/v1/charts/completion.json?member=mexico')).json
    t.match(text, '<summary>The numbers behind it</summary>')
    for (const [year, ...cells] of rows) t.match(text, `<tr><th scope="row">${year}</th>${cells.map((cell: string) => `<td>${cell}</td>`).join('')}</tr>`)
    t.match(text, 'href="/v1/charts/completion.svg?member=mexico&amp;language=en"')
    t.match(await pictures('/en/commitments/MX0081'), '<title>Re-planned for: 2021-06-30</title>')
    t.match((await get('/en/commitments/MX0081', BROWSER)).text, 'Re-planned to June 30, 2021')
  })

  t.test('are light: what is seen first is below 100 KiB', async (t) => {
    const { length } = (await get(STYLE_PATH)).text
    for (const path of ['/en', '/es/members/mexico', '/fr/plans/mexico-4', '/en/commitments/MX0081', '/en/changes']) t.ok((await get(path, BROWSER)).text.length + length < 100 * 1024, path)
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
    for (const [path, language, words] of [['/es/nada/aqui', 'es', 'No hay nada en esta dirección'], ['/fr/x', 'fr', 'Il n’y a rien à cette adresse'], ['/nowhere', 'fr', 'Il n’y a rien à cette adresse']] as const) {
      const page = await get(path, { headers: { ...BROWSER.headers, 'accept-language': 'fr' } })
      t.strictSame([page.status, page.headers['content-type']], [404, 'text/html; charset=utf-8'], path)
      t.match(page.text, `<html lang="${language}">`)
      t.match(page.text, words)
      t.match(page.text, `<form class="search" role="search" action="/${language}/search">`)
      t.match((await get(path)).json, { status: 404, type: /not-found$/ })
    }
    for (const path of ['/v1/nothing', '/v1/commitments/ZZ0001', '/log/nothing']) t.match((await get(path, BROWSER)).json, { status: 404 }, 'what is for programs')
    t.match((await get('/es/commitments/x')).json, { status: 400, type: /invalid-query$/ })
    const page = await get('/es/commitments/x', BROWSER)
    t.strictSame([page.status, page.headers['content-type']], [404, 'text/html; charset=utf-8'], 'what no commitment can be called')
    t.match(page.text, 'No hay nada en esta dirección')
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
    const pages = first.text
    t.match(pages, /Assessment, new<\/span><br\/?><a href="\/en\/commitments\/MX0082">MX0082 · /)
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
