import type { PolicyAreaFacts } from '../../policy-area/policy-area.schemas.ts'
import { saysSomething } from './values.ts'

/**
 * The subjects that OGP's edition of 2016 marks with a column of 0 and 1 each. Themes and actors are policy areas, fields
 * of public life (education, health, ...) are sectors. Spellings of other editions stand beside.
 */

export const TAXONOMY = 'ogp-2016'

interface Area {
  id: string
  name: string
  kind: PolicyAreaFacts['kind']
  columns: readonly string[]
}

const area = (id: string, name: string, ...aliases: string[]): Area => ({ id, name, kind: 'policy_area', columns: [name, ...aliases] })
const sector = (id: string, name: string, ...aliases: string[]): Area => ({ id, name, kind: 'sector', columns: [name, ...aliases] })

export const POLICY_AREAS: readonly Area[] = [
  area('anti-corruption', 'Anti-corruption', 'Anti-Corruption and Integrity'),
  area('conflicts-of-interest', 'Conflicts of Interest'),
  area('asset-disclosure', 'Asset Disclosure'),
  area('audits-and-controls', 'Audits & Controls', 'Audits and Controls'),
  area('whistleblower-protections', 'Whistleblower Protections'),
  area('fiscal-openness', 'Fiscal Openness'),
  area('citizen-budgets', 'Citizen Budgets'),
  area('participatory-budgeting', 'Participatory Budgeting'),
  area('e-petitions', 'E-petitions'),
  area('social-audits', 'Social Audits'),
  area('public-participation', 'Public Participation'),
  area('public-procurement', 'Public Procurement'),
  area('access-to-information', 'Access to Information'),
  area('records-management', 'Records Management'),
  area('open-data', 'Open Data'),
  area('elections-and-political-finance', 'Elections & Political Finance', 'Elections and Political Finance'),
  area('law-enforcement-and-justice', 'Law Enforcement & Justice', 'Law Enforcement and Justice'),
  area('public-service-delivery', 'Public Service Delivery'),
  area('e-government', 'E-government'),
  area('capacity-building', 'Capacity Building'),
  area('legislation-and-regulation', 'Legislation & Regulation', 'Legislation and Regulation'),
  area('private-sector', 'Private Sector'),
  area('legislature', 'Legislature'),
  area('subnational', 'Sub-national', 'Subnational'),
  area('judiciary', 'Judiciary'),
  sector('media-and-telecommunications', 'Media & Telecommunications', 'Media and Telecommunications'),
  sector('education', 'Education'),
  sector('health-and-nutrition', 'Health & Nutrition', 'Health and Nutrition', 'Health'),
  sector('citizenship-and-immigration', 'Citizenship & Immigration', 'Citizenship and Immigration'),
  sector('welfare-and-social-security', 'Welfare & Social Security', 'Welfare and Social Security'),
  sector('water-and-sanitation', 'Water & Sanitation', 'Water and Sanitation', 'Water, Sanitation, and Hygiene'),
  sector('infrastructure', 'Infrastructure'),
  sector('public-safety', 'Public Safety'),
  sector('defense', 'Defense', 'Defence'),
  sector('natural-resources', 'Natural Resources'),
  sector('aid', 'Aid'),
  sector('nonprofits', 'Nonprofits', 'Non-profits'),
  sector('labor', 'Labor', 'Labour'),
  sector('science-and-technology', 'Science & Technology', 'Science and Technology'),
  area('gender-and-sexuality', 'Gender & Sexuality', 'Gender and Sexuality'),
  area('human-rights', 'Human Rights'),
  area('marginalized-communities', 'Marginalized Communities', 'Marginalised Communities'),
  area('open-government-partnership', 'OGP', 'Open Government Partnership')
]

export function policyAreaFacts ({ id, name, kind }: Area): PolicyAreaFacts {
  return { id, name: { en: name }, description: null, kind, taxonomy: TAXONOMY, broader: null, externalRefs: [] }
}

const AREA_BY_NAME = new Map(POLICY_AREAS.flatMap(({ id, columns }) => columns.map(name => [simple(name), id] as const)))

/** One cell that names several areas, with any of the usual signs between them; a name may hold a comma itself. */
export function readPolicyAreas (cell: string): { areas: string[], unknown: string[] } {
  const names = cell.split(/[;|\n]/).flatMap(name => AREA_BY_NAME.has(simple(name)) ? [name] : name.split(','))
    .map(name => name.trim()).filter(saysSomething)
  return {
    areas: names.flatMap(name => AREA_BY_NAME.get(simple(name)) ?? []),
    unknown: names.filter(name => !AREA_BY_NAME.has(simple(name)))
  }
}

function simple (name: string): string {
  return name.toLowerCase().replace(/&/g, ' and ').replace(/[^a-z]+/g, ' ').trim()
}
