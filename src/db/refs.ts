import { sql } from 'kysely'
import type { Tx } from './database.ts'

interface Referred { id: string, externalRefs: { source: string, id: string }[] }

/** Makes the external references of these entities what their facts say. */
export async function replaceRefs (tx: Tx, type: string, entities: readonly Referred[]): Promise<void> {
  const ids = entities.map(({ id }) => id)
  const refs = entities.flatMap(({ id, externalRefs }) => externalRefs.map(ref => ({ entity: id, source: ref.source, ref: ref.id })))
  await sql`delete from external_ref where entity_type = ${type} and entity_id = any (${ids}::text[])`.execute(tx)
  await sql`insert into external_ref (entity_type, entity_id, source, external_id)
    select ${type}, entity, source, ref from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as r (entity text, source text, ref text)`.execute(tx)
}
