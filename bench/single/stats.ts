import { startCluster } from '../cluster.ts'
import { filledDatabase } from '../filled.ts'
import { startService } from '../service.ts'

/**
 * Measures how long statistics, the search and the pages take with many commitments, beside a plain list in the same
 * run, on a PostgreSQL of its own: `npx tsx bench/single/stats.ts [COMMITMENTS]`. Run `npm run build` first.
 */
const TIMES = 30
const cluster = await startCluster(false)
const service = await filledDatabase(cluster.url, Number(process.argv[2] ?? 100_000))
  .then(() => startService({ env: { DATABASE_URL: cluster.url, RESPONSE_CACHE_MB: '0' } }))
  .catch(async (error: unknown) => {
    await cluster.stop()
    throw error
  })

/** Returns the median and the 95th percentile of the time of an answer, in milliseconds; always asked anew. */
async function time (path: string): Promise<[number, number]> {
  const taken: number[] = []
  for (let n = 0; n < TIMES; n++) {
    const began = performance.now()
    const response = await fetch(`${service.url}${path}`)
    taken.push(performance.now() - began)
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`)
    await response.arrayBuffer()
  }
  taken.sort((a, b) => a - b)
  return [taken[TIMES / 2] as number, taken[Math.floor(TIMES * 0.95)] as number]
}

const { items: [one] } = await (
  await fetch(`${service.url}/v1/commitments?plan=m1-1&limit=1`)
).json() as { items: [{ id: string, description: Record<string, string> }] }
const { id } = one
const words = Object.values(one.description).join(' ').split(/[^a-zA-Z]+/).filter(word => word.length > 4)
const PATHS = [
  '/v1/commitments?limit=50', '/v1/commitments?member=m1&limit=50',
  '/v1/stats/completion?groupBy=cycleYear', '/v1/stats/completion?groupBy=region&groupBy=policyArea',
  '/v1/stats/completion?groupBy=era', '/v1/stats/completion?groupBy=member&groupBy=policyArea',
  '/v1/stats/completion?member=m1', '/v1/stats/indicators?indicator=completion',
  '/v1/stats/divergence?groupBy=cycleYear', '/v1/stats/freshness', '/v1/stats/timeline', '/v1/stats/burndown',
  '/v1/stats/burndown?plan=m1-1',
  `/v1/search?q=${words[0]}`, `/v1/search?q=${words.slice(0, 3).join('+')}`, `/v1/search?q=${words[0]}x${words[1]}`,
    `/v1/search?q=%22${words.slice(0, 2).join('+')}%22`, `/v1/search?q=${words[0]}&member=m1`,
      `/v1/search?similarTo=${id}`,
      '/en', '/en/members', '/en/members/m1', '/en/plans/m1-1', `/en/commitments/${id}`, `/en/search?q=${words[0]}`,
      '/en/changes'
]
try {
  const [plain] = await time(PATHS[0] as string)
  for (const path of PATHS) {
    const [half, most] = await time(path)
    process.stdout.write(
      `${path}: p50 ${half.toFixed(0)} ms, p95 ${most.toFixed(0)} ms, ${(half / plain).toFixed(1)} times a plain list\n`
    )
  }
} finally {
  await service.stop()
  await cluster.stop()
}
