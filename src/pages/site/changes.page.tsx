import type { FeedChange } from '../../resources/feed/feed.store.ts'
import { pageOf } from '../../resources/feed/page.rules.ts'
import { WORDS as KINDS } from '../../resources/feed/words.rules.ts'
import type { Language, Texts } from './language.ts'
import { type Page } from './layout.tsx'
import { Day, NextPage, Text } from './parts.tsx'
import { WORDS } from './words.ts'

interface Facts { name?: Texts | null, shortTitle?: Texts | null, title?: Texts | null, period?: string, plan?: string }

/** What it is called: the commitment that it is about, and its own name or period; where nothing has a name, its id. */
function Name ({ change: { type, id, body, about }, language }: { change: FeedChange, language: Language }) {
  const { name, shortTitle, title, period, plan } = (body ?? {}) as Facts
  const own = shortTitle ?? title ?? name
  const named = own == null ? period : <Text of={own} language={language} />
  if (about === null) return <>{named ?? plan ?? id}</>
  return <>{about.code === null ? null : `${about.code} · `}<Text of={about.title} language={language} />{type === 'commitment' || named === undefined ? null : <> · {named}</>}</>
}

/** What was recorded, newest first. */
export function changesPage (language: Language, changes: readonly FeedChange[], cursor: string | null): Page {
  const words = WORDS[language]
  const { kinds, ops } = KINDS[language]
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
          {changes.map((change) => {
            const path = pageOf(language, change)
            const name = <Name change={change} language={language} />
            return <li key={change.index}><span class='quiet'>{change.index} · <Day on={change.on} language={language} /> · {kinds[change.type]}, {ops[change.op]}</span><br />{path === null ? name : <a href={path}>{name}</a>}</li>
          })}
        </ul>
        <NextPage path={`/${language}/changes`} cursor={cursor} language={language} />
      </>
    )
  }
}
