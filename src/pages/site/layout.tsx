import type { ComponentChildren } from 'preact'
import { render } from 'preact-render-to-string'
import type { Config } from '../../config.ts'
import { LANGUAGES, LANGUAGE_NAMES, type Language } from './language.ts'
import { STYLE_PATH } from './style.ts'
import { WORDS, say } from './words.ts'

/** What surrounds every page: one heading, one way through, the same page in the other languages. */

export interface Page {
  language: Language
  /** Address of the page below its language, `commitments/MX0081`; empty for the first one. */
  path: string
  /** What is asked there, for the same in another language. */
  query?: string
  title: string
  /** One sentence for search engines and whoever shares the page. */
  summary: string
  /** Address of the same as data. */
  data?: string
  /** What the page is about, for programs that read pages (schema.org). */
  about?: Record<string, unknown>
  children: ComponentChildren
}

const NAVIGATION = ['search', 'members', 'changes', 'about', 'verify', 'developers'] as const

/** The three bars of the brand. */
const ICON = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><path fill="#0072b2" d="M4 36V14h8v22z"/><path fill="#b8500c" d="M16 36V4h8v32z"/><path fill="#00735c" d="M28 36V20h8v16z"/></svg>')}`

/** The feed that tells what changes on a page; undefined where none does. */
function feedOf (path: string): string | undefined {
  const [section, id] = path.split('/')
  if (section === 'changes') return '/v1/feeds/changes'
  const kind = { members: 'members', plans: 'action-plans', commitments: 'commitments' }[section as string]
  return kind === undefined || id === undefined ? undefined : `/v1/feeds/${kind}/${id}`
}

/** JSON that no text in it can end early. */
const dataBlock = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c')

/** A page as HTML text. Everything in it is escaped, but the one data block, which cannot be left. */
export function pageOf ({ publicUrl: base, license }: Pick<Config, 'publicUrl' | 'license'>, page: Page): string {
  const { language, path, query = '', title, summary, data, about, children } = page
  const words = WORDS[language]
  const address = (one: Language): string => `/${one}${path === '' ? '' : `/${path}`}${query === '' ? '' : `?${query}`}`
  const feed = feedOf(path)
  const isHere = (section: string): boolean => path.split('/')[0] === section
  const html = render(
    <html lang={language}>
      <head>
        <meta charset='utf-8' />
        <meta name='viewport' content='width=device-width, initial-scale=1' />
        <title>{`${title} - Open Commitments`}</title>
        <meta name='description' content={summary} />
        <meta property='og:title' content={title} />
        <meta property='og:description' content={summary} />
        <meta property='og:type' content='website' />
        <meta property='og:site_name' content='Open Commitments' />
        <meta property='og:url' content={`${base}${address(language)}`} />
        <meta property='og:locale' content={language} />
        <link rel='stylesheet' href={STYLE_PATH} />
        <link rel='canonical' href={`${base}${address(language)}`} />
        {LANGUAGES.map(one => <link key={one} rel='alternate' hreflang={one} href={`${base}${address(one)}`} />)}
        <link rel='icon' href={ICON} />
        {feed === undefined ? null : <link rel='alternate' type='application/atom+xml' title={title} href={`${feed}.atom?language=${language}`} />}
        {about === undefined ? null : <script type='application/ld+json' dangerouslySetInnerHTML={{ __html: dataBlock({ '@context': 'https://schema.org', ...about }) }} />}
      </head>
      <body>
        <a class='skip' href='#content'>{words.skip}</a>
        <header>
          <a class='brand' href={`/${language}`}>
            <svg width='28' height='28' viewBox='0 0 40 40' aria-hidden='true'><path class='g' d='M4 36V14h8v22z' /><path class='c' d='M16 36V4h8v32z' /><path class='i' d='M28 36V20h8v16z' /></svg>
            Open Commitments
          </a>
          <nav aria-label={words.navigation}>
            <ul>{NAVIGATION.map(section => <li key={section}><a href={`/${language}/${section}`} aria-current={isHere(section) ? 'page' : undefined}>{words[section]}</a></li>)}</ul>
          </nav>
          <nav aria-label={words.languages} class='languages'>
            <ul>{LANGUAGES.map(one => <li key={one}><a href={address(one)} lang={one} hreflang={one} aria-current={one === language ? 'true' : undefined}>{LANGUAGE_NAMES[one]}</a></li>)}</ul>
          </nav>
        </header>
        <main id='content'>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>
          <p>{say(words.licence, { license: license.title })}</p>
          <p>{data === undefined ? null : <><a href={data}>{words.data}</a> · </>}{feed === undefined ? null : <><a href={`${feed}.atom?language=${language}`}>{words.feed}</a> · </>}<a href='/safety' hreflang='en'>{words.safety}</a></p>
        </footer>
      </body>
    </html>
  )
  return `<!doctype html>\n${html}\n`
}
