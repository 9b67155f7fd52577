import { API_VERSION } from './openapi.ts'

/** Headers that every answer carries. */

export const EXPOSED = ['ETag', 'Link', 'Location', 'API-Version', 'RateLimit', 'RateLimit-Policy', 'Retry-After', 'Deprecation', 'Sunset',
  'Repr-Digest', 'Content-Range', 'Accept-Ranges', 'Preference-Applied', 'Idempotency-Replayed']

export const ALWAYS = { 'api-version': API_VERSION, vary: 'Accept, Accept-Encoding, Prefer' }

/** Pages load nothing from elsewhere and run no script; the interactive documentation runs its own, served here. */
export const PAGE_POLICY = { 'default-src': ["'none'"], 'style-src': ["'self'"], 'img-src': ["'self'", 'data:'], 'base-uri': ["'none'"], 'form-action': ["'self'"], 'frame-ancestors': ["'none'"] }
export const DOCS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'"

/**
 * What answers a request that could not be read: no hook runs for it, so CORS and what Helmet sets stand here once more.
 * A test holds them equal to those of other answers.
 */
export const UNREAD = {
  ...ALWAYS,
  'access-control-allow-origin': '*',
  'access-control-expose-headers': EXPOSED.join(', '),
  'content-security-policy': Object.entries(PAGE_POLICY).map(([name, sources]) => [name, ...sources].join(' ')).join(';'),
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'cross-origin',
  'origin-agent-cluster': '?1',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-dns-prefetch-control': 'off',
  'x-download-options': 'noopen',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'x-xss-protection': '0'
}
