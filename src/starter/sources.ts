import type { Evidence } from '../schema/common.ts'

/** Where the starter data's numbers and titles stand. */

export const MEXICO_PAGE: Evidence = {
  url: 'https://www.opengovpartnership.org/members/mexico/',
  title: { en: 'Mexico: member page' },
  publisher: 'Open Government Partnership',
  language: 'en'
}

export const EXPLORER_2016: Evidence = {
  title: { en: 'OGP Explorer: commitments and IRM ratings, edition of 2016' },
  publisher: 'Open Government Partnership',
  language: 'en'
}

export function irmReport (title: string): Evidence {
  return { title: { en: title }, publisher: 'Open Government Partnership, Independent Reporting Mechanism' }
}
