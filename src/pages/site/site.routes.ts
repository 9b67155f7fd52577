import type { FastifyReply, FastifyRequest } from 'fastify'
import Type, { type Static, type TSchema } from 'typebox'
import { milestonesChart } from '../../charts/milestones.tsx'
import { type Said, voicesChart } from '../../charts/voices.tsx'
import type { Db } from '../../db/database.ts'
import { countRows, listRows } from '../../db/keyset.ts'
import { type Deps, today } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { readList, readRows } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { pageQuery } from '../../schema/page.ts'
import { commitmentParams, slugParams } from '../../schema/params.ts'
import { actionPlanListing, findActionPlan, findPlanSummary } from '../../resources/action-plan/action-plan.store.ts'
import { COMMITMENT_INCLUDES, type Commitment } from '../../resources/commitment/commitment.schemas.ts'
import type { CommitmentQuery } from '../../resources/commitment/commitment.query.ts'
import { commitmentListing, findPresentCommitment } from '../../resources/commitment/commitment.store.ts'
import type { CommitmentDiff } from '../../resources/diff/diff.schemas.ts'
import { type RecordedRange, findRange } from '../../resources/diff/diff.store.ts'
import { diffOf, withoutErased } from '../../resources/diff/diff.view.ts'
import { allChanges } from '../../resources/feed/feed.store.ts'
import { findMember, memberListing } from '../../resources/member/member.store.ts'
import { readChartLabels } from '../../resources/stats/chart.routes.ts'
import type { ChartQuery } from '../../resources/stats/chart.schemas.ts'
import { type Asked as Charted, drawAreas, drawCompletion, drawFreshness, drawMilestones, scaleOf } from '../../resources/stats/chart.drawing.ts'
import type { Voices } from '../../resources/voices/voices.schemas.ts'
import { findVoices } from '../../resources/voices/voices.store.ts'
import { findHits, matchOf, searchAmong } from '../../resources/search/search.store.ts'
import { type SearchHit, SearchQuery } from '../../resources/search/search.schemas.ts'
import { type Wanted, findLike, findWanted } from '../../resources/search/wanted.store.ts'
import { changesPage } from './changes.page.tsx'
import { movedTo } from './commitment.parts.tsx'
import { commitmentPage } from './commitment.page.tsx'
import { guidePage } from './guide.page.tsx'
import { homePage } from './home.page.tsx'
import { readLabels } from './labels.ts'
import { LANGUAGES, type Language } from './language.ts'
import { type Page, pageOf } from './layout.tsx'
import { memberPage, membersPage } from './members.page.tsx'
import { planPage } from './plan.page.tsx'
import { type Asked, CHOICES, CHOICE_NAMES, type Choice, type Searched, searchPage } from './search.page.tsx'
import { readNames } from './site.store.ts'
import { STYLE, STYLE_NAME } from './style.ts'

/** Pages for people: HTML made here, no script, in three languages, of what the API gives everybody. */

const HTML = 'text/html; charset=utf-8'
/** Milestones that a page draws: more would make its first view heavy. */
const MOST_STEPS = 24
/** Others may add parameters of their own to links. */
const PAGED = Type.Object({ page: pageQuery.cursor })
/** The question, and one value of each filter that the page knows. */
const SEARCHED = Type.Object({
  page: pageQuery.cursor,
  q: SearchQuery.properties.q,
  ...Object.fromEntries(Object.keys(CHOICES).map(name => [name, Type.Optional((SearchQuery.properties[name as Choice] as unknown as { items: TSchema }).items)]))
})
type Paged = Static<typeof PAGED>
const html = { 'text/html': { schema: { type: 'string', maxLength: 10000000 } } }

export function siteRoutes (app: App, deps: Deps): void {
  app.get(`/assets/${STYLE_NAME}`, {
    config: { produces: ['text/css'] },
    schema: operation({ id: 'getStyle', tag: 'Pages', summary: 'The style sheet', description: 'How pages look. Its name changes with what it holds.', answer: { 'text/css': { schema: { type: 'string', maxLength: 100000 } } }, conditional: true })
  }, async (request, reply) => sendRepresentation(request, reply.header('cache-control', 'public, max-age=31536000, immutable'), STYLE, undefined, 'text/css; charset=utf-8'))
  for (const language of LANGUAGES) pagesIn(app, deps, language)
}

function pagesIn (app: App, deps: Deps, language: Language): void {
  const { db } = deps
  const base = deps.config.publicUrl
  const send = (request: FastifyRequest, reply: FastifyReply, page: Page): FastifyReply => sendRepresentation(request, reply, pageOf(deps.config, page), undefined, HTML)
  const id = (name: string): string => `get${name}Page${language[0]?.toUpperCase()}${language[1]}`

  const page = (name: string, summary: string) => ({
    config: { produces: ['text/html'] },
    meta: { id: id(name), tag: 'Pages', summary, description: `${summary}, as a page in ${language}. It shows what the API gives everybody.`, answer: html, conditional: true }
  })
  const options = <P extends object>({ meta, ...rest }: ReturnType<typeof page>, parts: P) => ({ ...rest, schema: operation({ ...meta, ...parts }) })

  /** What charts draw of the commitments that filters choose. */
  const charted = async (query: ChartQuery): Promise<Charted<ChartQuery>> => ({ db, query, day: today(deps), language, labels: await readChartLabels(db, language) })

  app.get(`/${language}`, options(page('Home', 'What is tracked'), {}), async (request, reply) => {
    const first = async (query: CommitmentQuery, sort: string): Promise<Commitment[]> =>
      (await listRows(db, commitmentListing(query, today(deps)), { sort, limit: 5, after: null })).slice(0, 5).map(({ body }) => body)
    return send(request, reply, homePage(language, await readLabels(db, language), {
      members: await countRows(db, memberListing({})),
      plans: await countRows(db, actionPlanListing({})),
      commitments: await countRows(db, commitmentListing({}, today(deps))),
      overdue: await first({ overdue: true, lifecycle: ['active'] }, 'nextDueOn'),
      diverging: await first({ diverges: true }, '-divergence'),
      completion: await drawCompletion(await charted({}))
    }))
  })

  app.get(`/${language}/members`, options(page('Members', 'Members'), { query: PAGED, problems: ['invalid-cursor'] as const }), async (request, reply) => {
    const { items, nextCursor } = await readList(deps, request, memberListing({}), { sort: 'id', limit: 200, cursor: (request.query as Paged).page })
    return send(request, reply, membersPage(language, await readLabels(db, language), items, nextCursor))
  })

  app.get(`/${language}/members/:member`, options(page('Member', 'One member and its plans'), { params: slugParams('member'), query: PAGED, problems: ['invalid-cursor'] as const }), async (request, reply) => {
    const { member: slug } = request.params as { member: string }
    const member = found(await findMember(db, slug), `There is no member ${slug}.`)
    const { items, nextCursor } = await readList(deps, request, actionPlanListing({ member: [slug] }), { sort: '-cycleYear', limit: 100, cursor: (request.query as Paged).page })
    const chosen = await charted({ member: [slug] })
    return send(request, reply, memberPage(language, await readLabels(db, language), member, items, nextCursor, { completion: await drawCompletion(chosen), areas: await drawAreas(chosen) }))
  })

  app.get(`/${language}/plans/:plan`, options(page('Plan', 'One action plan and its commitments'), { params: slugParams('plan'), query: PAGED, problems: ['invalid-cursor'] as const }), async (request, reply) => {
    const { plan: slug } = request.params as { plan: string }
    const plan = found(await findActionPlan(db, slug), `There is no action plan ${slug}.`)
    const { items, nextCursor } = await readList(deps, request, commitmentListing({ plan: [slug] }, today(deps)), { sort: 'code', limit: 50, cursor: (request.query as Paged).page })
    const chosen = await charted({ plan: [slug] })
    return send(request, reply, planPage(language, await readLabels(db, language), {
      plan,
      member: found(await findMember(db, plan.member), ''),
      summary: found(await findPlanSummary(db, slug, today(deps)), ''),
      commitments: items,
      cursor: nextCursor,
      steps: await drawMilestones(chosen, MOST_STEPS),
      reported: await drawFreshness(chosen)
    }))
  })

  app.get(`/${language}/commitments/:commitment`, options(page('Commitment', 'One commitment and what three voices say of it'), { params: commitmentParams }), async (request, reply) => {
    const { commitment: reference } = request.params as { commitment: string }
    const whole = await findPresentCommitment(db, reference, today(deps), COMMITMENT_INCLUDES)
    const commitment = found(whole, `There is no commitment ${reference}.`)
    const plan = found(await findActionPlan(db, commitment.plan), '')
    const diff = commitment.revision === 1 ? undefined : await diffSinceFirst(db, reference)
    const voices = found(await findVoices(db, reference), '')
    const similar = await likeIt(reference)
    return send(request, reply, commitmentPage(language, await readLabels(db, language), {
      base,
      commitment,
      plan: { ...plan, member: found(await findMember(db, plan.member), '') },
      voices,
      drawn: await drawnOf(commitment, voices),
      diff,
      similar,
      names: await readNames(db, { ...namedBy(commitment, diff), members: similar.map(({ member }) => member) })
    }))
  })

  /** The pictures of one commitment, of what its page says beneath them. */
  async function drawnOf ({ code, id, milestones = [], progressUpdates = [] }: Commitment, { government, civilSociety, irm }: Voices) {
    const labels = await readChartLabels(db, language)
    const said = (voice: Said['voice'], points: { on: string | null, completion: string | null }[]): Said[] => points.flatMap(({ on, completion }) => on === null ? [] : [{ voice, on, completion }])
    const steps = milestones.filter(({ lifecycle }) => lifecycle === 'active').map(one => ({ ...one, commitment: code ?? id, movedTo: movedTo(one, progressUpdates) }))
    return {
      voices: voicesChart([...said('government', government), ...said('civilSociety', civilSociety), ...said('irm', irm)], scaleOf(labels), language),
      milestones: milestonesChart(steps.slice(0, MOST_STEPS), steps.length, labels, today(deps), language)
    }
  }

  app.get(`/${language}/search`, options(page('Search', 'Commitments by words'), { query: SEARCHED, problems: ['invalid-cursor'] as const }), async (request, reply) => {
    const asked = request.query as Asked
    const labels = await readLabels(db, language)
    return send(request, reply, searchPage(language, labels, asked, asked.q === undefined ? undefined : await search(request, asked.q, asked)))
  })

  /** What the search gives everybody, with the names that its answer only has the ids of. */
  async function search (request: FastifyRequest, q: string, { page: cursor, q: _, ...chosen }: Asked): Promise<Searched> {
    const choice = Object.fromEntries(Object.entries(chosen).map(([name, value]) => [name, [name === 'cycleYear' ? Number(value) : value]]))
    const search = searchAmong(choice, today(deps), await findWanted(db, q))
    const { items, nextCursor, read: hits } = await readRows(deps, request,
      page => findHits(db, search, { ...page, highlights: true, facets: CHOICE_NAMES }),
      { sort: '-score', limit: 20, cursor })
    const { facets } = hits
    const ids = (name: 'member' | 'policyArea'): string[] => [...facets[name].map(({ value }) => value), ...(chosen[name] === undefined ? [] : [chosen[name]])]
    const names = await readNames(db, { members: [...ids('member'), ...items.map(({ member }) => member)], policyAreas: ids('policyArea') })
    return {
      hits: items,
      facets,
      corrected: search.wanted.corrected,
      match: matchOf(search, hits),
      cursor: nextCursor,
      names
    }
  }

  /** What other members promise that is like it. */
  async function likeIt (reference: string): Promise<SearchHit[]> {
    const search = searchAmong({}, today(deps), await findLike(db, reference) as Wanted)
    const { rows } = await findHits(db, search, { limit: 5, after: null, highlights: false, facets: [] })
    return rows.slice(0, 5).map(({ body }) => body)
  }

  app.get(`/${language}/changes`, options(page('Changes', 'Every change, newest first'), { query: PAGED, problems: ['invalid-cursor'] as const }), async (request, reply) => {
    const { items, nextCursor } = await readList(deps, request, allChanges(), { sort: '-index', limit: 50, cursor: (request.query as Paged).page })
    return send(request, reply, changesPage(language, items, nextCursor))
  })

  for (const topic of ['about', 'verify', 'developers'] as const) {
    const name = { about: 'About', verify: 'Verify', developers: 'Developers' }[topic]
    app.get(`/${language}/${topic}`, options(page(name, { about: 'The method', verify: 'How to verify the record', developers: 'How to use the API' }[topic]), {}),
      async (request, reply) => send(request, reply, guidePage(language, topic, base)))
  }
}

/** Undefined where there is nothing to compare with: the first revision was erased, or there are too many. */
async function diffSinceFirst (db: Db, reference: string): Promise<CommitmentDiff | undefined> {
  const range = await findRange(db, reference, 1, undefined) as RecordedRange
  const { revisions } = range
  if (revisions === null || revisions.some(({ type, facts }) => type === 'commitment' && facts === null)) return undefined
  return diffOf(range, withoutErased(revisions))
}

/** Everything that the page of a commitment calls by its name. */
function namedBy ({ stakeholders, policyAreas, progressUpdates = [], reviews = [], assessments = [], status }: Commitment, diff: CommitmentDiff | undefined) {
  const removed = (diff?.changedScope ?? []).map(({ subject }) => subject)
  const speakers = reviews.flatMap(({ organisation, replies }) => [...(organisation === null ? [] : [organisation]), ...replies.map(reply => reply.institution)])
  return {
    institutions: [...stakeholders.map(one => one.institution), ...progressUpdates.map(one => one.institution), ...speakers, ...removed],
    policyAreas,
    reports: [...assessments.map(one => one.report), ...(status.irm === null ? [] : [status.irm.report])]
  }
}
