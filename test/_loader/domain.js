import { AsyncLocalStorage } from 'node:async_hooks'

/**
 * Takes the place of the package `async-hook-domain`, by which tap finds the test that an uncaught error belongs to.
 * That package keeps the number of every promise in a table, which takes a tenth of the time of the tests; Node.js
 * carries the test from promise to promise by itself.
 */

const current = new AsyncLocalStorage()

let open = 0

function tell (error, origin) {
  // A test that listens itself means to.
  if (process.listenerCount('uncaughtException') > 1) return
  let domain = current.getStore()
  while (domain?.destroyed) domain = domain.parent
  if (domain === undefined) throw error
  domain.onerror(error, origin)
}

export class Domain {
  parent = current.getStore()
  destroyed = false

  /** Gives `onerror` the errors of what starts from here on; tap makes one in the asynchronous resource of each test. */
  constructor (onerror) {
    this.onerror = onerror
    current.enterWith(this)
    if (++open === 1) process.on('uncaughtException', tell)
  }

  /** Errors go to the domain in which this one was made. */
  destroy () {
    if (this.destroyed) return
    this.destroyed = true
    if (--open === 0) process.off('uncaughtException', tell)
  }
}
