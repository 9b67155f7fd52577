import type { Generated } from 'kysely'
import type { Json, Texts } from '../../db/types.ts'

export interface ReviewReplyTable {
  id: string
  review: string
  institution: string
  replied_on: string
  text: Json<Texts>
  revision: Generated<number>
  updated_at: string
}
