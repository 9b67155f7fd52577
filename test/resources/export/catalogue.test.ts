import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import t from 'tap'
import { startApp, startReadOnly } from '../../_support/app.ts'
import { keepDumps } from '../../../src/resources/export/dump.service.ts'
import { TABLE_NAMES } from '../../../src/resources/export/export.schemas.ts'

type Json = any

const BASE = 'http://127.0.0.1:3000'
const CC_BY = 'https://creativecommons.org/licenses/by/4.0/'

/** What the profiles of Data Package 2.0 demand of what stands here: patterns and enumerations are theirs. */
t.test('the Data Package is one, and describes every column', async (t) => {
  const app = await startReadOnly(t, 'reading')
  const { status, json, headers } = await app.get('/v1/exports/datapackage.json')
  t.match([status, headers['content-type']], [200, /^application\/json/])
  t.equal(json.$schema, 'https://datapackage.org/profiles/2.0/datapackage.json')
  const isLicense = ({ name, path }: Json) => /^([-a-zA-Z0-9._])+$/.test(name) && path === CC_BY
  t.ok(json.licenses.length > 0 && json.licenses.every(isLicense))
  t.strictSame(json.resources.map(({ name }: Json) => name), TABLE_NAMES)
  for (const { name, path, type, format, mediatype, encoding, licenses, schema, data } of json.resources as Json[]) {
    t.match({ path, type, format, mediatype, encoding, data }, { path: `${BASE}/v1/exports/${name}.csv`, type: 'table', format: 'csv', mediatype: 'text/csv', encoding: 'utf-8', data: undefined })
    t.ok(licenses.every(isLicense), name)
    const text = (await app.get(`/v1/exports/${name}.csv`)).text
    t.equal(text.slice(0, text.indexOf('\r\n')), schema.fields.map((field: Json) => field.name).join(','), `${name}: the header is the fields`)
    t.ok(schema.fields.every((field: Json) => ['string', 'number', 'integer', 'boolean', 'object', 'array', 'date', 'datetime'].includes(field.type)))
    t.strictSame(schema.missingValues, [''])
    t.ok(schema.fields.some((field: Json) => field.name === schema.primaryKey[0] && field.constraints.required === true), `${name} has a key`)

    const rows = (await app.get(`/v1/exports/${name}.ndjson`)).text.split('\n').slice(0, -1).map(line => JSON.parse(line) as Json)
    const fits = ({ name: column, type, constraints = {} }: Json, value: unknown): boolean => {
      if (value === null) return constraints.required !== true
      if (constraints.enum !== undefined && !constraints.enum.includes(value)) return false
      if (type === 'date') return /^\d{4}-\d\d-\d\d$/.test(String(value))
      if (type === 'datetime') return new Date(String(value)).toISOString() === value
      if (type === 'integer') return Number.isInteger(value)
      return type === (Array.isArray(value) ? 'array' : typeof value) && column !== ''
    }
    t.strictSame(rows.flatMap(row => schema.fields.filter((field: Json) => !fits(field, row[field.name])).map((field: Json) => `${field.name}: ${JSON.stringify(row[field.name])}`)), [], `${name}: every value is of its type`)
  }
})

/**
 * What of the profile applies here, from its text: https://datapackage.org/profiles/2.0/datapackage.json (draft-07). A field is of one type, and each type has formats
 * and constraints of its own.
 */
const PATH = { type: 'string', pattern: '^((?=[^./~])(?!file:)((?!\\/\\.\\.\\/)(?!\\\\)(?!:\\/\\/).)*|(http|ftp)s?:\\/\\/.*)$' }
const STRING = { type: 'string' }
const LICENSES = { type: 'array', minItems: 1, items: { type: 'object', anyOf: [{ required: ['name'] }, { required: ['path'] }], properties: { name: { type: 'string', pattern: '^([-a-zA-Z0-9._])+$' }, path: PATH, title: STRING } } }
const PROFILE = {
  type: 'object',
  required: ['resources'],
  properties: {
    $schema: STRING,
    name: STRING,
    title: STRING,
    description: STRING,
    homepage: { type: 'string', format: 'uri' },
    keywords: { type: 'array', minItems: 1, items: STRING },
    licenses: LICENSES,
    resources: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        oneOf: [{ required: ['name', 'data'] }, { required: ['name', 'path'] }],
        properties: {
          name: STRING,
          path: { oneOf: [PATH, { type: 'array', minItems: 1, items: PATH }] },
          type: { enum: ['table'] },
          title: STRING,
          format: STRING,
          mediatype: { type: 'string', pattern: '^(.+)/(.+)$' },
          encoding: STRING,
          licenses: LICENSES,
          dialect: { type: 'object', properties: { header: { type: 'boolean' }, delimiter: STRING, lineTerminator: STRING, quoteChar: STRING, doubleQuote: { type: 'boolean' } } },
          schema: {
            type: 'object',
            required: ['fields'],
            properties: {
              $schema: STRING,
              fields: {
                type: 'array',
                minItems: 1,
                items: {
                  type: 'object',
                  required: ['name'],
                  properties: {
                    name: STRING,
                    description: STRING,
                    type: { enum: ['string', 'number', 'integer', 'boolean', 'object', 'array', 'date', 'datetime'] },
                    constraints: { type: 'object', properties: { required: { type: 'boolean' }, enum: { type: 'array', minItems: 1, uniqueItems: true, items: STRING } } }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

t.test('the Data Package fits its profile', async (t) => {
  const { get } = await startApp(t)
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(PROFILE)
  const { json } = await get('/v1/exports/datapackage.json')
  t.ok(validate(json), ajv.errorsText(validate.errors))
  for (const broken of [{ ...json, resources: [] }, { ...json, resources: [{ ...json.resources[0], path: '../secret.key' }] }, { ...json, homepage: 'here' }]) t.notOk(validate(broken))
})

const recordOf = (required: Record<string, object | string>, optional: Record<string, object | string> = {}) => ({
  type: 'object',
  required: Object.keys(required),
  properties: Object.fromEntries(Object.entries({ ...required, ...optional }).map(([name, type]) => [name, typeof type === 'string' ? { type } : type]))
})
const LINK = { type: 'string', format: 'iri' }
const NAMED = recordOf({ name: 'string' })

/** What of DCAT-US 3 applies here, from the definitions that its keepers publish (github.com/GSA/dcat-us, jsonschema/definitions; 2020-12). */
const DCAT_US = recordOf({
  dataset: {
    type: 'array',
    items: recordOf({
      title: 'string',
      description: 'string',
      publisher: NAMED,
      identifier: 'string',
      contactPoint: { anyOf: [contact(), { type: 'array', items: contact() }] }
    }, {
      '@id': LINK,
      keyword: { type: 'array', items: { type: 'string', minLength: 1 } },
      distribution: {
        type: 'array',
        items: recordOf({}, {
          title: 'string', accessURL: LINK, downloadURL: LINK, mediaType: 'string', license: 'string', issued: { type: 'string', format: 'date' }, byteSize: 'string', checksum: recordOf({ algorithm: 'string', checksumValue: 'string' })
        })
      }
    })
  }
}, { '@id': LINK, title: 'string', description: 'string', publisher: NAMED, license: 'string', conformsTo: recordOf({}, { title: 'string' }) })

function contact () {
  return recordOf({ fn: 'string', hasEmail: { type: 'string', pattern: '^mailto:[\\w~!$&\'()*+,;=:.-]+@[\\w.-]+\\.[\\w.-]+$' } })
}

t.test('the catalogue for the United States fits DCAT-US 3, whoever configured it', async (t) => {
  const ajv = new Ajv({ strict: false, allErrors: true })
  addFormats.default(ajv)
  ajv.addFormat('iri', true)
  const validate = ajv.compile(DCAT_US)
  for (const [env, contacts] of [[{}, []], [{ CONTACT_EMAIL: 'data@example.org' }, [{ '@type': 'Kind', fn: 'The operator of this service', hasEmail: 'mailto:data@example.org' }]]] as const) {
    const { deps, get } = await startApp(t, { env })
    await keepDumps(deps)
    const { json } = await get('/data.json')
    t.ok(validate(json), ajv.errorsText(validate.errors))
    t.strictSame(json.dataset[0].contactPoint, contacts)
    const [set] = json.dataset
    for (const contactPoint of [undefined, { fn: 'Nobody' }, [{ fn: 'Nobody', hasEmail: 'nobody' }]]) t.notOk(validate({ ...json, dataset: [{ ...set, contactPoint }] }))
  }
})

const typed = (type: string, value: string) => ({ '@value': value, '@type': `xsd:${type}` })

t.test('every address in the catalogues leads to what it says, under its licence', async (t) => {
  const license = { name: 'ODbL-1.0', title: 'Open Data Commons Open Database License v1.0', url: 'https://opendatacommons.org/licenses/odbl/1-0/' }
  const { deps, get, request } = await startApp(t, { env: { CONTACT_EMAIL: 'data@example.org', DATA_LICENSE_NAME: license.name, DATA_LICENSE_TITLE: license.title, DATA_LICENSE_URL: license.url } })
  await keepDumps(deps)
  t.strictSame((await get('/v1/exports')).json.license, license)
  t.strictSame((await get('/v1/exports/datapackage.json')).json.licenses, [{ name: license.name, title: license.title, path: license.url }])
  const { json: { dumps: [{ files }] } } = await get('/v1/exports/dumps')
  const sizes = new Map<string, { bytes: number, digest: Buffer }>(files.map(({ url, bytes, reprDigest }: Json) => [url, { bytes, digest: Buffer.from(reprDigest.slice(9, -1), 'base64') }]))
  const leads = async (url: string, type: string) => {
    const { status, headers } = await request('HEAD', url.replace(BASE, ''))
    t.match([status, String(headers['content-type']).split(';')[0], String(headers.link).includes(`<${license.url}>; rel="license"`)], [200, type, true], url)
  }
  const us = (await get('/data.json')).json
  t.match(us, { '@type': 'Catalog', license: license.url, conformsTo: { '@type': 'Standard', title: 'DCAT-US 3.0' } })
  t.equal(us.dataset.length, TABLE_NAMES.length)
  for (const { distribution } of us.dataset) {
    t.equal(distribution.filter(({ downloadURL }: Json) => downloadURL.includes('/dumps/2026-11-22/')).length, 2)
    for (const { downloadURL, mediaType, license: under, issued, byteSize, checksum } of distribution) {
      t.equal(under, license.url)
      await leads(downloadURL, mediaType)
      const kept = sizes.get(downloadURL)
      t.strictSame([issued, byteSize, checksum], kept === undefined ? [undefined, undefined, undefined] : ['2026-11-22', String(kept.bytes), { '@type': 'Checksum', algorithm: 'SHA-256', checksumValue: kept.digest.toString('hex') }])
    }
  }
  const { json: eu, headers } = await get('/catalog.jsonld', { headers: { accept: 'application/ld+json' } })
  t.match(headers['content-type'], /^application\/ld\+json/)
  for (const required of ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset']) t.ok(eu[required], `DCAT-AP requires ${required}`)
  t.equal(eu['dct:license']['@id'], license.url)
  t.equal(eu['dcat:dataset'].length, TABLE_NAMES.length)
  for (const set of eu['dcat:dataset']) {
    t.ok(set['dct:title']['@value'] !== '' && set['dct:description']['@value'] !== '')
    t.strictSame(set['dcat:contactPoint'], { '@type': 'vcard:Kind', 'vcard:fn': 'The operator of this service', 'vcard:hasURL': { '@id': BASE }, 'vcard:hasEmail': { '@id': 'mailto:data@example.org' } })
    t.equal(new Set(set['dcat:distribution'].map((one: Json) => one['@id'])).size, 6, 'four formats as they stand, two as dumps')
    for (const one of set['dcat:distribution']) {
      t.equal(one['dct:license']['@id'], license.url)
      await leads(one['dcat:accessURL']['@id'], one['dcat:mediaType']['@id'].replace('https://www.iana.org/assignments/media-types/', ''))
      const kept = sizes.get(one['@id'])
      t.strictSame([one['dct:issued'], one['dcat:byteSize'], one['spdx:checksum']], kept === undefined
        ? [undefined, undefined, undefined]
        : [typed('date', '2026-11-22'), typed('nonNegativeInteger', String(kept.bytes)), { '@type': 'spdx:Checksum', 'spdx:algorithm': { '@id': 'spdx:checksumAlgorithm_sha256' }, 'spdx:checksumValue': typed('hexBinary', kept.digest.toString('hex')) }])
    }
  }
})

t.test('without an address of the operator the catalogue for Europe names the service alone', async (t) => {
  const { get } = await startApp(t)
  t.strictSame((await get('/catalog.jsonld')).json['dcat:dataset'][0]['dcat:contactPoint'], { '@type': 'vcard:Kind', 'vcard:fn': 'The operator of this service', 'vcard:hasURL': { '@id': BASE } })
})
