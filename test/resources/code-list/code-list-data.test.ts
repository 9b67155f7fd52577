import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import t from 'tap'
import { INDICATORS } from '../../../src/resources/assessment/assessment.schemas.ts'
import { CODE_LISTS } from '../../../src/resources/code-list/code-list.data.ts'
import { Code, CodeListFacts, EraIndicator } from '../../../src/resources/code-list/code-list.schemas.ts'
import { COMMON_SCHEMAS } from '../../../src/schema/common.ts'
import * as vocabulary from '../../../src/schema/vocabulary.ts'

/** The code list of every vocabulary; one that is missing here fails to compile or fails the test. */
const LISTS: Record<keyof typeof vocabulary, string> = {
  MEMBER_KINDS: 'member-kind',
  MEMBER_STATUSES: 'member-status',
  STATUS_REASONS: 'status-reason',
  INSTITUTION_KINDS: 'institution-kind',
  POLICY_AREA_KINDS: 'policy-area-kind',
  PLAN_LIFECYCLES: 'plan-lifecycle',
  PARTICIPATION_LEVELS: 'participation-level',
  OPENNESS: 'openness',
  COMMITMENT_LIFECYCLES: 'commitment-lifecycle',
  LIFECYCLE_REASONS: 'lifecycle-reason',
  OGP_VALUES: 'ogp-value',
  GRAND_CHALLENGES: 'grand-challenge',
  STAKEHOLDER_ROLES: 'stakeholder-role',
  DATE_PRECISIONS: 'date-precision',
  TRANSLATION_KINDS: 'translation-kind',
  COMPLETIONS: 'completion',
  SCHEDULES: 'schedule',
  REVIEW_KINDS: 'review-kind',
  REVIEW_STATES: 'review-state',
  ENDORSEMENTS: 'endorsement',
  REPORT_TYPES: 'report-type',
  AUTHOR_KINDS: 'author-kind',
  REPORT_STAGES: 'report-stage',
  SPECIFICITIES: 'specificity',
  VERIFIABILITIES: 'verifiability',
  OG_LENSES: 'open-government-lens',
  POTENTIAL_IMPACTS: 'potential-impact',
  POTENTIALS_FOR_RESULTS: 'potential-for-results',
  OPENED_GOVERNMENT: 'did-it-open-government',
  EARLY_RESULTS: 'early-results',
  MISSING_REASONS: 'missing-reason',
  MINIMUM_REQUIREMENTS: 'minimum-requirement',
  REQUIREMENT_RESULTS: 'requirement-result',
  PROCESS_TRIGGERS: 'process-trigger',
  REDACTION_GROUNDS: 'redaction-ground',
  APPEAL_STATES: 'appeal-state',
  ACTOR_ROLES: 'actor-role'
}

const codesOf = (id: string) => CODE_LISTS.find((list) => list.id === id)?.codes.map(({ code }) => code)

t.test('lists the codes of every vocabulary, in its order', async (t) => {
  t.same(Object.keys(LISTS).sort(), Object.keys(vocabulary).sort(), 'every vocabulary has a list')
  for (const [name, id] of Object.entries(LISTS)) {
    t.same(codesOf(id), [...vocabulary[name as keyof typeof vocabulary]], `${id} is ${name}`)
  }
  t.same(CODE_LISTS.map(({ id }) => id).sort(), [...Object.values(LISTS), 'eras', 'marks', 'star-rules'].sort(), 'and no other list')
})

t.test('fits the schema', async (t) => {
  const ajv = new Ajv2020({ schemas: [...COMMON_SCHEMAS, EraIndicator, Code], allErrors: true })
  formats.default(ajv)
  const check = ajv.compile(CodeListFacts)
  for (const list of CODE_LISTS) t.ok(check(list), list.id, { errors: check.errors })
})

t.test('ranks the ordered part of a scale without gaps, and nothing else', async (t) => {
  const ranked: Record<string, string[]> = {}
  for (const { id, ordered, codes } of CODE_LISTS) {
    const inOrder = codes.filter(({ rank }) => rank !== null)
    t.equal(ordered, inOrder.length > 0, id)
    t.same(inOrder.map(({ rank }) => rank), inOrder.map((_code, index) => index), id)
    if (ordered) ranked[id] = inOrder.map(({ code }) => code)
  }
  t.same(ranked, {
    'participation-level': ['none', 'inform', 'consult', 'involve', 'collaborate', 'empower'],
    completion: ['not_started', 'limited', 'substantial', 'complete'],
    specificity: ['none', 'low', 'medium', 'high'],
    'potential-impact': ['none', 'minor', 'moderate', 'transformative'],
    'potential-for-results': ['unclear', 'modest', 'substantial'],
    'did-it-open-government': ['worsened', 'did_not_change', 'marginal', 'major', 'outstanding'],
    'early-results': ['no_notable_results', 'moderate_results', 'significant_results']
  })
})

t.test('speaks English, Spanish and French throughout', async (t) => {
  for (const list of CODE_LISTS) {
    const texts = [list.title, list.description, ...list.codes.flatMap(({ label, definition }) => [label, definition])]
    for (const text of texts) if (text !== null) t.same(Object.keys(text).sort(), ['en', 'es', 'fr'], list.id)
  }
})

t.test('gives every source a url, or a title with a publisher', async (t) => {
  for (const { id, source } of CODE_LISTS) {
    t.ok(source === null || source.url || (source.title && source.publisher), id)
  }
})

t.test('says that the codes of early results are unconfirmed', async (t) => {
  for (const { definition } of CODE_LISTS.find(({ id }) => id === 'early-results')?.codes ?? []) t.match(definition?.en, /^Unconfirmed/)
})

t.test('holds the eras exactly as the table of indicators has them', async (t) => {
  const eras = CODE_LISTS.find(({ id }) => id === 'eras')?.codes ?? []
  t.same(eras.map(({ code, fromYear, untilYear }) => [code, fromYear, untilYear]), [
    ['2011-2013', 2011, 2013], ['2014-2017', 2014, 2017], ['2018-2019', 2018, 2019], ['2020', 2020, 2020], ['2021', 2021, null]
  ])
  const table: Record<string, string> = {
    specificity: 'x x - - -',
    verifiable: '- - x x x',
    relevance: 'x x x x -',
    openGovernmentLens: '- - - x x',
    potentialImpact: 'x x x - -',
    potentialForResults: '- - - x x',
    completion: 'x x x x x',
    projectedCompletion: 'x - - - -',
    didItOpenGovernment: '- x x x -',
    earlyResults: '- - - - x'
  }
  t.same(Object.keys(table).sort(), Object.keys(INDICATORS).sort())
  for (const [name, row] of Object.entries(table)) {
    const found = eras.map(({ indicators }) => indicators?.some(({ indicator }) => indicator === name) ? 'x' : '-').join(' ')
    t.equal(found, row, name)
  }
})

t.test('gives stars until 2019 and marks what is promising from 2020, as the same table has it', async (t) => {
  const marks = CODE_LISTS.find(({ id }) => id === 'marks')?.codes ?? []
  t.same(marks.map(({ code, fromYear, untilYear }) => [code, fromYear, untilYear]), [['starred', 2011, 2019], ['promising', 2020, null]])
})

t.test('numbers the star rules 1 to 4', async (t) => {
  t.same(codesOf('star-rules'), ['1', '2', '3', '4'])
})
