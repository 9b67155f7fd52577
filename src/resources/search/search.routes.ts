import { type Deps, today } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { operation } from '../../http/operation.ts'
import { sendRows } from '../../http/paging.ts'
import type { App } from '../../http/type-provider.ts'
import { SearchPage, SearchQuery } from './search.schemas.ts'
import { countHits, findHits, matchOf, searchAmong } from './search.store.ts'
import { type Wanted, findLike, findWanted } from './wanted.store.ts'

export function searchRoutes (app: App, deps: Deps): void {
  app.get('/v1/search', {
    schema: operation({
      id: 'search',
      tag: 'Commitments',
      summary: 'Commitments by words, the best first',
      description: 'Searches what commitments say in any language: titles before problems before descriptions before milestones before institutions, with the synonyms that open government has in English, Spanish and French. Words that no text has are corrected. Or, with `similarTo`, finds what other members promise that is like one commitment. The filters of /v1/commitments apply. What is withdrawn is found and says so (`lifecycle`); what was entered in error or redacted is not. Searches the present alone: there is no knownAt.',
      query: SearchQuery,
      answer: SearchPage,
      conditional: true,
      problems: ['invalid-cursor', 'unknown-reference']
    })
  }, async (request, reply) => {
    const { query } = request
    const { q: _, ...chosen } = query
    const search = searchAmong(chosen, today(deps), await wantedBy(deps, query))
    return sendRows(deps, request, reply, async (db, page) => {
      const hits = await findHits(db, search, {
        ...page,
        highlights: query.fields?.includes('highlights') ?? true,
        facets: page.after === null ? query.facets ?? [] : []
      })
      const facets = query.facets === undefined ? {} : { facets: page.after === null ? hits.facets : null }
      return {
        rows: hits.rows,
        count: async db => await countHits(db, search, hits),
        beside: { corrected: search.wanted.corrected, match: matchOf(search, hits), ...facets }
      }
    })
  })
}

/** @throws ProblemError invalid-query unless one thing is asked; unknown-reference */
async function wantedBy (deps: Deps, { q, similarTo }: SearchQuery): Promise<Wanted> {
  if (q !== undefined && similarTo === undefined) return await findWanted(deps.db, q)
  if (q !== undefined || similarTo === undefined) {
    throw new ProblemError('invalid-query', 'A search is for words or for what is like a commitment.', { errors: [{ parameter: 'q', detail: 'give either q or similarTo' }] })
  }
  const wanted = await findLike(deps.db, similarTo)
  if (wanted === undefined) throw new ProblemError('unknown-reference', `There is no commitment ${similarTo}.`, { errors: [{ parameter: 'similarTo', detail: 'does not exist' }] })
  return wanted
}
