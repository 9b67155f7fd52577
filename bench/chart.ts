import type { Report } from './report.ts'

/** The ratios as bars on a logarithmic scale, since they reach from a thousandth to more than one. */

const [LEFT, WIDTH, LINE, TOP] = [420, 480, 34, 56]
const [LOWEST, HIGHEST] = [0.001, 4]

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
const at = (ratio: number): number =>
  LEFT + WIDTH * Math.log(Math.min(HIGHEST, Math.max(LOWEST, ratio)) / LOWEST) / Math.log(HIGHEST / LOWEST)

export function drawChart ({ rows, commit, data }: Pick<Report, 'rows' | 'commit' | 'data'>): string {
  const height = TOP + rows.length * LINE + 20
  const ticks = [0.001, 0.01, 0.1, 0.5, 1, 2].map(tick =>
    `<line x1="${at(tick).toFixed(1)}" x2="${at(tick).toFixed(1)}" y1="${TOP - 8}" y2="${height - 14}" stroke="${tick === 1 ? '#222' : '#ccc'}"/>` +
    `<text x="${at(tick).toFixed(1)}" y="${TOP - 14}" text-anchor="middle">${tick}</text>`)
  const bars = rows.map(({ title, service, contender, target }, index) => {
    const y = TOP + index * LINE
    const bar = (ratio: number, offset: number, colour: string): string =>
      `<rect x="${LEFT}" y="${y + offset}" width="${(at(ratio) - LEFT).toFixed(1)}" height="11" fill="${colour}"/>` +
      `<text x="${(at(ratio) + 4).toFixed(1)}" y="${y + offset + 9}" font-size="10">${ratio.toPrecision(2)}</text>`
    return `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${escape(title)}</text>${bar(service.ratio.median, 2, '#1b5e9b')}` +
      (contender === null ? '' : bar(contender.ratio.median, 14, '#c77d1f')) +
      (target === null ? '' : `<line x1="${at(target).toFixed(1)}" x2="${at(target).toFixed(1)}" y1="${y}" y2="${y + 27}" stroke="#b00" stroke-width="2"/>`)
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${LEFT + WIDTH + 60} ${height}" font-family="sans-serif" font-size="12">
<title>Ratio to the limit in the same round, ${data.commitments} commitments, commit ${escape(commit)}</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="8" y="18">Ratio to the limit of the same round: service (blue), hand-written Fastify + Kysely (orange), target (red). ${data.commitments} commitments, ${escape(commit)}</text>
${[...ticks, ...bars].join('\n')}
</svg>
`
}
