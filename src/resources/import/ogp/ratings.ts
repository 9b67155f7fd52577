import type { OGP_VALUES } from '../../../schema/vocabulary.ts'
import type { Indicators } from '../../assessment/assessment.schemas.ts'
import { VALUE_FIELDS, type Field } from './columns.ts'
import type { Note, StarRule } from './drafts.ts'
import type { Commitment } from './rows.ts'
import { SCALES, readCode, readFlag, readLabel, readYear, type Reading, type Scale } from './values.ts'

/** A row's cells -> what an IRM report says: indicators and stars. */

export interface Rating {
  indicators: Indicators
  starred: boolean | null
  starRule: StarRule | null
  stars: { rule: StarRule, starred: boolean }[]
}

type Value = typeof OGP_VALUES[number]
type Rated<V> = { value: V | null, missing?: 'no_data' | 'not_reviewed' | 'not_applicable' }

const KEPT = 'The label was kept.'

/** For cells that were read, and noted, before. */
const silently: Note = () => {}

/** What the progress report says; null when the IRM did not assess the commitment. */
export function progressRating (row: Commitment, note: Note): Rating | null {
  const indicators = { ...standing(row, note), ...present('completion', rated(row, 'completion', 'completionCode', SCALES.completion, note)) }
  const assessed = flag(row, 'assessed', note)
  const rates = [indicators.specificity, indicators.verifiable, indicators.potentialImpact, indicators.potentialForResults, indicators.completion].some(rating => rating?.value != null)
  if (assessed !== true && !rates) return null
  if (assessed === false) {
    note(row.row, 'assessed', row.cell('assessed'), 'rated-but-not-assessed', 'The row has ratings of the IRM, so they were taken as an assessment.')
  }
  return { indicators, ...progressStar(row, note) }
}

/**
 * What the end-of-term report says; null when the row has none of it. Specificity, relevance and potential impact are
 * properties of the commitment as it is written: the file states them once, and the star of this report needs them too.
 */
export function endOfTermRating (row: Commitment, note: Note): Rating | null {
  const completion = rated(row, 'endCompletion', 'endCompletionCode', SCALES.completion, note)
  const opened = rated(row, 'openedGovernment', 'openedGovernmentCode', SCALES.didItOpenGovernment, note)
  const early = rated(row, 'earlyResults', 'earlyResultsCode', SCALES.earlyResults, note)
  const starred = flag(row, 'starEndOfTerm', note)
  if ([completion, opened, early].every(rating => rating?.value == null) && starred === null) return null
  return {
    indicators: { ...standing(row, silently), ...present('completion', completion), ...present('didItOpenGovernment', opened), ...present('earlyResults', early) },
    starred,
    starRule: starred === null ? null : 3,
    stars: starred === null ? [] : [{ rule: 3, starred }]
  }
}

/** The OGP values that a row claims; null when no column says anything. */
export function readValues (row: Commitment, note: Note): Value[] | null {
  const read = VALUE_FIELDS.map(field => ({ field, value: flag(row, field, note) }))
  if (read.every(({ value }) => value === null)) return null
  return read.filter(({ value }) => value === true).map(({ field }) => field.slice('value:'.length) as Value)
}

/** True or false as a column says; null when it is absent, blank, a kind of missing value, or cannot be read. */
export function flag (row: Commitment, field: Field, note: Note): boolean | null {
  const reading = readFlag(row.cell(field))
  if (reading.kind === 'unreadable') {
    note(row.row, field, row.cell(field), 'unreadable-flag', 'Neither yes nor no: taken as not stated.')
  }
  return reading.kind === 'value' ? reading.value : null
}

function standing (row: Commitment, note: Note): Indicators {
  return {
    ...present('specificity', rated(row, 'specificity', 'specificityCode', SCALES.specificity, note)),
    ...present('verifiable', rated(row, 'verifiable', 'verifiableCode', SCALES.verifiable, note)),
    ...present('relevance', relevance(row, note)),
    ...present('potentialImpact', rated(row, 'potentialImpact', 'potentialImpactCode', SCALES.potentialImpact, note)),
    ...present('potentialForResults', rated(row, 'potentialForResults', 'potentialForResultsCode', SCALES.potentialForResults, note))
  }
}

function present <N extends string, V> (name: N, rating: Rated<V> | null): { [K in N]?: Rated<V> } {
  return (rating === null ? {} : { [name]: rating }) as { [K in N]?: Rated<V> }
}

/** The label wins over its coded twin; the code alone speaks where the label is blank or its column absent. */
function rated <V extends string> (row: Commitment, label: Field, code: Field, scale: Scale<V>, note: Note): Rated<V> | null {
  const word = readLabel(row.cell(label), scale)
  const number = row.cell(code)
  if (word.kind === 'unreadable') {
    note(row.row, label, row.cell(label), 'unreadable-rating', 'The label is not on the scale: the rating was left out.')
    return null
  }
  if (word.kind === 'blank') {
    const alone = readCode(number, scale)
    if (alone.kind === 'value') note(row.row, code, number, 'code-without-label', `The code alone was read, as "${alone.value}".`)
    if (alone.kind === 'unreadable') note(row.row, code, number, 'unreadable-rating', 'The code does not tell one value: the rating was left out.')
    return toRated(alone)
  }
  const agrees = number === '' || (word.kind === 'value' ? scale.codes.get(word.value) === number : readLabel(number, scale).kind === 'missing')
  if (!agrees) note(row.row, label, `${row.cell(label)} / ${number}`, 'label-code-disagree', KEPT)
  return toRated(word)
}

function toRated <V> (reading: Reading<V>): Rated<V> | null {
  if (reading.kind === 'value') return { value: reading.value }
  return reading.kind === 'missing' ? { value: null, missing: reading.reason } : null
}

/** The four value columns are the label; `_Relevant` sums up whether one of the three main values is claimed. */
function relevance (row: Commitment, note: Note): Rated<Value[]> | null {
  const values = readValues(row, silently)
  const code = row.cell('relevantCode')
  const coded = readFlag(code)
  const main = values === null ? null : values.some(value => value !== 'technology_and_innovation')
  const stated = VALUE_FIELDS.some(field => row.cell(field) !== '')
  if (stated && coded.kind === 'value' && coded.value !== main) {
    note(row.row, 'relevantCode', `${values?.join(', ') ?? 'no value'} / ${code}`, 'label-code-disagree', KEPT)
  }
  if (values !== null) return { value: values }
  // None of the four is read: they share the reason that the first of them gives.
  return VALUE_FIELDS.map(field => toRated(readFlag(row.cell(field)))).find(rating => rating !== null) as Rated<never> | undefined ?? null
}

/**
 * Of several stars the one of the formula that was in force when the report came out (2015: the formula of that year only;
 * from 2016 on the current one); without such a year, or without that star, the latest formula. Each year's column is filled
 * for other years too, so that OGP could compare: those stars stay in `stars`.
 */
function progressStar (row: Commitment, note: Note): Omit<Rating, 'indicators'> {
  const stars = ([1, 2, 3] as const).flatMap(rule => {
    const starred = flag(row, `star${rule}`, note)
    return starred === null ? [] : [{ rule, starred }]
  })
  const year = readYear(row.cell('progressYear')) ?? Infinity
  const inForce = year < 2015 ? 1 : year === 2015 ? 2 : 3
  const star = stars.find(({ rule }) => rule === inForce) ?? stars.at(-1)
  if (star === undefined) return { starred: flag(row, 'starUnknownRule', note), starRule: null, stars }
  if (stars.some(({ starred }) => starred !== star.starred)) {
    note(row.row, `star${star.rule}`, stars.map(({ rule, starred }) => `rule ${rule}: ${starred ? 1 : 0}`).join(', '), 'stars-disagree', `The star of rule ${star.rule} was taken: that of the year of the report, or the latest there is.`)
  }
  return { starred: star.starred, starRule: star.rule, stars }
}
