import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import t, { type Test } from 'tap'
import { startApp, startReadOnly } from '../_support/app.ts'
import { IN_BROWSER, fits, listen, startBrowser, violationsIn } from '../_support/browser.ts'

/** The dashboard of examples/, in a browser, served from another origin than the service that it asks. */

const FILE = readFileSync(join(import.meta.dirname, '../../examples/dashboard.html'))
const HOSTILE = '<img src=x onerror="document.title=\'taken over\'"> & "words"'

async function serve (t: Test): Promise<string> {
  const server = createServer((_request, response) => { response.setHeader('content-type', 'text/html').end(FILE) })
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  t.teardown(() => { server.close() })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

t.setTimeout(600_000)

t.test('the dashboard', IN_BROWSER, async (t) => {
  const app = await startReadOnly(t, 'starter')
  const editor = await app.key({ role: 'editor', members: ['mexico'] })
  const reviewer = await app.key({ role: 'reviewer', organisation: 'article-19' })
  const changed = await app.request('PATCH', '/v1/commitments/MX0081', { key: editor, headers: { 'if-match': '*' }, body: { title: { en: HOSTILE }, lifecycle: 'active', lifecycleReason: null, endsOn: '2021-01-31', endsPrecision: 'day' } })
  t.equal(changed.status, 200)
  for (const [code, completion] of [['MX0081', 'limited'], ['MX0082', 'complete'], ['MX0083', 'not_started'], ['MX0084', 'substantial']]) {
    const { status } = await app.post(`/v1/commitments/${code}/progress-updates`, { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion, narrative: { en: 'Begun' }, challenges: { en: 'Time' } }, { key: editor })
    t.equal(status, 201)
  }
  const review = { kind: 'progress', completion: 'not_started', reviewedOn: '2021-08-01', language: 'en', narrative: { en: 'Nothing.' }, evidence: [{ url: 'https://example.org/' }], state: 'published' }
  t.equal((await app.post('/v1/commitments/MX0081/reviews', review, { key: reviewer })).status, 201)

  const [service, elsewhere, browser] = [await listen(app), await serve(t), await startBrowser(t)]
  const open = async (query: Record<string, string>, options = {}): Promise<Page> => {
    const page = await browser.newPage(options)
    await page.goto(`${elsewhere}/?${new URLSearchParams(query).toString()}`)
    await page.locator('#state:empty, #completion svg, #completion:not(:empty)').first().waitFor({ state: 'attached' })
    return page
  }

  t.test('draws what each voice says by year, with the numbers beneath', async (t) => {
    const page = await open({ service })
    const labels = await page.locator('figure svg text').allTextContents()
    t.ok(labels.includes('2019, Government: 4 rated') && labels.includes('2019, Civil society: 1 rated'), labels.join('; '))
    await page.locator('summary').click()
    t.match(await page.locator('figure table').innerText(), /2019\s+Government\s+1\s+1\s+1\s+1\s+2019\s+Civil society\s+1\s+0\s+0\s+0/)
    t.equal(await page.locator('figure li svg').count(), 4, 'a legend')
    t.match(await page.locator('#state').innerText(), service)
  })

  t.test('shows one voice, or one member, as its form says', async (t) => {
    const page = await open({ service })
    await page.getByRole('combobox').selectOption('civilSociety')
    await page.getByRole('button', { name: 'Show' }).click()
    await page.waitForURL(/voice=civilSociety/)
    await page.locator('figure svg text').first().waitFor()
    t.strictSame(await page.locator('figure > div svg text').allTextContents(), ['2019, Civil society: 1 rated'])
    t.match(await (await open({ service, member: 'nowhere' })).locator('main').innerText(), /Nobody has rated anything here yet[\s\S]*Nothing is overdue/)
  })

  t.test('keeps texts texts, and leads to the page of what is overdue', async (t) => {
    const page = await open({ service })
    const link = page.getByRole('link', { name: HOSTILE })
    t.equal(await link.getAttribute('href'), `${service}/en/commitments/MX0081`)
    t.equal(await page.title(), 'Promises kept')
    t.equal(await page.locator('main img').count(), 0)
  })

  t.test('says in words what is wrong', async (t) => {
    const said = async (query: Record<string, string>): Promise<string> => (await open(query)).getByRole('alert').innerText()
    t.match(await said({ service, member: 'No Member' }), /^[A-Z].+: .*member: /)
    t.match(await said({ service: 'http://127.0.0.1:9' }), 'http://127.0.0.1:9 does not answer')
    t.match(await said({ service: elsewhere }), 'is no tracker of commitments')
    t.match(await said({ service: 'javascript:alert(1)' }), 'is no address of a service')
    const busy = await startApp(t, { env: { RATE_LIMIT_PER_MINUTE: '1' } })
    t.match(await said({ service: await listen(busy) }), /.+: .+ Try again in \d+ seconds\./)
  })

  t.test('fits a narrow window, and keeps nobody out, light and dark', async (t) => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await open({ service }, { viewport: { width: 360, height: 740 }, colorScheme })
      await page.locator('summary').click()
      t.ok(await fits(page))
      t.strictSame(await violationsIn(page), [])
    }
  })

  t.test('is what a browser may do from anywhere: preflights pass, and headers are readable', async (t) => {
    const page = await open({ service })
    const heard = await page.evaluate(async (url) => {
      const first = await fetch(url)
      const names = ['etag', 'link', 'ratelimit', 'ratelimit-policy', 'api-version']
      const etag = first.headers.get('etag') as string
      const again = await fetch(url, { headers: { 'If-None-Match': etag }, cache: 'no-store' })
      const refused = await fetch(`${url}&nonsense=1`)
      return { unreadable: names.filter(name => first.headers.get(name) === null), again: again.status, problem: (await refused.json() as { title: string }).title }
    }, `${service}/v1/commitments?limit=1`)
    t.strictSame(heard.unreadable, [])
    t.equal(heard.again, 304)
    t.type(heard.problem, 'string')
  })
})
