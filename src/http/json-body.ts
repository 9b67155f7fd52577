import { ProblemError } from '../errors.ts'

const MAX_DEPTH = 32
/** Members and items of a body, four times those of the longest plan there is: with more, checking it would stop everybody else. */
export const MAX_VALUES = 150_000
/** No member takes one as long; patterns and formats are slow to refuse it. */
const LONGEST_TEXT = 100_000
/** JSON.parse keeps less than twenty digits of it anyway. */
const LONGEST_NUMBER = 1000

/**
 * Reads a request body as strict JSON (I-JSON, RFC 7493): UTF-8, no duplicate members, no integers beyond 2^53, no lone
 * surrogates, no NUL, at most 32 levels, 150,000 values and
 * 100,000 characters a text. What JSON.parse would quietly mend is refused, since it would
 * change what was said.
 * @throws ProblemError invalid-json with a JSON Pointer to the place, or with line and column where it is no JSON
 */
export function parseJsonBody (bytes: Buffer): unknown {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw refusal('', 'the body is not UTF-8')
  }
  inspect(text)
  return JSON.parse(text)
}

function refusal (pointer: string, detail: string): ProblemError {
  return new ProblemError('invalid-json', detail, { errors: [{ pointer: pointer.toWellFormed(), detail }] })
}

export function pointerOf (path: readonly (string | number)[]): string {
  return path.map(segment => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

const [QUOTE, BACKSLASH, COMMA, COLON, BRACE, BRACKET] = [...'"\\,:{['].map(character => character.charCodeAt(0)) as [number, number, number, number, number, number]
/** In ASCII the closing bracket stands two after the opening one. */
const closing = (opening: number): number => opening + 2
const isSpace = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
const ENDS = new Set([COMMA, closing(BRACE), closing(BRACKET)])
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const WORDS = new Set(['true', 'false', 'null'])

/** One walk over the text, before anything is built of it: JSON.parse would neither see what is said twice nor stop where there is too much. */
function inspect (text: string): void {
  const place: (string | number)[] = []
  let position = 0
  let values = 0

  function fail (what: string): never {
    let [line, start] = [1, 0]
    for (let at = text.indexOf('\n'); at !== -1 && at < position; at = text.indexOf('\n', start)) [line, start] = [line + 1, at + 1]
    throw refusal('', `${what} at line ${line}, column ${position - start + 1}`)
  }
  const space = (): void => { while (isSpace(text.charCodeAt(position))) position++ }

  function string (): string {
    const start = position++
    let escaped = false
    for (let code = text.charCodeAt(position); code !== QUOTE; code = text.charCodeAt(++position)) {
      if (Number.isNaN(code)) fail('a text that does not end')
      if (code < 0x20) fail('a line break or control character inside a text')
      // What follows a backslash never ends the text; whether it is an escape is seen below.
      if (code === BACKSLASH) { escaped = true; position++ }
    }
    position++
    if (!escaped) return text.slice(start + 1, position - 1)
    try {
      return JSON.parse(text.slice(start, position)) as string
    } catch {
      position = start
      return fail('a text with an unknown escape')
    }
  }

  /** Only an escape can make one: the text itself was decoded from UTF-8, and holds no control character. */
  function check (said: string): void {
    if (said.length > LONGEST_TEXT) throw refusal(pointerOf(place).slice(0, 1000), `a text longer than ${LONGEST_TEXT} characters`)
    if (said.includes('\0')) throw refusal(pointerOf(place), 'a NUL character')
    if (!said.isWellFormed()) throw refusal(pointerOf(place), 'half of a surrogate pair')
  }

  function scalar (): void {
    const start = position
    for (let code = text.charCodeAt(position); code > 0x20 && !ENDS.has(code); code = text.charCodeAt(++position));
    const word = text.slice(start, position)
    if (WORDS.has(word)) return
    if (word.length > LONGEST_NUMBER || !NUMBER.test(word)) {
      position = start
      fail(word.length > LONGEST_NUMBER ? `a number longer than ${LONGEST_NUMBER} characters` : 'no value')
    }
    const number = Number(word)
    if (!Number.isFinite(number) || (Number.isInteger(number) && !Number.isSafeInteger(number))) throw refusal(pointerOf(place), 'a number beyond 2^53; send it as text')
  }

  function items (opening: number, item: (index: number) => void): void {
    if (place.length === MAX_DEPTH) throw refusal('', `deeper than ${MAX_DEPTH} levels`)
    position++
    space()
    if (text.charCodeAt(position) === closing(opening)) { position++; return }
    for (let [index, code] = [0, COMMA]; code === COMMA; index++) {
      item(index)
      value()
      place.pop()
      space()
      code = text.charCodeAt(position)
      if (code !== COMMA && code !== closing(opening)) fail('neither a comma nor the end of the list')
      position++
      space()
    }
  }

  function object (): void {
    const names = new Set<string>()
    items(BRACE, () => {
      if (text.charCodeAt(position) !== QUOTE) fail('no name of a member in double quotes')
      const name = string()
      place.push(name)
      check(name)
      if (names.has(name)) throw refusal(pointerOf(place), 'the member is named twice')
      names.add(name)
      space()
      if (text.charCodeAt(position) !== COLON) fail('no colon after the name')
      position++
      space()
    })
  }

  function value (): void {
    if (++values > MAX_VALUES) throw refusal('', `more than ${MAX_VALUES} values; send it in parts`)
    const code = text.charCodeAt(position)
    if (code === QUOTE) check(string())
    else if (code === BRACE) object()
    else if (code === BRACKET) items(BRACKET, index => { place.push(index) })
    else scalar()
  }

  space()
  value()
  space()
  if (position < text.length) fail('something after the value')
}
