import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { findKnown } from '../../http/known.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { KnownQuery } from '../../schema/page.ts'
import { commitmentParams } from '../../schema/params.ts'
import { Voices } from './voices.schemas.ts'
import { findVoices } from './voices.store.ts'

export function voicesRoutes (app: App, deps: Deps): void {
  app.get('/v1/commitments/:commitment/voices', {
    schema: operation({
      id: 'getVoices',
      tag: 'Voices',
      summary: 'Three voices over time',
      description: 'What the government reports of a commitment, what civil society says and how the IRM rates it, as three timelines with one list of all days, for a dashboard to plot; and how completion changed between the IRM\'s mid-term and end-of-term reports. Reports on single milestones, and reviews that are not published, are left out.',
      params: commitmentParams,
      query: KnownQuery,
      answer: Voices,
      conditional: true
    })
  }, async (request, reply) => {
    const { commitment } = request.params
    return sendRepresentation(request, reply, await findKnown(deps, request.query, db => findVoices(db, commitment), `There is no commitment ${commitment}.`))
  })
}
