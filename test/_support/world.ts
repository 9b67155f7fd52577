import type { Db } from '../../src/db/database.ts'
import { type WriteContext, record } from '../../src/log/record.ts'
import { appendRevisions } from '../../src/log/revision.store.ts'
import { assessmentFacts } from '../../src/resources/assessment/assessment.select.ts'
import { commitmentFacts } from '../../src/resources/commitment/commitment.select.ts'
import { milestoneFacts } from '../../src/resources/milestone/milestone.select.ts'
import { processAssessmentFacts } from '../../src/resources/process-assessment/process-assessment.select.ts'
import { progressUpdateFacts } from '../../src/resources/progress-update/progress-update.select.ts'
import { redactionFacts } from '../../src/resources/redaction/redaction.select.ts'
import { replyFacts } from '../../src/resources/reply/reply.select.ts'
import { reportClustersFacts } from '../../src/resources/report-clusters/report-clusters.select.ts'
import { reportFacts } from '../../src/resources/report/report.select.ts'
import { reviewFacts } from '../../src/resources/review/review.select.ts'
import { ROTATIONS } from './rotation.ts'
import { assessmentRow, commitmentRow, indicatorRow, insertAll, institutionRow, memberRow, milestoneRow, planRow, policyAreaRow, processAssessmentRow, redactionRow, refreshAll, reportClustersRow, reportRow, reviewRow, updateRow, uuid } from './seed.ts'

/**
 * What stands beside the starter data in tests of reading: two more countries, and every voice on their commitments. The
 * tests run on 22 November 2026. Ties, empty values, things entered in error and what is not public are all in it.
 */
export const ID = {
  alpha: uuid(1),
  beta: uuid(2),
  mistake: uuid(3),
  withdrawn: uuid(4),
  dueToday: uuid(5),
  paused: uuid(6),
  overdueStep: uuid(11),
  ongoingStep: uuid(12),
  mistakenStep: uuid(13),
  completeStep: uuid(14),
  todayStep: uuid(15),
  stepOfMistake: uuid(16),
  indicator: uuid(21),
  latestUpdate: uuid(31),
  earlierUpdate: uuid(32),
  completeUpdate: uuid(33),
  stepUpdate: uuid(34),
  oldUpdate: uuid(35),
  indicatorUpdate: uuid(36),
  contesting: uuid(41),
  byAlias: uuid(42),
  draft: uuid(43),
  submitted: uuid(44),
  retracted: uuid(45),
  shadow: uuid(46),
  results: uuid(51),
  commented: uuid(52),
  selfAssessed: uuid(53),
  french: uuid(54),
  mismatch: uuid(61),
  preliminary: uuid(62),
  agreeing: uuid(63),
  reply: uuid(71),
  contrary: uuid(81),
  early: uuid(82),
  silent: uuid(83),
  clusters: uuid(91),
  unmarked: uuid(92),
  emptied: uuid(93),
  ofMember: uuid(101),
  appealed: uuid(102),
  overturned: uuid(103),
  proposal: uuid(104)
}

const ref = (type: string, id: string) => ({ entity_type: type, entity_id: id, source: 'test', external_id: `${type}:1` })

export async function seedWorld (db: Db): Promise<void> {
  await insertAll(db, {
    member: [
      memberRow({ id: 'canada', region: 'americas', country_iso2: 'CA', status: 'active' }),
      memberRow({ id: 'france', region: 'europe', status: 'inactive', updated_at: '2026-02-01T00:00:00.000Z' }),
      memberRow({ id: 'jalisco', kind: 'local', parent: 'mexico', status: 'withdrawn' })
    ],
    institution: [institutionRow({ id: 'canadatbs', kind: 'government', member: 'canada' })],
    policy_area: [policyAreaRow({ id: 'opendata', kind: 'sector', taxonomy: 'ogp-2023', broader: 'civic-space' })],
    action_plan: [
      planRow({ member: 'canada', number: 5, cycle_year: 2022, starts_on: '2022-09-01', ends_on: '2026-12-31', published_counts: { commitments: 3 } }),
      planRow({ member: 'france', number: 3, cycle_year: 2021, lifecycle: 'closed', era_override: 'special' }),
      planRow({ member: 'france', number: 4, cycle_year: 2024, lifecycle: 'draft' })
    ],
    commitment: [
      commitmentRow({
        id: ID.alpha, plan: 'canada-5', code: 'CA0001', title: { en: 'Alpha registry', fr: 'Régistre alpha' }, description: { en: 'Owners of <companies> & trusts' }, ogp_values: ['access_to_information', 'civic_participation'], ends_on: '2026-12-31', sdgs: [16], budget: { amount: 10, currency: 'CAD', text: null }
      }),
      commitmentRow({ id: ID.beta, plan: 'canada-5', position: 2, title: { en: 'Beta' }, ogp_values: ['civic_participation'] }),
      commitmentRow({ id: ID.mistake, plan: 'canada-5', position: 3, code: 'CA0003', title: { en: 'Duplicate' }, lifecycle: 'entered_in_error' }),
      commitmentRow({ id: ID.withdrawn, plan: 'france-3', code: 'FR0004', title: { en: 'Beta' }, lifecycle: 'withdrawn' }),
      commitmentRow({ id: ID.dueToday, plan: 'france-3', code: 'FR0005', title: { fr: 'Échéance' }, language: 'fr', ends_on: '2026-11-22', updated_at: '2026-04-01T10:00:00.123Z' }),
      commitmentRow({ id: ID.paused, plan: 'france-3', title: { en: 'Paused' }, lifecycle: 'paused', ends_on: '2020-01-01' })
    ],
    commitment_policy_area: [
      { commitment: ID.alpha, policy_area: 'anti-corruption' }, { commitment: ID.alpha, policy_area: 'opendata' }, { commitment: ID.beta, policy_area: 'opendata' }
    ],
    commitment_stakeholder: [
      { commitment: ID.alpha, institution: 'canadatbs', role: 'lead', position: 0 }, { commitment: ID.alpha, institution: 'article-19', role: 'monitoring', position: 1 }
    ],
    milestone: [
      milestoneRow({ id: ID.overdueStep, commitment: ID.alpha, number: '1.10', due_on: '2026-06-30', weight: 12.5 }),
      milestoneRow({ id: ID.ongoingStep, commitment: ID.alpha, position: 2, due_precision: 'ongoing', due_text: 'Ongoing' }),
      milestoneRow({ id: ID.mistakenStep, commitment: ID.alpha, position: 3, lifecycle: 'entered_in_error', due_on: '2026-01-01' }),
      milestoneRow({ id: ID.completeStep, commitment: ID.alpha, position: 4, due_on: '2026-06-30' }),
      milestoneRow({ id: ID.todayStep, commitment: ID.dueToday, due_on: '2026-11-22', updated_at: '2026-04-01T10:00:00.123Z' }),
      milestoneRow({ id: ID.stepOfMistake, commitment: ID.mistake, due_on: '2026-01-01' })
    ],
    milestone_stakeholder: [{ milestone: ID.overdueStep, institution: 'canadatbs', role: 'lead', position: 0 }],
    indicator: [indicatorRow({ id: ID.indicator, milestone: ID.overdueStep, position: 0, number: '1.1', due_on: '2026-05-31' })],
    progress_update: [
      updateRow({ id: ID.latestUpdate, commitment: ID.alpha, institution: 'canadatbs', period: '2026-H1', reported_on: '2026-07-01', completion: 'substantial', schedule: 'behind', percent: 62.5 }),
      updateRow({ id: ID.earlierUpdate, commitment: ID.alpha, institution: 'canadatbs', period: '2025-H2', reported_on: '2026-01-01' }),
      updateRow({ id: ID.completeUpdate, commitment: ID.alpha, milestone: ID.completeStep, institution: 'canadatbs', period: '2026-H1', reported_on: '2026-07-01', completion: 'complete' }),
      updateRow({ id: ID.stepUpdate, commitment: ID.alpha, milestone: ID.overdueStep, institution: 'canadatbs', period: '2026-H1', reported_on: '2026-06-01' }),
      updateRow({ id: ID.oldUpdate, commitment: ID.dueToday, institution: 'citizen-lab', period: '2026-Q1', reported_on: '2026-05-21', updated_at: '2026-05-21T00:00:00.000Z' }),
      updateRow({ id: ID.indicatorUpdate, commitment: ID.alpha, milestone: ID.overdueStep, indicator: ID.indicator, institution: 'canadatbs', period: '2026-H1', reported_on: '2026-06-01', completion: null, challenges: null })
    ],
    review: [
      reviewRow({ id: ID.contesting, commitment: ID.alpha, organisation: 'article-19', completion: 'not_started', endorsement: 'contested', reviewed_on: '2026-08-01' }),
      reviewRow({ id: ID.byAlias, commitment: ID.alpha, alias: 'Observer', endorsement: 'endorsed', reviewed_on: '2026-08-02' }),
      reviewRow({ id: ID.draft, commitment: ID.alpha, organisation: 'r3d', completion: 'complete', state: 'draft' }),
      reviewRow({ id: ID.submitted, commitment: ID.alpha, organisation: 'socialtic', completion: 'complete', state: 'submitted' }),
      reviewRow({ id: ID.retracted, commitment: ID.dueToday, organisation: 'r3d', completion: 'complete', reviewed_on: '2026-08-01', state: 'retracted' }),
      reviewRow({ id: ID.shadow, commitment: ID.beta, organisation: 'article-19', kind: 'shadow', completion: null, endorsement: 'not_addressed', reviewed_on: '2026-08-01' })
    ],
    submission: [{ review: ID.submitted, body: '{}', salt: `\\x${'00'.repeat(32)}` as never, body_hash: `\\x${'00'.repeat(32)}` as never, opens_at: '2026-11-23T00:00:00.000Z', due_at: '2026-11-25T00:00:00.000Z', redaction: null }],
    review_reply: [
      { id: ID.reply, review: ID.contesting, institution: 'canadatbs', replied_on: '2026-08-05', text: { en: 'Answered' }, revision: 1, updated_at: '2026-08-05T00:00:00.000Z' }
    ],
    report: [
      reportRow({ id: ID.results, plan: 'canada-5', published_on: '2026-09-01' }),
      reportRow({ id: ID.commented, plan: 'canada-5', type: 'action_plan_review', stage: 'public_comment', published_on: '2026-10-01' }),
      reportRow({ id: ID.selfAssessed, plan: 'canada-5', type: 'self_assessment_midterm', author_kind: 'government' }),
      reportRow({ id: ID.french, plan: 'france-3', published_on: '2026-09-01', updated_at: '2026-09-02T00:00:00.000Z' })
    ],
    assessment: [
      assessmentRow({ id: ID.mismatch, commitment: ID.alpha, report: ID.results, indicators: { completion: { value: 'limited' } }, starred: true, computed_star: false, star_rule: 4 }),
      assessmentRow({ id: ID.preliminary, commitment: ID.alpha, report: ID.commented, indicators: { completion: { value: 'substantial' }, verifiable: { value: 'yes' } } }),
      assessmentRow({ id: ID.agreeing, commitment: ID.dueToday, report: ID.french, indicators: { completion: { value: null, missing: 'not_reviewed' } }, starred: false, computed_star: false, star_rule: 4, updated_at: '2026-09-02T00:00:00.000Z' })
    ],
    process_assessment: [
      processAssessmentRow({ id: ID.contrary, report: ID.results, participation_in_development: 'involve', minimum_requirements: { 2.2: 'not_met' }, acted_contrary_to_process: true, triggers: [{ trigger: 'other', text: { en: 'No repository' } }], updated_at: '2026-09-02T00:00:00.000Z' }),
      processAssessmentRow({ id: ID.early, report: ID.commented, acted_contrary_to_process: false }),
      processAssessmentRow({ id: ID.silent, report: ID.french })
    ],
    report_clusters: [
      reportClustersRow({ id: ID.clusters, report: ID.commented, clusters: [{ name: { en: 'Open companies' }, commitments: [ID.alpha, ID.beta], promising: true }], updated_at: '2026-09-02T00:00:00.000Z' }),
      reportClustersRow({ id: ID.unmarked, report: ID.french, clusters: [{ name: { fr: 'Échéances' }, commitments: [ID.dueToday], promising: null }, { name: { fr: 'Autres' }, commitments: [ID.paused], promising: false }] }),
      reportClustersRow({ id: ID.emptied, report: ID.results })
    ],
    redaction: [
      redactionRow({ id: ID.ofMember }),
      redactionRow({ id: ID.appealed, target_type: 'report', target_id: ID.french, target_revision: 2, erased: [2], ground: 'court_order', on_date: '2026-10-01', appeal_state: 'open', appealed_on: '2026-10-02', appeal_reasons: { en: 'It names a minister.' } }),
      redactionRow({ id: ID.overturned, target_type: 'report', target_id: ID.french, on_date: '2026-09-15', appeal_state: 'overturned', appealed_on: '2026-09-16', appeal_decided_on: '2026-09-17', appeal_statement: { en: 'It named nobody.' } }),
      redactionRow({ id: ID.proposal, target_type: 'review', target_id: ID.shadow, target_revision: null, state: 'proposed', erased: [], ground: 'spam' })
    ],
    external_ref: [
      ref('member', 'canada'), ref('institution', 'canadatbs'), ref('policy-area', 'opendata'), ref('action-plan', 'canada-5'), ref('commitment', ID.alpha),
      ref('milestone', ID.overdueStep), ref('indicator', ID.indicator), ref('progress-update', ID.latestUpdate), ref('report', ID.results), ref('assessment', ID.mismatch)
    ]
  })
  await refreshAll(db)
  const context: WriteContext = { actor: { role: 'system', institution: null, alias: null }, on: '2026-11-22', at: '2026-11-22T00:00:00.000Z' }
  await db.transaction().execute(async (tx) => {
    await record(tx, context, 'commitment', 'commitment', commitmentFacts, [ID.alpha])
    await record(tx, context, 'milestone', 'milestone', milestoneFacts, [ID.overdueStep])
    await record(tx, context, 'progress-update', 'progress_update', progressUpdateFacts, [ID.latestUpdate])
    await record(tx, context, 'review', 'review', reviewFacts, [ID.contesting])
    await record(tx, context, 'reply', 'review_reply', replyFacts, [ID.reply])
    await record(tx, context, 'report', 'report', reportFacts, [ID.results])
    await record(tx, context, 'assessment', 'assessment', assessmentFacts, [ID.mismatch])
    await record(tx, context, 'process-assessment', 'process_assessment', processAssessmentFacts, [ID.contrary])
    await record(tx, context, 'report-clusters', 'report_clusters', reportClustersFacts, [ID.clusters])
    await record(tx, context, 'redaction', 'redaction', redactionFacts, [ID.ofMember])
    await appendRevisions(tx, context.actor, context.on, 'log-key', ROTATIONS.map(facts => ({ id: facts.id, revision: 1, facts })))
  })
}
