import { type Browser, type Page } from 'playwright-core'
import t from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { tell } from '../_support/told.ts'
import { IN_BROWSER, fits, listen, startBrowser, violationsIn } from '../_support/browser.ts'

/** The pages in a real browser: what is seen, heard and printed, without scripts. */

const PATHS = ['', '/search', '/search?q=transparency', '/members', '/members/mexico', '/members/quietland', '/plans/mexico-4', '/commitments/MX0081', '/commitments/MX0082', '/changes', '/about', '/verify', '/developers']

// A browser takes its time where others work.
t.setTimeout(600_000)

t.test('pages in a browser', IN_BROWSER, async (t) => {
  const app = await startReadOnly(t, 'starter')
  await tell(app)
  await app.sequence()
  const [base, browser] = [await listen(app), await startBrowser(t)]
  const open = async (path: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> => {
    const page = await browser.newPage(options)
    await page.goto(`${base}${path}`)
    return page
  }

  t.test('have nothing that keeps somebody out (axe-core), in any language, light and dark', async (t) => {
    for (const language of ['en', 'es', 'fr']) {
      const page = await browser.newPage({ colorScheme: language === 'es' ? 'dark' : 'light', bypassCSP: true })
      for (const path of PATHS) {
        await page.goto(`${base}/${language}${path}`)
        t.strictSame(await violationsIn(page), [], `/${language}${path}`)
      }
      await page.close()
    }
  })

  t.test('fit a window of 360 px', async (t) => {
    const page = await open('/en', { viewport: { width: 360, height: 740 } })
    for (const path of PATHS) {
      await page.goto(`${base}/es${path}`)
      t.ok(await fits(page), path)
    }
  })

  t.test('lead everywhere without scripts, and load nothing from elsewhere', async (t) => {
    const page = await open('/', { javaScriptEnabled: false, locale: 'fr-FR' })
    const asked: string[] = []
    page.on('request', request => asked.push(new URL(request.url()).origin))
    t.equal(new URL(page.url()).pathname, '/fr')
    await page.getByRole('link', { name: 'Español' }).click()
    t.equal(new URL(page.url()).pathname, '/es')
    await page.getByRole('link', { name: 'Buscar' }).click()
    await page.getByRole('searchbox').fill('interceptacion')
    await page.getByRole('button', { name: 'Buscar' }).click()
    await page.getByRole('link', { name: /Derechos frente a la tecnolog/ }).click()
    t.match(page.url(), /\/es\/commitments\/MX0081$/)
    t.equal(await page.getByRole('heading', { level: 1 }).innerText(), 'Derechos frente a la tecnología y privacidad')
    t.strictSame([...new Set(asked)], [base])
  })

  t.test('are printed whole', async (t) => {
    const page = await open('/en/commitments/MX0081')
    await page.emulateMedia({ media: 'print' })
    t.notOk(await page.getByRole('navigation', { name: 'Main' }).isVisible(), 'without what leads elsewhere')
    t.ok((await page.pdf()).length > 10_000)
  })

  t.test('are reached by keyboard, the content first', async (t) => {
    const page = await open('/en/plans/mexico-4')
    await page.keyboard.press('Tab')
    t.equal(await page.evaluate<string>('document.activeElement.textContent'), 'Skip to the content')
    await page.keyboard.press('Enter')
    t.match(page.url(), /#content$/)
  })
})
