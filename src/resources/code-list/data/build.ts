import type { Evidence } from '../../../schema/common.ts'
import type { Code, CodeListFacts, EraIndicator } from '../code-list.schemas.ts'

/** A text in the three languages that every code list speaks. */
export type Text = readonly [en: string, es: string, fr: string]

export interface CodeMore {
  rank?: number
  definition?: Text
  /** First and last year; null where it has no bound. */
  years?: readonly [number | null, number | null]
  indicators?: EraIndicator[]
}

export interface ListMore {
  description?: Text
  source?: Evidence | null
}

export function texts ([en, es, fr]: Text): Record<string, string> {
  return { en, es, fr }
}

export function code (name: string, label: Text, more: CodeMore = {}): Code {
  const [fromYear, untilYear] = more.years ?? [null, null]
  return {
    code: name,
    rank: more.rank ?? null,
    label: texts(label),
    definition: more.definition === undefined ? null : texts(more.definition),
    fromYear,
    untilYear,
    ...(more.indicators === undefined ? {} : { indicators: more.indicators })
  }
}

/** A list is ordered as soon as it ranks a code: only then do steps between two codes mean something. */
export function codeList (id: string, title: Text, codes: Code[], more: ListMore = {}): CodeListFacts {
  return {
    id,
    title: texts(title),
    description: more.description === undefined ? null : texts(more.description),
    ordered: codes.some(({ rank }) => rank !== null),
    source: more.source ?? null,
    codes
  }
}
