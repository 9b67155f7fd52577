import ipaddr from 'ipaddr.js'

/** Where the service sends to of its own accord: public addresses alone, or a webhook would reach what only its host can. */

const GLOBAL = ipaddr.IPv6.parseCIDR('2000::/3')

/**
 * Whether an address belongs to the public internet. What is private, shared, local to a link or a host, multicast, reserved,
 * or stands for an IPv4 address inside an IPv6 one does not.
 */
export function isPublic (address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.parse(address)
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL))
}

/** The host of an address as an IP address; undefined where it is a name. The parser of URLs has made 127.1, 0x7f000001 and such plain. */
export function literalOf ({ hostname }: URL): string | undefined {
  const host = hostname.replace(/^\[|\]$/g, '')
  return ipaddr.isValid(host) ? host : undefined
}

/** What is wrong with an address before anybody looks up its name; undefined where nothing is. */
export function faultOf (address: string, allowPrivate: boolean): string | undefined {
  if (!URL.canParse(address)) return 'is not an address'
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') return 'must not hold a user or a password'
  if (allowPrivate) return undefined
  if (url.protocol !== 'https:') return 'must begin with https://'
  if (!['', '8443'].includes(url.port)) return 'takes port 443 or 8443'
  const literal = literalOf(url)
  return literal === undefined || isPublic(literal) ? undefined : 'does not lead to a public address'
}
