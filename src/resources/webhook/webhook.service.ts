import { sql } from 'kysely'
import { inTransaction, lockName } from '../../db/transaction.ts'
import { type Deps, today } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { newestCheckpoint } from '../../log/log.store.ts'
import { missingScopes } from '../key/key.store.ts'
import { faultOf } from './address.rules.ts'
import type { Delivery, NewWebhook, Webhook } from './webhook.schemas.ts'
import { publicAddressOf } from './webhook.send.ts'
import { hmacSecret, newSecret, publicKey, seal, unseal } from './webhook.signature.ts'
import { type StoredWebhook, countWebhooks, findDelivery, findWebhook, resolveCommitments } from './webhook.store.ts'

/** Webhooks that one key may have. */
const MOST = 10
/** Test messages that one webhook may be sent within an hour. */
const MOST_TESTS = 10
const HOUR = 3_600_000

/** What the owner sees of a webhook. */
export function shown ({ secrets }: Pick<Deps, 'secrets'>, { sealed, ...webhook }: StoredWebhook): Webhook {
  const { url, secret } = unseal(secrets.hmac, webhook.id, Buffer.from(sealed, 'base64'))
  const { id, signature, ...rest } = webhook
  return { id, url, signature, publicKey: signature === 'ed25519' ? publicKey(secret) : null, ...rest }
}

/** @throws ProblemError not-found where it is another's as well */
export async function getWebhook (deps: Deps, owner: string, id: string): Promise<Webhook> {
  const webhook = await findWebhook(deps.db, owner, id)
  if (webhook === undefined) throw new ProblemError('not-found', `There is no webhook ${id} of this key.`)
  return shown(deps, webhook)
}

/** @throws ProblemError webhook-address unless it leads to a public address now; it is asked again before each delivery */
async function requireAddress (deps: Deps, url: string): Promise<void> {
  const fault = faultOf(url, deps.config.webhooksAllowPrivate) ??
    (await publicAddressOf(deps, new URL(url)).catch(() => undefined) === undefined ? 'does not lead to a public address' : undefined)
  if (fault !== undefined) throw new ProblemError('webhook-address', `The address ${fault}.`, { errors: [{ pointer: '/url', detail: fault }] })
}

/** Makes a webhook for what is new in the log from now on. @returns it with its secret, which is not shown again */
export async function createWebhook (deps: Deps, owner: string, wanted: NewWebhook): Promise<Webhook & { secret: string | null }> {
  const { url, signature = 'hmac-sha256', types = [], members = [], plans = [], commitments = [] } = wanted
  await requireAddress(deps, url)
  return inTransaction(deps.db, async (tx) => {
    await lockName(tx, `webhooks ${owner}`)
    if (await countWebhooks(tx, owner) >= MOST) throw new ProblemError('too-many-webhooks', `This key has ${MOST} webhooks.`)
    const { ids, missing } = await resolveCommitments(tx, commitments)
    const unknown = [...await missingScopes(tx, { members, plans, organisation: null }), ...missing]
    if (unknown.length > 0) throw new ProblemError('unknown-scope', `There is no ${unknown.join(', no ')}.`)
    const secret = newSecret()
    const id = deps.newRandomId()
    await tx.insertInto('webhook').values({
      id, owner, sealed: seal(deps.secrets.hmac, id, { url, secret }), signature, types, members, plans, commitments: [...new Set(ids)], reason: null, position: (await newestCheckpoint(tx))?.size ?? 0, failing_since: null, created_on: today(deps)
    }).execute()
    return { ...shown(deps, await findWebhook(tx, owner, id) as StoredWebhook), secret: signature === 'hmac-sha256' ? hmacSecret(secret) : null }
  })
}

/** Stops a webhook or lets it go on; what is so already stays as it is. `seen` refuses who has not seen its revision. */
export async function setWebhookState (deps: Deps, owner: string, id: string, state: Webhook['state'], seen: (revision: number) => void): Promise<Webhook> {
  return inTransaction(deps.db, async (tx) => {
    await tx.selectFrom('webhook').select('id').where('id', '=', id).forUpdate().execute()
    const webhook = await getWebhook({ ...deps, db: tx }, owner, id)
    seen(webhook.revision)
    if (webhook.state === state) return webhook
    if (webhook.reason === 'administrator') throw new ProblemError('forbidden', `An administrator disabled this webhook: ${webhook.statement}`)
    await tx.updateTable('webhook').set({ state, reason: state === 'active' ? null : 'owner', failing_since: null, revision: webhook.revision + 1 }).where('id', '=', id).execute()
    return await getWebhook({ ...deps, db: tx }, owner, id)
  })
}

/** Removes a webhook with what waits for it and the log of its deliveries: nothing of it was ever public. */
export async function deleteWebhook (deps: Deps, owner: string, id: string): Promise<void> {
  await getWebhook(deps, owner, id)
  await deps.db.deleteFrom('webhook').where('id', '=', id).execute()
}

/**
 * Queues a message that tells of no change.
 * @throws ProblemError rate-limited: whoever makes a webhook need not own what it leads to
 */
export async function testWebhook (deps: Deps, owner: string, webhook: string): Promise<Delivery> {
  await getWebhook(deps, owner, webhook)
  const now = deps.clock()
  const [at, before] = [now.toISOString(), new Date(now.getTime() - HOUR).toISOString()]
  return inTransaction(deps.db, async (tx) => {
    const { tests, seconds } = await tx.updateTable('webhook').set({
      tests: sql`case when tests_since > ${before}::timestamptz then tests + 1 else 1 end`, tests_since: sql`case when tests_since > ${before}::timestamptz then tests_since else ${at}::timestamptz end`
    }).where('id', '=', webhook).returning(['tests', sql<number>`ceil(extract(epoch from tests_since - ${before}::timestamptz))::integer`.as('seconds')]).executeTakeFirstOrThrow()
    if (tests > MOST_TESTS) throw new ProblemError('rate-limited', `This webhook was sent ${MOST_TESTS} test messages within an hour.`, { headers: { 'retry-after': String(seconds) } })
    const id = deps.newRandomId()
    await tx.insertInto('webhook_delivery').values({ id, webhook, log_index: null, run_at: at, attempted_at: null, status: null, error: null }).execute()
    return await findDelivery(tx, webhook, id) as Delivery
  })
}

/** Queues a delivery once more, whatever became of it, with all its attempts before it. */
export async function redeliver (deps: Deps, owner: string, webhook: string, id: string): Promise<Delivery> {
  await getWebhook(deps, owner, webhook)
  await deps.db.updateTable('webhook_delivery').set({ state: 'waiting', attempts: 0, run_at: deps.clock().toISOString() }).where('id', '=', id).where('webhook', '=', webhook).execute()
  const delivery = await findDelivery(deps.db, webhook, id)
  if (delivery === undefined) throw new ProblemError('not-found', `There is no delivery ${id} to this webhook.`)
  return delivery
}
