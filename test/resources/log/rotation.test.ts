import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { rotate, withKeys } from '../../_support/rotation.ts'
import { buildApp } from '../../../src/app.ts'
import { ConfigError } from '../../../src/config.ts'
import { parseCheckpoint } from '../../../src/log/checkpoint.ts'
import { openNote, verifierKey } from '../../../src/log/note.ts'
import { openReceipt } from '../../../src/log/receipt.ts'
import { openRotation } from '../../../src/log/rotation.ts'
import { recordRotation } from '../../../src/resources/log/log.service.ts'

const ORIGIN = '127.0.0.1:3000/log'

t.test('a new key of the log', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get } = app
  const before = withKeys(app, 7)
  const after = withKeys(app, 8, 7)
  const vkey = verifierKey(ORIGIN, after.secrets.logKey)
  const previous = verifierKey(ORIGIN, before.secrets.logKey)
  const [, id = ''] = vkey.split('+')
  const recorded = () => app.deps.db.selectFrom('revision').select('entity_id').where('entity_type', '=', 'log-key').execute()

  t.test('leaves nothing in the record while there is only one', async (t) => {
    await recordRotation(before)
    t.strictSame(await recorded(), [])
    t.equal((await get(`/v1/log-keys/${id}/revisions`)).status, 404)
  })

  t.test('is recorded once, however many instances start with it and how often', async (t) => {
    await Promise.all([recordRotation(after), recordRotation(after)])
    await recordRotation(after)
    t.strictSame(await recorded(), [{ entity_id: id }])
    await recordRotation(withKeys(app, 8))
    t.strictSame(await recorded(), [{ entity_id: id }], 'and stays when the key before is gone')
  })

  t.test('is a change like others, which both keys have signed', async (t) => {
    await app.sequence()
    const { json: { items: [change] } } = await get('/v1/changes?sort=-index&limit=1')
    t.match(change, { type: 'log-key', id, revision: 1, op: 'create', on: '2026-11-22', body: { id, vkey, previous, on: '2026-11-22' } })
    const { json } = await get(`/v1/log-keys/${id}/revisions/1`)
    t.match(json, { type: 'log-key', id, by: { role: 'system', institution: null, alias: null }, logIndex: change.index })
    t.strictSame(openRotation(json.body), change.body)
    t.match((await get(`/v1/log-keys/${id}/revisions`)).json, { items: [json] })
    t.strictSame((await get(`/v1/log-keys/${id}`)).json, { ...change.body, revision: 1 })
    t.match((await get('/v1/log-keys')).json, { items: [{ id, vkey, previous }] })
    t.match((await app.app.inject(`/log/tile/entries/000.p/${change.index + 1}`)).body, /"type":"key\.rotated","v":1}$/)
    for (const [other, status] of [[id.replace(/^./, id.startsWith('0') ? '1' : '0'), 404], [id.toUpperCase().replace(/^./, 'A'), 400], ['mexico', 400]] as const) t.equal((await get(`/v1/log-keys/${other}/revisions`)).status, status, other)
  })

  t.test('signs what is signed together with the one before it, itself first', async (t) => {
    const service = await buildApp(after, { write: () => {} })
    t.teardown(() => service.close())
    t.equal((await service.inject('/log/vkey')).body, `${vkey}\n`)
    const note = (await service.inject('/log/checkpoint')).body
    const { size } = parseCheckpoint(openNote(note, vkey) as string) as { size: number }
    t.equal(openNote(note, previous), openNote(note, vkey))
    t.strictSame(note.split('\n— ').slice(1).map(line => Buffer.from(line.split(' ')[1] as string, 'base64').subarray(0, 4).toString('hex')), [id, previous.split('+')[1]])
    t.ok((await service.inject(`/log/proof/${size - 1}`)).body.endsWith(note))

    const key = await app.key({ role: 'reviewer', organisation: 'article-19' })
    const review = { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }
    const { receipt } = (await service.inject({ method: 'POST', url: '/v1/commitments/MX0081/reviews', payload: review, headers: { authorization: `Bearer ${key}` } })).json()
    for (const one of [vkey, previous]) t.match(openReceipt(receipt.note, one), { bodyHash: receipt.bodyHash })
  })

  t.test('is not followed by an older one, which the record says was replaced', async (t) => {
    const [, old] = previous.split('+')
    const refused = (what: string) => new ConfigError(`The record says that the key of the log ${old} was replaced by ${id}, and now it would ${what}. Put back the newest log.key (or LOG_KEY): whoever reads the record believes no other.`)
    await t.rejects(recordRotation(before), refused('sign again'))
    await t.rejects(recordRotation(withKeys(app, 7, 8)), refused('sign again'))
    const other = withKeys(app, 9, 7)
    await t.rejects(recordRotation(other), refused(`be replaced by ${verifierKey(ORIGIN, other.secrets.logKey).split('+')[1]}`))
    t.strictSame(await recorded(), [{ entity_id: id }])
    t.not(await rotate(app, 9, 8), id, 'the newest one may be replaced')
  })
})
