import type { ErrorCode } from '../errors.ts'

/**
 * What a violated constraint means to a client. Rules are checked before the database is asked; what still arrives here
 * lost a race with another writer. A test provokes each.
 */
const MEANINGS: Record<string, { code: ErrorCode, detail: string }> = {
  commitment_code_unique: { code: 'code-immutable', detail: 'Another commitment has this OGP code.' },
  external_ref_pk: { code: 'already-exists', detail: 'Another entity has this external reference.' },
  external_ref_one_per_source: { code: 'ambiguous-identity', detail: 'It would have two external references of one source.' },
  member_pk: { code: 'already-exists', detail: 'This member was created by somebody else just now.' },
  institution_pk: { code: 'already-exists', detail: 'An institution of this id was created by somebody else just now.' },
  policy_area_pk: { code: 'already-exists', detail: 'This policy area was created by somebody else just now.' },
  commitment_pk: { code: 'already-exists', detail: 'A commitment of this id was created by somebody else just now.' },
  milestone_pk: { code: 'already-exists', detail: 'A milestone of this id was created by somebody else just now.' },
  action_plan_pk: { code: 'already-exists', detail: 'This plan was created by somebody else just now.' },
  progress_update_once: { code: 'already-exists', detail: 'This institution has reported on this in this period already; change that progress update instead.' },
  assessment_once: { code: 'already-exists', detail: 'This report has an assessment of this commitment already; change that one instead.' },
  import_one_running: { code: 'import-running', detail: 'Only one import runs at a time.' }
}

export function constraintProblem (constraint: string): { code: ErrorCode, detail: string } | undefined {
  return MEANINGS[constraint]
}
