import type { Static } from 'typebox'
import { langText, redactions } from '../../schema/common.ts'
import { DateOnly, Id, Revision, Slug, record } from '../../schema/scalars.ts'

const said = { institution: Slug, repliedOn: DateOnly, text: langText() }

const example = { institution: 'mexico-sfp', repliedOn: '2021-09-01', text: { en: 'The working group met on 30 August.' } }

export const replyFacts = { id: Id, review: Id, ...said }

export type ReplyFacts = Static<typeof ReplyFacts>
export const ReplyFacts = record(replyFacts)

/** In a review it stands without its own address (`Reply`). */
export type GovernmentReply = Static<typeof GovernmentReply>
export const GovernmentReply = record({ ...replyFacts, redactions: redactions(), revision: Revision }, {
  $id: 'GovernmentReply',
  description: 'A government\'s answer to a review, at its own address. It stands beside the review, which it never changes',
  examples: [{ id: '01968f00-0000-7000-8000-000000000084', review: '5b1e6c1e-7a0d-4c52-9c0a-5f0f3c1d2e4b', ...example, redactions: [], revision: 1 }]
})

export type NewReply = Static<typeof NewReply>
export const NewReply = record(said, {
  $id: 'NewReply',
  description: 'What an institution of the government answers to a review',
  examples: [example]
})
