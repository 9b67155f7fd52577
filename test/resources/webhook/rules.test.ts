import { createPublicKey, verify } from 'node:crypto'
import t from 'tap'
import { Webhook } from 'standardwebhooks'
import { faultOf, isPublic, literalOf } from '../../../src/resources/webhook/address.rules.ts'
import { type Outcome, verdictOf } from '../../../src/resources/webhook/retry.rules.ts'
import { hmacSecret, newSecret, publicKey, seal, signatureHeaders, unseal } from '../../../src/resources/webhook/webhook.signature.ts'

const NOW = new Date('2026-11-22T12:00:00.000Z')

t.test('only addresses of the public internet are public', (t) => {
  const refused = ['127.0.0.1', '127.255.255.254', '10.0.0.1', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '169.254.0.1', '100.64.0.1', '100.127.255.255', '0.0.0.0', '0.1.2.3',
    '192.0.0.1', '192.0.2.1', '198.18.0.1', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255', '192.88.99.1',
    '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fec0::1', 'fc00::1', 'fd00:ec2::254', 'ff02::1', '::ffff:127.0.0.1', '::ffff:8.8.8.8', '::127.0.0.1', '::8.8.8.8', '64:ff9b::7f00:1', '64:ff9b::808:808', '64:ff9b:1::a00:1',
    '2001:db8::1', '2002:7f00:1::', '2001::1', '100::1', '3fff::1', 'nothing', '', '1.1.1.1.1']
  for (const address of refused) t.equal(isPublic(address), false, address)
  for (const address of ['1.1.1.1', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700:4700::1111', '2a00:1450:4001::8a']) t.equal(isPublic(address), true, address)
  t.end()
})

t.test('addresses are refused for what they are before a name is looked up', (t) => {
  const refused: Record<string, RegExp> = {
    'http://example.org/': /https/,
    'ftp://example.org/': /https/,
    'https://user@example.org/': /user/,
    'https://:secret@example.org/': /user/,
    'https://example.org:80/': /port/,
    'https://example.org:22/': /port/,
    'https://[fe80::1]/': /public/,
    'https://127.0.0.1/': /public/,
    'https://2130706433/': /public/,
    'https://0x7f.1/': /public/,
    'https://0177.0.0.1/': /public/,
    'https://127.1:8443/': /public/,
    'https://[::ffff:7f00:1]/': /public/,
    'https://①②⑦.0.0.1/': /public/,
    'https://exa mple/': /not an address/,
    'https://': /not an address/
  }
  for (const [address, why] of Object.entries(refused)) t.match(faultOf(address, false), why, address)
  for (const address of ['https://example.org/', 'https://example.org:443/x?y=1', 'https://example.org:8443/', 'https://1.1.1.1/', 'https://[2606:4700:4700::1111]/']) t.equal(faultOf(address, false), undefined, address)
  t.equal(faultOf('http://127.0.0.1:3001/', true), undefined, 'with the switch for development')
  t.match(faultOf('http://user@127.0.0.1:3001/', true), /user/)
  t.equal(literalOf(new URL('https://[::1]/')), '::1')
  t.equal(literalOf(new URL('https://example.org/')), undefined)
  t.end()
})

t.test('an attempt decides what comes next', (t) => {
  const after = (outcome: Outcome, attempts = 1, failingSince: Date | null = null, random = 0.5) => verdictOf(outcome, { attempts, failingSince, now: NOW, random })
  const wait = (outcome: Outcome, attempts?: number, random?: number) => (after(outcome, attempts, null, random).runAt.getTime() - NOW.getTime()) / 1000
  const status = (status: number, retryAfter?: string): Outcome => ({ status, retryAfter })
  for (const code of [200, 204, 299]) t.strictSame(after(status(code), 3, new Date(0)), { state: 'delivered', runAt: NOW, failingSince: null, reason: null })
  for (const outcome of [status(199), status(301), status(302), status(400), status(500), { error: 'timeout' } as const]) t.match(after(outcome), { state: 'waiting', failingSince: NOW, reason: null })
  t.strictSame([1, 2, 3, 4, 5, 9, 12].map(attempts => wait({ error: 'connection' }, attempts)), [5, 30, 120, 600, 3600, 86_400, 86_400], 'longer each time, up to a day')
  t.strictSame([wait(status(500), 2, 0), wait(status(500), 2, 1)], [24, 36], 'and not all at once')
  t.equal(after(status(500), 13).state, 'failed', 'and not for ever')
  t.equal(wait(status(503, '90')), 90, 'a receiver may ask for more time')
  t.equal(wait(status(503, 'Sun, 22 Nov 2026 12:10:00 GMT')), 600)
  for (const [asked, seconds] of [['1', 5], ['-5', 5], ['soon', 5], ['Sun, 22 Nov 2020 12:10:00 GMT', 5], ['999999999', 86_400], ['99999999999', 86_400], ['9'.repeat(400), 86_400]] as const) t.equal(wait(status(429, asked)), seconds, asked)
  t.equal(after(status(410)).reason, 'gone')
  const days = (count: number) => new Date(NOW.getTime() - count * 86_400_000)
  t.match(after(status(500), 1, days(4.9)), { reason: null, failingSince: days(4.9) })
  t.match(after({ error: 'unresolved' }, 1, days(5)), { reason: 'failing' })
  t.end()
})

t.test('messages are signed as Standard Webhooks asks', (t) => {
  const secret = newSecret()
  const now = Math.floor(Date.now() / 1000)
  const body = JSON.stringify({ type: 'webhook.test', text: 'año' })
  const headers = signatureHeaders('hmac-sha256', secret, 'msg', now, body)
  t.strictSame(new Webhook(hmacSecret(secret)).verify(body, headers), JSON.parse(body))
  t.throws(() => new Webhook(hmacSecret(secret)).verify(body.replace('año', 'ano'), headers), /No matching signature/)
  t.throws(() => new Webhook(hmacSecret(newSecret())).verify(body, headers), /No matching signature/)
  const signed = signatureHeaders('ed25519', secret, 'msg', now, body)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey(secret).replace('whpk_', ''), 'base64').toString('base64url') }, format: 'jwk' })
  const check = (text: string) => verify(null, Buffer.from(text), key, Buffer.from((signed['webhook-signature'] as string).replace('v1a,', ''), 'base64'))
  t.equal(check(`msg.${now}.${body}`), true)
  t.equal(check(`msg.${now + 1}.${body}`), false)
  t.end()
})

t.test('what is sealed opens under the same secret for the same webhook alone', (t) => {
  const [hmac, content] = [Buffer.alloc(32, 1), { url: 'https://example.org/', secret: newSecret() }]
  const sealed = seal(hmac, 'a', content)
  t.strictSame(unseal(hmac, 'a', sealed), content)
  t.notMatch(sealed.toString('latin1'), /example/)
  t.throws(() => unseal(Buffer.alloc(32, 2), 'a', sealed))
  t.throws(() => unseal(hmac, 'b', sealed))
  t.notSame(seal(hmac, 'a', content), sealed)
  t.end()
})
