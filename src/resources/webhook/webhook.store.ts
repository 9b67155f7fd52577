import { type RawBuilder, sql } from 'kysely'
import type { Db, Tx } from '../../db/database.ts'
import { instant, readShape } from '../../db/json.ts'
import type { Listing } from '../../db/keyset.ts'
import { type Delivery, MOST_COUNTED, type OverseenWebhook, type Webhook } from './webhook.schemas.ts'

/** A webhook as it is kept: its address and secret in base64 of what is encrypted. */
export type StoredWebhook = Omit<Webhook, 'url' | 'publicKey'> & { sealed: string }

const webhookJson = (id: RawBuilder<unknown>) => sql<StoredWebhook | null>`(
  select json_build_object('id', w.id, 'sealed', encode(w.sealed, 'base64'), 'signature', w.signature, 'types', w.types, 'members', w.members, 'plans', w.plans,
    'commitments', w.commitments, 'state', w.state, 'reason', w.reason, 'statement', w.statement, 'failingSince', ${instant(sql`w.failing_since`)}, 'createdOn', w.created_on, 'revision', w.revision)
  from webhook w where w.id = ${id})`

/** The same as administrators see it, but for what is encrypted. */
export type StoredOverseen = Omit<OverseenWebhook, 'host'> & { sealed: string }

const counted = (state: string) => sql`(select count(*) from (select from webhook_delivery d where d.webhook = w.id and d.state = '${sql.raw(state)}' limit ${MOST_COUNTED}) counted)`

const overseenJson = (id: RawBuilder<unknown>) => sql<StoredOverseen>`(
  select json_build_object('id', w.id, 'key', w.owner, 'sealed', encode(w.sealed, 'base64'), 'state', w.state, 'reason', w.reason, 'statement', w.statement,
    'failingSince', ${instant(sql`w.failing_since`)}, 'createdOn', w.created_on, 'waiting', ${counted('waiting')}, 'failed', ${counted('failed')}, 'revision', w.revision)
  from webhook w where w.id = ${id})`

/** What happened to an entity, as the last part of the type of a message. */
export const EVENT = (revision: string) => sql.raw(`replace(${revision}.entity_type, '-', '_') || '.' || case when ${revision}.body is null then 'redacted' else case ${revision}.op when 'create' then 'created' when 'update' then 'updated' else 'redacted' end end`)

const deliveryJson = (queued: RawBuilder<unknown>) => sql<Delivery>`(
  select json_build_object('id', d.id, 'event', coalesce((select ${EVENT('r')} from revision r where r.log_index = d.log_index), 'webhook.test'), 'index', d.log_index, 'state', d.state, 'attempts', d.attempts,
    'nextAttemptAt', case when d.state = 'waiting' then ${instant(sql`d.run_at`)} end, 'attemptedAt', ${instant(sql`d.attempted_at`)}, 'status', d.status, 'error', d.error)
  from webhook_delivery d where d.queued = ${queued})`

/** Those of one key. */
export function webhookListing (owner: string): Listing<StoredWebhook> {
  const expression = sql`id::text`
  return {
    from: sql`webhook`,
    id: sql`id`,
    idType: 'uuid',
    sorts: { id: { expression, cast: 'text' }, '-id': { expression, cast: 'text', descending: true } },
    filters: [sql<boolean>`owner = ${owner}`],
    body: id => webhookJson(id) as RawBuilder<StoredWebhook>
  }
}

/** Those of all keys. */
export function overseenListing (): Listing<StoredOverseen> {
  const expression = sql`id`
  return {
    from: sql`webhook`,
    id: expression,
    idType: 'uuid',
    sorts: { id: { expression, cast: 'uuid' }, '-id': { expression, cast: 'uuid', descending: true } },
    filters: [],
    body: overseenJson
  }
}

export const findOverseen = (db: Db, id: string): Promise<StoredOverseen | undefined> => readShape(db, overseenJson(sql`${id}::uuid`))

export function deliveryListing (webhook: string): Listing<Delivery> {
  const expression = sql`queued`
  return {
    from: sql`webhook_delivery`,
    id: expression,
    idType: 'integer',
    sorts: { queued: { expression, cast: 'integer' }, '-queued': { expression, cast: 'integer', descending: true } },
    filters: [sql<boolean>`webhook = ${webhook}`],
    body: deliveryJson
  }
}

/** A webhook of this key; undefined where it is another's as well. */
export async function findWebhook (db: Db, owner: string, id: string): Promise<StoredWebhook | undefined> {
  const webhook = await readShape(db, webhookJson(sql`(select id from webhook where id = ${id} and owner = ${owner})`))
  return webhook
}

export const findDelivery = (db: Db, webhook: string, id: string): Promise<Delivery | undefined> =>
  readShape(db, deliveryJson(sql`(select queued from webhook_delivery where id = ${id} and webhook = ${webhook})`))

export async function countWebhooks (tx: Tx, owner: string): Promise<number> {
  const { count } = await tx.selectFrom('webhook').select(eb => eb.fn.countAll<number>().as('count')).where('owner', '=', owner).executeTakeFirstOrThrow()
  return Number(count)
}

/** Ids of commitments that are named by id or code, and what there is none of. */
export async function resolveCommitments (tx: Tx, references: readonly string[]): Promise<{ ids: string[], missing: string[] }> {
  const { rows } = await sql<{ reference: string, id: string | null }>`select r.reference, (select c.id from commitment c where c.id::text = lower(r.reference) or c.code = upper(r.reference)) as id
    from unnest(${references}::text[]) as r (reference)`.execute(tx)
  return { ids: rows.flatMap(({ id }) => id === null ? [] : [id]), missing: rows.filter(({ id }) => id === null).map(({ reference }) => `commitment ${reference}`) }
}
