import type { Answer, TestApp } from './app.ts'

/** Moderators at work: three keys, as three persons hold them. */

export const STATEMENT = { en: 'It named somebody who holds no office.', es: 'Nombraba a alguien que no ocupa ningún cargo.' }

export interface Target { type: string, id: string, atRevision?: number, fields?: string[] }

export interface Moderators {
  first: string
  second: string
  third: string
  /** By the first; `change` is sent beside or instead. */
  redact: (target: Target, change?: object, headers?: Record<string, string>) => Promise<Answer>
  approve: (id: string, key?: string) => Promise<Answer>
  /** With the second one's approval where it takes one; the redaction as it took effect. */
  carryOut: (target: Target, ground?: string) => Promise<Answer>
  appeal: (id: string, key: string, reasons?: string) => Promise<Answer>
  decide: (id: string, key: string, state: 'upheld' | 'overturned', headers?: Record<string, string>) => Promise<Answer>
}

export async function moderating ({ key, post, request }: TestApp): Promise<Moderators> {
  const [first, second, third] = [await key({ role: 'moderator' }), await key({ role: 'moderator' }), await key({ role: 'moderator' })]
  const redact: Moderators['redact'] = (target, change = {}, headers = {}) =>
    post('/v1/redactions', { target, ground: 'personal_data', statement: STATEMENT, ...change }, { key: first, headers })
  const approve: Moderators['approve'] = (id, key = second) => post(`/v1/redactions/${id}/approvals`, { state: 'in_effect' }, { key })
  return {
    first,
    second,
    third,
    redact,
    approve,
    carryOut: async (target, ground = 'personal_data') => {
      const answer = await redact(target, { ground })
      return answer.json.state === 'proposed' ? approve(answer.json.id) : answer
    },
    appeal: (id, key, reasons = 'Nobody was named.') => post(`/v1/redactions/${id}/appeals`, { reasons: { en: reasons } }, { key }),
    decide: (id, key, state, headers = { 'if-match': '*' }) => request('PATCH', `/v1/redactions/${id}`, { key, headers, body: { appeal: { state, statement: { en: 'We looked again.' } } } })
  }
}
