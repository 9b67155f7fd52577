import type { CommitmentDiff } from '../../resources/diff/diff.schemas.ts'
import { dateIn } from './language.ts'
import { Day } from './parts.tsx'
import type { Parts } from './voices.tsx'
import { WORDS } from './words.ts'

const FIELDS = ['description', 'problem', 'causes', 'statusQuo', 'proposedSolution', 'expectedResults'] as const
const isNamed = (field: string): field is typeof FIELDS[number] => (FIELDS as readonly string[]).includes(field)

/** How the promise changed since it was first recorded: words, and facts of its scope. */
export function TextChanges ({ diff, language, labels, name }: { diff: CommitmentDiff | undefined } & Parts) {
  const words = WORDS[language]
  const texts = diff?.texts ?? []
  const scope = diff?.changedScope ?? []
  if (diff === undefined || (texts.length === 0 && scope.length === 0)) return <p>{words.neverChanged}</p>
  /** Days, roles and values in words; numbers as they are. */
  const said = (fact: string, value: string): string => /^\d{4}-\d{2}-\d{2}$/.test(value) ? dateIn(language, value) : labels(fact === 'value_dropped' ? 'ogp-value' : 'stakeholder-role', value)
  return (
    <>
      {scope.length === 0
        ? null
        : (
          <>
            <h3>{words.scope}</h3>
            <p class='help'>{words.scopeHelp}</p>
            <ul class='list'>{scope.map((one, at) => <li key={at}><span class='tag warn'>{words[one.fact]}</span> <Day on={one.on} language={language} />{one.fact === 'responsible_body_removed' ? <>, {name(one.subject)}</> : null}: <del>{one.from === null ? null : said(one.fact, one.from)}</del>{one.to === null ? null : <> <ins>{said(one.fact, one.to)}</ins></>}</li>)}</ul>
          </>
          )}
      {texts.length === 0
        ? null
        : (
          <>
            <p>{words.compared.split('{date}')[0]}<Day on={diff.from.on} language={language} />{words.compared.split('{date}')[1]}</p>
            {texts.map(({ field, language: written, parts }) => (
              <div key={`${field} ${written}`}>
                <h3>{isNamed(field) ? words[field] : words.promise} <span class='quiet'>({written})</span></h3>
                <p class='prose' lang={written}>{parts.map(({ op, text }, at) => op === 'added' ? <ins key={at}>{text}</ins> : op === 'removed' ? <del key={at}>{text}</del> : text)}</p>
              </div>
            ))}
          </>
          )}
    </>
  )
}
