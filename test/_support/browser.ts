import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { type Browser, type Page, chromium } from 'playwright-core'
import type { Test } from 'tap'
import type { TestApp } from './app.ts'

/** A real browser, where the machine has one. */

const CHROMIUM = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(path => existsSync(path))
const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Options of a test that needs a browser. */
export const IN_BROWSER = { timeout: 580_000, ...(CHROMIUM === undefined ? { skip: 'there is no Chromium on this machine' } : {}) }

export async function startBrowser (t: Test): Promise<Browser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM as string, args: QUIET })
  t.teardown(() => browser.close())
  return browser
}

/** Lets others than `inject` ask; gives the address. */
export async function listen ({ app }: TestApp): Promise<string> {
  await app.listen({ port: 0, host: '127.0.0.1' })
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`
}

interface Violations { violations: { id: string, nodes: { html: string }[] }[] }

/** What keeps somebody out of a page (axe-core). The page may need `bypassCSP`. */
export async function violationsIn (page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate<Violations>('axe.run()')
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

/** Whether a page is no wider than its window. */
export const fits = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')
