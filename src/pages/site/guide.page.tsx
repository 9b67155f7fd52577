import type { Language } from './language.ts'
import { type Page } from './layout.tsx'
import { GUIDE_EN } from './guide.en.ts'
import { GUIDE_ES } from './guide.es.ts'
import { GUIDE_FR } from './guide.fr.ts'
import { WORDS } from './words.ts'

/** The pages that explain: about the method, how to verify, for developers. */

export interface Chapter { title: string, text: string[], code?: string }
export type Topic = 'about' | 'verify' | 'developers'
export type Guide = Record<Topic, { lead: string, chapters: Chapter[] }>

const GUIDES: Record<Language, Guide> = { en: GUIDE_EN, es: GUIDE_ES, fr: GUIDE_FR }
const DATA: Record<Topic, string> = { about: '/v1/code-lists', verify: '/log/checkpoint', developers: '/v1/openapi.json' }

/** @param base where this service is, for the commands that readers copy */
export function guidePage (language: Language, topic: Topic, base: string): Page {
  const { lead, chapters } = GUIDES[language][topic]
  return {
    language,
    path: topic,
    title: WORDS[language][topic],
    summary: lead,
    data: DATA[topic],
    children: (
      <>
        <p class='lead'>{lead}</p>
        {chapters.map(({ title, text, code }) => (
          <section key={title}>
            <h2>{title}</h2>
            <div class='prose'>{text.map(paragraph => <p key={paragraph}>{paragraph}</p>)}</div>
            {code === undefined ? null : <pre tabIndex={0}><code>{code.replaceAll('BASE', base)}</code></pre>}
          </section>
        ))}
        {topic === 'developers' ? <p><a href='/docs'>/docs</a> · <a href='/v1/openapi.json'>/v1/openapi.json</a> · <a href='/problems'>/problems</a></p> : null}
      </>
    )
  }
}
