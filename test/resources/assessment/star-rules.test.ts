import { readFileSync, readdirSync } from 'node:fs'
import t from 'tap'
import type { Indicators } from '../../../src/resources/assessment/assessment.schemas.ts'
import { computeStar, starRuleFor } from '../../../src/resources/assessment/star.rules.ts'
import type { StarOccasion, StarRule } from '../../../src/resources/assessment/star.rules.ts'

type Vector = { probes: string } & (
  | { call: 'computeStar', input: { indicators: Indicators, rule: StarRule }, expected: boolean | null }
  | { call: 'starRuleFor', input: StarOccasion, expected: StarRule | null }
)

function vectors (kind: 'valid' | 'invalid'): Vector[] {
  const folder = new URL(`../../vectors/${kind}/stars/`, import.meta.url)
  return readdirSync(folder).sort().map((file) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector)
}

function answer (vector: Vector) {
  return vector.call === 'computeStar'
    ? computeStar(vector.input.indicators, vector.input.rule)
    : starRuleFor(vector.input)
}

t.test('gives a star, or names the rule, where the sources do', async (t) => {
  for (const vector of vectors('valid')) {
    t.ok(vector.expected, `${vector.probes} (a valid vector expects an answer)`)
    t.equal(answer(vector), vector.expected, vector.probes)
  }
})

t.test('gives no star, or none that can be computed, elsewhere', async (t) => {
  for (const vector of vectors('invalid')) {
    t.notOk(vector.expected, `${vector.probes} (an invalid vector expects none)`)
    t.equal(answer(vector), vector.expected, vector.probes)
  }
})
