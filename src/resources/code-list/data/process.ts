import { code, codeList } from './build.ts'
import { IRM, OGP, STANDARDS } from './sources.ts'

/** The standards that the numbers below belong to hold since then. Years are those of the report or of the plan's cycle. */
const SINCE = [2022, null] as const

/** How a member keeps to OGP's process, as reports find it. */
export const PROCESS_LISTS = [
  codeList('minimum-requirement', ['Minimum requirement', 'Requisito mínimo', 'Exigence minimale'], [
    code('1.1', ['Space for dialogue', 'Espacio de diálogo', 'Espace de dialogue'], { years: SINCE }),
    code('2.1', ['Public website', 'Sitio web público', 'Site web public'], { years: SINCE }),
    code('2.2', ['Repository of evidence', 'Repositorio de evidencias', 'Répertoire de preuves'], {
      years: SINCE,
      definition: ['Public, and updated at least twice a year', 'Público y actualizado al menos dos veces al año', 'Public et mis à jour au moins deux fois par an']
    }),
    code('3.1', ['Advance notice', 'Aviso anticipado', 'Préavis'], { years: SINCE }),
    code('3.2', ['Outreach', 'Difusión', 'Sensibilisation'], { years: SINCE }),
    code('4.1', ['Reasoned response', 'Respuesta razonada', 'Réponse motivée'], { years: SINCE }),
    code('5.1', ['Open implementation', 'Implementación abierta', 'Mise en œuvre ouverte'], { years: SINCE })
  ], {
    source: STANDARDS,
    description: ['By number; the labels are short forms', 'Por número; las etiquetas son formas breves', 'Par numéro ; les libellés sont abrégés']
  }),

  codeList('requirement-result', ['Result for a minimum requirement', 'Resultado de un requisito mínimo', 'Résultat pour une exigence minimale'], [
    code('met', ['Met', 'Cumplido', 'Satisfaite']),
    code('not_met', ['Not met', 'No cumplido', 'Non satisfaite']),
    code('in_progress', ['In progress', 'En curso', 'En cours']),
    code('n_a', ['Not applicable', 'No aplica', 'Sans objet'])
  ], { source: IRM }),

  codeList('process-trigger', ['Why a member acted contrary to process', 'Por qué un miembro actuó contra el proceso', 'Pourquoi un membre a enfreint le processus'], [
    code('no_new_plan', ['No new plan in time', 'Sin plan nuevo a tiempo', 'Pas de nouveau plan à temps'], {
      years: SINCE,
      definition: [
        'No new action plan within 12 months of the end of the last one',
        'Sin plan de acción nuevo en los 12 meses siguientes al fin del anterior',
        'Pas de nouveau plan d’action dans les 12 mois suivant la fin du précédent'
      ]
    }),
    code('other', ['Other', 'Otro', 'Autre'], {
      definition: ['What the report says in its own words', 'Lo que el informe dice con sus propias palabras', 'Ce que le rapport dit dans ses propres termes']
    })
  ], { source: OGP })
]
