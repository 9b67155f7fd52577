import { ProblemError } from '../errors.ts'

/** @throws ProblemError not-found when there is nothing */
export function found<T> (value: T | undefined, detail: string): T {
  if (value === undefined) throw new ProblemError('not-found', detail)
  return value
}
