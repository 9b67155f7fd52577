import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { bodyHash, canonicalText } from '../../src/log/canonical.ts'

interface Vector { rule: string, value: unknown, canonical: string }

const folder = join(import.meta.dirname, '../vectors/valid/canonical')

t.test('writes values as RFC 8785 does', (t) => {
  for (const file of readdirSync(folder).sort()) {
    const { rule, value, canonical } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Vector
    t.equal(canonicalText(value), canonical, `${basename(file, '.json').replaceAll('-', ' ')}: ${rule}`)
    t.equal(canonicalText(JSON.parse(canonical)), canonical, 'and finds its own text canonical')
  }
  t.end()
})

t.test('refuses what has no text of its own', (t) => {
  t.throws(() => canonicalText({ a: Number.NaN }))
  t.throws(() => canonicalText({ a: '\ud800' }), 'a lone surrogate')
  t.end()
})

t.test('writes one text whatever the order of the members, and one that reads back as the value', (t) => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled)
    if (value === null || typeof value !== 'object') return value
    return Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, shuffled(inner)]))
  }
  fc.assert(fc.property(fc.jsonValue({ noUnicodeString: false } as never), (value) => {
    const read = JSON.parse(JSON.stringify(value)) as unknown
    const text = canonicalText(read)
    return text === canonicalText(shuffled(read)) && JSON.stringify(JSON.parse(text)) !== undefined && canonicalText(JSON.parse(text)) === text
  }), { numRuns: 300, seed: 8785 })
  t.end()
})

t.test('hashes the salt and then the text in UTF-8', (t) => {
  const [salt, text] = [Buffer.alloc(32, 1), '{"title":"Derechos tecnológicos 😀"}']
  t.strictSame(bodyHash(salt, text), createHash('sha256').update(Buffer.concat([salt, Buffer.from(text, 'utf8')])).digest())
  t.equal(bodyHash(Buffer.alloc(32), '{}').toString('hex'), createHash('sha256').update(Buffer.concat([Buffer.alloc(32), Buffer.from('{}')])).digest('hex'))
  t.end()
})
