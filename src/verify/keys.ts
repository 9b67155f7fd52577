import { openRotation } from '../log/rotation.ts'

/** The keys of a log, as its rotations tell of them in the order of the log. Pure. */
export class Keys {
  readonly #replaced = new Set<string>()
  #line: string[] = []

  /** How a rotation is none that counts; undefined where it is one. */
  follow (body: string): string | undefined {
    const rotation = openRotation(body)
    if (rotation === undefined) return 'gives the log a new key, and the key before it has not signed that'
    const { previous, vkey } = rotation
    // Else whoever has an old key could branch off once more.
    if (this.#replaced.has(previous)) return 'gives the log a new key after one that was replaced before'
    this.#replaced.add(previous)
    // A key that was lost has no rotation: then a new line begins.
    this.#line = this.#line.at(-1) === previous ? [...this.#line, vkey] : [previous, vkey]
    return undefined
  }

  /** The keys that led to this one, each signed by the one before, itself included. */
  leadingTo (vkey: string): string[] {
    return this.#line.at(-1) === vkey ? this.#line : [vkey]
  }
}
