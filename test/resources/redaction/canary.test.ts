import t from 'tap'
import { type TestApp, startApp } from '../../_support/app.ts'
import { mark, traces } from '../../_support/canary.ts'
import { type Item, walk } from '../../_support/list.ts'
import { MATRIX, addressAt } from '../../_support/matrix.ts'
import { moderating } from '../../_support/moderation.ts'
import { importing, sheet } from '../../_support/ogp.ts'
import { operationsOf } from '../../_support/openapi.ts'
import { type Place, REVIEW, makePlaces } from '../../_support/places.ts'
import { FIELDS } from '../../../src/resources/redaction/redaction.rules.ts'

/** What was redacted stands nowhere any more: marked words are written everywhere, and looked for in every table and every answer. */

/** All that anybody can read about a place. */
async function published (t: Parameters<typeof walk>[0], app: TestApp, place: Place): Promise<string> {
  const texts = []
  for (const { path, method, operation } of operationsOf(app)) {
    const row = MATRIX[operation.operationId] as typeof MATRIX[string]
    if (method !== 'GET' || row.who !== 'everybody') continue
    const url = addressAt(path, row, place, 'anybody')
    texts.push((await app.get(url)).text)
    if (url.endsWith('/revisions')) texts.push(JSON.stringify(await walk(t, app, `${url}?limit=200`)))
  }
  texts.push(JSON.stringify(await walk(t, app, '/v1/changes?limit=200')))
  for (const nested of ['milestones', 'progressUpdates', 'reviews']) texts.push((await app.get(`/v1/commitments/${place.params.commitment}?include=${nested}`)).text)
  return texts.join('\n')
}

/** A value of a field that says `word`. */
function saying (marker: unknown, word: string): unknown {
  if (typeof marker === 'string') return `About ${word}`
  return Array.isArray(marker) ? [{ url: `https://example.org/${word}`, title: { en: word }, publisher: word }] : { es: `Sobre ${word}`, en: word }
}

t.test('no table, no answer and no line of the log holds what was redacted', { timeout: 300_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { request, post, key, get } = app
  const { own } = await makePlaces(app)
  const { carryOut } = await moderating(app)
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const registrar = await key({ role: 'registrar' })
  const plural = { 'action-plan': 'action-plans', commitment: 'commitments', milestone: 'milestones', 'progress-update': 'progress-updates', review: 'reviews' }
  const marks: string[] = []
  const word = (): string => { const value = mark(); marks.push(value); return value }

  /** Every field that can be redacted, said in two revisions. */
  const targets: { type: string, id: string, fields?: string[] }[] = []
  for (const [type, list] of Object.entries(plural)) {
    const { json: { id } } = await get(`/v1/${list}/${own.entities[list]}`)
    const fields = Object.entries(FIELDS[type as keyof typeof FIELDS])
    targets.push({ type, id, fields: fields.map(([name]) => name) })
    for (let revision = 2; revision <= 3; revision++) {
      const body = Object.fromEntries(fields.map(([name, { marker }]) => [name, saying(marker, word())]))
      t.equal((await request('PATCH', `/v1/${list}/${id}`, { key: type === 'review' ? reviewer : editor, headers: { 'if-match': '*' }, body })).status, 200, type)
    }
  }

  // What is created leaves an answer for retries, and what is imported leaves quotations.
  const creations: [string, string, object][] = []
  const create = async (by: string, url: string, body: object): Promise<string> => {
    creations.push([by, url, body])
    const answer = await post(url, body, { key: by, headers: { 'idempotency-key': url } })
    t.equal(answer.status, 201, url)
    return answer.json.id
  }
  const whole = await create(reviewer, '/v1/commitments/MX0080/reviews', { ...REVIEW, narrative: { en: word() }, evidence: [{ url: `https://example.org/${word()}` }], state: 'published' })
  targets.push({ type: 'review', id: whole })
  targets.push({ type: 'reply', id: await create(editor, `/v1/reviews/${own.params.review}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { en: word() } }), fields: ['text'] })
  targets.push({ type: 'milestone', id: await create(editor, '/v1/commitments/MX0081/milestones', { title: { en: word() }, dueText: word() }), fields: ['title', 'dueText'] })
  targets.push({ type: 'commitment', id: await create(editor, '/v1/commitments', { plan: 'mexico-4', title: { en: word() }, problem: { es: word() } }), fields: ['title', 'problem'] })
  const [starts, text] = [`Once ${word()} is back`, `${word()} ${'x'.repeat(61_000)}`]
  const { run, decisions } = importing(app, registrar)
  const imported = (await run(sheet([{ no: '77', starts, text }]))).json.id
  const quoted = async () => (await Promise.all(['unreadable-date', 'text-cut'].map(rule => decisions(imported, rule)))).flat().map(({ value }) => value)
  t.same(await quoted(), [starts, text.slice(0, 200)])
  const { id: promised } = (await get('/v1/commitments?plan=mexico-1&limit=200')).json.items.find(({ number }: Item) => number === '77')
  targets.push({ type: 'commitment', id: promised, fields: ['startsText', ...Object.keys(FIELDS.commitment).filter(name => /description|proposed/i.test(name))] })
  // An earlier revision of what has no such fields.
  for (const en of [word(), 'An organisation']) await request('PATCH', '/v1/institutions/r3d', { key: registrar, headers: { 'if-match': '*' }, body: { name: { en } } })

  await app.sequence()
  const before = await published(t, app, own)
  // The whole review is of another commitment, the import of another plan.
  t.ok(marks.filter(value => before.includes(value)).length > marks.length - 2, 'all of it was public')

  for (const target of targets) t.match(await carryOut(target), { status: /^20[01]$/, json: { state: 'in_effect' } }, target.type)
  t.match(await carryOut({ type: 'institution', id: 'r3d', atRevision: 2 }), { status: 201 })
  await app.sequence()

  const after = await published(t, app, own)
  t.same(marks.filter(value => after.includes(value)), [], 'no answer')
  t.same(await traces(app, marks), [], 'no table, no line of the log')
  t.same(await quoted(), [null, null], 'nor what an import quoted, of a cell that it cut too')
  for (const value of marks.slice(-9)) t.same((await get(`/v1/commitments?q=${value}`)).json.items, [], 'nor is it found')
  for (const [by, url, body] of creations) t.match(await post(url, body, { key: by, headers: { 'idempotency-key': url } }), { status: 410, json: { type: /redacted$/ } }, 'nor does a retry bring it back')
})
