import type { IncomingMessage, ServerResponse } from 'node:http'
import helmet from 'helmet'
import { API_VERSION } from './openapi.ts'

/** Headers that every answer carries. */

export const EXPOSED = ['ETag', 'Link', 'Location', 'API-Version', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'Deprecation', 'Sunset',
  'Repr-Digest', 'Content-Range', 'Accept-Ranges', 'Preference-Applied', 'Idempotency-Replayed']

export const ALWAYS = { 'api-version': API_VERSION, vary: 'Accept, Accept-Encoding, Prefer' }

/** Pages load nothing from elsewhere and run no script; the interactive documentation runs its own, served here. */
export const PAGE_POLICY = { 'default-src': ["'none'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'base-uri': ["'none'"], 'form-action': ["'self'"], 'frame-ancestors': ["'none'"] }
export const DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/** Returns the security headers that Helmet chooses. They depend on no request, so they are asked for once. */
function securityHeaders (): Record<string, string> {
  const headers: Record<string, string> = {}
  const response = {
    setHeader: (name: string, value: string) => { headers[name.toLowerCase()] = value },
    removeHeader: () => {}
  }
  const setHeaders = helmet({
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY }
  })
  setHeaders({} as IncomingMessage, response as unknown as ServerResponse, () => {})
  return headers
}

/** Headers of every answer, also of a request that could not be read, for which no hook runs. */
export const COMMON = Object.freeze({
  ...ALWAYS,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED.join(', '),
  ...securityHeaders()
})
