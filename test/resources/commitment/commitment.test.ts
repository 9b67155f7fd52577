import t from 'tap'
import { startReadOnly } from '../../_support/app.ts'
import { selects, sorts } from '../../_support/list.ts'
import { ID } from '../../_support/world.ts'

const { alpha, beta, mistake, withdrawn, dueToday, paused } = ID
/** All of the world's commitments that are shown; the starter data has others. */
const OURS = 'plan=canada-5&plan=france-3'
const SHOWN = [alpha, beta, withdrawn, dueToday, paused]

t.test('commitments', async (t) => {
  const app = await startReadOnly(t, 'reading')

  t.test('finds a commitment by id and by OGP code, both in any case', async (t) => {
    const byCode = await app.get('/v1/commitments/ca0001')
    t.equal(byCode.status, 200)
    t.equal(byCode.json.code, 'CA0001')
    for (const reference of [alpha, alpha.toUpperCase(), 'CA0001', 'Ca0001']) {
      t.same((await app.get(`/v1/commitments/${reference}`)).json, byCode.json, reference)
    }
    t.equal((await app.get('/v1/commitments/CA9999')).status, 404)
    t.equal((await app.get(`/v1/commitments/${ID.results}`)).status, 404)
    t.equal((await app.get('/v1/commitments/seven')).status, 400)
  })

  t.test('gives what every voice says, side by side', async (t) => {
    const { json } = await app.get('/v1/commitments/CA0001')
    t.match(json, {
      plan: 'canada-5',
      policyAreas: ['anti-corruption', 'opendata'],
      stakeholders: [{ institution: 'canadatbs', role: 'lead' }, { institution: 'article-19', role: 'monitoring' }],
      budget: { amount: 10, currency: 'CAD', text: null },
      externalRefs: [{ source: 'test', id: 'commitment:1' }],
      updatedAt: '2026-01-01T00:00:00.000Z'
    })
    t.match(json.status, {
      government: { completion: 'substantial', reportedOn: '2026-07-01', period: '2026-H1', schedule: 'behind', progressUpdate: ID.latestUpdate },
      irm: { completion: 'limited', report: ID.results, reportType: 'results', starred: true, computedStar: false, starMismatch: true },
      divergence: { governmentVsIrm: 1, governmentVsCivilSociety: { min: 1, max: 2 }, diverges: true },
      overdue: true,
      nextDueOn: '2026-06-30',
      lastReportedOn: '2026-07-01'
    })
    t.match(json.status.civilSociety, { organisations: 2, completion: { not_started: 1, limited: 1 }, endorsement: { contested: 1, endorsed: 1 } })
    t.match((await app.get('/v1/commitments/MX0081')).json, {
      title: { es: /^Derechos/, en: 'Technology Rights and Privacy', fr: /^Droits/ }, status: { government: null, civilSociety: null, irm: null, overdue: false }
    })
  })

  t.test('filters, and hides what was entered in error unless asked for', async (t) => {
    await selects(t, app, '/v1/commitments', Object.fromEntries(Object.entries({
      '': SHOWN,
      'lifecycle=entered_in_error': [mistake],
      'lifecycle=entered_in_error&lifecycle=paused': [mistake, paused],
      'member=canada': [alpha, beta],
      'member=canada&member=france': SHOWN,
      'region=europe': [withdrawn, dueToday, paused],
      'region=europe&member=canada': [],
      'cycleYear=2022': [alpha, beta],
      'cycleYear=2022&cycleYear=2021': SHOWN,
      'policyArea=opendata&policyArea=anti-corruption': [alpha, beta],
      'policyAreaAll=opendata&policyAreaAll=anti-corruption': [alpha],
      'value=access_to_information': [alpha],
      'value=access_to_information&value=civic_participation': [alpha, beta],
      'institution=article-19': [alpha],
      'governmentCompletion=limited&governmentCompletion=substantial': [alpha, dueToday],
      'governmentCompletion=complete': [],
      'civilSocietyCompletion=limited': [alpha],
      'civilSocietyCompletion=complete': [],
      'irmCompletion=limited': [alpha],
      'irmCompletion=substantial': [],
      'starred=true': [alpha],
      'starred=false': [beta, withdrawn, dueToday, paused],
      'diverges=true': [alpha],
      'diverges=false': [beta, withdrawn, dueToday, paused],
      'overdue=true': [alpha],
      'overdue=false': [beta, withdrawn, dueToday, paused],
      'stale=true': [beta, dueToday],
      'stale=false': [alpha, withdrawn, paused],
      'dueBefore=2026-11-22': [alpha],
      'dueBefore=2026-11-23': [alpha, dueToday],
      'dueAfter=2026-06-30': [dueToday],
      'updatedSince=2026-04-01T10:00:00.123Z': [dueToday],
      'updatedSince=2026-04-01T12:00:00.123%2B02:00': [dueToday],
      'updatedSince=2026-04-01T10:00:00.124Z': [],
      'updatedSince=2025-12-31T05:00:00-19:00': SHOWN,
      'code=ca0001&code=FR0004': [alpha, withdrawn],
      'externalRef=test:commitment:1': [alpha],
      'q=regis': [],
      'q=regIstry': [alpha],
      'q=régistre': [alpha],
      'q=echeance': [dueToday],
      'q=CA0001': [alpha],
      'q="owners of"': [alpha],
      'q=beta or paused': [beta, withdrawn, paused],
      'q=beta -nothing': [beta, withdrawn],
      "q=' %26 | ! ( :* <->": []
    }).map(([query, ids]) => [`${OURS}&${query}`, ids])))
    await selects(t, app, '/v1/commitments', { 'plan=mexico-4&code=MX0081': [(await app.get('/v1/commitments/MX0081')).json.id] })
  })

  t.test('knows what is overdue and stale by the clock', async (t) => {
    app.setNow('2026-11-23T00:00:00.000Z')
    await selects(t, app, '/v1/commitments', { 'member=france&overdue=true': [dueToday] })
    app.setNow('2026-11-21T23:59:59.999Z')
    await selects(t, app, '/v1/commitments', { 'member=france&stale=true': [] })
    app.setNow('2026-11-22T12:00:00.000Z')
  })

  t.test('sorts in both directions with absent values last', t => sorts(t, app, `/v1/commitments?${OURS}`, {
    code: [alpha, withdrawn, dueToday, beta, paused],
    '-code': [dueToday, withdrawn, alpha, paused, beta],
    title: [alpha, beta, withdrawn, paused, dueToday],
    '-title': [dueToday, paused, withdrawn, beta, alpha],
    updatedAt: [alpha, beta, withdrawn, paused, dueToday],
    '-updatedAt': [dueToday, paused, withdrawn, beta, alpha],
    nextDueOn: [alpha, dueToday, beta, withdrawn, paused],
    '-nextDueOn': [dueToday, alpha, paused, withdrawn, beta],
    lastReportedOn: [dueToday, alpha, beta, withdrawn, paused],
    '-lastReportedOn': [alpha, dueToday, paused, withdrawn, beta],
    divergence: [beta, withdrawn, dueToday, paused, alpha],
    '-divergence': [alpha, paused, dueToday, withdrawn, beta],
    cycleYear: [withdrawn, dueToday, paused, alpha, beta],
    '-cycleYear': [beta, alpha, paused, dueToday, withdrawn]
  }))

  t.test('nests the children that include= names, one by one and all at once', async (t) => {
    const wanted: Record<string, string[]> = {
      milestones: [ID.overdueStep, ID.ongoingStep, ID.completeStep],
      progressUpdates: [ID.completeUpdate, ID.latestUpdate, ID.indicatorUpdate, ID.stepUpdate, ID.earlierUpdate],
      reviews: [ID.byAlias, ID.contesting],
      assessments: [ID.preliminary, ID.mismatch]
    }
    const names = Object.keys(wanted)
    for (const include of [...names, names.join(',')]) {
      const one = (await app.get(`/v1/commitments/CA0001?include=${include}`)).json
      const listed = (await app.get(`/v1/commitments?code=CA0001&include=${include}`)).json.items[0]
      t.same(listed, one, 'in a list as by id')
      for (const name of names) t.same(one[name]?.map(({ id }: { id: string }) => id), include.includes(name) ? wanted[name] : undefined, `${include}: ${name}`)
    }
    t.same((await app.get('/v1/commitments/CA0001?include=milestones')).json.milestones[0], (await app.get(`/v1/milestones/${ID.overdueStep}`)).json)
    t.same((await app.get(`/v1/commitments/${paused}?include=milestones,progressUpdates,reviews,assessments&fields=milestones,reviews`)).json, { id: paused, milestones: [], reviews: [] })
    t.equal((await app.get('/v1/commitments/CA0001?include=events')).status, 400)
    t.equal((await app.get('/v1/commitments?include=milestones,milestones')).status, 400)
  })

  t.test('picks members in the order of the entity', async (t) => {
    t.same((await app.get('/v1/commitments/CA0001?fields=plan,code')).text, JSON.stringify({ id: alpha, plan: 'canada-5', code: 'CA0001' }))
    t.same((await app.get('/v1/commitments/CA0001?fields=plan&fields=code')).json, { id: alpha, plan: 'canada-5', code: 'CA0001' })
    for (const fields of ['', 'nothing', 'code,', 'code,code', 'code,plan&fields=id']) t.equal((await app.get(`/v1/commitments/CA0001?fields=${fields}`)).status, 400, fields)
  })
})
