/** The languages of the pages. */
export const LANGUAGES = ['en', 'es', 'fr'] as const
export type Language = typeof LANGUAGES[number]

/** Each in its own words, for whoever cannot read the page at hand. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: 'English', es: 'Español', fr: 'Français' }

export type Texts = Record<string, string>

/**
 * The text of a language map to show: in the language of the page, else in the original one, else in English, else in any.
 * @param original language in which the text was written, where it is known
 */
export function textIn (texts: Texts, language: Language, original: string | null = null): { text: string, language: string } {
  const chosen = [language, original ?? '', 'en', ...Object.keys(texts)].find(one => texts[one] !== undefined) as string
  return { text: texts[chosen] as string, language: chosen }
}

const dates = Object.fromEntries(LANGUAGES.map(language => [language, {
  day: new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }),
  month: new Intl.DateTimeFormat(language, { month: 'long', year: 'numeric', timeZone: 'UTC' })
}])) as Record<Language, { day: Intl.DateTimeFormat, month: Intl.DateTimeFormat }>

/** A calendar date in words, as precise as its source. */
export function dateIn (language: Language, on: string, precision = 'day'): string {
  const date = new Date(`${on}T00:00:00Z`)
  if (precision === 'year') return on.slice(0, 4)
  if (precision === 'quarter') return `${on.slice(0, 4)} Q${Math.ceil((date.getUTCMonth() + 1) / 3)}`
  return dates[language][precision === 'month' ? 'month' : 'day'].format(date)
}
