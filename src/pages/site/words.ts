import type { Language } from './language.ts'
import { EN } from './words.en.ts'
import { ES } from './words.es.ts'
import { FR } from './words.fr.ts'

/** What the pages say, the same sentences in each language: the compiler finds what is missing. */
export type Words = Record<keyof typeof EN, string>

export const WORDS: Record<Language, Words> = { en: EN, es: ES, fr: FR }

/** Puts values where a sentence has `{name}`. */
export function say (sentence: string, values: Record<string, string | number>): string {
  return sentence.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name]))
}
