import { saveRows } from '../../db/bulk.ts'
import type { Tx } from '../../db/database.ts'
import { type WriteContext, record } from '../../log/record.ts'
import type { CodeListFacts } from './code-list.schemas.ts'
import { codeListFacts } from './code-list.select.ts'

/** Writes code lists as they shall stand, new or changed, each with its revision. */
export async function saveCodeLists (tx: Tx, context: WriteContext, lists: CodeListFacts[]): Promise<void> {
  if (lists.length === 0) return
  await saveRows(tx, 'code_list', lists.map(list => ({
    id: list.id,
    title: list.title,
    description: list.description,
    ordered: list.ordered,
    source: list.source,
    codes: list.codes,
    updated_at: context.at
  })))
  await record(tx, context, 'code-list', 'code_list', codeListFacts, lists.map(({ id }) => id))
}
