import type { Change, ChangeReport, FieldChange } from '../resources/plan-document/plan-document.schemas.ts'
import { type Paint, plain } from './colour.ts'

/** What a document changes, as git shows a difference. What stays as it is is only counted. */
export function reportView ({ changes, changesLeftOut, counts, errors, errorsLeftOut }: ChangeReport, paint: Paint): string {
  const lines = changes.filter(({ op }) => op !== 'unchanged').flatMap(change => changeView(change, paint))
  if (changesLeftOut > 0) lines.push(`and ${changesLeftOut} more, which the service did not name`)
  lines.push(...errors.map(({ pointer, detail }) => paint('red', plain(`${pointer}: ${detail}`))))
  if (errorsLeftOut > 0) lines.push(paint('red', `and ${errorsLeftOut} more errors`))
  lines.push(Object.entries(counts).map(([op, count]) => `${count} ${op}`).join(', '))
  return lines.map(line => `${line}\n`).join('')
}

const HEADS = { create: ['+', 'green'], update: ['~', 'cyan'], missing: ['?', 'yellow'], conflict: ['!', 'red'] } as const

function changeView ({ op, type, id, code, pointer, fields, fieldsLeftOut = 0 }: Change, paint: Paint): string[] {
  const [sign, style] = HEADS[op as keyof typeof HEADS]
  const name = [type, code ?? id, pointer].filter(part => part !== null).join(' ')
  const note = op === 'missing' ? ': in the record, not in the file; it stays' : ''
  return [
    paint(['bold', style], plain(`${sign} ${name}${note}`)),
    ...fields.flatMap(field => fieldView(field, paint)),
    ...(fieldsLeftOut === 0 ? [] : [`    and ${fieldsLeftOut} more fields`])
  ]
}

export function fieldView ({ field, from, to }: FieldChange, paint: Paint): string[] {
  const lines = (sign: string, style: 'red' | 'green', value: unknown): string[] => value === null
    ? []
    : plain(typeof value === 'string' ? value : JSON.stringify(value)).split('\n').map(line => paint(style, `  ${sign} ${line}`))
  return [`    ${plain(field)}`, ...lines('-', 'red', from), ...lines('+', 'green', to)]
}
