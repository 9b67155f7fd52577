import type { Deps } from '../../deps.ts'
import { principalOf, requireKey } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageOf } from '../../schema/page.ts'
import { idParams } from '../../schema/params.ts'
import { CreatedWebhook, Delivery, DeliveryQuery, NewWebhook, Webhook, WebhookPatch, WebhookQuery, deliveryParams } from './webhook.schemas.ts'
import { createWebhook, deleteWebhook, getWebhook, redeliver, setWebhookState, shown, testWebhook } from './webhook.service.ts'
import { type StoredWebhook, deliveryListing, webhookListing } from './webhook.store.ts'

export const WebhookPage = pageOf(Webhook)
export const DeliveryPage = pageOf(Delivery)

const params = idParams('webhook')
const NO_STORE = { 'cache-control': 'no-store' }

export function webhookRoutes (app: App, deps: Deps): void {
  const own = { onRequest: requireKey }

  app.get('/v1/webhooks', {
    ...own,
    schema: operation({
      id: 'listWebhooks',
      tag: 'Webhooks',
      summary: 'Webhooks of this key',
      description: 'Where changes are sent for the key that asks. Administrators see which hosts they lead to, and nobody else anything.',
      query: WebhookQuery,
      answer: WebhookPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, webhookListing(principalOf(request).key), { show: webhook => shown(deps, webhook as StoredWebhook) }))

  app.post('/v1/webhooks', {
    ...own,
    schema: operation({
      id: 'createWebhook',
      tag: 'Webhooks',
      summary: 'Make a webhook',
      description: 'Sends each change that is new in the public log to an address, in the form of Standard Webhooks: which revision of what, and where to read it. The secret is in this answer and nowhere else. A message may come more than once; `webhook-id` tells.',
      body: NewWebhook,
      answer: CreatedWebhook,
      status: 201,
      headers: { Location: 'Address of the webhook' },
      secured: true,
      problems: ['webhook-address', 'too-many-webhooks', 'unknown-scope']
    })
  }, async (request, reply) => {
    const created = await createWebhook(deps, principalOf(request).key, request.body)
    return reply.code(201).headers({ ...NO_STORE, location: `/v1/webhooks/${created.id}` }).send(created)
  })

  app.get('/v1/webhooks/:webhook', {
    ...own,
    schema: operation({
      id: 'getWebhook',
      tag: 'Webhooks',
      summary: 'One webhook',
      description: 'A webhook of the key that asks, and why it is disabled if it is.',
      params,
      answer: Webhook,
      secured: true,
      conditional: true
    })
  }, async (request, reply) => {
    const webhook = await getWebhook(deps, principalOf(request).key, request.params.webhook)
    return sendRepresentation(request, reply, webhook, webhook.revision)
  })

  app.patch('/v1/webhooks/:webhook', {
    ...own,
    preValidation: async (request) => {
      await getWebhook(deps, principalOf(request).key, (request.params as { webhook: string }).webhook)
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateWebhook',
      tag: 'Webhooks',
      summary: 'Stop a webhook, or let it go on',
      description: 'One that is enabled again goes on where it stopped; one that an administrator disabled cannot be (403). For another address or other filters, make another webhook.',
      params,
      body: WebhookPatch,
      answer: Webhook,
      ...MERGE_PATCH,
      problems: ['revision-required', 'stale-revision']
    })
  }, async (request, reply) => {
    const webhook = await setWebhookState(deps, principalOf(request).key, request.params.webhook, request.body.state, asSeenBy(request))
    return sendRepresentation(request, reply, webhook, webhook.revision)
  })

  app.delete('/v1/webhooks/:webhook', {
    ...own,
    schema: operation({
      id: 'deleteWebhook',
      tag: 'Webhooks',
      summary: 'Remove a webhook',
      description: 'It is gone at once, with what waits for it and the log of its deliveries.',
      params,
      status: 204,
      secured: true
    })
  }, async (request, reply) => {
    await deleteWebhook(deps, principalOf(request).key, request.params.webhook)
    return reply.code(204).headers(NO_STORE).send()
  })

  app.post('/v1/webhooks/:webhook/test', {
    ...own,
    schema: operation({
      id: 'testWebhook',
      tag: 'Webhooks',
      summary: 'Send a test',
      description: 'Queues a message of the type webhook.test, ten an hour at most; how it went is in the deliveries.',
      params,
      answer: Delivery,
      status: 202,
      secured: true,
      // It takes no body, and reads one all the same where it comes.
      problems: ['body-too-large', 'unsupported-media-type', 'invalid-json']
    })
  }, async (request, reply) => reply.code(202).headers(NO_STORE).send(await testWebhook(deps, principalOf(request).key, request.params.webhook)))

  app.get('/v1/webhooks/:webhook/deliveries', {
    ...own,
    schema: operation({
      id: 'listDeliveries',
      tag: 'Webhooks',
      summary: 'Deliveries of a webhook',
      description: 'What was sent and what waits, newest first unless sorted otherwise; kept for thirty days after the last attempt.',
      params,
      query: DeliveryQuery,
      answer: DeliveryPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    const { id } = await getWebhook(deps, principalOf(request).key, request.params.webhook)
    return sendList(deps, request, reply, deliveryListing(id))
  })

  app.post('/v1/webhooks/:webhook/deliveries/:delivery/redeliver', {
    ...own,
    schema: operation({
      id: 'redeliver',
      tag: 'Webhooks',
      summary: 'Deliver once more',
      description: 'Queues a delivery again, whatever became of it, under its webhook-id.',
      params: deliveryParams,
      answer: Delivery,
      status: 202,
      secured: true,
      // It takes no body, and reads one all the same where it comes.
      problems: ['body-too-large', 'unsupported-media-type', 'invalid-json']
    })
  }, async (request, reply) => reply.code(202).headers(NO_STORE).send(await redeliver(deps, principalOf(request).key, request.params.webhook, request.params.delivery)))
}
