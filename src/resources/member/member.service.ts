import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshSearchOfMembers, refreshStatusOfMembers } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { type ErrorItem, ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import type { Member, MemberFacts, MemberPatch, NewMember } from './member.schemas.ts'
import { memberFacts } from './member.select.ts'
import { findMember } from './member.store.ts'

/** Writes members as they shall stand, new or changed, each with its revision. */
export async function saveMembers (tx: Tx, context: WriteContext, members: MemberFacts[]): Promise<void> {
  if (members.length === 0) return
  const ids = members.map(({ id }) => id)
  await saveRows(tx, 'member', members.map(member => ({
    id: member.id,
    name: member.name,
    kind: member.kind,
    country_iso2: member.countryIso2,
    region: member.region,
    parent: member.parent,
    member_since: member.memberSince,
    status: member.status,
    status_events: member.statusEvents,
    code_prefixes: member.codePrefixes,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'member', members)
  await record(tx, context, 'member', 'member', memberFacts, ids)
  await refreshStatusOfMembers(tx, ids)
  await refreshSearchOfMembers(tx, ids)
}

/** What one says where nothing is said. */
const SILENT = { countryIso2: null, region: null, parent: null, memberSince: null, statusEvents: [], codePrefixes: [], externalRefs: [] }

/** Adds one; its id must be free. */
export async function createMember (tx: Tx, context: WriteContext, said: NewMember): Promise<Member> {
  await lockName(tx, `member ${said.id}`)
  if (await findMember(tx, said.id) !== undefined) throw new ProblemError('already-exists', `${said.id} exists already.`)
  return write(tx, context, { ...SILENT, ...said })
}

/** Changes one that is known to exist; `expected` decides whether the version that was read may be changed (412). */
export async function updateMember (tx: Tx, context: WriteContext, id: string, patch: MemberPatch, expected: (revision: number) => void): Promise<Member> {
  await lockName(tx, `member ${id}`)
  const { revision, updatedAt: _, ...facts } = await findMember(tx, id) as Member
  expected(revision)
  return write(tx, context, mergePatch(facts, patch))
}

async function write (tx: Tx, context: WriteContext, member: MemberFacts): Promise<Member> {
  await refuseFaults(tx, member)
  await saveMembers(tx, context, [member])
  return await findMember(tx, member.id) as Member
}

async function refuseFaults (tx: Tx, member: MemberFacts): Promise<void> {
  const errors: ErrorItem[] = []
  if (member.parent !== null && member.kind === 'national') errors.push({ pointer: '/parent', detail: 'only a local member has one' })
  if (member.parent === null && member.kind === 'local') errors.push({ pointer: '/parent', detail: 'a local member names its national one' })
  if (Object.keys(member.name ?? {}).length === 0) errors.push({ pointer: '/name', detail: 'may not be emptied' })
  if (errors.length > 0) throw new ProblemError('invalid-body', 'The member cannot stand as it is.', { errors })
  if (member.parent !== null && await findMember(tx, member.parent) === undefined) {
    throw new ProblemError('unknown-reference', `There is no member ${member.parent}.`, { errors: [{ pointer: '/parent', detail: 'does not exist' }] })
  }
}
