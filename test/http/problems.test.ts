import t from 'tap'
import { CATALOGUE } from '../../src/errors.ts'
import { escapeHtml, htmlPage } from '../../src/pages/html.ts'
import { startApp } from '../_support/app.ts'
import { operationsOf } from '../_support/openapi.ts'

const CODES = Object.keys(CATALOGUE).sort()

t.test('problems', async (t) => {
  const app = await startApp(t)
  const { get } = app
  const page = (path: string) => get(path, { headers: { accept: 'text/html' } })
  const json = (path: string) => get(path, { headers: { accept: 'application/json' } })

  t.test('the catalogue and its pages are equal, as HTML and as JSON', async (t) => {
    t.same((await json('/problems')).json.items.map(({ code }: { code: string }) => code), CODES)
    t.same([...(await page('/problems')).text.matchAll(/href="\/problems\/([a-z-]+)"/g)].map(([, code]) => code), CODES)
    for (const code of CODES) {
      const entry = CATALOGUE[code as keyof typeof CATALOGUE]
      t.same((await json(`/problems/${code}`)).json, { code, type: `http://127.0.0.1:3000/problems/${code}`, ...entry })
      const { status, headers, text } = await page(`/problems/${code}`)
      t.equal(status, 200)
      t.equal(headers['content-type'], 'text/html; charset=utf-8')
      for (const part of [entry.title, entry.help, String(entry.status)]) t.ok(text.includes(escapeHtml(part)), `${code}: ${part}`)
    }
  })

  t.test('a code that does not exist is a problem itself', async (t) => {
    t.match((await json('/problems/teapot')).json, { type: /\/problems\/not-found$/, status: 404 })
    t.match(await page('/problems/teapot'), { status: 404, text: /<h1>There is nothing at this address<\/h1>/ })
  })

  t.test('people get HTML, programs JSON', async (t) => {
    t.match((await get('/problems/not-found')).headers['content-type'], 'text/html')
    t.match((await get('/problems/not-found', { headers: { accept: 'text/html;q=0.5, application/json' } })).headers['content-type'], 'application/json')
  })

  t.test('the address in type leads to the page of that refusal', async (t) => {
    const refused = await get('/v1/members/atlantis')
    t.equal(refused.headers['content-type'], 'application/problem+json; charset=utf-8')
    t.match(refused.json, { title: CATALOGUE['not-found'].title, status: 404, detail: 'There is no member atlantis.', instance: /^req-[\w-]{12}$/ })
    t.match((await json(refused.json.type.replace('http://127.0.0.1:3000', ''))).json, { code: 'not-found' })
  })

  t.test('every problem that an operation declares is in the catalogue with that status', async (t) => {
    for (const { operation } of operationsOf(app)) {
      for (const [status, { description }] of Object.entries(operation.responses).filter(([status]) => Number(status) >= 400)) {
        for (const [, code = ''] of description.matchAll(/`([a-z-]+)`: /g)) t.equal(CATALOGUE[code as keyof typeof CATALOGUE]?.status, Number(status), `${operation.operationId} ${code}`)
      }
    }
  })

  t.test('HTML escapes what it shows', async (t) => {
    t.equal(escapeHtml('<a href="x">\'&amp;'), '&#60;a href=&#34;x&#34;&#62;&#39;&#38;amp;')
    t.match(htmlPage('<script>', 'body'), /<title>&#60;script&#62; - Open Commitments<\/title>/)
    t.notMatch((await get('/')).text, /<script/)
  })

  t.test('the first address says where to look', async (t) => {
    const links = Object.values((await json('/')).json) as string[]
    t.ok(links.length > 5)
    for (const link of links) {
      const path = link.replace('http://127.0.0.1:3000', '')
      t.equal((await get(path)).status, 200, path)
    }
  })
})
