import type { StatusFacts } from './status-facts.ts'

/** The status rules written a second time, straight from their words, without SQL. */

const ORDER = ['not_started', 'limited', 'substantial', 'complete']
type Update = NonNullable<StatusFacts['progressUpdates']>[number]

const step = (completion: string | null | undefined): number | null => completion == null || !ORDER.includes(completion) ? null : ORDER.indexOf(completion)
const apart = (a: number | null, b: number | null): number | null => a === null || b === null ? null : a - b
const days = (on: string): number => Date.parse(on) / 86_400_000
const asDate = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10)
const orNull = <T>(value: T | undefined): T | null => value ?? null
const lastDayOfMonth = (year: number, month: number): string => new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)

function periodEnd ({ period, reportedOn }: Update, plan: StatusFacts['plan']): string {
  const year = Number(period.slice(0, 4))
  if (period === 'end-of-term') return plan?.endsOn ?? reportedOn
  if (period === 'mid-term') return plan?.startsOn != null && plan.endsOn != null ? asDate(Math.floor((days(plan.startsOn) + days(plan.endsOn)) / 2)) : reportedOn
  if (period.includes('H')) return lastDayOfMonth(year, 6 * Number(period.at(-1)))
  if (period.includes('Q')) return lastDayOfMonth(year, 3 * Number(period.at(-1)))
  return `${year}-12-31`
}

/** The last of a list, by keys compared in turn; the later in the list wins a tie. */
function latest<T> (items: T[], ...keys: ((item: T) => string)[]): T | undefined {
  const sorted = items.map((item, index) => ({ item, keys: [...keys.map(key => key(item)), String(index).padStart(6, '0')] }))
    .sort((a, b) => a.keys.join('\0') < b.keys.join('\0') ? -1 : 1)
  return sorted.at(-1)?.item
}

const latestUpdate = (updates: Update[], plan: StatusFacts['plan']): Update | undefined =>
  latest(updates, update => periodEnd(update, plan), ({ reportedOn }) => reportedOn)

function tally (values: (string | null | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const value of values) if (value != null) counts[value] = (counts[value] ?? 0) + 1
  return counts
}

function civilSocietyOf (reviews: NonNullable<StatusFacts['reviews']>) {
  const voices = new Map<string, typeof reviews>()
  for (const review of reviews.filter(({ state = 'published' }) => state === 'published')) {
    const voice = review.organisation != null ? `0 ${review.organisation}` : `1 ${review.alias}`
    voices.set(voice, [...voices.get(voice) ?? [], review])
  }
  return [...voices].sort(([a], [b]) => a < b ? -1 : 1).map(([, all]) => latest(all, ({ reviewedOn }) => reviewedOn) as typeof reviews[number])
}

function irmOf (facts: StatusFacts) {
  const assessed = (facts.reports ?? []).flatMap(report => (facts.assessments ?? []).filter(one => one.report === report.id).map(assessment => ({ report, assessment })))
    .filter(({ report }) => (report.authorKind ?? 'irm') === 'irm')
  return latest(assessed, ({ report }) => (report.stage ?? 'final') === 'final' ? '1' : '0', ({ report }) => report.publishedOn ?? '')
}

export function milestonesOf (facts: StatusFacts, today: string) {
  return (facts.milestones ?? []).map(({ id, dueOn, lifecycle = 'active' }) => {
    const update = latestUpdate((facts.progressUpdates ?? []).filter(({ milestone, indicator }) => milestone === id && indicator == null), facts.plan)
    const open = lifecycle === 'active' && (facts.commitment?.lifecycle ?? 'active') === 'active' && update?.completion !== 'complete' && dueOn != null ? dueOn : null
    return { id, completion: update?.completion ?? null, overdue: open !== null && open < today, open, lifecycle }
  })
}

/** The status block that these facts give on that day. */
export function statusOf (facts: StatusFacts, today: string) {
  const updates = facts.progressUpdates ?? []
  const government = latestUpdate(updates.filter(({ milestone }) => milestone == null), facts.plan)
  const reviews = civilSocietyOf(facts.reviews ?? [])
  const irm = irmOf(facts)
  const irmCompletion = irm?.assessment.indicators.completion?.value as string | null | undefined ?? null
  const toReviews = reviews.map(({ completion }) => apart(step(government?.completion), step(completion))).filter(steps => steps !== null)
  const toIrm = apart(step(government?.completion), step(irmCompletion))
  const due = [facts.commitment?.endsOn, ...milestonesOf(facts, today).map(({ open }) => open)].filter(on => on != null).sort()
  const nextDueOn = (facts.commitment?.lifecycle ?? 'active') === 'active' && government?.completion !== 'complete' ? orNull(due[0]) : null
  const { starred = null, computedStar = null } = irm?.assessment ?? {}
  return {
    government: government === undefined
      ? null
      : { completion: government.completion, reportedOn: government.reportedOn, period: government.period, schedule: orNull(government.schedule), progressUpdate: government.id },
    civilSociety: reviews.length === 0
      ? null
      : {
          organisations: reviews.length,
          completion: tally(reviews.map(({ completion }) => completion)),
          endorsement: tally(reviews.map(({ endorsement }) => endorsement)),
          latest: reviews.map(one => ({ organisation: orNull(one.organisation), alias: orNull(one.alias), completion: orNull(one.completion), endorsement: orNull(one.endorsement), reviewedOn: one.reviewedOn, review: one.id }))
        },
    irm: irm === undefined
      ? null
      : {
          completion: irmCompletion,
          report: irm.report.id,
          reportType: irm.report.type ?? 'results',
          publishedOn: orNull(irm.report.publishedOn),
          starred,
          computedStar,
          starMismatch: starred !== null && computedStar !== null && starred !== computedStar,
          indicators: irm.assessment.indicators
        },
    divergence: {
      governmentVsIrm: toIrm,
      governmentVsCivilSociety: toReviews.length === 0 ? null : { min: Math.min(...toReviews), max: Math.max(...toReviews) },
      diverges: [toIrm, ...toReviews].some(steps => steps !== null && Math.abs(steps) >= 2) || reviews.some(({ endorsement }) => endorsement === 'contested')
    },
    overdue: nextDueOn !== null && nextDueOn < today,
    nextDueOn,
    lastReportedOn: orNull(updates.map(({ reportedOn }) => reportedOn).sort().at(-1))
  }
}
