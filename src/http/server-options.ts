import { parse } from 'node:querystring'
import { type FastifyHttpOptions, type FastifyReply, type FastifyRequest, type RawServerDefault, LogController } from 'fastify'
import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import type { Config } from '../config.ts'
import { collectLines } from './log-lines.ts'
import { newRequestId } from './request-id.ts'

/** Query members that are one comma-separated list, not repeated. */
const COMMA_LISTS = new Set(['fields', 'include', 'facets'])

function parseQuery (text: string): Record<string, unknown> {
  const query: Record<string, unknown> = { ...parse(text) }
  for (const name of COMMA_LISTS) {
    if (typeof query[name] === 'string') query[name] = query[name].split(',')
  }
  return query
}

/** What PostgreSQL says of an error quotes values, and so may hold what somebody wrote or looked for. */
const isOfDatabase = (error: Error): boolean => 'severity' in error

/** No address, no user agent, no raw URL, no header value: what identifies a reader or a reviewer is never written. */
const loggerOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  serializers: {
    req: (request: FastifyRequest) => ({ id: request.id, method: request.method, route: request.routeOptions?.url }),
    res: (reply: FastifyReply) => ({ status: reply.statusCode }),
    err: (error: Error & { code?: string }) => ({
      type: error.name,
      code: error.code,
      message: isOfDatabase(error) ? 'left out: it may quote what was sent' : error.message,
      stack: error.stack?.split('\n').filter(line => line.startsWith('    at ')).join('\n')
    })
  }
})

/**
 * For routes on which reviewers write: every line of a log has an instant, which would tell when somebody was at work. Only
 * what fails is logged, and that line names no route.
 */
export const failuresOnly = ({ logLevel }: Config) => ({ logLevel: logLevel === 'fatal' || logLevel === 'silent' ? logLevel : 'error' } as const)

export function serverOptions (config: Config, logStream?: DestinationStream): FastifyHttpOptions<RawServerDefault> {
  return {
    // A missing Host is refused by a hook, so that the refusal is a problem like any other.
    http: { requireHostHeader: false },
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    keepAliveTimeout: 65_000,
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    trustProxy: (_address: string, hop: number) => hop < config.trustProxy,
    genReqId: newRequestId,
    return503OnClosing: false,
    routerOptions: { querystringParser: parseQuery, maxParamLength: 65536, caseSensitive: true, ignoreTrailingSlash: false },
    loggerInstance: pino(loggerOptions(config.logLevel), logStream ?? collectLines(pino.destination(1)))
  }
}
