import { createHash } from 'node:crypto'
import { bodyHash, canonicalText } from '../log/canonical.ts'
import { KEY_ROTATED, type LoggedRevision, entryText } from '../log/entry.ts'
import { PLURALS } from '../log/plural.ts'
import type { Revision } from '../resources/revision/revision.schemas.ts'

/** Whether entries and what they stand for say the same. Pure. */

/** An entry of a revision. */
export interface Entry { type: LoggedRevision['type'], id: string, rev: number, hash: string, prev: string, on: string }

/** Undefined where the text is no entry of a revision. */
export function readEntry (text: string): Entry | undefined {
  try {
    const { type, ...rest } = JSON.parse(text) as Entry
    const [, entity = ''] = type as string === KEY_ROTATED ? ['', 'log-key'] : /^(.+?)(?:\.(?:revised|published))?$/.exec(type) as string[]
    return Object.hasOwn(PLURALS, entity) ? { ...rest, type: entity as Entry['type'] } : undefined
  } catch {
    return undefined
  }
}

/** How an entry contradicts its revision, or that itself; undefined where nothing does. */
export function contradiction (text: string, entry: Entry, { type, id, revision, on, bodyHash: hash, previous, salt, body }: Revision): string | undefined {
  const pairs: [string, unknown, unknown][] = [['type', entry.type, type], ['id', entry.id, id], ['number', entry.rev, revision], ['hash', entry.hash, hash], ['previous hash', entry.prev, previous ?? ''], ['date', entry.on, on]]
  const wrong = pairs.find(([, logged, given]) => logged !== given)
  if (wrong !== undefined) return `has the ${wrong[0]} ${JSON.stringify(wrong[1])}, and its revision ${JSON.stringify(wrong[2])}`
  if (text !== entryText({ type: entry.type, id, revision, on, hash, previous })) return 'is not written as an entry of its revision is'
  // What was erased is explained elsewhere.
  if (body === null || salt === null) return undefined
  return bodyHash(Buffer.from(salt, 'base64'), body).toString('base64') === hash ? undefined : 'has a revision whose salt and body do not hash to what it says'
}

/** A text that holds no other text alive. */
const flat = (text: string): string => Buffer.from(text).toString('latin1')

const digest = (text: string): string => createHash('sha256').update(text).digest('base64').slice(0, 22)

function namesIn (text: string): string[] {
  try {
    return Object.keys(JSON.parse(text) as object)
  } catch {
    return []
  }
}

/** The newest revision of every entity, as the entries name them one after the other: some hundred bytes for each. */
export class Chains {
  readonly #newest = new Map<string, string>()
  /** The members that texts have, and the place of each list of them: there are few. */
  readonly #shapes: string[] = []
  readonly types = new Set<Entry['type']>()

  /**
   * How an entry fails to continue what was logged of its entity; undefined where it does.
   * @param body its text, or nothing where that was redacted
   */
  follow ({ type, id, rev, hash, prev }: Entry, body: string | null): string | undefined {
    const [number = '0', before = ''] = this.#newest.get(`${type}/${id}`)?.split(' ') ?? []
    if (rev !== Number(number) + 1) return `is revision ${rev}, and ${number === '0' ? 'none' : `revision ${number}`} was logged before it`
    if (prev !== before) return `has the previous hash ${JSON.stringify(prev)}, and the revision before it ${JSON.stringify(before)}`
    this.types.add(type)
    this.#newest.set(flat(`${type}/${id}`), flat(`${rev} ${hash} ${body === null ? '' : `${this.#shapeOf(body)} ${digest(body)}`}`))
    return undefined
  }

  #shapeOf (body: string): number {
    const shape = namesIn(body).join()
    const known = this.#shapes.indexOf(shape)
    return known >= 0 ? known : this.#shapes.push(shape) - 1
  }

  /** The number of the newest revision of an entity, and whether what it says now is what that says; each is told once. */
  take (type: string, id: string, says: object): { revision: number, same: boolean } | undefined {
    const [revision, , shape, expected] = this.#newest.get(`${type}/${id}`)?.split(' ') ?? []
    this.#newest.delete(`${type}/${id}`)
    if (revision === undefined) return undefined
    // Of what was redacted there is nothing to compare.
    if (expected === undefined) return { revision: Number(revision), same: true }
    const names = (this.#shapes[Number(shape)] as string).split(',')
    const facts = Object.fromEntries(names.filter(name => Object.hasOwn(says, name)).map(name => [name, (says as Record<string, unknown>)[name]]))
    return { revision: Number(revision), same: digest(canonicalText(facts)) === expected }
  }

  /** The entities that were not taken yet. */
  left (): { type: Entry['type'], id: string }[] {
    return [...this.#newest.keys()].map((entity) => {
      const [type, id] = entity.split('/') as [Entry['type'], string]
      return { type, id }
    })
  }
}
