import t from 'tap'
import { startApp } from '../_support/app.ts'

const BROWSER = { headers: { accept: 'text/html' } }

t.test('the search finds without scripts, and narrows down by links', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get } = app
  const registrar = await app.key({ role: 'registrar' })
  await app.post('/v1/members', { id: 'elsewhere', name: { en: 'Elsewhere' }, kind: 'national', status: 'active' }, { key: registrar })
  const editor = await app.key({ role: 'editor', members: ['elsewhere', 'mexico'] })
  await app.post('/v1/action-plans', { member: 'elsewhere', number: 1, title: { en: 'Plan' }, cycleYear: 2016, lifecycle: 'in_implementation' }, { key: editor })
  for (let n = 1; n <= 22; n++) await app.post('/v1/commitments', { plan: 'elsewhere-1', number: String(n), title: { en: `Transparency of <b>trusts</b>, part ${n}` }, description: { en: 'State surveillance under democratic control' }, lifecycle: n === 22 ? 'withdrawn' : 'active' }, { key: editor })
  await app.post('/v1/commitments/MX0083/progress-updates', { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'substantial', narrative: { en: 'Done' } }, { key: editor })

  const form = (await get('/fr/search', BROWSER)).text
  t.match(form, /<form class="search" role="search" action="\/fr\/search">/)
  t.notMatch(form, 'Résultats')

  const { text } = await get('/en/search?q=transparency', BROWSER)
  t.match(text, '<title>Search: transparency - Open Commitments</title>')
  t.match(text, 'href="/es/search?q=transparency"', 'the same in another language')
  t.match((await get('/en/search?q=surveillance', BROWSER)).text, /<mark>surveillance<\/mark>/i)
  t.notMatch(text, '<b>trusts', 'texts stay texts')
  t.match(text, 'href="/en/search?q=transparency&amp;member=elsewhere"')
  const narrowed = (await get('/en/search?q=transparency&member=mexico&cycleYear=2019', BROWSER)).text
  t.match(narrowed, /Narrowed down to[\s\S]*Member: Mexico[\s\S]*Cycle year: 2019[\s\S]*MX0083[\s\S]*Government: [\s\S]*Substantial/)
  t.notMatch(narrowed, 'part 1')
  t.match(narrowed, 'name="cycleYear" value="2019"', 'another search stays narrowed')
  t.match((await get('/en/search?q=transparency&member=nowhere', BROWSER)).text, /Member: nowhere[\s\S]*Nothing was found/)

  t.match((await get('/en/search?q=transparency&member=elsewhere', BROWSER)).text, '>Results (22)</h2>', 'how many, on all pages')
  const next = /rel="next" href="([^"]+)"/.exec((await get('/en/search?q=transparency&member=elsewhere', BROWSER)).text)?.[1]?.replaceAll('&amp;', '&') as string
  t.equal((await get(next, BROWSER)).text.match(/class="hit"/g)?.length, 2, 'the next page has the rest')
  t.match((await get('/en/search?q=benificial+ownership', BROWSER)).text, /Nothing has these words; this is what was found for: beneficial ownership[\s\S]*MX0085/)
  t.match((await get('/en/search?q=trusts+zebras', BROWSER)).text, 'Few have all the words')
  t.equal((await get('/en/search?q=x&cycleYear=soon', BROWSER)).status, 400)

  t.match((await get('/en/search?q=trusts&member=elsewhere&lifecycle=withdrawn', BROWSER)).text, /part 22<\/a> <span class="tag">Withdrawn<\/span>/)
  t.match((await get('/en/commitments/MX0081', BROWSER)).text, /part 22<\/a> <span class="tag">Withdrawn<\/span>/)
  t.match((await get('/en/commitments/MX0081', BROWSER)).text, /Similar commitments elsewhere[\s\S]*Elsewhere · 2016[\s\S]*badges\/commitments\/MX0081\.svg/)
})
