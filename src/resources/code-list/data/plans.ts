import { code, codeList } from './build.ts'
import { IAP2, OGP, OGP_DATA } from './sources.ts'

/** Action plans and commitments as governments state them. */
export const PLAN_LISTS = [
  codeList('plan-lifecycle', ['Where a plan stands', 'Etapa del plan', 'Étape du plan'], [
    code('co_created_not_adopted', ['Co-created, not adopted', 'Cocreado, no adoptado', 'Cocréé, non adopté']),
    code('draft', ['Draft', 'Borrador', 'Projet']),
    code('submitted', ['Submitted', 'Presentado', 'Soumis']),
    code('in_implementation', ['In implementation', 'En implementación', 'En cours de mise en œuvre']),
    code('closed', ['Closed', 'Concluido', 'Clos'], {
      definition: ['Its term has ended; that says nothing of what was achieved', 'Su plazo terminó; no dice nada de lo logrado', 'Son terme est échu ; cela ne dit rien des résultats']
    }),
    code('superseded', ['Superseded', 'Sustituido', 'Remplacé']),
    code('abandoned', ['Abandoned', 'Abandonado', 'Abandonné'])
  ]),

  codeList('participation-level', ['Level of public participation', 'Nivel de participación pública', 'Niveau de participation du public'], [
    code('none', ['No consultation', 'Sin consulta', 'Aucune consultation'], { rank: 0 }),
    code('inform', ['Inform', 'Informar', 'Informer'], { rank: 1 }),
    code('consult', ['Consult', 'Consultar', 'Consulter'], { rank: 2 }),
    code('involve', ['Involve', 'Involucrar', 'Impliquer'], { rank: 3 }),
    code('collaborate', ['Collaborate', 'Colaborar', 'Collaborer'], { rank: 4 }),
    code('empower', ['Empower', 'Empoderar', 'Donner le pouvoir'], { rank: 5 })
  ], {
    source: IAP2,
    description: ['How far the public could influence a plan, in its development and in its implementation', 'Hasta dónde pudo influir el público en un plan, en su elaboración y en su implementación', 'Dans quelle mesure le public a pu peser sur un plan, lors de son élaboration et de sa mise en œuvre']
  }),

  codeList('openness', ['Who could take part', 'Quién pudo participar', 'Qui pouvait participer'], [
    code('open', ['Open', 'Abierta', 'Ouverte']),
    code('by_invitation', ['By invitation', 'Por invitación', 'Sur invitation'])
  ], { source: OGP_DATA }),

  codeList('commitment-lifecycle', ['Lifecycle of a commitment', 'Ciclo de vida del compromiso', 'Cycle de vie de l’engagement'], [
    code('active', ['Active', 'Activo', 'Actif']),
    code('inactive', ['Inactive', 'Inactivo', 'Inactif'], {
      definition: ['The plan ended or the commitment was dropped; the reason says which', 'El plan terminó o el compromiso se abandonó; el motivo dice cuál', 'Le plan est échu ou l’engagement a été abandonné ; le motif le précise']
    }),
    code('withdrawn', ['Withdrawn', 'Retirado', 'Retiré'], {
      definition: ['Taken back by the government; not the same as not started', 'Retirado por el gobierno; no equivale a no iniciado', 'Retiré par le gouvernement ; ce n’est pas « non commencé »']
    }),
    code('paused', ['Paused', 'En pausa', 'En pause']),
    code('entered_in_error', ['Entered in error', 'Registrado por error', 'Saisi par erreur'], {
      definition: ['A duplicate or a slip of the record; hidden from lists, never deleted', 'Un duplicado o un error del registro; se oculta de las listas, nunca se borra', 'Un doublon ou une erreur de saisie ; masqué des listes, jamais supprimé']
    })
  ]),

  codeList('lifecycle-reason', ['Reason for a lifecycle', 'Motivo del ciclo de vida', 'Motif du cycle de vie'], [
    code('plan_ended', ['The plan ended', 'El plan terminó', 'Le plan est échu']),
    code('dropped', ['Dropped', 'Abandonado', 'Abandonné']),
    code('absent_from_document', ['Absent from the plan document', 'Ausente del documento del plan', 'Absent du document du plan']),
    code('duplicate', ['Duplicate', 'Duplicado', 'Doublon'])
  ]),

  codeList('ogp-value', ['OGP value', 'Valor de la AGA', 'Valeur du PGO'], [
    code('access_to_information', ['Access to information', 'Acceso a la información', 'Accès à l’information']),
    code('civic_participation', ['Civic participation', 'Participación ciudadana', 'Participation citoyenne']),
    code('public_accountability', ['Public accountability', 'Rendición de cuentas', 'Redevabilité publique']),
    code('technology_and_innovation', ['Technology and innovation', 'Tecnología e innovación', 'Technologie et innovation'], {
      definition: ['Counts only beside one of the other values', 'Solo cuenta junto a otro de los valores', 'Ne compte qu’à côté d’une autre valeur']
    })
  ], { source: OGP }),

  codeList('grand-challenge', ['Grand challenge', 'Gran desafío', 'Grand défi'], [
    code('increasing_public_integrity', ['Increasing public integrity', 'Aumentar la integridad pública', 'Accroître l’intégrité publique'], { years: [null, 2017] }),
    code('managing_public_resources', ['Managing public resources', 'Gestionar los recursos públicos', 'Gérer les ressources publiques'], { years: [null, 2017] }),
    code('improving_public_services', ['Improving public services', 'Mejorar los servicios públicos', 'Améliorer les services publics'], { years: [null, 2017] }),
    code('increasing_corporate_accountability', ['Increasing corporate accountability', 'Aumentar la rendición de cuentas de las empresas', 'Accroître la responsabilité des entreprises'], { years: [null, 2017] }),
    code('creating_safer_communities', ['Creating safer communities', 'Crear comunidades más seguras', 'Créer des communautés plus sûres'], { years: [null, 2017] })
  ], { source: OGP_DATA, description: ['Used until about 2017', 'En uso hasta alrededor de 2017', 'En usage jusque vers 2017'] }),

  codeList('date-precision', ['Precision of a date', 'Precisión de una fecha', 'Précision d’une date'], [
    code('day', ['Day', 'Día', 'Jour']),
    code('month', ['Month', 'Mes', 'Mois']),
    code('quarter', ['Quarter', 'Trimestre', 'Trimestre']),
    code('year', ['Year', 'Año', 'Année']),
    code('ongoing', ['Ongoing', 'Continuo', 'En continu'], { definition: ['No end is named', 'No se señala un término', 'Aucun terme n’est fixé'] }),
    code('unknown', ['Unknown', 'Desconocida', 'Inconnue'], { definition: ['The source gives no date', 'La fuente no da fecha', 'La source ne donne pas de date'] })
  ], { description: ['A period\'s date is its last day', 'La fecha de un periodo es su último día', 'La date d’une période est son dernier jour'] }),

  codeList('translation-kind', ['Kind of translation', 'Tipo de traducción', 'Type de traduction'], [
    code('human', ['Human', 'Humana', 'Humaine']),
    code('machine', ['Machine', 'Automática', 'Automatique'])
  ])
]
