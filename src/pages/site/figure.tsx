import type { Chart } from '../../charts/svg.tsx'
import type { Language } from './language.ts'
import { Table } from './parts.tsx'
import { WORDS } from './words.ts'

/**
 * A chart, drawn in the page so that nothing is asked for and nothing moves, with the table behind it folded away; nothing of nothing.
 * Where the same is at an address of `/v1/charts`, that is named.
 */
export function Figure ({ of: { title, table, svg }, language, address }: { of: Chart, language: Language, address: string }) {
  const words = WORDS[language]
  if (table.rows.length === 0) return null
  return (
    <figure>
      <Picture title={title} svg={svg} />
      <details>
        <summary>{words.numbers}</summary>
        <Table caption={title} head={table.columns}>
          {table.rows.map((row, at) => <tr key={at}>{row.map((cell, column) => column === 0 ? <th key={column} scope='row'>{cell}</th> : <td key={column}>{cell}</td>)}</tr>)}
        </Table>
        <p><a href={`/v1/charts/${address}`}>{words.asPicture}</a></p>
      </details>
    </figure>
  )
}

/** A picture alone, which scrolls by itself where the window is narrow. `charts/` has escaped every text in it. */
export const Picture = ({ title, svg }: { title: string, svg: string }) =>
  <div class='scroll chart' role='group' aria-label={title} tabIndex={0} dangerouslySetInnerHTML={{ __html: svg }} />
