import type { Deps } from '../../deps.ts'
import { found } from '../../http/found.ts'
import { permit, requireKey, requirePermission } from '../../http/auth.ts'
import { asSeenBy, requireIfMatch, sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { CREATED, MERGE_PATCH, operation } from '../../http/operation.ts'
import { sendList } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { changed, created, sendWritten } from '../../http/write.ts'
import { writeContext } from '../../http/write-context.ts'
import { slugParams } from '../../schema/params.ts'
import { KnownQuery, pageOf } from '../../schema/page.ts'
import { Member, MemberPatch, MemberQuery, NewMember } from './member.schemas.ts'
import { createMember, updateMember } from './member.service.ts'
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
      query: KnownQuery,
      answer: Member,
      conditional: true
    })
  }, async (request, reply) => {
    const member = await findKnown(deps, request.query, db => findMember(db, request.params.member), `There is no member ${request.params.member}.`)
    return sendRepresentation(request, reply, member, member.revision)
  })

  app.post('/v1/members', {
    onRequest: requireKey,
    preValidation: requirePermission('reference:write', async () => ({})),
    schema: operation({
      id: 'createMember',
      tag: 'Reference',
      summary: 'Add a member',
      description: 'By the tracker\'s own desk. Its id is chosen and stays.',
      body: NewMember,
      answer: Member,
      status: 201,
      headers: CREATED,
      secured: true,
      problems: ['already-exists', 'unknown-reference', 'idempotency-key-reused']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => created('/v1/members', await createMember(tx, writeContext(deps, request), request.body))))

  app.patch('/v1/members/:member', {
    onRequest: requireKey,
    preValidation: async (request) => {
      permit(request.principal, 'reference:write', {})
      found(await findMember(deps.db, request.params.member), `There is no member ${request.params.member}.`)
      requireIfMatch(request)
    },
    schema: operation({
      id: 'updateMember',
      tag: 'Reference',
      summary: 'Change a member',
      description: 'JSON Merge Patch with If-Match, by the tracker\'s own desk. What was said before stays in its revisions.',
      params: slugParams('member'),
      body: MemberPatch,
      ...MERGE_PATCH,
      answer: Member,
      problems: ['revision-required', 'stale-revision', 'unknown-reference']
    })
  }, async (request, reply) => sendWritten(deps, request, reply, async tx => changed(await updateMember(tx, writeContext(deps, request), request.params.member, request.body, asSeenBy(request)))))
}
