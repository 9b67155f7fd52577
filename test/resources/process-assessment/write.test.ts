import t from 'tap'
import { everything, revisionCount } from '../../_support/plan.ts'
import { startAssessing } from '../../_support/reports.ts'

const SAID = {
  participationInDevelopment: 'collaborate',
  minimumRequirements: { 5.1: 'n_a', 1.1: 'met', 2.2: 'not_met' },
  actedContraryToProcess: true,
  triggers: [{ trigger: 'no_new_plan', text: null }, { trigger: 'other', text: { en: 'No repository' } }]
}

t.test('an assessor writes a process assessment whole, and every version stays', async (t) => {
  const app = await startAssessing(t)
  const { get, report, write } = app
  const id = await report()
  const address = `/v1/reports/${id}/process-assessment`

  const created = await write(`/v1/reports/${id.toUpperCase()}/process-assessment`, SAID, 'new')
  t.match(created, { status: 201, json: { ...SAID, report: id, plan: 'mexico-5', participationInImplementation: null, revision: 1 } })
  t.same((await get(address)).json, created.json)
  t.equal((await get(address)).headers.etag, created.headers.etag)

  const changed = await write(address, { participationInDevelopment: 'involve' }, String(created.headers.etag))
  t.match(changed, { status: 200, json: { id: created.json.id, participationInDevelopment: 'involve', minimumRequirements: {}, actedContraryToProcess: null, triggers: [], revision: 2 } }, 'what is left out is empty')

  const before = await revisionCount(app)
  const same = await write(address, { triggers: [], participationInDevelopment: 'involve', actedContraryToProcess: null }, String(changed.headers.etag))
  t.same([same.status, same.json, same.headers.etag], [200, changed.json, changed.headers.etag], 'the same again')
  t.equal(await revisionCount(app), before)

  const revisions = (await get(`/v1/process-assessments/${created.json.id}/revisions`)).json.items
  t.match(revisions, [{ revision: 1, op: 'create', by: { role: 'assessor' } }, { revision: 2, op: 'update' }])
  const { revision, updatedAt, ...facts } = created.json
  t.same(JSON.parse((await get(`/v1/process-assessments/${created.json.id}/revisions/1`)).json.body), facts)
})

t.test('a process assessment is created and changed by somebody who says what they saw', async (t) => {
  const app = await startAssessing(t)
  const { report, write, put, assessor } = app
  const address = `/v1/reports/${await report()}/process-assessment`
  const type = async (...args: Parameters<typeof write>): Promise<[number, string]> => {
    const { status, json } = await write(...args)
    return [status, String(json.type).split('/').at(-1) as string]
  }

  t.same(await type(address, SAID), [428, 'revision-required'])
  t.same(await type(address, SAID, '*'), [412, 'stale-revision'], 'there is none to change')
  const { headers } = await write(address, SAID, 'new')
  t.same(await type(address, SAID, 'new'), [412, 'stale-revision'], 'there is one already')
  t.equal((await write(address, SAID, 'new')).json.currentRevision, 1)
  t.equal((await write(address, {}, 'new')).status, 400, 'nothing is said')
  t.equal((await write(address, { actedContraryToProcess: false }, '*')).status, 200)
  t.same(await type(address, SAID, String(headers.etag)), [412, 'stale-revision'], 'somebody changed it')
  t.equal((await put(address, SAID, { key: assessor, headers: { 'if-match': '"r2"', 'if-none-match': '*' } })).status, 412)

  const before = await everything(app)
  for (const query of ['dryRun=true', 'digest=sha256', 'x=1']) t.same(await type(`${address}?${query}`, SAID, 'new'), [400, 'invalid-query'], query)
  t.equal(await everything(app), before)
})

t.test('two assessors who create at once do not overwrite each other', async (t) => {
  const { report, write } = await startAssessing(t)
  const address = `/v1/reports/${await report()}/process-assessment`
  const answers = await Promise.all(['inform', 'consult'].map(participationInDevelopment => write(address, { participationInDevelopment }, 'new')))
  t.same(answers.map(({ status }) => status).sort(), [201, 412])
})

t.test('a process assessment is the business of assessors of the plan', async (t) => {
  const { report, write, put, key } = await startAssessing(t)
  const address = `/v1/reports/${await report()}/process-assessment`
  for (const wanted of [{ role: 'assessor', plans: ['mexico-4'] }, { role: 'registrar' }, { role: 'editor', members: ['mexico'] }, { role: 'reviewer', organisation: 'r3d' }, { role: 'admin' }] as const) {
    t.equal((await write(address, SAID, 'new', await key(JSON.parse(JSON.stringify(wanted))))).status, 403, wanted.role)
  }
  t.equal((await put(address, SAID)).status, 401)
  for (const missing of ['_', '01968f00-0000-7000-8000-000000000083']) t.equal((await write(`/v1/reports/${missing}/process-assessment`, SAID, 'new')).status, 404)
})

t.test('what a report cannot say of the process is refused with the reason, all of it at once', async (t) => {
  const app = await startAssessing(t)
  const { report, write } = app
  const at = (id: string): string => `/v1/reports/${id}/process-assessment`
  const before = await Promise.all([
    report(), report({ authorKind: 'government', type: 'midterm_review' }), report({ type: 'self_assessment_midterm' }), report({ plan: 'mexico-3', publishedOn: '2018-05-01', type: 'progress_midterm' }), report({ plan: 'mexico-3', publishedOn: null })
  ])
  const [good, byGovernment, ofItself, early, undated] = before as [string, string, string, string, string]
  const stored = await everything(app)
  for (const wrong of [
    { minimumRequirements: { 3.3: 'met' } }, { minimumRequirements: { 1.1: 'maybe' } }, { minimumRequirements: null }, { triggers: [{ trigger: 'late', text: null }] }, { triggers: [{ trigger: 'other' }] },
    { participationInDevelopment: 'decide' }, { plan: 'mexico-5' }, { actedContraryToProcess: 'yes' }, null, []
  ]) t.match(await write(at(good), wrong, 'new'), { status: 400, json: { type: /invalid-body$/ } }, JSON.stringify(wrong))

  for (const report of [byGovernment, ofItself]) t.match(await write(at(report), { actedContraryToProcess: false }, 'new'), { status: 400, json: { type: /process-not-assessed$/ } })
  t.match(await write(at(early), { ...SAID, actedContraryToProcess: false }, 'new'), {
    status: 400,
    json: {
      type: /indicator-not-in-era$/,
      errors: [
        { pointer: '/minimumRequirements/5.1', detail: /^5.1 did not exist in 2016 or 2018$/ }, { pointer: '/minimumRequirements/1.1' }, { pointer: '/minimumRequirements/2.2' },
        { pointer: '/triggers/0/trigger', code: 'indicator-not-in-era' }, { pointer: '/triggers', code: 'trigger-without-finding' }
      ]
    }
  })
  t.match(await write(at(undated), { minimumRequirements: { 1.1: 'met' } }, 'new'), { status: 400, json: { errors: [{ detail: /in 2016$/ }] } })
  t.match(await write(at(good), { triggers: SAID.triggers }, 'new'), { status: 400, json: { type: /trigger-without-finding$/ } })
  t.equal(await everything(app), stored, 'nothing was written')

  t.equal((await write(at(early), { participationInDevelopment: 'none', actedContraryToProcess: true, triggers: [{ trigger: 'other', text: null }] }, 'new')).status, 201, 'levels of participation and a finding belong to every year')
})
