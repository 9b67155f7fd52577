import type { MemberFacts } from '../../member/member.schemas.ts'
import { nameSlug, slugify } from './identity.rules.ts'

/**
 * Everyday names of countries -> member. Regions are the five of the United Nations' M49 standard
 * (https://unstats.un.org/unsd/methodology/m49/), which counts Türkiye, Israel, Jordan, Armenia, Azerbaijan and Georgia to Asia.
 * English names come from the Unicode CLDR that Node carries.
 */
const REGIONS: Record<string, string> = {
  africa: 'AO BF BI BJ BW CD CF CG CI CM CV DJ DZ EG ER ET GA GH GM GN GQ GW KE KM LR LS LY MA MG ML MR MU MW MZ NA NE NG RW SC SD SL SN SO SS ST SZ TD TG TN TZ UG ZA ZM ZW',
  americas: 'AG AR BB BO BR BS BZ CA CL CO CR CU DM DO EC GD GT GY HN HT JM KN LC MX NI PA PE PY SR SV TT US UY VC VE',
  asia: 'AE AF AM AZ BD BH BN BT CN CY GE ID IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK MM MN MV MY NP OM PH PK PS QA SA SG SY TH TJ TL TM TR UZ VN YE',
  europe: 'AD AL AT BA BE BG BY CH CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MC MD ME MK MT NL NO PL PT RO RS RU SE SI SK SM UA VA',
  oceania: 'AU FJ FM KI MH NR NZ PG PW SB TO TV VU WS'
}

/** Names that CLDR may change from one Node to the next, or that OGP's site spells otherwise: an id must not move. */
const FIXED_NAMES: Record<string, string> = {
  BA: 'Bosnia and Herzegovina',
  CI: 'Côte d’Ivoire',
  CV: 'Cabo Verde',
  CZ: 'Czech Republic',
  GB: 'United Kingdom',
  KG: 'Kyrgyz Republic',
  KR: 'South Korea',
  MK: 'North Macedonia',
  MM: 'Myanmar',
  PS: 'Palestine',
  SK: 'Slovakia',
  SZ: 'Eswatini',
  TL: 'Timor-Leste',
  TR: 'Turkey',
  TT: 'Trinidad and Tobago',
  US: 'United States'
}

/** What spreadsheets also call them. */
const ALIASES: Record<string, readonly string[]> = {
  BA: ['Bosnia & Herzegovina'],
  CI: ['Cote d\'Ivoire', 'Ivory Coast'],
  CV: ['Cape Verde'],
  CZ: ['Czechia'],
  GB: ['UK', 'U.K.', 'Great Britain', 'United Kingdom of Great Britain and Northern Ireland'],
  GM: ['The Gambia'],
  KG: ['Kyrgyzstan'],
  KR: ['Korea', 'Korea, Republic of', 'Korea, South', 'Republic of Korea'],
  MD: ['Moldova, Republic of', 'Republic of Moldova'],
  MK: ['Macedonia', 'FYR Macedonia', 'Macedonia, FYR', 'Republic of Macedonia', 'Republic of North Macedonia'],
  MM: ['Burma'],
  NL: ['The Netherlands', 'Holland'],
  PH: ['The Philippines'],
  PS: ['Palestinian Territories'],
  SK: ['Slovak Republic'],
  SZ: ['Swaziland'],
  TR: ['Türkiye'],
  TT: ['Trinidad & Tobago'],
  TZ: ['Tanzania, United Republic of', 'United Republic of Tanzania'],
  US: ['USA', 'US', 'U.S.', 'U.S.A.', 'United States of America']
}

interface Country { id: string, name: string, iso2: string, region: string }

const displayNames = new Intl.DisplayNames('en', { type: 'region' })

const COUNTRIES: Country[] = Object.entries(REGIONS).flatMap(([region, codes]) => codes.split(' ').map(iso2 => {
  const name = FIXED_NAMES[iso2] ?? displayNames.of(iso2) as string
  return { id: slugify(name), name, iso2, region }
}))

const BY_ISO2 = new Map(COUNTRIES.map(country => [country.iso2, country]))
const BY_NAME = new Map([
  ...COUNTRIES.map(country => [country.id, country] as const),
  ...Object.entries(ALIASES).flatMap(([iso2, names]) => names.map(name => [slugify(name), BY_ISO2.get(iso2) as Country] as const))
])

const MEMBER_SLUG = 60

export interface FoundMember {
  member: MemberFacts
  /** The national member that a local one belongs to. */
  parent: MemberFacts | null
  known: boolean
}

/**
 * The member that a country cell names. "Jalisco, Mexico" is a local member of Mexico; a name that is no country we know
 * becomes a member all the same, without ISO code and region.
 */
export function findMember (cell: string): FoundMember {
  const country = BY_NAME.get(slugify(cell))
  if (country !== undefined) return { member: nationalMember(country), parent: null, known: true }
  const [, place, nation] = /^(.+),\s*([^,]+)$/s.exec(cell) ?? []
  const home = BY_NAME.get(slugify(nation ?? ''))
  const name = cell === '' ? 'Unknown' : cell
  const facts = { ...nationalMember({ id: '', name, iso2: '', region: '' }), id: nameSlug(name, MEMBER_SLUG), name: { und: name }, countryIso2: null, region: null }
  if (home === undefined) return { member: facts, parent: null, known: false }
  const id = nameSlug(`${place} ${home.id}`, MEMBER_SLUG)
  return {
    member: { ...facts, id, name: { und: String(place) }, kind: 'local', countryIso2: home.iso2, region: home.region, parent: home.id },
    parent: nationalMember(home),
    known: true
  }
}

/** The sheet does not tell a member's standing: `active` until something says otherwise. */
function nationalMember ({ id, name, iso2, region }: Country): MemberFacts {
  return {
    id,
    name: { en: name },
    kind: 'national',
    countryIso2: iso2,
    region,
    parent: null,
    memberSince: null,
    status: 'active',
    statusEvents: [],
    codePrefixes: [],
    externalRefs: []
  }
}
