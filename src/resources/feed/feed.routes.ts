import type { FastifyReply, FastifyRequest } from 'fastify'
import Negotiator from 'negotiator'
import type { Listing } from '../../db/keyset.ts'
import { type Deps, today } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { ALWAYS } from '../../http/headers.ts'
import { targetOf } from '../../http/methods.ts'
import { type Operation, operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { PLURALS } from '../../log/plural.ts'
import { commitmentParams, slugParams } from '../../schema/params.ts'
import { record } from '../../schema/scalars.ts'
import { findActionPlan } from '../action-plan/action-plan.store.ts'
import { commitmentListing, findPresentCommitment } from '../commitment/commitment.store.ts'
import { findInstitution } from '../institution/institution.store.ts'
import { findMember } from '../member/member.store.ts'
import { findPolicyArea } from '../policy-area/policy-area.store.ts'
import { CommitmentFeedQuery, FeedQuery, type Format, LANGUAGES, type Language, formatParam } from './feed.schemas.ts'
import { type FeedChange, PAGE, allChanges, changesOf, changesOfCommitments, listChanges } from './feed.store.ts'
import { atomFeed, inLanguage, jsonFeed } from './feed.view.ts'
import { WORDS } from './words.rules.ts'

/** What was erased must leave caches soon (api.md, section 1.7). */
const CACHE = 'public, max-age=300, must-revalidate'

const TYPES: Record<Format, string> = { atom: 'application/atom+xml', json: 'application/feed+json' }
/** The ending of the address decides; readers ask for many types of XML and JSON, and take any. */
const config = { produces: [...Object.values(TYPES), 'application/xml', 'text/xml', 'application/json'] }

const DESCRIPTION = 'Newest first, 50 on a page; `next` leads to older ones (RFC 5005). Every change is of the public log: what was withdrawn, retracted or redacted comes as an entry that says so. An entry tells the day of a change and never the hour.'

/** An operation that answers with a feed. */
const feedOperation = <O extends Omit<Operation, 'tag' | 'answer' | 'conditional'>>(given: O) => operation({
  tag: 'Record' as const,
  conditional: true as const,
  answer: { [TYPES.atom]: { schema: { type: 'string', maxLength: 2147483647 } }, [TYPES.json]: { schema: { $ref: 'JsonFeed#' } } },
  asked: { 'Accept-Language': 'en, es or fr; `language` counts before it' },
  ...given,
  description: `${given.description} ${DESCRIPTION}`
})

/** The address that was asked for, without `before` and with other parameters instead; no character in it that no URI may hold (RFC 3986, appendix A). */
function addressOf (request: FastifyRequest, parameters: { before?: number, language?: undefined }): string {
  const url = new URL(targetOf(request).replace(/["<>\\^`{|}[\]]/g, encodeURIComponent), 'http://host')
  for (const [name, value] of Object.entries({ before: undefined, ...parameters })) {
    if (value === undefined) url.searchParams.delete(name)
    else url.searchParams.set(name, String(value))
  }
  return `${url.pathname}${url.search}`
}

interface Subject {
  title: (language: Language) => string
  /** Address of what the feed is about. */
  about: string
  /** Path of the page that tells of it, if there is one, without the language. */
  page?: string
  changes: Listing<FeedChange>
}

export function feedRoutes (app: App, deps: Deps): void {
  const send = async (request: FastifyRequest, reply: FastifyReply, { title, about, page: path, changes }: Subject): Promise<FastifyReply> => {
    const { feed: format } = request.params as { feed: Format }
    const query = request.query as FeedQuery
    const language = query.language ?? new Negotiator(request).language([...LANGUAGES]) as Language | undefined ?? 'en'
    const rows = await listChanges(deps.db, changes, query.before)
    const shown = rows.slice(0, PAGE)
    const page = (before: number | undefined): string => addressOf(request, before === undefined ? {} : { before })
    const feed = {
      title: title(language), language, publicUrl: deps.config.publicUrl, about, page: path === undefined ? null : `/${language}/${path}`, plurals: PLURALS, changes: shown, self: page(query.before), first: page(undefined), next: rows.length > PAGE ? page(shown.at(-1)?.index) : null
    }
    reply.headers({ 'cache-control': CACHE, vary: `${ALWAYS.vary}, Accept-Language`, 'content-language': language })
    return sendRepresentation(request, reply, format === 'atom' ? atomFeed(feed) : jsonFeed(feed), undefined, `${TYPES[format]}; charset=utf-8`)
  }

  app.get('/v1/feeds/changes.:feed', {
    config,
    schema: feedOperation({ id: 'getChangesFeed', summary: 'Feed of everything', description: 'Every change as Atom or JSON Feed.', params: record(formatParam), query: FeedQuery })
  }, async (request, reply) => send(request, reply, { title: language => WORDS[language].all, about: '/v1/changes', page: 'changes', changes: allChanges() }))

  app.get('/v1/feeds/commitments.:feed', {
    config,
    schema: feedOperation({
      id: 'getCommitmentsFeed',
      summary: 'Feed of a search',
      description: 'Changes of the commitments that the filters of /v1/commitments find now, with their milestones and what is said of them.',
      params: record(formatParam),
      query: CommitmentFeedQuery
    })
  }, async (request, reply) => {
    const { before: _before, language: _language, ...filters } = request.query
    const about = addressOf(request, { language: undefined }).replace(/^[^?]*/, '/v1/commitments')
    return send(request, reply, { title: language => WORDS[language].commitments, about, changes: changesOfCommitments(commitmentListing(filters, today(deps)).filters) })
  })

  app.get('/v1/feeds/members/:member.:feed', {
    config,
    schema: feedOperation({ id: 'getMemberFeed', summary: 'Feed of a member', description: 'Changes of a member, its plans and all that belongs to them.', params: record({ ...slugParams('member').properties, ...formatParam }), query: FeedQuery })
  }, async (request, reply) => {
    const { id, name } = found(await findMember(deps.db, request.params.member), `There is no member ${request.params.member}.`)
    return send(request, reply, { title: language => inLanguage(name, language), about: `/v1/members/${id}`, page: `members/${id}`, changes: changesOf('member', id) })
  })

  app.get('/v1/feeds/action-plans/:plan.:feed', {
    config,
    schema: feedOperation({ id: 'getActionPlanFeed', summary: 'Feed of an action plan', description: 'Changes of a plan, its commitments and reports, and all that belongs to them.', params: record({ ...slugParams('plan').properties, ...formatParam }), query: FeedQuery })
  }, async (request, reply) => {
    const { id, title } = found(await findActionPlan(deps.db, request.params.plan), `There is no action plan ${request.params.plan}.`)
    return send(request, reply, { title: language => inLanguage(title, language), about: `/v1/action-plans/${id}`, page: `plans/${id}`, changes: changesOf('action-plan', id) })
  })

  app.get('/v1/feeds/commitments/:commitment.:feed', {
    config,
    schema: feedOperation({ id: 'getCommitmentFeed', summary: 'Feed of a commitment', description: 'Changes of a commitment and its milestones, and what every voice says of it.', params: record({ ...commitmentParams.properties, ...formatParam }), query: FeedQuery })
  }, async (request, reply) => {
    const { commitment: reference } = request.params
    const commitment = await findPresentCommitment(deps.db, reference, today(deps))
    const { id, code, title } = found(commitment, `There is no commitment ${reference}.`)
    return send(request, reply, { title: language => [code, inLanguage(title, language)].filter(Boolean).join(' · '), about: `/v1/commitments/${id}`, page: `commitments/${id}`, changes: changesOf('commitment', id) })
  })

  app.get('/v1/feeds/institutions/:institution.:feed', {
    config,
    schema: feedOperation({ id: 'getInstitutionFeed', summary: 'Feed of an institution', description: 'Changes of an institution, of the commitments it has a part in, and what it says under its own name.', params: record({ ...slugParams('institution').properties, ...formatParam }), query: FeedQuery })
  }, async (request, reply) => {
    const { id, name } = found(await findInstitution(deps.db, request.params.institution), `There is no institution ${request.params.institution}.`)
    return send(request, reply, { title: language => inLanguage(name, language), about: `/v1/institutions/${id}`, changes: changesOf('institution', id) })
  })

  app.get('/v1/feeds/policy-areas/:policyArea.:feed', {
    config,
    schema: feedOperation({ id: 'getPolicyAreaFeed', summary: 'Feed of a policy area', description: 'Changes of a policy area and of its commitments, with what is said of them.', params: record({ ...slugParams('policyArea').properties, ...formatParam }), query: FeedQuery })
  }, async (request, reply) => {
    const { id, name } = found(await findPolicyArea(deps.db, request.params.policyArea), `There is no policy area ${request.params.policyArea}.`)
    return send(request, reply, { title: language => inLanguage(name, language), about: `/v1/policy-areas/${id}`, changes: changesOf('policy-area', id) })
  })
}
