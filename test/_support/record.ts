import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../src/db/database.ts'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'
import { actionPlanFacts } from '../../src/resources/action-plan/action-plan.select.ts'
import { assessmentFacts } from '../../src/resources/assessment/assessment.select.ts'
import { codeListFacts } from '../../src/resources/code-list/code-list.select.ts'
import { commitmentFacts } from '../../src/resources/commitment/commitment.select.ts'
import { institutionFacts } from '../../src/resources/institution/institution.select.ts'
import { memberFacts } from '../../src/resources/member/member.select.ts'
import { milestoneFacts } from '../../src/resources/milestone/milestone.select.ts'
import { policyAreaFacts } from '../../src/resources/policy-area/policy-area.select.ts'
import { processAssessmentFacts } from '../../src/resources/process-assessment/process-assessment.select.ts'
import { progressUpdateFacts } from '../../src/resources/progress-update/progress-update.select.ts'
import { replyFacts } from '../../src/resources/reply/reply.select.ts'
import { reportClustersFacts } from '../../src/resources/report-clusters/report-clusters.select.ts'
import { reportFacts } from '../../src/resources/report/report.select.ts'
import { reviewFacts } from '../../src/resources/review/review.select.ts'
import { STORED_TYPES, tableOf } from './seed.ts'

/** What stands in the tables held against the record. */

type StoredType = typeof STORED_TYPES[number]

const FACTS: Record<StoredType, (id: RawBuilder<unknown>) => RawBuilder<unknown>> = {
  member: memberFacts,
  institution: institutionFacts,
  'policy-area': policyAreaFacts,
  'code-list': codeListFacts,
  'action-plan': actionPlanFacts,
  commitment: commitmentFacts,
  milestone: milestoneFacts,
  'progress-update': progressUpdateFacts,
  review: reviewFacts,
  reply: replyFacts,
  report: reportFacts,
  assessment: assessmentFacts,
  'process-assessment': processAssessmentFacts,
  'report-clusters': reportClustersFacts
}

/** What is public, and so has revisions. */
const recordable = (type: StoredType) => type === 'review' ? sql`e.state <> 'draft'` : sql`true`

interface Entity { id: string, revision: number, facts: unknown }

export async function entitiesOf (db: Db, type: StoredType): Promise<Entity[]> {
  return (await sql<Entity>`
    select e.id::text as id, e.revision, ${FACTS[type](sql`e.id`)} as facts from ${sql.table(tableOf(type))} e where ${recordable(type)} order by 1`.execute(db)).rows
}

/**
 * Every entity of which the record says something else than its row: another number, a revision that is missing or does not follow
 * the one before, a body that is not what is stored now; and whatever only one of the two knows.
 */
export async function strayed (db: Db, types: readonly StoredType[] = STORED_TYPES): Promise<string[]> {
  const found: string[] = []
  for (const type of types) {
    const recorded = await db.selectFrom('revision').selectAll().where('entity_type', '=', type).orderBy('entity_id').orderBy('revision').execute()
    const chains = new Map<string, typeof recorded>()
    for (const row of recorded) chains.set(row.entity_id, [...chains.get(row.entity_id) ?? [], row])
    for (const { id, revision, facts } of await entitiesOf(db, type)) {
      const chain = chains.get(id) ?? []
      chains.delete(id)
      const linked = chain.every((row, index) => row.revision === index + 1 && Buffer.from(row.body_hash).equals(bodyHash(row.salt, row.body)) &&
        (index === 0 ? row.previous === null : Buffer.from(row.previous as Uint8Array).equals(Buffer.from((chain[index - 1] as typeof row).body_hash))))
      if (chain.length !== revision || !linked || chain.at(-1)?.body !== canonicalText(facts)) found.push(`${type} ${id} at ${revision}`)
    }
    found.push(...[...chains.keys()].map(id => `${type} ${id} is in the record alone`))
  }
  return found
}
