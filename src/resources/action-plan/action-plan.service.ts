import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshStatusOfPlans } from '../../db/status.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { ActionPlanFacts } from './action-plan.schemas.ts'
import { actionPlanFacts } from './action-plan.select.ts'

/** Writes an action plan as it shall stand, new or changed, with its revision. */
export async function saveActionPlan (tx: Tx, context: WriteContext, plan: ActionPlanFacts): Promise<void> {
  await saveRows(tx, 'action_plan', [{
    id: plan.id,
    member: plan.member,
    number: plan.number,
    title: plan.title,
    description: plan.description,
    language: plan.language,
    translations: plan.translations,
    cycle_year: plan.cycleYear,
    submitted_on: plan.submittedOn,
    submitted_precision: plan.submittedPrecision,
    submitted_text: plan.submittedText,
    starts_on: plan.startsOn,
    starts_precision: plan.startsPrecision,
    starts_text: plan.startsText,
    ends_on: plan.endsOn,
    ends_precision: plan.endsPrecision,
    ends_text: plan.endsText,
    original_ends_on: plan.originalEndsOn,
    original_ends_precision: plan.originalEndsPrecision,
    original_ends_text: plan.originalEndsText,
    term_years: plan.termYears,
    lifecycle: plan.lifecycle,
    era_override: plan.eraOverride,
    participation_in_development: plan.participationInDevelopment,
    participation_in_implementation: plan.participationInImplementation,
    development_openness: plan.developmentOpenness,
    url: plan.url,
    published_counts: plan.publishedCounts,
    updated_at: context.at
  }])
  await replaceRefs(tx, 'action-plan', [plan])
  await record(tx, context, 'action-plan', 'action_plan', actionPlanFacts, [plan.id])
  await refreshStatusOfPlans(tx, [plan.id])
}
