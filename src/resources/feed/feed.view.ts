import { generateAtomFeed, generateJsonFeed } from 'feedsmith'
import type { EntityType } from '../../log/revision.store.ts'
import type { Language } from './feed.schemas.ts'
import type { FeedChange } from './feed.store.ts'
import { pageOf } from './page.rules.ts'
import { WORDS } from './words.rules.ts'
import { xmlText } from '../../schema/xml.ts'

/** A page of changes as Atom (RFC 4287, paged by RFC 5005) and as JSON Feed 1.1. All text is plain text: what looks like markup stays as it was written. */

type Texts = Record<string, string>

export interface Feed {
  title: string
  language: Language
  publicUrl: string
  /** Addresses below `publicUrl`: of what the feed is about, as data and as the page for people where there is one, of this page of the feed, of the newest one, and of the next older one. */
  about: string
  page: string | null
  self: string
  first: string
  next: string | null
  changes: FeedChange[]
  /** Of an entity type, as addresses name it. */
  plurals: Record<EntityType, string>
}

/** Members in which an entity says its name, and what it has to say. */
const NAMES = ['name', 'title', 'shortTitle']
const SAID = ['narrative', 'text', 'statement', 'description', 'challenges', 'expectedOutput']
/** Characters of a summary and of a name; the whole text is at the address of the entry. */
const LONGEST = 2000
const LONGEST_NAME = 300
/** Of a feed without an entry: it must have a day, which must not change from day to day. */
const NEVER = '1970-01-01'

/** Where to read on: the page for people first, then the data. */
const alternates = (page: string, data: string) => [...(page === data ? [] : [{ rel: 'alternate', href: page, type: 'text/html' }]), { rel: 'alternate', href: data, type: 'application/json' }]

/** A text in the language, else in English, else in any. */
export const inLanguage = (texts: Texts, language: Language): string => (texts[language] ?? texts.en ?? Object.values(texts)[0]) as string

const isTexts = (value: unknown): value is Texts => typeof value === 'object' && value !== null && !Array.isArray(value)

const cut = (text: string, length: number): string => text.length > length ? `${text.slice(0, length).toWellFormed()}…` : text

function firstOf (body: FeedChange['body'], members: string[], language: Language): string | undefined {
  const texts = members.map(member => body?.[member]).find(isTexts)
  return texts === undefined ? undefined : inLanguage(texts, language)
}

function entryOf (change: FeedChange, { language, publicUrl, plurals }: Feed) {
  const { type, id, revision, op, on, body, role, alias, institution, about } = change
  const words = WORDS[language]
  const own = firstOf(body, NAMES, language)
  const name = [...(about === null ? [own ?? id] : [about.code, inLanguage(about.title, language), ...(type === 'commitment' ? [] : [own])])].filter(Boolean).join(' · ')
  const title = xmlText(`${words.kinds[type]}, ${words.ops[op]}: ${cut(name, LONGEST_NAME)}`)
  const path = `/v1/${plurals[type]}/${id}/revisions/${revision}`
  const page = pageOf(language, change)
  const said = body === null ? words.redacted : firstOf(body, SAID, language)
  return {
    // A tag (RFC 4151) by the day of the change: it stays, whatever is redacted and wherever the service moves within its host.
    id: `tag:${new URL(publicUrl).hostname.replace(/[^a-z0-9.-]/g, '-')},${on}:${path}`,
    url: `${publicUrl}${page ?? path}`,
    data: `${publicUrl}${path}`,
    title,
    text: xmlText(said === undefined ? title : cut(said, LONGEST)),
    on: new Date(on),
    tags: [type, op],
    author: xmlText(alias ?? (institution === null ? words.roles[role] as string : inLanguage(institution, language)))
  }
}

export function atomFeed (feed: Feed): string {
  const { title, language, publicUrl, about, page, self, first, next, changes } = feed
  const type = 'application/atom+xml'
  const links = [{ rel: 'self', href: self, type }, { rel: 'first', href: first, type }, ...(next === null ? [] : [{ rel: 'next', href: next, type }])]
  return generateAtomFeed({
    id: `${publicUrl}${first.split('?', 1)[0]}#${encodeURIComponent(first.split('?')[1] ?? language)}`,
    title: { value: xmlText(title), type: 'text' },
    updated: new Date(changes[0]?.on ?? NEVER),
    links: [...links.map(link => ({ ...link, href: `${publicUrl}${link.href}` })), ...alternates(`${publicUrl}${page ?? about}`, `${publicUrl}${about}`)],
    xml: { lang: language },
    entries: changes.map(change => entryOf(change, feed)).map(({ id, url, data, title, text, on, tags, author }) => ({
      id,
      title: { value: title, type: 'text' },
      updated: on,
      authors: [{ name: author }],
      links: alternates(url, data),
      categories: tags.map(term => ({ term })),
      content: { value: text, type: 'text' }
    }))
  }, { strict: true })
}

export function jsonFeed (feed: Feed): object {
  const { title, language, publicUrl, about, page, self, next, changes } = feed
  const generated = generateJsonFeed({
    title,
    home_page_url: `${publicUrl}${page ?? about}`,
    feed_url: `${publicUrl}${self}`,
    ...(next === null ? {} : { next_url: `${publicUrl}${next}` }),
    language,
    items: changes.map(change => entryOf(change, feed)).map(({ id, url, title, text, on, tags, author }) => ({
      id, url, title, content_text: text, date_modified: on, tags, authors: [{ name: author }]
    }))
  }) as object
  // The generator leaves out an empty list, which JSON Feed requires.
  return { items: [], ...generated }
}
