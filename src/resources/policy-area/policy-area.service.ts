import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshSearchOfPolicyAreas } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { type ErrorItem, ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import type { PolicyArea, PolicyAreaFacts, PolicyAreaPatch, NewPolicyArea } from './policy-area.schemas.ts'
import { policyAreaFacts } from './policy-area.select.ts'
import { findPolicyArea } from './policy-area.store.ts'

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
  const ids = areas.map(({ id }) => id)
  await record(tx, context, 'policy-area', 'policy_area', policyAreaFacts, ids)
  await refreshSearchOfPolicyAreas(tx, ids)
}

/** What one says where nothing is said. */
const SILENT = { description: null, broader: null, externalRefs: [] }

/** Adds one; its id must be free. */
export async function createPolicyArea (tx: Tx, context: WriteContext, said: NewPolicyArea): Promise<PolicyArea> {
  await lockName(tx, `policy-area ${said.id}`)
  if (await findPolicyArea(tx, said.id) !== undefined) throw new ProblemError('already-exists', `${said.id} exists already.`)
  return write(tx, context, { ...SILENT, ...said })
}

/** Changes one that is known to exist; `expected` decides whether the version that was read may be changed (412). */
export async function updatePolicyArea (tx: Tx, context: WriteContext, id: string, patch: PolicyAreaPatch, expected: (revision: number) => void): Promise<PolicyArea> {
  await lockName(tx, `policy-area ${id}`)
  const { revision, updatedAt: _, ...facts } = await findPolicyArea(tx, id) as PolicyArea
  expected(revision)
  return write(tx, context, mergePatch(facts, patch))
}

async function write (tx: Tx, context: WriteContext, policyArea: PolicyAreaFacts): Promise<PolicyArea> {
  await refuseFaults(tx, policyArea)
  await savePolicyAreas(tx, context, [policyArea])
  return await findPolicyArea(tx, policyArea.id) as PolicyArea
}

async function refuseFaults (tx: Tx, area: PolicyAreaFacts): Promise<void> {
  const errors: ErrorItem[] = []
  if (area.broader === area.id) errors.push({ pointer: '/broader', detail: 'may not be itself' })
  if (Object.keys(area.name ?? {}).length === 0) errors.push({ pointer: '/name', detail: 'may not be emptied' })
  if (errors.length > 0) throw new ProblemError('invalid-body', 'The policy area cannot stand as it is.', { errors })
  if (area.broader !== null && await findPolicyArea(tx, area.broader) === undefined) {
    throw new ProblemError('unknown-reference', `There is no policy area ${area.broader}.`, { errors: [{ pointer: '/broader', detail: 'does not exist' }] })
  }
}
