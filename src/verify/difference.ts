/** The first thing that does not fit; the message says where and what. */
export class Difference extends Error {
  constructor (where: string, what: string) {
    super(`${where} ${what}.`)
  }
}
