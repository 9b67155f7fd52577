import { createHash } from 'node:crypto'

/**
 * Names of things that do not move when rows are reordered or columns change. OGP's own keys collide, so a commitment is
 * told by country, plan, number and title, and where even those clash by its text (domain.md, section 4).
 */

export const SOURCE = 'ogp'

const LETTERS: Record<string, string> = { ø: 'o', æ: 'ae', œ: 'oe', ß: 'ss', đ: 'd', ð: 'd', ł: 'l', þ: 'th', ı: 'i', ħ: 'h', '&': ' and ', '’': '', '\'': '' }

/** Lower case a-z, 0-9 and single hyphens; empty for a name without any Latin letter or digit. */
export function slugify (name: string): string {
  return name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
    .replace(/[øæœßđðłþıħ&’']/g, letter => LETTERS[letter] as string)
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
}

/** The first ten hexadecimal digits of SHA-256 over the text without regard to case, width and spacing. */
export function shortHash (text: string): string {
  const normal = text.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ').trim()
  return createHash('sha256').update(normal).digest('hex').slice(0, 10)
}

/**
 * A slug of a free name, of at most `max` characters and a hash. The hash joins where the slug alone would not tell the name:
 * it was cut (at a hyphen), or letters of another script fell away.
 */
export function nameSlug (name: string, max: number): string {
  const slug = slugify(name)
  const kept = slug.length <= max ? slug : slug.slice(0, max + 1).replace(/-[^-]*$/, '').slice(0, max)
  const told = kept === slug && slug !== '' && !/[^\p{Script=Latin}\P{L}]/u.test(name.normalize('NFKC'))
  return told ? slug : [kept, shortHash(name)].filter(part => part !== '').join('-')
}

export const planId = (member: string, number: number): string => `${member}-${number}`

export const planRef = (member: string, number: number): string => `${member}/${number}`

/** The longest number that the schema takes; what is longer, or missing, is told by less. */
export const LONGEST_NUMBER = 40

export function commitmentRef (member: string, plan: number, number: string | null, title: string): string {
  const named = number === null ? '-' : number.length > LONGEST_NUMBER ? shortHash(number) : number
  return `${planRef(member, plan)}/${named}/${shortHash(title)}`
}

/** For commitments that share all of that and differ in their text. */
export const clashRef = (ref: string, text: string): string => `${ref}/${shortHash(text)}`

export type ReportKind = 'progress-report' | 'end-of-term-report'

/** Of a report on a plan, or of what it says of a commitment. */
export const reportRef = (ref: string, kind: ReportKind): string => `${ref}/${kind}`
