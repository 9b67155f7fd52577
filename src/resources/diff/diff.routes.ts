import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { redacted } from '../../http/redacted.ts'
import type { App } from '../../http/type-provider.ts'
import { type Tombstone, findErasure } from '../../log/tombstone.store.ts'
import { commitmentParams } from '../../schema/params.ts'
import { CommitmentDiff, DiffQuery, MOST_CHARACTERS, MOST_REVISIONS } from './diff.schemas.ts'
import { findRange } from './diff.store.ts'
import { diffOf, withoutErased } from './diff.view.ts'

export function diffRoutes (app: App, deps: Deps): void {
  app.get('/v1/commitments/:commitment/diff', {
    schema: operation({
      id: 'getCommitmentDiff',
      tag: 'Record',
      summary: 'Text changes: commitment',
      description: 'What changed between two revisions of a commitment: its texts word by word, its other members, its milestones, and what of this changed its scope, as facts with the days on which they happened. A revision that was redacted has nothing to compare (410), and nothing is told of one between two others.',
      params: commitmentParams,
      query: DiffQuery,
      answer: CommitmentDiff,
      conditional: true,
      problems: ['range-too-wide', 'redacted']
    })
  }, async (request, reply) => {
    const { commitment } = request.params
    const { from = 1, to } = request.query
    const range = found(await findRange(deps.db, commitment, from, to), `There is no commitment ${commitment}.`)
    if (to !== undefined && from > to) throw new ProblemError('invalid-query', 'from comes after to.', { errors: [{ parameter: 'from', detail: `must be ${to} or less` }] })
    const { revisions, newest } = range
    if (Math.max(from, to ?? from) > newest) found(undefined, `The commitment ${commitment} has no revision ${Math.max(from, to ?? from)}.`)
    if (revisions === null) throw new ProblemError('range-too-wide', `More than ${MOST_REVISIONS} revisions or ${MOST_CHARACTERS} characters would be compared.`)
    const gone = revisions.find(({ type, revision, facts }) => type === 'commitment' && facts === null && (revision === from || revision === to))
    if (gone !== undefined) throw redacted(`Revision ${gone.revision} of the commitment ${commitment}`, await findErasure(deps.db, 'commitment', range.id, gone.revision) as Tombstone)
    // Erasure must reach caches soon, as with the revisions themselves (api.md, section 1.7).
    return sendRepresentation(request, reply.header('cache-control', 'max-age=300, must-revalidate'), diffOf(range, withoutErased(revisions)))
  })
}
