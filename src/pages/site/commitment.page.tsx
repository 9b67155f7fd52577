import { Fragment } from 'preact'
import type { Chart } from '../../charts/svg.tsx'
import type { Commitment } from '../../resources/commitment/commitment.schemas.ts'
import type { CommitmentDiff } from '../../resources/diff/diff.schemas.ts'
import type { SearchHit } from '../../resources/search/search.schemas.ts'
import type { Voices } from '../../resources/voices/voices.schemas.ts'
import { pathOf } from './commitment-list.tsx'
import type { Labels } from './labels.ts'
import { type Language, type Texts, textIn } from './language.ts'
import { type Page } from './layout.tsx'
import { Milestones, Progress, Assessments, Reviews } from './commitment.parts.tsx'
import { TextChanges } from './text-changes.tsx'
import { VoicesNow, VoicesOverTime } from './voices.tsx'
import { Prose, Section, SourceDate, Text } from './parts.tsx'
import { WORDS, say } from './words.ts'

export interface CommitmentView {
  /** Where this service is, for what is copied from the page. */
  base: string
  commitment: Commitment
  plan: { id: string, title: Texts, language: string | null, member: { id: string, name: Texts } }
  voices: Voices
  /** What the voices said over time, and the milestones on their timeline. */
  drawn: { voices: Chart, milestones: Chart }
  /** Undefined where it cannot be compared: one revision only, or too much. */
  diff: CommitmentDiff | undefined
  /** What other members promise in similar words. */
  similar: readonly SearchHit[]
  /** Names of the institutions, policy areas and reports that are named, by id. */
  names: Record<string, Texts>
}

const TEXTS = ['description', 'problem', 'causes', 'statusQuo', 'proposedSolution', 'expectedResults'] as const

/** One promise: what three voices say of it, what was promised, and how the promise changed. */
export function commitmentPage (language: Language, labels: Labels, view: CommitmentView): Page {
  const words = WORDS[language]
  const { commitment, plan, voices, names } = view
  const { language: original, milestones = [], progressUpdates = [], reviews = [], assessments = [] } = commitment
  const title = textIn(commitment.shortTitle ?? commitment.title, language, original).text
  const reference = commitment.code ?? commitment.id
  const name = (id: string, instead = id) => names[id] === undefined ? <>{instead}</> : <Text of={names[id]} language={language} />
  const texts = TEXTS.flatMap(field => commitment[field] === null ? [] : [[field, commitment[field]] as const])
  const parts = { language, labels, name }
  return {
    language,
    path: pathOf(commitment),
    title,
    summary: commitment.description === null ? title : textIn(commitment.description, language, original).text.slice(0, 300),
    data: `/v1/commitments/${reference}?include=milestones,progressUpdates,reviews,assessments`,
    about: {
      '@type': 'CreativeWork',
      name: title,
      identifier: reference,
      inLanguage: language,
      isPartOf: { '@type': 'CreativeWork', name: textIn(plan.title, language, plan.language).text, publisher: { '@type': 'GovernmentOrganization', name: textIn(plan.member.name, language).text } }
    },
    children: (
      <>
        {commitment.shortTitle === null ? null : <p class='lead'><Text of={commitment.title} language={language} original={original} /></p>}
        <dl class='facts'>
          {commitment.code === null ? null : <><dt>{words.code}</dt><dd>{commitment.code}</dd></>}
          <dt>{words.member}</dt><dd><a href={`/${language}/members/${plan.member.id}`}><Text of={plan.member.name} language={language} /></a></dd>
          <dt>{words.plan}</dt><dd><a href={`/${language}/plans/${plan.id}`}><Text of={plan.title} language={language} original={plan.language} /></a></dd>
          <dt>{words.lifecycle}</dt><dd>{labels('commitment-lifecycle', commitment.lifecycle)}{commitment.lifecycleReason === null ? null : ` (${labels('lifecycle-reason', commitment.lifecycleReason)})`}</dd>
          {commitment.startsOn === null && commitment.startsText === null ? null : <><dt>{words.starts}</dt><dd><SourceDate on={commitment.startsOn} precision={commitment.startsPrecision} text={commitment.startsText} language={language} /></dd></>}
          {commitment.endsOn === null && commitment.endsText === null ? null : <><dt>{words.ends}</dt><dd><SourceDate on={commitment.endsOn} precision={commitment.endsPrecision} text={commitment.endsText} language={language} />{commitment.status.overdue ? <> <span class='tag warn'>{words.overdue}</span></> : null}</dd></>}
          {commitment.policyAreas.length === 0 ? null : <><dt>{words.policyAreas}</dt><dd>{commitment.policyAreas.map((area, at) => <Fragment key={area}>{at === 0 ? null : ', '}{name(area)}</Fragment>)}</dd></>}
          {commitment.values.length === 0 ? null : <><dt>{words.values}</dt><dd>{commitment.values.map(value => labels('ogp-value', value)).join(', ')}</dd></>}
        </dl>
        <Section id='voices' title={words.voices} help={words.summaryHelp}>
          <VoicesNow status={commitment.status} hasReported={progressUpdates.length > 0} {...parts} />
          <VoicesOverTime voices={voices} drawn={view.drawn.voices} {...parts} />
        </Section>
        {texts.length === 0 ? null : <Section id='promise' title={words.promise}>{texts.map(([field, of]) => <Fragment key={field}><h3>{words[field]}</h3><Prose of={of} language={language} original={original} /></Fragment>)}</Section>}
        {milestones.length === 0 ? null : <Section id='milestones' title={words.milestones}><Milestones milestones={milestones} updates={progressUpdates} drawn={view.drawn.milestones} original={original} {...parts} /></Section>}
        {progressUpdates.length === 0 ? null : <Section id='progress' title={words.progress}><Progress updates={progressUpdates} milestones={milestones} original={original} {...parts} /></Section>}
        {reviews.length === 0 ? null : <Section id='reviews' title={words.reviews}><Reviews reviews={reviews} {...parts} /></Section>}
        {assessments.length === 0 ? null : <Section id='assessments' title={words.assessments}><Assessments assessments={assessments} {...parts} /></Section>}
        {commitment.stakeholders.length === 0 ? null : <Section id='who' title={words.who}><ul class='list'>{commitment.stakeholders.map(({ institution, role }) => <li key={institution}>{name(institution)} <span class='quiet'>{labels('stakeholder-role', role)}</span></li>)}</ul></Section>}
        {view.similar.length === 0
          ? null
          : (
            <Section id='similar' title={words.similar} help={words.similarHelp}>
              <ul class='list'>{view.similar.map(hit => <li key={hit.id}><a href={`/${language}/${pathOf(hit)}`}><Text of={hit.title} language={language} /></a>{hit.lifecycle === 'withdrawn' ? <> <span class='tag'>{labels('commitment-lifecycle', hit.lifecycle)}</span></> : null} <span class='quiet'>{name(hit.member)} · {hit.cycleYear}</span></li>)}</ul>
            </Section>
            )}
        <Section id='record' title={words.record} help={say(words.recordHelp, { revision: commitment.revision })}>
          <TextChanges diff={view.diff} {...parts} />
          <p><a href={`/v1/commitments/${reference}/revisions`}>{words.revisions}</a>{view.diff === undefined ? null : <> · <a href={`/v1/commitments/${reference}/diff`}>{words.diff}</a></>} · <a href={`/${language}/verify`}>{words.proof}</a></p>
        </Section>
        <Section id='badge' title={words.badge} help={words.badgeHelp}>
          <p><img src={`/v1/badges/commitments/${reference}.svg?language=${language}`} alt={title} height='20' /></p>
          <pre tabIndex={0}><code>{`<img src="${view.base}/v1/badges/commitments/${reference}.svg?language=${language}" alt="${(commitment.code ?? title).replaceAll('"', '&quot;')}">`}</code></pre>
        </Section>
      </>
    )
  }
}
