import type { JSX } from 'preact'
import type { Chart } from '../../charts/svg.tsx'
import type { CommitmentStatus } from '../../resources/commitment/status.schemas.ts'
import type { Voices } from '../../resources/voices/voices.schemas.ts'
import { CivilCompletions, stepsIn } from './commitment-list.tsx'
import { Picture } from './figure.tsx'
import type { Labels } from './labels.ts'
import type { Language } from './language.ts'
import { Completion, Day, Table } from './parts.tsx'
import { WORDS, say } from './words.ts'

/** Three voices side by side, never averaged. */

export interface Parts {
  language: Language
  labels: Labels
  /** The name of an institution, policy area or report, by id; what stands in for it where it has none. */
  name: (id: string, instead?: string) => JSX.Element
}

/** Who speaks for an organisation: itself, or the alias under which it chose to review. */
const Speaker = ({ of: { organisation, alias }, name }: { of: { organisation: string | null, alias: string | null }, name: Parts['name'] }) =>
  organisation === null ? <>{alias}</> : name(organisation)

export function VoicesNow ({ status, hasReported, language, labels, name }: { status: CommitmentStatus, hasReported: boolean } & Parts) {
  const words = WORDS[language]
  const { government, civilSociety, irm, divergence } = status
  const { governmentVsIrm, governmentVsCivilSociety } = divergence
  return (
    <>
      <div class='voices'>
        <div class='voice gov'>
          <h3>{words.government}</h3>
          <p class='help'>{words.governmentHelp}</p>
          {government === null
            ? <p class='word quiet'>{hasReported ? words.wordOnParts : words.noWord}</p>
            : <><p class='word'><Completion code={government.completion} labels={labels} language={language} /></p><p class='quiet'>{words.reportedOn} <Day on={government.reportedOn} language={language} /> ({government.period}){government.schedule === null ? null : `, ${labels('schedule', government.schedule)}`}</p></>}
        </div>
        <div class='voice civ'>
          <h3>{words.civilSociety}</h3>
          <p class='help'>{words.civilSocietyHelp}</p>
          {civilSociety === null
            ? <p class='word quiet'>{words.noWord}</p>
            : (
              <>
                <div class='word'><CivilCompletions voice={civilSociety} labels={labels} language={language} /></div>
                <p class='quiet'>{civilSociety.organisations === 1 ? words.organisation : say(words.organisations, { count: civilSociety.organisations })}</p>
                {Object.entries(civilSociety.endorsement).map(([code, count]) => <p key={code} class='quiet'>{labels('endorsement', code)}: {count}</p>)}
              </>
              )}
        </div>
        <div class='voice irm'>
          <h3>{words.irm}</h3>
          <p class='help'>{words.irmHelp}</p>
          {irm === null
            ? <p class='word quiet'>{words.noWord}</p>
            : <><p class='word'><Completion code={irm.completion} labels={labels} language={language} /></p><p class='quiet'>{name(irm.report, labels('report-type', irm.reportType))}{irm.publishedOn === null ? null : <>, <Day on={irm.publishedOn} language={language} /></>}</p></>}
        </div>
      </div>
      {governmentVsIrm === null && governmentVsCivilSociety === null && !divergence.diverges
        ? <p class='quiet'>{words.silent}</p>
        : (
          <div class={`notice${divergence.diverges ? ' bad' : ''}`}>
            <p><strong>{divergence.diverges ? words.diverges : words.agrees}</strong></p>
            {governmentVsIrm === null ? null : <p>{say(words.stepsIrm, { steps: stepsIn(language, governmentVsIrm) })}</p>}
            {governmentVsCivilSociety === null ? null : <p>{say(words.stepsCivil, { steps: [...new Set([governmentVsCivilSociety.min, governmentVsCivilSociety.max])].map(steps => stepsIn(language, steps)).join(' – ') })}</p>}
            {civilSociety?.endorsement.contested === undefined ? null : <p>{words.contested}</p>}
          </div>
          )}
    </>
  )
}

/** The three timelines aligned by day. */
export function VoicesOverTime ({ voices, drawn, language, labels, name }: { voices: Voices, drawn: Chart } & Parts) {
  const words = WORDS[language]
  if (voices.dates.length === 0) return null
  const said = (code: string | null) => <Completion code={code} labels={labels} language={language} />
  return (
    <>
      <h3>{words.overTime}</h3>
      <Picture of={drawn} />
      <p class='help'>{words.overTimeHelp}</p>
      <Table caption={words.overTime} head={[words.date, words.government, words.civilSociety, words.irm]}>
        {voices.dates.map(date => (
          <tr key={date}>
            <th scope='row'><Day on={date} language={language} /></th>
            <td>{voices.government.filter(({ on }) => on === date).map(point => <div key={point.progressUpdate}>{said(point.completion)} <span class='quiet'>{point.period}</span></div>)}</td>
            <td>{voices.civilSociety.filter(({ on }) => on === date).map(point => <div key={point.review}>{said(point.completion)} <span class='quiet'><Speaker of={point} name={name} />{point.endorsement === null ? null : `, ${labels('endorsement', point.endorsement)}`}</span></div>)}</td>
            <td>{voices.irm.filter(({ on }) => on === date).map(point => <div key={point.assessment}>{said(point.completion)} <span class='quiet'>{labels('report-type', point.reportType)}</span></div>)}</td>
          </tr>
        ))}
      </Table>
    </>
  )
}

export { Speaker }
