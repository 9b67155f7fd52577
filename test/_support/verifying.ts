import type { App } from '../../src/http/type-provider.ts'
import { Difference } from '../../src/verify/difference.ts'
import { readerOf } from '../../src/verify/read.ts'
import { type Verified, verifyLog } from '../../src/verify/verify.ts'

/** The network of the verifier, without a network. */
export const fetchFrom = (app: App): typeof fetch => async (address, init) => {
  const { pathname, search } = new URL(String(address))
  const { statusCode, headers, rawPayload } = await app.inject({ url: `${pathname}${search}`, headers: init?.headers as Record<string, string> })
  return new Response(new Uint8Array(rawPayload), { status: statusCode, headers: headers as Record<string, string> })
}

/** Verifies the log of a service, against an older checkpoint if one is given; says what was found, or what was verified. */
export const verifying = (app: App) => async (since?: string): Promise<{ verified?: Verified, found?: string }> => {
  const read = readerOf({ fetch: fetchFrom(app), sleep: async () => {} }, 'http://log.example')
  try {
    return { verified: await verifyLog(read, { ...(since === undefined ? {} : { since }), progress: () => {} }) }
  } catch (error) {
    if (!(error instanceof Difference)) throw error
    return { found: error.message }
  }
}
