import { INSTITUTIONS } from './institutions.ts'
import { MEMBERS } from './members.ts'
import { MEXICO_PLANS } from './mexico.ts'
import { POLICY_AREAS } from './policy-areas.ts'
import { REPORTS } from './reports.ts'

/** What a new database of one's own starts with: the Mexican case, and nothing that its sources do not say. */
export const STARTER = {
  members: MEMBERS,
  institutions: INSTITUTIONS,
  policyAreas: POLICY_AREAS,
  plans: MEXICO_PLANS,
  reports: REPORTS
}
