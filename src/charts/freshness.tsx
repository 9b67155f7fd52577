import { more } from './completion.tsx'
import { type Chart, chart, filled, label } from './svg.tsx'
import { type Language, wordsOf } from './words.ts'

export interface Kept { plan: string, lastReportedOn: string | null, nextDueOn: string, overdue: boolean, reports: { half: string, updates: number }[] }

const [LEFT, STEP, CELL, HALVES, TOP, MOST] = [190, 28, 58, 10, 84, 100]

/** The last half-years up to that of a day. */
function halvesUntil (day: string): string[] {
  const last = Number(day.slice(0, 4)) * 2 + (day.slice(5, 7) > '06' ? 1 : 0)
  return Array.from({ length: HALVES }, (_, index) => last - HALVES + 1 + index).map(half => `${Math.floor(half / 2)}-H${half % 2 + 1}`)
}

/** A calendar: a row for each plan, a cell for each half-year with the number of updates, empty where there was none. */
export function freshnessChart (rows: Kept[], day: string, language: Language): Chart {
  const words = wordsOf(language)
  const table = {
    columns: [words.plan, words.lastReported, words.nextDue, words.overdue, words.reports],
    rows: rows.map(row => [row.plan, row.lastReportedOn ?? '-', row.nextDueOn, row.overdue ? words.yes : words.no, row.reports.map(({ half, updates }) => `${half} ${updates}`).join(' ') || '-'])
  }
  const halves = halvesUntil(day)
  const drawn = rows.slice(0, MOST)
  const about = { name: 'freshness', title: words.freshnessTitle, description: words.freshnessText, language }
  const end = LEFT + HALVES * CELL + 12
  return chart(about, table, words, end + 190, TOP + 24 + drawn.length * STEP, () => (
    <>
      {halves.map((half, index) => <g key={half}>{label(half, { x: LEFT + index * CELL + CELL / 2, y: TOP - 10, 'text-anchor': 'middle', 'font-size': 11 })}</g>)}
      {label(words.nextDue, { x: end, y: TOP - 10, 'font-size': 11 })}
      {drawn.map(({ plan, nextDueOn, overdue, reports }, row) => {
        const updates = new Map(reports.map(({ half, updates }) => [half, updates]))
        return (
          <g key={plan} transform={`translate(0 ${TOP + row * STEP})`}>
            {label(plan, { x: 16, y: 17, 'font-weight': 'bold' }, 20)}
            {halves.map((half, index) => (
              <g key={half} transform={`translate(${LEFT + index * CELL} 0)`}>
                <rect width={CELL - 4} height={STEP - 4} {...filled(about.name, updates.has(half) ? 'limited' : 'not_started')} />
                {updates.has(half) ? label(String(updates.get(half)), { x: CELL / 2 - 2, y: 17, 'text-anchor': 'middle', 'font-weight': 'bold' }) : null}
              </g>
            ))}
            {label(overdue ? `${nextDueOn} ! ${words.overdue}` : nextDueOn, { x: end, y: 17, 'font-weight': overdue ? 'bold' : 'normal' })}
          </g>
        )
      })}
      {more(rows.length - drawn.length, words.more, TOP + 16 + drawn.length * STEP)}
    </>
  ))
}
