import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import type { Command } from 'commander'
import type { Commitment } from '../resources/commitment/commitment.schemas.ts'
import { COMPLETIONS, ENDORSEMENTS, OGP_VALUES, OPENED_GOVERNMENT, REVIEW_KINDS } from '../schema/vocabulary.ts'
import { ask, sending } from './client.ts'
import { plain } from './colour.ts'
import { type Reach, connectionOf, keyedConnection, machineReadable, reachable } from './connection.ts'
import { formatOf, readDocument, textOf } from './document.ts'
import { CliError, type Io } from './io.ts'
import { replaceFile } from './saved.ts'

interface NewOptions extends Reach { json?: true, output: string, language: string }
interface PublishOptions extends Reach { json?: true }
interface Authored { id: string, state: string, receipt: { by: string, note: string } }

/** `review new|publish`: a review as a file, and its receipt beside it. Neither holds who wrote it. */
export function reviewCommand (program: Command, io: Io): void {
  const review = program.command('review').description('write a review of a commitment as a file, and publish it')
    .addHelpText('after', `
Example:
  open-commitments review new MX0081 -o review.yaml
  (edit the file)
  open-commitments review publish review.yaml

Neither the file nor the receipt tells who writes: that is in the key alone. Read /safety of the service where this is a danger.`)

  machineReadable(reachable(review.command('new'))).argument('<commitment>', 'its id or its OGP code, e.g. MX0081')
    .description('write an empty review to a file, with what each member may say')
    .requiredOption('-o, --output <file>', 'the file: .yaml or .yml with comments, or .json')
    .option('--language <code>', 'language that you write in (BCP 47)', 'en')
    .action(async (commitment: string, { json, output, language, ...reach }: NewOptions) => {
      const format = formatOf(output)
      if (existsSync(output)) throw new CliError(`${output} is there already.`)
      const connection = await connectionOf(io, reach)
      const { code, title = {} } = await ask<Partial<Commitment>>(io, connection, `/v1/commitments/${encodeURIComponent(commitment)}`)
      const text = textOf(format, skeleton(code ?? commitment, language))
      await replaceFile(output, format === 'yaml' ? explained(text, Object.values(title)) : text)
      io.out(json ? `${JSON.stringify({ commitment: code ?? commitment, file: output })}\n` : `Fill in ${output}, then: open-commitments review publish ${output}\n`)
    })

  machineReadable(reachable(review.command('publish'))).argument('<file>', 'the review, as .yaml, .yml or .json')
    .description('publish a review; its receipt is kept beside the file')
    .addHelpText('after', `
The receipt is written to FILE.receipt: \`open-commitments receipt FILE.receipt URL\` checks later that the promise was kept.
The same file is published once: repeated after an interruption, the service answers as it did (for at least a day; of a key that
publishes in windows until it restarts), and where there is a receipt already nothing is sent.

Exit codes: 0 published, or submitted for a window, 1 refused or failed, 2 wrong usage.`)
    .action(async (file: string, { json, ...reach }: PublishOptions) => {
      const kept = `${file}.receipt`
      if (existsSync(kept)) throw new CliError(`It was published already: its receipt is in ${kept}.`)
      const { value } = await readDocument(file)
      const { commitment, ...body } = Object(value) as { commitment?: unknown }
      if (typeof commitment !== 'string') throw new CliError(`${file} is no review: it names no commitment. \`open-commitments review new\` shows what one looks like.`)
      const connection = await keyedConnection(io, reach, 'A reviewer\'s key')
      const said = { ...body, state: 'published' }
      // The same review has the same key, whenever it is sent: it cannot be published twice by mistake.
      const once = createHash('sha256').update(JSON.stringify([commitment, said])).digest('base64url')
      const published = await ask<Authored>(io, connection, `/v1/commitments/${encodeURIComponent(commitment)}/reviews`, sending('POST', said, { 'idempotency-key': once }))
      const { state, receipt: { by, note } } = published
      await replaceFile(kept, note, 0o600)
      if (json) return io.out(`${JSON.stringify({ ...published, file: kept })}\n`)
      io.out(state === 'submitted'
        ? `It waits: nobody else sees it until it is published together with others, by the end of ${by} (UTC) at the latest. It cannot be changed meanwhile.\n`
        : `It is published, and will be in the public log by the end of ${by} (UTC).\n`)
      io.out(`${note}This receipt proves the promise; it is kept in ${kept}. Check it later: open-commitments receipt ${kept} ${connection.url}\n`)
    })
}

const skeleton = (commitment: string, language: string) => ({
  commitment,
  kind: REVIEW_KINDS[0],
  completion: null,
  endorsement: null,
  didItOpenGovernment: null,
  reviewedOn: '',
  language,
  narrative: { [language]: '' },
  evidence: [{ url: '', title: { [language]: '' } }]
})

const EXPLAINED: Record<string, string> = {
  kind: REVIEW_KINDS.join(', '),
  completion: `${COMPLETIONS.join(', ')}; or null`,
  endorsement: `of the government's own report: ${ENDORSEMENTS.join(', ')}; or null`,
  didItOpenGovernment: `null, or for some of ${OGP_VALUES.join(', ')}: ${OPENED_GOVERNMENT.join(', ')}`,
  reviewedOn: 'a day, YYYY-MM-DD',
  narrative: 'what you saw, by language',
  evidence: 'at least one, each with a url, or with a title and a publisher'
}

/** The same with comments: whose commitment it is, and what each member may say. */
function explained (yaml: string, titles: string[]): string {
  const comments = yaml.replace(/^(\w+):/gm, (line, name: string) => EXPLAINED[name] === undefined ? line : `# ${EXPLAINED[name]}\n${line}`)
  return `# ${plain(titles.join(' / ').replace(/\s+/g, ' '))}\n${comments}`
}
