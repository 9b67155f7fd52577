/**
 * The closed vocabularies of the Open Government Partnership, in the order of their scale where they have one.
 * Labels, ranks, years and sources of every code are data (resources/code-list); a test holds both equal.
 */

export const MEMBER_KINDS = ['national', 'local'] as const
export const MEMBER_STATUSES = ['active', 'under_review', 'inactive', 'suspended', 'withdrawn'] as const
export const STATUS_REASONS = ['procedural_review', 'response_policy', 'voluntary', 'reinstated'] as const
export const INSTITUTION_KINDS = ['government', 'autonomous_body', 'legislature', 'judiciary', 'subnational', 'civil_society',
  'academia', 'private', 'international', 'monitoring_body'] as const
export const POLICY_AREA_KINDS = ['policy_area', 'sector'] as const

export const PLAN_LIFECYCLES = ['co_created_not_adopted', 'draft', 'submitted', 'in_implementation', 'closed', 'superseded',
  'abandoned'] as const
export const PARTICIPATION_LEVELS = ['none', 'inform', 'consult', 'involve', 'collaborate', 'empower'] as const
export const OPENNESS = ['open', 'by_invitation'] as const

export const COMMITMENT_LIFECYCLES = ['active', 'inactive', 'withdrawn', 'paused', 'entered_in_error'] as const
export const LIFECYCLE_REASONS = ['plan_ended', 'dropped', 'absent_from_document', 'duplicate'] as const
export const OGP_VALUES = ['access_to_information', 'civic_participation', 'public_accountability',
  'technology_and_innovation'] as const
export const GRAND_CHALLENGES = ['increasing_public_integrity', 'managing_public_resources', 'improving_public_services',
  'increasing_corporate_accountability', 'creating_safer_communities'] as const
export const STAKEHOLDER_ROLES = ['lead', 'supporting', 'monitoring'] as const
export const DATE_PRECISIONS = ['day', 'month', 'quarter', 'year', 'ongoing', 'unknown'] as const
export const TRANSLATION_KINDS = ['human', 'machine'] as const

/** `not_started` < `limited` < `substantial` < `complete`; the last three stand outside the order. */
export const COMPLETIONS = ['not_started', 'limited', 'substantial', 'complete', 'no_evidence_available', 'unclear',
  'withdrawn'] as const
export const SCHEDULES = ['ahead', 'on_schedule', 'behind'] as const

export const REVIEW_KINDS = ['progress', 'end_of_commitment', 'shadow'] as const
export const REVIEW_STATES = ['draft', 'submitted', 'published', 'retracted', 'redacted'] as const
export const ENDORSEMENTS = ['endorsed', 'contested', 'declined_to_take_part', 'not_addressed'] as const

export const REPORT_TYPES = ['co_creation_brief', 'action_plan_review', 'design', 'progress_midterm', 'implementation',
  'end_of_term', 'transitional_results', 'results', 'midterm_review', 'self_assessment_midterm',
  'self_assessment_end_of_term', 'inception', 'end_of_commitment'] as const
export const AUTHOR_KINDS = ['irm', 'government', 'monitoring_body', 'support_unit'] as const
export const REPORT_STAGES = ['public_comment', 'final'] as const

export const SPECIFICITIES = ['none', 'low', 'medium', 'high'] as const
export const VERIFIABILITIES = ['yes', 'no'] as const
export const OG_LENSES = ['yes', 'no'] as const
export const POTENTIAL_IMPACTS = ['none', 'minor', 'moderate', 'transformative', 'unclear'] as const
export const POTENTIALS_FOR_RESULTS = ['unclear', 'modest', 'substantial'] as const
export const OPENED_GOVERNMENT = ['worsened', 'did_not_change', 'marginal', 'major', 'outstanding'] as const
export const EARLY_RESULTS = ['no_notable_results', 'moderate_results', 'significant_results'] as const
/** The three kinds of missing value that OGP's data tells apart. */
export const MISSING_REASONS = ['no_data', 'not_reviewed', 'not_applicable'] as const

/** OGP's minimum requirements for taking part, by number; what a report finds of each; and what makes a member act contrary to process. */
export const MINIMUM_REQUIREMENTS = ['1.1', '2.1', '2.2', '3.1', '3.2', '4.1', '5.1'] as const
export const REQUIREMENT_RESULTS = ['met', 'not_met', 'in_progress', 'n_a'] as const
export const PROCESS_TRIGGERS = ['no_new_plan', 'other'] as const

/** Why moderators may take something out of the record, and how an appeal against it stands. */
export const REDACTION_GROUNDS = ['personal_data', 'safety_of_person', 'court_order', 'spam', 'illegal', 'author_request'] as const
export const APPEAL_STATES = ['open', 'upheld', 'overturned'] as const

export const ACTOR_ROLES = ['editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin', 'system'] as const
