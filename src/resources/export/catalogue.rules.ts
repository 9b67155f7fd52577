import { type Column, type Kind, columnsOf } from './columns.rules.ts'
import type { TableSchema } from './export.schemas.ts'
import { LICENSE } from './license.rules.ts'

/** What catalogues of open data read: a Data Package (v2), DCAT-US 3 and DCAT-AP 3, all worked out of the tables. */

export type Tables = Readonly<Record<string, TableSchema>>

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
export function dataPackage (base: string, tables: Tables): object {
  const licenses = [{ name: LICENSE.name, title: LICENSE.title, path: LICENSE.url }]
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

/** What there is of each table; what is kept stands under a path of its own. */
export interface Formats { format: string, mediaType: string, under: '' | 'dumps/latest/' }

const of = ({ format, under }: Formats): string => under === '' ? format : `${format}, dump of the day`

/** DCAT-US 3.0 (resources.data.gov/resources/dcat-us3): no context stands in the file itself, and every data set needs the address of somebody to write to. */
export function dcatUs (base: string, tables: Tables, formats: readonly Formats[], email: string | undefined): object {
  const publisher = { '@type': 'Agent', name: OPERATOR }
  return {
    '@id': `${base}/data.json`,
    '@type': 'Catalog',
    title: TITLE,
    description: DESCRIPTION,
    publisher,
    conformsTo: { '@type': 'Standard', title: 'DCAT-US 3.0' },
    dataset: Object.entries(tables).map(([name, { title }]) => ({
      '@id': `${base}/v1/exports/${name}`,
      '@type': 'Dataset',
      identifier: `${base}/v1/exports/${name}`,
      title,
      description: `${title}. ${DESCRIPTION}`,
      publisher,
      contactPoint: { '@type': 'Kind', fn: OPERATOR, ...(email === undefined ? {} : { hasEmail: `mailto:${email}` }) },
      keyword: KEYWORDS,
      distribution: formats.map(one => ({
        '@type': 'Distribution',
        title: `${title} (${of(one)})`,
        accessURL: `${base}/v1/exports`,
        downloadURL: `${base}/v1/exports/${one.under}${name}.${one.format}`,
        mediaType: one.mediaType,
        license: LICENSE.url
      }))
    }))
  }
}

const PREFIXES = { dcat: 'http://www.w3.org/ns/dcat#', dct: 'http://purl.org/dc/terms/', foaf: 'http://xmlns.com/foaf/0.1/' }
const at = (id: string) => ({ '@id': id })
const english = (text: string) => ({ '@value': text, '@language': 'en' })

/** DCAT-AP 3: the catalogue with its publisher, and each data set with its distributions. */
export function dcatAp (base: string, tables: Tables, formats: readonly Formats[]): object {
  return {
    '@context': PREFIXES,
    '@id': `${base}/catalog.jsonld`,
    '@type': 'dcat:Catalog',
    'dct:title': english(TITLE),
    'dct:description': english(DESCRIPTION),
    'dct:publisher': { '@type': 'foaf:Agent', 'foaf:name': english(OPERATOR) },
    'dct:license': at(LICENSE.url),
    'foaf:homepage': at(base),
    'dcat:dataset': Object.entries(tables).map(([name, { title }]) => ({
      '@id': `${base}/v1/exports/${name}`,
      '@type': 'dcat:Dataset',
      'dct:title': english(title),
      'dct:description': english(`${title}. ${DESCRIPTION}`),
      'dct:identifier': name,
      'dcat:keyword': KEYWORDS.map(english),
      'dcat:distribution': formats.map(one => ({
        '@id': `${base}/v1/exports/${one.under}${name}.${one.format}`,
        '@type': 'dcat:Distribution',
        'dct:title': english(`${title} (${of(one)})`),
        'dcat:accessURL': at(`${base}/v1/exports/${one.under}${name}.${one.format}`),
        'dcat:downloadURL': at(`${base}/v1/exports/${one.under}${name}.${one.format}`),
        'dcat:mediaType': at(`https://www.iana.org/assignments/media-types/${one.mediaType}`),
        'dct:license': at(LICENSE.url)
      }))
    }))
  }
}
