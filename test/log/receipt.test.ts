import t from 'tap'
import { checkpointText, originOf } from '../../src/log/checkpoint.ts'
import { privateKeyOf, signNote, verifierKey } from '../../src/log/note.ts'
import { openReceipt, signReceipt } from '../../src/log/receipt.ts'

const KEY = privateKeyOf(Buffer.alloc(32, 1))
const RECEIPT = { origin: 'tracker.example/log', bodyHash: Buffer.alloc(32, 2).toString('base64'), by: '2026-11-25' }
const VKEY = verifierKey(RECEIPT.origin, KEY)

t.test('a receipt is read back by whoever has the key', async (t) => {
  t.same(openReceipt(signReceipt(RECEIPT, KEY), VKEY), RECEIPT)
  t.equal(originOf('https://tracker.example'), RECEIPT.origin)
})

t.test('nothing else passes for one', async (t) => {
  const other = privateKeyOf(Buffer.alloc(32, 3))
  const signed = (text: string) => signNote(text, RECEIPT.origin, KEY)
  t.equal(openReceipt(signReceipt(RECEIPT, other), VKEY), undefined, 'another key')
  t.equal(openReceipt(signReceipt(RECEIPT, KEY).replace('25', '26'), VKEY), undefined, 'another day')
  t.equal(openReceipt(signed(checkpointText({ origin: RECEIPT.origin, size: 1, root: Buffer.alloc(32) })), VKEY), undefined, 'a checkpoint')
  t.equal(openReceipt(signed(`${RECEIPT.origin}/receipt\nshort\nby 2026-11-25\n`), VKEY), undefined)
})
