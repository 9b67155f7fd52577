import { MOST_IN_MAP } from './scalars.ts'

/** Patch by patch a map would come to hold more than the contract allows; the error handler makes a refusal of it. */
export class MapFullError extends Error {
  readonly pointer: string

  constructor (member: string) {
    super(`would have more than ${MOST_IN_MAP} members`)
    this.pointer = `/${member}`
  }
}

/**
 * JSON Merge Patch (RFC 7396): null removes a member, objects merge, everything else replaces.
 * @throws MapFullError
 */
export function mergePatch<T extends object> (target: T, patch: object): T {
  const merged = { ...target } as Record<string, unknown>
  for (const [name, value] of Object.entries(patch)) {
    if (value === null || typeof value !== 'object' || Array.isArray(value)) merged[name] = value
    else {
      const map = withoutNulls(mergePatch((merged[name] ?? {}) as object, value as object))
      if (Object.keys(map ?? {}).length > MOST_IN_MAP) throw new MapFullError(name)
      merged[name] = map
    }
  }
  return merged as T
}

/** Inside a map null is removal; on the entity itself it is the absence of a fact, which stays visible as null. */
function withoutNulls (map: object): object | null {
  const entries = Object.entries(map).filter(([, value]) => value !== null)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
