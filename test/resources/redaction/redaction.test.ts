import t from 'tap'
import { startApp, startReadOnly } from '../../_support/app.ts'
import { type Item, selects, sorts, walk } from '../../_support/list.ts'
import { STATEMENT, moderating } from '../../_support/moderation.ts'
import { REVIEW } from '../../_support/places.ts'
import { ID } from '../../_support/world.ts'

const said = (en: string) => ({ ...REVIEW, narrative: { en }, state: 'published' })

t.test('a review takes two moderators', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, request, key } = app
  const moderators = await moderating(app)
  const { first, second, redact, approve } = moderators
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const about = '/v1/commitments/MX0081/reviews'
  const retry = { key: reviewer, headers: { 'idempotency-key': 'again' } }
  const { json: { id } } = await post(about, said('Words that go.'), retry)
  const review = `/v1/reviews/${id}`
  const reply = await post(`${review}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { en: 'We answer.' } }, { key: editor })
  t.equal(reply.status, 201)

  t.test('the first proposes, which nobody else hears of', async (t) => {
    const proposed = await redact({ type: 'review', id: id.toUpperCase() }, { ground: 'spam' })
    t.match(proposed, { status: 201, headers: { location: `/v1/redactions/${proposed.json.id}` }, json: { state: 'proposed', target: { type: 'review', id, atRevision: null, fields: null }, ground: 'spam', statement: STATEMENT, on: '2026-11-22', erased: [], appeal: null, revision: 1 } })
    for (const by of [undefined, reviewer, editor]) {
      const asked = by === undefined ? {} : { key: by }
      t.equal((await get(`/v1/redactions/${proposed.json.id}`, asked)).status, 404)
      t.same((await get('/v1/redactions', asked)).json.items, [])
    }
    t.match(await get('/v1/redactions?proposed=true'), { status: 401 })
    t.match(await get('/v1/redactions?proposed=true', { key: reviewer }), { status: 403 })
    t.match((await get('/v1/redactions?proposed=true', { key: second })).json.items, [{ id: proposed.json.id, state: 'proposed' }])
    t.match(await get(`/v1/redactions/${proposed.json.id}`, { key: second }), { status: 200, headers: { 'cache-control': 'no-store' }, json: { state: 'proposed' } })
    t.equal((await get(`/v1/redactions/${proposed.json.id}/revisions`)).status, 404, 'nothing is recorded')
    t.match((await get(review)).json, { narrative: { en: 'Words that go.' }, revision: 1 }, 'and nothing taken away')
    t.match(await moderators.appeal(proposed.json.id, reviewer), { status: 404 })
    t.match(await moderators.decide(proposed.json.id, second, 'upheld'), { status: 409, json: { type: /appeal-not-possible$/ } })
  })

  t.test('and may take it back, as may any moderator', async (t) => {
    const { json: { id: proposal } } = await redact({ type: 'review', id })
    t.equal((await request('DELETE', `/v1/redactions/${proposal}`, { key: second })).status, 204)
    t.equal((await approve(proposal)).status, 404)
    t.equal((await request('DELETE', `/v1/redactions/${proposal}`, { key: second })).status, 404)
  })

  t.test('the same key cannot approve it, and of two others that approve at once one does', async (t) => {
    const { items: [{ id: proposal }] } = (await get('/v1/redactions?proposed=true', { key: first })).json
    t.match(await approve(proposal, first), { status: 403, json: { type: /another-moderator-required$/ } })
    for (const by of [reviewer, editor]) t.equal((await approve(proposal, by)).status, 403)
    app.setNow('2026-11-23T12:00:00.000Z')
    const answers = await Promise.all([approve(proposal, second), approve(proposal, moderators.third)])
    t.same(answers.map(({ status }) => status).sort(), [200, 409])
    t.match(answers.find(({ status }) => status === 409), { json: { type: /redaction-in-effect$/ } })
    t.match(answers.find(({ status }) => status === 200), { json: { state: 'in_effect', on: '2026-11-23', erased: [1], revision: 1 } })
    t.match(await approve(proposal, second), { status: 409, json: { type: /redaction-in-effect$/ } }, 'nor twice')
    t.match(await request('DELETE', `/v1/redactions/${proposal}`, { key: second }), { status: 405, headers: { allow: 'GET, HEAD, PATCH, OPTIONS' } }, 'what took effect stays')
    t.match((await get(`/v1/redactions/${proposal}/revisions`)).json.items, [{ revision: 1, op: 'create', by: { role: 'moderator', institution: null, alias: null } }])
  })

  t.test('then the review is a tombstone, for everybody and in every way', async (t) => {
    const [redaction] = (await get('/v1/redactions')).json.items
    const tombstone = { status: 410, headers: { 'cache-control': 'no-store' }, json: { type: /redacted$/, detail: `The review ${id} was redacted on 2026-11-23 (spam).`, redaction: `/v1/redactions/${redaction.id}` } }
    for (const by of [{}, { key: reviewer }, { key: first }]) t.match(await get(review, by), tombstone)
    t.match(await request('PATCH', review, { key: reviewer, headers: { 'if-match': '*' }, body: { completion: 'complete' } }), tombstone)
    t.match(await request('DELETE', review, { key: reviewer }), tombstone)
    t.match(await post(`${review}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { en: 'Again.' } }, { key: editor }), tombstone)
    t.match(await get(`${review}/revisions/1`), { ...tombstone, json: { ...tombstone.json, detail: `Revision 1 of the review ${id} was redacted on 2026-11-23 (spam).` } })
    t.match((await get(`${review}/revisions`)).json.items, [
      { revision: 1, op: 'create', body: null, salt: null, bodyHash: /^.{44}$/, redaction: redaction.id },
      { revision: 2, op: 'redact', by: { role: 'moderator' }, redaction: null }
    ])
    t.match(JSON.parse((await get(`${review}/revisions/2`)).json.body), { id, organisation: 'article-19', state: 'redacted', narrative: null, evidence: [], completion: null, endorsement: null })
    t.match(await post(about, said('Words that go.'), retry), { status: 410, json: { type: /redacted$/ } }, 'a retry does not write it anew')
    t.equal((await post(about, said('Other words.'), retry)).status, 409)
    for (const url of ['/v1/reviews', about, '/v1/reviews?mine=true']) t.same((await get(url, url.endsWith('mine=true') ? { key: reviewer } : {})).json.items, [], url)
    t.equal((await get('/v1/commitments/MX0081')).json.status.civilSociety, null, 'it rates nothing')
    t.same((await get('/v1/commitments/MX0081/voices')).json.civilSociety, [])
    t.same((await get('/v1/commitments/MX0081?include=reviews')).json.reviews, [])
    t.equal((await get(`/v1/replies/${reply.json.id}`)).status, 200, 'what was answered stays')
    t.match(await redact({ type: 'review', id }), { status: 409, json: { type: /nothing-to-redact$/ } })
    t.match(await redact({ type: 'review', id, fields: ['narrative'] }), { status: 409, json: { type: /nothing-to-redact$/ } })
  })

  t.test('of two proposals for the same the second finds nothing left', async (t) => {
    const { json: { id: other } } = await post(about, said('More words.'), { key: reviewer })
    const [one, two] = [await redact({ type: 'review', id: other }), await redact({ type: 'review', id: other, fields: ['narrative'] })]
    t.equal((await approve(one.json.id)).status, 200)
    t.match(await approve(two.json.id), { status: 409, json: { type: /nothing-to-redact$/ } })
  })

  t.test('an author who revises it meanwhile brings nothing back', async (t) => {
    for (let round = 0; round < 5; round++) {
      const { json: { id: racing } } = await post(about, said('Words that go.'), { key: reviewer })
      const { json: { id: proposal } } = await redact({ type: 'review', id: racing })
      const [approved, revised] = await Promise.all([
        approve(proposal),
        request('PATCH', `/v1/reviews/${racing}`, { key: reviewer, headers: { 'if-match': '*' }, body: { narrative: { en: 'Words that come back.' } } })
      ])
      t.equal(approved.status, 200)
      t.ok([200, 404, 410].includes(revised.status), `the author got ${revised.status}`)
      t.equal((await get(`/v1/reviews/${racing}`)).status, 410)
      const { items } = (await get(`/v1/reviews/${racing}/revisions`)).json
      t.same(items.map(({ body }: Item) => body === null), items.map((_: Item, at: number) => at < items.length - 1), 'nothing but the tombstone has a body')
    }
  })

  t.test('and a draft, which never was public, is no target', async (t) => {
    const { json: draft } = await post(about, { ...said('Not yet.'), state: 'draft' }, { key: reviewer })
    t.match(await redact({ type: 'review', id: draft.id }), { status: 400, json: { type: /unknown-reference$/, errors: [{ pointer: '/target/id' }] } })
  })
})

t.test('fields of what governments and reviewers write', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, post, request, key } = app
  const { redact, carryOut } = await moderating(app)
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const patch = (url: string, body: object, by = editor) => request('PATCH', url, { key: by, headers: { 'if-match': '*' }, body })
  const { json: { id } } = await post('/v1/commitments', { plan: 'mexico-4', title: { es: 'Una promesa' } }, { key: editor })
  const address = `/v1/commitments/${id}`

  await t.test('of a commitment are replaced by a mark, in every revision that held a word of them', async (t) => {
    await patch(address, { description: { es: 'Llame a Fulana de Tal.' }, cluster: 'A', startsText: 'When Fulana de Tal returns' })
    await patch(address, { description: { en: 'Call Fulana de Tal.' } })
    await patch(address, { lifecycle: 'paused', lifecycleReason: null })
    const before = await get(address)
    const done = await redact({ type: 'commitment', id, fields: ['description', 'startsText', 'causes'] })
    t.match(done, { status: 201, json: { state: 'in_effect', erased: [2, 3, 4] } })
    const { json, headers } = await get(address)
    t.match(json, { description: { und: '[redacted]' }, startsText: '[redacted]', causes: null, cluster: 'A', title: before.json.title, revision: 5 })
    t.same(json.redactions, [{ id: done.json.id, ground: 'personal_data', on: '2026-11-22', fields: ['description', 'startsText', 'causes'], atRevision: null }])
    t.not(headers.etag, before.headers.etag)
    t.equal((await request('PATCH', address, { key: editor, headers: { 'if-match': String(before.headers.etag) }, body: { cluster: 'B' } })).status, 412, 'a script that has the old text is told')
    t.match((await walk(t, app, `${address}/revisions`)).map(({ op, body }: Item) => [op, body === null]), [['create', false], ['update', true], ['update', true], ['update', true], ['redact', false]])
    t.equal((await get(`${address}/revisions/3`)).status, 410)
    t.match(await redact({ type: 'commitment', id, fields: ['description'] }), { status: 409, json: { type: /nothing-to-redact$/ } }, 'a mark is nothing to redact')
  })

  await t.test('can be written anew by whoever may, and be redacted again', async (t) => {
    t.match(await patch(address, { description: { und: null, es: 'Sin nombres.' } }), { status: 200, json: { description: { es: 'Sin nombres.' }, redactions: [{}] } })
    t.match(await redact({ type: 'commitment', id, fields: ['description'] }), { status: 201, json: { erased: [6] } })
    t.equal((await get(address)).json.redactions.length, 2)
  })

  await t.test('compare as what came after them', async (t) => {
    t.match(await get(`${address}/diff?from=2`), { status: 410, json: { detail: /^Revision 2 of the commitment .* was redacted/, redaction: /^\/v1\/redactions\// } })
    t.match(await get(`${address}/diff?from=1&to=3`), { status: 410, json: { detail: /^Revision 3 / } })
    const { status, json } = await get(`${address}/diff?from=1&to=7`)
    t.equal(status, 200)
    t.same(json.texts.filter(({ field }: Item) => field === 'description').flatMap(({ parts }: Item) => parts.filter(({ op }: Item) => op === 'added')), [{ op: 'added', text: '[redacted]' }])
    t.equal((await get(`${address}/diff?from=5`)).status, 200)
  })

  await t.test('of a milestone too, also where it was compared with nothing left', async (t) => {
    const { json: step } = await post(`${address}/milestones`, { title: { es: 'Un paso de Fulana' }, dueText: 'Pronto' }, { key: editor })
    const before = (await get(address)).json.revision
    app.setNow('2026-11-24T12:00:00.000Z')
    t.match(await redact({ type: 'milestone', id: step.id, fields: ['title', 'dueText'] }), { status: 201, json: { erased: [1] } })
    t.match((await get(`/v1/milestones/${step.id}`)).json, { title: { und: '[redacted]' }, dueText: '[redacted]', revision: 2, updatedAt: '2026-11-24T12:00:00.000Z' })
    await patch(address, { cluster: 'C' })
    await patch(address, { cluster: 'D' })
    t.same((await get(`${address}/diff?from=1&to=${before}`)).json.milestones, [], 'until the day before there is one revision, of which nothing is left')
    t.same((await get(`${address}/diff?from=1`)).json.milestones, [], 'then what took its place, which tells nothing of it')
  })

  await t.test('of a progress update, a reply, a plan and a review fit the rules of what they replace', async (t) => {
    const update = await post(`${address}/progress-updates`, { institution: 'mexico-sfp', period: '2020-H2', reportedOn: '2020-12-01', completion: 'limited', challenges: { en: 'Fulana left.' }, evidence: [{ url: 'https://example.org/fulana' }] }, { key: editor })
    t.match(await carryOut({ type: 'progress-update', id: update.json.id, fields: ['challenges', 'evidence', 'narrative'] }), { status: 201, json: { erased: [1] } })
    t.match(await patch(`/v1/progress-updates/${update.json.id}`, { percent: 10 }), { status: 200, json: { challenges: { und: '[redacted]' }, evidence: [{ title: { und: '[redacted]' }, publisher: '[redacted]' }], narrative: null } })
    t.equal((await get(address)).json.status.government.completion, 'limited')

    const review = (await post(`${address}/reviews`, said('Fulana said so.'), { key: reviewer })).json.id
    const reply = (await post(`/v1/reviews/${review}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { en: 'Fulana did not.' } }, { key: editor })).json.id
    t.match(await carryOut({ type: 'review', id: review, fields: ['narrative', 'evidence'] }), { status: 200, json: { erased: [1] } })
    t.match(await carryOut({ type: 'reply', id: reply, fields: ['text'] }), { status: 201, json: { erased: [1] } })
    t.match(await patch(`/v1/reviews/${review}`, { completion: 'substantial' }, reviewer), { status: 200, json: { state: 'published', narrative: { und: '[redacted]' }, redactions: [{ fields: ['narrative', 'evidence'] }], replies: [{ text: { und: '[redacted]' } }], revision: 3 } })
    t.match((await get(`/v1/replies/${reply}`)).json, { text: { und: '[redacted]' }, redactions: [{ fields: ['text'] }], revision: 2 })

    t.match(await carryOut({ type: 'action-plan', id: 'mexico-4', fields: ['title', 'submittedText'] }), { status: 201 })
    const { json: plan } = await get('/v1/action-plans/mexico-4')
    t.match(plan, { title: { und: '[redacted]' }, redactions: [{ ground: 'personal_data' }] })
    const { json: document, headers: { etag } } = await get('/v1/action-plans/mexico-4/document')
    const { status, json: report } = await app.put('/v1/action-plans/mexico-4/document', document, { key: editor, headers: { 'if-match': String(etag) } })
    t.match([status, report.counts], [200, { update: 0, create: 0 }], 'what GET gives, PUT takes')
  })
})

t.test('an earlier revision of anything can go, and what stands stays', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get, request, key } = app
  const { redact } = await moderating(app)
  const registrar = await key({ role: 'registrar' })
  for (const en of ['Fulana de Tal', 'An organisation']) await request('PATCH', '/v1/institutions/r3d', { key: registrar, headers: { 'if-match': '*' }, body: { name: { en } } })
  const target = { type: 'institution', id: 'r3d' }
  const stands = (await get('/v1/institutions/r3d')).json
  t.match(await redact({ ...target, atRevision: 2 }), { status: 201, json: { target: { ...target, atRevision: 2, fields: null }, erased: [2] } })
  t.same((await get('/v1/institutions/r3d')).json, stands)
  t.match((await get('/v1/institutions/r3d/revisions')).json.items.map(({ revision, body }: Item) => [revision, body === null]), [[1, false], [2, true], [3, false]])
  t.match(await redact({ ...target, atRevision: 2 }), { status: 409, json: { type: /nothing-to-redact$/ } })
  t.match(await redact({ ...target, atRevision: 3 }), { status: 400, json: { type: /not-redactable$/, errors: [{ pointer: '/target/atRevision', detail: /lower than 3/ }] } })

  await t.test('and what cannot be redacted so is refused, with every reason', async (t) => {
    const refused = async (target: object, pointer: string, detail: RegExp) => t.match((await redact(target as never)).json, { status: 400, type: /not-redactable$/, errors: [{ pointer, detail }] })
    await refused(target, '/target/fields', /only a review/)
    await refused({ ...target, fields: ['name'] }, '/target/fields/0', /earlier revisions/)
    await refused({ type: 'commitment', id: 'x', fields: ['title', 'status'] }, '/target/fields/1', /one of title, shortTitle/)
    await refused({ type: 'review', id: 'x', fields: ['narrative'], atRevision: 1 }, '/target/fields', /without atRevision/)
    for (const wrong of [{ target: { ...target, type: 'redaction' } }, { target: { type: 'review' } }, { ground: 'dislike' }, { statement: {} }, { target: { ...target, fields: [] } }, { state: 'in_effect' }]) t.match((await redact(target, wrong)).json, { status: 400, type: /invalid-body$/ })
    t.match((await redact({ type: 'institution', id: 'nobody', atRevision: 1 })).json, { status: 400, type: /unknown-reference$/ })
  })

  await t.test('a repeated Idempotency-Key redacts once', async (t) => {
    const send = () => redact({ ...target, atRevision: 1 }, {}, { 'idempotency-key': 'once' })
    const [first, again] = [await send(), await send()]
    t.match([first.status, again.status, again.text], [201, 201, first.text])
    t.equal(again.headers['idempotency-replayed'], 'true')
  })
})

t.test('redactions are listed', async (t) => {
  const app = await startReadOnly(t, 'reading')
  await selects(t, app, '/v1/redactions', {
    '': [ID.ofMember, ID.appealed, ID.overturned],
    'type=report': [ID.appealed, ID.overturned],
    'type=report&type=member': [ID.ofMember, ID.appealed, ID.overturned],
    'target=canada': [ID.ofMember],
    'ground=court_order': [ID.appealed],
    'appeal=open': [ID.appealed],
    'appeal=open&appeal=overturned': [ID.appealed, ID.overturned],
    'appeal=upheld': [],
    'proposed=false': [ID.ofMember, ID.appealed, ID.overturned]
  })
  await sorts(t, app, '/v1/redactions?type=report&type=member', { on: [ID.overturned, ID.appealed, ID.ofMember], '-on': [ID.ofMember, ID.appealed, ID.overturned] })
})
