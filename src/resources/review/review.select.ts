import { type RawBuilder, sql } from 'kysely'
import { redactionsOf } from '../../db/json.ts'
import type { Review, ReviewFacts } from './review.schemas.ts'

const facts = sql`'id', r.id, 'commitment', r.commitment, 'organisation', r.organisation, 'alias', r.alias, 'kind', r.kind,
  'completion', r.completion, 'endorsement', r.endorsement, 'progressUpdate', r.progress_update,
  'didItOpenGovernment', r.did_it_open_government, 'reviewedOn', r.reviewed_on, 'language', r.language,
  'narrative', r.narrative, 'evidence', r.evidence, 'state', r.state`

/** A review as its reader gets it, from a row that is called `r`. */
export const wire = sql<Review>`json_build_object(${facts}, 'replies', (
    select coalesce(json_agg(json_build_object('institution', y.institution, 'repliedOn', y.replied_on, 'text', y.text) order by y.replied_on, y.id), '[]')
    from review_reply y where y.review = r.id), 'redactions', ${redactionsOf('review', sql`r.id`)}, 'revision', r.revision)`

/** Who speaks in a review: an organisation under its own name, or an alias alone. */
export interface Voice { organisation: string | null, alias: string | null }

/** What anybody may read: published reviews, and retracted ones as such. */
export const PUBLIC = sql<boolean>`r.state in ('published', 'retracted')`

/** An alias belongs to one organisation and plan, so that it tells whose a review is as well as a name does. */
export const spokenBy = ({ organisation, alias }: Voice) => alias === null ? sql<boolean>`r.organisation = ${organisation}` : sql<boolean>`r.alias = ${alias}`

/** What this reader may read: what is public, and a voice its own drafts and what it has submitted. */
export const visibleTo = (voice: Voice | null) => voice === null ? PUBLIC : sql<boolean>`(${PUBLIC} or (r.state in ('draft', 'submitted') and ${spokenBy(voice)}))`

export const reviewFacts = (id: RawBuilder<unknown>) =>
  sql<ReviewFacts | null>`(select json_build_object(${facts}) from review r where r.id = ${id})`

export const reviewJson = (id: RawBuilder<unknown>, reader: Voice | null = null) =>
  sql<Review>`(select ${wire} from review r where r.id = ${id} and ${visibleTo(reader)})`

/** All public reviews of a commitment, newest first. */
export const reviewsOf = (commitment: RawBuilder<unknown>) => sql<Review[]>`(
  select coalesce(json_agg(${wire} order by r.reviewed_on desc, r.id desc), '[]') from review r where r.commitment = ${commitment} and ${PUBLIC})`
