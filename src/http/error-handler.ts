import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { constraintProblem } from '../db/constraint.ts'
import { CATALOGUE, type ErrorCode, ProblemError, type ProblemExtras } from '../errors.ts'
import { MapFullError } from '../schema/merge-patch.ts'
import { COMMON } from './headers.ts'
import { problemBody, sendProblem } from './problem.ts'
import { errorItems } from './validation.ts'

/** What Fastify itself refuses, by its codes. */
const FRAMEWORK: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'The body is larger than this operation takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'The Content-Type is missing or not one that this operation takes.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['bad-request', 'The address is not a valid percent-encoded path.'],
  FST_ERR_MAX_PARAM_LENGTH: ['bad-request', 'A segment of the address is too long.']
}

/** SQLSTATE: cancelled by the statement timeout, insufficient resources, lost a race with other transactions, shutting down. */
const BUSY = /^(57014|57P0[1-3]|53\d{3}|40001|40P01)$/
/** A connection that was refused, lost or never made: SQLSTATE class 08, the system's codes, and what `pg` says without a code. */
const AWAY = /^(08\w{3}|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|Connection terminated.*|Client (was closed|has encountered a connection error).*)$/

interface Refusal { code: ErrorCode, detail: string, extras?: ProblemExtras }

function refusalOf (error: FastifyError & { constraint?: string }): Refusal | undefined {
  if (error instanceof ProblemError) return { code: error.code, detail: error.message, extras: error.extras }
  if (error instanceof MapFullError) {
    return { code: 'invalid-body', detail: 'The patch adds more than there is room for.', extras: { errors: [{ pointer: error.pointer, detail: error.message }] } }
  }
  if (error.validation !== undefined) {
    const part = error.validationContext as string
    const extras = errorItems(error.validation, part)
    return part === 'body'
      ? { code: 'invalid-body', detail: `${extras.errorCount} thing(s) in the body do not fit.`, extras }
      : { code: 'invalid-query', detail: `${extras.errorCount} parameter(s) do not fit.`, extras }
  }
  const framework = FRAMEWORK[error.code]
  if (framework !== undefined) return { code: framework[0], detail: framework[1] }
  if (error.constraint !== undefined) return constraintProblem(error.constraint)
  return undefined
}

/** Every error becomes a problem; what is not a refusal is ours, and says nothing but its request id. */
export function errorHandler (base: string) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    // Fastify runs no hook for an address that it cannot decode.
    if (!reply.hasHeader('api-version')) reply.headers(COMMON)
    const refusal = refusalOf(error)
    if (refusal !== undefined) return sendProblem(base, request, reply, refusal.code, refusal.detail, refusal.extras)
    // The line has an instant and the stack names what was done: of a reviewer it would tell when a review was written.
    const logged = request.principal?.role === 'reviewer' ? { name: error.name, code: error.code, message: 'left out, a reviewer asked' } : error
    request.log.error({ err: logged }, 'failed')
    if (BUSY.test(error.code)) return sendProblem(base, request, reply, 'overloaded', 'The database has too much to do.', { headers: { 'retry-after': '5' } })
    if (AWAY.test(error.code ?? error.message)) return sendProblem(base, request, reply, 'overloaded', 'The database does not answer.', { headers: { 'retry-after': '5' } })
    return sendProblem(base, request, reply, 'internal', 'The service could not answer. The log of the service has this request id.')
  }
}

/** What Node's parser refuses, by its codes; anything else is not HTTP. */
const UNREADABLE: Record<string, ErrorCode> = { HPE_HEADER_OVERFLOW: 'headers-too-large', ERR_HTTP_REQUEST_TIMEOUT: 'request-timeout' }

/** A request that could not be read never reaches a route; it gets a problem too. */
export function clientErrorHandler (base: string) {
  return (error: Error & { code?: string }, socket: Duplex): void => {
    if (!socket.writable) return
    const code = UNREADABLE[error.code as string] ?? 'bad-request'
    const { status } = CATALOGUE[code]
    const body = JSON.stringify(problemBody(base, code, 'Nothing of the request was carried out.', 'req-unread'))
    const headers = {
      ...COMMON,
      'content-type': 'application/problem+json; charset=utf-8',
      'cache-control': 'no-store',
      'content-length': Buffer.byteLength(body),
      connection: 'close'
    }
    socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`)
  }
}
