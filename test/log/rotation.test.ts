import t from 'tap'
import { logKey } from '../_support/rotation.ts'
import { checkpointText, parseCheckpoint } from '../../src/log/checkpoint.ts'
import { entryText } from '../../src/log/entry.ts'
import { openNote, signNote, verifierKey } from '../../src/log/note.ts'
import { openReceipt, signReceipt } from '../../src/log/receipt.ts'
import { openRotation, signRotation } from '../../src/log/rotation.ts'
import { readEntry } from '../../src/verify/record.ts'

const ORIGIN = 'tracker.example/log'
const [BEFORE, AFTER, STRANGER] = [logKey(1), logKey(2), logKey(3)]
const rotation = signRotation(ORIGIN, AFTER, BEFORE, '2026-11-22')
const vkeyOf = (key: typeof AFTER): string => verifierKey(ORIGIN, key)

t.test('a rotation names both keys, and is read back', async (t) => {
  t.match(rotation, { id: vkeyOf(AFTER).split('+')[1], vkey: vkeyOf(AFTER), previous: vkeyOf(BEFORE), on: '2026-11-22' })
  t.strictSame(openRotation(JSON.stringify(rotation)), rotation)
  for (const key of [BEFORE, AFTER]) t.ok(openNote(rotation.note, vkeyOf(key)), 'both have signed it')
})

t.test('nothing passes for a rotation that the key before has not signed as it stands', async (t) => {
  const note = (text: string, ...keys: typeof AFTER[]) => signNote(text, ORIGIN, ...keys)
  const [text = ''] = rotation.note.split('\n\n')
  const cases: Record<string, unknown> = {
    'signed by the new key alone': { ...rotation, note: note(`${text}\n`, AFTER) },
    'signed by the key before alone': { ...rotation, note: note(`${text}\n`, BEFORE) },
    'signed by a stranger': { ...rotation, note: note(`${text}\n`, AFTER, STRANGER) },
    'another new key': { ...signRotation(ORIGIN, STRANGER, BEFORE, '2026-11-22'), note: rotation.note },
    'another key before': { ...rotation, previous: vkeyOf(STRANGER) },
    'another day': { ...rotation, on: '2026-11-23' },
    'another id': { ...rotation, id: '00000000' },
    'a note of something else': { ...rotation, note: note(checkpointText({ origin: ORIGIN, size: 1, root: Buffer.alloc(32) }), AFTER, BEFORE) },
    'no key': { ...rotation, vkey: 'hello', id: undefined },
    'no note': { ...rotation, note: undefined },
    'no object': null
  }
  for (const [what, body] of Object.entries(cases)) t.equal(openRotation(JSON.stringify(body)), undefined, what)
  t.equal(openRotation('hello'), undefined, 'no JSON')
  t.equal(openReceipt(rotation.note, vkeyOf(AFTER)), undefined, 'and it is no receipt')
  t.equal(parseCheckpoint(openNote(rotation.note, vkeyOf(AFTER)) as string), undefined, 'and no checkpoint')
})

t.test('a note carries a signature of each key, in their order', async (t) => {
  const receipt = { origin: ORIGIN, bodyHash: Buffer.alloc(32, 2).toString('base64'), by: '2026-11-25' }
  const signed = signReceipt(receipt, AFTER, BEFORE)
  for (const key of [AFTER, BEFORE]) t.strictSame(openReceipt(signed, vkeyOf(key)), receipt)
  t.equal(openReceipt(signed, vkeyOf(STRANGER)), undefined)
  t.strictSame(signed.split('\n— ').length, 3)
  t.ok(signed.startsWith(signReceipt(receipt, AFTER)), 'the new one first')
})

t.test('its entry is called key.rotated, and read as that of a log key', async (t) => {
  const entry = entryText({ type: 'log-key', id: rotation.id, revision: 1, on: '2026-11-22', hash: 'aa==', previous: null })
  t.equal(entry, `{"hash":"aa==","id":"${rotation.id}","on":"2026-11-22","prev":"","rev":1,"type":"key.rotated","v":1}`)
  t.match(readEntry(entry), { type: 'log-key', id: rotation.id, rev: 1 })
})
