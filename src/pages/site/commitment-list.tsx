import type { Commitment } from '../../resources/commitment/commitment.schemas.ts'
import { type Language } from './language.ts'
import type { Labels } from './labels.ts'
import { Completion, Day, Table, Text } from './parts.tsx'
import { WORDS, say } from './words.ts'

/** Where a commitment's page is: by its code, which people know, else by its id. */
export const pathOf = ({ code, id }: { code: string | null, id: string }): string => `commitments/${code ?? id}`

/** What civil society says in a cell: each rating with how many organisations gave it. */
export function CivilCompletions ({ voice, labels, language }: { voice: Commitment['status']['civilSociety'], labels: Labels, language: Language }) {
  if (voice === null) return <span class='quiet'>{WORDS[language].noWord}</span>
  const ratings = Object.entries(voice.completion)
  return <>{ratings.length === 0 ? <Completion code={null} labels={labels} language={language} /> : ratings.map(([code, count]) => <div key={code}><Completion code={code} labels={labels} language={language} />{count > 1 ? ` × ${count}` : null}</div>)}</>
}

/** Commitments with what each voice says, side by side. */
export function CommitmentTable ({ items, labels, language, caption }: { items: readonly Commitment[], labels: Labels, language: Language, caption: string }) {
  const words = WORDS[language]
  return (
    <Table caption={caption} head={[words.code, words.commitment, words.government, words.civilSociety, words.irm, words.due]}>
      {items.map((one) => {
        const { government, civilSociety, irm, overdue, nextDueOn, divergence } = one.status
        return (
          <tr key={one.id}>
            <td>{one.code ?? one.number}</td>
            <th scope='row'><a href={`/${language}/${pathOf(one)}`}><Text of={one.shortTitle ?? one.title} language={language} original={one.language} /></a>{divergence.diverges ? <> <span class='tag warn'>{words.diverges}</span></> : null}</th>
            <td>{government === null ? <span class='quiet'>{words.noWord}</span> : <Completion code={government.completion} labels={labels} language={language} />}</td>
            <td><CivilCompletions voice={civilSociety} labels={labels} language={language} /></td>
            <td>{irm === null ? <span class='quiet'>{words.noWord}</span> : <Completion code={irm.completion} labels={labels} language={language} />}</td>
            <td>{nextDueOn === null ? null : <Day on={nextDueOn} language={language} />}{overdue ? <> <span class='tag warn'>{words.overdue}</span></> : null}</td>
          </tr>
        )
      })}
    </Table>
  )
}

/** How many steps the government is above or below somebody else, in words. */
export function stepsIn (language: Language, steps: number): string {
  const words = WORDS[language]
  return steps === 0 ? words.stepsSame : say(steps > 0 ? words.stepsHigher : words.stepsLower, { count: Math.abs(steps) })
}
