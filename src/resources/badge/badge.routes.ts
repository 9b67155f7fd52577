import { type Segment, badge } from '../../charts/badge.tsx'
import { cut } from '../../charts/svg.tsx'
import { type Language, type Words, inLanguage, wordsOf } from '../../charts/words.ts'
import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { commitmentParams } from '../../schema/params.ts'
import { findCodes } from '../code-list/code-list.store.ts'
import type { Commitment } from '../commitment/commitment.schemas.ts'
import { findCommitment } from '../commitment/commitment.store.ts'
import { Badge, BadgeQuery } from './badge.schemas.ts'

const SVG = 'image/svg+xml'

/** A completion, or why there is none. */
type Say = (completion: string | null | undefined) => string

/** Ratings of organisations with how many gave each, and how many contest the claim. */
function tallied ({ completion, endorsement }: NonNullable<Commitment['status']['civilSociety']>, say: Say, words: Words): string {
  const parts = Object.entries(completion).map(([code, n]) => `${say(code)} ${n}`)
  const contested = endorsement.contested === undefined ? [] : [`${words.contested} ${endorsement.contested}`]
  return [...parts.length === 0 ? [words.unrated] : parts, ...contested].join(', ')
}

function segmentsOf ({ government, civilSociety, irm }: Commitment['status'], say: Say, words: Words): Segment[] {
  return [
    { label: words.government, value: say(government === null ? undefined : government.completion) },
    { label: words.civilSociety, value: civilSociety === null ? words.silent : tallied(civilSociety, say, words) },
    { label: words.irm, value: say(irm === null ? undefined : irm.completion) }
  ]
}

/** What each voice says of a commitment, small enough for somebody else's page: never one tick for all. */
export function badgeRoutes (app: App, deps: Deps): void {
  const read = async (reference: string, query: { knownAt?: string, language?: Language }) => {
    const language = query.language as Language
    const words = wordsOf(language)
    const commitment = await findKnown(deps, query, (db, day) => findCommitment(db, reference, day), `There is no commitment ${reference}.`)
    const labels = new Map((await findCodes(deps.db, 'completion')).map(({ code, label }) => [code, inLanguage(label, language)]))
    const say: Say = completion => completion === undefined ? words.silent : completion === null ? words.unrated : labels.get(completion) as string
    return { commitment, language, name: commitment.code ?? cut(inLanguage(commitment.title, language), 100), segments: segmentsOf(commitment.status, say, words) }
  }

  app.get('/v1/badges/commitments/:commitment.svg', {
    config: { produces: [SVG] },
    schema: operation({
      id: 'getCommitmentBadge',
      tag: 'Statistics',
      summary: 'A badge of a commitment',
      description: 'Completion as the government, civil society and the IRM each see it, side by side, to be embedded anywhere. No colour and no tick sums them up.',
      params: commitmentParams,
      query: BadgeQuery,
      answer: { [SVG]: { schema: { type: 'string', maxLength: 100000 } } },
      conditional: true
    })
  }, async (request, reply) => {
    const { name, segments, language } = await read(request.params.commitment, request.query)
    return sendRepresentation(request, reply, badge(name, segments, language), undefined, `${SVG}; charset=utf-8`)
  })

  app.get('/v1/badges/commitments/:commitment.json', {
    schema: operation({
      id: 'getCommitmentBadgeData',
      tag: 'Statistics',
      summary: 'The same badge as data',
      description: 'In the form that shields.io reads from an endpoint, with what each voice says as data beside it.',
      params: commitmentParams,
      query: BadgeQuery,
      answer: Badge,
      conditional: true
    })
  }, async (request, reply) => {
    const { commitment: { status: { government, civilSociety, irm, divergence } }, name, segments } = await read(request.params.commitment, request.query)
    const message = segments.map(({ label, value }) => `${label}: ${value}`).join(' | ')
    return sendRepresentation(request, reply, { schemaVersion: 1, label: name, message, color: 'blue', government, civilSociety, irm, diverges: divergence.diverges })
  })
}
