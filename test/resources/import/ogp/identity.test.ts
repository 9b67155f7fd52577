import t from 'tap'
import { clashRef, commitmentRef, nameSlug, shortHash, slugify } from '../../../../src/resources/import/ogp/identity.rules.ts'

t.equal(slugify('Controladoria-Geral da União & Søns’ ß'), 'controladoria-geral-da-uniao-and-sons-ss')
t.equal(slugify('Міністерство'), '')

t.equal(nameSlug('Ministry of Finance', 100), 'ministry-of-finance')
t.equal(nameSlug('word '.repeat(9), 22), `word-word-word-word-${shortHash('word '.repeat(9))}`, 'cut at a hyphen')
t.equal(nameSlug('word-word', 4), `word-${shortHash('word-word')}`)
t.equal(nameSlug('abcdefgh', 4), `abcd-${shortHash('abcdefgh')}`)
t.match(nameSlug('Міністерство', 100), /^[0-9a-f]{10}$/, 'another script')
t.match(nameSlug('Міністерство IT', 100), /^it-[0-9a-f]{10}$/)
t.match(nameSlug('***', 100), /^[0-9a-f]{10}$/)

t.equal(shortHash(' Open\n Data '), shortHash('open data'), 'case and spacing do not matter')
t.not(shortHash('open data'), shortHash('open date'))

t.match(commitmentRef('mexico', 2, '1.10', 'Wells'), /^mexico\/2\/1\.10\/[0-9a-f]{10}$/)
t.match(commitmentRef('mexico', 2, null, 'Wells'), /^mexico\/2\/-\//)
t.ok(commitmentRef('a'.repeat(71), 100, 'n'.repeat(900), 'Wells').length <= 120)
t.match(clashRef('a/1/-/x', 'text'), /^a\/1\/-\/x\/[0-9a-f]{10}$/)
