import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import type { Tx } from '../../db/database.ts'
import { refreshSearch, refreshStatus } from '../../db/status.ts'
import { inTransaction, lockName } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import { type ErrorCode, MOST_ERRORS, ProblemError } from '../../errors.ts'
import type { Expectation } from '../../http/conditional.ts'
import { canonicalText } from '../../log/canonical.ts'
import type { WriteContext } from '../../log/record.ts'
import { saveActionPlan } from '../action-plan/action-plan.service.ts'
import { saveCommitments } from '../commitment/commitment.service.ts'
import { saveInstitutions } from '../institution/institution.service.ts'
import { saveMilestones } from '../milestone/milestone.service.ts'
import { type Settings, type Work, plainIds, workOut } from './document.rules.ts'
import type { Finding } from './merge.rules.ts'
import { type Change, type ChangeReport, LONGEST_QUOTE, MOST_CHANGES, MOST_FIELDS, type PlanDocument } from './plan-document.schemas.ts'
import { type StoredPlan, readPlan, readSurroundings } from './plan-document.store.ts'
import { revisionPart } from './plan-document.view.ts'

export interface Application {
  document: PlanDocument
  absent: Settings['absent']
  keepInstitutions?: boolean
  expected: Expectation
}

/** @returns the report, and whether the plan is new */
export function applyDocument (deps: Deps, context: WriteContext, application: Application): Promise<{ report: ChangeReport, created: boolean }> {
  return inTransaction(deps.db, async (tx) => {
    const { absent, expected, keepInstitutions = false } = application
    const document = plainIds(application.document)
    const { dryRun = false } = expected
    await lockPlan(tx, document)
    const stored = await readPlan(tx, document.plan.id)
    const { work, changes, digest } = await considerDocument(tx, deps.newId, stored, document, { absent, keepInstitutions })
    requireExpected(expected, stored.plan === null ? undefined : revisionPart(stored), digest)
    if (!dryRun) {
      if (work.findings.length > 0) throw refusalOf(work.findings)
      await writeWork(tx, context, document.plan.id, work)
    }
    return { report: reportOf(document.plan.id, { ...work, changes: dryRun ? changes : work.changes }, dryRun, digest), created: stored.plan === null }
  })
}

/** What a document changes of the plan as it stands; its changes also as a dry run tells them, and the digest of both. */
export async function considerDocument (tx: Tx, makeId: () => string, stored: StoredPlan, document: PlanDocument, settings: Pick<Settings, 'absent' | 'keepInstitutions'>): Promise<{ work: Work, changes: Change[], digest: string }> {
  const around = await readSurroundings(tx, document)
  const made = new Set<string>()
  const newId = (): string => {
    const id = makeId()
    made.add(id)
    return id
  }
  const work = workOut(stored, around, document, { ...settings, newId, anyInstitution: false })
  // Of a large plan each of these takes its time: others get their turn between them.
  await setImmediate()
  return { work, changes: work.changes.map(change => withoutIds(change, made)), digest: digestOf([stored.revisions, around, document, settings.absent]) }
}

/** What a dry run would create has no id yet: applying gives it another. */
function withoutIds (change: Change, made: ReadonlySet<string>): Change {
  const fields = change.fields.map((field) => {
    const part = field.to as { id?: string } | null
    return part !== null && typeof part === 'object' && made.has(part.id as string) ? { ...field, to: { ...part, id: null } } : field
  })
  return { ...change, id: made.has(change.id as string) ? null : change.id, fields }
}

/**
 * Applies a document that the service itself made, inside the caller's transaction (starter data, imports).
 * @returns what became of each entity
 * @throws ProblemError when the document cannot be applied as it is
 */
export async function mergeDocument (tx: Tx, newId: () => string, context: WriteContext, document: PlanDocument): Promise<Work> {
  await lockPlan(tx, document)
  const stored = await readPlan(tx, document.plan.id)
  const work = workOut(stored, await readSurroundings(tx, document), document, { newId, absent: 'keep', anyInstitution: true })
  if (work.findings.length > 0) throw refusalOf(work.findings)
  await writeWork(tx, context, document.plan.id, work)
  return work
}

/** Writers of one member's plans wait for each other: they share its institutions. */
export async function lockPlan (tx: Tx, document: PlanDocument): Promise<void> {
  await lockName(tx, `member ${document.plan.member ?? document.plan.id.replace(/-\d+$/, '')}`)
}

/** `current` is the revision part of what stands, undefined where there is nothing. */
export function requireExpected ({ isNew, revisions, digest: expected }: Expectation, current: string | undefined, digest: string): void {
  if (isNew === true && current !== undefined) throw new ProblemError('stale-revision', 'It exists already.', { currentRevision: current })
  if (revisions !== undefined) {
    if (current === undefined) throw new ProblemError('stale-revision', 'There is no such plan yet.')
    if (revisions !== '*' && !revisions.includes(current)) throw new ProblemError('stale-revision', `The current revision is ${current}.`, { currentRevision: current })
  }
  if (expected !== undefined && expected !== digest) throw new ProblemError('data-moved', 'The digest belongs to other data or to another document.')
}

export async function writeWork (tx: Tx, context: WriteContext, plan: string, work: Work): Promise<void> {
  await saveInstitutions(tx, context, work.institutions)
  if (work.plan !== null) await saveActionPlan(tx, context, work.plan)
  await saveCommitments(tx, context, plan, work.commitments)
  await saveMilestones(tx, context, work.milestones)
  const touched = [...new Set([...work.commitments.map(({ id }) => id), ...work.milestones.map(({ commitment }) => commitment)])]
  await refreshStatus(tx, touched)
  await refreshSearch(tx, touched)
}

/** One refusal that holds every finding; its code is that of all of them, or the general one. */
export function refusalOf (findings: Finding[]): ProblemError {
  const codes = new Set(findings.map(({ code }) => code))
  const code: ErrorCode = codes.size === 1 ? [...codes][0] as ErrorCode : 'invalid-body'
  return new ProblemError(code, `${findings.length} thing(s) cannot be applied. Nothing was written.`, { errors: findings })
}

/** What a document changes, with every count complete and its lists as long as the contract says. */
export function reportOf (plan: string, { changes, findings }: Pick<Work, 'changes' | 'findings'>, dryRun: boolean, digest: string): ChangeReport {
  const counts = { create: 0, update: 0, unchanged: 0, missing: 0, conflict: 0 }
  for (const { op } of changes) counts[op]++
  return {
    plan,
    dryRun,
    digest: findings.length === 0 ? digest : null,
    changes: changes.slice(0, MOST_CHANGES).map(shortened),
    changesLeftOut: Math.max(0, changes.length - MOST_CHANGES),
    counts,
    errors: findings.slice(0, MOST_ERRORS),
    errorsLeftOut: Math.max(0, findings.length - MOST_ERRORS)
  }
}

/** A change as long as the contract says. */
export function shortened <C extends Pick<Change, 'fields'>> (change: C): C {
  const fields = change.fields.slice(0, MOST_FIELDS).map(({ field, from, to }) => ({ field, from: quote(from), to: quote(to) }))
  const left = change.fields.length - fields.length
  return { ...change, fields, ...(left > 0 ? { fieldsLeftOut: left } : {}) }
}

const quote = (value: unknown): unknown =>
  typeof value === 'string' && value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE).toWellFormed()}…` : value

/** Of the data as it stands, the document, and what is to become of what it leaves out. */
export function digestOf (parts: unknown[]): string {
  return `sha256-${createHash('sha256').update(canonicalText(parts)).digest('base64url')}`
}
