import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { importing } from '../../_support/ogp.ts'

const HEADER = 'Country,Action Plan Number,Comm No,Commitment Title,Full Text,Year of submission,Report publication year (progress report),Specificity,Potential impact,' +
  'Completion (progress report),Value -Info,Starred (2015 only),Completion (end of term),Starred (current formula) end of term,Report publication year (end of term)'

t.test('what is published and imported speaks like any other voice of the IRM', async (t) => {
  const app = await startApp(t, { starter: true })
  const { get } = app
  const { run } = importing(app, await app.key({ role: 'registrar' }))
  const rows = [
    '1,Risen,b. Limited,0,d. Complete,1',
    '2,Fallen,c. Substantial,1,b. Limited,0',
    '3,Withdrawn,c. Substantial,1,Withdrawn,0',
    '4,Once,c. Substantial,0,ND,ND'
  ].map((row) => {
    const [no, title, middle, star, end, endStar] = row.split(',')
    return `Mexico,2,${no},${title},Words,2013,2015,d. High,d. Transformative,${middle},1,${star},${end},${endStar},2016`
  })
  t.equal((await run(Buffer.from([HEADER, ...rows].join('\n')))).json.state, 'done')
  const { items } = (await get('/v1/commitments?plan=mexico-2&include=assessments')).json
  const byNumber = Object.fromEntries(items.map((item: { number: string }) => [item.number, item]))
  const change = async (number: string) => (await get(`/v1/commitments/${byNumber[number].id}/voices`)).json.irmChange

  t.test('completion rises, falls, leaves the scale or is rated once between mid-term and end of term', async (t) => {
    t.match(await change('1'), { midTerm: { completion: 'limited', reportType: 'progress_midterm' }, endOfTerm: { completion: 'complete', reportType: 'end_of_term' }, steps: 2 })
    t.match(await change('2'), { midTerm: { completion: 'substantial', step: 2 }, endOfTerm: { completion: 'limited', step: 1 }, steps: -1 })
    t.match(await change('3'), { endOfTerm: { completion: 'withdrawn', step: null }, steps: null })
    t.equal(await change('4'), null)
  })

  t.test('a published star stands beside the computed one, and where they differ a flag says so', async (t) => {
    const stars = (number: string) => byNumber[number].assessments.map(({ starred, computedStar }: { starred: boolean, computedStar: boolean }) => [starred, computedStar])
    t.same(stars('1'), [[true, true], [false, false]], 'newest report first')
    t.same(stars('4'), [[false, true]], 'not starred, though the rule of the time gives a star')
    t.match(byNumber[1].status.irm, { starred: true, computedStar: true, starMismatch: false })
    t.match(byNumber[4].status.irm, { starred: false, computedStar: true, starMismatch: true })
    const differing = (await get('/v1/assessments?plan=mexico-2&starMismatch=true')).json.items
    t.match(differing, [{ commitment: byNumber[4].id, starred: false, computedStar: true, starRule: 2 }])
  })
})
