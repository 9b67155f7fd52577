import { sendRepresentation } from '../http/conditional.ts'
import { operation } from '../http/operation.ts'
import type { App } from '../http/type-provider.ts'
import type { Deps } from '../deps.ts'
import { failuresOnly } from '../http/server-options.ts'
import { htmlPage } from './html.ts'

/** What protects who reviews, and what does not (log.md, section 5): whoever is at risk reads this before the first review. */
export function safetyRoutes (app: App, deps: Deps): void {
  const { hours, least } = deps.config.window
  const html = htmlPage('Reviewing safely', `<p>For organisations whose members may be watched. Read it before you ask for a key.</p>
<h2>What is kept of you</h2>
<ul>
<li>The name of your organisation, or the alias that you chose for one plan; never both, and never a person's name or an e-mail address.</li>
<li>What you publish, with its date. Ids are random, and nothing has an hour.</li>
<li>Of your key: what it is for, the day it was made, and the last day it was used, which is not noted of a key that publishes in windows.</li>
<li>No address of a computer, no browser's name, no referring page: not in logs, tables or errors. Reviewers' requests leave no line in the log unless they fail, and such a line tells neither who nor what.</li>
</ul>
<h2>What windows hide</h2>
<p>A key publishes <em>immediately</em> (default under an organisation's own name) or in <em>windows</em> (default for an alias). What is submitted in a window of ${hours} hours stays
invisible to everybody but you until at least ${least} such reviews wait, or for three days at most; then all are published together, in an order drawn by lot. Whoever follows the public record sees
the day of the release, not the hour at which you wrote. With few reviewers about, a window hides little: one that was released alone was written in the three days before.</p>
<p>Publishing immediately is seen within a second: whoever watches the record knows the moment.</p>
<h2>What a receipt proves</h2>
<p>Every review that you publish or submit is answered with a receipt: the hash of its text with a random salt, and the last day by which it will be in the public record, signed with the key of the
record. Keep it, apart from the text if that is safer. It tells nothing of what you wrote. If the day is over and <code>/v1/receipts/{hash}</code> does not find the hash in the record, the receipt proves to
anybody that your review was suppressed: <code>npx open-commitments receipt FILE URL</code> checks it. In exchange, what waits cannot be changed or taken back; it can be revised or retracted as soon as it is public. Moderators who redact a public review drop what waits of it; its receipt then names the redaction, which is public.</p>
<h2>What nothing here protects against</h2>
<ul>
<li><strong>A phone or computer that somebody else controls.</strong> Spyware reads the review while you write it. Use another device.</li>
<li><strong>Your network.</strong> Whoever watches your connection sees that you reach this service, and when. Use Tor; this service never refuses an address for its reputation.</li>
<li><strong>Your way of writing, and what only you can know.</strong> A text can tell its author. Have somebody else phrase it, and cite evidence that others have too.</li>
<li><strong>Who runs this service.</strong> Whoever holds the database and its secrets can test for each known organisation whether an alias is its own, sees what waits in a window, and can be made to hand over both.</li>
<li><strong>A copy of the database taken while your review waits.</strong> It shows the window you wrote in, and in which order those of one window came.</li>
<li><strong>Operators who change the software.</strong> What is said here holds for this program as it is published.</li>
<li><strong>A record that nobody else keeps.</strong> Suppression is provable as long as others keep checkpoints of the record, and you keep your receipts.</li>
</ul>`)

  app.get('/safety', {
    ...failuresOnly(deps.config),
    config: { produces: ['text/html'] },
    schema: operation({
      id: 'getSafety',
      tag: 'Service',
      summary: 'Reviewing safely',
      description: 'What is kept of whoever reviews, what publication windows and receipts do, and what nothing here protects against.',
      answer: { 'text/html': { schema: { type: 'string', maxLength: 100000 } } },
      conditional: true
    })
  }, async (request, reply) => sendRepresentation(request, reply, html, undefined, 'text/html; charset=utf-8'))
}
