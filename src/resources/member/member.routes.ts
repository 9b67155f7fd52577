import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { slugParams } from '../../schema/params.ts'
import { pageOf } from '../../schema/page.ts'
import { Member, MemberQuery } from './member.schemas.ts'
import { findMember, memberListing } from './member.store.ts'

export const MemberPage = pageOf(Member)

export function memberRoutes (app: App, deps: Deps): void {
  app.get('/v1/members', {
    schema: operation({
      id: 'listMembers',
      tag: 'Reference',
      summary: 'Members of the Partnership',
      description: 'Countries and local governments, by id unless sorted otherwise.',
      query: MemberQuery,
      answer: MemberPage,
      conditional: true,
      problems: ['invalid-cursor']
    })
  }, async (request, reply) => sendList(deps, request, reply, memberListing(request.query)))

  app.get('/v1/members/:member', {
    schema: operation({
      id: 'getMember',
      tag: 'Reference',
      summary: 'One member',
      description: 'A country or local government with its standing in the Partnership.',
      params: slugParams('member'),
      answer: Member,
      conditional: true
    })
  }, async (request, reply) => {
    const member = found(await findMember(deps.db, request.params.member), `There is no member ${request.params.member}.`)
    return sendRepresentation(request, reply, member, member.revision)
  })
}
