import { type ParseError, printParseErrorCode, visit } from 'jsonc-parser'
import { ProblemError } from '../errors.ts'

const MAX_DEPTH = 32

/**
 * Reads a request body as strict JSON (I-JSON, RFC 7493): UTF-8, no duplicate members, no integers beyond 2^53, no lone
 * surrogates, no NUL, at most 32 levels. What JSON.parse would quietly mend is refused, since it would change what was said.
 * @throws ProblemError invalid-json with a JSON Pointer to the place
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

function inspect (text: string): void {
  const members: Set<string>[] = []
  let depth = 0
  const deeper = (): void => {
    depth++
    if (depth > MAX_DEPTH) throw refusal('', `deeper than ${MAX_DEPTH} levels`)
  }
  const check = (value: unknown, at: () => string): void => {
    if (typeof value === 'string') {
      if (value.includes('\0')) throw refusal(at(), 'a NUL character')
      if (!value.isWellFormed()) throw refusal(at(), 'half of a surrogate pair')
    }
    if (typeof value === 'number' && (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value)))) {
      throw refusal(at(), 'a number beyond 2^53; send it as text')
    }
  }
  visit(text, {
    onObjectBegin: () => { deeper(); members.push(new Set()) },
    onObjectEnd: () => { depth--; members.pop() },
    onArrayBegin: () => { deeper() },
    onArrayEnd: () => { depth-- },
    onObjectProperty: (name, _offset, _length, _line, _column, path) => {
      const at = (): string => pointerOf([...path(), name])
      check(name, at)
      const names = members.at(-1) as Set<string>
      if (names.has(name)) throw refusal(at(), 'the member is named twice')
      names.add(name)
    },
    onLiteralValue: (value, _offset, _length, _line, _column, path) => check(value, () => pointerOf(path())),
    onError: (error: ParseError['error'], _offset, _length, line, column) => {
      throw refusal('', `${printParseErrorCode(error)} at line ${line + 1}, column ${column + 1}`)
    }
  }, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false })
}
