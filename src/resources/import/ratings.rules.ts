import type { ExternalRef } from '../../schema/common.ts'
import { type FactRules, type Facts, differences, mergeFacts } from '../plan-document/merge.rules.ts'
import type { ReportFacts } from '../report/report.schemas.ts'
import { fillOnly, keptDecision, ownerOf } from './keep.rules.ts'
import type { Decision, OgpPlan, ReportDraft } from './ogp/drafts.ts'
import { SOURCE } from './ogp/identity.rules.ts'
import type { StoredRatings } from './ratings.store.ts'

/** How the reports and assessments of a sheet meet those that are known: what becomes of each, and what was left as it is. */

export type Fate = 'create' | 'update' | 'unchanged'

export interface RatingKind { type: 'report' | 'assessment', facts: FactRules }
export const REPORT: RatingKind = { type: 'report', facts: { texts: ['title'], sets: [], dates: ['published'] } }
export const ASSESSMENT: RatingKind = { type: 'assessment', facts: { texts: [], sets: [], dates: [] } }

type Said = Facts & { id: string, externalRefs: ExternalRef[] }

export const refOf = ({ externalRefs }: { externalRefs: ExternalRef[] }): string | undefined => externalRefs.find(({ source }) => source === SOURCE)?.id

export const refused = (row: number, value: string, detail: string, what: string): Decision =>
  ({ row, column: null, value, rule: 'refused-by-rule', action: `${detail} Left out: ${what}.` })

/** The known report that a draft is: the one with its reference, else what imports left of it when somebody took that away. */
export function candidatesFor (draft: ReportDraft, { reports }: Pick<OgpPlan, 'reports'>, known: Pick<StoredRatings, 'reports' | 'imported'>): ReportFacts[] {
  const named = known.reports.filter(report => refOf(report) === refOf(draft))
  if (named.length > 0) return named
  const refs = new Set(reports.map(refOf))
  return known.reports.filter(report => known.imported.includes(report.id) && !refs.has(refOf(report)) &&
    report.type === draft.type && report.authorKind === draft.authorKind)
}

/** @param others ids of entities that somebody other than the registrar has written */
export function settle ({ type, facts: rules }: RatingKind, held: StoredRatings['held'], others: ReadonlySet<string>, before: object | undefined, draft: Said, row: number): { facts: Facts, fate: Fate, decisions: Decision[] } {
  const ref = refOf(draft) as string
  const taken = (held[`${type} ${ref}`] ?? draft.id) !== draft.id
  const said = taken ? { ...draft, externalRefs: [] } : draft
  const lost = taken ? [refused(row, ref, `Another ${type} has this external reference.`, 'externalRefs')] : []
  if (before === undefined) return { facts: said, fate: 'create', decisions: lost }
  const { open, kept } = others.has(draft.id) ? fillRating(said, before as Said) : { open: said, kept: [] }
  const facts = mergeFacts(rules, before as Facts, open)
  const fate = differences(rules, before as Facts, facts).length === 0 ? 'unchanged' : 'update'
  return { facts, fate, decisions: [...lost, ...keptDecision(row, ref, kept)] }
}

/** Member by member, indicator by indicator; the same for the reference. What the sheet does not state is no word against theirs. */
function fillRating (said: Said, known: Said): { open: Facts, kept: string[] } {
  const { indicators, externalRefs, ...members } = said
  const stated = Object.fromEntries(Object.entries(members).filter(([member]) => members[ownerOf(member)] !== null))
  const own = fillOnly(stated, known)
  const rated = fillOnly((indicators ?? {}) as Facts, (known.indicators ?? {}) as Facts)
  const keepsRef = refOf(known) !== undefined
  return {
    open: {
      ...own.open,
      ...(indicators === undefined ? {} : { indicators: { ...known.indicators as Facts, ...rated.open } }),
      externalRefs: keepsRef ? [] : externalRefs
    },
    kept: [...own.kept, ...rated.kept, ...(keepsRef && externalRefs.length > 0 && refOf(known) !== refOf(said) ? ['externalRefs'] : [])]
  }
}
