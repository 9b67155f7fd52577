import { code, codeList } from './build.ts'
import { IRM, OGP_DATA } from './sources.ts'

/** What governments and civil society say of a commitment, and in which reports others do. */
export const VOICE_LISTS = [
  codeList('completion', ['Completion', 'Cumplimiento', 'Achèvement'], [
    code('not_started', ['Not started', 'No iniciado', 'Non commencé'], { rank: 0 }),
    code('limited', ['Limited', 'Limitado', 'Limité'], { rank: 1 }),
    code('substantial', ['Substantial', 'Sustancial', 'Substantiel'], { rank: 2 }),
    code('complete', ['Complete', 'Completo', 'Complet'], { rank: 3 }),
    code('no_evidence_available', ['No evidence available', 'Sin evidencia disponible', 'Aucune preuve disponible'], {
      definition: ['Nothing public shows what was done; not the same as not started', 'Nada público muestra lo hecho; no equivale a no iniciado', 'Rien de public ne montre ce qui a été fait ; ce n’est pas « non commencé »']
    }),
    code('unclear', ['Unclear', 'Poco claro', 'Imprécis'], { definition: ['Legacy value of early reports', 'Valor antiguo de los primeros informes', 'Ancienne valeur des premiers rapports'] }),
    code('withdrawn', ['Withdrawn', 'Retirado', 'Retiré'], {
      definition: ['Legacy value; leaves the denominator of a completion rate', 'Valor antiguo; sale del denominador de una tasa de cumplimiento', 'Ancienne valeur ; sort du dénominateur d’un taux d’achèvement']
    })
  ], {
    source: IRM,
    description: ['High completion means substantial or complete. Steps count on the ranked codes only', 'Cumplimiento alto significa sustancial o completo. Los pasos se cuentan solo entre códigos con rango', 'Un achèvement élevé est substantiel ou complet. Les écarts ne se comptent qu’entre codes classés']
  }),

  codeList('schedule', ['Schedule', 'Calendario', 'Calendrier'], [
    code('ahead', ['Ahead of schedule', 'Adelantado', 'En avance']),
    code('on_schedule', ['On schedule', 'En tiempo', 'Dans les délais']),
    code('behind', ['Behind schedule', 'Atrasado', 'En retard'])
  ]),

  codeList('review-kind', ['Kind of review', 'Tipo de revisión', 'Type d’évaluation'], [
    code('progress', ['Progress', 'Avance', 'Progrès']),
    code('end_of_commitment', ['End of commitment', 'Fin del compromiso', 'Fin de l’engagement']),
    code('shadow', ['Shadow report', 'Informe sombra', 'Rapport alternatif'])
  ]),

  codeList('review-state', ['State of a review', 'Estado de una revisión', 'État d’une évaluation'], [
    code('draft', ['Draft', 'Borrador', 'Brouillon']),
    code('submitted', ['Submitted', 'Enviada', 'Soumise']),
    code('published', ['Published', 'Publicada', 'Publiée']),
    code('retracted', ['Retracted', 'Retractada', 'Rétractée'], { definition: ['Taken back by its author; it stays visible as such', 'Retirada por su autor; sigue visible como tal', 'Retirée par son auteur ; elle reste visible comme telle'] }),
    code('redacted', ['Redacted', 'Suprimida', 'Supprimée'], { definition: ['Taken out of the record as a whole by two moderators; the redaction says why', 'Suprimida por completo del registro por dos moderadores; la supresión dice por qué', 'Retirée en entier du registre par deux modérateurs ; la suppression dit pourquoi'] })
  ]),

  codeList('endorsement', ['Stand on the government\'s claim', 'Postura ante lo que afirma el gobierno', 'Position sur ce qu’affirme le gouvernement'], [
    code('endorsed', ['Endorsed', 'Avalado', 'Approuvé']),
    code('contested', ['Contested', 'Impugnado', 'Contesté']),
    code('declined_to_take_part', ['Declined to take part', 'Declinó participar', 'A refusé de participer']),
    code('not_addressed', ['Not addressed', 'Sin pronunciamiento', 'Sans prise de position'])
  ]),

  codeList('report-type', ['Type of report', 'Tipo de informe', 'Type de rapport'], [
    code('co_creation_brief', ['Co-creation brief', 'Nota sobre la cocreación', 'Note sur la cocréation'], { definition: ['Carries no ratings', 'No contiene calificaciones', 'Ne comporte pas de notes'] }),
    code('action_plan_review', ['Action plan review', 'Revisión del plan de acción', 'Examen du plan d’action'], {
      definition: ['Due four months after submission; carries no completion', 'Debido cuatro meses después de la presentación; no califica el cumplimiento', 'Dû quatre mois après la soumission ; ne note pas l’achèvement']
    }),
    code('design', ['Design report', 'Informe de diseño', 'Rapport de conception'], { definition: ['Carries no completion', 'No califica el cumplimiento', 'Ne note pas l’achèvement'] }),
    code('progress_midterm', ['Progress or mid-term report', 'Informe de avances o de medio término', 'Rapport d’étape ou de mi-parcours']),
    code('implementation', ['Implementation report', 'Informe de implementación', 'Rapport de mise en œuvre']),
    code('end_of_term', ['End-of-term report', 'Informe de fin de término', 'Rapport de fin de mandat']),
    code('transitional_results', ['Transitional results report', 'Informe de resultados transitorio', 'Rapport de résultats transitoire']),
    code('results', ['Results report', 'Informe de resultados', 'Rapport de résultats']),
    code('midterm_review', ['Mid-term review', 'Revisión de medio término', 'Examen à mi-parcours']),
    code('self_assessment_midterm', ['Mid-term self-assessment', 'Autoevaluación de medio término', 'Auto-évaluation à mi-parcours'], { definition: ['Written by the government', 'Escrita por el gobierno', 'Rédigée par le gouvernement'] }),
    code('self_assessment_end_of_term', ['End-of-term self-assessment', 'Autoevaluación de fin de término', 'Auto-évaluation de fin de mandat'], { definition: ['Written by the government', 'Escrita por el gobierno', 'Rédigée par le gouvernement'] }),
    code('inception', ['Inception report', 'Informe inicial', 'Rapport initial'], { definition: ['Carries no completion', 'No califica el cumplimiento', 'Ne note pas l’achèvement'] }),
    code('end_of_commitment', ['End-of-commitment report', 'Informe de fin del compromiso', 'Rapport de fin d’engagement'])
  ], { source: IRM }),

  codeList('author-kind', ['Who writes a report', 'Quién escribe un informe', 'Auteur d’un rapport'], [
    code('irm', ['Independent Reporting Mechanism', 'Mecanismo de Revisión Independiente', 'Mécanisme d’évaluation indépendant']),
    code('government', ['Government', 'Gobierno', 'Gouvernement']),
    code('monitoring_body', ['Monitoring body', 'Organismo de seguimiento', 'Organisme de suivi']),
    code('support_unit', ['OGP Support Unit', 'Unidad de Apoyo de la AGA', 'Unité d’appui du PGO'])
  ]),

  codeList('report-stage', ['Stage of a report', 'Etapa de un informe', 'Étape d’un rapport'], [
    code('public_comment', ['Draft for public comment', 'Borrador para comentarios públicos', 'Projet soumis aux commentaires du public']),
    code('final', ['Final', 'Final', 'Définitif'])
  ], { source: IRM }),

  codeList('missing-reason', ['Why a value is missing', 'Por qué falta un valor', 'Pourquoi une valeur manque'], [
    code('no_data', ['No data', 'Sin datos', 'Aucune donnée'], { definition: ['The indicator did not exist then', 'El indicador no existía entonces', 'L’indicateur n’existait pas alors'] }),
    code('not_reviewed', ['Not reviewed', 'No revisado', 'Non examiné']),
    code('not_applicable', ['Not applicable', 'No aplica', 'Sans objet'])
  ], { source: OGP_DATA })
]
