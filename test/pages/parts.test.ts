import { h } from 'preact'
import { render } from 'preact-render-to-string'
import t from 'tap'
import { changesPage } from '../../src/pages/site/changes.page.tsx'
import type { FeedChange } from '../../src/resources/feed/feed.store.ts'
import { startApp } from '../_support/app.ts'
import { regionIn } from '../../src/pages/site/regions.ts'
import { TextChanges } from '../../src/pages/site/text-changes.tsx'
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
  t.match(render(h(Assessments, { assessments: [{ ...assessment, starred: true }], ...parts })), '★ Étoile du MEI')
})

t.test('a change has the name of what it is about, else its own, else its id, and leads to its page where there is one', (t) => {
  const change: FeedChange = { index: 7, type: 'log-key', id: 'key-1', revision: 1, op: 'create', on: '2026-11-22', body: null, role: 'system', alias: null, institution: null, about: null }
  const shown = (given: Partial<FeedChange>) => render(h('div', null, changesPage('fr', [{ ...change, ...given }], null).children))
  t.match(shown({}), /Clé du registre, création<\/span><br\/>key-1<\/li>/)
  t.match(shown({ type: 'institution', body: { name: { fr: 'Ministère' } } }), '<br/>Ministère</li>')
  t.match(shown({ type: 'member', id: 'canada', body: { name: { en: 'Canada' } }, op: 'update' }), '<a href="/fr/members/canada"><span lang="en">Canada</span></a>')
  t.match(shown({ type: 'action-plan', id: 'canada-5', op: 'redact' }), 'suppression</span><br/><a href="/fr/plans/canada-5">canada-5</a>')
  t.match(shown({ type: 'report', body: { title: null, plan: 'canada-5' } }), '<a href="/fr/plans/canada-5">canada-5</a>')
  const about = { id: 'x', code: null, title: { fr: 'Promesse' } }
  t.match(shown({ type: 'progress-update', body: { period: '2026-H1' }, about }), '<a href="/fr/commitments/x">Promesse · 2026-H1</a>')
  t.match(shown({ type: 'milestone', body: { title: { fr: 'Un pas' } }, about: { ...about, code: 'CA0001' } }), '<a href="/fr/commitments/CA0001">CA0001 · Promesse · Un pas</a>')
  t.match(shown({ type: 'commitment', body: { title: { fr: 'Promesse d’avant' } }, about }), '<a href="/fr/commitments/x">Promesse</a>')
  t.end()
})

t.test('regions have names where they are those of OGP, and what a milestone was is not always told', (t) => {
  t.strictSame([regionIn('fr', 'asia'), regionIn('fr', 'Atlantis')], ['Asie', 'Atlantis'])
  const parts = { language: 'en' as const, labels: (_: string, code: string) => code, name: (id: string) => h('b', null, id) }
  const diff = { texts: [], changedScope: [{ fact: 'milestone_removed', on: '2026-01-01', subject: 'x', from: null, to: null }] }
  t.match(render(h(TextChanges, { diff: diff as never, ...parts })), '<del></del></li>')
  t.end()
})
