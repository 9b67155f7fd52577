import type { FastifyRequest } from 'fastify'
import { type Deps, today } from '../deps.ts'
import type { WriteContext } from '../log/record.ts'
import type { Principal } from './decide.ts'

/** Who writes and when, for the services: the role and what the key speaks for, never the key. */
export function writeContext (deps: Deps, request: FastifyRequest): WriteContext {
  const principal = request.principal as Principal
  return {
    actor: { role: principal.role, institution: principal.organisation, alias: principal.alias },
    on: today(deps),
    at: deps.clock().toISOString()
  }
}
