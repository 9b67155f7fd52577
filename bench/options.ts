import { parseArgs } from 'node:util'

export interface Options {
  /** Number of commitments to generate. A file decides its own number. */
  commitments: number
  /** A spreadsheet as OGP publishes it, in place of generated data. */
  file: string | null
  /** Names of the rows to measure; null for all. */
  rows: string[] | null
  rounds: number
  /** How long each contender is driven in each round. */
  seconds: number
  /** The engine whose rows are measured; null for both. */
  engine: 'postgres' | 'embedded' | null
  connections: number
  /** Whether the service and the server write profiles. */
  profile: boolean
}

export const USAGE = `npm run bench -- [options]
  --commitments N    commitments to generate: 2000 (default), 100000, 1000000 or any number
  --file FILE        load the spreadsheet that OGP published instead
  --rows a,b         measure these rows alone
  --engine ENGINE    postgres or embedded; both unless given
  --rounds N         rounds in which all contenders take turns (default 5)
  --seconds N        how long each is driven in a round (default 3)
  --connections N    connections that ask at once (default 10)
  --profile          write a CPU profile of the service and the costliest statements
`

/** Reads the command line. Throws an error with the usage if an option is unknown or does not fit. */
export function readOptions (args: string[]): Options {
  const text = { type: 'string' as const }
  const { values } = parseArgs({
    args,
    options: {
      commitments: text,
      file: text,
      rows: text,
      engine: text,
      rounds: text,
      seconds: text,
      connections: text,
      profile: { type: 'boolean' }
    }
  })
  const number = (name: 'commitments' | 'rounds' | 'seconds' | 'connections', otherwise: number): number => {
    const value = Number(values[name] ?? otherwise)
    if (!(value > 0) || (name !== 'seconds' && !Number.isInteger(value))) {
      throw new Error(`--${name} must be a positive ${name === 'seconds' ? '' : 'whole '}number.\n${USAGE}`)
    }
    return value
  }
  const { engine = null } = values
  if (engine !== null && engine !== 'postgres' &&
    engine !== 'embedded') throw new Error(`--engine must be postgres or embedded.\n${USAGE}`)
  return {
    commitments: number('commitments', 2000),
    file: values.file ?? null,
    rows: values.rows?.split(',') ?? null,
    rounds: number('rounds', 5),
    seconds: number('seconds', 3),
    connections: number('connections', 10),
    engine,
    profile: values.profile ?? false
  }
}
