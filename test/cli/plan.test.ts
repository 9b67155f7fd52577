import { readFileSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { parse, stringify } from 'yaml'
import { painter, plain } from '../../src/cli/colour.ts'
import { textOf } from '../../src/cli/document.ts'
import type { Io } from '../../src/cli/io.ts'
import { reportView } from '../../src/cli/report-view.ts'
import type { ChangeReport } from '../../src/resources/plan-document/plan-document.schemas.ts'
import { startApp } from '../_support/app.ts'
import { cli } from '../_support/cli.ts'

const app = await startApp(t, { starter: true })
await app.app.listen({ port: 0, host: '127.0.0.1' })
const url = `http://127.0.0.1:${(app.app.server.address() as AddressInfo).port}`
const env = { OPEN_COMMITMENTS_URL: url, OPEN_COMMITMENTS_KEY: await app.key({ role: 'editor', members: ['mexico'] }) }
const folder = t.testdir({})
const file = join(folder, 'plan.yaml')
const plan = (argv: string[], given: Partial<Io> = {}) => cli(['plan', ...argv], { env, ...given })
const document = async (): Promise<any> => (await app.get('/v1/action-plans/mexico-4/document')).json
const pulled = async (name = file): Promise<any> => {
  t.equal((await plan(['pull', 'mexico-4', '-o', name, '--force'])).code, 0)
  return parse(readFileSync(name, 'utf8'))
}
const edited = async (change: (document: any) => void, name = file): Promise<void> => {
  const whole = await pulled(name)
  change(whole)
  writeFileSync(name, name.endsWith('.json') ? JSON.stringify(whole) : stringify(whole))
}

const HOSTILE = ['1.10', 'no', 'Yes', 'null', '~', '2020-01-01', '12:30:45', '0x1F', '1e3', '.5', '- a', '# b', ': c', '&x', '*y', '!z', '<<', '{', '"', '\'', 'a: b #c', 'ends with colon:', 'a\nb\n', 'two\n\n\nlines', ' \n leads', '\n  \n', 'tab\tin', '¿Qué?', '𝄞\u200B', 'a\u2028b', '---', '...', '%TAG', '@at', '`tick`', '=', '| pipe', '> fold']

t.test('what is pulled and pushed changes nothing, as YAML and as JSON, whatever the texts look like', async (t) => {
  await edited(({ commitments }) => { for (const [index, text] of HOSTILE.entries()) Object.assign(commitments[index % commitments.length], { title: { [index % 2 === 0 ? 'es' : 'en']: `x${text}` }, shortTitle: { en: text }, number: `${index}.10` }) })
  t.match(await plan(['push', file, '--yes']), { code: 0, out: /Applied\.\n$/, err: '' })
  for (const name of ['again.yaml', 'again.yml', 'again.json']) {
    const path = join(folder, name)
    await pulled(path)
    t.match(await plan(['push', path]), { code: 0, out: /^0 create, 0 update, \d+ unchanged, 0 missing, 0 conflict\nThere is nothing to apply\.\n$/, err: '' })
    t.match(await plan(['diff', path, '--exit-code']), { code: 0, err: '' })
  }
  const one = (await document()).commitments[2]
  t.equal(one.number.slice(-3), '.10', 'a number that looks like a fraction stays text')
})

t.test('any text comes back from a file as it was', () => {
  const text = fc.oneof(fc.string({ unit: fc.constantFrom(...'ab \n\t-#:"\'|>&*!%@`{}[],?=~\\01.e', '\r', '\u0085', '\u2028', '\u0000', '\u001b') }), fc.string({ unit: 'grapheme' }), fc.constantFrom(...HOSTILE))
  fc.assert(fc.property(fc.dictionary(text.filter(key => key !== '__proto__'), text), fc.array(text), (object, list) => {
    const value = { object, list, nested: [{ list, object: { ...object } }] }
    for (const format of ['yaml', 'json'] as const) t.strictSame(parse(textOf(format, value)), JSON.parse(JSON.stringify(value)))
  }), { numRuns: 300 })
  return Promise.resolve()
})

t.test('pull writes to standard output, tells the ETag, and replaces no file unasked', async (t) => {
  const yaml = await plan(['pull', 'mexico-4'])
  t.same(parse(yaml.out), await document())
  t.same(JSON.parse((await plan(['pull', 'mexico-4', '--json'])).out), await document())
  const path = join(folder, 'new.json')
  const told = await plan(['pull', 'mexico-4', '-o', path, '--json'])
  const { headers } = await app.get('/v1/action-plans/mexico-4/document')
  t.same(JSON.parse(told.out), { plan: 'mexico-4', file: path, etag: headers.etag })
  t.match(await plan(['pull', 'mexico-4', '-o', path]), { code: 1, out: '', err: 'new.json is there already: give --force to replace it.' })
  t.match(await plan(['pull', 'mexico-4', '-o', path, '--force']), { code: 0, out: `--if-match '${String(headers.etag)}'` })
  t.match(await plan(['pull', 'mexico-4', '-o', join(folder, 'plan.txt')]), { code: 2, err: 'plan.txt must end in .yaml, .yml or .json' })
  t.match(await plan(['pull', 'mexico-4', '-o', join(folder, 'no/such.json')]), { code: 1, err: 'such.json cannot be written: ENOENT' })
  t.match(await plan(['pull', 'atlantis-1']), { code: 1, err: /nothing here \(404\)/ })
})

t.test('diff shows what would change, in colour where it is wanted, and tells it by its exit code', async (t) => {
  const before = (await document()).commitments[0]
  await edited(({ commitments }) => {
    commitments[0].shortTitle = { en: 'After\nin two lines \u001b[2J' }
    commitments.push({ number: '99', title: { en: 'New' } })
    commitments.splice(1, 1)
  })
  const shown = await plan(['diff', file])
  t.match(shown, { code: 0, err: '' })
  t.match(shown.out, `~ commitment ${before.code} /commitments/0\n    /shortTitle/en\n`)
  t.ok(shown.out.includes(`  - ${before.shortTitle.en.split('\n')[0]}`))
  t.match(shown.out, '  + After\n  + in two lines \\u001b[2J\n')
  t.match(shown.out, /\+ commitment .*\/commitments\/12\n/)
  t.match(shown.out, /\? commitment \S+: in the record, not in the file; it stays\n/)
  t.match(shown.out, /\n1 create, 1 update, \d+ unchanged, \d missing, 0 conflict\n$/)
  t.notMatch(shown.out, '\u001b[')
  t.match(await plan(['diff', file, '--exit-code']), { code: 3, err: 'There are differences.\n' })
  t.match((await plan(['diff', file, '--color', 'always'])).out, '\u001b[32m  + After\u001b[39m\n')
  t.match((await plan(['diff', file], { isOutTerminal: true })).out, '\u001b[32m')
  t.notMatch((await plan(['diff', file, '--color', 'never'], { isOutTerminal: true })).out, '\u001b[')
  for (const quiet of [{ NO_COLOR: '1' }, { TERM: 'dumb' }]) t.notMatch((await plan(['diff', file], { isOutTerminal: true, env: { ...env, ...quiet } })).out, '\u001b[')
  t.match(JSON.parse((await plan(['diff', file, '--json'])).out), { dryRun: true, counts: { create: 1, update: 1 } })
  t.match((await plan(['diff', file, '--withdraw-absent', '--json'])).out, /"\/lifecycle","from":"\w+","to":"withdrawn"/)
  t.equal((await document()).commitments[0].shortTitle.en, before.shortTitle.en, 'nothing is written')
})

t.test('push asks, and applies what it showed', async (t) => {
  await edited(({ commitments }) => { commitments[0].shortTitle = { en: 'Asked' } })
  const questions: string[] = []
  const answering = (answer: string | undefined): Partial<Io> => ({ prompt: async (question) => { questions.push(question); return answer } })
  for (const answer of ['n', '', 'yesterday']) t.match(await plan(['push', file], answering(answer)), { code: 3, out: /\+ Asked/, err: 'Nothing was applied.\n' })
  t.match(await plan(['push', file], answering(undefined)), { code: 2, err: 'Nobody can be asked here: give --yes to apply' })
  t.match(await plan(['push', file, '--dry-run']), { code: 0, out: /\+ Asked[^]*Nothing was applied\.\n$/ })
  t.match(JSON.parse((await plan(['push', file, '--dry-run', '--json'])).out), { dryRun: true })
  t.not((await document()).commitments[0].shortTitle.en, 'Asked')
  const done = await plan(['push', file, '--json'], answering(' Yes\n'))
  t.match(done, { code: 0, err: /\+ Asked/ })
  t.match(JSON.parse(done.out), { dryRun: false, counts: { update: 1 } })
  t.equal(questions.at(-1), `Apply this at ${url}? [y/N] `)
  t.equal((await document()).commitments[0].shortTitle.en, 'Asked')
})

t.test('push makes a plan that is not there', async (t) => {
  const path = join(folder, 'new-plan.yaml')
  writeFileSync(path, 'plan: {id: mexico-9, member: mexico, number: 9, title: {en: An example}, cycleYear: 2031}\ncommitments:\n  - {number: "1.10", title: {en: One}}\n')
  t.match(await plan(['push', path, '-y', '--json']), { code: 0, out: /"create":2/ })
  t.equal((await app.get('/v1/action-plans/mexico-9/document')).json.commitments[0].number, '1.10')
})

t.test('push applies nothing where the plan moved, since it was pulled or since it was shown', async (t) => {
  await edited(({ commitments }) => { commitments[0].shortTitle = { en: 'Mine' } })
  const etag = String((await app.get('/v1/action-plans/mexico-4/document')).headers.etag)
  const meanwhile = join(folder, 'meanwhile.json')
  await edited(({ commitments }) => { commitments[1].shortTitle = { en: 'Theirs' } }, meanwhile)
  const moved = await plan(['push', file], { prompt: async () => { await plan(['push', meanwhile, '-y']); return 'y' } })
  t.match(moved, { code: 1, err: /Somebody changed the plan after what you saw was worked out\. Nothing was applied: run this again/ })
  t.match(await plan(['push', file, '-y', '--if-match', etag]), { code: 1, err: /Somebody changed it since you read it \(412\)/ })
  t.not((await document()).commitments[0].shortTitle.en, 'Mine')
  let writes = 0
  const refusing: typeof fetch = (input, init) => ++writes > 1 ? Promise.resolve(Response.json({ type: `${url}/problems/forbidden`, title: 'No', status: 403, detail: 'Not now.' }, { status: 403 })) : fetch(input, init)
  t.match(await plan(['push', file, '-y'], { fetch: refusing }), { code: 1, err: 'No (403). Not now.' })
})

t.test('a file that cannot be applied says why, all of it, and nothing is written', async (t) => {
  await edited(({ commitments }) => Object.assign(commitments[0], { startsOn: '2022-01-01', endsOn: '2021-01-01' }))
  t.match(await plan(['diff', file]), { code: 1, out: /\/commitments\/0\/\S*: /, err: 'The file cannot be applied as it is.\n' })
  t.match(await plan(['push', file, '-y']), { code: 1, out: /\/commitments\/0\/\S*: /, err: 'The file cannot be applied as it is. Nothing was applied.\n' })
  t.match(await plan(['push', file, '-y', '--json']), { code: 1, out: '', err: /\/commitments\/0\/\S*: [^]*Nothing was applied\.\n/ })
  const of = (text: string, extension = 'yaml'): string => {
    writeFileSync(join(folder, `bad.${extension}`), text)
    return join(folder, `bad.${extension}`)
  }
  const cases: [string, RegExp][] = [
    [of('a: [1', 'yaml'), /bad\.yaml is no YAML: .*line 1/],
    [of('{"a": 1', 'json'), /bad\.json is no JSON: /],
    [of('a: 1\na: 2', 'yml'), /bad\.yml is no YAML: Map keys must be unique/],
    [join(folder, 'absent.yaml'), /absent\.yaml cannot be read: ENOENT/]
  ]
  for (const [path, message] of cases) t.match(await plan(['push', path]), { code: 1, err: message })
  t.match(await plan(['push', of('plan: {id: mexico-4, number: .nan}')]), { code: 1, err: /number is NaN, which is no number/ })
  for (const text of ['', 'null', '[]', 'plan: 4', 'plan: {id: 4}']) t.match(await plan(['diff', of(text)]), { code: 1, err: /is no plan: it has no plan with an id/ })
  t.match(await plan(['diff', of('\uFEFF{"plan": {"id": "mexico-4"}, "plan": {"id": "mexico-4"}}', 'json')]), { code: 1, err: /named twice|duplicate|is not usable JSON/ }, 'what the service refuses is sent as it stands')
  t.match(await plan(['diff', file], { env: { OPEN_COMMITMENTS_URL: url } }), { code: 1, err: 'An editor\'s key is needed: log in with `open-commitments login' })
})

t.test('what the service leaves out of a report is told', (t) => {
  const report: ChangeReport = {
    plan: 'p',
    dryRun: true,
    digest: null,
    changes: [
      { op: 'conflict', type: 'commitment', id: null, code: null, pointer: '/commitments/0', fields: [{ field: '/potentialImpact', from: ['a'], to: null }], fieldsLeftOut: 3 },
      { op: 'unchanged', type: 'commitment', id: 'same', code: null, pointer: '/commitments/1', fields: [] }
    ],
    changesLeftOut: 2,
    counts: { create: 0, update: 0, unchanged: 1, missing: 0, conflict: 1 },
    errors: [{ pointer: '/x', code: 'c', detail: 'wrong' }],
    errorsLeftOut: 7
  }
  t.equal(reportView(report, painter({ isOutTerminal: false, env: {} } as Io, 'auto')), '! commitment /commitments/0\n    /potentialImpact\n  - ["a"]\n    and 3 more fields\nand 2 more, which the service did not name\n/x: wrong\nand 7 more errors\n0 create, 0 update, 1 unchanged, 0 missing, 1 conflict\n')
  t.equal(plain('a\u0000b\u202Ec\nd'), 'a\\u0000b\\u202ec\nd')
  t.end()
})
