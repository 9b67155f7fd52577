import t from 'tap'
import { WITH_SHEET, startPublished } from '../../_support/published.ts'

/**
 * Fifty searches as people type them over what OGP published in 2016 and the starter data, in English, Spanish and French, with
 * the commitments that have to be among the first ten: by code, or by plan and number. The spreadsheet is not part of the repository:
 * OGP_SHEET names another place.
 */
const SEARCHES: Record<string, string[]> = {
  'beneficial ownership': ['united-kingdom-2 7'],
  'benificial ownership': ['united-kingdom-2 7'],
  'titularidad real': ['united-kingdom-2 7'],
  'bénéficiaires effectifs': ['united-kingdom-2 7'],
  'whistleblower protection': ['albania-2 4.1', 'slovakia-1 21'],
  'protección de denunciantes': ['serbia-1 6'],
  "lanceurs d'alerte": ['norway-2 4.12'],
  wistleblower: ['albania-2 4.1'],
  surveillance: ['georgia-2 17', 'united-states-2 6'],
  surveil: ['georgia-2 17'],
  vigilancia: ['MX0081'],
  interceptacion: ['MX0081'],
  'surveillance numérique': ['MX0081'],
  'privacy technology': ['MX0081'],
  'open contracting': ['canada-2 8', 'romania-2 7'],
  'contrataciones abiertas': ['romania-2 7'],
  'asset declarations of officials': ['armenia-1 2.1.a', 'armenia-2 4'],
  'declaraciones patrimoniales': ['armenia-1 2.1.a'],
  'participatory budgeting': ['finland-1 1.4', 'philippines-1 4'],
  'presupuestos participativos': ['finland-1 1.4'],
  'budget participatif': ['philippines-1 4'],
  'freedom of information act': ['georgia-2 10'],
  'FOI reform': ['ireland-1 3.3'],
  EITI: ['albania-1 30', 'azerbaijan-1 8.3'],
  'industrias extractivas': ['colombia-1 2'],
  'regulation of lobbying': ['ireland-1 3.4'],
  'ley de lobby': ['chile-1 2.9', 'chile-2 11'],
  cabildeo: ['croatia-2 14'],
  'e-petitions': ['georgia-2 12', 'montenegro-1 9.1'],
  'online petitions macedonia': ['north-macedonia-1 1M3'],
  'aid transparency': ['sweden-2 5'],
  ombudsman: ['brazil-1 30'],
  'portal de datos abiertos': ['dominican-republic-2 1'],
  'política nacional de datos abiertos': ['costa-rica-1 3.2.4'],
  'presupuesto abierto guatemala': ['guatemala-2 G2'],
  'sistema electronico de contrataciones publicas': ['argentina-1 1.4'],
  'e-health': ['bulgaria-1 20'],
  'water data': ['tanzania-1 i'],
  "données sur l'eau": ['tanzania-1 i'],
  '"crime mapping" -interactive': ['georgia-1 5'],
  'political party financing': ['georgia-1 3.4', 'latvia-2 9'],
  'financiamiento de partidos politicos': ['latvia-2 9'],
  'ventanilla única': ['malta-1 7'],
  'national archives': ['georgia-2 23', 'honduras-1 3'],
  'mineria para todos': ['mexico-2 23'],
  'land governance indonesia': ['indonesia-3 9'],
  'migrant workers': ['indonesia-3 10'],
  'enviromental openness': ['indonesia-1 12'],
  'código de ética servicio civil': ['jordan-2 11'],
  'how does albania open its parliament': ['albania-1 3']
}

t.test('finds what people look for among the first ten', WITH_SHEET, async (t) => {
  const app = await startPublished(t)
  const rows = await app.deps.db.selectFrom('commitment').select(['id', 'code', 'plan', 'number']).execute()
  const names = new Map(rows.map(({ id, code, plan, number }) => [id, code ?? `${plan} ${number}`]))
  t.equal(Object.keys(SEARCHES).length, 50)
  for (const [q, expected] of Object.entries(SEARCHES)) {
    const { json } = await app.get(`/v1/search?limit=10&q=${encodeURIComponent(q)}`)
    const found = json.items.map(({ id }: { id: string }) => names.get(id))
    t.strictSame(expected.filter(name => !found.includes(name)), [], q)
  }
})
