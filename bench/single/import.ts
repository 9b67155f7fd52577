import { memoryOf, startService } from '../service.ts'
import { createKey, runImport } from '../import-file.ts'

/**
 * Measures how long the built service takes for a published spreadsheet on the embedded engine, and how much memory:
 * the file, then the same file again. Run `npm run build` first, then `npx tsx bench/single/import.ts FILE`.
 */
const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Run `npx tsx bench/single/import.ts FILE`.')
const service = await startService({ env: { STARTER_DATA: 'on', DATABASE_URL: '' } })
const key = await createKey(service, { role: 'registrar' })
process.stdout.write(`idle: ${memoryOf(service.child).toFixed(0)} MiB\n`)
for (const name of ['first', 'again']) {
  const started = performance.now()
  let peak = 0
  const state = await runImport(service, key, file, () => { peak = Math.max(peak, memoryOf(service.child)) })
  process.stdout.write(
    `${name}: ${state} in ${((performance.now() - started) / 1000).toFixed(1)} s, at most ${peak.toFixed(0)} MiB\n`
  )
}
await service.stop()
