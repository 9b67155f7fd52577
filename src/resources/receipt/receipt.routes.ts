import type { Deps } from '../../deps.ts'
import { sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import type { App } from '../../http/type-provider.ts'
import { failuresOnly } from '../../http/server-options.ts'
import { ReceiptState, receiptParams } from './receipt.schemas.ts'
import { findReceipt } from './receipt.store.ts'

export function receiptRoutes (app: App, deps: Deps): void {
  app.get('/v1/receipts/:bodyHash', {
    // Whoever asks may be the one who wrote.
    ...failuresOnly(deps.config),
    schema: operation({
      id: 'getReceipt',
      tag: 'Record',
      summary: 'What became of a submission',
      description: 'Where the review is that a receipt was given for, by its hash in base64url. A receipt whose day is over and whose hash is not in the log proves that a review was suppressed.',
      params: receiptParams,
      answer: ReceiptState,
      conditional: true
    })
  }, async (request, reply) => {
    const { bodyHash } = request.params
    const receipt = found(await findReceipt(deps.db, Buffer.from(bodyHash, 'base64url')), `Nothing with the hash ${bodyHash} was submitted.`)
    return sendRepresentation(request, reply.header('cache-control', 'no-cache'), receipt)
  })
}
