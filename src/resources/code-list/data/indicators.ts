import { code, codeList } from './build.ts'
import type { Text } from './build.ts'
import { IRM } from './sources.ts'

/** Years are those of a plan's cycle: the first and the last that the indicator was used for. */
const SPECIFICITY = [2011, 2017] as const
const VERIFIABLE = [2018, null] as const
const LENS = [2020, null] as const
const IMPACT = [2011, 2019] as const
const FOR_RESULTS = [2020, null] as const
const OPENED = [2014, 2020] as const
const EARLY = [2021, null] as const

const UNCONFIRMED: Text = [
  'Unconfirmed: public sources did not confirm this code or its wording',
  'Sin confirmar: las fuentes públicas no confirmaron este código ni su redacción',
  'Non confirmé : les sources publiques n’ont confirmé ni ce code ni son libellé'
]

/** What the IRM rates, one scale for each indicator. */
export const INDICATOR_LISTS = [
  codeList('specificity', ['Specificity', 'Especificidad', 'Précision'], [
    code('none', ['None', 'Ninguna', 'Aucune'], { rank: 0, years: SPECIFICITY }),
    code('low', ['Low', 'Baja', 'Faible'], { rank: 1, years: SPECIFICITY }),
    code('medium', ['Medium', 'Media', 'Moyenne'], { rank: 2, years: SPECIFICITY }),
    code('high', ['High', 'Alta', 'Élevée'], { rank: 3, years: SPECIFICITY })
  ], { source: IRM }),

  codeList('verifiability', ['Verifiable', 'Verificable', 'Vérifiable'], [
    code('yes', ['Yes', 'Sí', 'Oui'], { years: VERIFIABLE }),
    code('no', ['No', 'No', 'Non'], {
      years: VERIFIABLE,
      definition: ['Nothing further is rated', 'No se califica nada más', 'Rien d’autre n’est noté']
    })
  ], { source: IRM }),

  codeList('open-government-lens', ['Open-government lens', 'Perspectiva de gobierno abierto', 'Perspective de gouvernement ouvert'], [
    code('yes', ['Yes', 'Sí', 'Oui'], { years: LENS }),
    code('no', ['No', 'No', 'Non'], { years: LENS })
  ], { source: IRM }),

  codeList('potential-impact', ['Potential impact', 'Impacto potencial', 'Impact potentiel'], [
    code('none', ['None', 'Ninguno', 'Aucun'], { rank: 0, years: IMPACT }),
    code('minor', ['Minor', 'Menor', 'Mineur'], { rank: 1, years: IMPACT }),
    code('moderate', ['Moderate', 'Moderado', 'Modéré'], { rank: 2, years: IMPACT }),
    code('transformative', ['Transformative', 'Transformador', 'Transformateur'], { rank: 3, years: IMPACT }),
    code('unclear', ['Unclear', 'Poco claro', 'Imprécis'], {
      years: IMPACT,
      definition: ['Legacy value, outside the order', 'Valor antiguo, fuera del orden', 'Ancienne valeur, hors de l’ordre']
    })
  ], { source: IRM }),

  codeList('potential-for-results', ['Potential for results', 'Potencial de resultados', 'Potentiel de résultats'], [
    code('unclear', ['Unclear', 'Poco claro', 'Imprécis'], { rank: 0, years: FOR_RESULTS }),
    code('modest', ['Modest', 'Modesto', 'Modeste'], { rank: 1, years: FOR_RESULTS }),
    code('substantial', ['Substantial', 'Sustancial', 'Substantiel'], { rank: 2, years: FOR_RESULTS })
  ], { source: IRM, description: ['Also called ambition', 'También llamado ambición', 'Aussi appelé ambition'] }),

  codeList('did-it-open-government', ['Did it open government?', '¿Abrió el gobierno?', 'A-t-il ouvert le gouvernement ?'], [
    code('worsened', ['Worsened', 'Empeoró', 'S’est dégradé'], { rank: 0, years: OPENED }),
    code('did_not_change', ['Did not change', 'No cambió', 'N’a pas changé'], { rank: 1, years: OPENED }),
    code('marginal', ['Marginal', 'Marginal', 'Marginal'], { rank: 2, years: OPENED }),
    code('major', ['Major', 'Considerable', 'Majeur'], { rank: 3, years: OPENED }),
    code('outstanding', ['Outstanding', 'Sobresaliente', 'Exceptionnel'], { rank: 4, years: OPENED })
  ], { source: IRM }),

  codeList('early-results', ['Early results', 'Resultados tempranos', 'Premiers résultats'], [
    code('no_notable_results', ['No notable results', 'Sin resultados notables', 'Aucun résultat notable'], { rank: 0, years: EARLY, definition: UNCONFIRMED }),
    code('moderate_results', ['Moderate results', 'Resultados moderados', 'Résultats modérés'], { rank: 1, years: EARLY, definition: UNCONFIRMED }),
    code('significant_results', ['Significant results', 'Resultados significativos', 'Résultats significatifs'], { rank: 2, years: EARLY, definition: UNCONFIRMED })
  ], { source: IRM })
]
