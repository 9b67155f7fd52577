import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { engine } from '../../_support/db.ts'
import { importing } from '../../_support/ogp.ts'
import { revisionCount } from '../../_support/plan.ts'

/** OGP's own edition of 2016 through the route. It is not part of the repository: OGP_SHEET names another place. */
const FILE = process.env.OGP_SHEET ?? join(import.meta.dirname, '../../../../shared/data/ogp-commitments-2016.csv')

if (existsSync(FILE)) prove()
else t.plan(0, `the published file is not here: ${FILE}`)

function prove (): void {
  t.test('imports the published file whole, and a second time changes nothing', async t => {
    const app = await startApp(t, { starter: true })
    const { get, deps } = app
    const key = await app.key({ role: 'registrar' })
    const { run, decisions } = importing(app, key)
    const starter = [(await get('/v1/action-plans/mexico-3/document')).text, (await get('/v1/action-plans/mexico-4/document')).text]
    const count = async (query: string) => (await get(query, { headers: { prefer: 'count=exact' } })).json.page.total
    const commitmentsBefore = await count('/v1/commitments')

    const started = performance.now()
    const { json } = await run(readFileSync(FILE))
    const seconds = (performance.now() - started) / 1000
    t.comment(`imported in ${seconds.toFixed(1)} s (${engine})`)
    // On a machine of its own it takes less than half of the 20 s it may; here other tests run beside it.
    t.ok(seconds < 60)
    t.match(json, { state: 'done', rowsTotal: 1927, rowsDone: 1927, report: { headerRow: 2, rows: 1927, unknownColumns: [], members: { create: 60, unchanged: 1 } } })
    const { report } = json
    t.equal(report.commitments.create, await count('/v1/commitments') - commitmentsBefore)
    t.comment(`${report.commitments.create} commitments, ${json.rowsTotal - report.commitments.create} rows repeat one; decisions ${JSON.stringify(report.decisions)}`)
    t.equal(report.commitments.create + (await decisions(json.id, 'repeated-row')).length, 1927, 'every row is a commitment or a later word on one')
    t.equal(report.decisions['refused-by-rule'], undefined, 'the rules take all of it')
    t.equal(await count('/v1/members'), 61)
    t.equal(await count('/v1/commitments?plan=mexico-1'), 37)
    t.equal(await count('/v1/commitments?plan=mexico-2'), 26)
    t.same([(await get('/v1/action-plans/mexico-3/document')).text, (await get('/v1/action-plans/mexico-4/document')).text], starter, 'the starter plans that the file does not have are as they were')
    const { plan } = (await get('/v1/action-plans/mexico-1/document')).json
    t.match(plan, { title: { es: 'Primer plan de acción de México, 2011-2013' }, startsText: '2011', publishedCounts: { commitments: 37 } }, 'and what they say is kept')

    const stars = (report.stars as { rule: number, reportType: string, reproduced: number, published: number, added: number }[]).filter(({ reportType }) => reportType === 'progress_midterm')
    t.same(stars.map(({ rule, reproduced, published, added }) => [rule, reproduced, published, added]), [[1, 181, 183, 0], [2, 206, 206, 5], [3, 28, 28, 0]])
    const { rows: [flags] } = await sql<{ flagged: number, opened: number }>`select count(*) as flagged, count(*) filter (where out_of_era @> array['didItOpenGovernment']) as opened from assessment where out_of_era <> '{}'`.execute(deps.db)
    t.comment(`assessments outside their era: ${JSON.stringify(flags)}`)
    t.equal(Number(flags?.flagged), 54)
    t.equal(Number(flags?.opened), 54)

    const ended = (await deps.db.selectFrom('assessment as a').innerJoin('report as r', 'r.id', 'a.report').select('a.commitment').where('r.type', '=', 'end_of_term').execute()).map(({ commitment }) => commitment)
    const changes = await Promise.all(ended.map(async id => (await get(`/v1/commitments/${id}/voices`)).json.irmChange))
    t.comment(`completion at the end of the term less at mid-term: ${JSON.stringify(changes.map(change => change?.steps ?? null))}`)
    t.same([ended.length, changes.filter(change => change?.steps < 0).length], [54, 7], 'completion fell for 7 of 54 between mid-term and end of term')

    const revisions = await revisionCount(app)
    const again = await run(readFileSync(FILE))
    t.equal(again.json.state, 'done')
    for (const name of ['members', 'policyAreas', 'institutions', 'plans', 'commitments', 'reports', 'assessments']) t.match(again.json.report[name], { create: 0, update: 0 }, name)
    t.equal(await revisionCount(app), revisions)
    t.same(again.json.report.stars, report.stars)
  })
}
