import type { components } from '../../openapi/schema.d.ts'

/** RFC 9457 problem details, as the service refuses. */
export type Problem = components['schemas']['Problem']
