import cors from '@fastify/cors'
import { EXPOSED } from './headers.ts'
import type { App } from './type-provider.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']

const ALLOWED = ['Authorization', 'Content-Type', 'Prefer', 'If-Match', 'If-None-Match', 'Idempotency-Key',
  'Last-Event-ID', 'Range', 'If-Range', 'If-Modified-Since']

/**
 * Answers preflights. Other answers have the headers of CORS from `headers.ts`, so the library's hook is only for its
 * own route, which takes every OPTIONS request. Call it before the hooks that a preflight must not meet.
 */
export async function answerPreflights (app: App): Promise<void> {
  await app.register(async (scope) => {
    await scope.register(cors, {
      origin: '*',
      strictPreflight: false,
      methods: METHODS,
      exposedHeaders: EXPOSED,
      allowedHeaders: ALLOWED,
      maxAge: 86400
    })
  })
}
