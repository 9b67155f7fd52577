import { code, codeList } from './build.ts'
import { IRM } from './sources.ts'

/** The four rules for a star. Years of rules 1-3 are those of the report, years of rule 4 those of the plan's cycle. */
export const STAR_LISTS = [
  codeList('star-rules', ['Rules for a star', 'Reglas para una estrella', 'Règles pour une étoile'], [
    code('1', ['Moderate impact suffices', 'Basta un impacto moderado', 'Un impact modéré suffit'], {
      years: [null, 2014],
      definition: [
        'Assessed before June 2014: impact moderate or transformative',
        'Evaluado antes de junio de 2014: impacto moderado o transformador',
        'Évalué avant juin 2014 : impact modéré ou transformateur'
      ]
    }),
    code('2', ['Specific as well', 'También específico', 'Précis également'], {
      years: [2014, 2015],
      definition: [
        'The next reports, up to 2015: impact moderate or transformative, and specificity medium or high',
        'Los informes siguientes, hasta 2015: impacto moderado o transformador y especificidad media o alta',
        'Les rapports suivants, jusqu’en 2015 : impact modéré ou transformateur et précision moyenne ou élevée'
      ]
    }),
    code('3', ['Transformative only', 'Solo transformador', 'Transformateur seulement'], {
      years: [2016, null],
      definition: [
        'The raised bar: impact transformative, and specificity medium or high. That it begins with the reports of 2016 is read from OGP\'s data of that year',
        'El listón más alto: impacto transformador y especificidad media o alta. Que empieza con los informes de 2016 se lee en los datos de la AGA de ese año',
        'La barre relevée : impact transformateur et précision moyenne ou élevée. Son début, les rapports de 2016, se lit dans les données du PGO de cette année'
      ]
    }),
    code('4', ['Transformative and verifiable', 'Transformador y verificable', 'Transformateur et vérifiable'], {
      years: [2018, 2019],
      definition: [
        'Plans of the 2018-2019 cycles: impact transformative, and verifiable',
        'Planes de los ciclos 2018-2019: impacto transformador y verificable',
        'Plans des cycles 2018-2019 : impact transformateur et vérifiable'
      ]
    })
  ], {
    source: IRM,
    description: [
      'All rules need relevance to one of the three main values and completion substantial or complete. A computed star stands beside the published one and never replaces it',
      'Todas exigen relevancia para uno de los tres valores principales y cumplimiento sustancial o completo. La estrella calculada acompaña a la publicada y nunca la sustituye',
      'Toutes exigent la pertinence pour l’une des trois valeurs principales et un achèvement substantiel ou complet. L’étoile calculée accompagne l’étoile publiée et ne la remplace jamais'
    ]
  })
]
