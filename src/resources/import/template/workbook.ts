import { type WriteSheet, writeXlsx } from 'hucre'
import { columnLetters, escapedCell } from '../../../sheet/sheet.ts'
import type { Code } from '../../code-list/code-list.schemas.ts'
import { ROW_TYPES, SHEET_NAMES } from '../table/field.rules.ts'
import { type FilledPlan, type TemplateColumn, type TemplateLanguage, languagesOf, templateColumns, templateRows } from './template.view.ts'
import { WORDS } from './template.words.ts'

/** Rows below the header that drop-downs reach. */
const FILLABLE = 2000
/** Lists of which a cell takes one value; of the others it takes several, so that the drop-down only helps. */
const SINGLE = new Set(['lifecycle', 'lifecycleReason'])

/** The template as XLSX: instructions, a sheet for each type of row, and the lists that its drop-downs offer. */
export async function templateWorkbook (language: TemplateLanguage, lists: Readonly<Record<string, readonly Code[]>>, policyAreas: readonly string[], plan?: FilledPlan): Promise<Buffer> {
  const words = WORDS[language]
  const choices = Object.entries({ ...Object.fromEntries(Object.entries(lists).map(([id, codes]) => [id, codes.map(({ code, label }) => label[language] ?? code)])), 'policy-areas': policyAreas })
  const languages = languagesOf(plan, language)
  const tables = ROW_TYPES.map((type): WriteSheet => {
    const columns = templateColumns(type, language, languages)
    const rows = plan === undefined ? [] : templateRows(type, columns, plan, lists, language)
    return {
      name: SHEET_NAMES[type][language],
      // Text, so that 1.10 stays what it is.
      columns: columns.map(() => ({ width: 24, numFmt: '@' })),
      rows: [columns.map(({ header }) => header), ...rows.map(cells => cells.map(escapedCell))],
      freezePane: { rows: 1 },
      dataValidations: columns.flatMap((column, index) => dropDown(column, index, words.lists, choices))
    }
  })
  const longest = Math.max(...choices.map(([, values]) => values.length))
  const bytes = await writeXlsx({
    // Else the time of writing stands in it, and the same template would never be the same bytes.
    properties: { modified: new Date('2000-01-01T00:00:00Z') },
    sheets: [
      { name: words.sheet, columns: [{ width: 120 }], rows: words.lines.map(line => [line]) },
      ...tables,
      { name: words.lists, columns: choices.map(() => ({ width: 32, numFmt: '@' })), rows: Array.from({ length: longest }, (_, at) => choices.map(([, values]) => values[at] ?? null)) }
    ]
  })
  return Buffer.from(bytes as Uint8Array)
}

function dropDown ({ field, list }: TemplateColumn, index: number, sheet: string, choices: readonly (readonly [string, readonly string[]])[]): NonNullable<WriteSheet['dataValidations']> {
  const at = choices.findIndex(([id]) => id === list)
  if (at < 0) return []
  const [column, letter] = [columnLetters(index + 1), columnLetters(at + 1)]
  const count = (choices[at] as readonly [string, readonly string[]])[1].length
  return [{ type: 'list', formula1: `'${sheet}'!$${letter}$1:$${letter}$${count}`, range: `${column}2:${column}${FILLABLE + 1}`, allowBlank: true, showErrorMessage: SINGLE.has(field) }]
}
