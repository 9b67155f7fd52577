import { ProblemError } from '../../../errors.ts'
import type { Limits, Workbook } from '../../../sheet/sheet.ts'

/** A table as a list of objects -> the sheet that it would be: names in row 1, the first object in row 2. */

const NOTHING = '(none)'

/**
 * Held against the limits before any cell is added for the names that an object leaves out.
 * @throws ProblemError import-unusable where it is too much; invalid-body with a pointer to each value that is none of a cell
 */
export function jsonTable (body: unknown, { rows: mostRows, columns: mostColumns, cells: mostCells }: Pick<Limits, 'rows' | 'columns' | 'cells'>): Workbook {
  if (!Array.isArray(body) || !body.every(isObject)) throw new ProblemError('invalid-body', `Send a list of objects, one for each commitment or milestone.${elsewhere(body)}`, { errors: [{ pointer: '', detail: 'must be a list of objects' }] })
  if (body.length > mostRows) throw tooMuch(`${mostRows} objects`)
  const errors: { pointer: string, detail: string }[] = []
  const names = new Set<string>()
  const rows = body.map((item, index) => {
    const cells = new Map(Object.entries(item).flatMap(([name, value]) => cellsOf(name, value).map(([column, cell]) => {
      if (cell === undefined) errors.push({ pointer: `/${index}/${name.slice(0, 300).replaceAll('~', '~0').replaceAll('/', '~1')}`, detail: 'must be a text, a number, null, a list of these, or texts by language' })
      return [column, cell ?? ''] as const
    })))
    for (const name of cells.keys()) names.add(name)
    if (names.size > mostColumns) throw tooMuch(`${mostColumns} different names`)
    return cells
  })
  if (rows.length * names.size > mostCells) throw tooMuch(`${mostCells} cells, which is objects times different names`)
  if (errors.length > 0) throw new ProblemError('invalid-body', `${errors.length} value(s) are none of a cell.`, { errors: errors.slice(0, 1000), errorCount: errors.length })
  const header = [...names]
  const lines = [header, ...rows.map(row => header.map(name => row.get(name) ?? ''))]
  return { sheets: [{ name: '', rows: lines.map((cells, index) => ({ row: index + 1, cells })) }], notes: [] }
}

const tooMuch = (what: string): ProblemError =>
  new ProblemError('import-unusable', `The table has more than ${what}. Check that every object names its columns alike, take out what is too much, or send it in parts.`)

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Where whole documents belong, which have a dry run and a digest of their own. */
function elsewhere (body: unknown): string {
  if (!isObject(body)) return ''
  if ('progressUpdates' in body) return ' The progress of a period goes to PUT /v1/action-plans/{plan}/progress-updates/{period}, dry run and digest too.'
  return 'plan' in body || 'commitments' in body ? ' A plan document goes to PUT /v1/action-plans/{plan}/document, dry run and digest too.' : ''
}

/** Texts by language are a column each. */
function cellsOf (name: string, value: unknown): [string, string | undefined][] {
  if (isObject(value)) return Object.entries(value).map(([language, text]) => [`${name}:${language}`, scalar(text)])
  if (!Array.isArray(value)) return [[name, scalar(value)]]
  const parts = value.map(scalar)
  return [[name, parts.includes(undefined) ? undefined : parts.length === 0 ? NOTHING : parts.join('; ')]]
}

function scalar (value: unknown): string | undefined {
  if (value === null) return NOTHING
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}
