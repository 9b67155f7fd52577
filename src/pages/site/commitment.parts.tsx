import { Fragment } from 'preact'
import type { Chart } from '../../charts/svg.tsx'
import type { Evidence } from '../../schema/common.ts'
import type { Assessment, IndicatorName } from '../../resources/assessment/assessment.schemas.ts'
import type { Milestone } from '../../resources/milestone/milestone.schemas.ts'
import type { ProgressUpdate } from '../../resources/progress-update/progress-update.schemas.ts'
import type { Review } from '../../resources/review/review.schemas.ts'
import { Picture } from './figure.tsx'
import { dateIn } from './language.ts'
import { Completion, Day, Outside, Prose, SourceDate, Table, Text } from './parts.tsx'
import { type Parts, Speaker } from './voices.tsx'
import { WORDS, say } from './words.ts'

/** What a commitment's page tells at length: milestones, and what each voice wrote. */

interface Written { original: string | null }

/** The newest deadline that the government has named since; updates come newest first. */
export const movedTo = ({ id }: Milestone, updates: readonly ProgressUpdate[]): string | null =>
  updates.find(({ milestone, rescheduledTo }) => milestone === id && rescheduledTo !== null)?.rescheduledTo ?? null

export function Milestones ({ milestones, updates, drawn, original, language, labels }: { milestones: readonly Milestone[], updates: readonly ProgressUpdate[], drawn: Chart } & Written & Parts) {
  const words = WORDS[language]
  return (
    <>
      {drawn.table.rows.length === 0 ? null : <Picture of={drawn} />}
      <Table caption={words.milestones} head={[words.milestone, words.due, words.completion]}>
        {milestones.map((one) => {
          const moved = movedTo(one, updates)
          return (
            <tr key={one.id}>
              <th scope='row'>{one.number === null ? null : `${one.number}. `}<Text of={one.title} language={language} original={original} />{one.lifecycle === 'active' ? null : <> <span class='tag'>{labels('commitment-lifecycle', one.lifecycle)}</span></>}
                {one.indicators.length === 0 ? null : <ul class='quiet'>{one.indicators.map(each => <li key={each.id}>{each.number === null ? null : `${each.number}. `}<Text of={each.title} language={language} original={original} />: <SourceDate on={each.dueOn} precision={each.duePrecision} text={each.dueText} language={language} /></li>)}</ul>}
              </th>
              <td>
                <SourceDate on={one.dueOn} precision={one.duePrecision} text={one.dueText} language={language} />
                {one.overdue ? <> <span class='tag warn'>{words.overdue}</span></> : null}
                {moved === null ? null : <div class='quiet'>{say(words.movedTo, { date: dateIn(language, moved) })}</div>}
              </td>
              <td><Completion code={one.completion} labels={labels} language={language} /></td>
            </tr>
          )
        })}
      </Table>
    </>
  )
}

/** What a statement rests on: where it can be read, who published it, when it was looked at. */
function Sources ({ evidence, language }: { evidence: readonly Evidence[] } & Pick<Parts, 'language'>) {
  const words = WORDS[language]
  if (evidence.length === 0) return null
  return (
    <>
      <h4>{words.evidence}</h4>
      <ul>
        {evidence.map(({ url, title, publisher, publishedOn, quote, archiveUrl, language: written }, at) => {
          const shown = title == null ? url : <Text of={title} language={language} original={written ?? null} />
          return (
            <li key={at}>
              {url == null ? shown : <Outside url={url}>{shown}</Outside>}
              {publisher == null ? null : `, ${publisher}`}
              {publishedOn == null ? null : <>, <Day on={publishedOn} language={language} /></>}
              {archiveUrl == null ? null : <> [<Outside url={archiveUrl} />]</>}
              {quote == null ? null : <blockquote><Prose of={quote} language={language} original={written ?? null} /></blockquote>}
            </li>
          )
        })}
      </ul>
    </>
  )
}

export function Progress ({ updates, milestones, original, language, labels, name }: { updates: readonly ProgressUpdate[], milestones: readonly Milestone[] } & Written & Parts) {
  const words = WORDS[language]
  return (
    <>
      {updates.map((one) => {
        const milestone = milestones.find(({ id }) => id === one.milestone)
        const indicator = milestone?.indicators.find(({ id }) => id === one.indicator)
        return (
          <article key={one.id} class='entry'>
            <h3>{one.period}: {name(one.institution)}, <Day on={one.reportedOn} language={language} /></h3>
            {milestone === undefined ? null : <p class='quiet'>{words.milestone}: <Text of={milestone.title} language={language} original={original} />{indicator === undefined ? null : <> · <Text of={indicator.title} language={language} original={original} /></>}</p>}
            <p><Completion code={one.completion} labels={labels} language={language} />{one.schedule === null ? null : `, ${labels('schedule', one.schedule)}`}</p>
            {one.narrative === null ? null : <Prose of={one.narrative} language={language} original={original} />}
            {one.challenges === null ? null : <><h4>{words.challenges}</h4><Prose of={one.challenges} language={language} original={original} /></>}
            <Sources evidence={one.evidence} language={language} />
          </article>
        )
      })}
    </>
  )
}

export function Reviews ({ reviews, language, labels, name }: { reviews: readonly Review[] } & Parts) {
  const words = WORDS[language]
  return (
    <>
      {reviews.map(one => (
        <article key={one.id} class='entry'>
          <h3><Speaker of={one} name={name} />, <Day on={one.reviewedOn} language={language} />{one.state === 'retracted' ? <> <span class='tag'>{words.retracted}</span></> : one.state === 'redacted' ? <> <span class='tag'>{words.redacted}</span></> : null}</h3>
          <p><Completion code={one.completion} labels={labels} language={language} />{one.endorsement === null ? null : `, ${labels('endorsement', one.endorsement)}`}</p>
          {one.narrative === null ? null : <Prose of={one.narrative} language={language} original={one.language} />}
          <Sources evidence={one.evidence} language={language} />
          {one.replies.length === 0 ? null : <h4>{words.replies}</h4>}
          {one.replies.map((reply, at) => <blockquote key={at}><p class='quiet'>{name(reply.institution)}, <Day on={reply.repliedOn} language={language} /></p><Prose of={reply.text} language={language} /></blockquote>)}
        </article>
      ))}
    </>
  )
}

/** The code list in which the values of an indicator have their labels. */
const LISTS: Record<IndicatorName, string> = {
  specificity: 'specificity',
  verifiable: 'verifiability',
  relevance: 'ogp-value',
  openGovernmentLens: 'open-government-lens',
  potentialImpact: 'potential-impact',
  potentialForResults: 'potential-for-results',
  completion: 'completion',
  projectedCompletion: 'completion',
  didItOpenGovernment: 'did-it-open-government',
  earlyResults: 'early-results'
}

export function Assessments ({ assessments, language, labels, name }: { assessments: readonly Assessment[] } & Parts) {
  const words = WORDS[language]
  return (
    <>
      {assessments.map(one => (
        <article key={one.id} class='entry'>
          <h3>{name(one.report, words.irm)}{one.starred === true ? <> <span class='tag'>★ {words.starred}</span></> : null}</h3>
          <dl class='facts'>
            {Object.entries(one.indicators).map(([indicator, rating]) => {
              const values = [(rating as { value: string | string[] | null }).value].flat().filter(value => value !== null)
              return values.length === 0 ? null : <Fragment key={indicator}><dt>{words[indicator as IndicatorName]}</dt><dd>{values.map(value => labels(LISTS[indicator as IndicatorName], value)).join(', ')}</dd></Fragment>
            })}
          </dl>
        </article>
      ))}
    </>
  )
}
