import { diffArrays } from 'diff'
import type { TextDiff } from './diff.schemas.ts'

/**
 * Two texts word by word. What bounds the work is counted, not timed: the same revisions must give the same answer, or its ETag
 * would tell of changes that are none.
 */

/** Words added and removed in one text, the squares of that in all texts, and characters in all texts. */
const MOST_EDITS = 500
const MOST_WORK = 4 * MOST_EDITS ** 2
const MOST_CHARACTERS = 1_000_000

/** Written without spaces between words, which only a dictionary can find there. */
const UNSPACED = ['zh', 'yue', 'ja', 'th', 'lo', 'km', 'my', 'bo', 'dz']

/** Numbers, words, spaces and single marks. A run has a bound, since the segmenter's time grows with its square. */
const TOKENS = /\d+(?:[.,]\d+)*|[\p{L}\p{M}\p{N}]{1,1000}|\s+|[^]/gu

export function wordsOf (text: string, language: string): string[] {
  const tokens = text.match(TOKENS) ?? []
  const [primary] = language.toLowerCase().split('-') as [string]
  if (!UNSPACED.includes(primary)) return tokens
  const segmenter = new Intl.Segmenter(primary, { granularity: 'word' })
  return tokens.flatMap(token => Array.from(segmenter.segment(token), ({ segment }) => segment))
}

type Part = TextDiff['parts'][number]
export type Comparison = Pick<TextDiff, 'granularity' | 'parts'>

/** Compares the texts of one answer, which share what it may cost. */
export function wordComparer (): (from: string, to: string, language: string) => Comparison {
  let [work, characters] = [MOST_WORK, MOST_CHARACTERS]
  return (from, to, language) => {
    characters -= from.length + to.length
    const changes = work <= 0 || characters < 0 ? undefined : diffArrays(wordsOf(from, language), wordsOf(to, language), { maxEditLength: MOST_EDITS })
    if (changes === undefined) {
      work -= MOST_EDITS ** 2
      return { granularity: 'text', parts: partsOf({ removed: from, added: to }) }
    }
    work -= changes.reduce((edits, { added, removed, count }) => added || removed ? edits + count : edits, 0) ** 2
    return { granularity: 'word', parts: joined(changes.map(({ added, removed, value }) => ({ op: added ? 'added' : removed ? 'removed' : 'same', text: value.join('') }))) }
  }
}

const partsOf = ({ removed, added }: { removed: string, added: string }): Part[] =>
  [{ op: 'removed' as const, text: removed }, { op: 'added' as const, text: added }].filter(({ text }) => text !== '')

/** A space that two changes share is no word that stayed: it is read as part of both. */
function joined (parts: Part[]): Part[] {
  const result: Part[] = []
  let run = { removed: '', added: '' }
  for (const [index, { op, text }] of parts.entries()) {
    if (op !== 'same') run[op] += text
    else if (index > 0 && index < parts.length - 1 && text.trim() === '') run = { removed: run.removed + text, added: run.added + text }
    else {
      result.push(...partsOf(run), { op, text })
      run = { removed: '', added: '' }
    }
  }
  return [...result, ...partsOf(run)]
}
