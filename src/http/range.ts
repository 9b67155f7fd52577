/** A part of a representation, both ends included. */
export interface ByteRange { first: number, last: number }

/**
 * The part that a request wants (RFC 9110, section 14). What is no single range of bytes is ignored, as the whole is always an answer; so is one
 * whose If-Range names none of the validators, which are strong: the representation changes by the day, and no date is that of two.
 * @returns undefined for the whole, null for a range that begins beyond the end (416)
 */
export function rangeOf (headers: { range?: string | undefined, 'if-range'?: string | string[] | undefined }, validators: readonly [string, ...string[]], size: number): ByteRange | null | undefined {
  const found = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(headers.range ?? '')
  if (found === null || !validators.includes(String(headers['if-range'] ?? validators[0]))) return undefined
  const [from, to] = [found[1] as string, found[2] as string]
  if (from === '' && to === '') return undefined
  if (from === '') return Number(to) === 0 || size === 0 ? null : { first: Math.max(0, size - Number(to)), last: size - 1 }
  if (to !== '' && Number(to) < Number(from)) return undefined
  return Number(from) >= size ? null : { first: Number(from), last: Math.min(to === '' ? size - 1 : Number(to), size - 1) }
}
