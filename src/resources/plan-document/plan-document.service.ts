import { createHash } from 'node:crypto'
import type { Tx } from '../../db/database.ts'
import { refreshStatus } from '../../db/status.ts'
import { inTransaction, lockName } from '../../db/transaction.ts'
import type { Deps } from '../../deps.ts'
import { type ErrorCode, ProblemError } from '../../errors.ts'
import { canonicalText } from '../../log/canonical.ts'
import type { WriteContext } from '../../log/record.ts'
import { saveActionPlan } from '../action-plan/action-plan.service.ts'
import { saveCommitments } from '../commitment/commitment.service.ts'
import { saveInstitutions } from '../institution/institution.service.ts'
import { saveMilestones } from '../milestone/milestone.service.ts'
import { type Settings, type Work, workOut } from './document.rules.ts'
import type { ChangeReport, PlanDocument } from './plan-document.schemas.ts'
import { type StoredPlan, readPlan, readSurroundings } from './plan-document.store.ts'
import { revisionPart } from './plan-document.view.ts'

/** What the writer has seen, so that nobody's change is overwritten unseen. */
export type Expectation = { revisions: '*' | string[] } | { digest: string } | 'new'

export interface Application {
  document: PlanDocument
  absent: Settings['absent']
  /** A dry run expects nothing and writes nothing. */
  expected: Expectation | 'dry-run'
}

/** @returns the report, and whether the plan is new */
export function applyDocument (deps: Deps, context: WriteContext, application: Application): Promise<{ report: ChangeReport, created: boolean }> {
  return inTransaction(deps.db, async (tx) => {
    const { document, absent, expected } = application
    const dryRun = expected === 'dry-run'
    await lockPlan(tx, document)
    const stored = await readPlan(tx, document.plan.id)
    const digest = digestOf(stored, document, absent)
    if (expected !== 'dry-run') requireExpected(expected, stored, digest)
    const work = workOut(stored, await readSurroundings(tx, document), document, { newId: deps.newId, absent, anyInstitution: false })
    const report = reportOf(document, work, dryRun, digest)
    if (!dryRun) {
      if (work.findings.length > 0) throw refusalOf(work)
      await write(tx, context, document.plan.id, work)
    }
    return { report, created: stored.plan === null }
  })
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
  if (work.findings.length > 0) throw refusalOf(work)
  await write(tx, context, document.plan.id, work)
  return work
}

/** Writers of one member's plans wait for each other: they share its institutions. */
async function lockPlan (tx: Tx, document: PlanDocument): Promise<void> {
  await lockName(tx, `member ${document.plan.member ?? document.plan.id.replace(/-\d+$/, '')}`)
}

function requireExpected (expected: Expectation, stored: StoredPlan, digest: string): void {
  const current = stored.plan === null ? null : revisionPart(stored)
  if (expected === 'new') {
    if (current !== null) throw new ProblemError('stale-revision', 'The plan exists already.', { currentRevision: current })
  } else if ('digest' in expected) {
    if (expected.digest !== digest) throw new ProblemError('data-moved', 'The digest belongs to other data or to another document.')
  } else if (current === null || (expected.revisions !== '*' && !expected.revisions.includes(current))) {
    throw new ProblemError('stale-revision', current === null ? 'There is no such plan yet.' : `The current revision is ${current}.`, current === null ? {} : { currentRevision: current })
  }
}

async function write (tx: Tx, context: WriteContext, plan: string, work: Work): Promise<void> {
  await saveInstitutions(tx, context, work.institutions)
  if (work.plan !== null) await saveActionPlan(tx, context, work.plan)
  await saveCommitments(tx, context, plan, work.commitments)
  await saveMilestones(tx, context, work.milestones)
  await refreshStatus(tx, [...new Set([...work.commitments.map(({ id }) => id), ...work.milestones.map(({ commitment }) => commitment)])])
}

/** One refusal that holds every finding; its code is that of all of them, or the general one. */
function refusalOf (work: Work): ProblemError {
  const codes = new Set(work.findings.map(({ code }) => code))
  const code: ErrorCode = codes.size === 1 ? [...codes][0] as ErrorCode : 'invalid-body'
  return new ProblemError(code, `${work.findings.length} thing(s) in the document cannot be applied. Nothing was written.`, { errors: work.findings })
}

function reportOf (document: PlanDocument, work: Work, dryRun: boolean, digest: string): ChangeReport {
  const counts = { create: 0, update: 0, unchanged: 0, missing: 0, conflict: 0 }
  for (const { op } of work.changes) counts[op]++
  return { plan: document.plan.id, dryRun, digest: work.findings.length === 0 ? digest : null, changes: work.changes, counts, errors: work.findings }
}

/** Of the data as it stands, the document, and what is to become of what it leaves out. */
function digestOf (stored: StoredPlan, document: PlanDocument, absent: string): string {
  return `sha256-${createHash('sha256').update(canonicalText([stored.revisions, document, absent])).digest('base64url')}`
}
