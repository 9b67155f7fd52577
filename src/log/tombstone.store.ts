import type { Db } from '../db/database.ts'

/** What stands where something was taken out of the record: the redaction that did it. */
export interface Tombstone { id: string, ground: string, on_date: string }

const inEffect = (db: Db, type: string, id: string) => db.selectFrom('redaction').select(['id', 'ground', 'on_date'])
  .where('target_type', '=', type).where('target_id', '=', id).where('state', '=', 'in_effect')

/** The redaction that took away an entity as a whole. */
export function findSuppression (db: Db, type: string, id: string): Promise<Tombstone | undefined> {
  return inEffect(db, type, id).where('target_revision', 'is', null).where('target_fields', 'is', null).executeTakeFirst()
}

/** The redaction that erased one revision of an entity. */
export function findErasure (db: Db, type: string, id: string, revision: number): Promise<Tombstone | undefined> {
  return inEffect(db, type, id).where(eb => eb(eb.val(revision), '=', eb.fn.any('erased'))).executeTakeFirst()
}
