import Type, { type Static } from 'typebox'
import { langTextPatchOrNull } from '../../schema/common.ts'
import { Id, Slug, list, nullable, partialRecord, record, refTo, type LangTextPatch } from '../../schema/scalars.ts'
import { commitmentParams } from '../../schema/params.ts'
import { type NewProgressUpdate, Period, progressUpdateFacts } from '../progress-update/progress-update.schemas.ts'

const { id: _id, period: _period, ...members } = progressUpdateFacts

export type PeriodUpdate = Partial<Omit<NewProgressUpdate, 'period' | 'institution' | 'narrative' | 'challenges'>> & {
  institution: string, commitment?: string | null, narrative?: LangTextPatch | null, challenges?: LangTextPatch | null
}
const example = { commitment: 'MX0081', institution: 'mexico-sfp', reportedOn: '2020-12-01', completion: 'limited', challenges: { en: 'The rules are not agreed.' } }

export const PeriodUpdate = Type.Unsafe<PeriodUpdate>({
  ...partialRecord({
    ...members,
    commitment: nullable({ ...commitmentParams.properties.commitment, description: 'Id, or OGP code in any case; not needed beside a milestone' }),
    milestone: nullable(Id),
    narrative: langTextPatchOrNull(),
    challenges: langTextPatchOrNull()
  }),
  $id: 'PeriodUpdate',
  required: ['institution'],
  description: 'What one institution reports in the period of a commitment, a milestone or an indicator; these tell it apart. Absent members stay as they are, null empties. A new one needs reportedOn',
  examples: [example]
})

export type PeriodUpdates = Static<typeof PeriodUpdates>
export const PeriodUpdates = record({ progressUpdates: list(refTo(PeriodUpdate), 10000) }, {
  $id: 'PeriodUpdates',
  description: 'What the government reports of a plan in one period. GET gives what PUT takes; nothing is deleted by omission',
  examples: [{ progressUpdates: [example] }]
})

export const periodParams = record({ plan: Slug, period: Period })

export const PERIOD_SCHEMAS = [PeriodUpdate, PeriodUpdates]
