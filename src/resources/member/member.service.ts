import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatusOfMembers } from '../../db/status.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { MemberFacts } from './member.schemas.ts'
import { memberFacts } from './member.select.ts'

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
}
