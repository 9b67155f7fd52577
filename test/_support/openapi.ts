import type { TestApp } from './app.ts'
import { ROTATIONS } from './rotation.ts'

/** The OpenAPI document as tests walk through it. */

export interface Parameter { name: string, in: string, required?: boolean, schema: Record<string, unknown>, explode?: boolean }
export interface Operation {
  operationId: string
  tags: string[]
  summary: string
  description: string
  parameters?: Parameter[]
  security?: Record<string, string[]>[]
  requestBody?: { content: Record<string, { schema: Record<string, unknown>, example?: unknown }> }
  responses: Record<string, { description: string, headers?: Record<string, unknown>, content?: Record<string, { schema: Record<string, unknown> }> }>
}
export interface Document { paths: Record<string, Record<string, Operation>>, components: { schemas: Record<string, Record<string, unknown>>, responses: Operation['responses'], parameters: Record<string, Parameter> } }

export const documentOf = ({ app }: TestApp): Document => app.swagger() as unknown as Document

export interface Listed { path: string, method: string, operation: Operation, parameters: Parameter[], secured: boolean }

export function operationsOf (app: TestApp): Listed[] {
  const { paths, components } = documentOf(app)
  const resolved = (operation: Operation): Operation => ({
    ...operation,
    parameters: operation.parameters?.map((parameter) => {
      const { $ref } = parameter as unknown as { $ref?: string }
      return $ref === undefined ? parameter : components.parameters[$ref.split('/').at(-1) as string] as Parameter
    }) ?? [],
    responses: Object.fromEntries(Object.entries(operation.responses).map(([status, response]) => {
      const { $ref } = response as unknown as { $ref?: string }
      return [status, $ref === undefined ? response : components.responses[$ref.split('/').at(-1) as string] as typeof response]
    }))
  })
  return Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({
    path, method: method.toUpperCase(), operation: resolved(operation), parameters: resolved(operation).parameters ?? [], secured: (operation.security ?? []).length > 0
  })))
}

const LOG_KEY = ROTATIONS.map(({ id }) => id).at(-1) as string

/** An address of the path that leads somewhere in the world of the reading tests. */
export function addressOf (path: string): string {
  const { pathname } = new URL(path.replace(/\{revision\}/, '1'), 'http://host')
  const samples: Record<string, string> = {
    feed: 'atom', logKey: LOG_KEY, member: 'mexico', institution: 'article-19', policyArea: 'civic-space', name: 'completion', code: 'not-found', plan: 'canada-5', period: '2026-H1', commitment: 'CA0001', key: 'k3y0k3y0k3y0', index: '0', path: '0/000.p/1', bodyHash: 'A'.repeat(43), format: 'ndjson', date: 'latest', file: 'members.csv'
  }
  const collections: Record<string, string> = {
    'log-keys': LOG_KEY, members: 'mexico', institutions: 'article-19', 'policy-areas': 'civic-space', 'code-lists': 'completion', 'action-plans': 'mexico-4', commitments: 'MX0081'
  }
  const ids: Record<string, string> = { milestone: '011', progressUpdate: '031', review: '041', report: '051', assessment: '061', reply: '071', processAssessment: '081', reportClusters: '091', redaction: '101' }
  const entities: Record<string, string> = { milestones: '011', 'progress-updates': '031', reviews: '041', reports: '051', assessments: '061', replies: '071', 'process-assessments': '081', 'report-clusters': '091', redactions: '101' }
  const list = path.split('/')[2] as string
  return decodeURIComponent(pathname).replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'entity') return collections[list] ?? `00000000-0000-7000-8000-000000000${entities[list]}`
    return samples[name] ?? `00000000-0000-7000-8000-000000000${ids[name] ?? '999'}`
  })
}
