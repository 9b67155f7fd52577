import type { Db } from '../../src/db/database.ts'
import type { Indicators } from '../../src/resources/assessment/assessment.schemas.ts'
import { assessmentRow, commitmentRow, indicatorRow, institutionRow, insertAll, memberRow, milestoneRow, planRow, reportRow, reviewRow, updateRow, uuid } from './seed.ts'

/** The facts that a status derives from, as vectors and models write them: wire names, short ids. */
export interface StatusFacts {
  plan?: { startsOn?: string | null, endsOn?: string | null }
  commitment?: { endsOn?: string | null, lifecycle?: string }
  milestones?: { id: string, dueOn?: string | null, lifecycle?: string, indicators?: string[] }[]
  progressUpdates?: { id: string, milestone?: string | null, indicator?: string | null, period: string, reportedOn: string, completion: string | null, schedule?: string | null, institution?: string }[]
  reviews?: { id: string, organisation?: string | null, alias?: string | null, completion?: string | null, endorsement?: string | null, reviewedOn: string, state?: string }[]
  reports?: { id: string, type?: string, authorKind?: string, stage?: string, publishedOn?: string | null }[]
  assessments?: { id: string, report: string, indicators: Indicators, starred?: boolean | null, computedStar?: boolean | null }[]
}

export const ORGANISATIONS = ['article-19', 'r3d', 'socialtic']

export async function seedParties (db: Db): Promise<void> {
  await insertAll(db, {
    member: [memberRow({ id: 'mexico' })],
    institution: [...ORGANISATIONS, 'mexico-inai', 'mexico-sfp'].map(id => institutionRow({ id }))
  })
}

/**
 * Stores the facts as commitment number `index` under a plan of its own.
 * @returns the commitment's id, and a function that gives an answer back with the short ids of the facts
 */
export async function seedFacts (db: Db, index: number, facts: StatusFacts): Promise<{ id: string, named: (value: unknown) => unknown }> {
  const names = new Map<string, string>()
  const idOf = (name: string): string => {
    if (!names.has(name)) names.set(name, uuid(index * 1000 + names.size + 1))
    return names.get(name) as string
  }
  const orNull = (name: string | null | undefined): string | null => name == null ? null : idOf(name)
  const plan = planRow({ member: 'mexico', number: index, starts_on: facts.plan?.startsOn ?? null, ends_on: facts.plan?.endsOn ?? null })
  const commitment = idOf('commitment')
  const { milestones = [], progressUpdates = [], reviews = [], reports = [], assessments = [] } = facts
  await insertAll(db, {
    action_plan: [plan],
    commitment: [commitmentRow({ id: commitment, plan: plan.id, ends_on: facts.commitment?.endsOn ?? null, lifecycle: facts.commitment?.lifecycle ?? 'active' })],
    milestone: milestones.map(one => milestoneRow({ id: idOf(one.id), commitment, due_on: one.dueOn ?? null, lifecycle: one.lifecycle ?? 'active' })),
    indicator: milestones.flatMap(one => (one.indicators ?? []).map(id => indicatorRow({ id: idOf(id), milestone: idOf(one.id) }))),
    progress_update: progressUpdates.map(one => updateRow({
      id: idOf(one.id), commitment, milestone: orNull(one.milestone), indicator: orNull(one.indicator), institution: one.institution ?? 'mexico-sfp', period: one.period, reported_on: one.reportedOn, completion: one.completion, schedule: one.schedule ?? null
    })),
    review: reviews.map(one => reviewRow({
      id: idOf(one.id), commitment, organisation: one.organisation ?? null, alias: one.alias ?? null, completion: one.completion ?? null, endorsement: one.endorsement ?? null, reviewed_on: one.reviewedOn, state: one.state ?? 'published'
    })),
    report: reports.map(one => reportRow({ id: idOf(one.id), plan: plan.id, type: one.type ?? 'results', author_kind: one.authorKind ?? 'irm', stage: one.stage ?? 'final', published_on: one.publishedOn ?? null })),
    assessment: assessments.map(one => assessmentRow({ id: idOf(one.id), commitment, report: idOf(one.report), indicators: one.indicators, starred: one.starred ?? null, computed_star: one.computedStar ?? null }))
  })
  const byId = new Map(Array.from(names, ([name, id]) => [id, name]))
  return { id: commitment, named: value => JSON.parse(JSON.stringify(value), (_, leaf: unknown) => byId.get(leaf as string) ?? leaf) as unknown }
}
