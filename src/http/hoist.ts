/** Puts what many operations repeat into components of the OpenAPI document, once: shared headers of requests and answers, and problem responses. */

interface Response { description: string, headers: Record<string, object>, content?: Record<string, unknown> }
interface Parameter { name: string, in: string }
interface Document {
  paths: Record<string, Record<string, { parameters?: (Parameter | { $ref: string })[], responses: Record<string, Response | { $ref: string }> }>>
  components: Record<string, unknown>
}

export function hoistShared<D extends object> (given: D): D {
  const { paths, components } = given as unknown as Document
  const responses: Record<string, Response> = {}
  const headers: Record<string, object> = {}
  const parameters: Record<string, Parameter> = {}
  for (const operation of Object.values(paths).flatMap(Object.values) as Document['paths'][string][string][]) {
    operation.parameters &&= (operation.parameters as Parameter[]).map((parameter) => {
      if (parameter.in !== 'header') return parameter
      parameters[parameter.name] ??= parameter
      return JSON.stringify(parameters[parameter.name]) === JSON.stringify(parameter) ? { $ref: `#/components/parameters/${parameter.name}` } : parameter
    })
    for (const [status, response] of Object.entries(operation.responses) as [string, Response][]) {
      for (const [name, header] of Object.entries(response.headers)) {
        headers[name] ??= header
        // One that says something of its own operation stays with it.
        if (JSON.stringify(headers[name]) === JSON.stringify(header)) response.headers[name] = { $ref: `#/components/headers/${name}` }
      }
      if (response.content?.['application/problem+json'] === undefined) continue
      const codes = [...response.description.matchAll(/`([a-z-]+)`/g)].map(([, code]) => code)
      const name = [status, ...codes].join('.')
      responses[name] = response
      operation.responses[status] = { $ref: `#/components/responses/${name}` }
    }
  }
  Object.assign(components, { responses, headers, parameters })
  return given
}
