import Type, { type Static } from 'typebox'
import { ENTITY_TYPES } from '../../log/revision.store.ts'
import { commitmentParams } from '../../schema/params.ts'
import { pageQuery } from '../../schema/page.ts'
import { DateOnly, Id, Revision, Slug, Timestamp, Url, codes, integer, nullable, nullableCodes, record, set, text } from '../../schema/scalars.ts'

export const SIGNATURES = ['hmac-sha256', 'ed25519'] as const
export const REASONS = ['gone', 'failing', 'owner', 'administrator'] as const
export const ERRORS = ['address_refused', 'unresolved', 'connection', 'timeout'] as const

const STATES = ['active', 'disabled'] as const

const wanted = {
  types: set(codes(ENTITY_TYPES), ENTITY_TYPES.length, { description: 'Only changes of these types; of all where it is empty' }),
  members: set(Slug, 50, { description: 'Only what is about one of these members, plans or commitments; everything where all three are empty' }),
  plans: set(Slug, 50)
}

export type NewWebhook = Static<typeof NewWebhook>
export const NewWebhook = record({
  url: { ...Url, description: 'Where to send: https, port 443 or 8443, at a public address, without user and password' },
  signature: Type.Optional(codes(SIGNATURES, { default: 'hmac-sha256', description: 'hmac-sha256 (v1) takes a secret that both sides know, ed25519 (v1a) a public key that is no secret' })),
  types: Type.Optional(wanted.types),
  members: Type.Optional(wanted.members),
  plans: Type.Optional(wanted.plans),
  commitments: Type.Optional(set(commitmentParams.properties.commitment, 50))
}, {
  $id: 'NewWebhook',
  description: 'Where changes shall be sent, and which',
  examples: [{ url: 'https://example.org/hooks/commitments', plans: ['mexico-4'], types: ['commitment', 'milestone'] }]
})

export type WebhookPatch = Static<typeof WebhookPatch>
export const WebhookPatch = record({ state: codes(STATES) }, {
  $id: 'WebhookPatch',
  description: 'Stops a webhook, or lets one that was stopped go on where it stopped',
  examples: [{ state: 'active' }]
})

const EXAMPLE = {
  id: '01909e4c-0000-7000-8000-000000000001', url: 'https://example.org/hooks/commitments', signature: 'hmac-sha256', publicKey: null, types: ['commitment', 'milestone'], members: [], plans: ['mexico-4'], commitments: [], state: 'active', reason: null, statement: null, failingSince: null, createdOn: '2026-11-22', revision: 1
}

export type Webhook = Static<typeof Webhook>
export const Webhook = record({
  id: Id,
  url: Url,
  signature: codes(SIGNATURES),
  publicKey: nullable(text(80, { description: 'whpk_...: checks the signatures of ed25519' })),
  ...wanted,
  commitments: set(Id, 50),
  state: codes(STATES),
  reason: nullableCodes(REASONS, { description: 'Why it is disabled: the receiver answered 410, deliveries failed for five days, or its owner or an administrator stopped it' }),
  statement: nullable(text(2000, { description: 'What the administrator who stopped it says' })),
  failingSince: nullable({ ...Timestamp, description: 'Since when nothing could be delivered' }),
  createdOn: DateOnly,
  revision: Revision
}, { $id: 'Webhook', description: 'Where changes are sent, as the key that made it sees it', examples: [EXAMPLE] })

export const CreatedWebhook = record({ ...Webhook.properties, secret: nullable(text(80, { description: 'whsec_...: shown this once; null with ed25519' })) }, {
  $id: 'CreatedWebhook',
  description: 'The new webhook with its secret, which is shown only here',
  examples: [{ ...EXAMPLE, secret: 'whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }]
})

export type Delivery = Static<typeof Delivery>
export const Delivery = record({
  id: Id,
  event: text(60, { description: 'type of what is sent' }),
  index: nullable(integer(0, 2147483647, { description: 'Place of the change in the public log; null of a test' })),
  state: codes(['waiting', 'delivered', 'failed']),
  attempts: integer(0, 2147483647),
  nextAttemptAt: nullable(Timestamp),
  attemptedAt: nullable(Timestamp),
  status: nullable(integer(100, 999, { description: 'What the receiver answered last' })),
  error: nullableCodes(ERRORS, { description: 'Why it did not' })
}, {
  $id: 'Delivery',
  description: 'One message to a webhook and how it went. Its id is the webhook-id of every attempt',
  examples: [{ id: '01909e4c-0000-7000-8000-000000000002', event: 'commitment.updated', index: 4711, state: 'delivered', attempts: 1, nextAttemptAt: null, attemptedAt: '2026-11-22T12:00:00.000Z', status: 204, error: null }]
})

/** Deliveries of one webhook that are counted at most. */
export const MOST_COUNTED = 10_000
const { state, reason, statement, failingSince, createdOn } = Webhook.properties

/** A webhook as administrators see it: where it leads, as far as that tells whose it is, and how it goes. */
export type OverseenWebhook = Static<typeof OverseenWebhook>
export const OverseenWebhook = record({
  id: Id,
  key: text(40, { description: 'Id of the key that made it' }),
  host: text(300, { description: 'Name or address, and port where it is not 443, of the server that it leads to' }),
  state,
  reason,
  statement,
  failingSince,
  createdOn,
  waiting: integer(0, MOST_COUNTED, { description: `Deliveries that wait; ${MOST_COUNTED} stands for more` }),
  failed: integer(0, MOST_COUNTED, { description: `Deliveries that were given up in the last thirty days; ${MOST_COUNTED} stands for more` }),
  revision: Revision
}, {
  $id: 'OverseenWebhook',
  description: 'A webhook of any key, without its path, its filters and its secret',
  examples: [{ id: EXAMPLE.id, key: 'k3y0k3y0k3y0', host: 'example.org', state: 'disabled', reason: 'administrator', statement: 'The receiver asks not to be called.', failingSince: null, createdOn: '2026-11-22', waiting: 0, failed: 12, revision: 2 }]
})

export type WebhookDecision = Static<typeof WebhookDecision>
export const WebhookDecision = record({
  statement: nullable(text(2000, { pattern: '\\S', description: 'Why it is disabled, for its owner to read; null leaves it to its owner whether it goes on' }))
}, {
  $id: 'WebhookDecision',
  description: 'An administrator disables a webhook, with the reason that its owner is shown, or takes that back',
  examples: [{ statement: 'The receiver asks not to be called.' }]
})

export const OverseenWebhookQuery = record({ ...pageQuery, sort: Type.Optional(codes(['id', '-id'], { default: 'id' })) })
export const WebhookQuery = record({ ...pageQuery, sort: Type.Optional(codes(['id', '-id'], { default: 'id' })) })
export const DeliveryQuery = record({ ...pageQuery, sort: Type.Optional(codes(['queued', '-queued'], { default: '-queued' })) })
export const deliveryParams = record({ webhook: Id, delivery: Id })
