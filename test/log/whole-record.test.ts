import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { FACTS, writeEverything } from '../_support/everything.ts'
import { tableOf } from '../_support/seed.ts'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { ENTITY_TYPES, type EntityType } from '../../src/log/revision.store.ts'

/**
 * Nothing public stands in the database without its revision, whoever wrote it (log.md, section 1). The one exception is what
 * is not public: a draft of a review has none.
 */

const recordable = (type: EntityType) => type === 'review' ? sql`e.state <> 'draft'` : sql`true`

t.test('has every revision of every entity, the newest saying what stands', async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db } } = app
  await writeEverything(app)

  for (const type of ENTITY_TYPES) {
    await t.test(`of every ${type}`, async (t) => {
      const table = sql.table(tableOf(type))
      const { rows: entities } = await sql<{ id: string, revision: number, facts: unknown }>`
        select e.id::text as id, e.revision, ${FACTS[type](sql`e.id`)} as facts from ${table} e where ${recordable(type)} order by 1`.execute(db)
      t.not(entities.length, 0, 'there are some')
      const recorded = await db.selectFrom('revision').selectAll().where('entity_type', '=', type).orderBy('entity_id').orderBy('revision').execute()
      const byEntity = new Map<string, typeof recorded>()
      for (const row of recorded) byEntity.set(row.entity_id, [...byEntity.get(row.entity_id) ?? [], row])
      t.strictSame([...byEntity.keys()].sort(), entities.map(({ id }) => id).sort(), 'all that is recorded exists, all that exists is recorded')
      const wrong = entities.filter(({ id, revision, facts }) => {
        const chain = byEntity.get(id) ?? []
        const linked = chain.every((row, index) => row.revision === index + 1 && Buffer.from(row.body_hash).equals(bodyHash(row.salt, row.body)) &&
          (index === 0 ? row.previous === null : Buffer.from(row.previous as Uint8Array).equals(Buffer.from((chain[index - 1] as typeof row).body_hash))))
        return chain.length !== revision || !linked || chain.at(-1)?.body !== canonicalText(facts)
      })
      t.strictSame(wrong.map(({ id, revision }) => ({ id, revision })), [])
    })
  }

  await t.test('and nothing of a draft', async (t) => {
    const drafts = await db.selectFrom('review').select(['id', 'revision']).where('state', '=', 'draft').execute()
    t.match(drafts, [{ revision: 1 }])
    t.strictSame(await db.selectFrom('revision').select('revision').where('entity_id', '=', drafts[0]?.id as string).execute(), [])
  })

  await t.test('with more than one revision of those that were changed', async (t) => {
    const changed = await db.selectFrom('revision').select('entity_type').distinct().where('revision', '>', 1).orderBy('entity_type').execute()
    t.strictSame(changed.map(row => row.entity_type), ['action-plan', 'assessment', 'commitment', 'milestone', 'process-assessment', 'report-clusters', 'review'])
  })
})

t.test('names who wrote by role and institution, and when by the day alone', async (t) => {
  const app = await startApp(t, { starter: true, now: '2026-11-22T23:59:59.999Z' })
  await writeEverything(app)
  const actors = await app.deps.db.selectFrom('revision').select(['actor_role', 'actor_institution', 'on_date']).distinct().orderBy('actor_role').orderBy('actor_institution').execute()
  t.strictSame(actors, [
    { actor_role: 'assessor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: 'mexico-sfp', on_date: '2026-11-22' },
    { actor_role: 'editor', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'registrar', actor_institution: null, on_date: '2026-11-22' },
    { actor_role: 'reviewer', actor_institution: 'article-19', on_date: '2026-11-22' },
    { actor_role: 'system', actor_institution: null, on_date: '2026-11-22' }
  ])
})
