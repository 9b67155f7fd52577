import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { Service } from './service.ts'

/** Asks the service for JSON with a key. Throws an error with the text of the answer unless it succeeds. */
export async function askJson<T> ({ url }: Service, key: string, path: string, init: RequestInit = {}): Promise<T> {
  const answer = await fetch(`${url}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${key}`,
      ...init.headers as Record<string, string>
    }
  })
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
  return await answer.json() as T
}

/** Creates a key, with the administrator's key. */
export async function createKey (service: Service, facts: object): Promise<string> {
  const init = {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: 'bench', ...facts })
  }
  return (await askJson<{ key: string }>(service, service.adminKey, '/v1/admin/keys', init)).key
}

interface Import { id: string, state: string, rowsDone: number }

/**
 * Sends the file to the service and waits until its import ended. `watch` is called every 100 ms. Returns the state.
 */
export async function runImport (service: Service, key: string, file: string,
  watch: () => void = () => {}): Promise<string> {
  const init = { method: 'POST', headers: { 'content-type': 'text/csv' }, body: readFileSync(file) }
  let { id, state } = await askJson<Import>(service, key, '/v1/imports?source=ogp', init)
  while (state === 'running') {
    watch()
    await setTimeout(100)
    state = (await askJson<Import>(service, key, `/v1/imports/${id}`)).state
  }
  return state
}

/** Imports OGP's file as an operator does. Returns how many commitments there are then. */
export async function importFile (service: Service, file: string): Promise<number> {
  const key = await createKey(service, { role: 'registrar' })
  const state = await runImport(service, key, file)
  if (state !== 'done') throw new Error(`The import of ${file} ended as ${state}.`)
  return (await askJson<{ commitments: number }>(service, key, '/v1/stats/completion')).commitments
}
