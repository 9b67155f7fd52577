import type { Db } from '../../db/database.ts'
import { commitmentIdOf } from '../commitment/commitment.select.ts'
import type { Voices } from './voices.schemas.ts'
import { voicesQuery } from './voices.select.ts'

/** The voices on a commitment that is named by id or by OGP code, in any case. */
export async function findVoices (db: Db, reference: string): Promise<Voices | undefined> {
  const { rows } = await voicesQuery(commitmentIdOf(reference)).execute(db)
  return rows[0]?.body
}
