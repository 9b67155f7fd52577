import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { type Item, walk } from '../../_support/list.ts'
import { moderating } from '../../_support/moderation.ts'
import { REVIEW, makePlaces } from '../../_support/places.ts'
import { type Hash, append, hashesAt, leafHash, rootOf } from '../../../src/log/merkle.ts'
import { FIELDS, hasFields } from '../../../src/resources/redaction/redaction.rules.ts'

/** How many redactions are made at random. */
const RUNS = process.env.PROVE === '1' ? 400 : 60

const plural = (type: string): string => ({ 'policy-area': 'policy-areas', reply: 'replies', 'report-clusters': 'report-clusters' })[type] ?? `${type}s`

t.test('every id that was ever in the feed answers, or its tombstone does, and the log goes on verifying', { timeout: 600_000 }, async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, request, key, post } = app
  const { carryOut } = await moderating(app)
  const { own } = await makePlaces(app)
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const patch = (url: string, by: string, body: object) => request('PATCH', url, { key: by, headers: { 'if-match': '*' }, body })
  // More to take away: reviews that were revised and retracted, what was withdrawn and entered in error.
  for (let n = 0; n < 6; n++) {
    const { json: { id } } = await post('/v1/commitments/MX0081/reviews', { ...REVIEW, narrative: { en: `Review ${n}` }, state: 'published' }, { key: reviewer })
    await patch(`/v1/reviews/${id}`, reviewer, n % 2 === 0 ? { completion: 'substantial' } : { state: 'retracted' })
    const { json: { id: step } } = await post('/v1/commitments/MX0081/milestones', { title: { en: `Step ${n}` } }, { key: editor })
    await patch(`/v1/milestones/${step}`, editor, { lifecycle: n % 2 === 0 ? 'withdrawn' : 'entered_in_error' })
  }
  await patch('/v1/commitments/MX0080', editor, { lifecycle: 'withdrawn', lifecycleReason: null, description: { es: 'Otras palabras' } })
  await app.sequence()
  const before = await walk(t, app, '/v1/changes?limit=200')

  const outcomes = new Map<number, number>()
  const target = fc.record({ change: fc.nat(before.length - 1), kind: fc.constantFrom('whole', 'fields', 'revision'), pick: fc.nat(1000) })
  for (const { change, kind, pick } of fc.sample(target, { numRuns: RUNS, seed: 7 })) {
    // Half of them at what can be taken away in every way.
    const rich = before.filter(({ type }: Item) => hasFields(type))
    const { type, id, revision } = pick % 2 === 0 ? rich[change % rich.length] : before[change]
    if (type === 'redaction') continue
    const fields = hasFields(type) ? Object.keys(FIELDS[type]) : ['title']
    const { status } = await carryOut({ type, id, ...(kind === 'whole' ? {} : kind === 'revision' ? { atRevision: revision } : { fields: [fields[pick % fields.length] as string] }) })
    t.ok([200, 201, 400, 409].includes(status), `${kind} of a ${type}: ${status}`)
    outcomes.set(status, (outcomes.get(status) ?? 0) + 1)
  }
  t.comment(JSON.stringify([...outcomes]))
  t.ok((outcomes.get(200) ?? 0) + (outcomes.get(201) ?? 0) > 10, 'much was taken away')
  await app.sequence()
  const after = await walk(t, app, '/v1/changes?limit=200')

  await t.test('the feed keeps every entry where it was', async (t) => {
    t.ok(after.length > before.length)
    for (const [at, { index, type, id, revision, op, body }] of before.entries()) {
      const now = after[at]
      t.match(now, { index, type, id, revision })
      if (now.body === null) t.equal(now.op, 'redact')
      else t.same([now.op, now.body], [op, body], 'what was not erased is as it was')
    }
    t.ok(after.some(({ body }: Item) => body === null))
  })

  await t.test('every id answers 200, or 410 with the redaction that took it away', async (t) => {
    const ids = new Map<string, Item>(after.map((change: Item) => [`${change.type} ${change.id}`, change]))
    let tombstones = 0
    for (const { type, id } of ids.values()) {
      const { status, json } = await get(`/v1/${plural(type)}/${id}`)
      if (status === 410) tombstones++
      if (status === 410) t.equal((await get(json.redaction)).json.target.id, id)
      else t.equal(status, 200, `${type} ${id}`)
      if (status === 200 && hasFields(type)) t.equal(json.redactions.length, (await get(`/v1/redactions?target=${id}`)).json.items.length)
    }
    t.ok(tombstones > 0)
  })

  await t.test('every revision answers 200 and proves its entry, or 410', async (t) => {
    const leaves: Hash[] = []
    for (const { type, id, revision, index, body } of after) {
      const { status, json } = await get(`/v1/${plural(type)}/${id}/revisions/${revision}`)
      t.equal(status, body === null ? 410 : 200)
      const [listed] = (await walk(t, app, `/v1/${plural(type)}/${id}/revisions?limit=200`)).filter((one: Item) => one.revision === revision)
      t.equal(listed.redaction === null, status === 200)
      if (status === 410) t.equal(json.redaction, `/v1/redactions/${listed.redaction}`)
      else t.equal(createHash('sha256').update(Buffer.from(json.salt, 'base64')).update(json.body, 'utf8').digest('base64'), json.bodyHash)
      const { entry } = await app.deps.db.selectFrom('log_entry').select('entry').where('index', '=', index).executeTakeFirstOrThrow()
      t.match(JSON.parse(entry), { id, rev: revision, hash: listed.bodyHash, prev: listed.previous ?? '', type: type === 'log-key' ? 'key.rotated' : new RegExp(`^${type}`) })
      leaves.push(leafHash(Buffer.from(entry)))
    }
    const [, size, root] = (await get('/log/checkpoint')).text.split('\n')
    t.equal(Number(size), leaves.length)
    t.equal(Buffer.from(rootOf(hashesAt(append(() => { throw new Error('nothing was before') }, 0, leaves)), leaves.length)).toString('base64'), root, 'and all of them together the root')
  })

  await t.test('drafts that nobody published never were in the feed', async (t) => {
    t.notOk(after.some(({ id }: Item) => id === own.draftsBy.reviewer))
    t.equal((await get(`/v1/reviews/${own.draftsBy.reviewer}`)).status, 404)
  })
})
