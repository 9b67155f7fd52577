/**
 * Values of different scales are no values of one: potential impact and potential for results both say `unclear` and mean
 * something else by it. Two indicators are counted side by side where they have one scale. No crosswalk from a scale
 * to another is registered.
 */
const SHARED: Record<string, string> = { projectedCompletion: 'completion' }

/** The scales of these indicators, each once. */
export const scalesOf = (indicators: readonly string[]): string[] => [...new Set(indicators.map(indicator => SHARED[indicator] ?? indicator))]
