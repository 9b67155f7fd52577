import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { disarm, keep, undo } from '../_support/tampering.ts'
import { fetchFrom, verifying } from '../_support/verifying.ts'
import { type Answer, UnreadableError, ahead, readerOf } from '../../src/verify/read.ts'
import { verifyLog } from '../../src/verify/verify.ts'

t.setTimeout(300_000)
t.test('the verifier', async (t) => {
  const app = await startApp(t, { starter: true })
  const { deps: { db } } = app
  await app.sequence()
  const registrar = await app.key({ role: 'registrar' })
  const verify = verifying(app.app)
  const real = readerOf({ fetch: fetchFrom(app.app), sleep: async () => {} }, 'http://log.example')
  /** Verifies what the service answers, with other answers in some places. */
  const withAnswers = (other: (path: string) => Partial<Answer> | undefined, since?: string) => verifyLog(async (path) => {
    const given = other(path)
    return given === undefined ? await real(path) : { status: 200, body: Buffer.alloc(0), ...given }
  }, { ...(since === undefined ? {} : { since }), progress: () => {} })
  const checkpoint = (await app.get('/log/checkpoint')).text
  const size = Number(checkpoint.split('\n')[1])

  t.test('says what it has verified', async (t) => {
    t.strictSame(await verify(checkpoint), { verified: { origin: '127.0.0.1:3000/log', size, root: checkpoint.split('\n')[2], redacted: 0 } })
  })

  t.test('verifies a log that grows meanwhile as it was', async (t) => {
    let posted: Promise<unknown> | undefined
    const growing = await verifyLog(async (path) => {
      if (path.startsWith('/log/tile/')) {
        posted ??= app.post('/v1/policy-areas', { id: 'grown', name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar }).then(app.sequence)
        await posted
      }
      return await real(path)
    }, { progress: () => {} })
    t.equal(growing.size, size)
    t.match((await verify(checkpoint)).verified, { size: size + 1 })
  })

  t.test('counts what was redacted, and believes no text that is only gone', async (t) => {
    const { json: { items: [one] } } = await app.get('/v1/revisions?after=41&limit=1')
    const { body } = await real('/v1/revisions?limit=200')
    const page = JSON.parse(String(body))
    const where = `entry 42 (${one.type} ${one.id}, revision 1)`
    const given = (items: object[]) => ({ body: Buffer.from(JSON.stringify({ ...page, items })) })
    const all: { logIndex: number }[] = page.items
    const without = given(all.filter(({ logIndex }) => logIndex !== 42))
    await t.rejects(withAnswers(path => path === '/v1/revisions?limit=200' ? without : undefined), { message: `${where} has no revision in its place.` })
    /** With the text of entry 42 gone, for a redaction that says what is given. */
    const erased = (redaction: string | null, says?: object) => withAnswers((path) => {
      if (path === '/v1/revisions?limit=200') return given(all.map(item => item.logIndex === 42 ? { ...item, body: null, salt: null, redaction } : item))
      if (path !== '/v1/redactions/why') return undefined
      return says === undefined ? { status: 404 } : { body: Buffer.from(JSON.stringify(says)) }
    })
    const target = { type: one.type, id: one.id }
    t.match(await erased('why', { target, erased: [1] }), { redacted: 1 })
    await t.rejects(erased(null), { message: `${where} has no text, and nothing that says why.` })
    for (const says of [undefined, { target, erased: [2] }, { target: { ...target, id: 'other' }, erased: [1] }, { target: { ...target, type: 'other' }, erased: [1] }]) {
      await t.rejects(erased('why', says), { message: `${where} has no text, and the redaction why does not name it.` })
    }
  })

  t.test('compares what has no list too, and leaves to the next time what was changed since', async (t) => {
    const [reviewer, editor] = [await app.key({ role: 'reviewer', organisation: 'article-19' }), await app.key({ role: 'editor', members: ['mexico'], organisation: 'mexico-sfp' })]
    const { json: review } = await app.post('/v1/commitments/mx0081/reviews', { kind: 'progress', completion: 'limited', reviewedOn: '2026-11-20', evidence: [{ url: 'https://example.org/seen' }], state: 'published' }, { key: reviewer })
    const { json: reply } = await app.post(`/v1/reviews/${review.id}/replies`, { institution: 'mexico-sfp', repliedOn: '2026-11-21', text: { es: 'Respuesta' } }, { key: editor })
    await app.sequence()
    await app.request('PATCH', '/v1/policy-areas/grown', { key: registrar, body: { name: { en: 'Not in the log yet' } }, headers: { 'if-match': '*' } })
    t.match((await verify(checkpoint)).verified, { redacted: 0 })
    await app.sequence()
    const address = `/v1/replies/${reply.id}`
    await t.rejects(withAnswers(path => path === address ? { body: Buffer.from(JSON.stringify({ ...reply, text: { es: 'Otra' } })) } : undefined), { message: `reply ${reply.id} does not say what its newest revision, 1, says.` })
    await t.rejects(withAnswers(path => path === address ? { status: 404 } : undefined), { message: `reply ${reply.id} is in the log, and nothing is at its address.` })
    t.match(await withAnswers(path => path === address ? { status: 410 } : undefined), { redacted: 0 })
  })

  t.test('tells a checkpoint of another key and one of a longer log from a text that is none', async (t) => {
    t.match(await verify(checkpoint.replace(/— (\S+) \S/, '— $1 A')), { found: /^\/log\/vkey is not the key that signed the older checkpoint/ })
    for (const text of ['', 'hello', checkpoint.slice(0, 20), '\n\n']) await t.rejects(verify(text), { message: /^What was kept is no signed checkpoint/ })
    const newer = (await app.get('/log/checkpoint')).text
    await t.rejects(withAnswers(path => path === '/log/checkpoint' ? { body: Buffer.from(checkpoint) } : undefined, newer), { message: new RegExp(`^entry \\d+ has a revision, and the signed log has ${size} entries`) })
    await t.rejects(withAnswers(path => path === '/log/checkpoint' ? { body: Buffer.from(checkpoint.replace('127', '128')) } : undefined), { message: '/log/checkpoint is not signed by the key of /log/vkey.' })
    await t.rejects(withAnswers(path => path === '/log/checkpoint' ? { body: Buffer.from('hello') } : undefined), { message: '/log/checkpoint is not signed by the key of /log/vkey.' })
  })

  t.test('names a hash above the leaves that is wrong or missing, and a chain that is broken', async (t) => {
    await disarm(db)
    for (let n = size; n < 260; n++) await app.post('/v1/policy-areas', { id: `more-${n}`, name: { en: 'Area' }, kind: 'sector', taxonomy: 'test' }, { key: registrar })
    await app.request('PATCH', '/v1/policy-areas/grown', { key: registrar, body: { name: { en: 'Other' } }, headers: { 'if-match': '*' } })
    await app.sequence()
    await keep(db)
    t.match(await verify(), { verified: {} })
    await sql`update log_node set hash = sha256(hash) where level = 8`.execute(db)
    t.strictSame(await verify(), { found: 'level 8 of the tree does not hold what entries 0 to 255 make.' })
    await sql`delete from log_node where level = 8`.execute(db)
    t.strictSame(await verify(), { found: 'level 8 of the tree does not hold what entries 0 to 255 make.' })
    await undo(db)
    t.match(await verify(), { verified: {} })
  })

  t.test('does not fail over answers that make no sense', async (t) => {
    const bundle = (text: string) => {
      const length = Buffer.alloc(2)
      length.writeUInt16BE(text.length)
      return Buffer.concat([length, Buffer.from(text)])
    }
    const bytes = (body: Buffer) => (path: string) => path === '/log/tile/entries/000' ? { body } : undefined
    await t.rejects(withAnswers(bytes(Buffer.from([0, 9, 1]))), { message: '/log/tile/entries/000 ends within an entry.' })
    await t.rejects(withAnswers(bytes(bundle('{}'))), { message: 'entry 0 is not the one whose hash the tree holds in its place.' })
    await t.rejects(withAnswers(path => path.startsWith('/log/tile/0/000') ? { body: Buffer.alloc(31) } : undefined), { message: /^the hash of entry 0 is missing/ })
    for (const body of ['', '[]', '{"items":1}', 'null']) await t.rejects(withAnswers(path => path.startsWith('/v1/revisions') ? { body: Buffer.from(body) } : undefined), { message: /^\/v1\/revisions gives no list/ }, body)
    for (const answer of [{ status: 404 as const }, { body: Buffer.from('<html>') }]) await t.rejects(withAnswers(path => path === '/log/vkey' ? answer : undefined), { message: /^\/log\/vkey gives no key/ })
  })
})

t.test('a reader', async (t) => {
  const waits: number[] = []
  const reading = (...answers: (Response | Error)[]) => {
    waits.length = 0
    return readerOf({
      fetch: async () => {
        const answer = answers.shift() as Response | Error
        if (answer instanceof Error) throw answer
        return answer
      },
      sleep: async (ms) => { waits.push(ms) }
    }, 'http://log.example')('/log/vkey')
  }
  const status = (code: number, headers = {}) => new Response('x', { status: code, headers })
  const lost = () => Object.assign(new TypeError('fetch failed'), { cause: new Error('ECONNRESET') })

  t.test('waits for the quota as long as it is told, and for what passes a second', async (t) => {
    t.match(await reading(...Array.from({ length: 9 }, () => status(429, { 'retry-after': '7' })), status(503), lost(), status(200)), { status: 200 })
    t.strictSame(waits, [...Array(9).fill(7000), 1000, 1000])
  })

  t.test('says what an address answers that cannot be read', async (t) => {
    t.match(await reading(status(404)), { status: 404 })
    t.match(await reading(status(410)), { status: 410 })
    await t.rejects(reading(status(500)), new UnreadableError('/log/vkey answers 500.'))
    t.strictSame(waits, [])
    await t.rejects(reading(...Array.from({ length: 5 }, () => status(502))), new UnreadableError('/log/vkey answers 502.'))
    await t.rejects(reading(...Array.from({ length: 5 }, lost)), new UnreadableError('/log/vkey gives no answer: ECONNRESET'))
    await t.rejects(reading(...Array.from({ length: 5 }, () => new Error('no network'))), new UnreadableError('/log/vkey gives no answer: no network'))
  })

  t.test('reads some of what comes ahead, in its order, and fails in its turn', async (t) => {
    let [underWay, most] = [0, 0]
    const load = async (n: number): Promise<number> => {
      most = Math.max(most, ++underWay)
      await new Promise(resolve => setTimeout(resolve, n % 3))
      underWay--
      if (n === 20) throw new Error('twenty')
      return n
    }
    const got: number[] = []
    for await (const n of ahead(19, load)) got.push(n)
    t.strictSame(got, Array.from({ length: 19 }, (_, n) => n))
    t.ok(most > 1 && most <= 8)
    await t.rejects(async () => { for await (const n of ahead(30, load)) got.push(n) }, { message: 'twenty' })
    t.equal(got.length, 39)
    for await (const n of ahead(0, load)) t.fail(String(n))
  })
})
