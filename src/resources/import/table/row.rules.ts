import type { Sheet } from '../../../sheet/sheet.ts'
import type { Column, DateOrder, Header } from './columns.ts'
import { FIELDS, type Field, ROW_TYPES, type RowType, TYPE_BY_NAME, plainName } from './field.rules.ts'
import { type Names, Unreadable, emptying, partsOf, readDate, readName, readNumber, readNumbers } from './value.rules.ts'

/** A row as what a plan document would say of its commitment or milestone, with all that cannot be read. */

/** What is wrong with a row: where, what stands there, by which rule, and what to do. */
export interface Issue { column: string | null, header: string | null, value: string | null, rule: string, detail: string }
export interface Cell { column: Column, value: string }

/** What stands in a row, before anything is known of its plan. */
export interface RawRow {
  sheet: string
  row: number
  type: RowType
  plan: string | null
  cells: Cell[]
  issues: Issue[]
}

type Facts = Record<string, unknown>
export type Role = 'lead' | 'supporting' | 'monitoring'

export interface Draft extends Omit<RawRow, 'cells'> {
  item: Facts
  /** What names the commitment of a milestone. */
  parent: Cell | undefined
  /** JSON Pointer inside the item -> the cell that says it. */
  places: Map<string, Cell>
  /** Parts that are replaced as a whole in a document, and cell by cell here. */
  stakeholders: { role: Role, institutions: string[], cell: Cell }[]
  budget: Facts
}

/** What the words in cells mean: codes and their labels by list, policy areas, and the institutions that this plan may name. */
export interface Vocabulary {
  codes: Readonly<Record<string, Names>>
  policyAreas: Names
  institutions: Names
}

export interface Reading {
  source: string
  /** Of texts whose column does not name theirs. */
  language: string
  dates: DateOrder | null | undefined
}

/** Reports quote so much of a cell. */
const LONGEST_VALUE = 500
const LANGUAGE = /^[a-z]{2,3}(-[a-z0-9]{2,8})*$/i

export const quoted = (value: string): string => value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE).toWellFormed()}…` : value

export const issueAt = (cell: Cell | undefined, rule: string, detail: string): Issue =>
  ({ column: cell?.column.letter ?? null, header: cell?.column.header ?? null, value: cell === undefined ? null : quoted(cell.value), rule, detail })

/** The rows below the header. `plan` is that of the request; a column may name others where there is none. */
export function rawRows (sheet: Sheet, header: Header, plan: string | undefined): RawRow[] {
  const ofSheet = TYPE_BY_NAME.get(plainName(sheet.name)) ?? 'commitment'
  return sheet.rows.filter(({ row }) => row > header.row).flatMap(({ row, cells: texts }) => {
    const cells = header.columns.map(column => ({ column, value: (texts[column.index] ?? '').trim() })).filter(({ value }) => value !== '')
    if (cells.length === 0) return []
    const [typeCell, planCell] = ['type', 'plan'].map(name => cells.find(({ column }) => column.field === name))
    const type = typeCell === undefined ? ofSheet : TYPE_BY_NAME.get(plainName(typeCell.value))
    const issues: Issue[] = []
    if (type === undefined) issues.push(issueAt(typeCell, 'row-type', `A row is of a ${ROW_TYPES.join(' or a ')}.`))
    const named = planCell?.value ?? plan ?? null
    if (named === null) issues.push(issueAt(undefined, 'plan-required', 'Name the action plan: in the parameter plan, or for each row in a column "Action plan".'))
    if (plan !== undefined && named !== plan) issues.push(issueAt(planCell, 'other-plan', `This import is for ${plan}. Leave the parameter plan out to import rows of several plans.`))
    return [{ sheet: sheet.name, row, type: type ?? 'commitment', plan: named, cells, issues }]
  })
}

export function draftOf ({ cells, ...raw }: RawRow, { codes, policyAreas, institutions }: Vocabulary, { source, language, dates }: Reading): Draft {
  const draft: Draft = { ...raw, item: {}, parent: undefined, places: new Map(), stakeholders: [], budget: {}, issues: [...raw.issues] }
  const { item, places } = draft
  const say = (cell: Cell, name: string, value: unknown): void => {
    item[name] = value
    places.set(`/${name}`, cell)
  }
  // The language of a row is that of its texts, where it is one.
  const own = cells.find(({ column, value }) => column.field === 'language' && LANGUAGE.test(value))?.value ?? language

  const readers: Record<Exclude<Field['kind'], 'key'>, (cell: Cell, name: string, field: Field, empty: boolean) => void> = {
    text: (cell, name, _field, empty) => {
      const tag = cell.column.language ?? own
      const text = { [tag]: empty ? null : cell.value }
      if (name === 'budgetText') { draft.budget.text = { ...draft.budget.text as Facts, ...text }; places.set(`/budget/text/${tag}`, cell) } else {
        item[name] = { ...item[name] as Facts, ...text }
        places.set(`/${name}`, cell).set(`/${name}/${tag}`, cell)
      }
    },
    plain: (cell, name, _field, empty) => name === 'budgetCurrency' ? budget(cell, 'currency', empty ? null : cell.value) : say(cell, name, empty ? null : cell.value),
    code: (cell, name, field, empty) => { say(cell, name, empty ? null : readCode(cell.value, field)) },
    codes: (cell, name, field, empty) => { say(cell, name, empty ? [] : partsOf(cell.value).map(part => readCode(part, field))) },
    areas: (cell, name, _field, empty) => {
      say(cell, name, empty ? [] : partsOf(cell.value).map(part => readName(part, policyAreas, 'policy area', '/v1/policy-areas lists them.')))
    },
    numbers: (cell, name, _field, empty) => { say(cell, name, empty ? [] : readNumbers(cell.value)) },
    number: (cell, name, _field, empty) => name === 'budgetAmount' ? budget(cell, 'amount', empty ? null : readNumber(cell.value)) : say(cell, name, empty ? null : readNumber(cell.value)),
    date: (cell, name, _field, empty) => {
      const { on, precision } = empty ? { on: null, precision: 'unknown' } : readDate(cell.value, dates)
      say(cell, `${name}On`, on)
      say(cell, `${name}Precision`, precision)
    },
    institutions: (cell, name, _field, empty) => {
      const named = empty ? [] : partsOf(cell.value).map(part => readName(part, institutions, 'institution', 'Give the id of one that exists, or add it first at /v1/institutions.'))
      draft.stakeholders.push({ role: name as Role, institutions: named, cell })
    }
  }
  const budget = (cell: Cell, name: string, value: unknown): void => { draft.budget[name] = value; places.set(`/budget/${name}`, cell) }
  const readCode = (text: string, { list }: Field): string => readName(text, codes[list as string] as Names, 'code', `/v1/code-lists/${list} lists them.`)

  for (const cell of cells) {
    const { field: name } = cell.column
    const field = FIELDS[name] as Field
    if (!field.of.includes(raw.type)) { draft.issues.push(issueAt(cell, 'not-of-row-type', `A ${raw.type} has no such field: leave the cell empty.`)); continue }
    if (field.kind === 'key') continue
    try {
      readers[field.kind](cell, name, field, emptying(cell.value))
    } catch (error) {
      const { rule, message } = error as Unreadable
      draft.issues.push(issueAt(cell, rule, message))
    }
  }
  readKeys(draft, cells, source)
  return draft
}

/** What tells the row apart. In the row of a milestone, code and number are those of its commitment where it has a number of its own. */
function readKeys (draft: Draft, cells: Cell[], source: string): void {
  const { item, places, type } = draft
  const cellOf = (name: string): Cell | undefined => cells.find(({ column }) => column.field === name)
  const key = (name: string, cell: Cell | undefined, value: (text: string) => unknown): void => {
    if (cell === undefined) return
    item[name] = value(cell.value)
    places.set(`/${name}`, cell)
  }
  const [code, number, milestoneNumber] = [cellOf('code'), cellOf('number'), cellOf('milestoneNumber')]
  key('id', cellOf('id'), text => text.toLowerCase())
  key('externalRefs', cellOf('externalId'), id => [{ source, id }])
  if (type === 'commitment') {
    key('code', code, text => text.toUpperCase())
    key('number', number, text => text)
  } else {
    key('number', milestoneNumber ?? number, text => text)
    draft.parent = cellOf('commitment') ?? code ?? (milestoneNumber === undefined ? undefined : number)
  }
}
