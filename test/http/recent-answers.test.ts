import t from 'tap'
import { RecentAnswers } from '../../src/http/recent-answers.ts'

const answer = (id: string) => async () => ({ body: { id } })

t.test('an answer is given again for two days, and no longer', async (t) => {
  const answers = new RecentAnswers<{ body: object }>()
  t.same(await answers.once('a', 'f', '2026-11-22', answer('first')), { written: { body: { id: 'first' } }, replayed: false })
  t.same(await answers.once('a', 'f', '2026-11-23', answer('second')), { written: { body: { id: 'first' } }, replayed: true })
  await answers.once('b', 'f', '2026-11-23', answer('b'))
  t.same(await answers.once('a', 'f', '2026-11-23', answer('second')), { written: { body: { id: 'first' } }, replayed: true })
  await answers.once('c', 'f', '2026-11-24', answer('c'))
  t.same(await answers.once('a', 'f', '2026-11-24', answer('second')), { written: { body: { id: 'second' } }, replayed: false }, 'the day before yesterday is forgotten')
  t.same((await answers.once('b', 'f', '2026-11-24', answer('x'))).replayed, true, 'yesterday is not')
})

t.test('the oldest gives way to what is too many', async (t) => {
  const answers = new RecentAnswers<{ body: object }>()
  for (let n = 0; n <= 10_000; n++) await answers.once(`k${n}`, 'f', '2026-11-22', answer(String(n)))
  t.equal((await answers.once('k1', 'f', '2026-11-22', answer('x'))).replayed, true)
  t.equal((await answers.once('k0', 'f', '2026-11-22', answer('x'))).replayed, false)
})

t.test('two at once do the work once, and a failure is not kept', async (t) => {
  const answers = new RecentAnswers<{ body: object }>()
  let times = 0
  const fail = async (): Promise<never> => { times++; throw new Error('no') }
  const both = await Promise.allSettled([answers.once('a', 'f', '2026-11-22', fail), answers.once('a', 'f', '2026-11-22', fail)])
  t.same(both.map(({ status }) => status), ['rejected', 'rejected'])
  t.equal(times, 1)
  t.equal((await answers.once('a', 'other', '2026-11-22', answer('now'))).replayed, false)
})

t.test('what is deleted is forgotten, also while something else fails', async (t) => {
  const answers = new RecentAnswers<{ body: object }>()
  await answers.once('a', 'f', '2026-11-22', answer('gone'))
  await answers.once('b', 'f', '2026-11-22', answer('stays'))
  const failing = answers.once('c', 'f', '2026-11-22', async () => { throw new Error('no') })
  await Promise.all([answers.forget('gone'), t.rejects(failing)])
  t.equal((await answers.once('a', 'f', '2026-11-22', answer('new'))).replayed, false)
  t.equal((await answers.once('b', 'f', '2026-11-22', answer('new'))).replayed, true)
})
