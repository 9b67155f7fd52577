import t from 'tap'
import { startApp } from '../_support/app.ts'

t.test('the first address tells a program where to look, and every address there answers', async (t) => {
  const { get } = await startApp(t)
  const { json } = await get('/', { headers: { accept: 'application/json' } })
  for (const address of Object.values(json) as string[]) t.ok((await get(new URL(address).pathname)).status < 400, address)
})

t.test('it sends a browser to the pages in its language', async (t) => {
  const { get } = await startApp(t)
  for (const [accepted, language] of [['fr-CA,fr;q=0.9,en;q=0.5', 'fr'], ['es-MX', 'es'], ['de', 'en'], ['', 'en'], [undefined, 'en'], ['*', 'en']] as const) {
    const answer = await get('/', { headers: { accept: 'text/html,*/*;q=0.8', ...(accepted === undefined ? {} : { 'accept-language': accepted }) } })
    t.strictSame([answer.status, answer.headers.location], [302, `/${language}`], String(accepted))
    t.match(answer.headers.vary, /Accept-Language/)
  }
})
