import type { Language } from './language.ts'
import { type Page } from './layout.tsx'
import { SearchForm } from './parts.tsx'
import { WORDS } from './words.ts'

/** For a browser that asked for something that is not there. */
export function notFoundPage (language: Language, detail: string | undefined): Page {
  const words = WORDS[language]
  return {
    language,
    path: '',
    title: words.notFound,
    summary: words.notFound,
    children: <>{detail === undefined ? null : <p lang='en'>{detail}</p>}<p>{words.notFoundHelp} <a href={`/${language}`}>{words.home}</a></p><SearchForm language={language} /></>
  }
}
