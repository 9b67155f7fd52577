import Type, { type Static } from 'typebox'
import { codes, integer, list, record, text } from '../../schema/scalars.ts'
import { CommitmentQuery } from '../commitment/commitment.query.ts'

export const LANGUAGES = ['en', 'es', 'fr'] as const
export type Language = typeof LANGUAGES[number]

export const FORMATS = ['atom', 'json'] as const
export type Format = typeof FORMATS[number]

/** The ending of the address of a feed, beside what the feed is about. */
export const formatParam = { feed: codes(FORMATS, { description: 'atom or json' }) }

const feedQuery = {
  before: Type.Optional(integer(0, 2147483647, { description: 'Only entries before this index of the public log: how `next` leads to older ones' })),
  language: Type.Optional(codes(LANGUAGES, { description: 'Language of titles and summaries, where they exist in it; else by Accept-Language' }))
}

export type FeedQuery = Static<typeof FeedQuery>
export const FeedQuery = record(feedQuery)

const { limit: _limit, cursor: _cursor, knownAt: _knownAt, fields: _fields, include: _include, sort: _sort, ...filters } = CommitmentQuery.properties
/** The filters of `/v1/commitments`. */
export const CommitmentFeedQuery = record({ ...filters, ...feedQuery })

const url = Type.String({ maxLength: 100000, format: 'uri' })

/** JSON Feed 1.1, with what this service uses of it. */
export const JsonFeed = record({
  version: text(60),
  title: text(100000),
  home_page_url: url,
  feed_url: url,
  next_url: Type.Optional({ ...url, description: 'Older entries; absent on the last page' }),
  language: codes(LANGUAGES),
  items: list(record({
    id: text(2000, { description: 'Stays as it is, whatever becomes of the entry' }),
    url,
    title: text(100000),
    content_text: text(100000, { description: 'Plain text' }),
    date_modified: Type.String({ format: 'date-time', maxLength: 35, description: 'The day of the change, at midnight: no hour is published' }),
    tags: list(text(120), 10, { description: 'Kind of entity and of change' }),
    authors: list(record({ name: text(100000) }), 1, { description: 'The institution that wrote it, or its alias, or its role' })
  }), 50)
}, {
  $id: 'JsonFeed',
  description: 'JSON Feed 1.1 of changes, newest first',
  examples: [{
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Mexico',
    home_page_url: 'https://tracker.example.org/v1/members/mexico',
    feed_url: 'https://tracker.example.org/v1/feeds/members/mexico.json',
    language: 'en',
    items: [{
      id: 'tag:tracker.example.org,2026-11-22:/v1/members/mexico/revisions/1', url: 'https://tracker.example.org/v1/members/mexico/revisions/1', title: 'Member, new: Mexico', content_text: 'Mexico', date_modified: '2026-11-22T00:00:00.000Z', tags: ['member', 'create'], authors: [{ name: 'The service' }]
    }]
  }]
})
