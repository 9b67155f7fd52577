import { type CompletionQuery, RANKED, UNRATED } from './completion.schemas.ts'
import type { CompletionCells } from './completion.select.ts'
import { groupsBeside } from './group.select.ts'
import type { Numbers } from './stats.schemas.ts'

/**
 * Returns the numbers of an answer from its cells. PostgreSQL takes ten times as long to write thousands of rows as
 * JSON as it takes to count them.
 */
export function completionNumbers ({ groupBy }: CompletionQuery, cells: readonly CompletionCells[]): Numbers {
  const names = groupsBeside(groupBy)
  // A commitment has a rating of the government always, so that no cells mean no commitments.
  return { commitments: cells[0]?.commitments ?? 0, rows: cells.map(cell => rowOf(cell, names)) } as Numbers
}

function rowOf (cell: CompletionCells, names: readonly string[]): object {
  const counts = JSON.parse(cell.counts) as number[]
  const ranked = tally(RANKED, counts, 1)
  const denominator = ranked.not_started + ranked.limited + ranked.substantial + ranked.complete
  const row: Record<string, unknown> = {}
  for (const name of names) row[name] = cell[name]
  row.voice = cell.voice
  row.total = counts[0]
  row.denominator = denominator
  row.counts = ranked
  row.excluded = tally(UNRATED, counts, 1 + RANKED.length)
  row.completeShare = shareOf(ranked.complete, denominator)
  row.highShare = shareOf(ranked.substantial + ranked.complete, denominator)
  return row
}

/** Returns the count of each code. The counts begin at `begin`. A loop, since there may be ten thousand rows. */
function tally<T extends string> (codes: readonly T[], counts: readonly number[], begin: number): Record<T, number> {
  const tallied = {} as Record<T, number>
  for (const [index, code] of codes.entries()) tallied[code] = counts[begin + index] as number
  return tallied
}

/** A share to four places, rounded half up in whole numbers as the database does; null of nothing. */
const shareOf = (part: number, whole: number): number | null =>
  whole === 0 ? null : Math.floor((part * 20_000 + whole) / (2 * whole)) / 10_000
