import { createHash } from 'node:crypto'
import { ReadableStream } from 'node:stream/web'
import type { FastifyReply } from 'fastify'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'

type Bytes = AsyncIterable<string | Uint8Array>

/** The value of a Repr-Digest (RFC 9530), of a hash that is base64. */
export const reprDigest = (sha256: string): string => `sha-256=:${sha256}:`

/**
 * Sends bytes whose number nobody knows yet. Their digest follows in a trailer (RFC 9530, section 3), and what fails on the way ends the
 * connection: HTTP/1.1 then lacks its last chunk, so that no client takes a part for the whole. So many at once and no longer
 * than configured, whether a reader is slow or gone; one that takes nothing gives its place to others.
 */
export function exportSender (deps: Deps): (reply: FastifyReply, bytes: () => Bytes) => FastifyReply {
  const { exportStreams, exportSeconds, exportStallSeconds } = deps.config
  let open = 0
  return (reply, bytes) => {
    if (open >= exportStreams) throw new ProblemError('too-many-streams', `All ${exportStreams} exports are taken.`, { headers: { 'retry-after': '30' } })
    open++
    const end = (why: string) => () => { reply.raw.destroy(new Error(why)) }
    const timer = setTimeout(end(`an export took longer than ${exportSeconds} seconds`), exportSeconds * 1000)
    const patience = setTimeout(end(`nobody took anything of an export for ${exportStallSeconds} seconds`), exportStallSeconds * 1000)
    reply.raw.once('close', () => { open--; clearTimeout(timer); clearTimeout(patience) })
    const hash = createHash('sha256')
    reply.trailer('repr-digest', async () => reprDigest(hash.digest('base64')))
    return reply.headers({ 'cache-control': 'no-store', 'x-accel-buffering': 'no' }).send(ReadableStream.from(hashed(bytes(), hash, patience, err => { reply.log.error({ err }, 'an export broke off') })))
  }
}

async function * hashed (bytes: Bytes, hash: ReturnType<typeof createHash>, patience: NodeJS.Timeout, failed: (error: unknown) => void): Bytes {
  try {
    for await (const piece of bytes) {
      // It is asked for when the one before was taken.
      patience.refresh()
      hash.update(piece)
      yield typeof piece === 'string' ? Buffer.from(piece) : piece
    }
  } catch (error) {
    failed(error)
    throw error
  }
}
