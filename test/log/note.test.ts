import { createPublicKey, randomBytes, verify } from 'node:crypto'
import t from 'tap'
import { vectors } from '../_support/vectors.ts'
import { checkpointText, parseCheckpoint, proofText } from '../../src/log/checkpoint.ts'
import { entryText } from '../../src/log/entry.ts'
import { EMPTY_ROOT } from '../../src/log/merkle.ts'
import { openNote, privateKeyOf, signNote, verifierKey } from '../../src/log/note.ts'

const valid = vectors<{ vkey: string, text: string, notes: string[] }>('valid', 'log/notes')

t.test('opens a note that others signed', async (t) => {
  for (const note of valid.notes) t.equal(openNote(note, valid.vkey), valid.text)
})

t.test('opens no note that the key has not signed as it stands, and none by a key that is none', async (t) => {
  const { notes, vkeys } = vectors<{ notes: Record<string, string>, vkeys: Record<string, string> }>('invalid', 'log/notes')
  for (const [what, note] of Object.entries(notes)) t.equal(openNote(note, valid.vkey), undefined, what)
  for (const [what, vkey] of Object.entries(vkeys)) t.equal(openNote(valid.notes[0] as string, vkey), undefined, what)
})

t.test('signs notes that others open', async (t) => {
  const key = privateKeyOf(randomBytes(32))
  const vkey = verifierKey('example.org/log', key)
  const text = checkpointText({ origin: 'example.org/log', size: 0, root: EMPTY_ROOT })
  const note = signNote(text, 'example.org/log', key)
  t.equal(openNote(note, vkey), text)
  t.equal(signNote(text, 'example.org/log', key), note, 'one text has one signature')
  t.equal(openNote(note, verifierKey('example.org/log', privateKeyOf(randomBytes(32)))), undefined, 'another key')
  t.equal(openNote(signNote(text, 'example.org', key), vkey), undefined, 'another name')
  const signature = Buffer.from(/^— \S+ (\S+)\n$/m.exec(note)?.[1] as string, 'base64')
  t.equal(signature.subarray(0, 4).toString('hex'), vkey.split('+')[1])
  t.ok(verify(null, Buffer.from(text), createPublicKey(key), signature.subarray(4)))
})

t.test('derives the key of RFC 8032 from its seed', async (t) => {
  // Section 7.1, test 1.
  const key = privateKeyOf(Buffer.from('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60', 'hex'))
  t.equal(Buffer.from(verifierKey('a', key).slice('a+01234567+'.length), 'base64').toString('hex'), '01d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a')
})

t.test('reads checkpoints as they are written, and nothing else', async (t) => {
  for (const { text, origin, size } of vectors<{ checkpoints: { text: string, origin: string, size: number }[] }>('valid', 'log/checkpoints').checkpoints) {
    const read = parseCheckpoint(text)
    t.match(read, { origin, size })
    t.ok(text.startsWith(checkpointText(read as NonNullable<typeof read>)))
  }
  for (const text of vectors<{ texts: string[] }>('invalid', 'log/checkpoints').texts) t.equal(parseCheckpoint(text), undefined, JSON.stringify(text))
})

t.test('writes proofs and entries', async (t) => {
  t.equal(proofText(7, [EMPTY_ROOT], 'note\n'), 'c2sp.org/tlog-proof@v1\nindex 7\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nnote\n')
  t.equal(proofText(0, [], 'note\n'), 'c2sp.org/tlog-proof@v1\nindex 0\n\nnote\n')
  const first = { type: 'review', id: '41', revision: 1, on: '2026-11-22', hash: 'aa==', previous: null } as const
  t.equal(entryText(first), '{"hash":"aa==","id":"41","on":"2026-11-22","prev":"","rev":1,"type":"review.published","v":1}')
  t.equal(entryText({ ...first, revision: 2, previous: 'bb==' }), '{"hash":"aa==","id":"41","on":"2026-11-22","prev":"bb==","rev":2,"type":"review.revised","v":1}')
  t.match(entryText({ ...first, type: 'code-list' }), /"type":"code-list\.revised"/)
})
