import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { permit, principalOf, requireKey, requirePermission } from '../../http/auth.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { faultFinder } from '../../http/validation.ts'
import { writeContext } from '../../http/write-context.ts'
import { pageOf } from '../../schema/page.ts'
import { idParams } from '../../schema/params.ts'
import { XLSX } from '../../sheet/sheet.ts'
import { ActionPlanDocument } from '../action-plan/action-plan.schemas.ts'
import { Indicators } from '../assessment/assessment.schemas.ts'
import { InstitutionDocument } from '../institution/institution.schemas.ts'
import { NewMember } from '../member/member.schemas.ts'
import { CommitmentDocument } from '../plan-document/plan-document.schemas.ts'
import { NewReport } from '../report/report.schemas.ts'
import { Decision, DecisionQuery, Import, ImportListQuery, ImportQuery, Spreadsheet } from './import.schemas.ts'
import { createImporter } from './import.service.ts'
import type { Checks } from './ogp/drafts.ts'
import { decisionListing, importListing } from './import.store.ts'
import { mappingRoutes } from './mapping/mapping.routes.ts'
import { MOST_BYTES, TABLE_TYPES } from './table/read-table.ts'
import { permitTable, seenImport, tableReceiver, tableRowRoutes } from './table/table.routes.ts'
import { templateRoutes } from './template/template.routes.ts'

export const ImportPage = pageOf(Import)
export const DecisionPage = pageOf(Decision)

/** What an import writes is held against the very validators of what a person sends. */
export function checksOf (app: Pick<App, 'validatorCompiler'>): Checks {
  return {
    member: faultFinder(app, NewMember),
    plan: faultFinder(app, ActionPlanDocument),
    institution: faultFinder(app, InstitutionDocument),
    commitment: faultFinder(app, CommitmentDocument),
    report: faultFinder(app, NewReport),
    indicators: faultFinder(app, Indicators)
  }
}

/**
 * OGP's file is imported as it is, at once.
 * @throws ProblemError invalid-query for what only tables take: whoever asks for a dry run must not be given another run
 */
function refuseOfTables ({ dryRun = false, ...query }: ImportQuery): void {
  const given = (['plan', 'digest'] as const).filter(name => query[name] !== undefined)
  const errors = [...(dryRun ? ['dryRun'] : []), ...given].map(parameter => ({ parameter, detail: 'is for tables of other sources: leave it out' }))
  if (errors.length > 0) throw new ProblemError('invalid-query', 'With source=ogp the file is imported whole and at once, without a dry run. For a table of your own name another source.', { errors })
}

/** A source other than ogp sends tables of its own. */
const isTable = ({ source }: { source?: string }): boolean => source !== undefined && source !== 'ogp'

const reads = { onRequest: requireKey, preValidation: requirePermission('import:read', async () => ({})) }

export function importRoutes (app: App, deps: Deps): void {
  const importer = createImporter(deps, checksOf(app), error => app.log.error({ err: error }, 'import failed'))
  const receiveTable = tableReceiver(app, deps)
  app.addHook('onClose', () => importer.stop())

  app.post('/v1/imports', {
    bodyLimit: MOST_BYTES,
    onRequest: requireKey,
    preValidation: async (request) => {
      if (isTable(request.query as { source?: string })) await permitTable(deps, request)
      else permit(request.principal, 'import:run', {})
    },
    schema: operation({
      id: 'createImport',
      tag: 'Imports',
      summary: 'Import a spreadsheet',
      description: 'With source=ogp: takes the CSV or XLSX file as the Open Government Partnership publishes it and answers 202 at once; the import goes on plan by plan and GET shows how far it is. The same file again changes nothing. Columns are found by their header, in any order and under the names of several editions; those that are unknown are listed and left. What could be read in more than one way is listed as a decision. What no person could send is left out, as a decision too. What others wrote since is kept. There is no dry run: dryRun, digest and plan are refused. At most 100,000 rows, 1,000 columns and 100,000 characters a cell.\n\nWith any other source: takes a table of commitments and milestones of plans that exist, of at most 20,000 rows, 1,000 columns and 1,000,000 cells. With dryRun=true it answers what would become of each row, with all errors and a digest; with that digest it is applied, by the rules of plan documents, in one transaction or not at all. Columns are found by their header (in en, es and fr; languages as `title:es`). A row is known by the id, the OGP code or the external id of the source, never by its place; an empty cell leaves what stands, `(none)` empties it, and what the file leaves out is reported as missing and stays. Reviews and assessments are out of reach.',
      query: ImportQuery,
      body: Spreadsheet,
      consumes: [...TABLE_TYPES, 'multipart/form-data'],
      answer: Import,
      status: 202,
      also: { 200: 'What became of each row of a table, or would' },
      headers: { Location: 'Address of the import' },
      secured: true,
      problems: ['import-unusable', 'import-running', 'revision-required', 'data-moved', 'code-immutable', 'already-exists']
    })
  }, async (request, reply) => {
    if (isTable(request.query)) return receiveTable(request, reply, request.query)
    refuseOfTables(request.query)
    if (!Buffer.isBuffer(request.body)) throw new ProblemError('unsupported-media-type', `Send the spreadsheet as it is, with Content-Type: text/csv or ${XLSX}.`)
    const { sheet, headerRow } = request.query
    const format = request.headers['content-type']?.startsWith(XLSX) === true ? 'xlsx' : 'csv'
    const accepted = await importer.start(writeContext(deps, request), { bytes: request.body, format, sheet, headerRow })
    return reply.code(202).headers({ location: `/v1/imports/${accepted.id}`, 'cache-control': 'no-store' }).send(accepted)
  })

  app.get('/v1/imports', {
    ...reads,
    schema: operation({
      id: 'listImports',
      tag: 'Imports',
      summary: 'Imports',
      description: 'Newest first unless sorted otherwise: all of them for the desk; for an editor those of OGP\'s data, and tables of which it may write every plan.',
      query: ImportListQuery,
      answer: ImportPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, importListing(principalOf(request))))

  app.get('/v1/imports/:import', {
    ...reads,
    schema: operation({
      id: 'getImport',
      tag: 'Imports',
      summary: 'One import',
      description: 'How far it is, and its report once it is done. A table is for the desk, and editors of every plan that it is about.',
      params: idParams('import'),
      answer: Import,
      secured: true,
      conditional: true
    })
  }, async (request, reply) => {
    return sendRepresentation(request, reply, await seenImport(deps, request))
  })

  app.get('/v1/imports/:import/decisions', {
    ...reads,
    schema: operation({
      id: 'listImportDecisions',
      tag: 'Imports',
      summary: 'Decisions of an import',
      description: 'Every cell that needed a decision: row, column, value, and what was done.',
      params: idParams('import'),
      query: DecisionQuery,
      answer: DecisionPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => {
    await seenImport(deps, request)
    return sendList(deps, request, reply, decisionListing(request.params.import, request.query))
  })

  tableRowRoutes(app, deps)
  mappingRoutes(app, deps)
  templateRoutes(app, deps)
}
