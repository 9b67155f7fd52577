import type { Chart } from '../../charts/svg.tsx'
import type { ActionPlan } from '../../resources/action-plan/action-plan.schemas.ts'
import type { Member } from '../../resources/member/member.schemas.ts'
import { Figure } from './figure.tsx'
import type { Labels } from './labels.ts'
import { type Language, textIn } from './language.ts'
import { type Page } from './layout.tsx'
import { Day, NextPage, Section, SourceDate, Table, Text } from './parts.tsx'
import { regionIn } from './regions.ts'
import { WORDS, say } from './words.ts'

/** A page of members. */
export function membersPage (language: Language, labels: Labels, members: readonly Member[], cursor: string | null): Page {
  const words = WORDS[language]
  return {
    language,
    path: 'members',
    title: words.members,
    summary: `${words.members}: Open Government Partnership`,
    data: '/v1/members',
    children: (
      <>
        <Table caption={words.members} head={[words.member, words.kind, words.region, words.status]}>
          {members.map(({ id, name, kind, region, status }) => (
            <tr key={id}>
              <th scope='row'><a href={`/${language}/members/${id}`}><Text of={name} language={language} /></a></th>
              <td>{labels('member-kind', kind)}</td>
              <td>{region === null ? null : regionIn(language, region)}</td>
              <td>{labels('member-status', status)}</td>
            </tr>
          ))}
        </Table>
        <NextPage path={`/${language}/members`} cursor={cursor} language={language} />
      </>
    )
  }
}

/** The period of a plan, and how it was extended. */
export function PlanPeriod ({ plan, language }: { plan: ActionPlan, language: Language }) {
  const { startsOn, startsPrecision, startsText, endsOn, endsPrecision, endsText, originalEndsOn, originalEndsPrecision } = plan
  const extended = originalEndsOn !== null && endsOn !== null && originalEndsOn < endsOn
  return (
    <>
      <SourceDate on={startsOn} precision={startsPrecision} text={startsText} language={language} />
      {' – '}
      <SourceDate on={endsOn} precision={endsPrecision} text={endsText} language={language} />
      {extended ? <span class='quiet'> ({before(say(WORDS[language].extended, { date: '\u0000' }))}<Day on={originalEndsOn} precision={originalEndsPrecision} language={language} />{after(say(WORDS[language].extended, { date: '\u0000' }))})</span> : null}
    </>
  )
}
const before = (text: string): string => text.split('\u0000')[0] as string
const after = (text: string): string => text.split('\u0000')[1] as string

/** One member: its plans, and how its membership went. */
export function memberPage (language: Language, labels: Labels, member: Member, plans: readonly ActionPlan[], cursor: string | null, charts: { completion: Chart, areas: Chart }): Page {
  const words = WORDS[language]
  const path = `members/${member.id}`
  return {
    language,
    path,
    title: textIn(member.name, language).text,
    summary: `${textIn(member.name, language).text}: ${words.plans}`,
    data: `/v1/members/${member.id}`,
    children: (
      <>
        <dl class='facts'>
          <dt>{words.kind}</dt><dd>{labels('member-kind', member.kind)}</dd>
          {member.region === null ? null : <><dt>{words.region}</dt><dd>{regionIn(language, member.region)}</dd></>}
          <dt>{words.status}</dt><dd>{labels('member-status', member.status)}</dd>
        </dl>
        <Section id='plans' title={words.plans}>
          {plans.length === 0
            ? <p class='quiet'>{words.nothingHere}</p>
            : (
              <Table caption={words.plans} head={[words.plan, words.period, words.lifecycle]}>
                {plans.map(plan => (
                  <tr key={plan.id}>
                    <th scope='row'><a href={`/${language}/plans/${plan.id}`}><Text of={plan.title} language={language} original={plan.language} /></a></th>
                    <td><PlanPeriod plan={plan} language={language} /></td>
                    <td>{labels('plan-lifecycle', plan.lifecycle)}</td>
                  </tr>
                ))}
              </Table>
              )}
          <NextPage path={`/${language}/${path}`} cursor={cursor} language={language} />
        </Section>
        {charts.completion.table.rows.length === 0
          ? null
          : (
            <Section id='figures' title={words.figures}>
              <Figure of={charts.completion} language={language} address={`completion.svg?member=${member.id}&language=${language}`} />
              <Figure of={charts.areas} language={language} address={`policy-areas.svg?member=${member.id}&language=${language}`} />
            </Section>
            )}
        {member.statusEvents.length === 0
          ? null
          : (
            <Section id='history' title={words.history}>
              <ul class='list'>
                {member.statusEvents.map((event, at) => (
                  <li key={at}><Day on={event.on} language={language} />: {labels('member-status', event.status)}{event.note === null ? null : <>. <Text of={event.note} language={language} /></>}</li>
                ))}
              </ul>
            </Section>
            )}
      </>
    )
  }
}
