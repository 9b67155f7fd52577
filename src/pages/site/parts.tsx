import type { ComponentChildren } from 'preact'
import { type Language, type Texts, dateIn, textIn } from './language.ts'
import type { Labels } from './labels.ts'
import { WORDS, say } from './words.ts'

/** What pages are put together from. */

/** A text in the language of the page, or in another one and then marked as such. */
export function Text ({ of, language, original = null }: { of: Texts, language: Language, original?: string | null }) {
  const shown = textIn(of, language, original)
  return shown.language === language ? <>{shown.text}</> : <span lang={shown.language === 'und' ? '' : shown.language}>{shown.text}</span>
}

/** Longer text, its paragraphs kept. */
export function Prose ({ of, language, original = null }: { of: Texts, language: Language, original?: string | null }) {
  const shown = textIn(of, language, original)
  const lang = shown.language === language ? undefined : shown.language === 'und' ? '' : shown.language
  return <div class='prose' lang={lang}>{shown.text.split(/\n{2,}/).map((paragraph, at) => <p key={at}>{paragraph}</p>)}</div>
}

export const Day = ({ on, language, precision = 'day' }: { on: string, language: Language, precision?: string }) =>
  <time dateTime={precision === 'day' ? on : precision === 'month' ? on.slice(0, 7) : on.slice(0, 4)}>{dateIn(language, on, precision)}</time>

const STEPS = ['not_started', 'limited', 'substantial', 'complete']

/**
 * How far something is: the word, and as many bars filled as it has steps, so that colour tells nothing by itself.
 * Outside the ordered scale there is only the word.
 */
export function Completion ({ code, labels, language }: { code: string | null, labels: Labels, language: Language }) {
  if (code === null) return <span class='quiet'>{WORDS[language].notRated}</span>
  const step = STEPS.indexOf(code)
  return (
    <span class='completion'>
      {step < 0 ? null : <svg width='34' height='12' viewBox='0 0 34 12' aria-hidden='true'>{[1, 2, 3].map(bar => <rect key={bar} class={bar <= step ? 'full' : 'empty'} x={(bar - 1) * 12 + 0.5} y={0.5} width={9} height={11} />)}</svg>}
      {labels('completion', code)}
    </span>
  )
}

/** A date of a source: as precise as it is, and in the source's own words where they are kept. */
export function SourceDate ({ on, precision, text, language }: { on: string | null, precision: string, text: string | null, language: Language }) {
  const words = WORDS[language]
  const shown = on === null ? (precision === 'ongoing' ? words.ongoing : words.undated) : <Day on={on} precision={precision} language={language} />
  // "2016" in the words of the plan says nothing more than the year 2016.
  return <>{shown}{text === null || text === '' || text === on?.slice(0, 4) ? null : <span class='quiet'> ({say(words.asPublished, { text })})</span>}</>
}

/** A section under a heading; one that says nothing is left out by its caller. */
export const Section = ({ id, title, help, children }: { id: string, title: string, help?: string, children: ComponentChildren }) => (
  <section aria-labelledby={id}>
    <h2 id={id}>{title}</h2>
    {help === undefined ? null : <p class='help'>{help}</p>}
    {children}
  </section>
)

/** A table that scrolls by itself where the window is narrow, by keyboard too. */
export const Table = ({ caption, head, children }: { caption: string, head: string[], children: ComponentChildren }) => (
  <div class='scroll' role='group' aria-label={caption} tabIndex={0}>
    <table>
      <caption>{caption}</caption>
      <thead><tr>{head.map(one => <th key={one} scope='col'>{one}</th>)}</tr></thead>
      <tbody>{children}</tbody>
    </table>
  </div>
)

/** An address of somebody else, as a link where a browser may follow it, else as text. */
export const Outside = ({ url, children }: { url: string, children?: ComponentChildren }) =>
  /^https?:\/\//i.test(url) ? <a href={url} rel='noopener nofollow ugc'>{children ?? url}</a> : <>{children ?? url}</>

/** A search that needs no script; `chosen` are the filters that it stays within. */
export const SearchForm = ({ language, q = '', chosen = [] }: { language: Language, q?: string, chosen?: readonly [string, string][] }) => (
  <form class='search' role='search' action={`/${language}/search`}>
    <label for='q'>{WORDS[language].searchHelp}</label>
    <input id='q' type='search' name='q' value={q} maxLength={300} required />
    {chosen.map(([name, value]) => <input key={name} type='hidden' name={name} value={value} />)}
    <button type='submit'>{WORDS[language].search}</button>
  </form>
)

export const NextPage = ({ path, cursor, language }: { path: string, cursor: string | null, language: Language }) =>
  cursor === null ? null : <p><a rel='next' href={`${path}?page=${encodeURIComponent(cursor)}`}>{WORDS[language].next}</a></p>
