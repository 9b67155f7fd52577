/**
 * The one catalogue of refusals: code -> status, title, and what the reader can do about it.
 * Each has a page at /problems/{code}; a test holds catalogue and pages equal.
 */
export const CATALOGUE = {
  'invalid-json': { status: 400, title: 'The body is not usable JSON', help: 'Send one JSON value in UTF-8: no duplicate members, at most 32 levels deep, at most 150,000 values, no text longer than 100,000 characters, no integers beyond 2^53, no lone surrogates and no NUL characters.' },
  'invalid-body': { status: 400, title: 'The body does not fit this operation', help: 'Each entry of errors points at a member with a JSON Pointer; the first 1,000 are named. Compare with the request body in /docs. Nothing was written.' },
  'invalid-query': { status: 400, title: 'A query or path parameter does not fit this operation', help: 'Each entry of errors names a parameter. Unknown parameters are refused, so that a misspelt one never passes for no filter at all. To give several values, repeat the parameter; fields and include take commas.' },
  'invalid-cursor': { status: 400, title: 'The cursor does not belong to this list', help: 'Use page.nextCursor of the page before as it is, with the same address and the same filters, or start again without cursor.' },
  'range-too-wide': { status: 400, title: 'So many revisions are not compared at once', help: 'Compare in parts: give from and to, and go on from where the last part ended. Revisions of milestones in the days between count too.' },
  'no-crosswalk': { status: 400, title: 'These scales cannot be compared', help: 'Ask for each indicator by itself. Values of different scales mean different things, even where they are called alike; they are set side by side only where a published crosswalk leads from one to the other.' },
  'too-many-groups': { status: 400, title: 'So many groups are not counted at once', help: 'Group by fewer or coarser dimensions, or choose fewer commitments with the filters: an answer has at most 10,000 rows.' },
  'bad-request': { status: 400, title: 'The request cannot be read', help: 'Check the address and the headers of the request: something in them breaks the rules of HTTP.' },
  'import-unusable': { status: 400, title: 'The file cannot be read as a spreadsheet of this source', help: 'Send the CSV or XLSX file as published, with its header row and its Content-Type. The detail says what is missing or too much: at most 100,000 rows, 1,000 columns, 100,000 characters a cell; a workbook unpacks to at most 256 MiB.' },
  'ambiguous-identity': { status: 400, title: 'An item cannot be told apart from another', help: 'Give the item its id, its OGP code or an external reference. A number only serves where it is unique here and in the document.' },
  'unknown-reference': { status: 400, title: 'Something named here does not exist', help: 'Create what is named first, or correct the spelling. Institutions of the plan\'s own member can be listed in the document\'s institutions.' },
  'unknown-scope': { status: 400, title: 'The scope names something that does not exist', help: 'Give a key the id of a member, plan or organisation that exists.' },
  'foreign-institution': { status: 400, title: 'This institution belongs to another member', help: 'A plan document changes institutions of its own member only. Leave the institution out of institutions, or send it as it stands; naming it as a stakeholder is always possible.' },
  'code-immutable': { status: 400, title: 'An OGP code cannot be changed or given twice', help: 'A code is given once and stays. Leave it out, or send the one that the commitment has.' },
  'dates-out-of-order': { status: 400, title: 'An end lies before its start', help: 'Send both dates in order, or leave out the one that the source does not give.' },
  'date-precision': { status: 400, title: 'A date and its precision contradict each other', help: 'ongoing and unknown have no date; day, month, quarter and year have one: the last day of the period.' },
  'not-of-government': { status: 400, title: 'This institution does not speak for the government', help: 'Progress and replies are the words of a public body of the member that made the plan. Name one of its institutions (/v1/institutions?member=...); civil society writes reviews.' },
  'not-civil-society': { status: 400, title: 'Only who stands outside government reviews it', help: 'A reviewer\'s key is for an organisation of the kind civil_society, academia, private or international. Where its kind is missing or wrong, the registrar can correct it first: PATCH /v1/institutions/{institution}.' },
  'date-in-future': { status: 400, title: 'What is reported lies in the future', help: 'Give the day on which it was said or published; tomorrow is the latest, since somewhere it is tomorrow already.' },
  'challenges-required': { status: 400, title: 'A report of little progress says why', help: 'Where completion is not_started or limited, say in challenges what stands in the way.' },
  'indicator-not-in-era': { status: 400, title: 'This report cannot carry that indicator', help: 'Code lists say what a report may carry, by year and type of report: eras for indicators, marks for stars and what is promising, minimum-requirement and process-trigger for the process (/v1/code-lists/eras). Leave the others out.' },
  'not-verifiable': { status: 400, title: 'What is not verifiable is not rated further', help: 'Where verifiable is no, leave out every other indicator.' },
  'process-not-assessed': { status: 400, title: 'This report does not assess the process', help: 'A process assessment belongs to a report by somebody other than the government: the IRM, a monitoring body or the Support Unit. Add it to such a report of the plan.' },
  'trigger-without-finding': { status: 400, title: 'A trigger tells of a finding that is not made', help: 'Triggers say why a member acted contrary to process. Leave them out, or set actedContraryToProcess to true if the report finds so.' },
  'commitment-in-two-clusters': { status: 400, title: 'A commitment stands in a cluster already', help: 'In one report a commitment belongs to one cluster at most. Name it once, by its id or its code.' },
  'not-redactable': { status: 400, title: 'This cannot be redacted so', help: 'Name fields whose words shall go, or an earlier revision that shall. Only a review can be redacted as a whole. What a revision says now, its writer changes first, or its fields are named. GET /docs lists the fields of each type.' },
  'webhook-address': { status: 400, title: 'The service does not send to that address', help: 'Give an https address without user and password, on port 443 or 8443, whose name leads to public IP addresses alone. Redirects are not followed. For development on your own machine the operator can set WEBHOOKS_ALLOW_PRIVATE=on.' },
  'evidence-incomplete': { status: 400, title: 'Evidence that nobody could look up', help: 'Give each item of evidence a url, or a title and a publisher.' },
  'evidence-required': { status: 400, title: 'A published review needs evidence and something said', help: 'Give at least one item of evidence, each with a url or with a title and a publisher, and a completion, an endorsement or a narrative. A draft may wait for them.' },
  'lifecycle-reason-required': { status: 400, title: 'An inactive commitment needs its reason', help: 'Say why it is inactive: plan_ended or dropped, in lifecycleReason.' },
  unauthenticated: { status: 401, title: 'This operation needs a key', help: 'Send Authorization: Bearer oct_... with a key that is not expired or revoked. An administrator makes keys with `npm run keys -- create`.' },
  forbidden: { status: 403, title: 'This key may not do that', help: 'The role or the scope of the key does not cover it; GET /v1/me shows both. Ask an administrator for a key of the right role and scope.' },
  'another-moderator-required': { status: 403, title: 'Another moderator decides this', help: 'A redaction of a review takes effect once a second moderator approves it, and an appeal is decided by a moderator who had no part in the redaction. Each has a key of their own.' },
  'not-found': { status: 404, title: 'There is nothing here', help: 'Check the address. /docs lists every address; lists such as /v1/commitments show what exists.' },
  'method-not-allowed': { status: 405, title: 'This address does not take that method', help: 'The Allow header names the methods it takes. Nothing that was public can be deleted.' },
  'not-acceptable': { status: 406, title: 'This address has no answer in the form you accept', help: 'Send Accept: application/json, or leave the header out.' },
  'idempotency-key-reused': { status: 409, title: 'This Idempotency-Key belongs to another request', help: 'Send a new key with every new request; repeat a key only to repeat the very same request.' },
  'already-retracted': { status: 409, title: 'The review is retracted and stays so', help: 'Publish a new review instead.' },
  'state-not-possible': { status: 409, title: 'A review cannot go to that state', help: 'A draft is published or deleted, a published review is revised or retracted, and nothing that was public becomes a draft again.' },
  'already-submitted': { status: 409, title: 'A version of the review waits for its publication', help: 'It becomes public with others at the end of a publication window, three days after it was submitted at the latest. Then it can be revised or retracted; until then its receipt holds for it as it is.' },
  'too-many-replies': { status: 409, title: 'A review takes no more replies', help: 'A review has at most 100 replies. Say what is new in a progress update instead.' },
  'too-many-webhooks': { status: 409, title: 'This key has all the webhooks it may have', help: 'A key has ten webhooks at most. Delete one, or give one more members, plans or commitments: filters combine with OR.' },
  'alias-taken': { status: 409, title: 'This alias is not free', help: 'An alias belongs to one organisation and one plan, and is never the id of an institution. Choose another.' },
  'report-carries-ratings': { status: 409, title: 'The report carries what it could not carry then', help: 'Its assessments, clusters and process assessment follow its type, author and year. errors names those that would break a rule: change them first, or make a new report and write its ratings there.' },
  'nothing-to-redact': { status: 409, title: 'There is nothing left to redact', help: 'What is named here holds nothing, or was redacted already: see /v1/redactions?target=.' },
  'redaction-in-effect': { status: 409, title: 'The redaction is in effect already', help: 'Another moderator approved it. It is public and stays so: GET /v1/redactions/{redaction}.' },
  'appeal-not-possible': { status: 409, title: 'There is no appeal to file or to decide', help: 'A redaction is appealed once, and an appeal is decided once: appeal shows how it stands.' },
  'already-exists': { status: 409, title: 'It exists already', help: 'Read what exists, then change it with its ETag in If-Match.' },
  'ahead-of-log': { status: 409, title: 'You have a change that this log does not hold', help: 'The log was put back to an earlier state, or this is another one. Keep what you have, above all the newest checkpoint, and run `npx open-commitments verify URL --since FILE`. Then start a new copy from the first change.' },
  'data-moved': { status: 409, title: 'The data moved since the dry run', help: 'Do the dry run again, look at what it shows now, and apply with the new digest.' },
  'import-running': { status: 409, title: 'Another import is running', help: 'Wait until it is done: GET /v1/imports/{id} shows how far it is.' },
  redacted: { status: 410, title: 'A moderator took this out of the record', help: 'It was public once and will not be shown again. The redaction that the problem links to says on what ground, and in the words of the moderators why; its author can appeal against it.' },
  'stale-revision': { status: 412, title: 'Somebody changed it since you read it', help: 'Read it again, look at what changed, and send your change with the new ETag in If-Match.' },
  'request-timeout': { status: 408, title: 'The request took too long to arrive', help: 'Send it again over a connection that delivers it within two minutes.' },
  'body-too-large': { status: 413, title: 'The body is too large', help: 'Plan documents may have 16 MiB, imports 32 MiB, everything else 1 MiB.' },
  'unsupported-media-type': { status: 415, title: 'This media type is not taken here', help: 'Send Content-Type: application/json, or text/csv or that of XLSX for a spreadsheet.' },
  'range-not-satisfiable': { status: 416, title: 'The range begins beyond the end of the file', help: 'Content-Range tells how many bytes there are. Who has them all sends If-None-Match with the ETag instead.' },
  'revision-required': { status: 428, title: 'Say which revision you are changing', help: 'Send the ETag of your last GET in If-Match, or ?digest= of a dry run; to create, send If-None-Match: *.' },
  'rate-limited': { status: 429, title: 'Too many requests', help: 'Wait as long as Retry-After says. RateLimit-Policy names the quota; answers of 304 cost nothing, so send If-None-Match with the ETag you have; a read with knownAt counts for ten.' },
  'headers-too-large': { status: 431, title: 'The address and the headers are too large', help: 'Together they may have 16 KiB. Use fewer filters, or ask several times.' },
  internal: { status: 500, title: 'The service failed', help: 'It is not your request. Try again later; if it stays, tell the operator the request id in instance.' },
  'not-ready': { status: 503, title: 'The service cannot answer now', help: 'Its database does not answer. Try again later; the log of the service says why.' },
  'too-many-streams': { status: 503, title: 'No stream is free', help: 'Try again after the seconds that Retry-After names; instead of the stream of changes, ask /v1/changes?after= every few seconds. The operator sets how many there are with CHANGE_STREAMS, and with EXPORT_STREAMS for exports.' },
  'log-withheld': { status: 503, title: 'The log is not signed at the moment', help: 'The log in the database does not continue what was signed before, as after the restore of an older backup. Keep the checkpoints that you have. Whoever runs the service finds in its log what to do.' },
  overloaded: { status: 503, title: 'The service is busy', help: 'Try again after the seconds that Retry-After names.' }
} as const satisfies Record<string, { status: number, title: string, help: string }>

export type ErrorCode = keyof typeof CATALOGUE

/** One reason of a refusal: where in the body (JSON Pointer) or which parameter, and what is wrong. */
export interface ErrorItem {
  pointer?: string
  parameter?: string
  code?: string
  detail: string
}

/** Errors that one answer names: all of a document that somebody means, and a bound for what nobody does. */
export const MOST_ERRORS = 1000

export interface ProblemExtras {
  errors?: ErrorItem[]
  /** How many there are, where `errors` does not hold all. */
  errorCount?: number
  currentRevision?: string | number
  /** Address of the redaction that took it away. */
  redaction?: string
  headers?: Record<string, string>
}

/** A refusal. Thrown by services and http alike; the error handler turns it into problem+json. */
export class ProblemError extends Error {
  readonly code: ErrorCode
  readonly extras: ProblemExtras

  constructor (code: ErrorCode, detail: string, extras: ProblemExtras = {}) {
    super(detail)
    this.name = 'ProblemError'
    this.code = code
    this.extras = extras
  }
}
