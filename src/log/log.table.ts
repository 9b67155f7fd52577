export interface LogEntryTable {
  index: number
  entry: string
}

/** Complete subtrees: of 2^level leaves, the first of them at index * 2^level. */
export interface LogNodeTable {
  level: number
  index: number
  hash: Uint8Array
}

export interface LogCheckpointTable {
  size: number
  root: Uint8Array
  /** When it was made. Never published: it tells when a reviewer was at work. */
  at: string
}

/** What an entry of the log is about. */
export interface ChangeScopeTable {
  scope_type: string
  scope_id: string
  log_index: number
}
