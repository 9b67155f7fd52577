import type { Socket } from 'node:net'
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { constraintProblem } from '../db/constraint.ts'
import { type ErrorCode, ProblemError, type ProblemExtras } from '../errors.ts'
import { API_VERSION } from './openapi.ts'
import { problemBody, sendProblem } from './problem.ts'
import { errorItems } from './validation.ts'

/** What Fastify itself refuses, by its codes. */
const FRAMEWORK: Record<string, [ErrorCode, string]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['body-too-large', 'The body is larger than this operation takes.'],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 'The Content-Type is missing or not one that this operation takes.'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['invalid-json', 'The body is empty.'],
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['bad-request', 'The body is not as long as Content-Length says.'],
  FST_ERR_BAD_URL: ['bad-request', 'The address is not a valid percent-encoded path.']
}

interface Refusal { code: ErrorCode, detail: string, extras?: ProblemExtras }

function refusalOf (error: FastifyError & { constraint?: string }): Refusal | undefined {
  if (error instanceof ProblemError) return { code: error.code, detail: error.message, extras: error.extras }
  if (error.validation !== undefined) {
    const part = error.validationContext as string
    const errors = errorItems(error.validation, part)
    return part === 'body'
      ? { code: 'invalid-body', detail: `${errors.length} thing(s) in the body do not fit.`, extras: { errors } }
      : { code: 'invalid-query', detail: `${errors.length} parameter(s) do not fit.`, extras: { errors } }
  }
  const framework = FRAMEWORK[error.code]
  if (framework !== undefined) return { code: framework[0], detail: framework[1] }
  if (error.constraint !== undefined) return constraintProblem(error.constraint)
  return undefined
}

/** Every error becomes a problem; what is not a refusal is ours, and says nothing but its request id. */
export function errorHandler (base: string) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const refusal = refusalOf(error)
    if (refusal !== undefined) return sendProblem(base, request, reply, refusal.code, refusal.detail, refusal.extras)
    request.log.error({ err: error }, 'failed')
    return sendProblem(base, request, reply, 'internal', 'The service could not answer. The log of the service has this request id.')
  }
}

/** Bytes that are not HTTP at all never reach a route; they get a problem too. */
export function clientErrorHandler (base: string) {
  return (error: Error & { code?: string }, socket: Socket): void => {
    if (error.code === 'ECONNRESET' || !socket.writable) return
    const body = JSON.stringify(problemBody(base, 'bad-request', 'The request is not valid HTTP.', 'req-unread'))
    socket.end(`HTTP/1.1 400 Bad Request\r\nAPI-Version: ${API_VERSION}\r\nContent-Type: application/problem+json; charset=utf-8\r\nCache-Control: no-store\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`)
  }
}
