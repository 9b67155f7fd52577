import { type TermLanguage, synonymsOf } from './synonym.rules.ts'

/** What a search box is given, read into clauses: each is found by any of its terms. Pure. */

export interface Term {
  text: string
  /** Whose stems it has; null for what was typed, which may be of any language. */
  language: TermLanguage | null
  /** Whether its words stand side by side; else they stand anywhere in the same text. */
  adjacent: boolean
}

export interface Clause {
  terms: Term[]
  excluded: boolean
  /** The word as it was typed and where, in a clause of one word that may be misspelt or unfinished. */
  typed: TypedWord | null
  /** The words of a term one by one, where it has several. */
  apart: Clause[]
}

export interface SearchWords {
  clauses: Clause[]
  /** OGP codes among the words. */
  codes: string[]
  /** All that was typed of what shall be found, in its order. */
  phrase: string
}

/** More words than this are no search: the first ones count. */
const MOST_WORDS = 24

/** As the database folds words: without accents, in lower case. */
export const fold = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

interface Word { word: string }

const WORD = /[\p{L}\p{N}\p{M}]+/gu

/** The last word may be unfinished, one with a star is meant to be. */
interface TypedWord extends Word { unfinished: boolean, starred: boolean }

const wordsIn = (text: string): Word[] => [...text.matchAll(WORD)].map(([word]) => ({ word }))

const literal = (text: string, adjacent: boolean): Term => ({ text, language: null, adjacent })

/**
 * Reads words, "phrases", -excluded ones and unfinished words: the last one, and those that end in *. What operators of other
 * search engines there are is punctuation.
 */
export function readWords (q: string): SearchWords {
  const clauses: Clause[] = []
  const kept: Word[] = []
  let run: TypedWord[] = []
  let count = 0
  const endRun = (): void => {
    clauses.push(...clausesOf(run))
    run = []
  }
  for (const { 1: minus, 2: quoted, 3: plain, 0: chunk, index } of q.matchAll(/(-?)(?:"([^"]*)"?|([^\s"]+))/gu)) {
    const words = wordsIn(quoted ?? plain as string).slice(0, MOST_WORDS - count)
    count += words.length
    if (words.length === 0) continue
    const excluded = minus === '-'
    if (!excluded) kept.push(...words)
    if (excluded || quoted !== undefined) {
      endRun()
      clauses.push({ terms: [literal(words.map(({ word }) => word).join(' '), true)], excluded, typed: null, apart: [] })
      continue
    }
    const [starred, unfinished] = [chunk.endsWith('*'), index + chunk.length === q.length]
    run.push(...words.map((word, at) => at === words.length - 1 ? { ...word, starred, unfinished } : { ...word, starred: false, unfinished: false }))
  }
  endRun()
  // Saying it twice asks for nothing more, and each clause is looked for by itself.
  const once = new Map(clauses.map(clause => [`${clause.excluded} ${clause.terms.map(({ text }) => fold(text)).join('|')}`, clause]))
  const phrase = kept.map(({ word }) => word).join(' ')
  return { clauses: [...once.values()], phrase, codes: kept.map(({ word }) => word.toUpperCase()).filter(word => /^[A-Z]{2,6}\d{4}$/.test(word)) }
}

/** Longest first, words that have synonyms become one clause with them. */
function clausesOf (words: TypedWord[]): Clause[] {
  const clauses: Clause[] = []
  for (let at = 0; at < words.length;) {
    const { length, synonyms } = synonymsOf(words.slice(at).map(({ word }) => fold(word)))
    const taken = words.slice(at, at + length)
    const [first] = taken as [TypedWord]
    const text = taken.map(({ word }) => word).join(' ')
    clauses.push({
      terms: [literal(text, false), ...(length === 1 ? inflectionsOf(text) : []), ...synonyms.map(synonym => ({ ...synonym, adjacent: true }))],
      excluded: false,
      typed: length === 1 && synonyms.length === 0 ? first : null,
      apart: length === 1 ? [] : taken.flatMap(word => clausesOf([word]))
    })
    at += length
  }
  return clauses
}

/** The Spanish stemmer knows -ción by its accent, which is gone; the plural has none and the same stem as the verb. */
const inflectionsOf = (word: string): Term[] =>
  /[cs]ion$/.test(fold(word)) ? [{ text: fold(word).replace(/on$/, 'ones'), language: 'es', adjacent: false }] : []

/** A clause that may be one word, with the other words that are looked for beside it. */
export function withWords (clause: Clause, beside: ReadonlyMap<string, string[]>): Clause {
  const words = clause.typed === null ? [] : beside.get(fold(clause.typed.word)) ?? []
  return { ...clause, terms: [...clause.terms, ...words.map(word => literal(word, false))] }
}

/** Whether a folded word is of the kind that the vocabulary holds. */
export const isPlain = (word: string): boolean => /^[a-z]{3,30}$/.test(word)

/** How many mistakes a word of this length may hold. */
const mistakesIn = (length: number): number => length < 8 ? 1 : length < 12 ? 2 : 3

const lettersOf = (word: string): string => [...word].sort().join('')

/** Nobody mistakes the first letter, and one wrong letter of four makes another word ("deaf", "deal"), unless two were swapped. */
const mayMean = (typed: string, word: string): boolean =>
  typed[0] === word[0] && (typed.length > 4 || typed.length !== word.length || lettersOf(typed) === lettersOf(word))

export interface Candidate { word: string, documents: number }

/** The word that was meant: the fewest mistakes away, and of those the one that most texts use; undefined where none is near. */
export function meant (word: string, candidates: Candidate[]): string | undefined {
  const near = candidates.map(candidate => ({ ...candidate, mistakes: mistakesBetween(word, candidate.word) }))
    .filter(candidate => candidate.mistakes <= mistakesIn(word.length) && mayMean(word, candidate.word))
  near.sort((a, b) => a.mistakes - b.mistakes || b.documents - a.documents || (a.word < b.word ? -1 : 1))
  return near[0]?.word
}

/** Letters that are missing, too many, wrong or swapped (optimal string alignment). */
export function mistakesBetween (a: string, b: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (before[j - 2] as number) + 1 : Infinity
      row.push(Math.min((row[j - 1] as number) + 1, (last[j] as number) + 1, (last[j - 1] as number) + wrong, swapped))
    }
    [before, last] = [last, row]
  }
  return last[b.length] as number
}

/** The text as it was meant: each mistaken word, folded, by what is meant instead, wherever it stands; null where there is none. */
export function corrected (q: string, instead: ReadonlyMap<string, string>): string | null {
  return instead.size === 0 ? null : q.replace(WORD, word => instead.get(fold(word)) ?? word)
}
