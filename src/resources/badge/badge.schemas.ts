import Type, { type Static } from 'typebox'
import { LANGUAGES } from '../../charts/words.ts'
import { knownQuery } from '../../schema/page.ts'
import { codes, integer, record, refOrNull, text } from '../../schema/scalars.ts'
import { CivilSocietyVoice, Divergence, GovernmentVoice, IrmVoice } from '../commitment/status.schemas.ts'

export const BadgeQuery = record({
  ...knownQuery,
  language: Type.Optional(codes(LANGUAGES, { default: 'en', description: 'Language of the labels' }))
})

export type Badge = Static<typeof Badge>
export const Badge = record({
  schemaVersion: integer(1, 1),
  label: text(200, { description: 'Code or title of the commitment' }),
  message: text(2000, { description: 'What each voice says, side by side' }),
  color: codes(['blue'], { description: 'Of every badge: no colour sums up what voices say' }),
  government: refOrNull(GovernmentVoice),
  civilSociety: refOrNull(CivilSocietyVoice),
  irm: refOrNull(IrmVoice),
  diverges: Divergence.properties.diverges
}, {
  $id: 'Badge',
  description: 'What each voice says of the completion of a commitment, in the form that shields.io reads from an endpoint, and as data',
  examples: [{ schemaVersion: 1, label: 'MX0081', message: 'Government: Limited | Civil society: has not spoken | IRM: has not spoken', color: 'blue', government: null, civilSociety: null, irm: null, diverges: false }]
})
