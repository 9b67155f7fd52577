import t from 'tap'
import { type Clause, corrected, fold, meant, mistakesBetween, readWords, withWords } from '../../../src/resources/search/search.rules.ts'
import { synonymsOf } from '../../../src/resources/search/synonym.rules.ts'

/** The terms of each clause: what was typed alone, synonyms counted. */
const told = (q: string): string[] => readWords(q).clauses.map(({ terms, excluded, typed }) => {
  const [first, ...others] = terms
  return `${excluded ? '-' : ''}${first?.adjacent === true ? `"${first.text}"` : first?.text}${others.length > 0 ? ' +' : ''}${typed?.starred === true ? '*' : typed?.unfinished === true ? '…' : ''}`
})

t.test('reads words, phrases, excluded words and unfinished ones', (t) => {
  const cases: Record<string, string[]> = {
    'zebra crossings': ['zebra', 'crossings…'],
    'zebra crossings ': ['zebra', 'crossings'],
    'zebra* crossings ': ['zebra*', 'crossings'],
    '"zebra crossings" stripes': ['"zebra crossings"', 'stripes…'],
    '"zebra crossings': ['"zebra crossings"'],
    'zebra -stripes -"on roads"': ['zebra', '-"stripes"', '-"on roads"'],
    'co-created ': ['co', 'created'],
    "l'arbre ": ['l', 'arbre'],
    'beneficial ownership of zebras': ['beneficial ownership +', 'of', 'zebras…'],
    'Titularidad Real': ['Titularidad Real +'],
    'interceptación ': ['interceptación +'],
    'erosion ': ['erosion +'],
    '': [],
    ' - "" \u{1f600} & | ! ( :* <-> \\ \' % _': []
  }
  for (const [q, expected] of Object.entries(cases)) t.strictSame(told(q), expected, q)
  t.equal(readWords('MX0081 -MX0082 mx0083').codes.join(), 'MX0081,MX0083')
  t.equal(readWords('the "open" -closed door').phrase, 'the open door')
  t.equal(readWords(Array.from({ length: 10_000 }, (_, n) => `w${n}`).join(' ')).clauses.length, 24, 'of more than 24 words the first ones count')
  t.strictSame(readWords('"a b" c').clauses.map(({ typed }) => typed?.word), [undefined, 'c'], 'and knows which may be a mistake')
  t.strictSame(readWords('open justice').clauses[0]?.apart.map(({ terms }) => terms[0]?.text), ['open', 'justice'], 'a term can be taken apart')
  t.end()
})

t.test('knows what terms of open government stand for in the three languages', (t) => {
  const others = (words: string) => synonymsOf(words.split(' ')).synonyms.map(({ text }) => text)
  for (const [asked, found] of [['titularidad real', 'beneficial ownership'], ['contrataciones abiertas', 'open contracting'], ['foi', 'acceso a la información'], ['lanceurs d alerte', 'whistleblower'], ['denunciantes', 'whistleblower'], ['presupuestos participativos', 'budget participatif'], ['declaracion patrimonial', 'asset declaration'], ['vigilancia', 'surveillance'], ['marches publics', 'public procurement']] as const) {
    t.ok(others(asked).includes(found), `${asked}: ${found}`)
  }
  t.strictSame(synonymsOf(['zebra']), { length: 1, synonyms: [] })
  t.equal(synonymsOf(['access', 'to', 'information', 'law']).length, 3, 'the longest term there is')
  t.equal(synonymsOf([]).length, 1)
  t.end()
})

t.test('looks once for what is said more than once', (t) => {
  t.equal(readWords('Open data open DATA "open data" "open data" -x -x').clauses.length, 3)
  t.equal(readWords('titularidad real '.repeat(17)).clauses.length, 1)
  t.end()
})

t.test('finds the word that was meant', (t) => {
  for (const [a, b, mistakes] of [['same', 'same', 0], ['benificial', 'beneficial', 1], ['corruptoin', 'corruption', 1], ['acess', 'access', 1], ['budgett', 'budget', 1], ['', 'abc', 3], ['abc', '', 3], ['zebra', 'horse', 5]] as const) t.equal(mistakesBetween(a, b), mistakes, `${a} ${b}`)
  const candidate = (word: string, documents = 1) => ({ word, documents })
  t.equal(meant('benificial', [candidate('official'), candidate('beneficial')]), 'beneficial')
  t.equal(meant('blend', [candidate('bland', 2), candidate('blent', 9)]), 'blent', 'of the nearest the one that most texts use')
  t.equal(meant('blend', [candidate('blent', 2), candidate('bland', 2)]), 'bland', 'or the first of the alphabet')
  t.equal(meant('blend', [candidate('bland', 2), candidate('blent', 2)]), 'bland')
  t.equal(meant('cat', [candidate('dog'), candidate('cart'), candidate('carts')]), 'cart')
  t.equal(meant('acountabilitty', [candidate('accountability')]), 'accountability')
  t.equal(meant('opne', [candidate('open')]), 'open')
  t.equal(meant('deaf', [candidate('deal'), candidate('leaf')]), undefined, 'another word')
  t.equal(meant('drones', [candidate('ones'), candidate('crones')]), undefined)
  t.equal(meant('zebra', [candidate('horse')]), undefined)
  t.equal(meant('zebra', []), undefined)
  t.end()
})

t.test('puts corrections where the mistakes were', (t) => {
  t.equal(corrected('Opne "data" portl opné', new Map([['opne', 'open'], ['portl', 'portal']])), 'open "data" portal open')
  t.equal(corrected('open', new Map()), null)
  t.equal(fold('ÉCHÉANCE'), 'echeance')
  t.end()
})

t.test('looks for other words beside one', (t) => {
  const [word, phrase] = readWords('surv "a b"').clauses as [Clause, Clause]
  const beside = new Map([['surv', ['survey', 'surveillance']]])
  t.strictSame(withWords(word, beside).terms.map(({ text }) => text), ['surv', 'survey', 'surveillance'])
  t.strictSame(withWords(word, new Map()), word)
  t.strictSame(withWords(phrase, beside), phrase)
  t.end()
})
