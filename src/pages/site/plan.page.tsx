import { Fragment } from 'preact'
import type { Chart } from '../../charts/svg.tsx'
import type { ActionPlan, PlanSummary } from '../../resources/action-plan/action-plan.schemas.ts'
import type { Commitment } from '../../resources/commitment/commitment.schemas.ts'
import type { Member } from '../../resources/member/member.schemas.ts'
import { CommitmentTable } from './commitment-list.tsx'
import { Figure } from './figure.tsx'
import type { Labels } from './labels.ts'
import { type Language, textIn } from './language.ts'
import { type Page } from './layout.tsx'
import { Completion, NextPage, Prose, Section, Table, Text } from './parts.tsx'
import { PlanPeriod } from './members.page.tsx'
import { WORDS } from './words.ts'

export interface PlanFacts {
  plan: ActionPlan
  member: Member
  summary: PlanSummary
  commitments: readonly Commitment[]
  cursor: string | null
  steps: Chart
  reported: Chart
}

const SCALE = ['not_started', 'limited', 'substantial', 'complete', 'no_evidence_available', 'unclear', 'withdrawn']

/** One action plan: where its commitments stand as each voice sees it, and all of them. */
export function planPage (language: Language, labels: Labels, { plan, member, summary, commitments, cursor, steps, reported }: PlanFacts): Page {
  const words = WORDS[language]
  const title = textIn(plan.title, language, plan.language).text
  const codes = SCALE.filter(code => [summary.government, summary.civilSociety, summary.irm].some(voice => voice[code] !== undefined))
  const counts = Object.entries(plan.publishedCounts ?? {}).filter((entry): entry is [string, number] => typeof entry[1] === 'number')
  const known: Record<string, string> = { commitments: words.commitments, co_created: words.coCreated, proactive: words.proactive }
  return {
    language,
    path: `plans/${plan.id}`,
    title,
    summary: plan.description === null ? title : textIn(plan.description, language, plan.language).text,
    data: `/v1/action-plans/${plan.id}/document`,
    children: (
      <>
        {plan.description === null ? null : <div class='lead'><Prose of={plan.description} language={language} original={plan.language} /></div>}
        <dl class='facts'>
          <dt>{words.member}</dt><dd><a href={`/${language}/members/${member.id}`}><Text of={member.name} language={language} /></a></dd>
          <dt>{words.period}</dt><dd><PlanPeriod plan={plan} language={language} /></dd>
          <dt>{words.lifecycle}</dt><dd>{labels('plan-lifecycle', plan.lifecycle)}</dd>
          <dt>{words.era}</dt><dd>{plan.era}</dd>
        </dl>
        <Section id='summary' title={words.summary} help={words.summaryHelp}>
          <Table caption={words.summary} head={[words.completion, words.government, words.civilSociety, words.irm]}>
            {codes.map(code => (
              <tr key={code}>
                <th scope='row'><Completion code={code} labels={labels} language={language} /></th>
                <td>{summary.government[code] ?? 0}</td><td>{summary.civilSociety[code] ?? 0}</td><td>{summary.irm[code] ?? 0}</td>
              </tr>
            ))}
            <tr>
              <th scope='row' class='quiet'>{words.noWord}</th>
              <td>{summary.government.not_reported ?? 0}</td><td>{summary.commitments - summary.reviewed}</td><td>{summary.irm.not_assessed ?? 0}</td>
            </tr>
          </Table>
        </Section>
        {steps.table.rows.length + reported.table.rows.length === 0
          ? null
          : (
            <Section id='figures' title={words.figures}>
              <Figure of={steps} language={language} address={`milestones.svg?plan=${plan.id}&language=${language}`} />
              <Figure of={reported} language={language} address={`freshness.svg?plan=${plan.id}&language=${language}`} />
            </Section>
            )}
        <Section id='commitments' title={words.commitments}>
          {commitments.length === 0 ? <p class='quiet'>{words.nothingHere}</p> : <CommitmentTable items={commitments} labels={labels} language={language} caption={words.commitments} />}
          <NextPage path={`/${language}/plans/${plan.id}`} cursor={cursor} language={language} />
        </Section>
        {counts.length === 0
          ? null
          : (
            <Section id='published' title={words.published} help={words.publishedHelp}>
              <dl class='facts'>{counts.map(([name, count]) => <Fragment key={name}><dt>{known[name] ?? name.replaceAll('_', ' ')}</dt><dd>{count}</dd></Fragment>)}</dl>
            </Section>
            )}
      </>
    )
  }
}
