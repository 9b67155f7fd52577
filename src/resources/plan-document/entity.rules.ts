import type { Facts, FactRules } from './merge.rules.ts'

/** What the entities of a plan document start from when they are new, and which of their members merge how. */

const noDate = (name: string): Facts => ({ [`${name}On`]: null, [`${name}Precision`]: 'unknown', [`${name}Text`]: null })

export const planRules: FactRules = { texts: ['title', 'description'], sets: [], dates: ['submitted', 'starts', 'ends', 'originalEnds'] }
export const newPlan = (): Facts => ({
  id: null,
  member: null,
  number: null,
  title: null,
  description: null,
  language: null,
  translations: {},
  cycleYear: null,
  ...noDate('submitted'),
  ...noDate('starts'),
  ...noDate('ends'),
  ...noDate('originalEnds'),
  termYears: null,
  lifecycle: 'submitted',
  eraOverride: null,
  participationInDevelopment: null,
  participationInImplementation: null,
  developmentOpenness: null,
  url: null,
  publishedCounts: null,
  externalRefs: []
})

export const institutionRules: FactRules = { texts: ['name', 'shortName'], sets: [], dates: [] }
export const newInstitution = (id: string, member: string): Facts => ({ id, kind: null, member, url: null, externalRefs: [], name: null, shortName: null })

export const commitmentRules: FactRules = {
  texts: ['title', 'shortTitle', 'description', 'problem', 'causes', 'statusQuo', 'proposedSolution', 'expectedResults'],
  sets: ['values', 'policyAreas', 'grandChallenges', 'sdgs'],
  dates: ['starts', 'ends']
}
export const newCommitment = (id: string, plan: string): Facts => ({
  id,
  plan,
  code: null,
  number: null,
  ...Object.fromEntries(commitmentRules.texts.map(name => [name, null])),
  language: null,
  translations: {},
  ...Object.fromEntries(commitmentRules.sets.map(name => [name, []])),
  budget: null,
  cluster: null,
  ...noDate('starts'),
  ...noDate('ends'),
  lifecycle: 'active',
  lifecycleReason: null,
  stakeholders: [],
  externalRefs: []
})

export const indicatorRules: FactRules = { texts: ['title', 'target'], sets: [], dates: ['due'] }
export const milestoneRules: FactRules = { texts: ['title', 'expectedOutput'], sets: [], dates: ['starts', 'due'], lists: { indicators: indicatorRules } }
export const newMilestone = (id: string, commitment: string): Facts => ({
  id,
  commitment,
  number: null,
  title: null,
  expectedOutput: null,
  ...noDate('starts'),
  ...noDate('due'),
  weight: null,
  lifecycle: 'active',
  stakeholders: [],
  externalRefs: [],
  indicators: []
})

export const newIndicator = (id: string): Facts => ({ id, number: null, title: null, target: null, ...noDate('due'), externalRefs: [] })
