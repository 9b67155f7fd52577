import { parseCheckpoint, parseProof } from '../log/checkpoint.ts'
import { leafHash } from '../log/merkle.ts'
import { openNote } from '../log/note.ts'
import { type Receipt, openReceipt } from '../log/receipt.ts'
import { TILE_WIDTH, tilePath } from '../log/tile.ts'
import { provesInclusion } from '../log/verify.ts'
import { Difference } from './difference.ts'
import { readKey, readKeysLeadingTo } from './head.ts'
import { type Read, UnreadableError } from './read.ts'
import { readEntry } from './record.ts'
import { readBundle } from './tiles.ts'

/** What became of a receipt: the index of the log at which its hash is proved to stand, the redaction that took it away, or nothing yet. */
export interface Checked { receipt: Receipt, index?: number, redaction?: string }

interface State { logIndex?: number | null, redaction?: string | null }

/** The note of a receipt, given alone or in the answer to a review. */
function noteIn (text: string): string {
  try {
    return (JSON.parse(text) as { receipt: { note: string } }).receipt.note
  } catch {
    // Editors and shells end a file with a newline more, or none.
    return text.replace(/\n*$/, '\n')
  }
}

/**
 * Holds a receipt against the log of the service, by public addresses alone: the hash must be in a signed tree once the day of
 * the promise is over. `today` is a UTC day.
 * @throws Difference where the promise is broken, or where the log does not prove what it says
 */
export async function verifyReceipt (read: Read, text: string, today: string): Promise<Checked> {
  const vkey = await readKey(read)
  const note = noteIn(text)
  if (!/\/receipt\n/.test(note)) throw new UnreadableError('What was given is no receipt: neither its note nor the answer to a review.')
  // A new key does not undo what the one before has promised.
  const receipt = (await readKeysLeadingTo(read, vkey)).map(key => openReceipt(note, key)).find(one => one !== undefined)
  if (receipt === undefined) throw new Difference('the receipt', 'is not signed by the key of /log/vkey, nor by one that led to it: it is damaged, or of another log, or this log is signed with another key now')
  const { bodyHash, by } = receipt
  const address = `/v1/receipts/${Buffer.from(bodyHash, 'base64').toString('base64url')}`
  const { status, body } = await read(address)
  const { logIndex: index = null, redaction = null } = status === 200 ? stateIn(body, address) : {}
  if (redaction !== null) return { receipt, redaction }
  if (index !== null) {
    await verifyPlace(read, vkey, receipt, index)
    return { receipt, index }
  }
  if (by < today) throw new Difference(bodyHash, `was promised by ${by} and is not in the log: what it stands for was suppressed, or lost`)
  return { receipt }
}

function stateIn (body: Buffer, address: string): State {
  try {
    return JSON.parse(String(body)) as State
  } catch {
    throw new UnreadableError(`${address} gives no JSON.`)
  }
}

/** @throws Difference unless the entry at the index has the hash and is in the tree that is signed */
async function verifyPlace (read: Read, vkey: string, { origin, bodyHash }: Receipt, index: number): Promise<void> {
  const width = index % TILE_WIDTH + 1
  const bundle = `/log/tile/${tilePath({ level: 'entries', index: Math.floor(index / TILE_WIDTH), width })}`
  const [proved, logged] = await Promise.all([read(`/log/proof/${index}`), read(bundle)])
  const proof = parseProof(String(proved.body))
  const checkpoint = parseCheckpoint(openNote(proof?.note ?? '', vkey) ?? '')
  const entry = logged.status === 200 ? readBundle(logged.body, bundle)[width - 1] : undefined
  if (entry === undefined || readEntry(String(entry))?.hash !== bodyHash) throw new Difference(`entry ${index}`, 'is not of the hash that the receipt promises')
  if (proof?.index !== index || checkpoint?.origin !== origin || !provesInclusion(leafHash(entry), index, checkpoint.size, proof.hashes, checkpoint.root)) {
    throw new Difference(`entry ${index}`, 'is not proved to be in the signed log')
  }
}
