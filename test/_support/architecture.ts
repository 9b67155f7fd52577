import { posix } from 'node:path'
import ts from 'typescript'

/** The house rules as a function over sources, so that the rules themselves can be tested on made-up ones. */

export interface Import { from: string, to: string, typeOnly: boolean }

/** What a resource builds on stands on a lower floor; nobody reaches sideways or up. */
const FLOORS: string[][] = [
  ['member', 'policy-area', 'code-list', 'service', 'log', 'receipt'],
  ['institution', 'action-plan'],
  ['commitment', 'report', 'key'],
  ['milestone'],
  ['progress-update'],
  ['review', 'assessment'],
  ['reply', 'process-assessment', 'report-clusters'],
  ['revision', 'change', 'redaction', 'plan-document', 'voices', 'stats', 'badge', 'diff', 'report-change', 'feed', 'webhook', 'search'],
  ['import', 'reporting-period', 'export']
]
const floorOf = (resource: string): number => FLOORS.findIndex(floor => floor.includes(resource))

/** `src/resources/commitment/commitment.store.ts` -> area resources, resource commitment, role store. */
export function placeOf (path: string): { area: string, resource: string | undefined, role: string } {
  const [root = '', area = '', resource] = path.split('/')
  const inResource = root === 'src' && area === 'resources'
  return { area: root === 'src' ? area : root, resource: inResource ? resource : undefined, role: /\.([a-z]+)\.ts$/.exec(path)?.[1] ?? '' }
}

/** Every import and re-export of a source, also the dynamic ones; paths of the project from its root. */
export function importsOf (path: string, text: string): Import[] {
  const found: Import[] = []
  const add = (specifier: ts.Expression | undefined, typeOnly: boolean): void => {
    if (specifier === undefined || !ts.isStringLiteral(specifier)) return
    const to = specifier.text.startsWith('.') ? posix.join(posix.dirname(path), specifier.text) : specifier.text
    found.push({ from: path, to, typeOnly })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeOnly(node.importClause))
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly)
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) add(node.arguments[0], false)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2023))
  return found
}

function isTypeOnly (clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false
  if (clause.isTypeOnly) return true
  const { namedBindings } = clause
  return clause.name === undefined && namedBindings !== undefined && ts.isNamedImports(namedBindings) && namedBindings.elements.every(element => element.isTypeOnly)
}

type Rule = (one: Import) => string | undefined

const isOurs = (to: string): boolean => to.startsWith('src/')

/** Rule 1: what knows no resource imports none; the map of tables takes the tables' types. */
const foundations: Rule = ({ from, to, typeOnly }) => {
  const [here, there] = [placeOf(from), placeOf(to)]
  if (!['http', 'db', 'schema', 'log', 'sheet'].includes(here.area)) return undefined
  if (there.resource !== undefined) {
    return from === 'src/db/database.ts' && there.role === 'table' && typeOnly ? undefined : `${here.area} knows no resource`
  }
  const allowed: Record<string, string[]> = { schema: ['schema', 'errors.ts'], db: ['db', 'log', 'schema', 'errors.ts', 'migrations'], log: ['log', 'db'], sheet: ['sheet'], http: ['http', 'db', 'log', 'schema', 'errors.ts', 'deps.ts', 'config.ts'] }
  if ((isOurs(to) || to.startsWith('migrations/')) && !(allowed[here.area] as string[]).includes(there.area)) return `${here.area} does not know ${there.area}`
  if (['db', 'schema'].includes(here.area) && ['log', 'errors.ts'].includes(there.area) && !typeOnly) return `${here.area} takes only types from ${there.area}`
  return undefined
}

/** Rule 2: SQL stays in stores, HTTP stays out of them; routes write no SQL, services take types from http. */
const layers: Rule = ({ from, to, typeOnly }) => {
  const [{ role }, there] = [placeOf(from), placeOf(to)]
  if (['store', 'select', 'table'].includes(role) && (there.area === 'http' || there.area === 'errors.ts' || to === 'fastify')) return `a ${role} knows nothing of HTTP and throws no refusal`
  if (['store', 'select', 'table'].includes(role) && ['service', 'routes'].includes(there.role)) return `a ${role} does not call a ${there.role}`
  if (role === 'routes' && to === 'kysely') return 'routes write no SQL'
  if (role === 'service' && (to === 'fastify' || (there.area === 'http' && !typeOnly) || there.role === 'routes')) return 'a service does not know HTTP'
  return undefined
}

/**
 * Rule 3: between resources only down the floors. Shapes nest, so schemas may build on the schemas of any, and selects (the
 * SQL of a shape) on selects of any; types of schemas are free. Services are called by services, rules by services and
 * rules; a store may be asked by a route too, to find what an address names (404).
 */
const resources: Rule = ({ from, to, typeOnly }) => {
  const [here, there] = [placeOf(from), placeOf(to)]
  if (here.resource === undefined || there.resource === undefined || here.resource === there.resource) return undefined
  if (there.role === 'routes' || there.role === 'table') return `the ${there.role} of ${there.resource} are its own`
  if (typeOnly && there.role === 'schemas') return undefined
  if (here.role === there.role && ['schemas', 'select'].includes(here.role)) return undefined
  if (floorOf(there.resource) >= floorOf(here.resource)) return `${here.resource} does not stand above ${there.resource}`
  if (typeOnly) return undefined
  const callers: Record<string, string[]> = { service: ['service'], store: ['service', 'routes'], rules: ['service', 'rules'], select: ['store', 'select', 'service'], schemas: ['schemas', 'query', 'routes'], query: ['schemas', 'query', 'routes'] }
  return callers[there.role]?.includes(here.role) === true ? undefined : `a ${here.role || 'file'} of ${here.resource} does not use the ${there.role || 'files'} of ${there.resource}`
}

/** Rule 4: rules and views are pure: types, other rules, schema helpers, and packages that only compute. */
const PURE_PACKAGES = ['node:crypto', 'diff', 'feedsmith', 'ipaddr.js']
const pure: Rule = ({ from, to, typeOnly }) => {
  const [{ role }, there] = [placeOf(from), placeOf(to)]
  if ((role !== 'rules' && role !== 'view') || typeOnly || PURE_PACKAGES.includes(to)) return undefined
  return isOurs(to) && (there.role === 'rules' || there.area === 'schema') ? undefined : `a file of ${role} is pure`
}

/** A migration stands alone for ever: code that changes later would change what it did. */
const migrations: Rule = ({ from, to }) => from.startsWith('migrations/') && isOurs(to) ? 'migrations import nothing from src' : undefined

/** Pages show what anybody may read. */
const pages: Rule = ({ from, to }) => {
  const there = placeOf(to)
  return placeOf(from).area === 'pages' && ['service', 'table'].includes(there.role) ? 'pages only read what the API reads' : undefined
}

export const RULES: Record<string, Rule> = { foundations, layers, resources, pure, migrations, pages }

/** Every import that breaks a rule, as `file -> file: why`. */
export function violationsOf (sources: Map<string, string>): string[] {
  const imports = [...sources].flatMap(([path, text]) => importsOf(path, text))
  return imports.flatMap(one => Object.values(RULES).flatMap((rule) => {
    const why = rule(one)
    return why === undefined ? [] : [`${one.from} -> ${one.to}: ${why}`]
  }))
}

/** Cycles among what is loaded at run time; imports of types vanish. Each is named once, by the file that closes it. */
export function cyclesOf (sources: Map<string, string>): string[] {
  const edges = new Map([...sources].map(([path, text]) => [path, importsOf(path, text).filter(({ to, typeOnly }) => !typeOnly && sources.has(to)).map(({ to }) => to)]))
  const cycles: string[] = []
  const done = new Set<string>()
  const walk = (path: string, trail: string[]): void => {
    if (trail.includes(path)) { cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> ')); return }
    if (done.has(path)) return
    for (const next of edges.get(path) ?? []) walk(next, [...trail, path])
    done.add(path)
  }
  for (const path of sources.keys()) walk(path, [])
  return cycles
}

/** Resource folders without a line in app.ts: `commitmentRoutes(app, deps)` for `resources/commitment`. */
export function unregistered (folders: string[], app: string): string[] {
  return folders.filter((folder) => {
    const routes = `${folder.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())}Routes`
    return !new RegExp(`^import \\{ ${routes} \\} from './resources/${folder}/${folder}\\.routes\\.ts'$`, 'm').test(app) ||
      !new RegExp(`^ {2}(await )?${routes}\\(app, deps\\)`, 'm').test(app)
  })
}

export const resourcesOnFloors = (): string[] => FLOORS.flat()
