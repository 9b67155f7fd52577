import { CliError } from '../../src/cli/io.ts'
import type { LangText } from '../../src/schema/scalars.ts'
import type { SheetRow } from '../../src/sheet/sheet.ts'
import type { CommitmentDocument, PlanDocument } from '../../src/resources/plan-document/plan-document.schemas.ts'
import type { PeriodUpdate } from '../../src/resources/reporting-period/reporting-period.schemas.ts'
import type { Mapping } from './mapping.ts'

/** A table of one row for each period and indicator (or milestone, or commitment) -> a plan document and progress updates for each period. Pure. */

const LEVELS = ['commitment', 'milestone', 'indicator'] as const
type Level = typeof LEVELS[number]
/** What the table calls a commitment, and its milestone and indicator if the row is about one. */
export type Place = Record<Level, string | undefined>
type Update = Omit<PeriodUpdate, 'commitment' | 'milestone' | 'indicator'>

export interface TrackerPeriod {
  period: string
  reportedOn: string
  /** As the rows of this period have it. */
  document: PlanDocument
  updates: { row: number, place: Place, update: Update }[]
}

interface Cell { row: number, column: string, target: string, text: string }
/** Members of an entity, each with the row that said it first. */
type Facts = Map<string, { row: number, value: unknown }>
interface Entity { code: string, facts: Facts, parts: Map<string, Entity> }

type Gathered = TrackerPeriod & { entities: Map<string, Entity>, institutions: Map<string, Entity> }

/** Periods from the earliest. @throws CliError with every cell that has no place */
export function readTracker ([header, ...rows]: readonly SheetRow[], mapping: Mapping): TrackerPeriod[] {
  const faults: string[] = []
  const fault = ({ row, column }: Cell, why: string): undefined => { faults.push(`Row ${row}, column ${column}: ${why}`) }
  const names = (header?.cells ?? []).map(name => name.trim())
  for (const name of names) if (name !== '' && !(name in mapping.columns)) faults.push(`The mapping does not name the column "${name}". Give it a place, or null to leave it out.`)
  for (const name of Object.keys(mapping.columns)) if (!names.includes(name)) faults.push(`The table has no column "${name}".`)
  const periods = new Map<string, Gathered>()

  for (const { row, cells: texts } of rows) {
    const cells = texts.flatMap((text, index): Cell[] => {
      const column = names[index] ?? ''
      const target = mapping.columns[column]
      if (column === '' && text.trim() !== '') fault({ row, column: String(index + 1), target: '', text }, 'it has no header.')
      return text.trim() === '' || target == null ? [] : [{ row, column, target, text }]
    })
    if (cells.length > 0) readRow(row, cells)
  }
  if (faults.length > 0) throw new CliError(faults.join('\n'))
  return [...periods.values()].sort((a, b) => a.reportedOn < b.reportedOn ? -1 : 1).map(({ entities, institutions, ...period }) => ({
    ...period,
    document: {
      plan: mapping.plan,
      institutions: [...institutions.values()].map(({ code, facts }) => ({ ...valuesOf(facts), id: idOf(code), externalRefs: refs(code) })),
      commitments: [...entities.values()].map(commitment => ({
        ...item(commitment),
        milestones: [...commitment.parts.values()].map(milestone => ({ ...item(milestone), indicators: [...milestone.parts.values()].map(item) }))
      })) as CommitmentDocument[]
    }
  }))

  function readRow (row: number, cells: Cell[]): void {
    const at = (target: string): Cell | undefined => cells.find(cell => cell.target === target)
    const need = (target: string): Cell => at(target) ?? { row, column: target, target, text: '' }
    const [periodCell, commitmentCell, institutionCell] = ['period', 'commitment', 'institution'].map(need) as [Cell, Cell, Cell]
    const when = matching(mapping.periods, periodCell.text.trim())
    if (when === undefined) return fault(periodCell, `no rule of periods fits "${periodCell.text}".`)
    for (const cell of [commitmentCell, institutionCell]) if (cell.text === '') return fault(cell, 'it is empty.')
    const [period, reportedOn] = [when('period'), when('reportedOn')] as [string, string]
    const place: Place = { commitment: commitmentCell.text.trim(), milestone: at('milestone')?.text.trim(), indicator: at('indicator')?.text.trim() }
    if (place.indicator !== undefined && place.milestone === undefined) return fault(at('indicator') as Cell, 'the row names no milestone.')
    const one: Gathered = periods.get(period) ?? { period, reportedOn, document: { plan: mapping.plan }, updates: [], entities: new Map(), institutions: new Map() }
    periods.set(period, one)

    let among = one.entities
    const path: Entity[] = []
    for (const level of LEVELS) {
      const code = place[level]
      const said = cells.filter(({ target }) => target.startsWith(`${level}.`))
      if (code === undefined) {
        for (const cell of said) fault(cell, `the row names no ${level}.`)
        continue
      }
      const entity = entityOf(among, code)
      path.push(entity)
      among = entity.parts
      say(entity, row, factsOf(level, said))
    }
    const leads = listOf(at('leads'))
    for (const lead of leads) entityOf(one.institutions, lead)
    // An indicator has no institutions of its own: they are those of its milestone.
    const bearer = path[Math.min(path.length, 2) - 1] as Entity
    if (leads.length > 0) bearer.facts.set('leads', { row, value: [...new Set([...(bearer.facts.get('leads')?.value as string[] | undefined ?? []), ...leads.map(idOf)])] })
    const speaker = institutionCell.text.trim()
    const name = textsOf(cells, 'institution.name')
    say(entityOf(one.institutions, speaker), row, name === undefined ? {} : { name })

    const evidence = textsOf(cells, 'evidence')
    const update: Update = {
      institution: idOf(speaker),
      reportedOn,
      ...coded(at('completion')),
      ...coded(at('schedule')),
      ...defined({ narrative: textsOf(cells, 'narrative'), challenges: joined(labels(at('challenges')), textsOf(cells, 'challenges')) }),
      ...(evidence === undefined ? {} : { evidence: [{ title: evidence, publisher: Object.values(name ?? {})[0] ?? speaker, ...linkIn(evidence) }] })
    }
    one.updates.push({ row, place, update })
  }

  /** Adds what a row says of something; another row of the same period may repeat it, and say nothing else. */
  function say ({ code, facts }: Entity, row: number, said: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(said)) {
      const before = facts.get(name)
      if (before === undefined) facts.set(name, { row, value })
      else if (JSON.stringify(before.value) !== JSON.stringify(value)) faults.push(`Rows ${before.row} and ${row} say different things of ${code}: ${name}.`)
    }
  }

  function factsOf (level: Level, cells: Cell[]): Record<string, unknown> {
    const facts: Record<string, unknown> = {}
    for (const target of new Set(cells.map(({ target }) => target.split('.').slice(0, 2).join('.')))) {
      const name = target.slice(level.length + 1)
      const words = cells.filter(cell => cell.target === target).map(({ text }) => text.trim())
      if (words.length === 0) facts[name] = textsOf(cells, target)
      else Object.assign(facts, dated(name, words))
    }
    return facts
  }

  /** A deadline in the words of all languages, and the day that the first rule reads out of them. */
  function dated (name: string, words: string[]): Record<string, unknown> {
    const rule = words.map(text => matching(mapping.deadlines ?? [], text)).find(rule => rule !== undefined)
    return { [`${name}Text`]: words.join(' / '), [`${name}On`]: rule?.('on') ?? null, [`${name}Precision`]: rule?.('precision') ?? 'unknown' }
  }

  function coded (cell: Cell | undefined): Record<string, unknown> {
    if (cell === undefined) return {}
    const value = mapping.values?.[cell.target]?.[cell.text.trim()]
    if (value === undefined) fault(cell, `"${cell.text}" is not among the values of ${cell.target}.`)
    return { [cell.target]: value }
  }

  function labels (cell: Cell | undefined): LangText | undefined {
    return listOf(cell).reduce<LangText | undefined>((all, code) => {
      const label = mapping.values?.challenges?.[code] as LangText | undefined
      return joined(all, label ?? fault(cell as Cell, `"${code}" is not among the values of challenges.`))
    }, undefined)
  }

  function listOf (cell: Cell | undefined): string[] {
    return (cell?.text ?? '').split(mapping.separator ?? ',').map(text => text.trim()).filter(text => text !== '')
  }

  function item ({ code, facts }: Entity): Record<string, unknown> {
    const { leads, ...values } = valuesOf(facts)
    const title = mapping.names?.[code] ?? { und: code }
    return { number: code, externalRefs: refs(code), title, ...values, ...(leads === undefined ? {} : { stakeholders: (leads as string[]).map(institution => ({ institution, role: 'lead' })) }) }
  }

  function refs (code: string): { source: string, id: string }[] {
    return [{ source: mapping.source, id: code }]
  }

  function idOf (code: string): string {
    const slug = code.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '')
    return `${mapping.plan.member}-${slug}`
  }
}

function entityOf (among: Map<string, Entity>, code: string): Entity {
  const entity = among.get(code) ?? { code, facts: new Map(), parts: new Map() }
  among.set(code, entity)
  return entity
}

const valuesOf = (facts: Facts): Record<string, unknown> => Object.fromEntries([...facts].map(([name, { value }]) => [name, value]))
const defined = (members: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))

/** Cells of `target.LANGUAGE`, several of one language as paragraphs. `target.en|fr` parts "one | two"; what does not part so stays whole, its language unknown. */
function textsOf (cells: readonly Cell[], target: string): LangText | undefined {
  return cells.filter(cell => cell.target.startsWith(`${target}.`)).reduce<LangText | undefined>((all, cell) => {
    const languages = cell.target.slice(target.length + 1).split('|')
    const parts = languages.length === 1 ? [cell.text] : cell.text.split(' | ')
    const texts = parts.length === languages.length ? Object.fromEntries(languages.map((language, index) => [language, parts[index] as string])) : { und: cell.text }
    return joined(all, texts)
  }, undefined)
}

function joined (one: LangText | undefined, other: LangText | undefined): LangText | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return Object.fromEntries([...new Set([...Object.keys(one), ...Object.keys(other)])].map(language => [language, [one[language], other[language]].filter(text => text !== undefined).join('\n\n')]))
}

/** The first rule whose pattern is the whole text, to be asked for its members with what the pattern found in place of $1. */
function matching<R extends { pattern: string }> (rules: readonly R[], text: string): ((member: keyof R) => string | undefined) | undefined {
  for (const rule of rules) {
    const pattern = new RegExp(`^(?:${rule.pattern})$`, 'iu')
    if (pattern.test(text)) return member => (rule[member] as string | undefined) === undefined ? undefined : text.replace(pattern, rule[member] as string)
  }
  return undefined
}

/** The first address in a text, beside which the text stays whole. */
function linkIn (texts: LangText): { url?: string } {
  const found = /https?:\/\/[^\s<>()[\]"']+/.exec(Object.values(texts).join(' '))?.[0].replace(/[.,;:!?]+$/, '')
  return found !== undefined && URL.canParse(found) ? { url: found } : {}
}
