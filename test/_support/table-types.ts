import { join } from 'node:path'
import ts from 'typescript'

/** What the table interfaces of the source say, by the compiler: table -> column -> its type as read, and whether it may be null. */

export interface ColumnSaid { nullable: boolean, kind: 'string' | 'number' | 'boolean' | 'bytes' | 'string[]' | 'number[]' | 'json', writtenAs: 'same' | 'text' }

const root = join(import.meta.dirname, '../..')

export function readTableTypes (): Record<string, Record<string, ColumnSaid>> {
  const file = join(root, 'src/db/database.ts')
  const program = ts.createProgram([file], {
    ...ts.convertCompilerOptionsFromJson(ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile).config.compilerOptions, root).options, noEmit: true
  })
  const checker = program.getTypeChecker()
  const source = program.getSourceFile(file) as ts.SourceFile
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(source) as ts.Symbol)
  const tables = checker.getDeclaredTypeOfSymbol(exported.find(({ name }) => name === 'Tables') as ts.Symbol)
  const typeOf = (symbol: ts.Symbol): ts.Type => checker.getTypeOfSymbolAtLocation(symbol, source)
  return Object.fromEntries(tables.getProperties().map(table => [table.name,
    Object.fromEntries(typeOf(table).getProperties().map(column => [column.name, described(checker, source, typeOf(column))]))]))
}

function described (checker: ts.TypeChecker, source: ts.SourceFile, type: ts.Type): ColumnSaid {
  const part = (name: string): ts.Type | undefined => {
    const symbol = checker.getPropertyOfType(type, name)
    return symbol && checker.getTypeOfSymbolAtLocation(symbol, source)
  }
  // Kysely's ColumnType has a type for each of reading, inserting and updating.
  const [read, written] = [part('__select__') ?? type, part('__update__')]
  const kind = kindOf(checker, checker.getNonNullableType(read))
  const text = written !== undefined && kindOf(checker, checker.getNonNullableType(written)) === 'string' && kind !== 'string'
  const nullable = (one: ts.Type): boolean => one.isUnion() && one.types.some(({ flags }) => (flags & ts.TypeFlags.Null) !== 0)
  return { nullable: nullable(written ?? read), kind: text ? 'json' : kind, writtenAs: text ? 'text' : 'same' }
}

function kindOf (checker: ts.TypeChecker, type: ts.Type): ColumnSaid['kind'] {
  const name = checker.typeToString(type)
  if (name === 'string' || name === 'number' || name === 'boolean' || name === 'string[]' || name === 'number[]') return name
  if (name.startsWith('Uint8Array')) return 'bytes'
  return 'json'
}
