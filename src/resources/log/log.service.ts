import { sql } from 'kysely'
import { ConfigError } from '../../config.ts'
import { inTransaction, lockName } from '../../db/transaction.ts'
import { type Deps, today } from '../../deps.ts'
import { originOf } from '../../log/checkpoint.ts'
import { verifierKey } from '../../log/note.ts'
import { appendRevisions } from '../../log/revision.store.ts'
import { idOf, signRotation } from '../../log/rotation.ts'

/**
 * Records that the key of the log was replaced, once, while the previous one is there to vouch for the new one. A rotation is a
 * revision and nothing else: no row of its own could change.
 * @throws ConfigError where the record has another key after one of these: verifiers would believe neither
 */
export async function recordRotation (deps: Deps): Promise<void> {
  const { logKey, previousLogKey } = deps.secrets
  const origin = originOf(deps.config.publicUrl)
  const [vkey, previous] = [verifierKey(origin, logKey), previousLogKey && verifierKey(origin, previousLogKey)]
  await inTransaction(deps.db, async (tx) => {
    // Instances that share a database start at once.
    await lockName(tx, 'log-key')
    const { rows } = await sql<{ id: string, previous: string }>`
      select entity_id as id, body::json->>'previous' as previous from revision where entity_type = 'log-key'`.execute(tx)
    const other = rows.find(row => row.id !== idOf(vkey) && [vkey, previous].includes(row.previous))
    if (other !== undefined) {
      throw new ConfigError(`The record says that the key of the log ${idOf(other.previous)} was replaced by ${other.id}, and now it would ${other.previous === vkey ? 'sign again' : `be replaced by ${idOf(vkey)}`}. ` +
        'Put back the newest log.key (or LOG_KEY): whoever reads the record believes no other.')
    }
    if (previousLogKey === undefined || rows.some(({ id }) => id === idOf(vkey))) return
    const on = today(deps)
    const facts = signRotation(origin, logKey, previousLogKey, on)
    await appendRevisions(tx, { role: 'system', institution: null, alias: null }, on, 'log-key', [{ id: facts.id, revision: 1, facts }])
  })
}
