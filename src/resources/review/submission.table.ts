export interface SubmissionTable {
  review: string
  /** RFC 8785 text of the facts as they will be published. */
  body: string | null
  salt: Uint8Array | null
  body_hash: Uint8Array
  /** The end of the window it was submitted in. */
  opens_at: string
  due_at: string
  /** What dropped it, with its text and salt. */
  redaction: string | null
}
