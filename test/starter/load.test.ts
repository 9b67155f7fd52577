import t from 'tap'
import { systemDeps } from '../../src/deps.ts'
import { loadCodeLists, loadStarterData } from '../../src/starter/load.ts'
import { startReadOnly } from '../_support/app.ts'

t.test('what is there is left as it is by the next start', async (t) => {
  const { deps } = await startReadOnly(t, 'starter')
  const count = async () => (await deps.db.selectFrom('revision').select(eb => eb.fn.countAll().as('n')).executeTakeFirstOrThrow()).n
  const before = await count()
  t.equal(await loadStarterData(deps), false)
  await loadCodeLists(deps)
  t.equal(await count(), before)
})

t.test('ids of what governments, the IRM and the desk write follow time; those of reviewers say nothing of it', async (t) => {
  const ids = Array.from({ length: 50 }, () => systemDeps.newId())
  t.same([...ids].sort(), ids)
  t.ok(ids.every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-7/.test(id)))
  t.ok(Array.from({ length: 50 }, () => systemDeps.newRandomId()).every(id => /^[0-9a-f]{8}-[0-9a-f]{4}-4/.test(id)))
  t.ok(Math.abs(systemDeps.clock().getTime() - Date.now()) < 60_000)
})
