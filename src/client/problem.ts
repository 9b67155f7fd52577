import type { components } from '../../openapi/schema.d.ts'

/** RFC 9457 problem details, as the service refuses. */
export type Problem = components['schemas']['Problem']

/** A refusal of the service, or an answer that is none of its own (of a proxy before it). */
export class ProblemError extends Error {
  /** HTTP status. */
  readonly status: number
  /** What the service says; undefined where something else answered. */
  readonly problem: Problem | undefined
  /** Code of the refusal, as in the address of its page: `stale-revision`. */
  readonly code: string | undefined

  constructor (status: number, body: unknown) {
    const problem = isProblem(body) ? body : undefined
    super(problem === undefined ? `The service answered ${status}.` : `${problem.title}. ${problem.detail}`)
    this.name = 'ProblemError'
    this.status = status
    this.problem = problem
    this.code = problem?.type.split('/').at(-1)
  }
}

function isProblem (body: unknown): body is Problem {
  const { type, title, detail } = Object(body) as Record<string, unknown>
  return [type, title, detail].every(member => typeof member === 'string')
}
