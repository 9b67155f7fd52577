import { scaleTime } from 'd3-scale'
import { more } from './completion.tsx'
import { type Chart, chart, filled, label, legend } from './svg.tsx'
import { type Language, inLanguage, wordsOf } from './words.ts'

export interface Step {
  commitment: string
  title: Record<string, string>
  startsOn: string | null
  dueOn: string | null
  duePrecision: string
  /** A later deadline that the government has named since. */
  movedTo: string | null
  completion: string | null
  overdue: boolean
}

/** What completions and precisions are called, by their codes. */
export interface StepLabels { completion: Map<string, string>, precision: Map<string, string> }

/** The first day that a deadline may mean, undefined where it names no day. */
function earliest ({ dueOn, duePrecision }: Step): string | undefined {
  if (dueOn === null) return undefined
  const [year, month] = [dueOn.slice(0, 4), Number(dueOn.slice(5, 7))]
  const first: Record<string, string> = { day: dueOn, month: `${dueOn.slice(0, 7)}-01`, quarter: `${year}-${String(month - (month - 1) % 3).padStart(2, '0')}-01`, year: `${year}-01-01` }
  return first[duePrecision]
}

const RANKED = ['not_started', 'limited', 'substantial', 'complete']
const [LEFT, WIDTH, STEP, TOP] = [330, 520, 26, 112]

/** Bars from start to deadline. What has no deadline says so instead of a bar. */
export function milestonesChart (steps: Step[], total: number, labels: StepLabels, day: string, language: Language): Chart {
  const words = wordsOf(language)
  const say = (completion: string | null): string => completion === null ? words.silent : labels.completion.get(completion) as string
  const table = {
    columns: [words.commitment, words.milestone, words.start, words.due, words.precision, words.moved, words.completion, words.overdue],
    rows: steps.map(step => [step.commitment, inLanguage(step.title, language), step.startsOn ?? '-', step.dueOn ?? '-', labels.precision.get(step.duePrecision) as string, step.movedTo ?? '-', say(step.completion), step.overdue ? words.yes : words.no])
  }
  const days = steps.flatMap(step => [step.startsOn, earliest(step), step.dueOn, step.movedTo]).filter(on => on != null).sort()
  const [first = day, last = day] = [days[0], days.at(-1)]
  const x = scaleTime().domain([new Date(first), new Date(last)]).rangeRound([LEFT, LEFT + WIDTH])
  const at = (on: string): number => x(new Date(on))
  const about = { name: 'milestones', title: words.milestonesTitle, description: words.milestonesText, language }
  const bottom = TOP + steps.length * STEP
  return chart(about, table, words, LEFT + WIDTH + 60, bottom + 24, () => (
    <>
      {legend(about.name, [...RANKED.map((code): [string, string] => [code, labels.completion.get(code) as string]), ['unsure', words.within]], 16, 52)}
      {steps.every(({ movedTo }) => movedTo === null) ? null : <g><path d={`M${LEFT + WIDTH - 120} 40l7 7l-7 7l-7-7z`} fill='#ffffff' stroke='#1a1a1a' stroke-width='2' />{label(words.moved, { x: LEFT + WIDTH - 106, y: 52 })}</g>}
      {x.ticks(6).map(tick => <g key={tick}><line x1={x(tick)} x2={x(tick)} y1={TOP - 8} y2={bottom} stroke='#c8c8c8' />{label(tick.toISOString().slice(0, 7), { x: x(tick), y: TOP - 14, 'text-anchor': 'middle', 'font-size': 11 })}</g>)}
      {day < first || day > last ? null : <g><line x1={at(day)} x2={at(day)} y1={TOP - 8} y2={bottom} stroke='#b04a00' stroke-width='2' stroke-dasharray='4 3' />{label(words.today, { x: at(day), y: TOP - 28, 'text-anchor': 'middle', fill: '#b04a00' })}</g>}
      {steps.map((step, index) => {
        const { commitment, title, startsOn, dueOn, duePrecision, movedTo, completion, overdue } = step
        const dueFrom = earliest(step)
        const code = RANKED.find(code => code === completion) ?? 'not_started'
        const start = at(startsOn ?? dueFrom ?? day)
        return (
          <g key={index} transform={`translate(0 ${TOP + index * STEP})`}>
            {label(commitment, { x: 16, y: 14, 'font-weight': 'bold' }, 9)}
            {label(inLanguage(title, language), { x: 96, y: 14 }, overdue ? 18 : 32)}
            {overdue ? label(`! ${words.overdue}`, { x: LEFT - 12, y: 14, 'text-anchor': 'end', 'font-weight': 'bold' }) : null}
            {dueOn === null || dueFrom === undefined
              ? label(labels.precision.get(duePrecision) as string, { x: startsOn === null ? LEFT : start, y: 14, 'font-style': 'italic' })
              : (
                <g>
                  <title>{`${say(completion)}, ${dueOn} (${labels.precision.get(duePrecision)})`}</title>
                  <rect x={start} width={Math.max(at(dueFrom) - start, 2)} height={STEP - 10} {...filled(about.name, code)} />
                  {dueFrom === dueOn ? null : <rect x={at(dueFrom)} width={at(dueOn) - at(dueFrom)} height={STEP - 10} {...filled(about.name, 'unsure')} />}
                </g>
                )}
            {movedTo === null
              ? null
              : (
                <g>
                  <title>{`${words.moved}: ${movedTo}`}</title>
                  <line x1={at(dueOn ?? movedTo)} x2={at(movedTo)} y1='8' y2='8' stroke='#1a1a1a' stroke-width='2' stroke-dasharray='2 3' />
                  <path d={`M${at(movedTo)} 1l7 7l-7 7l-7-7z`} fill='#ffffff' stroke='#1a1a1a' stroke-width='2' />
                </g>
                )}
          </g>
        )
      })}
      {more(total - steps.length, words.more, bottom + 16)}
    </>
  ))
}
