import { type PGlite, type Results, protocol } from '@electric-sql/pglite'
import type { PGliteDialectConfig } from 'kysely'
import { FORGET_PLANS, Place, PlanAge, Statements, isOutdated } from './statements.ts'
import { type DataVersion, WriteWatch } from './version.ts'

/**
 * Prepared statements for the embedded engine, whose own `query` parses and plans a text every time and sends it in
 * five messages. A prepared one is bound and executed by a single message
 * (https://www.postgresql.org/docs/17/protocol-flow.html#PROTOCOL-FLOW-EXT-QUERY).
 */

/** The part of the engine that Kysely uses. */
type Engine = Exclude<PGliteDialectConfig['pglite'], (...args: never[]) => unknown>

interface Field { name: string, dataTypeID: number }

/** Messages of the server, by name, as far as they are read here. */
interface Answer { name: string, text?: string, dataTypeIDs?: number[], fields?: unknown[] }

/** A prepared statement as the server describes it: the types of its parameters, and its columns. */
interface Statement { parameterTypes: number[], fields: Field[] }

const { serialize } = protocol

/**
 * Returns the engine as Kysely uses it, with the statements that recur prepared. It moves the version with each commit.
 * Nothing else may use it meanwhile.
 */
export function withPreparedStatements (pglite: PGlite, version: DataVersion, close: () => Promise<void>): Engine {
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
    const textOf = (value: unknown, type: number): string => pglite.serializers[type]?.(value) ?? String(value)
    const values = parameters.map((value, i) => value == null ? null : textOf(value, parameterTypes[i] as number))
    const answers = await send(serialize.bind({ statement: name, values }), serialize.execute({}))
    return resultOf(answers, fields, pglite.parsers) as Results<never>
  }

  const age = new PlanAge()

  /** Runs a prepared statement in its turn, or `otherwise` one that is not prepared, or was before a migration. */
  const run = async (
    text: string,
    parameters: unknown[],
    place: Place,
    inTurn: <T>(work: () => Promise<T>) => Promise<T>,
    otherwise: () => Promise<{ affectedRows?: number }>
  ): Promise<never> => {
    place.follow(text)
    const name = names.nameOf(text, place.past)
    const plain = async (): Promise<never> => {
      const result = await otherwise()
      age.wrote(result.affectedRows as number)
      return result as never
    }
    if (name === undefined) return await plain()
    try {
      return await inTurn(async () => await pglite._runExclusiveQuery(async () => {
        if (age.mustPlan()) await send(serialize.query(FORGET_PLANS))
        const result = await execute(name, text, parameters)
        age.wrote(result.affectedRows as number)
        return result
      })) as never
    } catch (error) {
      if (!isOutdated(error)) throw error
      names.renew(text, place.past)
      if (place.inTransaction) throw error
      return await plain()
    }
  }

  return {
    get closed () { return pglite.closed },
    get ready () { return pglite.ready },
    waitReady: pglite.waitReady,
    close,
    query: async (text, parameters = [], options) =>
      await new WriteWatch(version).run(text, async () =>
        await run(text, parameters, new Place(), work => pglite._runExclusiveTransaction(work),
          async () => await pglite.query(text, parameters, options))),
    transaction: async (work) => {
      let end: (() => void) | undefined
      try {
        return await pglite.transaction(async (tx) => {
          const place = new Place()
          place.follow('begin')
          const result = await work({
            rollback: tx.rollback,
            query: async (text, parameters = [], options) =>
              await run(text, parameters, place, async work => await work(),
                async () => await tx.query(text, parameters, options))
          })
          // The engine commits next.
          if (!place.past) end = version.begin()
          return result
        })
      } finally {
        end?.()
      }
    }
  }
}

/** Reads what the server sent into rows of an object each, and the number of rows that a statement changed. */
function resultOf (
  answers: Answer[], fields: Field[], parsers: PGlite['parsers']
): { rows: object[], affectedRows: number, fields: Field[] } {
  const columns = fields.map(({ name, dataTypeID }) => [name, parsers[dataTypeID] ?? String] as const)
  const rows: object[] = []
  let affectedRows = 0
  for (const { name, fields: cells, text } of answers) {
    if (name === 'dataRow') {
      const read = cells as (string | null)[]
      rows.push(Object.fromEntries(columns.map(([column, parse], i) => {
        const cell = read[i] as string | null
        return [column, cell === null ? null : parse(cell)]
      })))
    } else if (name === 'commandComplete') {
      affectedRows = Number(/^(?:INSERT \d+|UPDATE|DELETE) (\d+)$/.exec(text as string)?.[1] ?? 0)
    }
  }
  return { rows, affectedRows, fields }
}
