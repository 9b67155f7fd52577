import type { ErrorCode, ErrorItem } from '../../errors.ts'
import type { Cluster, ReportClustersDocument } from './report-clusters.schemas.ts'

export interface ClusterFault extends ErrorItem { code: ErrorCode }

/**
 * The clusters with the ids of their commitments in order, and what is wrong with them; `ids` has those of
 * the report's plan by their names in lower case.
 */
export function readClusters (given: ReportClustersDocument['clusters'], ids: ReadonlyMap<string, string>): { clusters: Cluster[], faults: ClusterFault[] } {
  const faults: ClusterFault[] = []
  const placed = new Set<string>()
  const clusters = given.map(({ name, commitments, promising = null }, at) => {
    const members: string[] = []
    for (const [index, reference] of commitments.entries()) {
      const pointer = `/clusters/${at}/commitments/${index}`
      const id = ids.get(reference.toLowerCase())
      if (id === undefined) {
        faults.push({ pointer, code: 'unknown-reference', detail: `${reference} is not a commitment of the report's plan` })
      } else if (placed.has(id)) {
        faults.push({ pointer, code: 'commitment-in-two-clusters', detail: `${reference} is named before` })
      } else {
        placed.add(id)
        members.push(id)
      }
    }
    return { name, commitments: members.sort(), promising }
  })
  return { clusters, faults }
}
