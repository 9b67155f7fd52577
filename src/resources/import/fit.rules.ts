import type { ErrorItem } from '../../errors.ts'
import type { PlanDocument } from '../plan-document/plan-document.schemas.ts'
import type { Decision } from './ogp/drafts.ts'

/**
 * What the rules of plan documents refuse of an import is left out and reported, so that one row never stops the others:
 * a code that another commitment holds by now, an end before a start that somebody wrote.
 */

type Item = Record<string, unknown> & { id?: string, code?: string | null, externalRefs?: { id: string }[] }

/** Members without which there is no telling, or no having, the item. */
const ESSENTIAL = new Set(['id', 'title', 'name', 'kind', 'externalRefs'])

/** @returns the document without what the errors point at, and what was left out; none when nothing could be */
export function withoutRefused (document: PlanDocument, errors: readonly ErrorItem[]): { document: PlanDocument, decisions: Decision[] } {
  const decisions: Decision[] = []
  let plan: Item = { ...document.plan }
  const lists = { institutions: [...document.institutions ?? []] as (Item | null)[], commitments: [...document.commitments ?? []] as (Item | null)[] }
  const note = (item: Item, what: string, detail: string): void => {
    decisions.push({ row: 0, column: null, value: item.externalRefs?.[0]?.id ?? item.code ?? item.id ?? null, rule: 'refused-by-rule', action: `${detail} Left out: ${what}.` })
  }
  for (const { pointer, detail } of errors) {
    const [, list, index, member = ''] = /^\/(\w+)(?:\/(\d+))?(?:\/(\w+))?/.exec(String(pointer)) ?? []
    const items = lists[list as keyof typeof lists]
    const item = items === undefined ? plan : items[Number(index)]
    if (item == null) continue
    const names = membersOf(item, member)
    if (items !== undefined && (member === '' || ESSENTIAL.has(member))) {
      items[Number(index)] = null
      note(item, 'all of it', detail)
    } else if (names.length > 0) {
      const rest = Object.fromEntries(Object.entries(item).filter(([name]) => !names.includes(name)))
      if (items === undefined) plan = rest
      else items[Number(index)] = rest
      note(item, names.join(', '), detail)
    }
  }
  const kept = ([name, items]: [string, (Item | null)[]]) => [name, items.filter(item => item !== null)]
  return { document: { plan, ...Object.fromEntries(Object.entries(lists).map(kept)) } as unknown as PlanDocument, decisions }
}

/** The member, or all that make up its date. */
function membersOf (item: Item, member: string): string[] {
  const names = member.endsWith('On') ? [member, member.replace(/On$/, 'Precision'), member.replace(/On$/, 'Text')] : [member]
  return names.filter(name => name in item)
}
