import type { FastifyReply, FastifyRequest } from 'fastify'
import { CATALOGUE, type ErrorCode, MOST_ERRORS, type ProblemExtras } from '../errors.ts'

/** RFC 9457 problem details: the one shape of every refusal. */
export function problemBody (base: string, code: ErrorCode, detail: string, instance: string, extras: ProblemExtras = {}) {
  const { status, title } = CATALOGUE[code]
  const { errors, errorCount = errors?.length ?? 0, currentRevision, redaction } = extras
  const left = errorCount - MOST_ERRORS
  return {
    type: `${base}/problems/${code}`,
    title,
    status,
    detail: left > 0 ? `${detail} Only the first ${MOST_ERRORS} are named here, ${left} more are not.` : detail,
    instance,
    ...(errors === undefined ? {} : { errors: errors.slice(0, MOST_ERRORS) }),
    ...(currentRevision === undefined ? {} : { currentRevision }),
    ...(redaction === undefined ? {} : { redaction })
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
