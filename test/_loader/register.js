import { register } from 'node:module'
import { prepare } from './prepare.js'

/**
 * Lets Node.js run the project's TypeScript at little cost: `node --import ./test/_loader/register.js test/config.test.ts`.
 * Tests get it by `.taprc`.
 */
process.setSourceMapsEnabled(true)
register('./hooks.js', import.meta.url, { data: await prepare() })
