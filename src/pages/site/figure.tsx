import type { Chart } from '../../charts/svg.tsx'
import type { Language } from './language.ts'
import { Table } from './parts.tsx'
import { WORDS } from './words.ts'

/**
 * A chart, drawn in the page so that nothing is asked for and nothing moves, with the table behind it folded away; nothing of nothing.
 * Where the same is at an address of `/v1/charts`, that is named.
 */
export function Figure ({ of: chart, language, address }: { of: Chart, language: Language, address: string }) {
  const words = WORDS[language]
  const { title, table } = chart
  if (table.rows.length === 0) return null
  return (
    <figure>
      <Picture of={chart} />
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

/**
 * A picture alone, which scrolls by itself where the window is narrow. It is in the page, of a size that is known before it is drawn, and an image
 * all the same, so that a browser of text says what it is and not each word in it: the table beneath says those.
 */
export function Picture ({ of: { title, description, svg } }: { of: Chart }) {
  const [, width, height] = /width="(\d+)" height="(\d+)"/.exec(svg) as unknown as [string, string, string]
  return (
    <div class='scroll chart' role='group' aria-label={title} tabIndex={0}>
      <img src={`data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`} width={width} height={height} alt={`${title}. ${description}`} />
    </div>
  )
}
