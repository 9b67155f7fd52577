import { randomBytes } from 'node:crypto'
import { parse } from 'node:querystring'
import { type FastifyReply, type FastifyRequest, type FastifyServerOptions, LogController } from 'fastify'
import { type DestinationStream, type LoggerOptions, pino } from 'pino'
import type { Config } from '../config.ts'

/** Query members that are one comma-separated list, not repeated. */
const COMMA_LISTS = new Set(['fields', 'include'])

function parseQuery (text: string): Record<string, unknown> {
  const query: Record<string, unknown> = { ...parse(text) }
  for (const name of COMMA_LISTS) {
    if (typeof query[name] === 'string') query[name] = query[name].split(',')
  }
  return query
}

/** No address, no user agent, no raw URL, no header value: what identifies a reader or a reviewer is never written. */
export const loggerOptions = (level: string): LoggerOptions => ({
  level,
  base: null,
  serializers: {
    req: (request: FastifyRequest) => ({ id: request.id, method: request.method, route: request.routeOptions?.url }),
    res: (reply: FastifyReply) => ({ status: reply.statusCode }),
    err: (error: Error) => ({ type: error.name, message: error.message, stack: error.stack })
  }
})

export function serverOptions (config: Config, logStream?: DestinationStream): FastifyServerOptions {
  return {
    bodyLimit: 1024 * 1024,
    requestTimeout: 120_000,
    keepAliveTimeout: 5_000,
    forceCloseConnections: 'idle',
    logController: new LogController({ disableRequestLogging: true }),
    requestIdHeader: false,
    trustProxy: (_address: string, hop: number) => hop < config.trustProxy,
    genReqId: () => `req-${randomBytes(9).toString('base64url')}`,
    return503OnClosing: false,
    routerOptions: { querystringParser: parseQuery, maxParamLength: 500, caseSensitive: true, ignoreTrailingSlash: false },
    loggerInstance: pino(loggerOptions(config.logLevel), logStream ?? pino.destination(1))
  }
}
