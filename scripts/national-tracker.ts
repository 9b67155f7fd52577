import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { type Connection, Refusal, ask, send, sending } from '../src/cli/client.ts'
import { CliError, type Io } from '../src/cli/io.ts'
import type { Institution } from '../src/resources/institution/institution.schemas.ts'
import type { ChangeReport, PlanDocument } from '../src/resources/plan-document/plan-document.schemas.ts'
import type { PeriodUpdates } from '../src/resources/reporting-period/reporting-period.schemas.ts'
import { readCsv } from '../src/sheet/csv.ts'
import { LIMITS, type SheetRow } from '../src/sheet/sheet.ts'
import { readXlsx } from '../src/sheet/xlsx.ts'
import type { Mapping } from './tracker/mapping.ts'
import { type Place, type TrackerPeriod, readTracker } from './tracker/read-tracker.ts'

/** Writes a national tracker's table to a service, period by period (docs/national-tracker.md). */

type Reach = Pick<Io, 'fetch' | 'sleep' | 'signal' | 'out' | 'err'>

/** @throws CliError with all that cannot be read, or what the service refuses */
export async function syncTracker (io: Reach, connection: Connection, table: string, mappingFile: string): Promise<void> {
  const mapping = parse(await readFile(mappingFile, 'utf8')) as Mapping
  const periods = readTracker(await rowsOf(io, table, mapping), mapping)
  for (const one of periods) await push(io as Io, connection, mapping, one, one === periods.at(-1))
}

async function rowsOf (io: Reach, file: string, { sheet: name }: Mapping): Promise<SheetRow[]> {
  const bytes = await readFile(file)
  const { sheets, notes } = file.toLowerCase().endsWith('.xlsx') ? await readXlsx(bytes, LIMITS) : await readCsv(bytes, LIMITS)
  for (const { sheet, row, column, rule, action } of notes) io.err(`${sheet} ${column ?? ''}${row ?? ''}: ${rule}. ${action}\n`)
  const sheet = name === undefined ? sheets[0] : sheets.find(sheet => sheet.name === name)
  if (sheet === undefined) throw new CliError(`There is no sheet "${name}".`)
  return sheet.rows
}

async function push (io: Io, connection: Connection, mapping: Mapping, { period, document, updates }: TrackerPeriod, isNewest: boolean): Promise<void> {
  const plan = `/v1/action-plans/${document.plan.id}`
  const report = `${plan}/progress-updates/${period}`
  const put = (path: string, body: unknown, headers: Record<string, string>) => ask<ChangeReport>(io, connection, path, sending('PUT', body, headers))
  const standing = await orAbsent(send(io, connection, `${plan}/document`))
  const reported = standing === undefined ? [] : (await ask<PeriodUpdates>(io, connection, report)).progressUpdates
  // What the plan said in an earlier period is told once: again, it would undo what was said since.
  if (isNewest || reported.length === 0) {
    const before = await standing?.json() as PlanDocument | undefined
    const headers: Record<string, string> = standing === undefined ? { 'if-none-match': '*' } : { 'if-match': standing.headers.get('etag') as string }
    const { counts } = await put(`${plan}/document`, { ...withRoles(document, before), institutions: await withKinds(io, connection, document) }, headers)
    io.out(`${period}: plan ${JSON.stringify(counts)}\n`)
  }
  const { commitments = [] } = await ask<PlanDocument>(io, connection, `${plan}/document`)
  const progressUpdates = updates.map(({ place, update }) => ({ ...idsOf(commitments, mapping.source, place), ...update }))
  const { counts } = await put(report, { progressUpdates }, { 'if-match': '*' })
  io.out(`${period}: progress ${JSON.stringify(counts)}\n`)
}

async function orAbsent<T> (answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer
  } catch (error) {
    if (error instanceof Refusal && error.problem.status === 404) return undefined
    throw error
  }
}

/** A new institution is taken for government; of which kind it is otherwise, others may have said. Without a name in the table it has its code. */
async function withKinds (io: Io, connection: Connection, { institutions = [] }: PlanDocument): Promise<PlanDocument['institutions']> {
  const all: PlanDocument['institutions'] = []
  for (const one of institutions) {
    const known = await orAbsent(ask<Institution>(io, connection, `/v1/institutions/${one.id}`))
    all.push(known === undefined ? { kind: 'government', name: { und: one.externalRefs?.[0]?.id as string }, ...one } : one)
  }
  return all
}

interface Item { id?: string, externalRefs?: { source: string, id: string }[], stakeholders?: { institution: string, role: string }[] }

const findByRef = <I extends Item>(items: readonly I[] | undefined, { externalRefs = [] }: Item): I | undefined =>
  items?.find(item => item.externalRefs?.some(({ source, id }) => externalRefs.some(ref => ref.source === source && ref.id === id)))

/** Who has a part already keeps it: a period need not speak of all that a milestone holds. */
function withRoles (document: PlanDocument, before: PlanDocument | undefined): PlanDocument {
  const kept = <I extends Item>(item: I, known: Item | undefined): I => {
    const others = known?.stakeholders?.filter(({ institution, role }) => item.stakeholders?.every(one => one.institution !== institution || one.role !== role))
    return item.stakeholders === undefined ? item : { ...item, stakeholders: [...item.stakeholders, ...(others ?? [])] }
  }
  return {
    ...document,
    commitments: (document.commitments ?? []).map((commitment) => {
      const known = findByRef(before?.commitments, commitment)
      return { ...kept(commitment, known), milestones: (commitment.milestones ?? []).map(milestone => kept(milestone, findByRef(known?.milestones, milestone))) }
    })
  }
}

/** The service's ids of what the table calls by its codes. */
function idsOf (commitments: NonNullable<PlanDocument['commitments']>, source: string, place: Place): Record<string, string | null> {
  const find = <I extends Item>(items: readonly I[] | undefined, code: string | undefined): I | undefined => code === undefined ? undefined : findByRef(items, { externalRefs: [{ source, id: code }] })
  const commitment = find(commitments, place.commitment)
  const milestone = find(commitment?.milestones, place.milestone)
  const indicator = find(milestone?.indicators, place.indicator)
  return { commitment: commitment?.id as string, milestone: milestone?.id ?? null, indicator: indicator?.id ?? null }
}

if (process.argv[1] === import.meta.filename) {
  const [table, mapping, url] = process.argv.slice(2) as [string, string, string]
  const io: Reach = {
    fetch,
    sleep: ms => new Promise(resolve => setTimeout(resolve, ms)),
    signal: new AbortController().signal,
    out: text => { process.stdout.write(text) },
    err: text => { process.stderr.write(text) }
  }
  try {
    await syncTracker(io, { url, ...(process.env.OPEN_COMMITMENTS_KEY === undefined ? {} : { key: process.env.OPEN_COMMITMENTS_KEY }) }, table, mapping)
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n`)
    process.exitCode = 1
  }
}
