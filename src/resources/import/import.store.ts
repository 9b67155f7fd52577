import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, and, anyOf } from '../../db/keyset.ts'
import type { Principal } from '../../http/decide.ts'
import type { Decision, DecisionQuery, Import } from './import.schemas.ts'
import type { Decision as SheetDecision } from './ogp/drafts.ts'

type Reader = Pick<Principal, 'role' | 'members' | 'plans'>

const importJson = (id: ReturnType<typeof sql>) => sql<Import>`(
  select json_build_object('id', i.id, 'source', i.source, 'state', i.state, 'fileSha256', i.file_sha256, 'startedOn', i.started_on,
    'rowsTotal', i.rows_total, 'rowsDone', i.rows_done, 'report', i.report, 'failure', i.failure,
    'dryRun', i.dry_run, 'plans', i.plans, 'digest', i.digest, 'table', i.table_report) from import i where i.id = ${id})`

/** Whether who asks may see an import: the desk all of them; an editor those of OGP's data, and tables of which it may write every plan. */
const seenBy = ({ role, members, plans }: Reader): RawBuilder<SqlBool>[] => role === 'registrar'
  ? []
  : [sql<SqlBool>`(source = 'ogp' or (plans <> '{}' and plans <@ (${plans}::text[] || array(select id from action_plan where member = any (${members}::text[])))))`]

export const isSeen = async (db: Db, id: string, reader: Reader): Promise<boolean> =>
  (await sql`select 1 from import where ${and([sql<SqlBool>`id = ${id}`, ...seenBy(reader)])}`.execute(db)).rows.length > 0

export function importListing (reader: Reader): Listing<Import> {
  return {
    from: sql`import`,
    id: sql`id`,
    idType: 'uuid',
    sorts: {
      startedOn: { expression: sql`started_on`, cast: 'date' },
      '-startedOn': { expression: sql`started_on`, cast: 'date', descending: true }
    },
    filters: seenBy(reader),
    body: importJson
  }
}

export const findImport = (db: Db, id: string) => readShape(db, importJson(sql`${id}::uuid`))

export function decisionListing (importId: string, query: DecisionQuery): Listing<Decision> {
  return {
    from: sql`import_decision`,
    id: sql`position`,
    idType: 'integer',
    sorts: { position: { expression: sql`position`, cast: 'integer' } },
    filters: [sql<boolean>`import = ${importId}`, ...anyOf(sql`rule`, query.rule)],
    body: id => sql`(select json_build_object('id', d.position, 'row', d.row, 'column', d.column_name, 'value', d.value, 'rule', d.rule,
      'action', d.action) from import_decision d where d.import = ${importId} and d.position = ${id})`
  }
}

/** Appends decisions after those that the import has. */
export async function appendDecisions (tx: Tx, importId: string, decisions: SheetDecision[]): Promise<void> {
  await sql`
    insert into import_decision (import, position, row, column_name, value, rule, action)
    select ${importId}, (select coalesce(max(position), 0) from import_decision where import = ${importId}) + n, "row", left("column", 300), left(value, 2000), rule, action
    from jsonb_to_recordset(${JSON.stringify(decisions.map((decision, index) => ({ n: index + 1, ...decision })))}::jsonb)
      as d (n integer, "row" integer, "column" text, value text, rule text, action text)`.execute(tx)
}

/** What was running and has not been heard of since `before` has ended without saying so. */
export async function interruptSilent (db: Db, before: string): Promise<void> {
  await db.updateTable('import').set({ state: 'interrupted' }).where('state', '=', 'running').where('beat_at', '<', before).execute()
}

/** Those of these entities that somebody other than the registrar has ever written. */
export async function writtenByOthers (tx: Tx, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    select distinct entity_id as id from revision where entity_id = any (${ids}::text[]) and actor_role <> 'registrar'
      and entity_type in ('action-plan', 'institution', 'commitment', 'report', 'assessment')`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** Ids and names of a member's institutions. */
export const institutionsOf = async (tx: Tx, member: string) =>
  await tx.selectFrom('institution').select(['id', 'name']).where('member', '=', member).execute() as { id: string, name: Record<string, string> }[]
