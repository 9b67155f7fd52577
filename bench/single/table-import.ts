import { setTimeout } from 'node:timers/promises'
import type { Import } from '../../src/resources/import/import.schemas.ts'
import { askJson, createKey } from '../import-file.ts'
import { memoryOf, processorOf, startService } from '../service.ts'

/**
 * How long the built service takes for the dry run of a table, and how much more memory than at rest: on the empty
 * database that DATABASE_URL names. Of each ten rows one is a commitment and nine are its milestones. Run `npm run
 * build` first. Linux only, since it reads the memory of the process from /proc. FURTHER dry runs follow each other, to
 * see whether memory levels.
 */
const rows = Number(process.argv[2] ?? 10_000)
const further = Number(process.argv[3] ?? 0)
if (process.env.DATABASE_URL === undefined) {
  throw new Error('Run `npm run build` first, then `DATABASE_URL=postgres://.../empty npx tsx bench/single/table-import.ts [ROWS] [FURTHER]`.')
}
const service = await startService({ env: { STARTER_DATA: 'on' } })
const { child, port } = service
const key = await createKey(service, { role: 'editor', members: ['mexico'] })
const send = async (query: string): Promise<Import> => await askJson<Import>(service, key,
  `/v1/imports?source=bench&plan=mexico-4&${query}`,
  { method: 'POST', headers: { 'content-type': 'text/csv' }, body: table })
const words = 'A commitment is made of words. '.repeat(10)
const table = [
  'Type,Code,Commitment,Milestone number,External id,Title (es),Description (es),Due date,Lead institution',
  ...Array.from({ length: rows }, (_, index) => {
    const code = `MX${2000 + Math.floor(index / 10)}`
    return index % 10 === 0
      ? `Commitment,${code},,,c${index},Commitment ${index},${words},,mexico-sfp`
      : `Milestone,,${code},${index % 10},m${index},Milestone ${index},,2027-12,mexico-sfp`
  })
].join('\n')

const processor = (): number => processorOf(child)
const memory = (): number => memoryOf(child)

for (const step of ['first dry run', 'dry run', 'dry run', 'applied', 'dry run, nothing to change']) {
  await setTimeout(3000)
  const idle = memory()
  let [most, slowest] = [idle, 0]
  let digest: string | null = null
  if (step === 'applied') ({ digest } = await send('dryRun=true'))
  const [began, used] = [Date.now(), processor()]
  const watch = setInterval(() => { most = Math.max(most, memory()) }, 20)
  const done = new AbortController()
  const probing = (async () => {
    while (!done.signal.aborted) {
      const asked = Date.now()
      await fetch(`http://127.0.0.1:${port}/health/live`).then(answer => answer.text())
      slowest = Math.max(slowest, Date.now() - asked)
      await setTimeout(20)
    }
  })()
  const answer = await send(digest === null ? 'dryRun=true' : `digest=${digest}`)
  const seconds = ((Date.now() - began) / 1000).toFixed(1)
  done.abort()
  await probing
  clearInterval(watch)
  process.stdout.write(`${step}: ${rows} rows in ${seconds} s (${(processor() - used).toFixed(1)} s of processor); at rest ${idle.toFixed(0)} MiB, at most ${(most - idle).toFixed(0)} MiB more; others waited ${slowest} ms at most; ${JSON.stringify(answer.table?.counts)}\n`)
}
for (let n = 1; n <= further; n++) {
  await send('dryRun=true')
  process.stdout.write(`after ${n} more: ${memory().toFixed(0)} MiB\n`)
}
await service.stop()
