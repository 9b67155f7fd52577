import type { TestApp } from './app.ts'
import { privateKeyOf } from '../../src/log/note.ts'
import { type Rotation, signRotation } from '../../src/log/rotation.ts'
import { recordRotation } from '../../src/resources/log/log.service.ts'

/** The key of the log that a number stands for; that of tests is the seventh. */
export const logKey = (n: number) => privateKeyOf(Buffer.alloc(32, n))

/** One after another, up to the key of tests. */
export const ROTATIONS: Rotation[] = [5, 6, 7].map(n => signRotation('127.0.0.1:3000/log', logKey(n), logKey(n - 1), '2026-11-22'))

/** What an instance of the service holds that signs with one key after another; one key alone has none before it. */
export const withKeys = ({ deps }: Pick<TestApp, 'deps'>, n: number, before?: number): TestApp['deps'] => {
  const { previousLogKey, ...secrets } = deps.secrets
  return { ...deps, secrets: { ...secrets, logKey: logKey(n), ...(before === undefined ? {} : { previousLogKey: logKey(before) }) } }
}

/** Records one key after another, as a start of the service does, and gives the id of the new one. */
export async function rotate (app: Pick<TestApp, 'deps'>, n: number, before: number): Promise<string> {
  await recordRotation(withKeys(app, n, before))
  const { entity_id: id } = await app.deps.db.selectFrom('revision').select('entity_id').where('entity_type', '=', 'log-key').orderBy('recorded', 'desc').limit(1).executeTakeFirstOrThrow()
  return id
}
