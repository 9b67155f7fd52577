import type { EntityType } from '../log/revision.store.ts'
import { PLURALS } from '../log/plural.ts'
import { Difference } from './difference.ts'
import type { Read } from './read.ts'
import type { Chains } from './record.ts'

interface Entity { id: string }
interface Page { items: Entity[], links: { next: string | null } }

const addressOf = (type: EntityType, id: string): string => `/v1/${PLURALS[type]}/${encodeURIComponent(id)}`

/** Everything in a list; nothing where there is no list of it. */
async function * readList (read: Read, path: string): AsyncGenerator<Entity> {
  for (let next: string | null = `${path}?limit=200`; next !== null;) {
    const { status, body } = await read(next)
    if (status !== 200) return
    const { items, links } = JSON.parse(String(body)) as Page
    yield * items
    // Links name the service as it calls itself, which need not be how it was reached.
    next = links.next === null ? null : links.next.replace(/^\w+:\/\/[^/]+/, '')
  }
}

/**
 * Holds what the service says now of everything in the log against the newest revision of it there: every member that the
 * revision has, and none that the service works out or adds. What has a later revision was changed since, and is left to the
 * next time.
 * @throws Difference
 */
export async function verifyPresent (read: Read, chains: Chains): Promise<void> {
  const verify = async (type: EntityType, entity: Entity): Promise<void> => {
    const known = chains.take(type, entity.id, entity)
    if (known?.same === true) return
    const { status } = await read(`${addressOf(type, entity.id)}/revisions/${(known?.revision ?? 0) + 1}`)
    if (status !== 404) return
    throw new Difference(`${type} ${entity.id}`, known === undefined ? 'stands in the service, and no revision tells of it' : `does not say what its newest revision, ${known.revision}, says`)
  }
  for (const type of chains.types) {
    for await (const entity of readList(read, `/v1/${PLURALS[type]}`)) await verify(type, entity)
  }
  // What is in no list has an address all the same, for ever.
  for (const { type, id } of chains.left()) {
    const { status, body } = await read(addressOf(type, id))
    if (status === 404) throw new Difference(`${type} ${id}`, 'is in the log, and nothing is at its address')
    if (status === 200) await verify(type, JSON.parse(String(body)) as Entity)
  }
}
