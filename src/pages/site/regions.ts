import { LANGUAGES, type Language } from './language.ts'

/** Regions of members are free text; OGP's own have names in each language. */
const NAMES: Record<string, readonly [en: string, es: string, fr: string]> = {
  africa: ['Africa', 'África', 'Afrique'],
  americas: ['Americas', 'Américas', 'Amériques'],
  asia: ['Asia', 'Asia', 'Asie'],
  europe: ['Europe', 'Europa', 'Europe'],
  oceania: ['Oceania', 'Oceanía', 'Océanie']
}

/** What a region is called; one that has no name here as it stands. */
export const regionIn = (language: Language, region: string): string => NAMES[region]?.[LANGUAGES.indexOf(language)] ?? region
