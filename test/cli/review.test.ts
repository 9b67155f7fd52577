import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { parse } from 'yaml'
import type { Io } from '../../src/cli/io.ts'
import { startApp } from '../_support/app.ts'
import { cli } from '../_support/cli.ts'

const app = await startApp(t, { starter: true, now: new Date().toISOString() })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const env = { OPEN_COMMITMENTS_URL: url, OPEN_COMMITMENTS_KEY: await app.key({ role: 'reviewer', organisation: 'article-19' }) }
const folder = t.testdir({})
const file = join(folder, 'review.yaml')
const review = (argv: string[], given: Partial<Io> = {}) => cli(['review', ...argv], { env, ...given })
const filled = (path: string, more: object = {}): string => {
  writeFileSync(path, JSON.stringify({ commitment: 'MX0081', kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', language: 'en', narrative: { en: 'An example.' }, evidence: [{ url: 'https://example.org/seen' }], ...more }))
  return path
}
const reviews = async (): Promise<unknown[]> => (await app.get('/v1/commitments/MX0081/reviews')).json.items

t.test('review new writes what may be said, for the commitment that is named', async (t) => {
  t.match(await review(['new', 'mx0081', '-o', file, '--language', 'es']), { code: 0, out: `Fill in ${file}, then: open-commitments review publish ${file}\n`, err: '' })
  const text = readFileSync(file, 'utf8')
  t.match(text, /^# \S.*\ncommitment: MX0081\n# progress, end_of_commitment, shadow\nkind: progress\n# not_started, limited, .*; or null\ncompletion: null\n/)
  t.match(parse(text), { commitment: 'MX0081', reviewedOn: '', language: 'es', narrative: { es: '' }, evidence: [{ url: '' }] })
  const path = join(folder, 'review.json')
  const { id } = (await app.get('/v1/commitments/MX0081')).json
  t.same(JSON.parse((await review(['new', id, '-o', path, '--json'])).out), { commitment: 'MX0081', file: path })
  t.equal(JSON.parse(readFileSync(path, 'utf8')).commitment, 'MX0081')
  t.match(await review(['new', 'MX0081', '-o', path]), { code: 1, err: 'review.json is there already.' })
  t.match(await review(['new', 'XX9999', '-o', join(folder, 'x.yaml')]), { code: 1, err: /nothing here \(404\)/ })
  t.match(await review(['new', 'MX0081', '-o', join(folder, 'x.txt')]), { code: 2, err: /must end in/ })
  t.match(await review(['new', 'MX0081']), { code: 2 })
  const bare = join(folder, 'bare.yaml')
  t.same(JSON.parse((await review(['new', id, '-o', bare, '--json'], { fetch: async () => Response.json({ code: null }) })).out), { commitment: id, file: bare })
  t.equal(parse(readFileSync(bare, 'utf8')).commitment, id, 'a commitment without a code is named by its id')
})

t.test('what is not filled in is refused with every reason, and nothing is kept', async (t) => {
  const refused = await review(['publish', file])
  t.match(refused, { code: 1, out: '', err: /does not fit this operation \(400\)/ })
  t.match(refused.err, '/reviewedOn: ')
  t.notOk(readdirSync(folder).includes('review.yaml.receipt'))
})

t.test('review publish publishes once, and keeps the receipt', async (t) => {
  const path = filled(join(folder, 'one.json'))
  const before = (await reviews()).length
  const done = await review(['publish', path])
  t.match(done, { code: 0, out: /^It is published, and will be in the public log by the end of \d{4}-\d\d-\d\d \(UTC\)\.\n[^]*\nThis receipt proves the promise/, err: '' })
  t.equal(statSync(`${path}.receipt`).mode & 0o777, 0o600)
  t.match(await cli(['receipt', `${path}.receipt`, url]), { code: 3 })
  await app.sequence()
  t.match(await cli(['receipt', `${path}.receipt`, url, '--json']), { code: 0, out: /^\{"bodyHash":".*","by":".*","index":\d+,"redaction":null\}\n$/ })
  t.notMatch(readFileSync(`${path}.receipt`, 'utf8'), /article-19/)
  t.match(await review(['publish', path]), { code: 1, err: `It was published already: its receipt is in ${path}.receipt.` })
  const same = await review(['publish', filled(join(folder, 'same.json')), '--json'])
  t.match(JSON.parse(same.out), { state: 'published', file: join(folder, 'same.json.receipt'), receipt: { note: readFileSync(`${path}.receipt`, 'utf8') } })
  t.equal((await reviews()).length, before + 1, 'the same review, as after an interruption, is published once')
})

t.test('a review that waits for its window says what that means', async (t) => {
  const alias = await app.key({ role: 'reviewer', organisation: 'r3d', plans: ['mexico-4'], alias: 'observer', publication: 'window' })
  const path = filled(join(folder, 'window.json'), { narrative: { en: 'Another example.' } })
  t.match(await review(['publish', path], { env: { ...env, OPEN_COMMITMENTS_KEY: alias } }), { code: 0, out: /^It waits: nobody else sees it until it is published together with others, by the end of \S+ \(UTC\) at the latest/ })
  t.notMatch(readFileSync(`${path}.receipt`, 'utf8'), /r3d|observer/)
})

t.test('what is no review is not sent', async (t) => {
  for (const text of ['', '[]', 'commitment: 4']) {
    writeFileSync(join(folder, 'no.yaml'), text)
    t.match(await review(['publish', join(folder, 'no.yaml')]), { code: 1, err: /no\.yaml is no review: it names no commitment/ })
  }
  t.match(await review(['publish', filled(join(folder, 'keyless.json'))], { env: { OPEN_COMMITMENTS_URL: url } }), { code: 1, err: /A reviewer's key is needed/ })
})
