/**
 * Numbers that were lowered in a text. Better to miss one than to claim what is not so: a number is found again only where the
 * same words stand around it in its sentence, once in each text, and only where every way to read it says the same.
 */

export interface Lowered { from: string, to: string, around: string }

interface Found { text: string, key: string, near: string[], around: string }

const MOST_NUMBERS = 300
/** A longer row of digits counts nothing. */
const LONGEST = 20
/** Words on each side that must be the same, and how far to look for them. */
const WORDS = 3
const REACH = 60

const NUMBER = /\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*/gu
const WORD = /[%‰€$£¥]|[\p{L}\p{M}\p{N}]+/gu
const SENTENCE_END = /[.!?;。\n]/u
/** Beside one of these it is part of a name, a date, a range or a list: G20, 31/12, 10-20, 2) */
const JOINED_BEFORE = /[\p{L}\p{M}\p{N}.,:/#_–−-]$/u
const JOINED_AFTER = /^(?:[\p{L}\p{M}\p{N}/:)\]_°º–−-]|[.,][\p{L}\p{N}-])/u
const YEAR = /^(?:19|20|21)\d\d$/

/** After one of these, abbreviated or not, a number names something. */
const NAMING = new Set(('article articles art artículo artículos artigo section sections sección secciones seção law ley leyes loi lei act decree decreto décret no nº n° núm num ' +
  'número numéro number chapter capítulo chapitre annex annexe anexo phase fase step paso étape etapa stage version versión versão objective objetivo objectif goal goals sdg sdgs ods odd ' +
  'commitment compromiso compromisso engagement milestone hito jalon marco plan plano page página paragraph párrafo paragraphe parágrafo item ítem indicator indicador indicateur priority prioridad ' +
  'priorité axis eje axe eixo pillar pilar pilier level nivel niveau nível table tabla tableau figure figura resolution resolución résolution resolução point punto ponto part parte partie title título titre ' +
  'n year año année ano rule regla règle day día jour dia').split(' '))

export function numbersLowered (before: string, after: string, language: string): Lowered[] {
  const [old, now] = [numbersOf(before), numbersOf(after)]
  const texts = { old: new Set(before.match(NUMBER)), now: new Set(after.match(NUMBER)) }
  return [...old].flatMap(([key, was]) => {
    const is = now.get(key)
    // What stood or stands elsewhere in the text may have changed places.
    if (was === undefined || is === undefined || texts.now.has(was.text) || texts.old.has(is.text)) return []
    return isLower(was.text, is.text) && !was.near.some(word => monthsOf(language).has(word)) ? [{ from: was.text, to: is.text, around: was.around }] : []
  })
}

/** By the words around it; undefined where these are around more than one. */
function numbersOf (text: string): Map<string, Found | undefined> {
  const found = new Map<string, Found | undefined>()
  const matches = [...text.matchAll(NUMBER)]
  if (matches.length > MOST_NUMBERS) return found
  for (const match of matches) {
    const one = countOf(text, match[0], match.index)
    if (one !== undefined) found.set(one.key, found.has(one.key) ? undefined : one)
  }
  return found
}

/** A number that counts something, with the words around it; undefined where it may do anything else. */
function countOf (whole: string, text: string, index: number): Found | undefined {
  const end = index + text.length
  const [before, after] = [whole.slice(Math.max(0, index - REACH), index), whole.slice(end, end + REACH)]
  if (JOINED_BEFORE.test(before) || JOINED_AFTER.test(after) || YEAR.test(text) || text.length > LONGEST) return undefined
  const left = wordsOf(before.split(SENTENCE_END).at(-1) as string).slice(-WORDS)
  const right = wordsOf(after.split(SENTENCE_END)[0] as string).slice(0, WORDS)
  const near = [...left.slice(-2), ...right.slice(0, 2)]
  if (near.length === 0 && whole.trim() !== text) return undefined
  if (NAMING.has(wordsOf(before).at(-1) ?? '')) return undefined
  // Other numbers around it may change too.
  const key = [left, right].map(words => words.join(' ').replace(/\d+/g, '#')).join(' | ')
  return { text, key, near, around: [...left, text, ...right].join(' ').slice(0, 2 * REACH) }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(WORD) ?? []

/** Under each of the two conventions that can read both, and at least under one. */
function isLower (from: string, to: string): boolean {
  const readings = (['.', ','] as const).map(decimal => [valueOf(from, decimal), valueOf(to, decimal)] as const)
    .filter((pair): pair is [number, number] => pair.every(value => value !== undefined))
  return readings.length > 0 && readings.every(([was, is]) => is < was)
}

const WRITTEN = {
  '.': /^(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[, \u00a0\u202f'’]\d{3})+)(?:\.\d+)?$/u,
  ',': /^(?:0|[1-9]\d*|[1-9]\d{0,2}(?:[. \u00a0\u202f'’]\d{3})+)(?:,\d+)?$/u
}

/** 1,500 is read in one way where a point separates decimals and in another where a comma does. */
function valueOf (text: string, decimal: '.' | ','): number | undefined {
  if (!WRITTEN[decimal].test(text)) return undefined
  return Number(text.split(decimal).map(part => part.replace(/\D/g, '')).join('.'))
}

const MONTHS = new Map<string, Set<string>>()

/** How a language names the months within a date, and English, which is everywhere. There are as many as Intl knows languages. */
function monthsOf (language: string): Set<string> {
  const [primary] = language.split('-') as [string]
  // The pattern of language tags is wider than what Intl takes.
  const [own = 'en'] = /^[a-z]{2,3}$/i.test(primary) ? Intl.DateTimeFormat.supportedLocalesOf(primary) : []
  const months = MONTHS.get(own) ?? new Set([own, 'en'].flatMap(monthsIn))
  MONTHS.set(own, months)
  return months
}

function monthsIn (locale: string): string[] {
  return (['long', 'short'] as const).flatMap((month) => {
    const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month, calendar: 'gregory', timeZone: 'UTC' })
    const parts = Array.from({ length: 12 }, (_, number) => format.formatToParts(Date.UTC(2021, number, 15))).flat()
    return parts.filter(({ type }) => type === 'month').flatMap(({ value }) => wordsOf(value))
  })
}
