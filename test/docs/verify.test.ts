import { execFile, execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { disarm, keep, rebuild, undo } from '../_support/tampering.ts'

/** The commands of docs/verify.md, as they stand there, against a service that runs. */

const page = readFileSync(join(import.meta.dirname, '../../docs/verify.md'), 'utf8')
const script = [...page.matchAll(/^```bash\n(.*?)^```$/gms)].map(([, block]) => block).join('')
const NEEDED = ['curl', 'sha256sum', 'openssl', 'bash']
const missing = NEEDED.filter((name) => {
  try {
    execFileSync('which', [name])
    return false
  } catch {
    return true
  }
})

t.setTimeout(300_000)
t.test('the commands of the page on verifying', { skip: missing.length > 0 && `needs ${missing.join(', ')}` }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db } } = app
  await app.sequence()
  await app.app.listen({ port: 0, host: '127.0.0.1' })
  const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
  const run = (commitment: string): Promise<{ failed: boolean, out: string }> => new Promise((resolve) => {
    execFile('bash', ['-c', script], { env: { PATH: process.env.PATH, NODE_V8_COVERAGE: '', _TAPJS_PROCESSINFO_COVERAGE_: '0', URL: url, COMMITMENT: commitment } }, (error, out) => { resolve({ failed: error !== null, out }) })
  })
  const { logIndex } = (await app.get('/v1/commitments/MX0081/revisions/1')).json

  t.test('verify commitments, wherever they stand in the log', async (t) => {
    const { size } = await db.selectFrom('log_checkpoint').select('size').executeTakeFirstOrThrow()
    t.strictSame(await run('MX0081'), { failed: false, out: `The text is the one that was hashed.\nThe entry stands at place ${logIndex} of ${size}.\nSignature Verified Successfully\n` })
    const { items } = (await app.get('/v1/commitments?limit=200&sort=code')).json
    const [first, last] = [items[0].code, items.at(-1).code]
    t.not(first, last)
    for (const code of [first, last]) t.match(await run(code), { failed: false, out: /hashed\.\nThe entry stands at .*\nSignature Verified Successfully\n$/ }, code)
  })

  t.test('fail where something was changed', async (t) => {
    await disarm(db)
    await keep(db)
    await sql`update revision set body = body || ' ' where log_index = ${logIndex}`.execute(db)
    t.strictSame(await run('MX0081'), { failed: true, out: '' })
    await undo(db)
    await sql`update log_entry set entry = '{}' where index = ${logIndex}`.execute(db)
    await rebuild(db)
    t.strictSame(await run('MX0081'), { failed: true, out: 'The text is the one that was hashed.\n' })
    await undo(db)
    await sql`update log_checkpoint set root = sha256(root)`.execute(db)
    t.strictSame(await run('MX0081'), { failed: true, out: 'The text is the one that was hashed.\n' })
  })
})
