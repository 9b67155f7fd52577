import { type RawBuilder, sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Outcome, Verdict } from './retry.rules.ts'
import type { Signature } from './webhook.signature.ts'
import { EVENT } from './webhook.store.ts'

/**
 * The queue of deliveries, in the database and thus as durable as what it tells of. Who takes a webhook holds a lease on it, so that
 * one after the other is delivered there; who ends without a word loses it by time.
 */

/** Entries of the log that one step looks at, for each webhook. */
const STEP = 500
/** Milliseconds until another may go on with what somebody took: longer than an attempt. */
const LEASE = 30_000
/** Days that the log of deliveries goes back. */
const KEPT = 30

export interface TakenWebhook { id: string, sealed: Uint8Array, signature: Signature, failing_since: string | null }

/** What is to be sent; the members of a change are null of a test. */
export interface TakenDelivery { id: string, attempts: number, index: number | null, type: string | null, entity: string | null, revision: number | null, on: string | null, event: string | null }

/** A key that was revoked or ran out has no webhooks any more. `environment` is the administrator's key that no table holds. */
const isLive = (day: string) => sql<boolean>`(w.owner = 'environment' or exists (select from api_key k where k.id = w.owner and k.revoked_on is null and k.expires_on >= ${day}::date))`

const size = sql`(select coalesce(max(size), 0) from log_checkpoint)`
const plus = (now: Date, milliseconds: number): string => new Date(now.getTime() + milliseconds).toISOString()

/** Whether anything may be there to do: a probe of two indexes. */
export async function hasWork (db: Db, now: Date): Promise<boolean> {
  const { rows } = await sql<{ work: boolean }>`select exists (select from webhook where state = 'active' and position < ${size})
    or exists (select from webhook_delivery where state = 'waiting' and run_at <= ${now.toISOString()}::timestamptz) as work`.execute(db)
  return (rows[0] as { work: boolean }).work
}

const among = (type: string, column: string) => sql.raw(`(s.scope_type = '${type}' and s.scope_id = any (w.${column}))`)

/** Queues what the log has for each webhook, in one statement with how far it has come, and forgets what ended long ago. */
export async function enqueue (db: Db, now: Date): Promise<void> {
  await sql`
    with w as (
      select * from webhook where state = 'active' and position < ${size} order by id for update skip locked
    ), moved as (
      update webhook set position = least(webhook.position + ${STEP}, ${size}) from w where webhook.id = w.id
    )
    insert into webhook_delivery (id, webhook, log_index, run_at)
    select gen_random_uuid(), w.id, r.log_index, ${now.toISOString()}::timestamptz
    from w join revision r on r.log_index >= w.position and r.log_index < least(w.position + ${STEP}, ${size})
    where (w.types = '{}' or r.entity_type = any (w.types))
      and ((w.members = '{}' and w.plans = '{}' and w.commitments = '{}') or exists (select from change_scope s where s.log_index = r.log_index
        and (${among('member', 'members')} or ${among('action-plan', 'plans')} or ${among('commitment', 'commitments')})))
    order by r.log_index, w.id`.execute(db)
  await db.deleteFrom('webhook_delivery').where('state', '<>', 'waiting').where('attempted_at', '<', plus(now, -KEPT * 86_400_000)).execute()
}

/** Takes webhooks for which something is due. */
export async function takeWebhooks (db: Db, now: Date, limit: number): Promise<TakenWebhook[]> {
  const at = now.toISOString()
  const { rows } = await sql<TakenWebhook>`
    with next as (
      select w.id from webhook w
      where w.state = 'active' and w.leased_until <= ${at}::timestamptz and ${isLive(at.slice(0, 10))}
        and exists (select from webhook_delivery d where d.webhook = w.id and d.state = 'waiting' and d.run_at <= ${at}::timestamptz)
      order by w.leased_until, w.id limit ${limit} for update of w skip locked
    )
    update webhook set leased_until = ${plus(now, LEASE)}::timestamptz from next where webhook.id = next.id
    returning webhook.id, webhook.sealed, webhook.signature, webhook.failing_since`.execute(db)
  return rows
}

/** The delivery that is due first at a webhook that was taken, and the lease anew; undefined where none is, or where it was disabled or deleted meanwhile. */
export async function takeDelivery (db: Db, webhook: string, now: Date): Promise<TakenDelivery | undefined> {
  const { rows } = await sql<TakenDelivery>`
    with held as (update webhook set leased_until = ${plus(now, LEASE)}::timestamptz where id = ${webhook} and state = 'active' returning id)
    select d.id, d.attempts, d.log_index as index, r.entity_type as type, r.entity_id as entity, r.revision, r.on_date as on, ${EVENT('r')} as event
    from held join webhook_delivery d on d.webhook = held.id and d.state = 'waiting' and d.run_at <= ${now.toISOString()}::timestamptz
    left join revision r on r.log_index = d.log_index
    order by d.run_at, d.queued limit 1`.execute(db)
  return rows[0]
}

/** Writes what came of an attempt: of the delivery, and of its webhook, which it may disable. */
export async function recordAttempt (db: Db, webhook: string, delivery: string, now: Date, outcome: Outcome, { state, runAt, failingSince, reason }: Verdict): Promise<void> {
  const [status, error]: [number | null, string | null] = 'status' in outcome ? [outcome.status, null] : [null, outcome.error]
  const since = failingSince?.toISOString() ?? null
  await sql`
    with attempted as (
      update webhook_delivery set state = ${state}, attempts = attempts + 1, run_at = ${runAt.toISOString()}::timestamptz, attempted_at = ${now.toISOString()}::timestamptz,
        status = ${status}::integer, error = ${error}::text
      where id = ${delivery}
    )
    update webhook set failing_since = ${since}::timestamptz${reason === null ? sql`` : disabledBy(reason)} where id = ${webhook}`.execute(db)
}

/** Whom an administrator stopped meanwhile stays stopped by the administrator. */
const disabledBy = (reason: string): RawBuilder<unknown> => sql`, state = 'disabled', reason = case when reason = 'administrator' then reason else ${reason} end, revision = revision + 1`

export async function release (db: Db, webhook: string): Promise<void> {
  await sql`update webhook set leased_until = '-infinity' where id = ${webhook}`.execute(db)
}

/** Ends every lease: for an embedded database, whose one process has just begun. */
export async function releaseAll (db: Db): Promise<void> {
  await sql`update webhook set leased_until = '-infinity' where leased_until > '-infinity'`.execute(db)
}
