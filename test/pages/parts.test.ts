import { h } from 'preact'
import { render } from 'preact-render-to-string'
import t from 'tap'
import { startApp } from '../_support/app.ts'
import { Assessments, Reviews } from '../../src/pages/site/commitment.parts.tsx'
import { stepsIn } from '../../src/pages/site/commitment-list.tsx'
import { Outside } from '../../src/pages/site/parts.tsx'
import { readLabels } from '../../src/pages/site/labels.ts'

t.test('an address becomes a link only where a browser may follow it', (t) => {
  const shown = (url: string) => render(h(Outside, { url }))
  t.match(shown('https://example.org/'), '<a href="https://example.org/" rel="noopener nofollow ugc">')
  t.equal(shown('javascript:alert(1)'), 'javascript:alert(1)')
  t.end()
})

t.test('steps are told from where the government stands', (t) => {
  t.strictSame([-1, 0, 2].map(steps => stepsIn('en', steps)), ['government 1 lower', 'the same', 'government 2 higher'])
  t.end()
})

t.test('what no code list has is shown as it is, and what a moderator took out is marked', async (t) => {
  const { deps, get } = await startApp(t)
  const labels = await readLabels(deps.db, 'fr')
  t.strictSame([labels('completion', 'limited'), labels('completion', 'newest')], ['Limité', 'newest'])
  const parts = { language: 'fr' as const, labels, name: (id: string) => h('b', null, id) }
  const { components } = (await get('/v1/openapi.json')).json
  const [review] = components.schemas.Review.examples
  t.match(render(h(Reviews, { reviews: [{ ...review, state: 'redacted', narrative: null, evidence: [], replies: [] }], ...parts })), 'Retiré par la modération')
  const [assessment] = components.schemas.Assessment.examples
  t.match(render(h(Assessments, { assessments: [{ ...assessment, starred: true }], ...parts })), '★ Étoile de l’IRM')
})
