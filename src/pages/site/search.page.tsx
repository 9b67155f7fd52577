import { Fragment } from 'preact'
import type { FacetCount, SearchHit } from '../../resources/search/search.schemas.ts'
import type { Labels } from './labels.ts'
import { type Language, type Texts } from './language.ts'
import { type Page } from './layout.tsx'
import { pathOf } from './commitment-list.tsx'
import { Completion, SearchForm, Section, Text } from './parts.tsx'
import { WORDS, say } from './words.ts'

/** What may be chosen on the page, under the names of the filters of the API; facets with the code lists of their values. */
export const CHOICES = { member: null, cycleYear: null, policyArea: null, value: 'ogp-value', lifecycle: 'commitment-lifecycle', governmentCompletion: 'completion', irmCompletion: 'completion' } as const
export type Choice = keyof typeof CHOICES
export const CHOICE_NAMES = Object.keys(CHOICES) as Choice[]

export type Asked = { q?: string, page?: string } & Partial<Record<Choice, string>>

export interface Searched {
  hits: readonly SearchHit[]
  facets: Record<Choice, FacetCount[]>
  corrected: string | null
  match: 'all' | 'some'
  cursor: string | null
  /** Names of members and policy areas, by id. */
  names: Record<string, Texts>
}

const addressOf = (language: Language, asked: Record<string, string | undefined>): string =>
  `/${language}/search?${new URLSearchParams(Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== undefined)).toString()}`

/** The search: a form that needs no script, what was found, and how to narrow it down. Before anything is asked there is only the form. */
export function searchPage (language: Language, labels: Labels, { page: _, ...asked }: Asked, found: Searched | undefined): Page {
  const words = WORDS[language]
  const { q = '' } = asked
  return {
    language,
    path: 'search',
    query: new URLSearchParams(asked as Record<string, string>).toString(),
    title: q === '' ? words.search : say(words.searchFor, { q }),
    summary: words.searchHelp,
    ...(q === '' ? {} : { data: `/v1/search?${new URLSearchParams(asked as Record<string, string>).toString()}` }),
    children: (
      <>
        <SearchForm language={language} q={q} chosen={CHOICE_NAMES.flatMap(name => asked[name] === undefined ? [] : [[name, asked[name]]])} />
        {found === undefined ? null : <Results language={language} labels={labels} asked={asked} found={found} />}
      </>
    )
  }
}

function Results ({ language, labels, asked, found }: { language: Language, labels: Labels, asked: Asked, found: Searched }) {
  const words = WORDS[language]
  const named = (choice: Choice, value: string) => {
    const list = CHOICES[choice]
    return list !== null ? labels(list, value) : found.names[value] === undefined ? value : <Text of={found.names[value]} language={language} />
  }
  const chosen = CHOICE_NAMES.filter(name => asked[name] !== undefined)
  // Everything has one lifecycle.
  const total = found.facets.lifecycle.reduce((sum, { count }) => sum + count, 0)
  const left = CHOICE_NAMES.filter(name => asked[name] === undefined && found.facets[name].length > 1)
  return (
    <>
      {found.corrected === null ? null : <p class='notice'>{say(words.corrected, { q: found.corrected })}</p>}
      {chosen.length === 0 ? null : <ul class='chosen' aria-label={words.narrowed}>{chosen.map(name => <li key={name}><a href={addressOf(language, { ...asked, [name]: undefined })}>{words[name]}: {named(name, asked[name] as string)} <span aria-hidden='true'>×</span><span class='unseen'> ({words.remove})</span></a></li>)}</ul>}
      <Section id='results' title={total === 0 ? words.results : `${words.results} (${total.toLocaleString(language)})`} {...(found.match === 'some' && found.hits.length > 0 ? { help: words.someWords } : {})}>
        {found.hits.length === 0
          ? <p>{words.nothingFound}</p>
          : (
            <ul class='list'>
              {found.hits.map(hit => (
                <li key={hit.id}>
                  <p class='hit'><a href={`/${language}/${pathOf(hit)}`}><Text of={hit.title} language={language} /></a>{hit.lifecycle === 'withdrawn' ? <> <span class='tag'>{labels('commitment-lifecycle', hit.lifecycle)}</span></> : null}</p>
                  <p class='quiet'>{hit.code === null ? null : `${hit.code} · `}{named('member', hit.member)} · {hit.cycleYear}{([['government', hit.governmentCompletion], ['irm', hit.irmCompletion]] as const).map(([voice, code]) => code === null ? null : <Fragment key={voice}> · {words[voice]}: <Completion code={code} labels={labels} language={language} /></Fragment>)}</p>
                  {hit.highlights.filter(({ field }) => field !== 'code' && field !== 'title').slice(0, 2).map(({ field, language: written, parts }) => <p key={`${field} ${written}`} class='prose' lang={written}>{parts.map(({ text, hit: isHit }, at) => isHit ? <mark key={at}>{text}</mark> : text)}</p>)}
                </li>
              ))}
            </ul>
            )}
        {found.cursor === null ? null : <p><a rel='next' href={addressOf(language, { ...asked, page: found.cursor })}>{words.next}</a></p>}
      </Section>
      {left.length === 0
        ? null
        : (
          <Section id='narrow' title={words.narrow}>
            <div class='facets'>
              {left.map(name => (
                <div key={name}>
                  <h3>{words[name]}</h3>
                  <ul>{found.facets[name].slice(0, 8).map(({ value, count }) => <li key={value}><a href={addressOf(language, { ...asked, [name]: value })}>{named(name, value)}</a> <span class='quiet'>{count}</span></li>)}</ul>
                </div>
              ))}
            </div>
          </Section>
          )}
    </>
  )
}
