import type { CodeListFacts } from './code-list.schemas.ts'
import { ERA_LISTS } from './data/eras.ts'
import { INDICATOR_LISTS } from './data/indicators.ts'
import { MODERATION_LISTS } from './data/moderation.ts'
import { PARTY_LISTS } from './data/parties.ts'
import { PLAN_LISTS } from './data/plans.ts'
import { PROCESS_LISTS } from './data/process.ts'
import { STAR_LISTS } from './data/star-rules.ts'
import { VOICE_LISTS } from './data/voices.ts'

/** What a new database starts with: every vocabulary with labels, ranks, years and source, the eras, and the star rules. */
export const CODE_LISTS: CodeListFacts[] = [
  ...PARTY_LISTS,
  ...PLAN_LISTS,
  ...VOICE_LISTS,
  ...PROCESS_LISTS,
  ...MODERATION_LISTS,
  ...INDICATOR_LISTS,
  ...ERA_LISTS,
  ...STAR_LISTS
]
