import t from 'tap'
import { fieldOf } from '../../../../src/resources/import/table/columns.ts'
import { outcomesOf } from '../../../../src/resources/import/table/outcome.rules.ts'
import { gather } from '../../../../src/resources/import/table/gather.rules.ts'
import { type Draft, quoted, rawRows } from '../../../../src/resources/import/table/row.rules.ts'
import { namesOf, readDate, readName } from '../../../../src/resources/import/table/value.rules.ts'
import { templateRows } from '../../../../src/resources/import/template/template.view.ts'
import { templateWorkbook } from '../../../../src/resources/import/template/workbook.ts'
import { readXlsx } from '../../../../src/sheet/xlsx.ts'
import { LIMITS } from '../../../../src/sheet/sheet.ts'

t.test('dates are read as what they are', (t) => {
  t.same(readDate('2027-Q4', null), { on: '2027-12-31', precision: 'quarter' })
  t.same(readDate('2027 T1', null), { on: '2027-03-31', precision: 'quarter' })
  for (const words of ['ongoing', 'En curso', 'en cours', 'Continuo']) t.same(readDate(words, null), { on: null, precision: 'ongoing' })
  t.throws(() => readDate('2027-Q5', null), /Write the day as 2027-12-31/)
  t.throws(() => readDate('46508', null), /it means 2027-05-01/, 'a date that lost its format is not guessed at')
  t.end()
})

t.test('a column is known by the names that people give it', (t) => {
  t.same(['Clave', 'Código', 'Code OGP'].map(name => fieldOf(name)), [{ field: 'code' }, { field: 'code' }, { field: 'code' }])
  t.end()
})

t.test('a name of two things is the name of neither, and an id that of one', (t) => {
  const names = namesOf([{ id: 'a', names: ['Water', 'A'] }, { id: 'b', names: ['Water', 'B'] }])
  t.throws(() => readName('water', names, 'policy area', ''), new Error('More than one policy area is called so: give its id.'))
  t.equal(readName('B', names, 'policy area', ''), 'b')
  t.end()
})

t.test('rows of blanks are none, and long values are quoted in part', (t) => {
  const header = { row: 1, columns: [{ index: 0, letter: 'A', header: 'Code', field: 'code' }], unknown: [], repeated: [] }
  t.equal(rawRows({ name: '', rows: [{ row: 1, cells: ['Code'] }, { row: 2, cells: ['  '] }, { row: 3, cells: ['MX0901'] }, { row: 4, cells: [] }] }, header, 'mexico-9').length, 1)
  t.equal(quoted('x'.repeat(501)), `${'x'.repeat(500)}…`)
  t.equal(quoted('short'), 'short')
  t.end()
})

t.test('a row that another sheet has already is told where', (t) => {
  const draft = (sheet: string, row: number): Draft => ({ sheet, row, type: 'commitment', plan: 'mexico-9', issues: [], item: { code: 'MX0901' }, parent: undefined, places: new Map(), stakeholders: [], budget: {} })
  const drafts = [draft('One', 2), draft('One', 3), draft('Two', 2)]
  gather('mexico-9', drafts, [], { commitment: () => [], milestone: () => [] }, 'desk')
  t.same(drafts.flatMap(({ issues }) => issues.map(({ detail }) => detail)), ['The code MX0901 is that of row 2 already: keep one of them.', 'The code MX0901 is that of row 2 of One already: keep one of them.'])
  t.end()
})

t.test('what is wrong with a plan as a whole stands beside its rows', (t) => {
  const findings = [{ pointer: '/plan/endsOn', code: 'dates-out-of-order', detail: 'ends before /commitments/7 does' }] as never
  t.match(outcomesOf('mexico-9', [], { changes: [], findings }), [{ op: 'conflict', row: null, type: null, plan: 'mexico-9', errors: [{ column: null, rule: 'dates-out-of-order', detail: 'ends before /commitments/7 does' }] }])
  t.end()
})

t.test('a template holds what a cell can, and no label that is not there', async (t) => {
  const title = { field: 'title', header: 'Title', language: 'en' }
  const lifecycle = { field: 'lifecycle', header: 'State', list: 'commitment-lifecycle' }
  const commitment = { id: 'c', code: null, title: { en: 'x'.repeat(40_000) }, lifecycle: 'newest', milestones: [{ number: '1', title: { en: 'Step' } }] }
  const plan = { plan: { id: 'mexico-9', language: null }, commitments: [commitment] } as never
  t.same(templateRows('commitment', [title, lifecycle], plan, {}, 'en'), [['', 'newest']])
  t.same(templateRows('milestone', [{ field: 'commitment', header: 'Commitment' }, title], plan, {}, 'en'), [['c', 'Step']])
  const codes = [{ code: 'newest', label: { es: 'Reciente' } }] as never
  const { sheets } = await readXlsx(await templateWorkbook('fr', { 'commitment-lifecycle': codes }, []), LIMITS)
  t.match(JSON.stringify(sheets.at(-1)), 'newest')
})
