import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'
import t from 'tap'
import { startApp } from '../../_support/app.ts'
import { startReading } from '../../_support/list.ts'
import { keepDumps } from '../../../src/resources/export/dump.service.ts'
import { TABLE_NAMES } from '../../../src/resources/export/export.schemas.ts'

type Json = any

const BASE = 'http://127.0.0.1:3000'
const CC_BY = 'https://creativecommons.org/licenses/by/4.0/'

/** What the profiles of Data Package 2.0 demand of what stands here: patterns and enumerations are theirs. */
t.test('the Data Package is one, and describes every column', async (t) => {
  const app = await startReading(t)
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

t.test('every address in the catalogues leads to what it says, under its licence', async (t) => {
  const { deps, get, request } = await startApp(t, { env: { CONTACT_EMAIL: 'data@example.org' } })
  await keepDumps(deps)
  const leads = async (url: string, type: string) => {
    const { status, headers } = await request('HEAD', url.replace(BASE, ''))
    t.match([status, String(headers['content-type']).split(';')[0]], [200, type], url)
  }
  const us = (await get('/data.json')).json
  t.match(us, { '@type': 'Catalog', conformsTo: { '@type': 'Standard', title: 'DCAT-US 3.0' } })
  t.equal(us.dataset.length, TABLE_NAMES.length)
  for (const { title, description, identifier, publisher, contactPoint, distribution } of us.dataset) {
    t.ok([title, description, identifier, publisher.name, contactPoint.fn].every(text => typeof text === 'string' && text !== ''), 'what DCAT-US 3 requires')
    t.equal(contactPoint.hasEmail, 'mailto:data@example.org')
    t.equal(distribution.filter(({ downloadURL }: Json) => downloadURL.includes('/dumps/latest/')).length, 2)
    for (const { downloadURL, mediaType, license } of distribution) {
      t.equal(license, CC_BY)
      await leads(downloadURL, mediaType)
    }
  }
  const { json: eu, headers } = await get('/catalog.jsonld', { headers: { accept: 'application/ld+json' } })
  t.match(headers['content-type'], /^application\/ld\+json/)
  for (const required of ['dct:title', 'dct:description', 'dct:publisher', 'dcat:dataset']) t.ok(eu[required], `DCAT-AP requires ${required}`)
  t.equal(eu['dcat:dataset'].length, TABLE_NAMES.length)
  for (const set of eu['dcat:dataset']) {
    t.ok(set['dct:title']['@value'] !== '' && set['dct:description']['@value'] !== '')
    t.equal(new Set(set['dcat:distribution'].map((one: Json) => one['@id'])).size, 6, 'four formats as they stand, two as dumps')
    for (const one of set['dcat:distribution']) {
      t.equal(one['dct:license']['@id'], CC_BY)
      await leads(one['dcat:accessURL']['@id'], one['dcat:mediaType']['@id'].replace('https://www.iana.org/assignments/media-types/', ''))
    }
  }
})

t.test('without an address of the operator the catalogue invents none', async (t) => {
  const { get } = await startApp(t)
  t.strictSame((await get('/data.json')).json.dataset[0].contactPoint, { '@type': 'Kind', fn: 'The operator of this service' })
})
