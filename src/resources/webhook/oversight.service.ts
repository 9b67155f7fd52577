import { inTransaction } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import type { OverseenWebhook } from './webhook.schemas.ts'
import { unseal } from './webhook.signature.ts'
import { type StoredOverseen, findOverseen } from './webhook.store.ts'

/** What an administrator sees of a webhook. */
export function overseen ({ secrets }: Pick<Deps, 'secrets'>, { id, key, sealed, ...rest }: StoredOverseen): OverseenWebhook {
  return { id, key, host: new URL(unseal(secrets.hmac, id, Buffer.from(sealed, 'base64')).url).host, ...rest }
}

/** @throws ProblemError not-found */
export async function getOverseen (deps: Deps, id: string): Promise<OverseenWebhook> {
  const webhook = await findOverseen(deps.db, id)
  if (webhook === undefined) throw new ProblemError('not-found', `There is no webhook ${id}.`)
  return overseen(deps, webhook)
}

/**
 * Disables a webhook with a statement for its owner, who cannot undo it; null takes that back and leaves it to the owner whether it goes on, so that nothing is
 * sent that its owner may have stopped. What is so already stays as it is. `seen` refuses who has not seen its revision.
 */
export async function decideWebhook (deps: Deps, id: string, statement: string | null, seen: (revision: number) => void): Promise<OverseenWebhook> {
  return inTransaction(deps.db, async (tx) => {
    await tx.selectFrom('webhook').select('id').where('id', '=', id).forUpdate().execute()
    const webhook = await getOverseen({ ...deps, db: tx }, id)
    seen(webhook.revision)
    if (webhook.statement === statement) return webhook
    await tx.updateTable('webhook').set({ state: 'disabled', reason: statement === null ? 'owner' : 'administrator', statement, failing_since: null, revision: webhook.revision + 1 }).where('id', '=', id).execute()
    return await getOverseen({ ...deps, db: tx }, id)
  })
}
