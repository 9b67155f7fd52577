import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { LIMITS, type Limits, type Sheet, SheetError, type Workbook } from './sheet.ts'
import type { Format, Portion, Task } from './thread.ts'

/** As it is built, wherever this runs: beside the bundles in dist/ (scripts/build.ts), and there from the source (tests build it first). */
const WORKER = ['./sheet/worker.js', '../sheet/worker.js', '../../dist/sheet/worker.js'].map(path => new URL(path, import.meta.url)).find(existsSync) as URL

/**
 * Reads a table's file, cells as the text that they show. Everything happens in a thread of its own, whose memory and time
 * are bounded, and whose results are taken over in portions: other requests stay fast whatever the file holds. Throws
 * `SheetError` where the file cannot be read or is beyond the limits. Scripts that tsx runs call `readCsv` and `readXlsx`
 * themselves: nothing need be built for them.
 */
export function readWorkbook (bytes: Buffer, format: Format, limits: Limits = LIMITS): Promise<Workbook> {
  const task: Task = { bytes, format, limits }
  // Without the loaders of whoever runs this: it needs none, and each takes its time.
  const worker = new Worker(WORKER, { workerData: task, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: limits.memory } })
  const late = new AbortController()
  const timer = setTimeout(() => late.abort(), limits.time)
  return collect(worker, late.signal)
    .catch((error: NodeJS.ErrnoException) => { throw refusalOf(error, limits) })
    .finally(() => { clearTimeout(timer); return worker.terminate() })
}

async function collect (worker: Worker, signal: AbortSignal): Promise<Workbook> {
  const workbook: Workbook = { sheets: [], notes: [] }
  while (true) {
    worker.postMessage('next')
    // An error of the thread rejects this.
    const [portion] = await once(worker, 'message', { signal }) as [Portion]
    switch (portion.kind) {
      case 'sheet': workbook.sheets.push({ name: portion.name, rows: [] }); break
      case 'rows': (workbook.sheets.at(-1) as Sheet).rows.push(...portion.rows); break
      case 'notes': workbook.notes.push(...portion.notes); break
      case 'refused': throw new SheetError(portion.code, portion.message)
      default: return workbook
    }
  }
}

function refusalOf (error: NodeJS.ErrnoException, { time, memory }: Limits): Error {
  const advice = 'Save the table alone, as "CSV UTF-8", and send that.'
  if (error.name === 'AbortError') return new SheetError('too-much', `The file could not be read within ${time / 1000} seconds. ${advice}`)
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') return new SheetError('too-much', `The file takes more than ${memory} MB of memory to read. ${advice}`)
  return error
}
