/** Written by `refresh_commitment_search` alone, as `search_word` is. */
export interface CommitmentSearchTable {
  commitment: string
  source: string
  texts: string
  names: string
  words: string
}

export interface SearchWordTable {
  word: string
}
