import type { Deps } from '../../deps.ts'
import { requireKey, requirePermission } from '../../http/auth.ts'
import type { Principal } from '../../http/decide.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { CreatedKey, Key, KeyQuery, Me, NewKey, keyParams } from './key.schemas.ts'
import { createKey, revokeKey } from './key.service.ts'
import { keyListing } from './key.store.ts'

export const KeyPage = pageOf(Key)

const managesKeys = { onRequest: requireKey, preValidation: requirePermission('key:manage', async () => ({})) }

export function keyRoutes (app: App, deps: Deps): void {
  app.get('/v1/me', {
    onRequest: requireKey,
    schema: operation({
      id: 'getMe',
      tag: 'Keys',
      summary: 'What this key may do',
      description: 'Role and scope of the key that asks.',
      answer: Me,
      secured: true
    })
  }, async (request, reply) => {
    const { key, ...principal } = request.principal as Principal
    return reply.header('cache-control', 'no-store').send({ id: key, ...principal })
  })

  app.get('/v1/admin/keys', {
    ...managesKeys,
    schema: operation({
      id: 'listKeys',
      tag: 'Keys',
      summary: 'Keys',
      description: 'All keys ever made, newest first, without their secrets.',
      query: KeyQuery,
      answer: KeyPage,
      secured: 'admin',
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, keyListing()))

  app.post('/v1/admin/keys', {
    ...managesKeys,
    schema: operation({
      id: 'createKey',
      tag: 'Keys',
      summary: 'Make a key',
      description: 'The secret is in this answer and nowhere else. What the scope names must exist.',
      body: NewKey,
      answer: CreatedKey,
      status: 201,
      headers: { Location: 'Address of the key' },
      secured: 'admin',
      problems: ['unknown-scope', 'not-civil-society', 'alias-taken']
    })
  }, async (request, reply) => {
    const created = await createKey(deps, request.body)
    return reply.code(201).headers({ location: `/v1/admin/keys/${created.id}`, 'cache-control': 'no-store' }).send(created)
  })

  app.delete('/v1/admin/keys/:key', {
    ...managesKeys,
    schema: operation({
      id: 'revokeKey',
      tag: 'Keys',
      summary: 'Revoke a key',
      description: 'The key stops working at once, on other instances of the service within a second. It stays in the list as revoked.',
      params: keyParams,
      status: 204,
      secured: 'admin'
    })
  }, async (request, reply) => {
    await revokeKey(deps, request.params.key)
    return reply.code(204).header('cache-control', 'no-store').send()
  })
}
