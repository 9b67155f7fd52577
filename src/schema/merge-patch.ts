/** JSON Merge Patch (RFC 7396): null removes a member, objects merge, everything else replaces. */
export function mergePatch<T extends object> (target: T, patch: object): T {
  const merged = { ...target } as Record<string, unknown>
  for (const [name, value] of Object.entries(patch)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) merged[name] = withoutNulls(mergePatch((merged[name] ?? {}) as object, value as object))
    else merged[name] = value
  }
  return merged as T
}

/** Inside a map null is removal; on the entity itself it is the absence of a fact, which stays visible as null. */
function withoutNulls (map: object): object | null {
  const entries = Object.entries(map).filter(([, value]) => value !== null)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
