/**
 * Proportions of the generated data.
 *
 * Measured: the file of 2016 that OGP published (1,927 rows below the header, 61 countries, 100 plans of countries),
 * the texts in characters, and the rows that the service's own import makes of it: 1,942 commitments with those of the
 * starter data.
 *
 * Assumed, since the file has no such column: milestones, progress updates, reviews and revisions. The nearest count of
 * the file is that of the parts that are numbered 1.1, 1.2 ... below 144 headings: 3 at the first quartile, 4 at the
 * median, 6 at the third, 10 at the ninth decile.
 */

/** Quantiles at equal steps: the minimum, each tenth, the maximum. A draw is interpolated between two of them. */
export const TITLE_LENGTH = [9, 27, 34, 41, 48, 56, 66, 78, 94, 128, 663]
export const DESCRIPTION_LENGTH = [3, 122, 170, 225, 290, 364, 455, 570, 760, 1140, 6292]
export const INSTITUTION_NAME_LENGTH = [10, 20, 26, 34, 42, 50, 62, 76, 96, 136, 324]

/** Shares of commitments, the first with none, the next with one, and so on. */
export const POLICY_AREAS_OF_COMMITMENT = [0, 0.39, 0.43, 0.14, 0.04]
export const STAKEHOLDERS_OF_COMMITMENT = [0.08, 0.5, 0.37, 0.03, 0.02]
export const VALUES_OF_COMMITMENT = [0.18, 0.28, 0.34, 0.16, 0.04]

/** The completion that the IRM gives: of 1,927 rows 192, 649, 511, 435, 49, 20, and 71 without one. */
export const IRM_COMPLETION = [
  ['not_started', 0.1], ['limited', 0.34], ['substantial', 0.265], ['complete', 0.225], ['unclear', 0.025],
  ['withdrawn', 0.01], [null, 0.035]
] as const
export const STARRED = 0.15
export const MEMBERS = 61
export const POLICY_AREAS = 46
export const COMMITMENTS_OF_PLAN = 19
/** 1,444 institutions for 1,942 commitments; they recur, so that their number is bounded. */
export const INSTITUTIONS_OF_COMMITMENT = 0.7
export const MAX_INSTITUTIONS = 20_000
/** Ends of commitments: 720 of the first 1,043 that were imported have one. */
export const DATED = 0.7

/** Assumed, see above. */
export const MILESTONES_OF_COMMITMENT = [0.06, 0.1, 0.14, 0.18, 0.2, 0.13, 0.09, 0.05, 0.03, 0.01, 0.01]
/** Assumed: a mid-term and an end-of-term report of governments on most commitments. */
export const UPDATES_OF_COMMITMENT = [0.15, 0.3, 0.5, 0.05]
/** Assumed: half of the milestones have one report of their own. */
export const UPDATED_MILESTONES = 0.5
/** Assumed: civil society speaks of fewer than half of the commitments, several organisations of a few. */
export const REVIEWS_OF_COMMITMENT = [0.55, 0.22, 0.12, 0.06, 0.03, 0.02]
/** Assumed: every fourth commitment was changed once after it was published. */
export const CHANGED = 0.25
/** Assumed: a narrative is as long as the description of a commitment, at half its length. */
export const NARRATIVE_SHARE = 0.5
