import { CHECKPOINT, COUNT, FOLLOW, QUERY, SYNC, TAKE, VERIFY } from './guide.code.ts'
import type { Guide } from './guide.page.tsx'

export const GUIDE_EN: Guide = {
  about: {
    lead: 'Governments of the Open Government Partnership publish action plans. This tracker keeps what was promised, what three voices say of it, and how the promise itself changed.',
    chapters: [
      { title: 'Three voices, never averaged', text: ['The government reports on itself. Organisations of civil society review it and give evidence. The Independent Reporting Mechanism (IRM) assesses it. Each is shown in its own column, and no number is made of them together.', 'A voice that has not spoken is shown as silent. Silence is not counted as failure, nor as consent.'] },
      { title: 'When voices diverge', text: ['Completion has four ordered steps: not started, limited, substantial, complete. Voices diverge when two of them are two steps apart or more, or when an organisation contests what the government says. What stands outside the order, such as "unclear", is compared with nothing.'] },
      { title: 'Deadlines', text: ['A date is shown as precisely as its source gives it, with the source’s own words beside it. Something is overdue when its last day has passed (UTC) and no report says it is complete. A plan that was extended shows both ends.'] },
      { title: 'Where the words come from', text: ['Texts and ratings are those of the plans, reports and reviews that are named beside them. Texts in another language than that of the page are marked as such. What no source says stays empty.'] },
      { title: 'What can be taken out', text: ['Nothing that was public is ever deleted. A moderator may take words out on one of a few grounds, such as personal data or the safety of a person; that this was done, on what ground and why is public and can be appealed.'] }
    ]
  },
  verify: {
    lead: 'You need not trust whoever runs this service: every change is in a public log that can only grow, and any copy of its newest checkpoint shows if it was rewritten.',
    chapters: [
      { title: 'With one command', text: ['The verifier reads public addresses only. It checks every entry, every hash and every signature, compares what the service says now with what was recorded, and names the first difference. With an older checkpoint it also proves that nothing before it was changed.'], code: VERIFY },
      { title: 'Keep a checkpoint', text: ['A checkpoint is a few lines of text: the size of the log and one hash of everything in it, signed. Keep one, or send it to somebody else. Whoever holds an older one can prove a rewriting.'], code: CHECKPOINT },
      { title: 'With other people’s tools', text: ['Log, checkpoints and proofs have the formats that transparency logs of software packages use (RFC 6962 hashes, C2SP tiles and signed notes), so that tools which nobody here wrote can read them. Each revision of a commitment gives its text, its salt and its hash: SHA-256 of both is the hash in the log.'] }
    ]
  },
  developers: {
    lead: 'Everything on these pages comes from a public API that anybody may read without a key, from any origin.',
    chapters: [
      { title: 'Ask', text: ['Lists are paged by cursor and take filters; entities have strong ETags. The past is asked for with knownAt.'], code: QUERY },
      { title: 'Follow', text: ['The change feed gives every change once and in order, without a gap. Keep the index of the last one you have. The same comes as server-sent events from /v1/changes/stream.'], code: FOLLOW },
      { title: 'Write', text: ['Governments, reviewers and assessors write with keys of their own role, which can do that and nothing else. Errors are problem details (RFC 9457), each with a page that says what to do.'] },
      { title: 'Count and draw', text: ['Statistics say what was counted, of what, and what was left out. Charts come as SVG with the table behind them, badges with all three voices. examples/dashboard.html of the source code is a dashboard in one file, examples/spreadsheet.md loads tables into a spreadsheet.'], code: COUNT },
      { title: 'Take it with you', text: ['Every table comes as CSV, XLSX, NDJSON and JSON-LD, with the filters of its list, and as dated dumps that can be downloaded in parts. /v1/exports/datapackage.json describes every column.'], code: TAKE },
      { title: 'Be told', text: ['Every member, plan, commitment, institution, policy area and search has an Atom and a JSON feed. Whoever has a key can be called by webhooks, in the form of Standard Webhooks.'] },
      { title: 'Sync plans', text: ['The command line pulls a plan as YAML, JSON or a workbook, shows what an edited one would change, and applies exactly that; tables of a government are imported row by row. The client for TypeScript is typed by the contract.'], code: SYNC }
    ]
  }
}
