import type { Change } from '../../plan-document/plan-document.schemas.ts'
import type { Finding } from '../../plan-document/merge.rules.ts'
import type { RowType } from './field.rules.ts'
import { type Placed, cellAt } from './gather.rules.ts'
import { type Issue, type RawRow, issueAt, quoted } from './row.rules.ts'

/** What becomes of each row, and of what the file leaves out: the findings of the document, told as a person sees the sheet. */

export const ROW_OPS = ['create', 'update', 'unchanged', 'missing', 'conflict', 'error'] as const

export interface Outcome {
  sheet: string | null
  row: number | null
  op: typeof ROW_OPS[number]
  type: RowType | null
  plan: string | null
  entity: string | null
  code: string | null
  fields: Change['fields']
  errors: Issue[]
}

/** What the rules of plan documents say of a document. */
export interface Verdict { changes: readonly Change[], findings: readonly Finding[] }

/** The item that a pointer leads into. */
const ITEM = /^\/commitments\/\d+(?:\/milestones\/\d+)?/

const NOBODY = { entity: null, code: null, fields: [] }

export function outcomesOf (plan: string, placed: readonly Placed[], { changes, findings }: Verdict): Outcome[] {
  const rows = new Map(placed.flatMap(one => one.pointer === undefined ? [] : [[one.pointer, one] as const]))
  const issues = new Map<Placed | undefined, Issue[]>()
  for (const finding of findings) {
    const pointer = ITEM.exec(finding.pointer)?.[0] ?? ''
    const one = rows.get(pointer)
    const cell = one === undefined ? undefined : cellAt(one.draft, finding.pointer.slice(pointer.length))
    const found = issues.get(one) ?? []
    found.push(issueAt(cell, finding.code, inRows(finding.detail, rows)))
    issues.set(one, found)
  }
  const byPointer = new Map(changes.map(change => [change.pointer, change]))
  const types = new Set<Change['type']>(placed.map(({ draft }) => draft.type))
  const left = changes.filter(({ op, type }) => op === 'missing' && types.has(type))
  const general = issues.get(undefined) ?? []
  return [
    ...placed.map(one => outcomeOf(one, byPointer.get(one.pointer ?? ''), issues.get(one) ?? [])),
    ...left.map(({ type, id, code }): Outcome => ({ sheet: null, row: null, op: 'missing', type: type as RowType, plan, entity: id, code, fields: [], errors: [] })),
    ...(general.length === 0 ? [] : [{ sheet: null, row: null, op: 'conflict' as const, type: null, plan, ...NOBODY, errors: general }])
  ]
}

/** A row that no plan takes. */
export const refusedRow = ({ sheet, row, type, plan, issues }: RawRow): Outcome => ({ sheet, row, type, plan: plan === null ? null : quoted(plan), op: 'error', ...NOBODY, errors: issues })

function outcomeOf ({ draft, numberOf }: Placed, change: Change | undefined, found: readonly Issue[]): Outcome {
  const { sheet, row, type, plan } = draft
  // What could not be read was left out of the document: that it lacks there is no news.
  const news = found.filter(({ column }) => column === null || !draft.issues.some(issue => issue.column === column))
  const errors = [...draft.issues, ...news]
  const told = { sheet, row, type, plan }
  if (draft.issues.length > 0) return { ...told, op: 'error', ...NOBODY, errors }
  if (change === undefined) return { ...told, op: 'conflict', ...NOBODY, errors: [issueAt(undefined, 'commitment-required', 'Its commitment cannot be told apart: see the row of that.')] }
  if (change.op === 'conflict') return { ...told, op: 'conflict', ...NOBODY, code: change.code, errors }
  if (numberOf !== undefined && change.op === 'update') {
    const key = numberOf.code === null ? `the id ${numberOf.id}` : `the OGP code ${numberOf.code}`
    return { ...told, op: 'error', ...NOBODY, entity: numberOf.id, errors: [issueAt(draft.places.get('/number'), 'key-required', `A number is no key, and this row would change what has this number. Give ${key} if it is meant, or another number if it is something new.`)] }
  }
  return { ...told, op: change.op, entity: change.id, code: change.code, fields: change.fields, errors: [] }
}

/** A pointer of the document means nothing to who sent a sheet. */
const inRows = (detail: string, rows: ReadonlyMap<string, Placed>): string =>
  detail.replace(/\/commitments\/\d+(?:\/milestones\/\d+)?/g, pointer => rows.has(pointer) ? `row ${(rows.get(pointer) as Placed).draft.row}` : pointer)
