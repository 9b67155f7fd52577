import type { Chart } from '../../charts/svg.tsx'
import type { Commitment } from '../../resources/commitment/commitment.schemas.ts'
import { CommitmentTable } from './commitment-list.tsx'
import { Figure } from './figure.tsx'
import type { Labels } from './labels.ts'
import type { Language } from './language.ts'
import { type Page } from './layout.tsx'
import { SearchForm, Section } from './parts.tsx'
import { WORDS } from './words.ts'

export interface Home {
  members: number
  plans: number
  commitments: number
  overdue: readonly Commitment[]
  diverging: readonly Commitment[]
  completion: Chart
}

/** What is tracked, what is overdue, where voices diverge. */
export function homePage (language: Language, labels: Labels, home: Home): Page {
  const words = WORDS[language]
  const counts = [[home.members, words.membersTracked], [home.plans, words.plansTracked], [home.commitments, words.commitmentsTracked]] as const
  const listed = (id: string, title: string, help: string, items: readonly Commitment[]) =>
    items.length === 0 ? null : <Section id={id} title={title} help={help}><CommitmentTable items={items} labels={labels} language={language} caption={title} /></Section>
  return {
    language,
    path: '',
    title: words.tagline,
    summary: words.tagline,
    data: '/v1/commitments',
    about: { '@type': 'WebSite', name: 'Open Commitments', inLanguage: language, description: words.tagline },
    children: (
      <>
        <ul class='counts' aria-label={words.tracked}>{counts.map(([count, name]) => <li key={name}><span class='count'>{count.toLocaleString(language)}</span> {name}</li>)}</ul>
        <SearchForm language={language} />
        {listed('overdue', words.overdueNow, words.overdueHelp, home.overdue)}
        {listed('diverging', words.diverging, words.divergingHelp, home.diverging)}
        {home.commitments === 0 ? <p class='quiet'>{words.nothingHere}</p> : <Section id='figures' title={words.figures}><Figure of={home.completion} language={language} address={`completion.svg?language=${language}`} /></Section>}
      </>
    )
  }
}
