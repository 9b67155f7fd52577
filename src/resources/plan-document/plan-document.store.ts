import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { actionPlanFacts } from '../action-plan/action-plan.select.ts'
import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import { commitmentFacts } from '../commitment/commitment.select.ts'
import { institutionFacts } from '../institution/institution.select.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import { milestoneFacts } from '../milestone/milestone.select.ts'
import type { KnownCommitment, Surroundings } from './document.rules.ts'
import type { PlanDocument } from './plan-document.schemas.ts'

export interface StoredPlan {
  plan: ActionPlanFacts | null
  institutions: InstitutionFacts[]
  commitments: KnownCommitment[]
  /** `type id revision` of all that the document holds: its revision part is a hash over them. */
  revisions: string[]
}

const revisionsOf = (type: string, from: RawBuilder<unknown>) => sql`select ${sql.lit(`${type} `)} || e.id || ' ' || e.revision as line from ${from}`

/** A whole plan in one statement: its facts, the institutions it names, its commitments with their milestones. */
export async function readPlan (db: Db, id: string): Promise<StoredPlan> {
  // The names here differ from the aliases inside the shapes, which would capture them.
  const { rows } = await sql<StoredPlan>`
    with promised as (select id, position from commitment where plan = ${id}),
    steps as (select milestone.id, milestone.commitment, milestone.position from milestone join promised on promised.id = milestone.commitment),
    named as (
      select institution as id from commitment_stakeholder join promised on promised.id = commitment
      union select institution from milestone_stakeholder join steps on steps.id = milestone
    )
    select ${actionPlanFacts(sql`${id}`)} as plan,
      (select coalesce(json_agg(${institutionFacts(sql`named.id`)} order by named.id), '[]') from named) as institutions,
      (select coalesce(json_agg((${commitmentFacts(sql`promised.id`)})::jsonb || jsonb_build_object('milestones', (
        select coalesce(json_agg(${milestoneFacts(sql`steps.id`)} order by steps.position, steps.id), '[]') from steps where steps.commitment = promised.id
      )) order by promised.position, promised.id), '[]') from promised) as commitments,
      (select coalesce(json_agg(line order by line), '[]') from (
        ${revisionsOf('action-plan', sql`action_plan e where e.id = ${id}`)}
        union all ${revisionsOf('commitment', sql`commitment e join promised on promised.id = e.id`)}
        union all ${revisionsOf('milestone', sql`milestone e join steps on steps.id = e.id`)}
        union all ${revisionsOf('institution', sql`institution e join named on named.id = e.id`)}
      ) lines) as revisions`.execute(db)
  return rows[0] as StoredPlan
}

/** The same of a plan that may not exist. */
export async function findPlan (db: Db, id: string): Promise<StoredPlan | undefined> {
  const stored = await readPlan(db, id)
  return stored.plan === null ? undefined : stored
}

/** What exists of the things that a document names, in one statement. */
export async function readSurroundings (tx: Tx, document: PlanDocument): Promise<Surroundings> {
  const commitments = document.commitments ?? []
  const milestones = commitments.flatMap(commitment => commitment.milestones ?? [])
  const indicators = milestones.flatMap(milestone => milestone.indicators ?? [])
  const stakeholders = [...commitments, ...milestones].flatMap(item => item.stakeholders ?? [])
  const institutions = [...(document.institutions ?? []).map(({ id }) => id), ...stakeholders.map(({ institution }) => institution)]
  const refs = [
    ...refsOf('action-plan', [document.plan]),
    ...refsOf('institution', document.institutions ?? []),
    ...refsOf('commitment', commitments),
    ...refsOf('milestone', milestones),
    ...refsOf('indicator', indicators)
  ]
  const ids = [...commitments, ...milestones, ...indicators].flatMap(({ id }) => id ?? [])
  const codes = commitments.flatMap(({ code }) => code ?? [])
  const areas = commitments.flatMap(({ policyAreas }) => policyAreas ?? [])
  const { rows } = await sql<Surroundings>`
    select (select member.id from member where member.id = coalesce(
        (select member from action_plan where id = ${document.plan.id}), ${document.plan.member ?? null})) as member,
      (select coalesce(json_agg(${institutionFacts(sql`e.id`)} order by e.id), '[]') from institution e where e.id = any (${institutions}::text[])) as institutions,
      (select coalesce(json_agg(id), '[]') from policy_area where id = any (${areas}::text[])) as "policyAreas",
      (select coalesce(json_agg(code ->> 'code'), '[]') from code_list, jsonb_array_elements(codes) as code where id = 'eras') as eras,
      (select coalesce(json_object_agg(key, holder), '{}') from (
        select 'code ' || code as key, id::text as holder from commitment where code = any (${codes}::text[])
        union all select 'id ' || id, 'commitment' from commitment where id = any (${ids}::uuid[])
        union all select 'id ' || id, 'milestone' from milestone where id = any (${ids}::uuid[])
        union all select 'id ' || id, 'indicator' from indicator where id = any (${ids}::uuid[])
        union all select entity_type || ' ' || source || ':' || external_id, entity_id from external_ref
          where (entity_type, source, external_id) in (
            select type, source, id from jsonb_to_recordset(${JSON.stringify(refs)}::jsonb) as r (type text, source text, id text))
      ) held) as held`.execute(tx)
  return rows[0] as Surroundings
}

function refsOf (type: string, entities: { externalRefs?: { source: string, id: string }[] | undefined }[]) {
  return entities.flatMap(entity => (entity.externalRefs ?? []).map(ref => ({ type, ...ref })))
}
