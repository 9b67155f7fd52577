import type { ReportFacts } from '../resources/report/report.schemas.ts'
import { irmReport } from './sources.ts'

/** A report before it has an id: its external reference says which one it is, so that starting twice makes it once. */
export type StarterReport = Omit<ReportFacts, 'id'>

export const STARTER_SOURCE = 'open-commitments-starter'

type Names = { es: string, en: string, fr: string }

/** The sources give no dates for these reports, nor addresses that could be confirmed. */
function report (id: string, plan: string, type: ReportFacts['type'], title: Names, counts: Record<string, number>): StarterReport {
  return {
    plan,
    type,
    authorKind: 'irm',
    stage: 'final',
    title,
    language: null,
    publishedOn: null,
    publishedPrecision: 'unknown',
    publishedText: null,
    url: null,
    publishedCounts: { ...counts, source: irmReport(title.en) },
    externalRefs: [{ source: STARTER_SOURCE, id }]
  }
}

/** Totals as the reports state them. They do not say of which commitments, so none is rated by them. */
export const REPORTS: StarterReport[] = [
  report('mexico-3-midterm', 'mexico-3', 'progress_midterm', {
    es: 'Informe de medio término del tercer plan de acción de México',
    en: 'Mid-term report on Mexico\'s third action plan',
    fr: 'Rapport de mi-parcours sur le troisième plan d’action du Mexique'
  }, { civil_society_endorsements: 0 }),
  report('mexico-4-design', 'mexico-4', 'design', {
    es: 'Informe de diseño del cuarto plan de acción de México',
    en: 'Design report on Mexico\'s fourth action plan',
    fr: 'Rapport de conception sur le quatrième plan d’action du Mexique'
  }, { commitments: 13, relevant: 13, transformative: 4, potentially_starred: 4 }),
  report('mexico-4-results', 'mexico-4', 'results', {
    es: 'Informe de resultados del cuarto plan de acción de México',
    en: 'Results report on Mexico\'s fourth action plan',
    fr: 'Rapport de résultats sur le quatrième plan d’action du Mexique'
  }, {
    early_results: 9,
    early_results_marginal: 5,
    early_results_major: 3,
    early_results_outstanding: 1,
    paused: 4,
    paused_and_inactive: 3
  })
]
