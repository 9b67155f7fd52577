import type { Db, Tx } from '../db/database.ts'
import { inTransaction } from '../db/transaction.ts'
import type { Deps } from '../deps.ts'
import { today } from '../deps.ts'
import type { WriteContext } from '../log/record.ts'
import { CODE_LISTS } from '../resources/code-list/code-list.data.ts'
import { saveCodeLists } from '../resources/code-list/code-list.service.ts'
import { saveInstitutions } from '../resources/institution/institution.service.ts'
import { saveMembers } from '../resources/member/member.service.ts'
import { mergeDocument } from '../resources/plan-document/plan-document.service.ts'
import { savePolicyAreas } from '../resources/policy-area/policy-area.service.ts'
import { saveReports } from '../resources/report/report.service.ts'
import { STARTER } from './starter.ts'

/** What a database needs or may start with. Written through the services, so that every entity has its first revision. */

const systemContext = (deps: Deps): WriteContext => ({
  actor: { role: 'system', institution: null, alias: null }, on: today(deps), at: deps.clock().toISOString()
})

/** Adds code lists that the database does not have; corrections made to those it has stay. */
export async function loadCodeLists (deps: Deps): Promise<void> {
  await inTransaction(deps.db, async (tx) => {
    const known = new Set((await tx.selectFrom('code_list').select('id').execute()).map(({ id }) => id))
    await saveCodeLists(tx, systemContext(deps), CODE_LISTS.filter(({ id }) => !known.has(id)))
  })
}

async function isEmpty (db: Db): Promise<boolean> {
  return await db.selectFrom('member').select('id').limit(1).executeTakeFirst() === undefined
}

/**
 * Loads the starter data into a database without members, in one transaction.
 * @returns whether it was loaded
 */
export async function loadStarterData (deps: Deps): Promise<boolean> {
  if (!await isEmpty(deps.db)) return false
  await inTransaction(deps.db, async (tx: Tx) => {
    const context = systemContext(deps)
    await savePolicyAreas(tx, context, STARTER.policyAreas)
    await saveMembers(tx, context, STARTER.members)
    await saveInstitutions(tx, context, STARTER.institutions)
    for (const document of STARTER.plans) await mergeDocument(tx, deps.newId, context, document)
    await saveReports(tx, context, STARTER.reports.map(report => ({ id: deps.newId(), ...report })))
  })
  return true
}
