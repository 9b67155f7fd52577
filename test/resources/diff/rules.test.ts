import { readFileSync, readdirSync } from 'node:fs'
import t, { type Test } from 'tap'
import { numbersLowered } from '../../../src/resources/diff/number.rules.ts'
import { type Recorded, scopeChanges } from '../../../src/resources/diff/scope.rules.ts'
import { wordComparer } from '../../../src/resources/diff/words.rules.ts'
import { newCommitment, newMilestone } from '../../../src/resources/plan-document/entity.rules.ts'

/** The rules of comparing by vectors; each file is named after the rule that it probes. The invalid ones are what must not be stated. */

type Facts = Record<string, unknown>
type Vector =
  { rule: 'number', language: string, before: string, after: string, lowered: [string, string][] } |
  { rule: 'words', language: string, from: string, to: string, granularity: string, parts: [string, string][] } |
  { rule: 'scope', type: 'commitment' | 'milestone', on: string, before: Facts, after: Facts, facts: (string | null)[][] }

const compared = (t: Test, from: string, to: string, { parts }: ReturnType<ReturnType<typeof wordComparer>>) => {
  const without = (op: string) => parts.filter(part => part.op !== op).map(({ text }) => text).join('')
  t.equal(without('added'), from, 'what is the same and what is removed is the old text')
  t.equal(without('removed'), to, 'what is the same and what is added is the new text')
}

const CHECKS: { [R in Vector['rule']]: (t: Test, vector: Extract<Vector, { rule: R }>) => number } = {
  number: (t, { language, before, after, lowered }) => {
    t.same(numbersLowered(before, after, language).map(({ from, to }) => [from, to]), lowered)
    return lowered.length
  },
  words: (t, { language, from, to, granularity, parts }) => {
    const comparison = wordComparer()(from, to, language)
    t.same(comparison.parts.map(({ op, text }) => [op, text]), parts)
    t.equal(comparison.granularity, granularity)
    compared(t, from, to, comparison)
    return parts.length
  },
  scope: (t, { type, on, before, after, facts }) => {
    const recorded = (revision: number, said: Facts) => ({
      type, id: 'it', revision, on, facts: { ...(type === 'commitment' ? newCommitment('it', 'plan') : newMilestone('it', 'commitment')), ...said }
    }) as unknown as Recorded
    const found = scopeChanges(recorded(1, before), recorded(2, after))
    t.same(found.map(({ fact, subject, from, to }) => [fact, subject, from, to]), facts)
    for (const one of found) {
      t.match(one, { type, id: 'it', revision: 2, on })
      t.ok([one.from, one.to ?? ''].every(value => one.detail.includes(value as string)), one.detail)
    }
    return facts.length
  }
}

for (const kind of ['valid', 'invalid']) {
  const folder = new URL(`../../vectors/${kind}/diff/`, import.meta.url)
  for (const file of readdirSync(folder).sort()) {
    const vector = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Vector
    t.test(`${kind}: ${file.replace('.json', '').replaceAll('-', ' ')}`, async (t) => {
      t.equal(CHECKS[vector.rule](t, vector as never) > 0, kind === 'valid')
    })
  }
}

t.test('a text of 60,000 characters that is another is replaced as a whole, in bounded time', async (t) => {
  const text = (word: (n: number) => string) => Array.from({ length: 12_000 }, (_, n) => word(n)).join(' ').slice(0, 60_000)
  const [old, now, near] = [text(n => `a${n}`), text(n => `b${n}`), text(n => n % 100 === 7 ? 'new' : `a${n}`)]
  const compare = wordComparer()
  const started = performance.now()
  const whole = compare(old, now, 'en')
  t.same(whole.parts.map(({ op }) => op), ['removed', 'added'])
  t.equal(whole.granularity, 'text')
  const fine = compare(old, near, 'en')
  t.equal(fine.granularity, 'word')
  t.ok(fine.parts.length > 200)
  for (const [to, comparison] of [[now, whole], [near, fine]] as const) compared(t, old, to, comparison)
  for (let more = 0; more < 100; more++) compare(old, now, 'en')
  t.equal(compare('one word', 'two words', 'en').granularity, 'text', 'what an answer may cost is shared by its texts')
  t.ok(performance.now() - started < 5000, `${performance.now() - started} ms`)
})

t.test('a language that is written without spaces is no slower', async (t) => {
  const [old, now] = ['政府应当公布所有监控技术的合同', '政府应当公布监控技术合同'].map(text => text.repeat(5000).slice(0, 60_000)) as [string, string]
  const started = performance.now()
  compared(t, old, now, wordComparer()(old, now, 'zh'))
  t.ok(performance.now() - started < 5000, `${performance.now() - started} ms`)
})

t.test('more characters than an answer may compare come whole', async (t) => {
  const compare = wordComparer()
  const text = 'word '.repeat(12_000)
  const told = Array.from({ length: 10 }, (_, n) => compare(text, `${text}${n}`, 'en').granularity)
  t.same([told[0], told.at(-1)], ['word', 'text'])
})
