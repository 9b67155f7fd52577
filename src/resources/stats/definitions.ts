import type { LangText } from '../../schema/scalars.ts'
import { UNRATED, UNVALUED } from './completion.schemas.ts'
import { UNCOMPARED } from './divergence.schemas.ts'
import { NOT_DUE } from './freshness.schemas.ts'
import type { Definition } from './stats.schemas.ts'
import { UNTIMED } from './timeline.schemas.ts'

/** What every answer says of how it was counted, in the languages of the code lists. */

type Text = readonly [en: string, es: string, fr: string]
const texts = ([en, es, fr]: Text): LangText => ({ en, es, fr })

const REASONS = {
  withdrawn: ['The rating is withdrawn, a legacy value', 'La calificación es retirado, un valor antiguo', 'La note est retiré, une ancienne valeur'],
  unclear: ['The rating is unclear, a legacy value', 'La calificación es poco claro, un valor antiguo', 'La note est imprécis, une ancienne valeur'],
  no_evidence_available: ['No evidence is available; not the same as not started', 'No hay evidencia disponible; no equivale a no iniciado', 'Aucune preuve n’est disponible ; ce n’est pas « non commencé »'],
  no_data: ['No data: the indicator did not exist then', 'Sin datos: el indicador no existía entonces', 'Aucune donnée : l’indicateur n’existait pas alors'],
  not_reviewed: ['The report did not review it', 'El informe no lo revisó', 'Le rapport ne l’a pas examiné'],
  not_applicable: ['The indicator does not apply', 'El indicador no aplica', 'L’indicateur est sans objet'],
  not_rated: ['The latest word gives no rating and no reason', 'La última palabra no da calificación ni motivo', 'La dernière parole ne donne ni note ni motif'],
  not_spoken: ['The voice has not spoken', 'La voz no se ha pronunciado', 'La voix ne s’est pas prononcée'],
  commitment_withdrawn: ['The government has withdrawn the commitment, however it was rated', 'El gobierno retiró el compromiso, sea cual sea su calificación', 'Le gouvernement a retiré l’engagement, quelle que soit sa note'],
  government_not_spoken: ['The government has not spoken', 'El gobierno no se ha pronunciado', 'Le gouvernement ne s’est pas prononcé'],
  other_not_spoken: ['The other voice has not spoken', 'La otra voz no se ha pronunciado', 'L’autre voix ne s’est pas prononcée'],
  outside_scale: ['One of the two gives no rating on the ordered scale', 'Una de las dos no califica en la escala ordenada', 'L’une des deux ne note pas sur l’échelle ordonnée'],
  co_created_not_adopted: ['The plan was not adopted', 'El plan no fue adoptado', 'Le plan n’a pas été adopté'],
  draft: ['The plan is a draft', 'El plan es un borrador', 'Le plan est un projet'],
  submitted: ['The plan is submitted, and not in implementation yet', 'El plan está presentado, aún no en implementación', 'Le plan est soumis, pas encore mis en œuvre'],
  closed: ['The plan is closed', 'El plan está concluido', 'Le plan est clos'],
  superseded: ['The plan was superseded', 'El plan fue sustituido', 'Le plan a été remplacé'],
  abandoned: ['The plan was abandoned', 'El plan fue abandonado', 'Le plan a été abandonné'],
  undated: ['Nothing was ever reported, and no start of the plan is known', 'Nunca se informó, y no se conoce el inicio del plan', 'Rien n’a jamais été rapporté, et le début du plan est inconnu'],
  item_withdrawn: ['The government has withdrawn it, or the commitment that it belongs to', 'El gobierno lo retiró, o el compromiso al que pertenece', 'Le gouvernement l’a retiré, ou l’engagement dont il relève'],
  irm_undated: ['The first report of the IRM that calls it complete has no day', 'El primer informe del MRI que lo da por completo no tiene fecha', 'Le premier rapport du MEI qui le dit complet n’a pas de date']
} as const satisfies Record<string, Text>

function defined (definition: Text, denominator: Text, reasons: readonly (keyof typeof REASONS)[]): Definition {
  return { definition: texts(definition), denominator: texts(denominator), exclusions: Object.fromEntries(reasons.map(reason => [reason, texts(REASONS[reason])])) }
}

export const COMPLETION = defined([
  'The latest word of each voice on completion: of the government its latest progress update on the commitment itself, by period; of civil society the latest published review of each organisation; of the IRM the assessment in its latest report, a final one before a draft for comment. Commitments entered in error are not counted',
  'La última palabra de cada voz sobre el cumplimiento: del gobierno su último informe de avance sobre el compromiso mismo, por periodo; de la sociedad civil la última revisión publicada de cada organización; del MRI la evaluación en su último informe, uno final antes que un borrador para comentarios. Los compromisos registrados por error no se cuentan',
  'La dernière parole de chaque voix sur l’achèvement : du gouvernement, son dernier rapport d’avancement sur l’engagement lui-même, par période ; de la société civile, la dernière évaluation publiée de chaque organisation ; du MEI, l’évaluation de son dernier rapport, un rapport définitif avant un projet soumis aux commentaires. Les engagements saisis par erreur ne sont pas comptés'
], [
  'Ratings not_started, limited, substantial and complete: one for each commitment of the government and of the IRM, one for each organisation and commitment of civil society',
  'Calificaciones not_started, limited, substantial y complete: una por compromiso del gobierno y del MRI, una por organización y compromiso de la sociedad civil',
  'Notes not_started, limited, substantial et complete : une par engagement pour le gouvernement et le MEI, une par organisation et engagement pour la société civile'
], UNRATED)

export const INDICATORS = defined([
  'The values that the assessment in the IRM\'s latest report gives, a final one before a draft for comment. Indicators of different scales are never set side by side',
  'Los valores que da la evaluación en el último informe del MRI, uno final antes que un borrador para comentarios. Nunca se ponen lado a lado indicadores de escalas distintas',
  'Les valeurs que donne l’évaluation du dernier rapport du MEI, un rapport définitif avant un projet soumis aux commentaires. Des indicateurs d’échelles différentes ne sont jamais mis côte à côte'
], ['Commitments with a value', 'Compromisos con un valor', 'Engagements qui ont une valeur'], UNVALUED)

export const DIVERGENCE = defined([
  'The government\'s latest completion less that of another voice, in steps of the ordered scale: positive where the government says more. The IRM speaks once for each commitment, civil society once for each organisation',
  'El último cumplimiento según el gobierno menos el de otra voz, en pasos de la escala ordenada: positivo donde el gobierno afirma más. El MRI habla una vez por compromiso, la sociedad civil una vez por organización',
  'Le dernier achèvement selon le gouvernement moins celui d’une autre voix, en échelons de l’échelle ordonnée : positif là où le gouvernement affirme plus. Le MEI parle une fois par engagement, la société civile une fois par organisation'
], [
  'Pairs of ratings in which both stand on the ordered scale',
  'Pares de calificaciones en que ambas están en la escala ordenada',
  'Paires de notes où toutes deux sont sur l’échelle ordonnée'
], UNCOMPARED)

export const FRESHNESS = defined([
  'OGP members keep their public repository of evidence up to date at least twice a year: the next report of a plan in implementation is due six months after its last progress update on any commitment or milestone or, before the first, after its start. The day itself is not overdue',
  'Los miembros de la AGA actualizan su repositorio público de evidencia al menos dos veces al año: el siguiente informe de un plan en implementación se debe seis meses después de su último informe de avance sobre cualquier compromiso o hito o, antes del primero, después de su inicio. El día mismo no está vencido',
  'Les membres du PGO tiennent à jour leur dépôt public de preuves au moins deux fois par an : le prochain rapport d’un plan mis en œuvre est dû six mois après son dernier rapport d’avancement sur un engagement ou un jalon ou, avant le premier, après son début. Le jour même n’est pas en retard'
], [
  'Plans in implementation of which the filters choose a commitment',
  'Planes en implementación de los que los filtros eligen un compromiso',
  'Plans mis en œuvre dont les filtres retiennent un engagement'
], NOT_DUE)

export const TIMELINE = defined([
  'What the record holds, by month: commitments by the day of their first revision, progress updates by the day of the report, published reviews by the day of the review, the first time that each voice called a commitment complete, and the commitments overdue today by the day of the earliest deadline that they missed',
  'Lo que contiene el registro, por mes: compromisos por el día de su primera revisión registrada, informes de avance por el día del informe, revisiones publicadas por el día de la revisión, la primera vez que cada voz dio un compromiso por completo, y los compromisos vencidos hoy por el día del primer plazo que incumplieron',
  'Ce que contient le registre, par mois : les engagements au jour de leur première révision enregistrée, les rapports d’avancement au jour du rapport, les évaluations publiées au jour de l’évaluation, la première fois que chaque voix a dit un engagement complet, et les engagements en retard aujourd’hui au jour de la première échéance manquée'
], ['Counts without shares', 'Cuentas sin proporciones', 'Comptes sans proportions'], UNTIMED)

export const BURNDOWN = defined([
  'At the end of each month: commitments and milestones less those of which the government\'s last report until then says complete; and less those whose own deadline has passed by then, as planned. From the first month of the plans, or of a report, to the last',
  'Al fin de cada mes: compromisos e hitos menos aquellos cuyo último informe del gobierno hasta entonces dice completo; y menos aquellos cuyo propio plazo ya pasó, según lo planeado. Del primer mes de los planes, o de un informe, al último',
  'À la fin de chaque mois : engagements et jalons moins ceux que le dernier rapport du gouvernement dit complets ; et moins ceux dont la propre échéance est passée, comme prévu. Du premier mois des plans, ou d’un rapport, au dernier'
], [
  'Commitments and milestones as they stand now, each kind by itself; those entered in error are not counted',
  'Compromisos e hitos como están ahora, cada tipo por separado; los registrados por error no se cuentan',
  'Engagements et jalons tels qu’ils sont maintenant, chaque type à part ; ceux saisis par erreur ne sont pas comptés'
], ['item_withdrawn'])
