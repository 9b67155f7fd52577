import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { PolicyAreaFacts } from './policy-area.schemas.ts'
import { policyAreaFacts } from './policy-area.select.ts'

/** Writes policy areas as they shall stand, new or changed, each with its revision. */
export async function savePolicyAreas (tx: Tx, context: WriteContext, areas: PolicyAreaFacts[]): Promise<void> {
  if (areas.length === 0) return
  await saveRows(tx, 'policy_area', areas.map(area => ({
    id: area.id,
    name: area.name,
    description: area.description,
    kind: area.kind,
    taxonomy: area.taxonomy,
    broader: area.broader,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'policy-area', areas)
  await record(tx, context, 'policy-area', 'policy_area', policyAreaFacts, areas.map(({ id }) => id))
}
