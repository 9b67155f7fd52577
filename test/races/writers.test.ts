import t from 'tap'
import { startApp } from '../_support/app.ts'
import { engine } from '../_support/db.ts'

/**
 * Many writers on one commitment at once: editors who read, change and try again, institutions that report, organisations that
 * review. What stands in the end is what some order of all writes, one after the other, would have left.
 */
const WRITERS = process.env.PROVE === '1' ? 200 : 40

/** A language map holds forty languages at most: the writers share out the texts. */
const TEXTS = ['title', 'shortTitle', 'description', 'problem', 'causes', 'statusQuo', 'proposedSolution', 'expectedResults']

/** Whose changes stand in a commitment. */
const said = (commitment: Record<string, object | null>): string[] =>
  TEXTS.flatMap(name => Object.keys(commitment[name] ?? {})).filter(language => language.startsWith('und-w')).sort()

t.test(`${WRITERS} writers on one commitment (${engine})`, { timeout: 600_000 }, async (t) => {
  const { get, post, request, key } = await startApp(t, { starter: true })
  const editor = await key({ role: 'editor', members: ['mexico'] })
  const reviewer = await key({ role: 'reviewer', organisation: 'article-19' })
  const address = '/v1/commitments/MX0081'
  let stale = 0

  /** Adds a text in a language of its own: a lost update would lose it. */
  const edit = async (writer: number): Promise<number> => {
    for (let attempt = 1; attempt <= WRITERS * 4; attempt++) {
      const { headers } = await get(address)
      const { status, json } = await request('PATCH', address, { key: editor, body: { [TEXTS[writer % TEXTS.length] as string]: { [`und-w${writer}`]: `Writer ${writer}` } }, headers: { 'if-match': String(headers.etag) } })
      if (status !== 412) return status
      t.equal(typeof json.currentRevision, 'number')
      stale++
    }
    return 412
  }
  const report = async (writer: number): Promise<number> => (await post(`${address}/progress-updates`, {
    institution: 'mexico-sfp', period: String(1800 + writer), reportedOn: `${1800 + writer}-12-31`, completion: 'substantial', percent: writer % 100
  }, { key: editor })).status
  const review = async (writer: number): Promise<number> => (await post(`${address}/reviews`, {
    kind: 'progress', completion: 'limited', reviewedOn: `${1800 + writer}-06-30`, evidence: [{ url: `https://example.org/${writer}` }], state: 'published'
  }, { key: reviewer })).status

  const kinds = [edit, report, review]
  const before = (await get(address)).json
  const statuses = await Promise.all(Array.from({ length: WRITERS }, (_, writer) => (kinds[writer % 3] as typeof edit)(writer)))
  const of = (kind: typeof edit): number[] => [...statuses.keys()].filter(writer => kinds[writer % 3] === kind)
  t.same(statuses, statuses.map((_, writer) => kinds[writer % 3] === edit ? 200 : 201), 'every writer wrote in the end')
  t.comment(`${stale} times somebody was told that the commitment had changed`)

  t.test('no change is lost', async (t) => {
    const after = (await get(address)).json
    t.same(said(after), of(edit).map(writer => `und-w${writer}`).sort())
    t.equal(after.revision, before.revision + of(edit).length, 'one revision for each successful write')

    const { items } = (await get(`${address}/revisions?limit=200`)).json
    t.equal(items.length, after.revision)
    const seen = items.map(({ body }: { body: string }) => said(JSON.parse(body)))
    for (let number = before.revision; number < seen.length; number++) {
      t.equal(seen[number].length, seen[number - 1].length + 1, `revision ${number + 1} differs by one writer's own change`)
      t.ok(seen[number - 1].every((language: string) => seen[number].includes(language)))
      t.equal(items[number].previous, items[number - 1].bodyHash)
    }
  })

  t.test('the status is what the last word of each voice makes it', async (t) => {
    const { status, progressUpdates, reviews } = (await get(`${address}?include=progressUpdates,reviews`)).json
    t.equal(progressUpdates.length, of(report).length)
    t.equal(reviews.length, of(review).length)
    t.match(status.government, { period: String(1800 + Math.max(...of(report))), completion: 'substantial' })
    t.match(status.civilSociety, { organisations: 1, completion: { limited: 1 }, latest: [{ reviewedOn: `${1800 + Math.max(...of(review))}-06-30` }] })
    t.equal(status.lastReportedOn, `${1800 + Math.max(...of(report))}-12-31`)
  })
})
