/** The middle of the values, or the mean of the two in the middle. */
export function median (values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  return sorted.length % 2 === 1
    ? sorted[Math.floor(middle)] as number
    : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2
}

export interface Spread { median: number, lowest: number, highest: number }

/** Returns the median of the values with the lowest and the highest of them. */
export const spreadOf = (values: readonly number[]): Spread => ({
  median: median(values), lowest: Math.min(...values), highest: Math.max(...values)
})

/**
 * Returns the ratio of the two values of each round. Only values of the same round are compared, since other programs
 * may slow the machine down in between.
 */
export const ratiosOf = (values: readonly number[], limits: readonly number[]): number[] =>
  values.map((value, round) => value / (limits[round] as number))
