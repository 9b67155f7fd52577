import type { Chart } from '../../charts/svg.tsx'
import type { Commitment } from '../../resources/commitment/commitment.schemas.ts'
import { CommitmentTable } from './commitment-list.tsx'
import { Figure } from './figure.tsx'
import type { Labels } from './labels.ts'
import type { Language } from './language.ts'
import { type Page } from './layout.tsx'
import { Section } from './parts.tsx'
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
  const table = (items: readonly Commitment[], caption: string) =>
    items.length === 0 ? <p class='quiet'>{words.nothingHere}</p> : <CommitmentTable items={items} labels={labels} language={language} caption={caption} />
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
        <Section id='overdue' title={words.overdueNow} help={words.overdueHelp}>{table(home.overdue, words.overdueNow)}</Section>
        <Section id='diverging' title={words.diverging} help={words.divergingHelp}>{table(home.diverging, words.diverging)}</Section>
        {home.commitments === 0 ? null : <Section id='figures' title={words.figures}><Figure of={home.completion} language={language} address={`completion.svg?language=${language}`} /></Section>}
      </>
    )
  }
}
