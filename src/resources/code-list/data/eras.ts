import type { IndicatorName } from '../../assessment/assessment.schemas.ts'
import type { EraIndicator } from '../code-list.schemas.ts'
import { code, codeList } from './build.ts'
import { IRM } from './sources.ts'

type ReportType = NonNullable<EraIndicator['reportTypes']>[number]

/** Reports written while a plan runs or after it. Design-type reports come before, so they carry no completion. */
const COMPLETION_REPORTS: ReportType[] = ['progress_midterm', 'implementation', 'end_of_term', 'transitional_results',
  'results', 'midterm_review', 'end_of_commitment']
/** In 2014-2017 the IRM rated completion twice: at mid-term and at the end of the term. */
const TWICE: ReportType[] = ['progress_midterm', 'end_of_term']
const END_REPORTS: ReportType[] = ['implementation', 'end_of_term', 'transitional_results', 'results', 'end_of_commitment']

function may (indicator: IndicatorName, reportTypes: ReportType[] | null = null): EraIndicator {
  return { indicator, reportTypes }
}

const label = (text: string) => [text, text, text] as const

/** By the year of a plan's cycle. Stars and promising commitments are no indicators but marks, with a list of their own. */
export const ERA_LISTS = [
  codeList('eras', ['Eras of the IRM\'s indicators', 'Épocas de los indicadores del MRI', 'Époques des indicateurs du MEI'], [
    code('2011-2013', label('2011-2013'), {
      years: [2011, 2013],
      definition: ['Stars; completion also as projected', 'Estrellas; cumplimiento también proyectado', 'Étoiles ; achèvement également projeté'],
      indicators: [may('specificity'), may('relevance'), may('potentialImpact'), may('completion', COMPLETION_REPORTS), may('projectedCompletion', COMPLETION_REPORTS)]
    }),
    code('2014-2017', label('2014-2017'), {
      years: [2014, 2017],
      definition: [
        'Stars; completion at mid-term and at the end of the term; did it open government at the end of the term',
        'Estrellas; cumplimiento a medio término y al fin del término; apertura del gobierno al fin del término',
        'Étoiles ; achèvement à mi-parcours et en fin de mandat ; ouverture du gouvernement en fin de mandat'
      ],
      indicators: [may('specificity'), may('relevance'), may('potentialImpact'), may('completion', TWICE), may('didItOpenGovernment', ['end_of_term'])]
    }),
    code('2018-2019', label('2018-2019'), {
      years: [2018, 2019],
      definition: ['Stars; verifiable instead of specific', 'Estrellas; verificable en lugar de específico', 'Étoiles ; vérifiable au lieu de précis'],
      indicators: [may('verifiable'), may('relevance'), may('potentialImpact'), may('completion', COMPLETION_REPORTS), may('didItOpenGovernment', END_REPORTS)]
    }),
    code('2020', label('2020'), {
      years: [2020, 2020],
      definition: ['No stars; promising commitments', 'Sin estrellas; compromisos prometedores', 'Pas d’étoiles ; engagements prometteurs'],
      indicators: [may('verifiable'), may('relevance'), may('openGovernmentLens'), may('potentialForResults'), may('completion', COMPLETION_REPORTS), may('didItOpenGovernment', END_REPORTS)]
    }),
    code('2021', ['2021 on', 'Desde 2021', 'Depuis 2021'], {
      years: [2021, null],
      definition: ['No stars; promising commitments. The scale of early results is unconfirmed', 'Sin estrellas; compromisos prometedores. La escala de resultados tempranos está sin confirmar', 'Pas d’étoiles ; engagements prometteurs. L’échelle des premiers résultats n’est pas confirmée'],
      indicators: [may('verifiable'), may('openGovernmentLens'), may('potentialForResults'), may('completion', COMPLETION_REPORTS), may('earlyResults')]
    })
  ], {
    source: IRM,
    description: [
      'Which indicators an assessment may carry, by the year of the plan\'s cycle; an indicator without report types belongs to every report that rates',
      'Qué indicadores puede llevar una evaluación, según el año del ciclo del plan; un indicador sin tipos de informe pertenece a todo informe que califica',
      'Quels indicateurs une évaluation peut porter, selon l’année du cycle du plan ; un indicateur sans types de rapport relève de tout rapport qui note'
    ]
  }),

  codeList('marks', ['Marks that the IRM gives', 'Distinciones que otorga el MRI', 'Distinctions accordées par le MEI'], [
    code('starred', ['Star', 'Estrella', 'Étoile'], { years: [2011, 2019] }),
    code('promising', ['Promising', 'Prometedor', 'Prometteur'], {
      years: [2020, null],
      definition: ['Given to commitments and to clusters of them', 'Se da a compromisos y a grupos de compromisos', 'Accordée à des engagements et à des groupes d’engagements']
    })
  ], {
    source: IRM,
    description: [
      'Beside the indicators, by the year of the plan\'s cycle, in any report that rates',
      'Junto a los indicadores, según el año del ciclo del plan, en todo informe que califica',
      'À côté des indicateurs, selon l’année du cycle du plan, dans tout rapport qui note'
    ]
  })
]
