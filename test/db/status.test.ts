import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { refreshAll } from '../_support/seed.ts'
import { type StatusFacts, seedFacts, seedParties } from '../_support/status-facts.ts'

/** Language-neutral vectors: facts and a day, and the members of the status block that they give. */

interface Vector {
  rule: string
  today: string
  facts: StatusFacts
  status: Record<string, unknown>
  /** By milestone. */
  milestones?: Record<string, { completion?: string | null, overdue?: boolean }>
}

const folder = join(import.meta.dirname, '../vectors/valid/status')

t.test('derives the status of a commitment by the published rules', async (t) => {
  const { get, database, setNow } = await startApp(t)
  await seedParties(database.db)
  const vectors = readdirSync(folder).sort().map((file, index) => ({
    name: basename(file, '.json').replaceAll('-', ' '), index: index + 1, vector: JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector
  }))
  const seeded = []
  for (const { name, index, vector } of vectors) seeded.push({ name, vector, ...await seedFacts(database.db, index, vector.facts) })
  await refreshAll(database.db)

  for (const { name, vector, id, named } of seeded) {
    await t.test(name, async (t) => {
      setNow(`${vector.today}T23:59:59.999Z`)
      const answer = await get(`/v1/commitments/${id}?include=milestones`)
      const { status, milestones } = named(answer.json) as { status: Record<string, unknown>, milestones: ({ id: string } & Record<string, unknown>)[] }
      t.ok(vector.rule)
      for (const [member, expected] of Object.entries(vector.status)) t.strictSame(status[member], expected, member)
      for (const [milestone, expected] of Object.entries(vector.milestones ?? {})) {
        const { completion, overdue } = milestones.find(one => one.id === milestone) as Record<string, unknown>
        t.strictSame({ completion, overdue }, { completion: null, overdue: false, ...expected }, milestone)
      }
    })
  }
})

t.test('says the same in lists, where the flags filter', async (t) => {
  const { get, database, setNow } = await startApp(t)
  await seedParties(database.db)
  const late = await seedFacts(database.db, 1, { commitment: { endsOn: '2021-08-31' } })
  const open = await seedFacts(database.db, 2, { commitment: { endsOn: '2021-09-01' } })
  await seedFacts(database.db, 3, { commitment: { endsOn: '2021-08-31', lifecycle: 'entered_in_error' } })
  await refreshAll(database.db)
  setNow('2021-09-01T00:00:00.000Z')
  t.strictSame((await get('/v1/commitments?overdue=true')).json.items.map(({ id }: { id: string }) => id), [late.id])
  t.strictSame((await get('/v1/commitments?overdue=false')).json.items.map(({ id }: { id: string }) => id), [open.id])
  const [item] = (await get('/v1/commitments?overdue=true')).json.items
  t.strictSame(item, (await get(`/v1/commitments/${late.id}`)).json)
})
