import type { KnownCommitment } from '../../plan-document/document.rules.ts'
import { type Item, type Known, matchItems } from '../../plan-document/match.rules.ts'
import type { MilestoneDocument } from '../../milestone/milestone.schemas.ts'
import type { CommitmentDocument, PlanDocument } from '../../plan-document/plan-document.schemas.ts'
import { FIELDS, type RowType } from './field.rules.ts'
import { type Cell, type Draft, issueAt } from './row.rules.ts'

/** The rows of one plan as one document, so that the very rules of PUT decide about them. */

type Facts = Record<string, unknown>
export interface Fault { pointer: string, detail: string }
/** All that makes an item none that a document may hold. */
export type RowChecks = Record<RowType, (item: object) => Fault[]>

export interface Placed {
  draft: Draft
  /** Where the document has it; undefined where it has no place. */
  pointer?: string
  /** What is known by the number alone, which is no key: such a row may say what stands, and change nothing. */
  numberOf?: { id: string, code: string | null }
}

export interface Gathered { document: PlanDocument, placed: Placed[] }

/** Keys by which a file may name an item, and which no two rows may share. */
const keysOf = (item: Item): string[] => [
  ...(item.id === undefined ? [] : [`id ${item.id}`]),
  ...(item.code == null ? [] : [`code ${item.code}`]),
  ...(item.externalRefs ?? []).map(({ id }) => `external id ${id}`)
]

const isSure = (known: Known, { id, code, externalRefs = [] }: Item): boolean =>
  known.id === id || (code != null && known.code === code) || externalRefs.some(ref => known.externalRefs.some(other => other.source === ref.source && other.id === ref.id))

/** An item of the document, and what is known of it. */
interface Entry<K extends Known = Known> { item: CommitmentDocument, known: K | undefined, index?: number }

export function gather (plan: string, drafts: readonly Draft[], known: KnownCommitment[], checks: RowChecks, source: string): Gathered {
  const placed: Placed[] = drafts.map(draft => ({ draft }))
  const ofType = (type: RowType): Placed[] => placed.filter(({ draft }) => draft.type === type)
  const entries = place(tellApart(ofType('commitment')), known as Known[], '/commitments', checks.commitment) as Entry<KnownCommitment>[]
  const items = entries.map(({ item }) => item)
  const milestones = tellApart(ofType('milestone'))
  const find = finder(entries, items, known, source)
  const children = new Map<Entry<KnownCommitment>, Placed[]>()
  for (const one of milestones) {
    const entry = find(one.draft)
    if (entry === undefined) continue
    const rows = children.get(entry) ?? []
    rows.push(one)
    children.set(entry, rows)
  }
  for (const [entry, rows] of children) {
    entry.item.milestones = place(rows, (entry.known?.milestones ?? []) as Known[], `/commitments/${entry.index}/milestones`, checks.milestone).map(({ item }) => item as MilestoneDocument)
  }
  // A file without milestones says nothing of any; one that has some tells which it leaves out.
  if (milestones.length > 0) for (const item of items) item.milestones ??= []
  return { document: { plan: { id: plan }, commitments: items }, placed }
}

/** Rows that have a key or a number, and no key that an earlier row has. */
function tellApart (rows: Placed[]): Placed[] {
  const taken = new Map<string, Draft>()
  return rows.filter(({ draft }) => {
    const keys = keysOf(draft.item)
    if (keys.length === 0 && draft.item.number === undefined) {
      draft.issues.push(issueAt(undefined, 'key-required', `Give the ${draft.type} ${draft.type === 'commitment' ? 'its OGP code' : 'its id'} or an external id; a new one may have a number that no other has. The place of a row is no key.`))
      return false
    }
    const twice = keys.find(key => taken.has(key))
    const earlier = taken.get(twice ?? '')
    if (earlier !== undefined) draft.issues.push(issueAt(undefined, 'duplicate-key', `The ${twice} is that of row ${earlier.row}${earlier.sheet === draft.sheet ? '' : ` of ${earlier.sheet}`} already: keep one of them.`))
    for (const key of keys) taken.set(key, earlier ?? draft)
    return earlier === undefined
  })
}

/** Items with a place each, less what is no value of the contract; what does not fit is an issue of its row. */
function place (rows: Placed[], known: Known[], base: string, check: (item: object) => Fault[]): Entry[] {
  const matches = matchItems(known, rows.map(({ draft }) => draft.item as Item), base)
  const entries: Entry[] = []
  for (const [at, one] of rows.entries()) {
    const before = matches[at]?.known
    const item = whole(one.draft, before as Facts | undefined)
    const faults = check(item)
    for (const { pointer, detail } of faults) {
      one.draft.issues.push(issueAt(cellAt(one.draft, pointer), 'invalid-value', detail))
      // Dates were read as days of the calendar: no fault is of one.
      delete item[pointer.split('/')[1] as string]
    }
    if (!keysFit(faults)) continue
    const index = entries.push({ item, known: before, index: entries.length }) - 1
    one.pointer = `${base}/${index}`
    if (before !== undefined && !isSure(before, item)) one.numberOf = { id: before.id, code: before.code ?? null }
  }
  return entries
}

const keysFit = (faults: Fault[]): boolean => !faults.some(({ pointer }) => /^\/(id|code|number|externalRefs)\b/.test(pointer))

/** Spreadsheets trim texts and have line ends of their own: words that stand stay as they are. */
function sameWords (texts: Facts, before: Facts | null | undefined): Facts {
  const plain = (text: unknown): string => String(text).replace(/\r\n?/g, '\n').trim()
  return Object.fromEntries(Object.entries(texts).map(([tag, text]) => [tag, text !== null && before?.[tag] !== undefined && plain(before[tag]) === plain(text) ? before[tag] : text]))
}

/** Institutions of roles that the row does not speak of stay, and so do parts of the budget. */
function whole (draft: Draft, before: Facts | undefined): Facts {
  const item = Object.fromEntries(Object.entries(draft.item).map(([name, said]) => [name, FIELDS[name]?.kind === 'text' ? sameWords(said as Facts, before?.[name] as Facts | null | undefined) : said]))
  if (draft.stakeholders.length > 0) {
    const said = new Map(draft.stakeholders.map(({ role, institutions }) => [role as string, institutions]))
    const here = (before?.stakeholders ?? []) as { institution: string, role: string }[]
    const stay = here.filter(({ role, institution }) => said.get(role)?.includes(institution) ?? true)
    const added = draft.stakeholders.flatMap(({ role, institutions, cell }) => institutions
      .filter(institution => !stay.some(one => one.role === role && one.institution === institution))
      .map(institution => ({ institution, role, cell })))
    for (const [index, { cell }] of added.entries()) draft.places.set(`/stakeholders/${stay.length + index}`, cell)
    item.stakeholders = [...stay, ...added.map(({ institution, role }) => ({ institution, role }))]
  }
  if (Object.keys(draft.budget).length > 0) {
    const here = (before?.budget ?? { amount: null, currency: null, text: null }) as Facts
    const texts = Object.entries({ ...here.text as Facts, ...sameWords(draft.budget.text as Facts | undefined ?? {}, here.text as Facts | null) }).filter(([, text]) => text !== null)
    const budget = { ...here, ...draft.budget, text: texts.length === 0 ? null : Object.fromEntries(texts) }
    item.budget = Object.values(budget).every(part => part === null) ? null : budget
  }
  return item
}

/** The cell that a pointer into the item comes from: that of the member or of the whole it is part of. */
export function cellAt (draft: Draft, pointer: string): Cell | undefined {
  for (let at = pointer; at !== ''; at = at.slice(0, at.lastIndexOf('/'))) {
    const cell = draft.places.get(at)
    if (cell !== undefined) return cell
  }
  return undefined
}

/** Finds the commitment of a milestone by its code, id, external id or number, in the file and in what stands. */
function finder (entries: readonly Entry<KnownCommitment>[], items: CommitmentDocument[], known: KnownCommitment[], source: string): (draft: Draft) => Entry<KnownCommitment> | undefined {
  const named = new Set(entries.map(entry => entry.known))
  const others = known.filter(one => !named.has(one) && one.lifecycle !== 'entered_in_error').map((one): Entry<KnownCommitment> => ({ item: { id: one.id }, known: one }))
  const keys = new Map<string, Entry<KnownCommitment>>()
  const numbers = new Map<string, Entry<KnownCommitment> | null>()
  for (const entry of [...entries, ...others]) {
    for (const said of [entry.known ?? {}, entry.item] as Item[]) {
      const refs = (said.externalRefs ?? []).filter(ref => ref.source === source).map(({ id }) => id)
      for (const key of [said.id, said.code, ...refs]) if (key != null) keys.set(key.toLowerCase(), entry)
    }
    const number = (entry.item.number ?? entry.known?.number)?.toLowerCase()
    if (number !== undefined) numbers.set(number, numbers.has(number) ? null : entry)
  }
  return ({ parent, issues }) => {
    const name = parent?.value.toLowerCase() ?? ''
    const entry = keys.get(name) ?? numbers.get(name)
    if (entry == null) {
      const why = parent === undefined ? 'Say of which commitment it is' : entry === null ? 'More than one commitment has this number' : 'There is no such commitment in the plan or in the file'
      issues.push(issueAt(parent, 'commitment-required', `${why}: give its OGP code, its id, its external id, or a number that it alone has.`))
      return undefined
    }
    entry.index ??= items.push(entry.item) - 1
    return entry
  }
}
