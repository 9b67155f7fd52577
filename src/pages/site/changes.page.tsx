import type { Change } from '../../resources/change/change.schemas.ts'
import type { Language, Texts } from './language.ts'
import { type Page } from './layout.tsx'
import { Day, NextPage, Text } from './parts.tsx'
import { WORDS } from './words.ts'

/** Where the thing that changed has a page, else where it stands as data. */
function addressOf (language: Language, { type, id, body }: Change): string {
  const { commitment, plan } = (body ?? {}) as { commitment?: string, plan?: string }
  if (type === 'commitment') return `/${language}/commitments/${id}`
  if (type === 'member') return `/${language}/members/${id}`
  if (type === 'action-plan') return `/${language}/plans/${id}`
  if (commitment !== undefined) return `/${language}/commitments/${commitment}`
  return plan === undefined ? '/v1/changes' : `/${language}/plans/${plan}`
}

/** What it is called: its title or name, in whatever language it has one, else its type. */
function titleOf ({ type, body }: Change): Texts {
  const { title, name, period } = (body ?? {}) as { title?: Texts | null, name?: Texts | null, period?: string }
  return title ?? name ?? { en: period === undefined ? type.replaceAll('-', ' ') : `${type.replaceAll('-', ' ')} ${period}` }
}

/** The change feed, newest first. */
export function changesPage (language: Language, changes: readonly Change[], cursor: string | null): Page {
  const words = WORDS[language]
  const operations = { create: words.created, update: words.updated, redact: words.erased }
  return {
    language,
    path: 'changes',
    title: words.changes,
    summary: words.changesHelp,
    data: '/v1/changes?sort=-index',
    children: (
      <>
        <p class='lead'>{words.changesHelp}</p>
        <ul class='list'>
          {changes.map(change => (
            <li key={change.index}><span class='quiet'>{change.index} · <Day on={change.on} language={language} /> · {change.type.replaceAll('-', ' ')} · {operations[change.op]}</span><br /><a href={addressOf(language, change)}><Text of={titleOf(change)} language={language} /></a></li>
          ))}
        </ul>
        <NextPage path={`/${language}/changes`} cursor={cursor} language={language} />
      </>
    )
  }
}
