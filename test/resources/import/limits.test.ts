import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { HEADER, type Row, importing, read, sheet } from '../../_support/ogp.ts'

const app = await startApp(t, { starter: true })
const { post, run, decisions } = importing(app, await app.key({ role: 'registrar' }))
const lines = (...more: string[]) => Buffer.from([HEADER, ...more].join('\n'))
const numbered = (count: number, row: (n: number) => Row) => sheet(Array.from({ length: count }, (_, n) => row(n)))

t.test('a file that is no sheet of commitments is refused with the place, the limit and what to do', async t => {
  const cases: [string, Buffer, RegExp][] = [
    ['a cell', lines(`Mexico,1,1,A,${'x'.repeat(100_001)}`), /Row 2, column 5 has a cell of more than 100000 characters/],
    ['a cell without an end', lines(`Mexico,1,1,A,"${'x'.repeat(3_000_000)}`), /Row 2 has more than 1000000 bytes/],
    ['columns', lines(`Mexico,1,1,A${','.repeat(1000)}`), /Row 2 has 1004 columns, more than 1000/],
    ['columns without an end', lines(','.repeat(3_000_000)), /Row 2 has more than 1000000 bytes/],
    ['columns above the header', Buffer.from(`${','.repeat(1000)}\n${HEADER}`), /Row 1 has 1001 columns/],
    ['rows', Buffer.concat([sheet([{}]), Buffer.alloc(100_000, '\n')]), /more than 100000 rows, counting empty ones/],
    ['cells', lines(...Array.from({ length: 2100 }, () => ','.repeat(999))), /By row 2001 the file has more than 2000000 cells/],
    ['institutions', sheet([{}, { lead: 'x;'.repeat(1001) }]), /Row 3 names 1001 institutions in one cell, more than 1000/],
    ['members', numbered(1001, n => ({ country: `Atlantis ${n}` })), /By row 1002 the file names more than 1000 countries and localities/],
    ['decisions', lines(...Array.from({ length: 20_000 }, (_, n) => `Mexico,${1 + n % 100},${n},T,W,,soon,soon,2012,,maybe,what,what,what,what,what`)), /By row \d+ more than 100000 cells can be read in several ways or not at all/]
  ]
  for (const [what, bytes, detail] of cases) {
    const { status, json } = await post(bytes)
    t.equal(status, 400, what)
    t.match(json, { type: /import-unusable$/, detail }, what)
    t.match(json.detail, /take out what is too much, and send the file again/, what)
  }
})

t.test('what nobody could send is left out with a decision, and the rest arrives', async t => {
  const long = 'x'.repeat(60_001)
  const { json } = await run(sheet([{ no: '1' }, { country: long, no: '2' }, { country: long, no: '3' }, { no: '4', lead: `Ministry of Tests; ${long}` }]))
  t.match(json, { state: 'done', rowsDone: 4, report: { commitments: { create: 2 }, institutions: { create: 1 }, decisions: { 'does-not-fit': 3 } } })
  const quoted = 'x'.repeat(200)
  t.match(await decisions(json.id, 'does-not-fit'), [
    { row: 3, column: 'Country', value: quoted, action: '/name/und must NOT have more than 60000 characters: the row was left out.' },
    { row: 4, column: 'Country', value: quoted },
    { row: 5, column: 'Lead Institution', value: quoted, action: '/name/und must NOT have more than 60000 characters: the institution was left out.' }
  ])
  t.match((await app.get('/v1/action-plans/mexico-1/document')).json.commitments, [{ number: '1' }, { number: '4', stakeholders: [{ institution: 'mexico-ministry-of-tests' }] }])
})

t.test('a plan beyond the hundredth is left out', async t => {
  const plans = Array.from({ length: 100 }, (_, n) => `Chile,${n + 1},1,T,W,,,,2013`)
  const { decisions, plans: read100 } = await read(lines(...plans, 'Chile,later,1,T,W,,,,2015', 'Chile,later,2,T,W,,,,2015'))
  t.equal(read100.length, 100)
  t.match(decisions.filter(({ rule }) => rule === 'does-not-fit'), [
    { row: 102, column: 'Action Plan Number', value: 'later', action: '/number must be <= 100: the row was left out.' }, { row: 103 }
  ])
})

t.test('a plan takes two thousand commitments and as many institutions', async t => {
  const { plans: [plan], decisions } = await read(numbered(2002, n => ({ no: String(n), lead: `Ministry ${n}`, year: 2013 })))
  t.same([plan?.document.commitments?.length, plan?.document.institutions?.length, plan?.rows], [2000, 2000, 2000])
  t.match(decisions.filter(({ rule }) => rule === 'does-not-fit'), [{ row: 2002, action: 'A plan has at most 2000 commitments: the row was left out.' }, { row: 2003 }])
  const many = await read(numbered(11, n => ({ no: String(n), lead: Array.from({ length: 190 }, (_, i) => `Ministry ${n * 190 + i}`).join(';') })))
  t.equal(many.plans[0]?.document.institutions?.length, 2000)
  const left = many.decisions.filter(({ rule }) => rule === 'does-not-fit')
  t.equal(left.length, 90)
  t.match(left[0], { row: 12, column: 'Lead Institution', value: 'mexico-ministry-2000', action: 'A plan names at most 2000 institutions: it was left out.' })
  t.equal(many.plans[0]?.document.commitments?.at(-1)?.stakeholders?.length, 100)
})

t.test('a report, its ratings or a commitment that do not fit are left out alone', async t => {
  const rows = sheet([{ no: '1' }, { no: '2' }])
  const without = async (kind: string) => {
    const { plans: [plan], decisions } = await read(rows, 2026, { [kind]: () => 'No' })
    return [plan?.document.commitments?.length, plan?.reports.length, plan?.assessments.length, ...decisions.map(({ row, action }) => `${row} ${action}`)]
  }
  t.same(await without('report'), [2, 0, 0, '2 No: the report was left out.'])
  t.same(await without('indicators'), [2, 0, 0, '2 No: the indicators was left out.', '3 No: the indicators was left out.'])
  t.same(await without('commitment'), [0, 1, 2, '2 No: the commitment was left out.', '3 No: the commitment was left out.'])
})

t.test('a header longer than a report quotes is shortened', async t => {
  const { json } = await run(Buffer.from(`${HEADER},${'weather '.repeat(1000)}\nMexico,1,1,A,W,,,,2013`))
  t.equal(json.state, 'done')
  t.equal(json.report.unknownColumns[0].length, 300)
})
