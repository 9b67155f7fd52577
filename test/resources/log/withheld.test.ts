import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { buildApp } from '../../../src/app.ts'

t.test('a log that does not continue what was signed is not signed', async (t) => {
  const { deps, sequence } = await startApp(t, { starter: true })
  await sequence()
  const outside = { name: 'outside', read: async () => ({ size: 100000, root: Buffer.alloc(32) }), keep: async () => {} }
  const app = await buildApp({ ...deps, outside })
  t.teardown(() => app.close())
  for (const path of ['/log/checkpoint', '/log/proof/0']) {
    const answer = await app.inject(path)
    t.equal(answer.statusCode, 503, path)
    t.match(answer.json(), { type: /log-withheld$/ })
  }
  t.equal((await app.inject('/v1/members')).statusCode, 200, 'while reading goes on')
  const broken = await buildApp({ ...deps, outside: { ...outside, read: async () => { throw new Error('damaged') } } })
  t.teardown(() => broken.close())
  t.equal((await broken.inject('/log/checkpoint')).statusCode, 500)
})
