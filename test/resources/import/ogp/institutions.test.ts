import t from 'tap'
import { institutionId, institutionNames, obviousKind } from '../../../../src/resources/import/ogp/institutions.ts'

for (const [name, kind] of [
  ['Ministerio de Hacienda', 'government'], ['Mininstry of Justice', null], ['Hellenic Parliament', 'legislature'], ['The Supreme Court of Georgia', 'judiciary'],
  ['UNDP', 'international'], ['Public Knowledge Workshop (NGO)', 'civil_society'], ['Aarhus Municipality', 'subnational'], ['Universidad de Chile', 'academia'],
  ['State Audit Office', 'autonomous_body'], ['Ministries, Parliament', null], ['Congo Foundry', null]
] as const) t.equal(obviousKind(name), kind, name)

t.strictSame(institutionNames('Ministry of Labor, Social Affairs; Cabinet<br/>.'), ['Ministry of Labor, Social Affairs', 'Cabinet<br/>.'])
t.strictSame(institutionNames('Foo\nBoard.; ; N/A; unclear; --; Correos S.A.'), ['Foo Board', 'Correos S.A.'])
t.equal(institutionId('mexico', 'Foo Board'), 'mexico-foo-board')
t.ok(institutionId('a'.repeat(71), 'word '.repeat(100)).length <= 120)
