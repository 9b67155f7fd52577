import { CliError, type Io } from './io.ts'

interface Problem { title?: string, detail?: string, type?: string, errors?: { pointer?: string, parameter?: string, detail: string }[] }

export interface Connection { url: string, key: string }

/** One request to the running service; a refusal becomes a message with all its reasons. */
export async function ask<T> (io: Io, { url, key }: Connection, path: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  try {
    response = await io.fetch(new URL(path, url), { ...init, headers: { authorization: `Bearer ${key}`, accept: 'application/json', ...init.headers } })
  } catch (error) {
    throw new CliError(`No service answers at ${url} (${((error as Error).cause as Error | undefined)?.message ?? (error as Error).message}). Start it with \`npm start\`, or name it with --url.`)
  }
  const text = await response.text()
  if (!response.ok) throw new CliError(explain(response.status, text))
  return (text === '' ? undefined : JSON.parse(text)) as T
}

function explain (status: number, text: string): string {
  let problem: Problem
  try {
    problem = JSON.parse(text) as Problem
  } catch {
    return `The service answered ${status}, and not as Open Commitments does. Is --url right?`
  }
  const reasons = (problem.errors ?? []).map(({ pointer, parameter, detail }) => `\n  ${pointer ?? parameter}: ${detail}`)
  return `${problem.title} (${status}). ${problem.detail}${reasons.join('')}\n  ${problem.type}`
}
