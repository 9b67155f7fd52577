export interface SubmissionTable {
  review: string
  /** RFC 8785 text of the facts as they will be published. */
  body: string
  salt: Uint8Array
  body_hash: Uint8Array
  /** The end of the window it was submitted in. */
  opens_at: string
  due_at: string
}
