import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { type IncomingMessage, get } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { startCluster } from '../cluster.ts'
import { filledDatabase } from '../filled.ts'
import { memoryOf, startService, watchMemory } from '../service.ts'

/**
 * Measures how long the built service takes for an export of all commitments in each format, and how much more memory
 * than at rest, on a PostgreSQL of its own: `npx tsx bench/single/export.ts [COMMITMENTS]`.
 */
const count = Number(process.argv[2] ?? 100_000)
const cluster = await startCluster(false)
try {
  await filledDatabase(cluster.url, count)
  const service = await startService({ env: { DATABASE_URL: cluster.url } })
  for (const format of ['csv', 'ndjson', 'jsonld', 'xlsx']) {
    await setTimeout(3000)
    const idle = memoryOf(service.child)
    const most = watchMemory(service.child)
    const began = Date.now()
    let size = 0
    const path = `/v1/exports/commitments.${format}`
    const [response] = await once(get({ port: service.port, host: '127.0.0.1', path, agent: false }),
      'response') as [IncomingMessage]
    const hash = createHash('sha256')
    for await (const piece of response) {
      hash.update(piece as Buffer)
      size += (piece as Buffer).length
    }
    if (response.trailers['repr-digest'] !== `sha-256=:${hash.digest('base64')}:`) {
      throw new Error(`${format}: the digest does not fit`)
    }
    const [mebibytes, seconds] = [(size / 2 ** 20).toFixed(1), ((Date.now() - began) / 1000).toFixed(1)]
    process.stdout.write(
      `${format}: ${count} commitments, ${mebibytes} MiB in ${seconds} s; at rest ${idle.toFixed(0)} MiB, ` +
      `at most ${(most() - idle).toFixed(0)} MiB more\n`
    )
  }
  await service.stop()
} finally {
  await cluster.stop()
}
