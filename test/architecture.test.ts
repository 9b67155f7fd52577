import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { cyclesOf, importsOf, resourcesOnFloors, unregistered, violationsOf } from './_support/architecture.ts'

/**
 * The direction of dependencies, enforced. The rules:
 *
 * 1. `http`, `db`, `schema`, `log` and `sheet` know no resource; only `db/database.ts` takes the types of their tables. `schema`
 *    and `sheet` know nothing but themselves, `db` nothing of HTTP.
 * 2. Stores, selects and tables know nothing of HTTP and throw no refusal; routes write no SQL; services know HTTP by its
 *    types at most.
 * 3. Between resources only downwards: import, then revision and plan-document, then reply, review and assessment,
 *    progress-update, milestone, then commitment and report, action-plan and institution, member, policy-area and code-list. Never sideways.
 *    Since shapes nest, a schema may build on any schema and a select on any select. A service is called by services alone;
 *    a store also by routes, to find what an address names.
 * 4. Rules and views are pure: types, other rules, helpers of `schema`, and packages that only compute.
 *
 * Besides: no file is longer than 300 lines, every resource is registered in `app.ts`, nothing imports in circles, migrations
 * import nothing from `src`, pages change nothing, and there are no barrels.
 */

const root = join(import.meta.dirname, '..')

function read (...folders: string[]): Map<string, string> {
  const files = folders.flatMap(folder => readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file.replaceAll('\\', '/')}`))
  return new Map(files.filter(file => /\.(ts|tsx|js)$/.test(file) && !file.endsWith('.d.ts')).sort().map(file => [file, readFileSync(join(root, file), 'utf8')]))
}

const code = read('src', 'migrations')

t.test('dependencies point one way', (t) => {
  t.ok(code.size > 100, 'the sources were found')
  t.strictSame(violationsOf(code), [])
  t.end()
})

t.test('nothing imports in circles', (t) => {
  t.strictSame(cyclesOf(code), [])
  t.end()
})

t.test('every resource is registered and has its floor', (t) => {
  const folders = readdirSync(join(root, 'src/resources'))
  t.strictSame(unregistered(folders, code.get('src/app.ts') as string), [])
  t.strictSame([...folders].sort(), resourcesOnFloors().sort())
  t.end()
})

t.test('every import names a file that exists, with its ending', (t) => {
  const lost = [...code].flatMap(([path, text]) => importsOf(path, text)).filter(({ to }) => /^(src|migrations)\//.test(to) && !existsSync(join(root, to)))
  t.strictSame(lost, [])
  t.end()
})

t.test('no file hides others behind it', (t) => {
  // The one entry of the package is a front by its nature.
  t.strictSame([...code].filter(([path, text]) => path !== 'src/client/client.ts' && /^export (\*|(type )?\{[^}]*\}) from /m.test(text)).map(([path]) => path), [])
  t.end()
})

t.test('no file is longer than 300 lines', (t) => {
  const long = [...read('src', 'test', 'scripts', 'bench', 'migrations')]
    .map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }))
    .filter(({ lines }) => lines > 300)
  t.strictSame(long, [])
  t.end()
})

t.test('the rules refuse what they name', (t) => {
  const refused: [string, string, RegExp][] = [
    ['src/http/paging.ts', "import { findMember } from '../resources/member/member.store.ts'", /http knows no resource/],
    ['src/db/status.ts', "import { CommitmentFacts } from '../resources/commitment/commitment.schemas.ts'", /db knows no resource/],
    ['src/db/database.ts', "import { ReviewTable } from '../resources/review/review.table.ts'", /db knows no resource/],
    ['src/db/database.ts', "import type { Review } from '../resources/review/review.schemas.ts'", /db knows no resource/],
    ['src/schema/common.ts', "import type { Review } from '../resources/review/review.schemas.ts'", /schema knows no resource/],
    ['src/schema/common.ts', "import { sql } from '../db/json.ts'", /schema does not know db/],
    ['src/schema/evidence.ts', "import { ProblemError } from '../errors.ts'", /only types from errors/],
    ['src/log/canonical.ts', "export { a } from '../resources/member/member.rules.ts'", /log knows no resource/],
    ['src/log/record.ts', "import { problem } from '../http/problem.ts'", /log does not know http/],
    ['src/sheet/csv.ts', "import { ProblemError } from '../errors.ts'", /sheet does not know errors.ts/],
    ['src/db/constraint.ts', "import { ProblemError } from '../errors.ts'", /only types from errors/],
    ['src/db/keyset.ts', "import type { Paging } from '../http/paging.ts'", /db does not know http/],
    ['src/resources/member/member.store.ts', "import { ProblemError } from '../../errors.ts'", /store knows nothing of HTTP/],
    ['src/resources/member/member.store.ts', "import type { Page } from '../../http/paging.ts'", /store knows nothing of HTTP/],
    ['src/resources/member/member.select.ts', "import { saveMembers } from './member.service.ts'", /does not call a service/],
    ['src/resources/member/member.routes.ts', "import { sql } from 'kysely'", /routes write no SQL/],
    ['src/resources/member/member.service.ts', "import { sendList } from '../../http/paging.ts'", /service does not know HTTP/],
    ['src/resources/member/member.service.ts', "import type { FastifyRequest } from 'fastify'", /service does not know HTTP/],
    ['src/resources/member/member.service.ts', "import { findCommitment } from '../commitment/commitment.store.ts'", /member does not stand above commitment/],
    ['src/resources/review/review.service.ts', "const a = await import('../assessment/assessment.store.ts')", /review does not stand above assessment/],
    ['src/resources/commitment/commitment.store.ts', "import { findMember } from '../member/member.store.ts'", /a store of commitment does not use the store of member/],
    ['src/resources/commitment/commitment.routes.ts', "import { saveMembers } from '../member/member.service.ts'", /a routes of commitment does not use the service/],
    ['src/resources/commitment/commitment.service.ts', "import type { MemberTable } from '../member/member.table.ts'", /table of member are its own/],
    ['src/resources/commitment/commitment.query.ts', "import { memberRoutes } from '../member/member.routes.ts'", /routes of member are its own/],
    ['src/resources/stranger/stranger.service.ts', "import { findMember } from '../member/member.store.ts'", /stranger does not stand above member/],
    ['src/resources/review/review.rules.ts', "import { sql } from 'kysely'", /rules is pure/],
    ['src/resources/review/review.rules.ts', "import { ProblemError } from '../../errors.ts'", /rules is pure/],
    ['src/resources/review/review.view.ts', "import { readFileSync } from 'node:fs'", /view is pure/],
    ['src/resources/review/review.rules.ts', "import { findReview, type Review } from './review.store.ts'", /rules is pure/],
    ['migrations/0007_next.ts', "import { COMPLETIONS } from '../src/schema/vocabulary.ts'", /migrations import nothing from src/],
    ['src/pages/home.ts', "import { saveMembers } from '../resources/member/member.service.ts'", /pages only read/]
  ]
  for (const [path, text, why] of refused) t.match(violationsOf(new Map([[path, text]])), [why], `${path}: ${text}`)

  const allowed: [string, string][] = [
    ['src/db/database.ts', "import type { ReviewTable } from '../resources/review/review.table.ts'"],
    ['src/db/constraint.ts', "import type { ErrorCode } from '../errors.ts'"],
    ['src/resources/commitment/commitment.schemas.ts', "import { Review } from '../review/review.schemas.ts'"],
    ['src/resources/commitment/commitment.select.ts', "import { reviewsOf } from '../review/review.select.ts'"],
    ['src/resources/review/review.routes.ts', "import { resolveCommitment } from '../commitment/commitment.store.ts'"],
    ['src/resources/review/review.rules.ts', "import { type ProblemError } from '../../errors.ts'"],
    ['src/resources/key/key.rules.ts', "import { createHash } from 'node:crypto'"],
    ['src/resources/import/import.service.ts', "import { mergeDocument } from '../plan-document/plan-document.service.ts'"]
  ]
  for (const [path, text] of allowed) t.strictSame(violationsOf(new Map([[path, text]])), [], `${path}: ${text}`)

  const circle = new Map([['src/a.ts', "import { b } from './b.ts'"], ['src/b.ts', "import { c } from './c.ts'"], ['src/c.ts', "import { a } from './a.ts'"]])
  t.strictSame(cyclesOf(circle), ['src/a.ts -> src/b.ts -> src/c.ts -> src/a.ts'])
  t.strictSame(cyclesOf(new Map([...circle, ['src/c.ts', "import type { a } from './a.ts'"]])), [], 'types make no circle')

  const app = "import { memberRoutes } from './resources/member/member.routes.ts'\n  memberRoutes(app, deps)\n"
  t.strictSame(unregistered(['member'], app), [])
  t.strictSame(unregistered(['member', 'policy-area'], app), ['policy-area'])
  t.strictSame(unregistered(['member'], app.replace('  memberRoutes', '  // memberRoutes')), ['member'])
  t.end()
})
