import { setTimeout } from 'node:timers/promises'
import t from 'tap'
import { sheet } from '../_support/ogp.ts'
import { makeKey, preparedFolder, read, sendSheet, start, stop } from '../_support/service.ts'

/** A process that is killed in the middle of an import. */

t.setTimeout(400_000)

/** Rows of the import: so many that it takes a second. */
const ROWS = 150

t.test('killed during an import it starts clean, has all that was acknowledged, and completes when run again', async t => {
  const service = await start(t, await preparedFolder(t))
  const key = await makeKey(service, 'registrar')
  const rows = Array.from({ length: ROWS }, (_, index) => ({ country: ['Chile', 'Norway', 'Ghana'][index % 3] as string, plan: 1 + Math.floor(index / 3) % 50, no: String(Math.floor(index / 150)) }))
  const { id } = await (await sendSheet(service, key, sheet(rows))).json() as { id: string }
  let done = 0
  while (done < 30) done = (await read(`${service.url}/v1/imports/${id}`, key)).rowsDone as number
  service.child.kill('SIGKILL')
  t.equal((await service.ended).signal, 'SIGKILL')

  const again = await start(t, service.folder)
  const interrupted = await read(`${again.url}/v1/imports/${id}`, key)
  t.equal(interrupted.state, 'interrupted')
  t.ok(interrupted.rowsDone >= done && interrupted.rowsDone < ROWS, `${interrupted.rowsDone} rows, ${done} acknowledged`)
  const count = async () => (await (await fetch(`${again.url}/v1/commitments?member=chile&member=norway&member=ghana&limit=1`, { headers: { prefer: 'count=exact' } })).json() as { page: { total: number } }).page.total
  t.equal(await count(), interrupted.rowsDone, 'every row that was counted as done is there, and no half plan')
  const next = await (await sendSheet(again, key, sheet(rows))).json() as { id: string }
  let state = await read(`${again.url}/v1/imports/${next.id}`, key)
  while (state.state === 'running') {
    await setTimeout(50)
    state = await read(`${again.url}/v1/imports/${next.id}`, key)
  }
  t.match(state, { state: 'done', report: { commitments: { create: ROWS - interrupted.rowsDone, update: 0, unchanged: interrupted.rowsDone } } })
  t.equal(await count(), ROWS)
  t.same(await stop(again), { code: 0, signal: null })
})
