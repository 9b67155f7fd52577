import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { ActionPlanDocument } from '../../src/resources/action-plan/action-plan.schemas.ts'
import { Budget } from '../../src/resources/commitment/commitment.schemas.ts'
import { InstitutionDocument, InstitutionFacts } from '../../src/resources/institution/institution.schemas.ts'
import { MemberFacts, StatusEvent } from '../../src/resources/member/member.schemas.ts'
import { IndicatorDocument, MilestoneDocument } from '../../src/resources/milestone/milestone.schemas.ts'
import { CommitmentDocument, PlanDocument } from '../../src/resources/plan-document/plan-document.schemas.ts'
import { PolicyAreaFacts } from '../../src/resources/policy-area/policy-area.schemas.ts'
import { ReportFacts } from '../../src/resources/report/report.schemas.ts'
import { COMMON_SCHEMAS } from '../../src/schema/common.ts'
import { STARTER } from '../../src/starter/starter.ts'

const SOME_ID = '01968f00-0000-7000-8000-000000000001'

const ajv = new Ajv2020({
  allErrors: true,
  allowUnionTypes: true,
  schemas: [...COMMON_SCHEMAS, StatusEvent, Budget, ActionPlanDocument, InstitutionDocument, IndicatorDocument, MilestoneDocument, CommitmentDocument]
})
formats.default(ajv)

const [plan1, plan2, plan3, plan4] = STARTER.plans
const counts = (number: number) => STARTER.plans[number - 1]?.plan.publishedCounts ?? {}
const codes = (document: typeof plan1) => document?.commitments?.map(({ code }) => code) ?? []
const report = (id: string) => STARTER.reports.find(({ externalRefs }) => externalRefs.some((ref) => ref.id === id))
const mx0081 = plan4?.commitments?.find(({ code }) => code === 'MX0081')
const series = (from: number, until: number) =>
  Array.from({ length: until - from + 1 }, (_none, index) => `MX${String(from + index).padStart(4, '0')}`)

t.test('fits the schemas', async (t) => {
  const kinds = [
    [MemberFacts, STARTER.members],
    [InstitutionFacts, STARTER.institutions],
    [PolicyAreaFacts, STARTER.policyAreas],
    [PlanDocument, STARTER.plans],
    [ReportFacts, STARTER.reports.map((one) => ({ id: SOME_ID, ...one }))]
  ] as const
  for (const [schema, items] of kinds) {
    const check = ajv.compile(schema)
    for (const item of items) t.ok(check(item), JSON.stringify(item).slice(0, 60), { errors: check.errors })
  }
})

t.test('names nothing that it does not hold, and nothing twice', async (t) => {
  const ids = (items: { id: string }[]) => items.map(({ id }) => id)
  for (const items of [STARTER.members, STARTER.institutions, STARTER.policyAreas, STARTER.plans.map(({ plan }) => plan)]) {
    t.equal(new Set(ids(items)).size, items.length)
  }
  const members = ids(STARTER.members)
  const institutions = ids(STARTER.institutions)
  const areas = ids(STARTER.policyAreas)
  const plans = STARTER.plans.map(({ plan }) => plan.id)
  for (const { member } of STARTER.institutions) t.ok(member === null || members.includes(member))
  for (const { plan, externalRefs } of STARTER.reports) {
    t.ok(plans.includes(plan))
    t.match(externalRefs, [{ source: 'open-commitments-starter' }])
  }
  for (const document of STARTER.plans) {
    t.ok(members.includes(document.plan.member ?? ''))
    const named = document.institutions ?? []
    for (const one of named) t.same(one, STARTER.institutions.find(({ id }) => id === one.id), one.id)
    for (const { policyAreas, stakeholders } of document.commitments ?? []) {
      for (const area of policyAreas ?? []) t.ok(areas.includes(area), area)
      for (const { institution } of stakeholders ?? []) {
        t.ok(institutions.includes(institution), institution)
        t.ok(named.some(({ id }) => id === institution), `the plan names ${institution}`)
      }
    }
  }
  const everyCode = STARTER.plans.flatMap(codes)
  t.equal(new Set(everyCode).size, everyCode.length)
})

t.test('holds Mexico\'s four plans and no fifth', async (t) => {
  t.same(STARTER.plans.map(({ plan }) => [plan.id, plan.number, plan.cycleYear, plan.lifecycle]), [
    ['mexico-1', 1, 2011, 'closed'], ['mexico-2', 2, 2013, 'closed'], ['mexico-3', 3, 2016, 'closed'], ['mexico-4', 4, 2019, 'closed']
  ])
  for (const [document, from, until] of [[plan1, 2011, 2013], [plan2, 2013, 2015], [plan3, 2016, 2018]] as const) {
    t.match(document?.plan, { startsOn: `${from}-12-31`, startsPrecision: 'year', endsOn: `${until}-12-31`, endsPrecision: 'year' })
    t.match(document?.plan.title?.en, new RegExp(`${from}-${until}$`))
  }
  t.match(plan4?.plan, { startsOn: '2019-12-10', endsOn: '2022-08-31', originalEndsOn: '2021-08-31' })
  t.match(plan4?.plan.description?.en, /Published on 10 December 2019 for 2019-2021 and later extended to 2022/)
})

t.test('states 37, 26, 11 and 13 commitments, each with a source', async (t) => {
  t.same([1, 2, 3, 4].map((number) => counts(number).commitments), [37, 26, 11, 13])
  for (const number of [1, 2, 3, 4]) t.match(counts(number).source, { title: Object, publisher: 'Open Government Partnership' })
  t.same(codes(plan1), [])
  t.same(codes(plan2), [])
  t.same(codes(plan3), ['MX0064', 'MX0065'])
  t.equal(series(64, 74).length, counts(3).commitments, 'MX0064 to MX0074')
  t.match(plan3?.plan.description?.en, /MX0064 to MX0074/)
  t.same(codes(plan4), series(75, 87), 'MX0075 to MX0087')
  t.equal(codes(plan4).length, counts(4).commitments)
  t.equal(Number(counts(4).co_created) + Number(counts(4).proactive), counts(4).commitments, '6 co-created and 7 proactive')
  t.match(counts(4), { co_created: 6, proactive: 7 })
})

t.test('repeats the totals of the reports and spreads them over no commitment', async (t) => {
  t.equal(STARTER.reports.length, 3)
  t.match(report('mexico-3-midterm'), { plan: 'mexico-3', type: 'progress_midterm', publishedCounts: { civil_society_endorsements: 0 } })
  t.match(report('mexico-4-design'), {
    plan: 'mexico-4', type: 'design', publishedCounts: { commitments: 13, relevant: 13, transformative: 4, potentially_starred: 4 }
  })
  t.equal(plan4?.plan.participationInDevelopment, 'collaborate')
  const results = report('mexico-4-results')?.publishedCounts ?? {}
  t.match(results, { early_results: 9, early_results_marginal: 5, early_results_major: 3, early_results_outstanding: 1, paused: 4, paused_and_inactive: 3 })
  t.equal(Number(results.early_results_marginal) + Number(results.early_results_major) + Number(results.early_results_outstanding), results.early_results)
  t.ok(Number(results.paused_and_inactive) <= Number(results.paused), '3 of the 4')
  for (const { publishedOn, publishedPrecision } of STARTER.reports) t.same([publishedOn, publishedPrecision], [null, 'unknown'])
  for (const { commitments } of STARTER.plans) {
    for (const { code, lifecycle, lifecycleReason } of commitments ?? []) t.same([lifecycle, lifecycleReason], ['inactive', 'plan_ended'], code ?? '')
  }
})

t.test('tells MX0081 in Spanish, English and French, and leaves empty what was not found', async (t) => {
  t.equal(mx0081?.number, '7')
  t.equal(mx0081?.title?.en, 'Technology Rights and Privacy')
  for (const text of [mx0081?.title, mx0081?.shortTitle, mx0081?.description, mx0081?.problem, mx0081?.proposedSolution]) {
    t.same(Object.keys(text ?? {}).sort(), ['en', 'es', 'fr'])
  }
  t.equal(mx0081?.language, 'es')
  t.same(mx0081?.translations, { en: 'human', fr: 'human' })
  t.same(mx0081?.stakeholders?.map(({ institution, role }) => [institution, role]), [
    ['article-19', 'supporting'], ['socialtic', 'supporting'], ['r3d', 'supporting']
  ])
  t.same(mx0081?.milestones, [])
  t.notOk(mx0081?.budget)
  for (const fact of [/February 2017/, /23 May 2017/, /two reasons/, /19 June 2017/, /one founder/, /more than a hundred attempts against 22 people/]) {
    t.match(mx0081?.problem?.en, fact)
  }
  for (const [language, fact] of [['es', /más de cien intentos contra 22 personas/], ['fr', /plus de cent tentatives contre 22 personnes/]] as const) {
    t.match(mx0081?.problem?.[language], fact)
  }
})

t.test('gives the other commitments OGP\'s English title alone, and no number', async (t) => {
  for (const { commitments } of STARTER.plans) {
    for (const one of commitments ?? []) {
      if (one.code === 'MX0081') continue
      t.same(Object.keys(one.title ?? {}), ['en'], one.code ?? '')
      t.equal(one.number, null)
      t.notMatch(one.title?.en, /shortened/)
    }
  }
})

t.test('knows the institutions of the case, and that Mexico is under review since April 2024', async (t) => {
  const ids = STARTER.institutions.map(({ id }) => id)
  for (const id of ['article-19', 'socialtic', 'r3d', 'mexico-inai', 'mexico-sfp']) t.ok(ids.includes(id), id)
  t.ok(STARTER.policyAreas.some(({ id, taxonomy }) => id === 'civic-space' && taxonomy === 'ogp'))
  const [mexico] = STARTER.members
  t.match(mexico, { id: 'mexico', status: 'under_review', codePrefixes: ['MX'], statusEvents: [{ on: '2024-04-30', status: 'under_review' }] })
})
