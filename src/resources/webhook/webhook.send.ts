import { once } from 'node:events'
import { type RequestOptions, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIPv6 } from 'node:net'
import type { Deps } from '../../deps.ts'
import { faultOf, isPublic, literalOf } from './address.rules.ts'
import type { Outcome } from './retry.rules.ts'

/** Milliseconds that an attempt may take, from the look-up of the name to the answer. */
const LONGEST = 10_000

type Sender = Pick<Deps, 'config' | 'resolve'>

/**
 * The IP address to send to; undefined where any that the name has is not public, since who resolves it may get another one next.
 * @throws Error where the name has none
 */
export async function publicAddressOf ({ config, resolve }: Sender, url: URL): Promise<string | undefined> {
  const literal = literalOf(url)
  const addresses = literal === undefined ? await resolve(url.hostname) : [literal]
  return config.webhooksAllowPrivate || addresses.every(isPublic) ? addresses[0] : undefined
}

/**
 * Posts to an address: connects to the very IP address that was checked, follows no redirect, reads nothing but status and headers,
 * and uses no connection twice. Never throws.
 */
export async function post (deps: Sender, address: string, headers: Record<string, string>, body: string, stop: AbortSignal, longest = LONGEST): Promise<Outcome> {
  if (faultOf(address, deps.config.webhooksAllowPrivate) !== undefined) return { error: 'address_refused' }
  const url = new URL(address)
  const signal = AbortSignal.any([stop, AbortSignal.timeout(longest)])
  let ip: string | undefined
  try {
    ip = await Promise.race([publicAddressOf(deps, url), aborted(signal)])
  } catch {
    return { error: signal.aborted ? 'timeout' : 'unresolved' }
  }
  if (ip === undefined) return { error: 'address_refused' }
  const lookup: RequestOptions['lookup'] = (_hostname, _options, callback) => { callback(null, ip, isIPv6(ip) ? 6 : 4) }
  return await new Promise((resolve) => {
    const request = url.protocol === 'https:' ? requestHttps : requestHttp
    request(url, { method: 'POST', headers, agent: false, signal, lookup, autoSelectFamily: false } as RequestOptions, (response) => {
      const status = response.statusCode as number
      resolve(isStatus(status) ? { status, retryAfter: response.headers['retry-after'] } : { error: 'connection' })
      response.destroy()
    }).on('error', () => { resolve({ error: signal.aborted ? 'timeout' : 'connection' }) })
      // What else may end it was no answer, such as a change of protocol that nobody asked for, at which Node.js closes without an error.
      .on('close', () => { resolve({ error: 'connection' }) })
      .end(body)
  })
}

/** What HTTP knows as a status (RFC 9110, section 15): a receiver may write any three digits. */
const isStatus = (status: number): boolean => status >= 100 && status <= 599

/** Never resolves. */
async function aborted (signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort')
  throw new Error('It took too long.')
}
