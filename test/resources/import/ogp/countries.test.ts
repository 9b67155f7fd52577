import t from 'tap'
import { findMember } from '../../../../src/resources/import/ogp/countries.ts'

const found = (name: string) => {
  const { member, known } = findMember(name)
  return [member.id, member.countryIso2, member.region, known]
}

t.strictSame(found('Mexico'), ['mexico', 'MX', 'americas', true])
for (const name of ['UK', 'uk', 'United Kingdom', 'Great Britain']) t.strictSame(found(name), ['united-kingdom', 'GB', 'europe', true])
for (const name of ['USA', 'U.S.A.', 'United States']) t.strictSame(found(name), ['united-states', 'US', 'americas', true])
for (const name of ['South Korea', 'Korea, Republic of']) t.strictSame(found(name), ['south-korea', 'KR', 'asia', true])
for (const name of ['Czech Republic', 'Czechia']) t.strictSame(found(name), ['czech-republic', 'CZ', 'europe', true])
for (const name of ['Turkey', 'Türkiye']) t.strictSame(found(name), ['turkey', 'TR', 'asia', true])
t.strictSame(found('Côte d\'Ivoire'), ['cote-divoire', 'CI', 'africa', true])
t.strictSame(found('New Zealand'), ['new-zealand', 'NZ', 'oceania', true])
t.strictSame(found('Georgia'), ['georgia', 'GE', 'asia', true], 'by M49')

t.test('a name that is no country is a member all the same', async t => {
  t.strictSame(found('Atlantis'), ['atlantis', null, null, false])
  t.strictSame(found('Atlantis, Lemuria'), ['atlantis-lemuria', null, null, false])
  t.strictSame(found(''), ['unknown', null, null, false])
  t.ok(findMember('word '.repeat(200)).member.id.length <= 80)
})

t.test('a place of a country is a local member', async t => {
  const { member, parent, known } = findMember('Jalisco, Mexico')
  t.has(member, { id: 'jalisco-mexico', kind: 'local', parent: 'mexico', countryIso2: 'MX', region: 'americas', name: { und: 'Jalisco' } })
  t.has(parent, { id: 'mexico', kind: 'national' })
  t.equal(known, true)
})
