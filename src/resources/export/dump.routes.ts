import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import Type from 'typebox'
import type { Deps } from '../../deps.ts'
import { ProblemError } from '../../errors.ts'
import { PAST_CACHE, matches, sendRepresentation } from '../../http/conditional.ts'
import { found } from '../../http/found.ts'
import { operation } from '../../http/operation.ts'
import { rangeOf } from '../../http/range.ts'
import type { App } from '../../http/type-provider.ts'
import { codes, record } from '../../schema/scalars.ts'
import { DUMP_FORMATS, Dumps } from './dump.schemas.ts'
import { type DumpedFile, findDumps, pathOf } from './dump.service.ts'
import { MEDIA_TYPES } from './export.formats.ts'
import { TABLE_NAMES } from './export.schemas.ts'
import { reprDigest } from './export.stream.ts'

const FILES = TABLE_NAMES.flatMap(table => DUMP_FORMATS.map(format => `${table}.${format}`))
const TYPES = DUMP_FORMATS.map(format => MEDIA_TYPES[format])
const text = { schema: { type: 'string', maxLength: 2147483647 } }

/** Files that stay as they are, so that a download can go on where it broke off. */
export function dumpRoutes (app: App, deps: Deps): void {
  const { publicUrl, license } = deps.config

  app.get('/v1/exports/dumps', {
    config: { live: true },
    schema: operation({ id: 'listDumps', tag: 'Exports', summary: 'The dated dumps', description: 'Files of all tables, made once a day (UTC) and kept for some days. When a redaction takes effect all that were made before are removed, and that of the day is made anew.', answer: Dumps, conditional: true })
  }, async (request, reply) => sendRepresentation(request, reply, {
    dumps: (await findDumps(deps)).map(({ on, files }) => ({
      on, files: files.map(({ table, format, bytes, sha256 }) => ({ table, format, mediaType: MEDIA_TYPES[format], bytes, reprDigest: reprDigest(sha256), url: `${publicUrl}/v1/exports/dumps/${on}/${table}.${format}` }))
    }))
  }))

  app.get('/v1/exports/dumps/:date/:file', {
    config: { produces: TYPES, live: true },
    schema: operation({
      id: 'getDump',
      tag: 'Exports',
      summary: 'A file of a dated dump',
      description: 'A table as it stood on a day, in whole or in part: `Range` takes one range of bytes, and with the ETag in `If-Range` a part never belongs to another file. `latest` stands for the newest day there is, which Content-Location names.',
      params: record({ date: Type.String({ pattern: '^(latest|\\d{4}-\\d\\d-\\d\\d)$', minLength: 6, maxLength: 10, description: 'The day, or latest' }), file: codes(FILES, { description: 'The table with its format' }) }),
      answer: Object.fromEntries(TYPES.map(type => [type, text])),
      asked: { Range: 'One range of bytes (RFC 9110, section 14); what is none gets the whole', 'If-Range': 'The ETag or Last-Modified of what the range belongs to: of anything else the whole comes', 'If-Modified-Since': 'The Last-Modified of what you have: 304 where it is current' },
      also: { 206: 'The part that Range asks for' },
      headers: { 'Accept-Ranges': 'bytes', 'Last-Modified': 'When the dump was made', 'Content-Range': 'Of a part, where it begins and ends, and the size of the whole', 'Content-Disposition': 'A name for the file', 'Content-Location': 'The address of the day', 'Repr-Digest': 'The SHA-256 of the whole file', Link: 'The licence, and what describes the columns' },
      conditional: true,
      problems: ['range-not-satisfiable']
    })
  }, async (request, reply) => {
    const { date, file } = request.params
    const missing = `There is no dump of ${date}. /v1/exports/dumps names those that are kept; /v1/exports/${file} is made when it is asked for.`
    const { on, madeAt, files } = found((await findDumps(deps)).find(({ on }) => date === 'latest' || on === date), missing)
    const { format, bytes, sha256 } = files.find(({ table, format }) => `${table}.${format}` === file) as DumpedFile
    const etag = `"${Buffer.from(sha256, 'base64').toString('base64url').slice(0, 22)}"`
    const lastModified = new Date(madeAt).toUTCString()
    const { 'if-none-match': tags, 'if-modified-since': since = '' } = request.headers
    const isKnown = tags === undefined ? Date.parse(since) >= Date.parse(lastModified) : matches(tags, etag)
    const isRead = request.method === 'GET' && !isKnown
    const range = isRead ? rangeOf(request.headers, [etag, lastModified], bytes) : undefined
    if (range === null) throw new ProblemError('range-not-satisfiable', `The file has ${bytes} bytes.`, { headers: { 'content-range': `bytes */${bytes}` } })
    const { first, last } = range ?? { first: 0, last: bytes - 1 }
    // Where it was removed meanwhile, it is gone as if it had been before.
    const handle = isRead ? found(await open(pathOf(deps, on, file)).catch(() => undefined), missing) : undefined
    reply.headers({
      etag,
      'last-modified': lastModified,
      'accept-ranges': 'bytes',
      'cache-control': request.principal === null ? PAST_CACHE : 'no-store',
      'content-disposition': `attachment; filename="${on}-${file}"`,
      'content-location': `/v1/exports/dumps/${on}/${file}`,
      'repr-digest': reprDigest(sha256),
      link: `<${license.url}>; rel="license", <${publicUrl}/v1/exports/datapackage.json>; rel="describedby"`
    })
    if (isKnown) return reply.code(304).send()
    if (range !== undefined) reply.code(206).header('content-range', `bytes ${first}-${last}/${bytes}`)
    return reply.type(`${MEDIA_TYPES[format]}; charset=utf-8`).header('content-length', last - first + 1)
      .send(handle === undefined ? Readable.from([]) : handle.createReadStream({ start: first, end: Math.max(first, last) }))
  })
}
