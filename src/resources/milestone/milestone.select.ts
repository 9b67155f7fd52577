import { type RawBuilder, sql } from 'kysely'
import { datedPairs, instant, overdueOn, redactionsOf, refsOf } from '../../db/json.ts'
import type { Milestone, MilestoneFacts } from './milestone.schemas.ts'

const indicators = sql`(
  select coalesce(json_agg(json_build_object('id', i.id, 'number', i.number, 'title', i.title, 'target', i.target,
    ${datedPairs('i', 'due', 'due')}, 'externalRefs', ${refsOf('indicator', sql`i.id`)}) order by i.position, i.id), '[]')
  from indicator i where i.milestone = m.id)`

const facts = sql`'id', m.id, 'commitment', m.commitment, 'number', m.number, 'title', m.title, 'expectedOutput', m.expected_output,
  ${datedPairs('m', 'starts', 'starts')}, ${datedPairs('m', 'due', 'due')}, 'weight', m.weight, 'lifecycle', m.lifecycle,
  'stakeholders', (select coalesce(json_agg(json_build_object('institution', institution, 'role', role) order by position), '[]')
    from milestone_stakeholder where milestone = m.id),
  'externalRefs', ${refsOf('milestone', sql`m.id`)}, 'indicators', ${indicators}`

export const milestoneFacts = (id: RawBuilder<unknown>) =>
  sql<MilestoneFacts | null>`(select json_build_object(${facts}) from milestone m where m.id = ${id})`

const wire = (day: string | undefined) => sql`json_build_object(${facts}, 'completion', ms.completion,
  'overdue', ${overdueOn(sql`ms.open_due_on`, day)}, 'redactions', ${redactionsOf('milestone', sql`m.id`)},
  'revision', m.revision, 'updatedAt', ${instant(sql`m.updated_at`)})`

export const milestoneJson = (id: RawBuilder<unknown>, today: string) => sql<Milestone>`(
  select ${wire(today)} from milestone m join milestone_status ms on ms.milestone = m.id where m.id = ${id})`

/** All milestones of a commitment in the order of its plan, those entered in error left out. */
export const milestonesOf = (commitment: RawBuilder<unknown>, day: string | undefined) => sql<Milestone[]>`(
  select coalesce(json_agg(${wire(day)} order by m.position, m.id), '[]')
  from milestone m join milestone_status ms on ms.milestone = m.id
  where m.commitment = ${commitment} and m.lifecycle <> 'entered_in_error')`
