import { type PGlite, type Results, protocol } from '@electric-sql/pglite'
import type { PGliteDialectConfig } from 'kysely'
import { FORGET_PLANS, Session, Statements, isOutdated } from './statements.ts'

/**
 * Prepared statements for the embedded engine, whose own `query` parses and plans a text every time and sends it in five
 * messages. What is prepared is bound and executed by one
 * (https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY).
 */

/** What Kysely needs of the engine. */
type Engine = Exclude<PGliteDialectConfig['pglite'], (...args: never[]) => unknown>

interface Field { name: string, dataTypeID: number }

/** Messages of the server, by name, as far as they are read here. */
interface Answer { name: string, text?: string, dataTypeIDs?: number[], fields?: unknown[] }

/** What the server says of a prepared statement: the types of its parameters, and its columns. */
interface Statement { parameterTypes: number[], fields: Field[] }

const { serialize } = protocol

/** Returns the engine as Kysely uses it, with the statements that recur prepared. Nothing else may use it meanwhile. */
export function withPreparedStatements (pglite: PGlite): Engine {
  const names = new Statements()
  const prepared = new Map<string, Statement>()

  const send = async (...messages: Uint8Array[]): Promise<Answer[]> =>
    (await pglite.execProtocol(Buffer.concat([...messages, serialize.sync()]))).messages as unknown as Answer[]

  const prepare = async (name: string, text: string): Promise<Statement> => {
    const answers = await send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name }))
    const statement = {
      parameterTypes: answers.find(answer => answer.name === 'parameterDescription')?.dataTypeIDs as number[],
      fields: (answers.find(answer => answer.name === 'rowDescription')?.fields ?? []) as Field[]
    }
    prepared.set(name, statement)
    return statement
  }

  const execute = async (name: string, text: string, parameters: unknown[]): Promise<Results<never>> => {
    const { parameterTypes, fields } = prepared.get(name) ?? await prepare(name, text)
    const values = parameters.map((value, i) => value == null ? null : pglite.serializers[parameterTypes[i] as number]?.(value) ?? String(value))
    const answers = await send(serialize.bind({ statement: name, values }), serialize.execute({}))
    return resultOf(answers, fields, pglite.parsers) as Results<never>
  }

  // The engine is one session of PostgreSQL; a transaction is a part of it whose statements wait for nothing else.
  const plans = new Session()

  /** Runs a statement in its turn: as a prepared one, or `otherwise` if it is none or was prepared before a migration. */
  const run = async (
    text: string, parameters: unknown[], session: Session, inTurn: <T>(work: () => Promise<T>) => Promise<T>, otherwise: () => Promise<{ affectedRows?: number }>
  ): Promise<never> => {
    session.follow(text)
    const name = names.nameOf(text, session.past)
    const plain = async (): Promise<never> => {
      const result = await otherwise()
      plans.wrote(result.affectedRows as number)
      return result as never
    }
    if (name === undefined) return await plain()
    try {
      return await inTurn(async () => await pglite._runExclusiveQuery(async () => {
        if (plans.mustPlan()) await send(serialize.query(FORGET_PLANS))
        const result = await execute(name, text, parameters)
        plans.wrote(result.affectedRows as number)
        return result
      })) as never
    } catch (error) {
      if (!isOutdated(error)) throw error
      names.renew(text, session.past)
      if (session.inTransaction) throw error
      return await plain()
    }
  }

  return {
    get closed () { return pglite.closed },
    get ready () { return pglite.ready },
    get waitReady () { return pglite.waitReady },
    close: async () => { await pglite.close() },
    query: async (text, parameters = [], options) =>
      await run(text, parameters, new Session(), work => pglite._runExclusiveTransaction(work), async () => await pglite.query(text, parameters, options)),
    transaction: async work => await pglite.transaction(async (tx) => {
      const session = new Session()
      session.follow('begin')
      return await work({
        rollback: tx.rollback,
        query: async (text, parameters = [], options) =>
          await run(text, parameters, session, async work => await work(), async () => await tx.query(text, parameters, options))
      })
    })
  }
}

/** Reads what the server sent into rows of an object each, and the number of rows that a statement changed. */
function resultOf (answers: Answer[], fields: Field[], parsers: PGlite['parsers']): { rows: object[], affectedRows: number, fields: Field[] } {
  const columns = fields.map(({ name, dataTypeID }) => [name, parsers[dataTypeID] ?? String] as const)
  const rows: object[] = []
  let affectedRows = 0
  for (const { name, fields: cells, text } of answers) {
    if (name === 'dataRow') {
      rows.push(Object.fromEntries(columns.map(([column, parse], i) => [column, cells?.[i] === null ? null : parse(cells?.[i] as string)])))
    } else if (name === 'commandComplete') {
      affectedRows = Number(/^(?:INSERT \d+|UPDATE|DELETE) (\d+)$/.exec(text as string)?.[1] ?? 0)
    }
  }
  return { rows, affectedRows, fields }
}
