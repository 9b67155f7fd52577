import { sql } from 'kysely'
import t from 'tap'
import { startApp } from '../../_support/app.ts'

const ADDRESS = '/v1/commitments/MX0081'

t.test('text changes of a commitment', async (t) => {
  const app = await startApp(t, { starter: true, now: '2021-03-01T12:00:00.000Z' })
  const { get, post, request, setNow } = app
  const key = await app.key({ role: 'editor', members: ['mexico'], days: 400 })
  const patch = async (address: string, body: unknown) => {
    const { status } = await request('PATCH', address, { key, body, headers: { 'if-match': '*' } })
    t.equal(status, 200)
  }
  const diff = (query = '') => get(`${ADDRESS}/diff${query}`)
  const factsOf = async (query = '') => (await diff(query)).json.changedScope.map(({ on, fact, type, revision, subject, from, to }: Record<string, unknown>) => [on, fact, type, revision, subject, from, to])

  const { id: commitment } = (await get(ADDRESS)).json
  await patch(ADDRESS, {
    title: { en: 'Technology rights and privacy' },
    expectedResults: { en: 'Controls in 500 offices of the state.', es: 'Controles en 500 oficinas.' },
    stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }, { institution: 'mexico-inai', role: 'supporting' }, { institution: 'article-19', role: 'monitoring' }],
    values: ['civic_participation', 'public_accountability'],
    endsOn: '2021-08-31'
  })
  const step = async (body: object) => (await post(`${ADDRESS}/milestones`, body, { key })).json.id as string
  const rules = await step({ number: '1', title: { en: 'Publish the rules' }, dueOn: '2021-06-30' })
  const group = await step({ number: '2', title: { en: 'Set up a group' }, dueOn: '2021-12-31', duePrecision: 'year' })
  const quiet = await step({ number: '3', title: { en: 'Nothing happens here' } })
  setNow('2021-04-01T12:00:00.000Z')
  await patch(`/v1/milestones/${rules}`, { dueOn: '2021-07-31' })
  setNow('2021-10-01T12:00:00.000Z')
  await patch(`/v1/milestones/${rules}`, { dueOn: '2021-08-31', title: { en: 'Publish the new rules' } })
  setNow('2021-11-30T12:00:00.000Z')
  await patch(ADDRESS, { endsOn: '2022-08-31', stakeholders: [{ institution: 'mexico-sfp', role: 'lead' }, { institution: 'article-19', role: 'monitoring' }], expectedResults: { en: 'Controls in 300 offices of the state.', es: null } })
  setNow('2022-02-01T12:00:00.000Z')
  await patch(ADDRESS, { values: ['public_accountability'], cluster: 'A' })
  await patch(`/v1/milestones/${group}`, { lifecycle: 'withdrawn' })
  const late = await step({ number: '4', title: { en: 'A late step' } })

  const by = { role: 'editor', institution: null, alias: null }

  t.test('show the words and the members that changed between two revisions', async (t) => {
    const { status, json } = await diff('?from=2&to=3')
    t.equal(status, 200)
    t.match(json, { commitment, code: 'MX0081', from: { revision: 2, on: '2021-03-01', by }, to: { revision: 3, on: '2021-11-30', by } })
    t.same(json.texts, [
      { field: 'expectedResults', language: 'en', granularity: 'word', parts: [{ op: 'same', text: 'Controls in ' }, { op: 'removed', text: '500' }, { op: 'added', text: '300' }, { op: 'same', text: ' offices of the state.' }] },
      { field: 'expectedResults', language: 'es', granularity: 'word', parts: [{ op: 'removed', text: 'Controles en 500 oficinas.' }] }
    ])
    t.same(json.fields.map(({ field }: { field: string }) => field).sort(), ['endsOn', 'stakeholders'])
    t.match(json.fields.find(({ field }: { field: string }) => field === 'endsOn'), { from: '2021-08-31', to: '2022-08-31' })
  })

  t.test('show what changed in scope, fact by fact, with the days', async (t) => {
    const moved = [
      ['2021-04-01', 'deadline_later', 'milestone', 2, rules, '2021-06-30', '2021-07-31'],
      ['2021-10-01', 'deadline_later', 'milestone', 3, rules, '2021-07-31', '2021-08-31'],
      ['2021-10-01', 'deadline_moved_after_it_passed', 'milestone', 3, rules, '2021-07-31', '2021-08-31'],
      ['2021-11-30', 'deadline_later', 'commitment', 3, commitment, '2021-08-31', '2022-08-31'],
      ['2021-11-30', 'deadline_moved_after_it_passed', 'commitment', 3, commitment, '2021-08-31', '2022-08-31'],
      ['2021-11-30', 'responsible_body_removed', 'commitment', 3, 'mexico-inai', 'supporting', null],
      ['2021-11-30', 'number_lowered', 'commitment', 3, commitment, '500', '300']
    ]
    const later = [
      ['2022-02-01', 'value_dropped', 'commitment', 4, 'civic_participation', 'civic_participation', null],
      ['2022-02-01', 'milestone_removed', 'milestone', 2, group, 'active', 'withdrawn']
    ]
    t.same(await factsOf('?from=2&to=3'), moved)
    t.same(await factsOf('?from=2'), [...moved, ...later], 'to the newest revision when nothing else is asked for')
    t.same(await factsOf('?from=3'), later, 'days before are not in it')
    const { json: { changedScope: [, , , , passed] } } = await diff('?from=2')
    t.equal(passed.detail, 'endsOn changed from 2021-08-31 (day) to 2022-08-31 (day) 91 days after it had passed')
    for (const { type, id, revision, on } of (await diff()).json.changedScope) t.match((await get(`/v1/${type}s/${id}/revisions/${revision}`)).json, { on }, 'each names the revision that anybody can read')
  })

  t.test('compare milestones from the day of one revision to the day of the other', async (t) => {
    const { milestones } = (await diff('?from=2&to=3')).json
    t.match(milestones, [{ milestone: rules, from: { revision: 1, on: '2021-03-01' }, to: { revision: 3, on: '2021-10-01' }, fields: [{ field: 'dueOn', from: '2021-06-30', to: '2021-08-31' }] }])
    t.same(milestones[0].texts[0].parts.map(({ op, text }: { op: string, text: string }) => [op, text]), [['same', 'Publish the '], ['added', 'new '], ['same', 'rules']])
    const all = (await diff()).json.milestones
    t.same(all.map(({ milestone }: { milestone: string }) => milestone).sort(), [rules, group, late].sort(), 'what did not change is left out')
    t.notOk(all.some(({ milestone }: { milestone: string }) => milestone === quiet))
    const added = (await diff('?from=3')).json.milestones.find(({ milestone }: { milestone: string }) => milestone === late)
    t.match(added, { from: null, to: { revision: 1, on: '2022-02-01' }, texts: [{ field: 'title', parts: [{ op: 'added', text: 'A late step' }] }] })
  })

  t.test('of a commitment that stayed as it was show what became of its milestones since', async (t) => {
    setNow('2022-03-01T12:00:00.000Z')
    await patch(`/v1/milestones/${late}`, { dueOn: '2022-05-31' })
    await patch(`/v1/milestones/${late}`, { dueOn: '2022-06-30' })
    const { json } = await diff('?from=4&to=4')
    t.match(json, { from: { revision: 4 }, to: { revision: 4 }, texts: [], fields: [] })
    t.same((await factsOf('?from=4')).at(-1), ['2022-03-01', 'deadline_later', 'milestone', 3, late, '2022-05-31', '2022-06-30'])
    t.same(await factsOf('?from=4'), await factsOf('?from=4&to=4'))
  })

  t.test('can be kept as revisions are, and found by id', async (t) => {
    const one = await diff()
    t.equal(one.headers['cache-control'], 'max-age=300, must-revalidate')
    t.same((await diff('?from=1&to=4')).json, one.json)
    const same = await get(`/v1/commitments/${String(commitment).toUpperCase()}/diff`, { headers: { 'if-none-match': String(one.headers.etag) } })
    t.equal(same.status, 304)
  })

  t.test('are refused where there is nothing to compare', async (t) => {
    const refused = async (address: string, status: number, code: string) => {
      const { status: answered, json } = await get(address)
      t.same([answered, json.type.split('/').at(-1)], [status, code], address)
      return json
    }
    t.match(await refused(`${ADDRESS}/diff?from=5`, 404, 'not-found'), { detail: 'The commitment MX0081 has no revision 5.' })
    t.match(await refused(`${ADDRESS}/diff?from=2&to=9`, 404, 'not-found'), { detail: 'The commitment MX0081 has no revision 9.' })
    t.match(await refused(`${ADDRESS}/diff?from=3&to=2`, 400, 'invalid-query'), { errors: [{ parameter: 'from', detail: 'must be 2 or less' }] })
    await refused('/v1/commitments/MX9999/diff?from=3&to=2', 404, 'not-found')
    for (const query of ['from=0', 'to=0', 'from=x', 'to=2147483648', 'from=1&from=2', 'since=1']) await refused(`${ADDRESS}/diff?${query}`, 400, 'invalid-query')
  })

  t.test('are refused where too many revisions would be compared, and not in parts', async (t) => {
    await sql`update commitment set revision = 1100 where id = ${commitment}::uuid`.execute(app.deps.db)
    await sql`
      insert into revision (entity_type, entity_id, revision, op, on_date, actor_role, body, salt, body_hash, previous)
      select entity_type, entity_id, number, 'update', on_date, actor_role, body, salt, body_hash, body_hash
      from revision, generate_series(5, 1100) as number where entity_type = 'commitment' and entity_id = ${commitment} and revision = 4`.execute(app.deps.db)
    const { status, json } = await diff()
    t.equal(status, 400)
    t.match(json, { type: /range-too-wide$/ })
    t.equal((await diff('?from=800')).status, 200)
  })
})
