import type { Evidence } from '../../../schema/common.ts'

/** Where the vocabularies come from. A list of the tracker's own making has no source. */

export const OGP: Evidence = {
  url: 'https://www.opengovpartnership.org/',
  title: { en: 'Open Government Partnership: rules, forms and glossary' },
  publisher: 'Open Government Partnership'
}

export const OGP_DATA: Evidence = {
  title: { en: 'OGP Explorer: commitments, process and IRM ratings, edition of 2016' },
  publisher: 'Open Government Partnership'
}

export const IRM: Evidence = {
  title: { en: 'Indicators and ratings of the reports of the Independent Reporting Mechanism' },
  publisher: 'Open Government Partnership, Independent Reporting Mechanism'
}

export const STANDARDS: Evidence = {
  title: { en: 'OGP Participation and Co-creation Standards, 2022' },
  publisher: 'Open Government Partnership'
}

export const IAP2: Evidence = {
  title: { en: 'IAP2 Spectrum of Public Participation' },
  publisher: 'International Association for Public Participation'
}
