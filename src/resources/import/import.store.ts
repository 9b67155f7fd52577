import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { readShape } from '../../db/json.ts'
import { type Listing, and, anyOf } from '../../db/keyset.ts'
import type { Decision, DecisionQuery, Import } from './import.schemas.ts'
import type { Decision as SheetDecision } from './ogp/drafts.ts'

/** What an editor may write; 'all' is the desk, which sees every import. */
export type Sight = { members: string[], plans: string[] } | 'all'

const importJson = (id: ReturnType<typeof sql>) => sql<Import>`(
  select json_build_object('id', i.id, 'source', i.source, 'state', i.state, 'fileSha256', i.file_sha256, 'startedOn', i.started_on,
    'rowsTotal', i.rows_total, 'rowsDone', i.rows_done, 'report', i.report, 'failure', i.failure,
    'dryRun', i.dry_run, 'plans', i.plans, 'digest', i.digest, 'table', i.table_report) from import i where i.id = ${id})`

/** Imports of OGP's data are for all who read imports, tables for those who may write every plan that they are about. */
const seenBy = (sight: Sight): RawBuilder<SqlBool>[] => sight === 'all'
  ? []
  : [sql<SqlBool>`(source = 'ogp' or (plans <> '{}' and plans <@ (${sight.plans}::text[] || array(select id from action_plan where member = any (${sight.members}::text[])))))`]

export const isSeen = async (db: Db, id: string, sight: Sight): Promise<boolean> =>
  (await sql`select 1 from import where ${and([sql<SqlBool>`id = ${id}`, ...seenBy(sight)])}`.execute(db)).rows.length > 0

export function importListing (sight: Sight): Listing<Import> {
  return {
    from: sql`import`,
    id: sql`id`,
    idType: 'uuid',
    sorts: {
      startedOn: { expression: sql`started_on`, cast: 'date' },
      '-startedOn': { expression: sql`started_on`, cast: 'date', descending: true }
    },
    filters: seenBy(sight),
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
