import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../../deps.ts'
import { ProblemError } from '../../../errors.ts'
import { permit, requireKey, requirePermission } from '../../../http/auth.ts'
import { type Principal, decide } from '../../../http/decide.ts'
import { found } from '../../../http/found.ts'
import { operation } from '../../../http/operation.ts'
import { sendList } from '../../../http/paging.ts'
import type { App } from '../../../http/type-provider.ts'
import { faultsFinder } from '../../../http/validation.ts'
import { writeContext } from '../../../http/write-context.ts'
import { pageOf } from '../../../schema/page.ts'
import { idParams } from '../../../schema/params.ts'
import { findPlanMember } from '../../action-plan/action-plan.store.ts'
import { MilestoneDocument } from '../../milestone/milestone.schemas.ts'
import { CommitmentDocument } from '../../plan-document/plan-document.schemas.ts'
import { type Import, type ImportQuery, RowQuery } from '../import.schemas.ts'
import { findImport, isSeen } from '../import.store.ts'
import { type ImportMapping, ImportMappingPart } from '../mapping/mapping.schemas.ts'
import { mappingFaults } from '../mapping/mapping.service.ts'
import { findMapping } from '../mapping/mapping.store.ts'
import { readTable } from './read-table.ts'
import { ImportRow } from './table.schemas.ts'
import { importTable } from './table.service.ts'
import { rowListing } from './table.store.ts'

export const ImportRowPage = pageOf(ImportRow)

const mayWrite = (principal: Principal) => (plan: string, member: string): boolean => decide(principal, 'plan:write', { plan, member }) === 'allowed'

/** Who may send a table: an editor, of the plan where the request names it; rows of other plans are refused one by one. */
export async function permitTable (deps: Deps, request: FastifyRequest): Promise<void> {
  const { plan, dryRun, digest } = request.query as { plan?: string, dryRun?: unknown, digest?: string }
  permit(request.principal, 'import:table', {})
  if (typeof plan === 'string') permit(request.principal, 'plan:write', { plan, member: await findPlanMember(deps.db, plan) ?? plan.replace(/-\d+$/, '') })
  if (digest === undefined && String(dryRun) !== 'true') throw new ProblemError('revision-required', 'Send dryRun=true first, look at the rows, and apply with the digest that it gives.')
}

/**
 * The import that is asked for; a table is for those who may write what it is about.
 * @throws ProblemError not-found, forbidden
 */
export async function seenImport (deps: Deps, { principal, params }: FastifyRequest): Promise<Import> {
  const { import: id } = params as { import: string }
  const one = found(await findImport(deps.db, id), `There is no import ${id}.`)
  if (await isSeen(deps.db, id, principal as Principal)) return one
  throw new ProblemError('forbidden', one.plans.length === 0
    ? 'No plan was found for this table: its rows were in the answer to it, and only the desk sees them later.'
    : 'The key is for other members or plans than this table.')
}

/**
 * What somebody wrote of another member's tables would tell of this one what nobody here meant.
 * @throws ProblemError forbidden where the mapping of the source belongs to a member of which the key may write nothing
 */
async function mappingOfSource (deps: Deps, { members, plans }: Principal, source: string): Promise<ImportMapping | undefined> {
  const mapping = await findMapping(deps.db, source)
  if (mapping === undefined || members.includes(mapping.member)) return mapping
  const ofPlans = await Promise.all(plans.map(plan => findPlanMember(deps.db, plan)))
  if (ofPlans.includes(mapping.member)) return mapping
  throw new ProblemError('forbidden', `The mapping of the source ${source} belongs to the member ${mapping.member}, for which the key is not. Choose another name for the source, or send a mapping with the file, as the part "mapping" of a form.`)
}

/** Answers a table that was sent to /v1/imports. */
export function tableReceiver (app: App, deps: Deps): (request: FastifyRequest, reply: FastifyReply, query: ImportQuery) => Promise<FastifyReply> {
  const checks = { commitment: faultsFinder(app, CommitmentDocument), milestone: faultsFinder(app, MilestoneDocument) }
  const faultsOfMapping = faultsFinder(app, ImportMappingPart)
  const mappingOf = (part: unknown): ImportMappingPart => {
    const faults = faultsOfMapping(part as object)
    const errors = (faults.length > 0 ? faults : mappingFaults(part as ImportMappingPart)).map(({ pointer, detail }) => ({ pointer: `/mapping${pointer}`, detail }))
    if (errors.length > 0) throw new ProblemError('invalid-body', `${errors.length} thing(s) in the part mapping do not fit.`, { errors })
    return part as ImportMappingPart
  }
  return async (request, reply, { source, plan, sheet, headerRow, dryRun = false, digest }) => {
    const { workbook, fileSha256, mapping: part } = await readTable(request)
    const principal = request.principal as Principal
    const mapping = part === undefined ? await mappingOfSource(deps, principal, source) : mappingOf(part)
    const done = await importTable(deps, writeContext(deps, request), checks, mayWrite(principal), {
      source, plan, sheet, headerRow, digest: dryRun ? undefined : digest, workbook, fileSha256, mapping
    })
    return reply.code(200).headers({ location: `/v1/imports/${done.id}`, 'cache-control': 'no-store' }).send(done)
  }
}

export function tableRowRoutes (app: App, deps: Deps): void {
  app.get('/v1/imports/:import/rows', {
    onRequest: requireKey,
    preValidation: requirePermission('import:read', async () => ({})),
    schema: operation({
      id: 'listImportRows',
      tag: 'Imports',
      summary: 'Rows of an import',
      description: 'What became of each row of a table, or would have: create, update, unchanged, missing, conflict or error, with the fields that change and everything that is wrong. For the desk, and editors of every plan that it is about.',
      params: idParams('import'),
      query: RowQuery,
      answer: ImportRowPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    await seenImport(deps, request)
    return sendList(deps, request, reply, rowListing(request.params.import, request.query))
  })
}
