import { sql } from 'kysely'
import type { Db } from '../../src/db/database.ts'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { FACTS } from './everything.ts'
import { STORED_TYPES, tableOf } from './seed.ts'

/** What stands in the tables held against the record. */

type StoredType = typeof STORED_TYPES[number]

/** What is public, and so has revisions. */
const recordable = (type: StoredType) => type === 'review' ? sql`e.state in ('published', 'retracted', 'redacted')` : type === 'redaction' ? sql`e.state <> 'proposed'` : sql`true`

interface Entity { id: string, revision: number, facts: unknown }

export async function entitiesOf (db: Db, type: StoredType): Promise<Entity[]> {
  return (await sql<Entity>`
    select e.id::text as id, e.revision, ${FACTS[type](sql`e.id`)} as facts from ${sql.table(tableOf(type))} e where ${recordable(type)} order by 1`.execute(db)).rows
}

/**
 * Every entity of which the record says something else than its row: another number, a revision that is missing or does not follow
 * the one before, a body that is not what is stored now; and whatever only one of the two knows.
 */
export async function strayed (db: Db, types: readonly StoredType[] = STORED_TYPES): Promise<string[]> {
  const found: string[] = []
  for (const type of types) {
    const recorded = await db.selectFrom('revision').selectAll().where('entity_type', '=', type).orderBy('entity_id').orderBy('revision').execute()
    const chains = new Map<string, typeof recorded>()
    for (const row of recorded) chains.set(row.entity_id, [...chains.get(row.entity_id) ?? [], row])
    for (const { id, revision, facts } of await entitiesOf(db, type)) {
      const chain = chains.get(id) ?? []
      chains.delete(id)
      const linked = chain.every((row, index) => row.revision === index + 1 && (row.body === null || Buffer.from(row.body_hash).equals(bodyHash(row.salt as Uint8Array, row.body))) &&
        (index === 0 ? row.previous === null : Buffer.from(row.previous as Uint8Array).equals(Buffer.from((chain[index - 1] as typeof row).body_hash))))
      if (chain.length !== revision || !linked || chain.at(-1)?.body !== canonicalText(facts)) found.push(`${type} ${id} at ${revision}`)
    }
    found.push(...[...chains.keys()].map(id => `${type} ${id} is in the record alone`))
  }
  return found
}
