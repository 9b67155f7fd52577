import t, { type Test } from 'tap'
import { startApp } from '../../_support/app.ts'
import { importing, sheet } from '../../_support/ogp.ts'
import { revisionCount } from '../../_support/plan.ts'

/** Reports and assessments of an import, and what assessors made of them since. */
async function imported (t: Test) {
  const app = await startApp(t, { starter: true })
  const registrar = importing(app, await app.key({ role: 'registrar' }))
  t.equal((await registrar.run(SHEET)).json.state, 'done')
  const key = await app.key({ role: 'assessor', plans: ['chile-1', 'chile-2', 'mexico-4'] })
  const patch = async (address: string, body: object) => {
    const answer = await app.request('PATCH', address, { key, body, headers: { 'if-match': '*' } })
    t.equal(answer.status, 200, answer.text)
  }
  const report = async (plan = 'chile-1') => (await app.get(`/v1/reports?plan=${plan}`)).json.items[0]
  const assessment = async (number = '1') => {
    const { items } = (await app.get('/v1/commitments?plan=chile-1')).json
    const { id } = items.find((one: { number: string }) => one.number === number)
    return (await app.get(`/v1/commitments/${id}/assessments`)).json.items[0]
  }
  const add = async (address: string, body: object) => {
    const answer = await app.post(address, body, { key })
    t.equal(answer.status, 201, answer.text)
    return answer.json
  }
  return { ...registrar, app, get: app.get, patch, report, assessment, add }
}

const ROWS = [{ country: 'Chile', plan: 1, no: '1' }, { country: 'Chile', plan: 1, no: '2' }, { country: 'Chile', plan: 2, no: '1' }]
const SHEET = sheet(ROWS)
const REF = { source: 'ogp', id: 'chile/1/progress-report' }
const REPORT = { plan: 'mexico-4', type: 'results', authorKind: 'irm', stage: 'final', publishedOn: '2022-09-01' }
const ALL_KNOWN = { state: 'done', rowsDone: 3, report: { reports: { create: 0, update: 0, unchanged: 2 }, assessments: { create: 0, update: 0, unchanged: 3 } } }
const plain = ({ revision: _, updatedAt: _at, ...facts }: Record<string, unknown>) => facts

t.test('what an assessor wrote of a report and an assessment is kept and reported', async t => {
  const { run, decisions, patch, report, assessment, app } = await imported(t)
  const [theReport, first] = [await report(), await assessment()]
  await patch(`/v1/reports/${theReport.id}`, { title: { en: 'Ours' }, url: 'https://example.org/report', language: 'es', publishedOn: '2015-06-01', publishedPrecision: 'day' })
  await patch(`/v1/assessments/${first.id}`, { indicators: { completion: { value: 'complete' } }, starred: false })
  const [ours, rated, revisions] = [await report(), await assessment(), await revisionCount(app)]
  const { json } = await run(SHEET)
  t.match(json, { ...ALL_KNOWN, report: { ...ALL_KNOWN.report, decisions: { 'kept-what-others-wrote': 2 } } })
  t.same([await report(), await assessment()], [ours, rated])
  t.equal(await revisionCount(app), revisions)
  t.match(await decisions(json.id, 'kept-what-others-wrote'), [
    { row: 0, value: REF.id, action: /kept publishedOn, publishedPrecision\./ },
    { row: 2, value: /^chile\/1\/1\/.*\/progress-report$/, action: /kept starred, completion\./ }
  ])
})

t.test('what an assessor left empty is filled, and what the sheet does not state stays', async t => {
  const { run, patch, report, assessment } = await imported(t)
  const [theReport, first, second] = [await report(), await assessment(), await assessment('2')]
  await patch(`/v1/reports/${theReport.id}`, { title: { en: 'Ours' }, publishedOn: null, publishedPrecision: 'unknown', publishedText: null })
  await patch(`/v1/assessments/${first.id}`, { starred: null })
  await patch(`/v1/assessments/${second.id}`, { starred: false })
  const { json } = await run(sheet(ROWS.map(row => row.no === '2' ? { ...row, star: '' } : row)))
  t.same(plain(await report()), { ...plain(theReport), title: { en: 'Ours' } }, 'the date is back')
  t.same(plain(await assessment()), plain(first), 'so is the star, with its rule')
  t.match(await assessment('2'), { starred: false, starRule: second.starRule })
  t.equal(json.report.decisions['kept-what-others-wrote'], undefined)
})

t.test('an indicator that an assessor left out is filled in, and so is the star with its rule', async t => {
  const { run, patch, assessment } = await imported(t)
  const third = { country: 'Chile', plan: 1, no: '3' }
  await run(sheet([...ROWS, { ...third, completion: '', star: '' }]))
  await patch(`/v1/assessments/${(await assessment('3')).id}`, { indicators: { specificity: { value: 'low' } } })
  const { json } = await run(sheet([...ROWS, third]))
  t.match(await assessment('3'), { starred: true, starRule: 2, indicators: { completion: { value: 'substantial' }, specificity: { value: 'low' } } })
  t.match(await assessment('3'), { revision: 3 })
  t.equal(json.report.decisions['kept-what-others-wrote'], 1)
})

t.test('a report that lost its reference is recognised, and has it again', async t => {
  const { run, patch, report } = await imported(t)
  const { id } = await report()
  await patch(`/v1/reports/${id}`, { externalRefs: [] })
  t.match((await run(SHEET)).json, { state: 'done', report: { reports: { create: 0, update: 1, unchanged: 1 }, assessments: { create: 0, update: 0, unchanged: 3 } } })
  t.match(await report(), { id, externalRefs: [REF] })
})

t.test('a reference that somebody else gave to a report or an assessment is kept', async t => {
  const { run, decisions, patch, report, assessment } = await imported(t)
  const [{ id }, first] = [await report(), await assessment()]
  const theirs = [{ source: 'ogp', id: 'elsewhere' }]
  await patch(`/v1/reports/${id}`, { externalRefs: theirs })
  await patch(`/v1/assessments/${first.id}`, { externalRefs: theirs })
  const { json } = await run(SHEET)
  t.match(json, ALL_KNOWN)
  t.match([await report(), await assessment()], [{ id, externalRefs: theirs }, { externalRefs: theirs }])
  t.match((await decisions(json.id, 'kept-what-others-wrote')).map(({ action }) => action), [/kept externalRefs/, /kept externalRefs/])
})

t.test('references that something else has by now are left out, and all plans arrive', async t => {
  const { run, decisions, patch, report, assessment, add } = await imported(t)
  const [{ id }, first] = [await report(), await assessment()]
  await patch(`/v1/reports/${id}`, { externalRefs: [] })
  await patch(`/v1/assessments/${first.id}`, { externalRefs: [] })
  const other = await add('/v1/reports', { ...REPORT, externalRefs: [REF] })
  await add('/v1/commitments/MX0081/assessments', { report: other.id, indicators: {}, externalRefs: first.externalRefs })
  const { json } = await run(SHEET)
  t.match(json, { ...ALL_KNOWN, report: { ...ALL_KNOWN.report, decisions: { 'refused-by-rule': 2 } } })
  t.match(await decisions(json.id, 'refused-by-rule'), [
    { value: REF.id, action: 'Another report has this external reference. Left out: externalRefs.' },
    { row: 2, value: first.externalRefs[0].id, action: 'Another assessment has this external reference. Left out: externalRefs.' }
  ])
})

t.test('a reference that was given away before the first import does not stop it', async t => {
  const { run, report, add } = await imported(t)
  await add('/v1/reports', { ...REPORT, externalRefs: [{ source: 'ogp', id: 'peru/1/progress-report' }] })
  const peru = sheet([{ country: 'Peru', plan: 1 }, { country: 'Peru', plan: 2 }])
  t.match((await run(peru)).json, { state: 'done', report: { reports: { create: 2 }, assessments: { create: 2 }, decisions: { 'refused-by-rule': 1 } } })
  t.match(await report('peru-1'), { externalRefs: [] })
  t.match((await run(peru)).json, { state: 'done', report: { reports: { unchanged: 2 }, assessments: { unchanged: 2 } } }, 'and it is known again')
})

t.test('a report that may be either of two is left out with its assessments', async t => {
  const { run, decisions, patch, get } = await imported(t)
  const header = 'Country,Action Plan Number,Comm No,Commitment Title,Full Text,Year of submission,Completion (progress report),Report publication year (progress report),Completion (end of term)'
  const both = Buffer.from(`${header}\nChile,2,1,Promise 1,Words,2013,c. Substantial,2015,d. Complete`)
  await run(both)
  const { items } = (await get('/v1/reports?plan=chile-2')).json
  t.equal(items.length, 2)
  for (const { id } of items) await patch(`/v1/reports/${id}`, { type: 'progress_midterm', externalRefs: [] })
  const { json } = await run(SHEET)
  t.match(json, { state: 'done', report: { reports: { create: 0, unchanged: 1 }, assessments: { create: 0, unchanged: 2 } } })
  t.match(await decisions(json.id, 'refused-by-rule'), [{ value: 'chile/2/progress-report', action: /any of 2 reports.*Left out: all of it, with its assessments\./ }])
})

t.test('a star that the rule gives and nobody published is counted', async t => {
  const { run } = await imported(t)
  const { json } = await run(sheet([{ country: 'Chile', plan: 1, no: '1', star: '0' }]))
  t.match(json.report.stars, [{ rule: 2, published: 0, reproduced: 0, added: 1 }])
})
