import t from 'tap'
import { startReadOnly } from '../_support/app.ts'
import { addressOf, operationsOf } from '../_support/openapi.ts'

const NOW = '2026-11-22T12:00:00.000Z'

t.test('the number of SQL statements of a request', async (t) => {
  const app = await startReadOnly(t, 'reading')
  let [statements, requests] = [0, 0]
  app.deps.db = app.deps.db.withPlugin({
    transformQuery: ({ node }) => { statements++; return node },
    transformResult: async ({ result }) => result
  })
  const count = async (url: string, headers = {}): Promise<number> => {
    statements = 0
    requests++
    // An answer that is kept for the same request takes no statement.
    const { status } = await app.get(url, { headers: { ...headers, 'accept-language': `en;q=0.${requests}` } })
    t.equal(status, 200, url)
    return statements
  }

  t.test('does not grow with the list nor with what is nested', async (t) => {
    for (const { path, parameters } of operationsOf(app).filter(({ method, secured, parameters }) => method === 'GET' && !secured && parameters.some(({ name }) => name === 'limit')).filter(({ path }) => path !== '/v1/search')) {
      const url = addressOf(path)
      const one = await count(`${url}?limit=1`)
      t.equal(await count(`${url}?limit=200`), one, path)
      const child = /\/(commitments|members|[a-z-]+)\/\{/.test(path)
      t.ok(one <= (child ? 3 : 1), `${path} takes ${one}`)
      const include = parameters.find(({ name }) => name === 'include')?.schema.items as { enum: string[] } | undefined
      for (const names of include === undefined ? [] : [...include.enum, include.enum.join(',')]) {
        t.equal(await count(`${url}?limit=200&include=${names}`), one, names)
      }
      t.equal(await count(`${url}?limit=1`, { prefer: 'count=exact' }), one + 1, 'one more for a total')
      // Each look into the past is one statement more, that says when.
      if (parameters.some(({ name }) => name === 'knownAt')) {
        for (const limit of [1, 200]) t.equal(await count(`${url}?limit=${limit}&knownAt=${NOW}`), child ? 4 : 2, `${path} as of an instant`)
      }
    }
  })

  t.test('of a search is two for any page and any facets, unless something is misspelt', async (t) => {
    for (const more of ['', '&limit=1', '&limit=50', '&facets=member,policyArea', '&fields=title', '&member=canada']) {
      t.equal(await count(`/v1/search?q=open+government${more}`), 2, more)
    }
    t.equal(await count('/v1/search?similarTo=CA0001'), 2)
    t.equal(await count('/v1/search?q=zzzzzz'), 2, 'the words in use are looked through, and nothing is found')
    t.equal(await count('/v1/search?q=open', { prefer: 'count=exact' }), 3, 'one more for a total')
    t.equal(await count('/v1/search?q=zzzzzz', { prefer: 'count=exact' }), 3, 'also where nothing is found')
    t.ok(await count('/v1/search?q=opne+goverment') <= 4)
  })

  t.test('is one for an entity, with all its children', async (t) => {
    t.equal(await count('/v1/commitments/CA0001'), 1)
    t.equal(await count('/v1/commitments/CA0001?include=milestones,progressUpdates,reviews,assessments'), 1)
    t.equal(await count('/v1/commitments/CA0001/voices'), 1)
    t.equal(await count('/v1/commitments/CA0001/diff'), 1)
    t.equal(await count('/v1/action-plans/canada-5'), 1)
    t.equal(await count('/v1/action-plans/canada-5/summary'), 1)
    t.equal(await count(`/v1/commitments/MX0081?include=milestones,progressUpdates,reviews,assessments&knownAt=${NOW}`), 2)
    t.equal(await count(`/v1/action-plans/mexico-4/summary?knownAt=${NOW}`), 2)
    t.equal(await count(`/v1/action-plans/mexico-4/document?knownAt=${NOW}`), 2)
  })
})
