import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import { UUID_KEYS } from '../../db/bulk.ts'
import type { Db, Tables, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, anyOf } from '../../db/keyset.ts'
import { MARKERS, type RedactionTarget, blanks } from './redaction.rules.ts'
import type { Redaction, RedactionQuery } from './redaction.schemas.ts'
import { redactionJson } from './redaction.select.ts'
import type { RedactionTable } from './redaction.table.ts'

export type RedactionRow = Selectable<RedactionTable>

/** What is in effect, or what waits for a second moderator instead. */
export function redactionListing (query: Partial<RedactionQuery>): Listing<Redaction> {
  const [on, proposed] = [sql`d.on_date`, query.proposed === true]
  return {
    from: sql`redaction d`,
    id: sql`d.id`,
    idType: 'uuid',
    sorts: { on: { expression: on, cast: 'date' }, '-on': { expression: on, cast: 'date', descending: true } },
    filters: [
      sql<SqlBool>`d.state = ${sql.lit(proposed ? 'proposed' : 'in_effect')}`,
      ...anyOf(sql`d.target_type`, query.type),
      ...anyOf(sql`d.target_id`, query.target),
      ...anyOf(sql`d.ground`, query.ground),
      ...anyOf(sql`d.appeal_state`, query.appeal)
    ],
    body: id => redactionJson(id, proposed)
  }
}

export const findRedaction = (db: Db, id: string, toModerator: boolean) => readShape(db, redactionJson(sql`${id}::uuid`, toModerator))

/** How many are in effect: none ceases to be. */
export async function countInEffect (db: Db): Promise<number> {
  const { count } = await db.selectFrom('redaction').select(sql<number>`count(*)::integer`.as('count')).where('state', '=', 'in_effect').executeTakeFirstOrThrow()
  return count
}

export function lockRedaction (tx: Tx, id: string): Promise<RedactionRow | undefined> {
  return tx.selectFrom('redaction').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
}

/** Removes a proposal, of which nothing else speaks. */
export async function removeProposal (tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('redaction').where('id', '=', id).execute()
}

/** Where a target belongs and whose word it is. */
export interface TargetPlace { member: string | null, plan: string | null, commitment: string | null, organisation: string | null, alias: string | null }

const IN_COMMITMENT = sql`join commitment c on c.id = e.commitment join action_plan p on p.id = c.plan`
const IN_REPORT = sql`join report t on t.id = e.report join action_plan p on p.id = t.plan`
const place = (commitment: RawBuilder<unknown>, from: RawBuilder<unknown>, voice = sql`null::text as organisation, null::text as alias`) =>
  sql`select p.member, p.id as plan, ${commitment} as commitment, ${voice} from ${from}`
const none = sql`null::uuid`

const PLACES: Record<string, RawBuilder<unknown>> = {
  'action-plan': place(none, sql`action_plan e join action_plan p on p.id = e.id`),
  commitment: place(sql`e.id`, sql`commitment e join action_plan p on p.id = e.plan`),
  milestone: place(sql`c.id`, sql`milestone e ${IN_COMMITMENT}`),
  'progress-update': place(sql`c.id`, sql`progress_update e ${IN_COMMITMENT}`),
  review: place(sql`c.id`, sql`review e ${IN_COMMITMENT}`, sql`e.organisation, e.alias`),
  reply: place(none, sql`review_reply e join review r on r.id = e.review join commitment c on c.id = r.commitment join action_plan p on p.id = c.plan`),
  report: place(none, sql`report e join action_plan p on p.id = e.plan`),
  assessment: place(none, sql`assessment e ${IN_REPORT}`),
  'process-assessment': place(none, sql`process_assessment e ${IN_REPORT}`),
  'report-clusters': place(none, sql`report_clusters e ${IN_REPORT}`)
}

/** Undefined for reference data, which belongs to nobody's plan. */
export async function findPlace (db: Db, { type, id }: Pick<RedactionTarget, 'type' | 'id'>): Promise<TargetPlace | undefined> {
  const found = PLACES[type]
  if (found === undefined) return undefined
  const { rows } = await sql<TargetPlace>`${found} where e.id = ${id}`.execute(db)
  return rows[0]
}

/** The number of an entity's newest revision; undefined for what was never public. */
export async function newestRevision (tx: Tx, { type, id }: RedactionTarget): Promise<number | undefined> {
  const row = await tx.selectFrom('revision').select('revision').where('entity_type', '=', type).where('entity_id', '=', id)
    .orderBy('revision', 'desc').limit(1).executeTakeFirst()
  return row?.revision
}

/** What a member holds that holds nothing, or nothing any more. */
const NOTHING = JSON.stringify([null, [], ...MARKERS])

const ofTarget = ({ type, id }: RedactionTarget) => sql<SqlBool>`v.entity_type = ${type} and v.entity_id = ${id}`

/** The revisions that hold what shall go. */
export async function findErasable (tx: Tx, target: RedactionTarget): Promise<number[]> {
  const { atRevision, fields } = target
  const holds = atRevision !== null
    ? sql`v.revision = ${atRevision}`
    : fields === null
      ? sql`true`
      : sql`exists (select from unnest(${fields}::text[]) as field where coalesce(v.body::jsonb -> field, 'null') not in (select jsonb_array_elements(${NOTHING}::jsonb)))`
  const { rows } = await sql<{ revision: number }>`
    select v.revision from revision v where ${ofTarget(target)} and v.body is not null and ${holds} order by 1`.execute(tx)
  return rows.map(row => row.revision)
}

const key = (table: keyof Tables, id: string) => sql`${id}::${sql.raw(UUID_KEYS.has(table) ? 'uuid' : 'text')}`

/** Holds the row of a target until the end of the transaction. */
export async function lockTarget (tx: Tx, table: keyof Tables, id: string): Promise<void> {
  await sql`select from ${sql.table(table)} where id = ${key(table, id)} for update`.execute(tx)
}

/** Writes what stands in place of what goes, as the entity's next revision; what is empty stays so. `at` is null for what keeps no instant. */
export async function blankTarget (tx: Tx, table: keyof Tables, target: RedactionTarget, at: string | null): Promise<void> {
  const empty = JSON.stringify(Object.fromEntries(blanks(target).map(({ column, marker }) => [column, marker])))
  const columns = blanks(target).map(({ column }) => sql`${sql.ref(column)} = case when to_jsonb(e.${sql.ref(column)}) is null or to_jsonb(e.${sql.ref(column)}) = '[]' then e.${sql.ref(column)} else m.${sql.ref(column)} end`)
  if (at !== null) columns.push(sql`updated_at = ${at}`)
  await sql`update ${sql.table(table)} e set revision = e.revision + 1, ${sql.join(columns)}
    from jsonb_populate_record(null::${sql.table(table)}, ${empty}::jsonb) m where e.id = ${key(table, target.id)}`.execute(tx)
}

/** Erases what a redaction in effect names: body and salt, for good. */
export async function eraseRedacted (tx: Tx, id: string): Promise<void> {
  await sql`select erase_redacted(${id})`.execute(tx)
}

/** Imports cut what they quote at 200 units of UTF-16: no quotation that was cut has fewer characters than these. */
const CUT = 100

/** Of a table, rows quote 500 characters of a cell, and more of a field: words that begin so are the same. */
const QUOTED = 450

/** Blanks what imports quote of the words that are about to be erased, in these members of these revisions. */
export async function blankQuotations (tx: Tx, target: RedactionTarget, erasable: readonly number[], members: readonly string[]): Promise<void> {
  const gone = sql`gone as materialized (
      select distinct said #>> '{}' as words from revision v
      cross join unnest(${members}::text[]) as member
      cross join lateral jsonb_path_query(v.body::jsonb -> member, 'strict $.**') as said
      where ${ofTarget(target)} and v.revision = any (${erasable}::integer[]) and jsonb_typeof(said) = 'string'
    )`
  await sql`
    with ${gone}
    update import_decision d set value = null from gone
    where strpos(d.value, gone.words) > 0 or (length(d.value) >= ${CUT} and strpos(gone.words, d.value) > 0)`.execute(tx)
  await sql`
    with ${gone}, written as (select distinct to_jsonb(left(words, ${QUOTED}))::text as words from gone)
    update import_row r set fields = '[]', errors = '[]' from written
    where strpos(r.fields::text || r.errors::text, substr(written.words, 2, length(written.words) - 2)) > 0`.execute(tx)
}
