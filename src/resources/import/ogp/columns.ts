import type { GRAND_CHALLENGES, OGP_VALUES } from '../../../schema/vocabulary.ts'
import { POLICY_AREAS } from './areas.ts'

/**
 * Which column holds what, chosen by its header: OGP's editions differ in columns, order and wording.
 * The first name of each list is the one of the edition of 2016.
 */

export type ValueField = `value:${typeof OGP_VALUES[number]}`
export type ChallengeField = `challenge:${typeof GRAND_CHALLENGES[number]}`
export type AreaField = `area:${string}`
export type Field = keyof typeof PLAIN | ValueField | ChallengeField | AreaField

const PLAIN = {
  country: ['Country', 'Country name', 'Member', 'Member name', 'OGP member', 'Country/Locality', 'Country or Locality', 'Country / Entity', 'Member Name (English)', 'Entity'],
  plan: ['Action Plan Number', 'Action Plan', 'AP Number', 'AP No', 'Action Plan No', 'Plan Number', 'Plan', 'NAP', 'NAP Number', 'Action Plan Name', 'Action Plan Cycle'],
  number: ['Comm No', 'Commitment Number', 'Commitment No', 'Comm Number', 'Commitment #', 'Number', 'No'],
  title: ['Commitment Title', 'Title', 'Commitment Name', 'Commitment'],
  shortTitle: ['Short Title', 'Commitment Short Title', 'Short Name'],
  text: ['Full Text', 'Commitment Text', 'Commitment Description', 'Description', 'Text'],
  code: ['Commitment Code', 'OGP Code', 'OGP Commitment Code', 'Unique ID', 'Unique Identifier', 'Commitment Unique ID', 'Commitment Unique Identifier',
    'Commitment ID', 'Code', 'ID'], // Editions with a unique identifier call the country's ISO code "Code".
  starts: ['Start Date', 'Starting Date', 'Starts on', 'Start'],
  ends: ['End Date', 'Ending Date', 'Ends on', 'End'],
  lead: ['Lead Institution(s)', 'Lead Institution', 'Lead Agency', 'Lead Implementing Agency', 'Lead Implementing Institution',
    'Implementing Agency', 'Responsible Institution'],
  supporting: ['Supporting Institution(s)', 'Supporting Institution', 'Supporting Agencies', 'Other Actors Involved'],
  cluster: ['Cluster'],
  scope: ['National Or Local', 'National/Local', 'Level of government'],
  endYear: ['Action Plan End Year', 'AP End Year', 'Plan End Year'],
  termYears: ['Action Plan Duration (Years)', 'Action Plan Duration', 'AP Duration (Years)'],
  submissionYear: ['Year of submission', 'Year AP Submitted', 'Submission Year', 'Year Submitted', 'AP Submission Year', 'Year of Action Plan', 'Action Plan Year'],
  progressYear: ['Report publication year (progress report)', 'Report publication year', 'Progress report year'],
  endOfTermYear: ['Report publication year (end of term)', 'End of term report year'],
  assessed: ['IRM Assessed (Y/N)?', 'IRM Assessed', 'Assessed by IRM'],
  specificity: ['Specificity'],
  specificityCode: ['_Specificity', 'Specificity (coded)'],
  potentialImpact: ['Potential impact', 'Ambition (potential impact)'],
  potentialImpactCode: ['_Pot Impact Coded', '_Potential impact', 'Potential impact (coded)'],
  verifiable: ['Verifiable', 'Verifiability', 'Is it verifiable?'],
  verifiableCode: ['_Verifiable', 'Verifiable (coded)'],
  potentialForResults: ['Potential for results', 'Ambition', 'Potential for results (ambition)'],
  potentialForResultsCode: ['_Potential for results', 'Potential for results (coded)'],
  completion: ['Completion (progress report)', 'Completion', 'Level of completion', 'Completion (midterm)', 'Completion (mid-term)'],
  completionCode: ['_CompletionProgress', '_Completion', 'Completion (coded)'],
  relevantCode: ['_Relevant', 'Relevant', 'Relevant to OGP values'],
  endCompletion: ['Completion (end of term)', 'Completion (end-of-term)', 'Completion EOT'],
  endCompletionCode: ['_CompletionEndTerm', 'Completion (end of term) (coded)'],
  openedGovernment: ['Did it open government (end of term only)', 'Did it open government?', 'Did it open government (overall)', 'DIOG', 'DIOG (overall)'],
  openedGovernmentCode: ['_OpenGovt', 'Did it open government (coded)'],
  earlyResults: ['Early results', 'Early results indicator'],
  earlyResultsCode: ['_Early results', 'Early results (coded)'],
  policyAreas: ['Policy area', 'Policy areas', 'Policy area(s)', 'Primary policy area', 'Thematic tags'],
  star1: ['Starred (pre-June 2014 assessments)', 'Starred (pre-June 2014)'],
  star2: ['Starred (2015 only)', 'Starred (2015)'],
  star3: ['Starred (current formula) progress report', 'Starred (current formula)'],
  starUnknownRule: ['Starred', 'Starred commitment'],
  starEndOfTerm: ['Starred (current formula) end of term', 'Starred (end of term)']
} as const

const VALUES: Record<ValueField, readonly string[]> = {
  'value:access_to_information': ['Value -Info', 'OGP Value Access to Information', 'Value Access to Information'],
  'value:civic_participation': ['Value -Part', 'OGP Value Civic Participation', 'Civic Participation', 'Value Civic Participation'],
  'value:public_accountability': ['Value -Acc', 'OGP Value Public Accountability', 'Public Accountability', 'Value Public Accountability'],
  'value:technology_and_innovation': ['Value -Tech', 'OGP Value Technology', 'OGP Value Technology and Innovation', 'Technology and Innovation', 'Value Technology and Innovation',
    'Technology and Innovation for Transparency and Accountability']
}

const CHALLENGES: Record<ChallengeField, readonly string[]> = {
  'challenge:increasing_public_integrity': ['GC-PubInt', 'Increasing Public Integrity'],
  'challenge:managing_public_resources': ['GC-PubRes', 'More Effectively Managing Public Resources'],
  'challenge:improving_public_services': ['GC-PubSvc', 'Improving Public Services'],
  'challenge:increasing_corporate_accountability': ['GC-CorpAcc', 'Increasing Corporate Accountability'],
  'challenge:creating_safer_communities': ['GC-SafComm', 'Creating Safer Communities']
}

/**
 * Known and left out on purpose: people's contact details are not ours to publish, and the rest is the coders' own
 * bookkeeping or follows from other columns.
 */
const UNUSED = ['Theme', 'Comm Dummy', 'Commitment Dummy', 'Contact Name', 'Contact Position', 'Contact Email', 'Contact Telephone', 'Checksum',
  'ODWG', 'FOWG', 'LOWG', 'ATWG', 'ONRWG', 'Compound', 'PoC Specified? (Delete?)', 'Change in completion', '_ChangeCompletion']

export const VALUE_FIELDS = Object.keys(VALUES) as ValueField[]
export const CHALLENGE_FIELDS = Object.keys(CHALLENGES) as ChallengeField[]
export const AREA_FIELDS = POLICY_AREAS.map(area => `area:${area.id}` as const)

/** A header without case, accents, punctuation and line breaks; a leading underscore marks the coded twin of a column. */
export function normaliseHeader (header: string): string {
  return header.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/^\s*_/, 'coded ')
    .replaceAll('(s)', 's')
    .replaceAll('#', ' number ')
    .replace(/<br\s*\/?>/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim()
}

/** The field of a header, and how well the header names it: names stand best first, and alike where areas and values have several. */
interface Named { field: Field | 'unused', rank: number }

const named = (field: Named['field'], names: readonly string[]) => names.map((name, rank) => [normaliseHeader(name), { field, rank }] as const)

const FIELD_BY_HEADER = new Map<string, Named>([
  ...Object.entries({ ...PLAIN, ...VALUES, ...CHALLENGES }).flatMap(([field, names]) => named(field as Field, names)),
  ...POLICY_AREAS.flatMap(area => named(`area:${area.id}`, area.columns)),
  ...named('unused', UNUSED)
])

export interface ColumnMap {
  indexes: Map<Field, number>
  /** The header of a field's column, as the file writes it. */
  headers: Map<Field, string>
  mapped: { column: string, field: string }[]
  unknown: string[]
  /** Columns whose field another column holds, whose name is as good and further left, or better. */
  repeated: string[]
}

/** What the report of an import quotes of a header. */
const LONGEST_HEADER = 300

export function mapColumns (header: readonly string[]): ColumnMap {
  const map: ColumnMap = { indexes: new Map(), headers: new Map(), mapped: [], unknown: [], repeated: [] }
  const columns = header.map((cell, index) => {
    const column = cell.trim().slice(0, LONGEST_HEADER).toWellFormed()
    return { index, column, ...FIELD_BY_HEADER.get(normaliseHeader(column)) }
  })
  const best = new Map<Field | 'unused' | undefined, { index: number, rank?: number | undefined }>()
  for (const one of columns) {
    if (Number(one.rank) < (best.get(one.field)?.rank ?? Infinity)) best.set(one.field, one)
  }
  for (const { index, column, field } of columns) {
    if (field === undefined) {
      if (column !== '') map.unknown.push(column)
    } else if (field === 'unused') {
      map.mapped.push({ column, field })
    } else if (best.get(field)?.index === index) {
      map.mapped.push({ column, field })
      map.indexes.set(field, index)
      map.headers.set(field, column)
    } else map.repeated.push(column)
  }
  return map
}

/** Of each group one column must be there: without it a row cannot be told apart or placed. */
export const REQUIRED_COLUMNS: readonly { fields: readonly Field[], name: string }[] = [
  { fields: ['country'], name: '"Country"' },
  { fields: ['plan', 'submissionYear'], name: '"Action Plan Number" or "Year of submission"' },
  { fields: ['title', 'shortTitle', 'number'], name: '"Commitment Title", "Short Title" or "Commitment Number"' }
]
