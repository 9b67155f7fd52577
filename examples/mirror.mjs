// Keeps an exact copy of what a tracker records: node mirror.mjs https://tracker.example.org ./mirror (docs/mirror.md)
import * as files from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export async function mirror (url, folder, { mkdir, readFile, rename, writeFile } = files, fetch = globalThis.fetch) {
  async function write (name, text) { // whole or not at all, whatever happens meanwhile
    const file = join(folder, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(`${file}.new`, text, { flush: true })
    await rename(`${file}.new`, file)
  }
  async function keep (path) { // each line in the file of its entity, then how far that was
    const response = await fetch(url + path, { headers: { accept: 'application/x-ndjson' } })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    let [rest, last] = ['', undefined]
    for await (const piece of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + piece).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        const { index, type, id } = JSON.parse(line)
        if (!/^[\w-]+ [\w-]+$/.test(`${type} ${id}`)) throw new Error(`${type} ${id} is no name of a file`)
        await write(`${type}/${id}.json`, `${line}\n`)
        last = index
      }
    }
    if (last !== undefined) await write('cursor', String(last))
    return last
  }
  let cursor = await readFile(join(folder, 'cursor'), 'utf8').catch(() => keep('/v1/exports/record.ndjson'))
  while (cursor !== undefined) cursor = await keep(`/v1/changes?after=${cursor}&limit=200`)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await mirror(process.argv[2].replace(/\/$/, ''), process.argv[3])
