import t from 'tap'
import { read as readBytes } from '../../../_support/ogp.ts'

const HEADER = 'Country,Action Plan Number,Comm No,Commitment Title,Full Text,Year of submission'
const read = (...lines: string[]) => readBytes(Buffer.from(lines.join('\n')))
const rules = (sheet: Awaited<ReturnType<typeof read>>) => sheet.decisions.map(({ row, rule }) => `${row} ${rule}`)
const refs = (sheet: Awaited<ReturnType<typeof read>>) => sheet.plans.flatMap(plan => plan.document.commitments ?? []).map(({ externalRefs }) => externalRefs?.[0]?.id).sort()

t.test('identities stay when rows move and columns come and go', async t => {
  const rows = ['Norway,1,NA,Same,One text,2012', 'Norway,1,NA,Same,Other text,2012', 'Mexico,1,2,Wells,Dig,2012', 'Mexico,1,2,Dams,Build,2012']
  const straight = await read(HEADER, ...rows)
  t.strictSame(refs(await read(HEADER, ...[...rows].reverse())), refs(straight))
  const moved = rows.map(row => row.split(',').reverse().join(',') + ',0,x')
  t.strictSame(refs(await read(`${HEADER.split(',').reverse().join(',')},Open Data,Weather`, ...moved)), refs(straight))
  t.equal(new Set(refs(straight)).size, 4)
})

t.test('reports what it knows of the file', async t => {
  const sheet = await read('"A title, above"', `${HEADER},Open Data,Education,Weather,Contact Email,Title`, 'Mexico,1,1,A,T,2012,1,0,rain,me@example.org,again', 'Mexico,1,2,B,T,2012,maybe,1,sun,,', 'Total,,,,')
  t.equal(sheet.headerRow, 2)
  t.equal(sheet.rows, 2)
  t.strictSame(sheet.unknownColumns, ['Weather'])
  t.has(sheet.mappedColumns.at(-1), { column: 'Contact Email', field: 'unused' })
  t.strictSame(rules(sheet), ['2 repeated-column', '4 unreadable-flag', '5 row-without-commitment'])
  t.strictSame(sheet.policyAreas.map(({ id, kind, taxonomy }) => [id, kind, taxonomy]), [['open-data', 'policy_area', 'ogp-2016'], ['education', 'sector', 'ogp-2016']])
  t.strictSame(sheet.plans[0]?.document.commitments?.map(({ policyAreas }) => policyAreas), [['open-data'], ['education']])
  t.notMatch(JSON.stringify(sheet), /me@example.org/, 'contacts are not taken')
  t.equal(sheet.decisions[1]?.column, 'Open Data', 'a decision names the column as the file does')
})

t.test('a file in another encoding is read, and says so', async t => {
  const sheet = await readBytes(Buffer.from(`${HEADER}\nMexico,1,1,Año,T,2012`, 'latin1'))
  t.strictSame(rules(sheet), ['1 decoded-as'])
  t.strictSame(sheet.plans[0]?.document.commitments?.[0]?.title, { und: 'Año' })
})

t.test('columns that an edition lacks are left alone, cells that are blank are emptied', async t => {
  const [bare] = (await read('Country,Action Plan Number,Commitment Title,Year of submission', 'Mexico,1,Wells,2012')).plans[0]?.document.commitments ?? []
  t.strictSame(Object.keys(bare ?? {}).sort(), ['externalRefs', 'language', 'lifecycle', 'lifecycleReason', 'title'])
  const [full] = (await read(`${HEADER},Short Title,Cluster,Start Date,End Date,Lead Institution,Supporting Institution(s),GC-PubInt,Value -Info`,
    'Mexico,1,1,Wells,N/A,2012,Wells,NR,NR,NR,None Specified,Unclear,NR,NR')).plans[0]?.document.commitments ?? []
  t.has(full, { description: null, shortTitle: null, cluster: null, startsOn: null, endsText: null, stakeholders: [], grandChallenges: [], values: [] })
})

t.test('what a row lacks is taken from elsewhere, and said', async t => {
  const header = `${HEADER},Short Title`
  const sheet = await read(header, 'Mexico,1,1,N/A,T,2012,Short', 'Mexico,1,2,,T,2012,', 'Mexico,1,,,Only a text,2012,')
  t.strictSame(rules(sheet), ['2 title-missing', '3 title-missing', '4 title-missing', '4 number-missing'])
  t.strictSame(sheet.plans[0]?.document.commitments?.map(({ title }) => title?.['und']), ['Short', '2', 'Untitled'])
})

t.test('a repeated row fills what the later one leaves out', async t => {
  const header = `${HEADER},Specificity,Completion (progress report),Report publication year (progress report),Report publication year (end of term),Cluster`
  const sheet = await read(header, 'Mexico,1,1,A,T,2012,c. high,b. Limited,2014,ND,Water', 'Mexico,1,1,A,T,2012,,d. Complete,2014,2016,NR', 'Mexico,1,1,A,T,2012,,,,,')
  t.strictSame(rules(sheet), ['2 repeated-row', '4 repeated-row'])
  t.equal(sheet.rows, 3)
  t.equal(sheet.plans[0]?.rows, 3)
  t.has(sheet.plans[0]?.assessments[0], { indicators: { specificity: { value: 'high' }, completion: { value: 'complete' } }, row: 3 })
  t.equal(sheet.plans[0]?.document.commitments?.[0]?.cluster, 'Water')
})

t.test('of rows that rate alike the lower one wins', async t => {
  const sheet = await read(`${HEADER},Cluster`, 'Mexico,1,1,A,T,2012,Water', 'Mexico,1,1,A,T,2012,Wells')
  t.strictSame(rules(sheet), ['2 repeated-row'])
  t.equal(sheet.plans[0]?.document.commitments?.[0]?.cluster, 'Wells')
})

t.test('years of plans and reports', async t => {
  const header = `${HEADER},Report publication year (progress report),IRM Assessed (Y/N)?`
  const sheet = await read(header, 'Mexico,1,1,A,T,2011,2013,1', 'Mexico,1,2,B,T,2011,2013,1', 'Mexico,1,3,C,T,2012,2014,1', 'Chile,1,1,D,T,ND,2016,1', 'Peru,1,1,E,T,,NR,0', 'Kenya,1,1,F,T,NR,2012,1', 'Malta,1,1,G,T,2014,ND,1')
  t.strictSame(rules(sheet), ['4 several-years-of-submission', '4 several-report-years', '5 cycle-year-assumed', '6 cycle-year-assumed', '7 cycle-year-assumed'])
  t.strictSame(sheet.plans.map(({ document: { plan }, reports }) => [plan.id, plan.cycleYear, plan.lifecycle, reports[0]?.publishedOn, reports[0]?.publishedPrecision]), [
    ['chile-1', 2014, 'in_implementation', '2016-12-31', 'year'],
    ['kenya-1', 2011, 'closed', '2012-12-31', 'year'],
    ['malta-1', 2014, 'in_implementation', null, 'unknown'],
    ['mexico-1', 2011, 'closed', '2013-12-31', 'year'],
    ['peru-1', 2011, 'closed', undefined, undefined]
  ])
})

t.test('plans without numbers or years come last and are told apart by member', async t => {
  const sheet = await read('Country,Action Plan,Comm No,Commitment Title', 'Mexico,,1,Z', 'Mexico,next,2,Y', 'Mexico,2014,1,A', 'Chile,2014,1,B', '"Jalisco, Mexico",2,1,C')
  t.strictSame(sheet.plans.map(({ document: { plan, commitments } }) => [plan.id, commitments?.length]), [['chile-1', 1], ['jalisco-mexico-2', 1], ['mexico-1', 1], ['mexico-2', 2]])
  t.strictSame(sheet.members.map(({ id }) => id), ['chile', 'jalisco-mexico', 'mexico'])
})

t.test('a star whose rule the edition does not tell', async t => {
  const sheet = await read(`${HEADER},Starred,IRM Assessed`, 'Mexico,1,1,A,T,2012,yes,yes', 'Mexico,1,2,B,T,2012,no,no')
  t.strictSame(sheet.plans[0]?.assessments.map(({ starred, starRule, indicators }) => [starred, starRule, indicators]), [[true, null, {}]])
})

t.test('an end-of-term report may say only one thing', async t => {
  const header = `${HEADER},Value -Info,Value -Tech,_Relevant,Completion (end of term),Did it open government (end of term only),Starred (current formula) end of term`
  const sheet = await read(header, 'Mexico,1,1,A,T,2012,1,maybe,,ND,c. Marginal,ND', 'Mexico,1,2,B,T,2012,0,1,0,,,0', 'Mexico,1,3,C,T,2012,,,1,,,')
  t.strictSame(sheet.plans[0]?.assessments.map(({ indicators, starred, starRule }) => ({ indicators, starred, starRule })), [
    { indicators: { relevance: { value: ['access_to_information'] }, completion: { value: null, missing: 'no_data' }, didItOpenGovernment: { value: 'marginal' } }, starred: null, starRule: null },
    { indicators: { relevance: { value: ['technology_and_innovation'] } }, starred: false, starRule: 3 }
  ])
  t.strictSame(rules(sheet), ['2 unreadable-flag'])
  t.strictSame(sheet.plans[0]?.reports.map(({ type, publishedOn }) => [type, publishedOn]), [['end_of_term', null]])
})

t.test('a rated row counts as assessed, whatever its flag says', async t => {
  const sheet = await read(`${HEADER},Specificity,IRM Assessed`, 'Mexico,1,1,A,T,2012,a. low,0', 'Mexico,1,2,B,T,2012,a. low,')
  t.strictSame(rules(sheet), ['2 rated-but-not-assessed'])
  t.equal(sheet.plans[0]?.assessments.length, 2)
})

t.test('codes tell a member\'s prefixes, old and new', async t => {
  const codes = ['MX0001', 'MX0002', 'MEX0003', ...'ABCDEFGHIJ'.split('').map(letter => `X${letter}0001`)]
  const sheet = await read(`OGP Code,${HEADER}`, ...codes.map((code, index) => `${code},Mexico,1,${index},T${index},X,2012`))
  t.strictSame(sheet.members[0]?.codePrefixes.slice(0, 3), ['MX', 'MEX', 'XA'])
  t.equal(sheet.members[0]?.codePrefixes.length, 10)
})

t.test('cells beyond the bounds of the schema are cut, and said', async t => {
  const sheet = await read(`${HEADER},Cluster,Supporting Institution(s)`,
    `Mexico,1,${'9'.repeat(50)},${'t'.repeat(60001)},${'x'.repeat(60001)},2012,${'c'.repeat(201)},${Array.from({ length: 201 }, (_, n) => `Board ${n}`).join(';')}`,
    'Mexico,1,2,B,T,2012,04/22/2016,', 'Mexico,1,3,C,T,2012,0,', 'Mexico,1,4,D,T,2012,A.1,')
  const cut = sheet.decisions.filter(({ rule }) => rule !== 'institution-kind-unknown')
  t.strictSame(cut.map(({ rule }) => rule).sort(), ['cluster-is-a-date', 'text-cut', 'text-cut', 'text-cut', 'text-cut', 'too-many-institutions'])
  t.ok(sheet.decisions.every(({ value }) => value === null || value.length <= 200))
  const [first, ...others] = sheet.plans[0]?.document.commitments ?? []
  t.equal(first?.stakeholders?.length, 200)
  t.equal(first?.number?.length, 40)
  t.strictSame(others.map(({ cluster }) => cluster), [null, null, 'A.1'])
})

t.test('one spelling of an institution for the whole file', async t => {
  const header = `${HEADER},Lead Institution`
  const rows = ['Mexico,1,1,A,T,2012,Ministry of  water', 'Mexico,2,1,B,T,2014,Ministry of Water.', 'Mexico,2,2,C,T,2014,Ministry of water']
  const names = (sheet: Awaited<ReturnType<typeof read>>) => sheet.plans.map(({ document }) => document.institutions)
  const straight = names(await read(header, ...rows))
  t.strictSame(straight[0], [{ id: 'mexico-ministry-of-water', name: { und: 'Ministry of Water' }, kind: 'government', member: 'mexico' }])
  t.strictSame(straight[1], straight[0])
  t.strictSame(names(await read(header, ...rows.reverse())), straight)
})
