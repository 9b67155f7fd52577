import Type, { type Static } from 'typebox'
import { pageQuery } from '../../schema/page.ts'
import { DateOnly, Slug, codes, integer, nullable, nullableCodes, record, set, text } from '../../schema/scalars.ts'

export const ROLES = ['editor', 'reviewer', 'assessor', 'registrar', 'moderator', 'admin'] as const

export const PUBLICATIONS = ['immediate', 'window'] as const

/** Lower case without spaces, so that no two look alike. */
const Alias = Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', minLength: 1, maxLength: 80 })

const KeyId = Type.String({ pattern: '^[a-z0-9]{12}$', minLength: 12, maxLength: 12 })

export type NewKey = Static<typeof NewKey>
export const NewKey = record({
  role: codes(ROLES),
  members: Type.Optional(set(Slug, 50, { description: 'Members whose plans an editor writes' })),
  plans: Type.Optional(set(Slug, 50, { description: 'Plans that an editor or assessor writes; the one plan of an alias' })),
  organisation: Type.Optional(nullable(Slug)),
  alias: Type.Optional(nullable(Alias)),
  publication: Type.Optional(codes(PUBLICATIONS, { description: 'How a reviewer\'s reviews become public: immediate (default under its own name), or window (default for an alias), together with others in a random order' })),
  name: text(120, { description: 'What the key is for; never a person\'s name' }),
  days: Type.Optional(integer(1, 400, { default: 365, description: 'How long it lives' }))
}, {
  $id: 'NewKey',
  description: 'A key to make: an editor needs members or plans, a reviewer an organisation, an assessor plans. A reviewer with an alias has one plan, writes there under the alias alone, and its key does not keep the organisation. organisation names the institution that an editor speaks for',
  examples: [{ role: 'editor', members: ['mexico'], name: 'plan sync' }]
})

export type Key = Static<typeof Key>
export const Key = record({
  id: KeyId,
  role: codes(ROLES),
  members: set(Slug, 50),
  plans: set(Slug, 50),
  organisation: nullable(Slug),
  alias: nullable(Alias),
  publication: nullableCodes(PUBLICATIONS),
  name: text(120),
  createdOn: DateOnly,
  expiresOn: DateOnly,
  lastUsedOn: nullable({ ...DateOnly, description: 'Not noted of keys that publish in windows' }),
  revokedOn: nullable(DateOnly)
}, {
  $id: 'Key',
  description: 'A key without its secret; dates only',
  examples: [{ id: 'k3y0k3y0k3y0', role: 'editor', members: ['mexico'], plans: [], organisation: null, alias: null, publication: null, name: 'plan sync', createdOn: '2026-11-22', expiresOn: '2027-11-22', lastUsedOn: null, revokedOn: null }]
})

export const CreatedKey = record({ key: text(200, { description: 'The key itself, shown this once' }), ...Key.properties }, {
  $id: 'CreatedKey',
  description: 'The new key with its secret, which is shown only here',
  examples: [{ key: 'oct_k3y0k3y0k3y0_...', id: 'k3y0k3y0k3y0', role: 'editor', members: ['mexico'], plans: [], organisation: null, alias: null, publication: null, name: 'plan sync', createdOn: '2026-11-22', expiresOn: '2027-11-22', lastUsedOn: null, revokedOn: null }]
})

export const Me = record({
  id: text(120, { description: 'Id of the key' }),
  role: codes(ROLES),
  members: set(Slug, 50),
  plans: set(Slug, 50),
  organisation: nullable(Slug),
  alias: nullable(Alias),
  publication: nullableCodes(PUBLICATIONS)
}, { $id: 'Me', description: 'What the key that asks may do', examples: [{ id: 'k3y0k3y0k3y0', role: 'editor', members: ['mexico'], plans: [], organisation: null, alias: null, publication: null }] })

export const KeyQuery = record({
  ...pageQuery,
  sort: Type.Optional(codes(['createdOn', '-createdOn'], { default: '-createdOn' }))
})

export const keyParams = record({ key: KeyId })
