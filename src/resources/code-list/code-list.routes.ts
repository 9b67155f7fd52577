import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { slugParams } from '../../schema/params.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { CodeList, CodeListQuery } from './code-list.schemas.ts'
import { findCodeList, codeListListing } from './code-list.store.ts'

export const CodeListPage = pageOf(CodeList)

export function codeListRoutes (app: App, deps: Deps): void {
  app.get('/v1/code-lists', {
    schema: operation({
      id: 'listCodeLists',
      tag: 'Reference',
      summary: 'Code lists',
      description: 'Every enumeration of this API with labels in three languages, order, years and source.',
      query: CodeListQuery,
      answer: CodeListPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, codeListListing()))

  app.get('/v1/code-lists/:name', {
    schema: operation({
      id: 'getCodeList',
      tag: 'Reference',
      summary: 'One code list',
      description: 'An enumeration of this API with labels, order, years and source.',
      params: slugParams('name'),
      query: KnownQuery,
      answer: CodeList,
      conditional: true
    })
  }, async (request, reply) => {
    const codeList = await findKnown(deps, request.query, db => findCodeList(db, request.params.name), `There is no code list ${request.params.name}.`)
    return sendRepresentation(request, reply, codeList, codeList.revision)
  })
}
