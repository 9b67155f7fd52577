import type { Deps } from '../../deps.ts'
import { repeat } from '../../log/repeat.ts'
import { PLURALS } from '../../log/plural.ts'
import type { EntityType } from '../../log/revision.store.ts'
import { type TakenDelivery, type TakenWebhook, enqueue, hasWork, recordAttempt, release, takeDelivery, takeWebhooks } from './queue.store.ts'
import { verdictOf } from './retry.rules.ts'
import { post } from './webhook.send.ts'
import { signatureHeaders, unseal } from './webhook.signature.ts'

/** Receivers that are served at once. */
const AT_ONCE = 8
/** Milliseconds between looks at what is to be delivered. */
const EVERY = 1000
/** The same after a failure of the database, which will hardly be gone at once. */
const AFTER_FAILURE = 5000

/**
 * What is sent: which revision of what, and where to read it, so that whoever reads it is shown what may be read by then. Like the
 * public record it tells the day and never the hour.
 */
export function messageOf ({ index, type, entity, revision, on, event }: TakenDelivery, publicUrl: string, webhook: string, now: Date): string {
  if (type === null) return JSON.stringify({ type: 'webhook.test', timestamp: now.toISOString(), data: { webhook } })
  const url = `${publicUrl}/v1/${PLURALS[type as EntityType]}/${entity}/revisions/${revision}`
  return JSON.stringify({ type: event, timestamp: `${on}T00:00:00.000Z`, data: { index, type, id: entity, revision, op: (event as string).split('.')[1], url } })
}

/** Delivers what is due at one webhook, one after the other. A delivery counts once it is written down, so that an end at any moment repeats it rather than loses it. */
async function serve (deps: Deps, { id, sealed, signature, failing_since: since }: TakenWebhook, stop: AbortSignal, random: () => number): Promise<void> {
  const { url, secret } = unseal(deps.secrets.hmac, id, sealed)
  let failingSince = since === null ? null : new Date(since)
  while (!stop.aborted) {
    const delivery = await takeDelivery(deps.db, id, deps.clock())
    if (delivery === undefined) break
    const sent = deps.clock()
    const body = messageOf(delivery, deps.config.publicUrl, id, sent)
    const headers = { 'content-type': 'application/json', 'user-agent': 'open-commitments', ...signatureHeaders(signature, secret, delivery.id, Math.floor(sent.getTime() / 1000), body) }
    const outcome = await post(deps, url, headers, body, stop)
    // What was cut off by our own end is no failure of the receiver.
    if (stop.aborted && 'error' in outcome) break
    const now = deps.clock()
    const verdict = verdictOf(outcome, { attempts: delivery.attempts + 1, failingSince, now, random: random() })
    await recordAttempt(deps.db, id, delivery.id, now, outcome, verdict)
    failingSince = verdict.failingSince
  }
  await release(deps.db, id)
}

/**
 * Delivers to webhooks until it is stopped; `failed` hears of what went wrong in here, and it is tried again. A receiver that is
 * slow keeps nobody else waiting, unless there are many.
 * @returns a function that stops it; what is on its way is cut off and sent again later
 */
export function startDelivering (deps: Deps, failed: (error: unknown) => void, every = EVERY, random = Math.random): () => Promise<void> {
  const stopping = new AbortController()
  const serving = new Set<Promise<void>>()
  const round = async (): Promise<number> => {
    const now = deps.clock()
    if (!await hasWork(deps.db, now)) return every
    await enqueue(deps.db, now)
    if (serving.size >= AT_ONCE) return every
    for (const webhook of await takeWebhooks(deps.db, now, AT_ONCE - serving.size)) {
      const one: Promise<void> = serve(deps, webhook, stopping.signal, random).catch(failed).finally(() => { serving.delete(one) })
      serving.add(one)
    }
    return every
  }
  const stop = repeat(() => round().catch((error: unknown) => {
    failed(error)
    return AFTER_FAILURE
  }))
  return async () => {
    stopping.abort()
    await stop()
    await Promise.all(serving)
  }
}
