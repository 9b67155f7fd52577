import type { CommitmentFacts } from '../commitment/commitment.schemas.ts'
import type { ActionPlanFacts } from '../action-plan/action-plan.schemas.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { KnownCommitment } from '../plan-document/document.rules.ts'
import { type Item, type Known, matchItems } from '../plan-document/match.rules.ts'
import type { Facts } from '../plan-document/merge.rules.ts'
import type { PlanDocument } from '../plan-document/plan-document.schemas.ts'
import type { Decision } from './ogp/drafts.ts'

/** What others wrote is never overwritten by an import: where they left something empty it is filled, the rest is kept and reported. */

export interface Stored {
  plan: ActionPlanFacts | null
  institutions: InstitutionFacts[]
  commitments: KnownCommitment[]
}

const ALWAYS = new Set(['id', 'externalRefs', 'milestones'])

const isEmpty = (value: unknown): boolean => value === null || value === undefined || (typeof value === 'object' && Object.keys(value as object).length === 0)

/**
 * @param others ids of entities that somebody other than the registrar has written
 * @param told policy areas that the edition tells of: a commitment keeps its others, since no edition has a column for all
 * @returns the document without what would overwrite them, and what was kept
 */
export function keepOthers (stored: Stored, others: ReadonlySet<string>, told: ReadonlySet<string>, document: PlanDocument): { document: PlanDocument, decisions: Decision[] } {
  const decisions: Decision[] = []
  const trim = <T extends object>(said: T, known: Facts | undefined, name: string): T => {
    if (known === undefined || !others.has(String(known.id))) return said
    const { open, kept } = fillOnly(said, known)
    decisions.push(...keptDecision(0, name, kept))
    return open
  }
  const withAreas = <T extends { policyAreas?: string[] }>(said: T, known: CommitmentFacts): T =>
    said.policyAreas === undefined ? said : { ...said, policyAreas: [...said.policyAreas, ...known.policyAreas.filter(area => !told.has(area))] }
  const institutions = new Map(stored.institutions.map(institution => [institution.id, institution]))
  const items = document.commitments as NonNullable<PlanDocument['commitments']>
  const matches = matchItems(stored.commitments as Known[], items as Item[], '/commitments')
  return {
    document: {
      plan: trim(document.plan, stored.plan as Facts | null ?? undefined, document.plan.id),
      institutions: (document.institutions as NonNullable<PlanDocument['institutions']>).map(said => trim(said, institutions.get(said.id), said.id)),
      commitments: items.map((said, index) => {
        const known = matches[index]?.known as CommitmentFacts | undefined
        // By its id, since the number that it was found by may be among what is kept.
        return known === undefined ? said : { ...trim(withAreas(said, known), known, known.code ?? known.id), id: known.id }
      })
    },
    decisions
  }
}

/** Of what is said the members that may be written, and the names of those that say something else than what stays. */
export function fillOnly<T extends object> (said: T, known: Facts): { open: T, kept: string[] } {
  // A date that is told in words alone is not empty.
  const isOpen = (member: string): boolean => ALWAYS.has(member) || [ownerOf(member), ownerOf(member).replace(/On$/, 'Text')].every(name => isEmpty(known[name]))
  const closed = Object.entries(said).filter(([member]) => !isOpen(member))
  return {
    open: Object.fromEntries(Object.entries(said).filter(([member]) => isOpen(member))) as T,
    kept: closed.filter(([member, value]) => JSON.stringify(value) !== JSON.stringify(known[member])).map(([member]) => member)
  }
}

/** What stays or goes with another member: all of a date with the date, the rule of a star with the star. */
export const ownerOf = (member: string): string => member === 'starRule' ? 'starred' : member.replace(/(Precision|Text)$/, 'On')

export function keptDecision (row: number, value: string, kept: string[]): Decision[] {
  return kept.length === 0 ? [] : [{ row, column: null, value, rule: 'kept-what-others-wrote', action: `Somebody else has written this: kept ${kept.join(', ')}.` }]
}
