import { readFileSync, readdirSync } from 'node:fs'
import t from 'tap'
import { read } from '../../../_support/ogp.ts'
import { SheetError } from '../../../../src/sheet/sheet.ts'

interface Vector { csv: string[], bom?: boolean, lineEnd?: string }
interface Valid extends Vector {
  decisions: [number, string][]
  alsoDecided?: [number, string][]
  commitments: Record<string, unknown>[]
  assessments?: Record<string, unknown>[]
  plans?: Record<string, unknown>[]
}

function vectors <V extends Vector> (kind: 'valid' | 'invalid'): { name: string, vector: V, bytes: Buffer }[] {
  const folder = new URL(`../../../vectors/${kind}/ogp-sheet/`, import.meta.url)
  return readdirSync(folder).map(file => {
    const vector = JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as V
    return { name: file.replace('.json', '').replaceAll('-', ' '), vector, bytes: Buffer.from((vector.bom ? '\uFEFF' : '') + vector.csv.join(vector.lineEnd ?? '\n')) }
  })
}

for (const { name, vector, bytes } of vectors<Valid>('valid')) {
  t.test(name, async t => {
    const sheet = await read(bytes)
    t.strictSame(sheet.decisions.map(({ row, rule }) => [row, rule]), [...vector.decisions, ...vector.alsoDecided ?? []])
    const each = [
      [sheet.plans.flatMap(plan => plan.document.commitments ?? []), vector.commitments],
      [sheet.plans.flatMap(plan => plan.assessments), vector.assessments],
      [sheet.plans.map(plan => plan.document.plan), vector.plans]
    ] as const
    for (const [found, wanted] of each) {
      if (wanted === undefined) continue
      t.equal(found.length, wanted.length)
      for (const [index, item] of wanted.entries()) t.has(found[index], item)
    }
  })
}

for (const { name, vector, bytes } of vectors<Vector & { code: string }>('invalid')) {
  t.test(`refuses: ${name}`, async t => {
    try {
      await read(bytes)
      t.fail('was read')
    } catch (error) {
      t.ok(error instanceof SheetError)
      t.equal((error as SheetError).code, vector.code)
      t.match((error as SheetError).message, /(Send|send|Check|Add|Close|save)/, 'says what to do')
    }
  })
}
