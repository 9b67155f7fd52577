import type { Stakeholder } from '../../schema/common.ts'
import type { InstitutionFacts } from '../institution/institution.schemas.ts'
import type { PlanDocument } from '../plan-document/plan-document.schemas.ts'
import type { Decision } from './ogp/drafts.ts'
import { plainName } from './table/field.rules.ts'

type Institutions = NonNullable<PlanDocument['institutions']>
type Commitments = NonNullable<PlanDocument['commitments']>

/**
 * A published sheet has names and no ids: an institution of the member that has the name already, in whatever language, is the one that is meant,
 * and not made a second time. Where two have it, nobody can tell.
 * @param known the institutions of the plan's member
 */
export function useKnown (document: PlanDocument, known: readonly Pick<InstitutionFacts, 'id' | 'name'>[]): { document: PlanDocument, decisions: Decision[] } {
  const ids = new Set(known.map(({ id }) => id))
  const holders = new Map<string, string | null>()
  for (const { id, name } of known) {
    for (const plain of new Set(Object.values(name).map(plainName))) holders.set(plain, holders.has(plain) ? null : id)
  }
  const said = document.institutions as Institutions
  const meant = new Map(said.flatMap(({ id, name }) => {
    const holder = ids.has(id) ? null : holders.get(plainName(Object.values(name as object)[0] as string))
    return holder == null ? [] : [[id, holder] as const]
  }))
  return {
    document: {
      ...document,
      institutions: said.filter(({ id }) => !meant.has(id)),
      commitments: (document.commitments as Commitments).map(one => one.stakeholders === undefined ? one : { ...one, stakeholders: renamed(one.stakeholders, meant) })
    },
    decisions: [...meant].map(([id, holder]) => ({ row: 0, column: null, value: id, rule: 'known-by-its-name', action: `An institution of this name is there already: taken as "${holder}".` }))
  }
}

/** Two spellings may mean one institution: each has its part once. */
function renamed (stakeholders: readonly Stakeholder[], meant: ReadonlyMap<string, string>): Stakeholder[] {
  const all = stakeholders.map(({ institution, ...rest }) => ({ institution: meant.get(institution) ?? institution, ...rest }))
  return [...new Map(all.map(each => [`${each.role} ${each.institution}`, each])).values()]
}
