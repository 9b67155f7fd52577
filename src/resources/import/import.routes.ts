import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { requireKey, requirePermission } from '../../http/auth.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
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
import { decisionListing, findImport, importListing } from './import.store.ts'

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

const reads = { onRequest: requireKey, preValidation: requirePermission('import:read', async () => ({})) }

export function importRoutes (app: App, deps: Deps): void {
  const importer = createImporter(deps, checksOf(app), error => app.log.error({ err: error }, 'import failed'))
  app.addHook('onClose', () => importer.stop())

  app.post('/v1/imports', {
    bodyLimit: 32 * 1024 * 1024,
    onRequest: requireKey,
    preValidation: requirePermission('import:run', async () => ({})),
    schema: operation({
      id: 'createImport',
      tag: 'Imports',
      summary: 'Import a published spreadsheet',
      description: 'Takes the CSV or XLSX file as published and answers at once; the import goes on plan by plan and GET shows how far it is. The same file again changes nothing. Columns are found by their header, in any order and under the names of several editions; those that are unknown are listed and left; what could be read in more than one way is listed as a decision. What no person could send is left out, as a decision too. What others wrote since is kept. At most 100,000 rows, 1,000 columns and 100,000 characters a cell.',
      query: ImportQuery,
      body: Spreadsheet,
      consumes: ['text/csv', XLSX],
      answer: Import,
      status: 202,
      headers: { Location: 'Address of the import' },
      secured: true,
      problems: ['import-unusable', 'import-running']
    })
  }, async (request, reply) => {
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
      description: 'All imports, newest first unless sorted otherwise.',
      query: ImportListQuery,
      answer: ImportPage,
      secured: true,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, importListing()))

  app.get('/v1/imports/:import', {
    ...reads,
    schema: operation({
      id: 'getImport',
      tag: 'Imports',
      summary: 'One import',
      description: 'How far it is, and its report once it is done.',
      params: idParams('import'),
      answer: Import,
      secured: true,
      conditional: true
    })
  }, async (request, reply) => {
    const one = found(await findImport(deps.db, request.params.import), `There is no import ${request.params.import}.`)
    return sendRepresentation(request, reply, one)
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
    found(await findImport(deps.db, request.params.import), `There is no import ${request.params.import}.`)
    return sendList(deps, request, reply, decisionListing(request.params.import, request.query))
  })
}
