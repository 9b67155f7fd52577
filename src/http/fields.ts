/** `fields=`: only the members named, and `id` always, in the order of the entity. */
export function pickFields<T extends object> (entity: T, fields: readonly string[] | undefined): T {
  if (fields === undefined) return entity
  return Object.fromEntries(Object.entries(entity).filter(([name]) => name === 'id' || fields.includes(name))) as T
}
