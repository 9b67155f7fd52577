import type { Redaction } from '../resources/redaction/redaction.schemas.ts'
import type { Read } from './read.ts'
import type { Entry } from './record.ts'

/**
 * Tells why a revision has no text: the public redaction that it names must name it in turn. Each is asked for once; it is held
 * against its own revision with everything else that stands now.
 * @returns how it contradicts that; undefined where the redaction explains it
 */
export function redactionReader (read: Read): (entry: Entry, redaction: string | null) => Promise<string | undefined> {
  const known = new Map<string, Promise<Redaction | undefined>>()
  const find = async (id: string): Promise<Redaction | undefined> => {
    const { status, body } = await read(`/v1/redactions/${encodeURIComponent(id)}`)
    return status === 200 ? JSON.parse(String(body)) as Redaction : undefined
  }
  return async ({ type, id, rev }, redaction) => {
    if (redaction === null) return 'has no text, and nothing that says why'
    const found = known.get(redaction) ?? find(redaction)
    known.set(redaction, found)
    const { target, erased } = await found ?? {}
    return target?.type === type && target.id === id && erased?.includes(rev) === true ? undefined : `has no text, and the redaction ${redaction} does not name it`
  }
}
