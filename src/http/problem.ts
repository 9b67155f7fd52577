import type { FastifyReply, FastifyRequest } from 'fastify'
import { CATALOGUE, type ErrorCode, type ProblemExtras } from '../errors.ts'

/** RFC 9457 problem details: the one shape of every refusal. */
export function problemBody (base: string, code: ErrorCode, detail: string, instance: string, extras: ProblemExtras = {}) {
  const { status, title } = CATALOGUE[code]
  const { errors, currentRevision } = extras
  return {
    type: `${base}/problems/${code}`,
    title,
    status,
    detail,
    instance,
    ...(errors === undefined ? {} : { errors }),
    ...(currentRevision === undefined ? {} : { currentRevision })
  }
}

export function sendProblem (base: string, request: FastifyRequest, reply: FastifyReply, code: ErrorCode, detail: string, extras: ProblemExtras = {}): FastifyReply {
  const body = problemBody(base, code, detail, request.id, extras)
  const level = body.status >= 500 ? 'error' : 'info'
  request.log[level]({ code }, 'refused')
  return reply
    .code(body.status)
    .headers({ ...extras.headers, 'cache-control': 'no-store', 'content-type': 'application/problem+json; charset=utf-8' })
    .send(JSON.stringify(body))
}
