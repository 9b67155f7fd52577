import t from 'tap'
import { startApp } from '../_support/app.ts'

t.test('the first address says where to look, and every address there answers', async (t) => {
  const { get } = await startApp(t)
  const page = await get('/', { headers: { accept: 'text/html' } })
  t.equal(page.status, 200)
  t.match(page.headers['content-type'], /^text\/html/)
  const { json } = await get('/', { headers: { accept: 'application/json' } })
  for (const address of Object.values(json) as string[]) {
    const { pathname } = new URL(address)
    t.match(page.text, `href="${pathname}"`)
    t.ok((await get(pathname)).status < 400, pathname)
  }
})
