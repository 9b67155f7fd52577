import Type, { type Static } from 'typebox'
import type { Deps } from '../../../deps.ts'
import { sendRepresentation } from '../../../http/conditional.ts'
import { found } from '../../../http/found.ts'
import { operation } from '../../../http/operation.ts'
import type { App } from '../../../http/type-provider.ts'
import { Slug, codes, record } from '../../../schema/scalars.ts'
import { XLSX } from '../../../sheet/sheet.ts'
import { findCodes } from '../../code-list/code-list.store.ts'
import { findPlan } from '../../plan-document/plan-document.store.ts'
import { FIELDS } from '../table/field.rules.ts'
import { policyAreaIds } from '../table/table.store.ts'
import { templateWorkbook } from './workbook.ts'

type TemplateQuery = Static<typeof TemplateQuery>
const TemplateQuery = record({
  language: Type.Optional(codes(['en', 'es', 'fr'], { default: 'en', description: 'Of headers, lists and instructions; any of them is read back' })),
  plan: Type.Optional({ ...Slug, description: 'The action plan to fill it with' })
})

/** Lists of codes that its cells take. */
const LISTS = [...new Set(Object.values(FIELDS).flatMap(({ list }) => list ?? []))]

export function templateRoutes (app: App, deps: Deps): void {
  app.get('/v1/exports/template.xlsx', {
    config: { produces: [XLSX] },
    schema: operation({
      id: 'getImportTemplate',
      tag: 'Imports',
      summary: 'A workbook to fill in and import',
      description: 'Sheets for commitments and milestones, with drop-downs from the code lists and instructions. With plan= it holds that plan as it stands: sent back unchanged to /v1/imports it changes nothing.',
      query: TemplateQuery,
      answer: { [XLSX]: { schema: { type: 'string', contentMediaType: XLSX, maxLength: 2147483647, description: 'The workbook' } } },
      conditional: true,
      problems: ['not-found']
    })
  }, async (request, reply) => {
    const { language = 'en', plan } = request.query as TemplateQuery
    const stored = plan === undefined ? undefined : found(await findPlan(deps.db, plan), `There is no action plan ${plan}.`)
    const lists: Record<string, Awaited<ReturnType<typeof findCodes>>> = {}
    for (const list of LISTS) lists[list] = await findCodes(deps.db, list)
    const workbook = await templateWorkbook(language, lists, await policyAreaIds(deps.db), stored)
    reply.header('content-disposition', `attachment; filename="${plan ?? 'template'}.xlsx"`)
    return sendRepresentation(request, reply, workbook, undefined, XLSX)
  })
}
