import type { CommitmentDiff, MemberDiff, MilestoneDiff, RevisionMark, ScopeChange, TextDiff } from './diff.schemas.ts'
import { type Recorded, scopeChanges } from './scope.rules.ts'
import { wordComparer } from './words.rules.ts'

export type RecordedRevision = Recorded & { by: RevisionMark['by'] }
/** What a redaction erased has no facts any more. */
export type MaybeErased = Omit<RecordedRevision, 'facts'> & { facts: RecordedRevision['facts'] | null }

type Facts = Record<string, unknown>
type Compare = ReturnType<typeof wordComparer>

const TEXTS = ['title', 'shortTitle', 'description', 'problem', 'causes', 'statusQuo', 'proposedSolution', 'expectedResults', 'expectedOutput']

const markOf = ({ revision, on, by }: RecordedRevision): RevisionMark => ({ revision, on, by })

/** What was erased counts as saying what came after it, so that nothing is told of it; what nothing came after is left out. */
export function withoutErased (revisions: readonly MaybeErased[]): RecordedRevision[] {
  return revisions.flatMap((one, index) => {
    const facts = revisions.slice(index).find(({ id, facts }) => id === one.id && facts !== null)?.facts
    return facts == null ? [] : [{ ...one, facts } as RecordedRevision]
  })
}

/** Revisions come entity by entity in their order, those of the commitment from the first to compare to the last. */
export function diffOf ({ id, code }: { id: string, code: string | null }, revisions: readonly RecordedRevision[]): CommitmentDiff {
  const compare = wordComparer()
  const entities = [...new Set(revisions.map(one => one.id))].map(entity => ({ entity, steps: revisions.filter(one => one.id === entity) }))
  const own = revisions.filter(({ type }) => type === 'commitment')
  const [first, last] = [own[0], own.at(-1)] as [RecordedRevision, RecordedRevision]
  return {
    commitment: id,
    code,
    from: markOf(first),
    to: markOf(last),
    ...changesOf(first.facts, last.facts, compare),
    milestones: entities.flatMap(({ entity, steps }) => entity === id ? [] : milestoneDiff(entity, steps, first.on, compare)),
    changedScope: entities.flatMap(({ steps }) => stepwise(steps)).sort((a, b) => a.on < b.on ? -1 : Number(a.on > b.on))
  }
}

const stepwise = (steps: RecordedRevision[]): ScopeChange[] =>
  steps.flatMap((after, index) => index === 0 ? [] : scopeChanges(steps[index - 1] as RecordedRevision, after))

function milestoneDiff (milestone: string, steps: RecordedRevision[], since: string, compare: Compare): MilestoneDiff[] {
  const [first, last] = [steps[0], steps.at(-1)] as [RecordedRevision, RecordedRevision]
  const added = first.on > since
  const changes = changesOf(added ? {} : first.facts, last.facts, compare)
  if (changes.texts.length === 0 && changes.fields.length === 0) return []
  return [{ milestone, from: added ? null : markOf(first), to: markOf(last), ...changes }]
}

/** Members that are the same are left out; null, absent and empty are all nothing. */
function changesOf (before: Facts, after: Facts, compare: Compare): { texts: TextDiff[], fields: MemberDiff[] } {
  const names = Object.keys(after).filter(name => textOf(before[name]) !== textOf(after[name]))
  return {
    texts: names.filter(name => TEXTS.includes(name)).flatMap(field => textDiffs(field, before[field], after[field], compare)),
    fields: names.filter(name => !TEXTS.includes(name)).map(field => ({ field, from: before[field] ?? null, to: after[field] }))
  }
}

/** Facts are RFC 8785 texts, whose members have one order. */
const textOf = (value: unknown): string => JSON.stringify(value ?? null).replace(/^(\[\]|\{\})$/, 'null')

function textDiffs (field: string, before: unknown, after: unknown, compare: Compare): TextDiff[] {
  // Maps, not objects: a language tag may be the name of something that every object has.
  const [old, now] = [before, after].map(texts => new Map(Object.entries(texts ?? {}))) as [Map<string, string>, Map<string, string>]
  return [...new Set([...old.keys(), ...now.keys()])].filter(language => old.get(language) !== now.get(language))
    .map(language => ({ field, language, ...compare(old.get(language) ?? '', now.get(language) ?? '', language) }))
}
