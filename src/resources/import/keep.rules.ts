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
 * @returns the document without what would overwrite them, and what was kept
 */
export function keepOthers (stored: Stored, others: ReadonlySet<string>, document: PlanDocument): { document: PlanDocument, decisions: Decision[] } {
  const decisions: Decision[] = []
  const trim = <T extends object>(said: T, known: Facts | undefined, name: string): T => {
    if (known === undefined || !others.has(String(known.id))) return said
    const kept = Object.entries(said).filter(([member, value]) => !ALWAYS.has(member) && !fills(known, member) && JSON.stringify(value) !== JSON.stringify(known[member]))
    if (kept.length > 0) {
      decisions.push({ row: 0, column: null, value: name, rule: 'kept-what-others-wrote', action: `Somebody else has written this: kept ${kept.map(([member]) => member).join(', ')}.` })
    }
    return Object.fromEntries(Object.entries(said).filter(([member]) => ALWAYS.has(member) || fills(known, member))) as T
  }
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
        return known === undefined ? said : { ...trim(said, known, known.code ?? known.id), id: known.id }
      })
    },
    decisions
  }
}

/** Whether a member may be filled: it is empty, and so is the date that it belongs to. */
function fills (known: Facts, member: string): boolean {
  return isEmpty(known[member.replace(/(Precision|Text)$/, 'On')])
}
