import type { ErrorCode } from '../../errors.ts'
import { firstDay, lastDay } from '../../schema/dates.ts'
import { MOST_REFS } from '../../schema/common.ts'
import { MOST_IN_MAP } from '../../schema/scalars.ts'
import type { DATE_PRECISIONS } from '../../schema/vocabulary.ts'

/**
 * How what a document says of an entity meets what is known of it. An absent member stays, null empties, language maps and
 * external references merge key by key: nothing is lost by omission.
 */

type Precision = typeof DATE_PRECISIONS[number]
export type Facts = Record<string, unknown>
export interface FieldDifference { field: string, from: unknown, to: unknown }
export interface Finding { pointer: string, code: ErrorCode, detail: string }

/** Members of each kind that need more than replacing. */
export interface FactRules {
  texts: readonly string[]
  sets: readonly string[]
  dates: readonly string[]
  /** Members that are lists of parts with an id, each with its own rules. */
  lists?: Record<string, FactRules>
}

const WITHOUT_DATE = ['ongoing', 'unknown']

export function mergeFacts (rules: FactRules, known: Facts, said: Facts): Facts {
  const merged = { ...known }
  for (const [name, value] of Object.entries(said)) {
    if (rules.texts.includes(name)) merged[name] = mergeTexts(known[name] as Facts | null, value as Facts | null)
    else if (name === 'externalRefs') merged[name] = mergeRefs(known[name] as Ref[], value as Ref[])
    else if (rules.sets.includes(name)) merged[name] = [...value as (string | number)[]].sort(byValue)
    else merged[name] = value
  }
  for (const name of rules.dates) mergeDate(merged, known, said, name)
  return merged
}

const byValue = (a: string | number, b: string | number): number => a < b ? -1 : 1

function mergeTexts (known: Facts | null, said: Facts | null): Facts | null {
  if (said === null) return null
  const texts = Object.fromEntries(Object.entries({ ...known, ...said }).filter(([, text]) => text !== null))
  return Object.keys(texts).length === 0 ? null : texts
}

interface Ref { source: string, id: string }

/** One identifier for each source; sources that are not named keep theirs. */
function mergeRefs (known: Ref[], said: Ref[]): Ref[] {
  const bySource = new Map([...known, ...said].map(ref => [ref.source, ref]))
  return [...bySource.values()].sort((a, b) => byValue(a.source, b.source))
}

/** A date comes as a whole: precision is `day` and the words are none unless they are said, or the date stays. */
function mergeDate (merged: Facts, known: Facts, said: Facts, name: string): void {
  const on = said[`${name}On`]
  const precision = said[`${name}Precision`]
  if (on === undefined && precision === undefined) return
  const date = on === undefined && WITHOUT_DATE.includes(precision as string) ? null : on ?? (on === null ? null : merged[`${name}On`])
  merged[`${name}On`] = date
  merged[`${name}Precision`] = precision ?? (date === null ? 'unknown' : 'day')
  const same = date === known[`${name}On`] && merged[`${name}Precision`] === known[`${name}Precision`]
  merged[`${name}Text`] = said[`${name}Text`] !== undefined ? said[`${name}Text`] : same ? known[`${name}Text`] : null
}

/** What differs, field by field; language maps language by language, parts with an id one by one. */
export function differences (rules: FactRules, before: Facts, after: Facts): FieldDifference[] {
  return Object.keys(after).flatMap((name) => {
    const part = rules.lists?.[name]
    if (part !== undefined) return listDifferences(part, (before[name] ?? []) as Facts[], after[name] as Facts[], `/${name}`)
    if (!rules.texts.includes(name)) return same(before[name], after[name]) ? [] : [{ field: `/${name}`, from: before[name] ?? null, to: after[name] }]
    // Maps, not objects: a language tag may be the name of something that every object has.
    const [old, now] = [before[name], after[name]].map(texts => new Map(Object.entries(texts ?? {}))) as [Map<string, unknown>, Map<string, unknown>]
    return [...new Set([...old.keys(), ...now.keys()])]
      .filter(language => old.get(language) !== now.get(language))
      .map(language => ({ field: `/${name}/${language}`, from: old.get(language) ?? null, to: now.get(language) ?? null }))
  })
}

function listDifferences (rules: FactRules, before: Facts[], after: Facts[], base: string): FieldDifference[] {
  const known = new Map(before.map(part => [part.id, part]))
  return after.flatMap((part, index) => {
    const old = known.get(part.id)
    if (old === undefined) return [{ field: `${base}/${index}`, from: null, to: part }]
    return differences(rules, old, part).map(difference => ({ ...difference, field: `${base}/${index}${difference.field}` }))
  })
}

/** Equality of JSON values, whatever the order of members; null, absent and empty are all nothing. */
function same (a: unknown, b: unknown): boolean {
  return stable(a) === stable(b)
}

function stable (value: unknown): string {
  if (value === undefined || (typeof value === 'object' && value !== null && Object.keys(value).length === 0)) return 'null'
  return JSON.stringify(value, (_name, inner: unknown) => inner !== null && typeof inner === 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.entries(inner).sort(([x], [y]) => byValue(x, y)))
    : inner)
}

/** A date and its precision agree, a period is told by its last day, and no end lies before its start. */
export function dateFindings (rules: FactRules, facts: Facts, pointer: string, start: string, end: string): Finding[] {
  const findings: Finding[] = rules.dates.flatMap((name) => {
    const [on, precision] = [facts[`${name}On`] as string | null, facts[`${name}Precision`] as Precision]
    const wrong = (detail: string): Finding[] => [{ pointer: `${pointer}/${name}On`, code: 'date-precision', detail }]
    if ((on === null) !== WITHOUT_DATE.includes(precision)) return wrong(`${name}On is ${on === null ? 'empty' : 'given'} but ${name}Precision is ${precision}`)
    return on === null || on === lastDay(on, precision) ? [] : wrong(`the date of a ${precision} is its last day, ${lastDay(on, precision)}`)
  })
  const [from, to] = [facts[`${start}On`], facts[`${end}On`]]
  if (typeof from === 'string' && typeof to === 'string' && to < firstDay(from, facts[`${start}Precision`] as Precision)) {
    findings.push({ pointer: `${pointer}/${end}On`, code: 'dates-out-of-order', detail: `${end}On ${to} lies before ${start}On ${from}` })
  }
  return findings
}

/** Document by document, what is merged must not outgrow what the contract allows, or nobody could send it back. */
export function boundFindings ({ texts }: FactRules, facts: Facts, pointer: string): Finding[] {
  const refs = (facts.externalRefs as unknown[]).length
  return [
    ...texts.filter(name => Object.keys(facts[name] ?? {}).length > MOST_IN_MAP)
      .map(name => tooMany(`${pointer}/${name}`, `more than ${MOST_IN_MAP} languages`)),
    ...(refs > MOST_REFS ? [tooMany(`${pointer}/externalRefs`, `more than ${MOST_REFS} external references`)] : [])
  ]
}

export const tooMany = (pointer: string, what: string): Finding => ({ pointer, code: 'invalid-body', detail: `would have ${what}` })
