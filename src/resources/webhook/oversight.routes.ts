import type { Deps } from '../../deps.ts'
import { permit, requireKey, requirePermission } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { idParams } from '../../schema/params.ts'
import { decideWebhook, getOverseen, overseen } from './oversight.service.ts'
import { OverseenWebhook, OverseenWebhookQuery, WebhookDecision } from './webhook.schemas.ts'
import { type StoredOverseen, overseenListing } from './webhook.store.ts'

export const OverseenWebhookPage = pageOf(OverseenWebhook)

/** What administrators may know of webhooks and do about them, since it is the service that calls. */
export function oversightRoutes (app: App, deps: Deps): void {
  app.get('/v1/admin/webhooks', {
    onRequest: requireKey,
    preValidation: requirePermission('webhook:oversee', async () => ({})),
    schema: operation({
      id: 'listAllWebhooks',
      tag: 'Webhooks',
      summary: 'Webhooks of all keys',
      description: 'Whose they are, where they lead and how their deliveries go; neither secret nor path nor filters.',
      query: OverseenWebhookQuery,
      answer: OverseenWebhookPage,
      secured: 'admin',
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, overseenListing(), { show: webhook => overseen(deps, webhook as StoredOverseen) }))

  app.patch('/v1/admin/webhooks/:webhook', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'webhook:oversee', {})
      await getOverseen(deps, (request.params as { webhook: string }).webhook)
      requireIfMatch(request)
    },
    schema: operation({
      id: 'decideWebhook',
      tag: 'Webhooks',
      summary: 'Disable the webhook of another key',
      description: 'With a statement, which its owner is shown and cannot undo; null takes that back, and leaves it to the owner whether it goes on.',
      params: idParams('webhook'),
      body: WebhookDecision,
      answer: OverseenWebhook,
      ...MERGE_PATCH,
      secured: 'admin',
      problems: ['revision-required', 'stale-revision']
    })
  }, async (request, reply) => {
    const webhook = await decideWebhook(deps, request.params.webhook, request.body.statement, asSeenBy(request))
    return sendRepresentation(request, reply, webhook, webhook.revision)
  })
}
