import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { replaceRefs } from '../../db/refs.ts'
import { refreshSearchOfInstitutions } from '../../db/status.ts'
import { lockName } from '../../db/transaction.ts'
import { ProblemError } from '../../errors.ts'
import { type WriteContext, record } from '../../log/record.ts'
import { mergePatch } from '../../schema/merge-patch.ts'
import { findMember } from '../member/member.store.ts'
import type { Institution, InstitutionFacts, InstitutionPatch, NewInstitution } from './institution.schemas.ts'
import { institutionFacts } from './institution.select.ts'
import { findInstitution } from './institution.store.ts'

/** Writes institutions as they shall stand, new or changed, each with its revision. */
export async function saveInstitutions (tx: Tx, context: WriteContext, institutions: InstitutionFacts[]): Promise<void> {
  if (institutions.length === 0) return
  await saveRows(tx, 'institution', institutions.map(institution => ({
    id: institution.id,
    name: institution.name,
    short_name: institution.shortName,
    kind: institution.kind,
    member: institution.member,
    url: institution.url,
    updated_at: context.at
  })))
  await replaceRefs(tx, 'institution', institutions)
  const ids = institutions.map(({ id }) => id)
  await record(tx, context, 'institution', 'institution', institutionFacts, ids)
  await refreshSearchOfInstitutions(tx, ids)
}

/** What one says where nothing is said. */
const SILENT = { shortName: null, member: null, url: null, externalRefs: [] }

/** Adds one; its id must be free. */
export async function createInstitution (tx: Tx, context: WriteContext, said: NewInstitution): Promise<Institution> {
  await lockName(tx, `institution ${said.id}`)
  if (await findInstitution(tx, said.id) !== undefined) throw new ProblemError('already-exists', `${said.id} exists already.`)
  return write(tx, context, { ...SILENT, ...said })
}

/** Changes one that is known to exist; `expected` decides whether the version that was read may be changed (412). */
export async function updateInstitution (tx: Tx, context: WriteContext, id: string, patch: InstitutionPatch, expected: (revision: number) => void): Promise<Institution> {
  // A plan document changes institutions of its member under the member's lock: whoever changes one takes the same.
  const { member } = await findInstitution(tx, id) as Institution
  await lockName(tx, member === null ? `institution ${id}` : `member ${member}`)
  const { revision, updatedAt: _, ...facts } = await findInstitution(tx, id) as Institution
  expected(revision)
  return write(tx, context, mergePatch(facts, patch))
}

async function write (tx: Tx, context: WriteContext, institution: InstitutionFacts): Promise<Institution> {
  await refuseFaults(tx, institution)
  await saveInstitutions(tx, context, [institution])
  return await findInstitution(tx, institution.id) as Institution
}

async function refuseFaults (tx: Tx, institution: InstitutionFacts): Promise<void> {
  if (Object.keys(institution.name ?? {}).length === 0) {
    throw new ProblemError('invalid-body', 'The institution cannot stand as it is.', { errors: [{ pointer: '/name', detail: 'may not be emptied' }] })
  }
  if (institution.member !== null && await findMember(tx, institution.member) === undefined) {
    throw new ProblemError('unknown-reference', `There is no member ${institution.member}.`, { errors: [{ pointer: '/member', detail: 'does not exist' }] })
  }
}
