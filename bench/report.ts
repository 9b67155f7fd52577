import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { drawChart } from './chart.ts'
import type { Measured, RowResult } from './measure.ts'

export interface Report {
  at: string
  commit: string
  machine: { processor: string, processors: number, memoryGiB: number, system: string }
  versions: Record<string, string>
  /** How many commitments there are, and where they come from. */
  data: { commitments: number, source: string, embeddedCommitments: number | null, generatedInSeconds: number }
  options: { rounds: number, seconds: number, connections: number }
  notes: string[]
  rows: RowResult[]
}

const short = (value: number): string => value >= 100
  ? Math.round(value).toLocaleString('en')
  : value >= 10
    ? value.toFixed(1)
    : value.toFixed(2)
const digits = (value: number): string => value >= 0.1 ? value.toFixed(2) : value.toFixed(3)
const ratio = ({
  ratio: {
    median, lowest,
    highest
  }
}: Measured): string => `${digits(median)} (${digits(lowest)}-${digits(highest)})`

/** Returns the rows as a table of Markdown. */
export function tableOf (rows: readonly RowResult[]): string {
  const lines = rows.map(({ title, limit, unit, target, limitMeasured, service, contender, memory }) => [
    title + (memory === null ? '' : `, ${Math.round(memory.rest)} MiB at rest, ${Math.round(memory.most)} MiB at most`),
    limit,
    short(limitMeasured.rate.median),
    short(service.rate.median),
    ratio(service),
    target === null ? '' : String(target),
    contender === null ? '' : ratio(contender),
    service.p99 === null ? '' : `${short(service.p50 as number)} / ${short(service.p99)}`,
    [limitMeasured, service, ...contender === null ? [] : [contender]].map(({ failures }) => failures).join(' / ')
  ].concat(unit === 'MB/s' ? 'MB/s' : '/s'))
  const head = ['workload', 'limit', 'limit', 'service', 'ratio (lowest-highest)', 'target', 'hand-written',
    'p50 / p99 ms', 'failures', 'unit']
  return [head, head.map(() => '---'), ...lines].map(cells => `| ${cells.join(' | ')} |`).join('\n')
}

/** Writes the table, the JSON and the chart into `bench/results`. Returns the files. */
export function writeReport (report: Report): string[] {
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  const name = `${report.at.slice(0, 19).replaceAll(':', '')}-${report.data.commitments}`
  const files: Record<string, string> = {
    md: `${headOf(report)}\n\n${tableOf(report.rows)}\n${report.notes.map(note => `\n${note}\n`).join('')}`,
    json: `${JSON.stringify(report, null, 2)}\n`,
    svg: drawChart(report)
  }
  return Object.entries(files).map(([ending, text]) => {
    const file = join(folder, `${name}.${ending}`)
    writeFileSync(file, text)
    return file
  })
}

/** Returns one sentence that says what was measured and where. */
export const headOf = ({ commit, machine, versions, data, options }: Report): string =>
  `${data.commitments} commitments (${data.source}), commit ${commit}, ${Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(', ')}, ` +
  `${machine.processors} x ${machine.processor}, ${machine.memoryGiB} GiB; ${options.rounds} rounds of ${options.seconds} s, ${options.connections} connections. Medians; ratios of the same round.`
