import type { License } from '../../config.ts'
import { type Column, type Kind, columnsOf } from './columns.rules.ts'
import type { Dump } from './dump.service.ts'
import type { Format, TableSchema } from './export.schemas.ts'

/** What catalogues of open data read: a Data Package (v2), DCAT-US 3 and DCAT-AP 3, all worked out of the tables. */

export interface About {
  /** Where the service stands. */
  base: string
  tables: Readonly<Record<string, TableSchema>>
  mediaTypes: Readonly<Record<Format, string>>
  /** The dated dumps that are kept. */
  dumps: readonly Dump[]
  license: License
  /** Whom to write to, where the operator says so. */
  email: string | undefined
}

const TITLE = 'Open Commitments'
const DESCRIPTION = 'Commitments of governments in the Open Government Partnership, what three voices say of them, and how the record changed.'
const OPERATOR = 'The operator of this service'
const KEYWORDS = ['open government', 'action plans', 'accountability']

/** Types of Table Schema; what is no scalar is its JSON, as these two types say. */
const TYPES: Record<Kind, string> = { text: 'string', integer: 'integer', number: 'number', boolean: 'boolean', date: 'date', instant: 'datetime', texts: 'object', object: 'object', list: 'array' }

const field = ({ name, kind, nullable, description, codes }: Column) => ({
  name,
  type: TYPES[kind],
  ...(description === undefined ? {} : { description }),
  ...(nullable && codes === undefined ? {} : { constraints: { ...(nullable ? {} : { required: true }), ...(codes === undefined ? {} : { enum: codes }) } })
})

/** Data Package v2 (datapackage.org/standard): the CSV of every table with the types of its columns. */
export function dataPackage ({ base, tables, license: { name, title, url } }: About): object {
  const licenses = [{ name, title, path: url }]
  return {
    $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
    name: 'open-commitments',
    title: TITLE,
    description: DESCRIPTION,
    homepage: base,
    keywords: KEYWORDS,
    licenses,
    resources: Object.entries(tables).map(([name, { row, title, key }]) => ({
      name,
      title,
      path: `${base}/v1/exports/${name}.csv`,
      type: 'table',
      format: 'csv',
      mediatype: 'text/csv',
      encoding: 'utf-8',
      dialect: { header: true, delimiter: ',', quoteChar: '"', doubleQuote: true, lineTerminator: '\r\n' },
      schema: { $schema: 'https://datapackage.org/profiles/2.0/tableschema.json', fields: columnsOf(row).map(field), primaryKey: [key], missingValues: [''] },
      licenses
    }))
  }
}

interface Distribution {
  title: string
  url: string
  mediaType: string
  /** Of what stays as it is. */
  kept?: { on: string, bytes: number, sha256: string }
}

/** A table as it stands, in all formats, and as it stood on the days of the dumps. */
function distributionsOf ({ base, mediaTypes, dumps }: About, name: string, title: string): Distribution[] {
  const of = (format: Format, under: string, said: string) => ({ title: `${title} (${said})`, url: `${base}/v1/exports/${under}${name}.${format}`, mediaType: mediaTypes[format] })
  return [
    ...(Object.keys(mediaTypes) as Format[]).map(format => of(format, '', format)),
    ...dumps.flatMap(({ on, files }) => files.filter(({ table }) => table === name).map(({ format, bytes, sha256 }) => ({
      ...of(format, `dumps/${on}/`, `${format} of ${on}`), kept: { on, bytes, sha256: Buffer.from(sha256, 'base64').toString('hex') }
    })))
  ]
}

/**
 * DCAT-US 3.0 (resources.data.gov/resources/dcat-us3): no context stands in the file itself. Every data set has a list of contacts, each with a mail address; it may be
 * empty, as it is where the operator names none.
 */
export function dcatUs (about: About): object {
  const { base, tables, license, email } = about
  const publisher = { '@type': 'Organization', name: OPERATOR }
  return {
    '@id': `${base}/data.json`,
    '@type': 'Catalog',
    title: TITLE,
    description: DESCRIPTION,
    publisher,
    license: license.url,
    conformsTo: { '@type': 'Standard', title: 'DCAT-US 3.0' },
    dataset: Object.entries(tables).map(([name, { title }]) => ({
      '@id': `${base}/v1/exports/${name}`,
      '@type': 'Dataset',
      identifier: `${base}/v1/exports/${name}`,
      title,
      description: `${title}. ${DESCRIPTION}`,
      publisher,
      contactPoint: email === undefined ? [] : [{ '@type': 'Kind', fn: OPERATOR, hasEmail: `mailto:${email}` }],
      keyword: KEYWORDS,
      distribution: distributionsOf(about, name, title).map(({ title, url, mediaType, kept }) => ({
        '@type': 'Distribution',
        title,
        accessURL: `${base}/v1/exports`,
        downloadURL: url,
        mediaType,
        license: license.url,
        ...(kept === undefined ? {} : { issued: kept.on, byteSize: String(kept.bytes), checksum: { '@type': 'Checksum', algorithm: 'SHA-256', checksumValue: kept.sha256 } })
      }))
    }))
  }
}

const PREFIXES = {
  dcat: 'http://www.w3.org/ns/dcat#',
  dct: 'http://purl.org/dc/terms/',
  foaf: 'http://xmlns.com/foaf/0.1/',
  spdx: 'http://spdx.org/rdf/terms#',
  vcard: 'http://www.w3.org/2006/vcard/ns#',
  xsd: 'http://www.w3.org/2001/XMLSchema#'
}
const at = (id: string) => ({ '@id': id })
const english = (text: string) => ({ '@value': text, '@language': 'en' })
const typed = (type: string, value: string) => ({ '@value': value, '@type': `xsd:${type}` })

/** DCAT-AP 3: the catalogue with its publisher, and each data set with its distributions. */
export function dcatAp (about: About): object {
  const { base, tables, license, email } = about
  return {
    '@context': PREFIXES,
    '@id': `${base}/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': english(TITLE),
    'dct:description': english(DESCRIPTION),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': english(OPERATOR) },
    'dct:license': at(license.url),
    'foaf:homepage': at(base),
    'dcat:dataset': Object.entries(tables).map(([name, { title }]) => ({
      '@id': `${base}/v1/exports/${name}`,
      '@type': 'dcat:Dataset',
      'dct:title': english(title),
      'dct:description': english(`${title}. ${DESCRIPTION}`),
      'dct:identifier': name,
      'dcat:keyword': KEYWORDS.map(english),
      'dcat:contactPoint': { '@type': 'vcard:Kind', 'vcard:fn': OPERATOR, 'vcard:hasURL': at(base), ...(email === undefined ? {} : { 'vcard:hasEmail': at(`mailto:${email}`) }) },
      'dcat:distribution': distributionsOf(about, name, title).map(({ title, url, mediaType, kept }) => ({
        '@id': url,
        '@type': 'dcat:Distribution',
        'dct:title': english(title),
        'dcat:accessURL': at(url),
        'dcat:downloadURL': at(url),
        'dcat:mediaType': at(`https://www.iana.org/assignments/media-types/${mediaType}`),
        'dct:license': at(license.url),
        ...(kept === undefined
          ? {}
          : {
              'dct:issued': typed('date', kept.on),
              'dcat:byteSize': typed('nonNegativeInteger', String(kept.bytes)),
              'spdx:checksum': { '@type': 'spdx:Checksum', 'spdx:algorithm': at('spdx:checksumAlgorithm_sha256'), 'spdx:checksumValue': typed('hexBinary', kept.sha256) }
            })
      }))
    }))
  }
}
