import { CompiledQuery, DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, sql } from 'kysely'
import type { Db, Tables } from '../../src/db/database.ts'

/** How the database means to answer a statement. */

export interface PlanNode {
  'Node Type': string
  'Index Name'?: string
  'Index Cond'?: string
  Plans?: PlanNode[]
}

/** The statements that `read` sends; nothing answers them. */
export async function statementsOf (read: (db: Db) => Promise<unknown>): Promise<CompiledQuery[]> {
  const sent: CompiledQuery[] = []
  const db = new Kysely<Tables>({
    dialect: { createAdapter: () => new PostgresAdapter(), createDriver: () => new DummyDriver(), createIntrospector: db => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() },
    log: event => { sent.push(event.query) }
  })
  await read(db).catch(() => {})
  return sent
}

/** The plan when scans of whole tables, and what else is named, cost more than anything else. */
export async function explain (db: Db, statement: CompiledQuery, ...dear: 'enable_sort'[]): Promise<PlanNode> {
  return db.transaction().execute(async (tx) => {
    for (const setting of ['enable_seqscan', ...dear]) await sql`set local ${sql.ref(setting)} = off`.execute(tx)
    const { rows } = await tx.executeQuery(CompiledQuery.raw(`explain (format json) ${statement.sql}`, [...statement.parameters]))
    const [answer] = Object.values(rows[0] as object) as [{ Plan: PlanNode }[] | string]
    return (typeof answer === 'string' ? JSON.parse(answer) as { Plan: PlanNode }[] : answer)[0]?.Plan as PlanNode
  })
}

export function nodesOf (plan: PlanNode): PlanNode[] {
  return [plan, ...(plan.Plans ?? []).flatMap(nodesOf)]
}
