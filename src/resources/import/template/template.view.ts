import type { Code } from '../../code-list/code-list.schemas.ts'
import type { StoredPlan } from '../../plan-document/plan-document.store.ts'
import { FIELDS, type Field, type RowType } from '../table/field.rules.ts'
import { emptying } from '../table/value.rules.ts'

/** The sheets of the template: a header for each row type, and the rows of a plan as an import reads them back. */

export type TemplateLanguage = 'en' | 'es' | 'fr'
/** The plan that a template is filled with. */
export type FilledPlan = Pick<StoredPlan, 'plan' | 'commitments'>
export interface TemplateColumn { header: string, field: string, language?: string, list?: string }

type Facts = Record<string, unknown>
type Labels = Readonly<Record<string, readonly Code[]>>

/** A cell of a spreadsheet holds so many characters; an empty one leaves the text as it is. */
const LONGEST_CELL = 32_767
/** `type` is told by the sheet, and what a milestone is of by `commitment`. */
const LEFT_OUT: Readonly<Record<RowType, readonly string[]>> = { commitment: ['type'], milestone: ['type', 'code', 'number'] }

export function templateColumns (type: RowType, language: TemplateLanguage, languages: readonly string[]): TemplateColumn[] {
  return Object.entries(FIELDS).filter(([name, { of }]) => of.includes(type) && !LEFT_OUT[type].includes(name)).flatMap(([field, { kind, names, list }]) => {
    const column = { header: names[language][0] as string, field, ...(kind === 'areas' ? { list: 'policy-areas' } : list === undefined ? {} : { list }) }
    return kind === 'text' ? languages.map(tag => ({ ...column, header: `${column.header} (${tag})`, language: tag })) : [column]
  })
}

/** Languages of the texts of a plan, those of the template first. */
export function languagesOf (filled: FilledPlan | undefined, language: TemplateLanguage): string[] {
  const own = filled?.plan?.language ?? language
  const entities = (filled?.commitments ?? []).flatMap(commitment => [commitment, ...commitment.milestones]) as unknown as Facts[]
  const tags = entities.flatMap(entity => Object.entries(FIELDS).filter(([, { kind }]) => kind === 'text').flatMap(([name]) => Object.keys(textsOf(entity, name))))
  return [...new Set([own, ...tags])]
}

/** Rows of the sheet, one for each commitment or milestone of the plan. */
export function templateRows (type: RowType, columns: readonly TemplateColumn[], filled: FilledPlan, labels: Labels, language: TemplateLanguage): string[][] {
  const entities: Facts[] = type === 'commitment'
    ? filled.commitments as unknown as Facts[]
    : filled.commitments.flatMap(commitment => commitment.milestones.map(milestone => ({ ...milestone, commitment: commitment.code ?? commitment.id, milestoneNumber: milestone.number })))
  return entities.map(entity => columns.map((column) => {
    const text = cellOf({ ...entity, plan: filled.plan?.id }, column, labels, language)
    return text.length > LONGEST_CELL || emptying(text) ? '' : text
  }))
}

const textsOf = (entity: Facts, name: string): Facts => (name === 'budgetText' ? (entity.budget as Facts | null)?.text : entity[name]) as Facts | null | undefined ?? {}

function cellOf (entity: Facts, { field, language: tag, list }: TemplateColumn, labels: Labels, language: TemplateLanguage): string {
  const labelOf = (code: unknown): string => labels[list as string]?.find(one => one.code === code)?.label[language] ?? String(code)
  const value = entity[field]
  const budget = entity.budget as Facts | null | undefined
  switch ((FIELDS[field] as Field).kind) {
    case 'text': return plain(textsOf(entity, field)[tag as string])
    case 'code': return value == null ? '' : labelOf(value)
    case 'codes': return (value as string[]).map(labelOf).join('; ')
    case 'areas': case 'numbers': return (value as unknown[]).join('; ')
    case 'date': return dateCell(entity[`${field}On`] as string | null, entity[`${field}Precision`] as string)
    case 'institutions': return (entity.stakeholders as { institution: string, role: string }[]).filter(({ role }) => role === field).map(({ institution }) => institution).join('; ')
    default: return plain(field === 'budgetAmount' ? budget?.amount : field === 'budgetCurrency' ? budget?.currency : value)
  }
}

const plain = (value: unknown): string => value == null ? '' : String(value)

/** As precise as it is: 2027-12-31, 2027-12, 2027-Q4, 2027. */
function dateCell (on: string | null, precision: string): string {
  if (on === null) return precision === 'ongoing' ? precision : ''
  const written: Record<string, string> = { month: on.slice(0, 7), quarter: `${on.slice(0, 4)}-Q${Math.ceil(Number(on.slice(5, 7)) / 3)}`, year: on.slice(0, 4) }
  return written[precision] ?? on
}
