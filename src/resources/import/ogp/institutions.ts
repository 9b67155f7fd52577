import type { Stakeholder } from '../../../schema/common.ts'
import type { InstitutionDocument, InstitutionFacts } from '../../institution/institution.schemas.ts'
import type { Field } from './columns.ts'
import type { Checks, Note } from './drafts.ts'
import { nameSlug } from './identity.rules.ts'
import type { pauses } from './pause.ts'
import type { Commitment } from './rows.ts'
import { tooMuch } from '../../../sheet/sheet.ts'
import { readText } from './values.ts'

/**
 * Institutions are free text in hundreds of spellings. Only semicolons separate names: commas and line breaks also stand
 * inside them ("Ministry of Labor, Social Affairs and Equal Opportunities"), and a wrong cut invents a body that does not exist.
 */

type Kind = NonNullable<InstitutionFacts['kind']>

/** Words that make a kind obvious, at the beginning of a word, without accents. */
const WORDS: Record<Kind, readonly string[]> = {
  government: ['ministr', 'ministeri', 'ministro', 'minister', 'department of', 'departamento', 'secretari', 'subsecretari', 'directorate', 'direccion general', 'treasury',
    'cabinet', 'presidenc', 'presidential', 'prime minister', 'police', 'customs', 'government', 'gobierno', 'governo', 'federal agency', 'state agency', 'national agency', 'state chancellery'],
  autonomous_body: ['ombud', 'information commissioner', 'state audit', 'supreme audit', 'audit office', 'electoral commission', 'contraloria', 'defensoria', 'acceso a la informacion publica'],
  legislature: ['parliament', 'parlament', 'congress', 'congreso', 'asamblea legislativa', 'national assembly', 'chamber of deputies', 'house of representatives', 'oireachtas'],
  judiciary: ['supreme court', 'corte suprema', 'poder judicial', 'organismo judicial', 'judiciary'],
  subnational: ['municipalit', 'municipalidad', 'ayuntamiento', 'alcaldia', 'county', 'prefectur', 'local government unit', 'regional authority'],
  civil_society: ['ngo', 'cso', 'civil society', 'sociedad civil', 'non-governmental', 'transparency international', 'foundation', 'fundacion', 'article 19'],
  academia: ['university', 'universities', 'universidad', 'academia', 'universite'],
  private: ['private sector', 'empresa privada', 'chamber of commerce', 'camara de comercio', 'ltd', 'llc', 'gmbh'],
  international: ['united nations', 'undp', 'unesco', 'unicef', 'world bank', 'european union', 'european commission', 'osce', 'usaid', 'giz', 'inter-american development bank'],
  monitoring_body: ['independent reporting mechanism']
}

const PATTERNS = Object.entries(WORDS).map(([kind, words]) => ({ kind: kind as Kind, pattern: new RegExp(`(?<![a-z])(?:${words.join('|')})`) }))

/** The fields are named after the parts. */
const INSTITUTION_FIELDS = ['lead', 'supporting'] as const

/** The schema's bound. */
const MOST_STAKEHOLDERS = 200

/** Five times what a commitment takes: with more, the cell is no list of institutions. */
const MOST_NAMES = 1000

/** Longer names are sentences; the id keeps their beginning. */
const NAME_SLUG = 100

/** The kind that a name makes obvious; null when no list, or more than one, has a word of it. */
export function obviousKind (name: string): Kind | null {
  const plain = name.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '')
  const [kind, other] = PATTERNS.filter(({ pattern }) => pattern.test(plain)).map(({ kind }) => kind)
  return kind === undefined || other !== undefined ? null : kind
}

export function institutionNames (cell: string): string[] {
  return cell.split(';')
    .map(name => name.replace(/\s+/g, ' ').trim().replace(/(?<=\p{L}{3})\.$/u, ''))
    .filter(name => readText(name) !== null && /[\p{L}\p{N}]/u.test(name))
}

export function institutionId (member: string, name: string): string {
  return `${member}-${nameSlug(name, NAME_SLUG - member.length)}`
}

/** Every institution that the rows name, with one spelling and kind for the whole file, whatever the order of its rows. */
export async function collectInstitutions (rows: readonly Commitment[], check: Checks['institution'], pause: ReturnType<typeof pauses>, note: Note): Promise<Map<string, InstitutionDocument>> {
  const found = new Map<string, { name: string, member: string, field: Field, row: number }>()
  for (const row of rows) {
    await pause()
    for (const field of INSTITUTION_FIELDS) {
      const names = institutionNames(row.cell(field))
      if (names.length > MOST_NAMES) throw tooMuch(`Row ${row.row} names ${names.length} institutions in one cell, more than ${MOST_NAMES}`)
      for (const name of names) {
        const id = institutionId(row.member, name)
        const known = found.get(id)
        if (known === undefined) found.set(id, { name, member: row.member, field, row: row.row })
        else if (name < known.name) known.name = name
      }
    }
  }
  return new Map([...found].flatMap(([id, { name, member, field, row }]) => {
    const kind = obviousKind(name)
    const institution: InstitutionDocument = { id, name: { und: name }, kind, member }
    const fault = check(institution)
    if (fault !== null) {
      note(row, field, name, 'does-not-fit', `${fault}: the institution was left out.`)
      return []
    }
    if (kind === null) note(row, field, name, 'institution-kind-unknown', `The name does not tell what "${id}" is: its kind was left empty.`)
    return [[id, institution]]
  }))
}

/** The institutions of one row with their parts, each pair once. */
export function stakeholdersOf (row: Commitment, known: ReadonlyMap<string, unknown>, note: Note): Stakeholder[] {
  const pairs = new Map(INSTITUTION_FIELDS.flatMap(role => institutionNames(row.cell(role)).flatMap(name => {
    const institution = institutionId(row.member, name)
    return known.has(institution) ? [[`${role} ${institution}`, { institution, role }] as const] : []
  })))
  if (pairs.size > MOST_STAKEHOLDERS) {
    note(row.row, 'supporting', null, 'too-many-institutions', `The first ${MOST_STAKEHOLDERS} of ${pairs.size} institutions were taken.`)
  }
  return [...pairs.values()].slice(0, MOST_STAKEHOLDERS)
}
