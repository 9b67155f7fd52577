import fc from 'fast-check'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { editing, planOf, revisionCount, uuid } from '../../_support/plan.ts'

/** Random documents, one after the other: what was said stays said until something else is, and the whole comes back unchanged. */

const app = await startApp(t, { starter: true })
const key = await app.key({ role: 'editor', members: ['mexico'] })
const { apply, create, dryRun, read } = editing(app, key)
const SEED = 20261122
const RUNS = Number(process.env.PROVE_RUNS ?? 12)

const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }).filter(value => !value.includes('\0') && value.isWellFormed())
const texts = fc.dictionary(fc.constantFrom('es', 'en', 'fr', 'und', 'pt-BR'), text, { minKeys: 1, maxKeys: 3 })
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const orNull = <T>(value: fc.Arbitrary<T>) => maybe(fc.option(value, { nil: null }))
const strip = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

const year = fc.integer({ min: 2011, max: 2030 })
const two = (n: number): string => String(n).padStart(2, '0')
const dates = (name: string) => fc.oneof(
  year.chain(y => fc.integer({ min: 1, max: 28 }).map(d => ({ [`${name}On`]: `${y}-06-${two(d)}` }))),
  year.map(y => ({ [`${name}On`]: `${y}-12-31`, [`${name}Precision`]: 'year', [`${name}Text`]: `${y}` })),
  year.map(y => ({ [`${name}On`]: `${y}-09-30`, [`${name}Precision`]: 'quarter', [`${name}Text`]: null })),
  fc.constantFrom({ [`${name}On`]: null, [`${name}Precision`]: 'ongoing', [`${name}Text`]: 'Ongoing' }, { [`${name}On`]: null }, {})
)

const refs = (type: string, n: number) => maybe(fc.subarray([{ source: 'desk', id: `${type}/${n}` }, { source: 'other', id: `${type}:${n}` }]))
const stakeholders = maybe(fc.uniqueArray(fc.record({ institution: fc.constantFrom('article-19', 'r3d', 'socialtic'), role: fc.constantFrom('lead', 'supporting', 'monitoring') }), { maxLength: 3, selector: ({ institution, role }) => `${institution}${role}` }))

const indicator = (n: number) => fc.tuple(fc.record({ id: fc.constant(uuid(n)), title: texts, target: orNull(texts), externalRefs: refs('i', n) }), dates('due')).map(([one, due]) => strip({ ...one, ...due }))
const milestone = (n: number) => fc.tuple(fc.record({
  id: fc.constant(uuid(n)),
  number: orNull(text),
  title: texts,
  expectedOutput: orNull(texts),
  weight: orNull(fc.float({ min: 0, max: 100, noNaN: true })),
  stakeholders,
  externalRefs: refs('m', n),
  indicators: maybe(fc.subarray([1, 2]).chain(which => fc.tuple(...which.map(k => indicator(n * 10 + k)))))
}), dates('due')).map(([one, due]) => strip({ ...one, ...due }))

const commitment = (n: number) => fc.record({
  id: fc.constant(uuid(n)),
  number: orNull(text),
  title: texts,
  description: orNull(texts),
  language: orNull(fc.constantFrom('es', 'en')),
  translations: maybe(fc.dictionary(fc.constantFrom('en', 'fr'), fc.constantFrom('human', 'machine'))),
  values: maybe(fc.subarray(['access_to_information', 'civic_participation', 'public_accountability', 'technology_and_innovation'])),
  policyAreas: maybe(fc.subarray(['civic-space', 'fiscal-openness', 'gender'])),
  sdgs: maybe(fc.uniqueArray(fc.integer({ min: 1, max: 17 }), { maxLength: 4 })),
  budget: orNull(fc.record({ amount: fc.option(fc.double({ min: 0, max: 1e12, noNaN: true })), currency: fc.constantFrom('MXN', null), text: fc.option(texts) })),
  cluster: orNull(text),
  stakeholders,
  externalRefs: refs('c', n),
  milestones: maybe(fc.subarray([1, 2, 3]).chain(which => fc.tuple(...which.map(k => milestone(n * 100 + k)))))
}).map(strip)

const commitments = fc.shuffledSubarray([1, 2, 3, 4]).chain(which => fc.tuple(...which.map(n => commitment(n))))
const documents = fc.array(fc.record({ title: texts, commitments: maybe(commitments), ends: dates('ends') }).map(({ title, ends, ...rest }) => ({ plan: { title, ...ends }, ...strip(rest) })), { minLength: 1, maxLength: 5 })

interface Item { id: string, externalRefs: unknown[], title: object, milestones?: Item[], indicators?: Item[] }
const flatten = (items: Item[]): Item[] => items.flatMap(item => [item, ...flatten(item.milestones ?? []), ...flatten(item.indicators ?? [])])

t.test(`random documents in random order lose nothing (seed ${SEED}, ${RUNS} sequences)`, async t => {
  await fc.assert(fc.asyncProperty(documents, async (sequence) => {
    for (const parts of sequence) {
      const document = planOf(5, parts as unknown as Parameters<typeof planOf>[1])
      const before = await read(5)
      const [shown, count] = [await dryRun(document), await revisionCount(app)]
      if (shown.json.errors.length > 0) throw new Error(JSON.stringify(shown.json.errors))
      const done = before.status === 404 ? await create(document) : await apply(document)
      if (done.status !== 200 && done.status !== 201) throw new Error(done.text)
      const { create: made, update } = done.json.counts
      if (JSON.stringify(done.json.counts) !== JSON.stringify(shown.json.counts)) throw new Error('a dry run showed something else')
      if (await revisionCount(app) !== count + made + update) throw new Error('revisions and changes differ')

      const after = await read(5)
      if (before.status === 200) {
        const now = new Map(flatten(after.json.commitments).map(item => [item.id, item]))
        for (const item of flatten(before.json.commitments)) {
          const kept = now.get(item.id)
          if (kept === undefined) throw new Error(`${item.id} is gone`)
          if (kept.externalRefs.length < item.externalRefs.length) throw new Error(`${item.id} lost a reference`)
          if (Object.keys(item.title).some(language => !(language in kept.title))) throw new Error(`${item.id} lost a language`)
        }
      }
      for (const body of [document, after.json]) {
        const again = await apply(body)
        const { create: made, update, conflict } = again.json.counts
        if (again.status !== 200 || made + update + conflict > 0) throw new Error(`the same again changes: ${JSON.stringify(again.json.changes.filter(({ op }: { op: string }) => op !== 'unchanged'))}`)
      }
      const last = await read(5)
      if (last.text !== after.text || last.headers.etag !== after.headers.etag) throw new Error('the document moved')
    }
  }), { seed: SEED, numRuns: RUNS, endOnFailure: true })
  t.pass('all sequences')
})
