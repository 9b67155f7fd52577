import { sql } from 'kysely'
import type { Tx } from '../../db/database.ts'
import type { Carried } from './carried.rules.ts'

/** What rests on a report, in one statement. */
export async function findCarried (tx: Tx, report: string): Promise<Carried> {
  const { rows } = await sql<Carried>`select
    (select coalesce(json_agg(json_build_object('id', id, 'indicators', indicators, 'starred', starred, 'promising', promising) order by id), '[]')
      from assessment where report = ${report}::uuid) as assessments,
    (select json_build_object('minimumRequirements', minimum_requirements, 'actedContraryToProcess', acted_contrary_to_process, 'triggers', triggers)
      from process_assessment where report = ${report}::uuid) as process,
    (select json_build_object('id', id) from report_clusters where report = ${report}::uuid) as clusters`.execute(tx)
  return rows[0] as Carried
}
