import { code, codeList } from './build.ts'
import { OGP } from './sources.ts'

/** Who takes part: members, institutions, and what they are about. */
export const PARTY_LISTS = [
  codeList('member-kind', ['Kind of member', 'Tipo de miembro', 'Type de membre'], [
    code('national', ['National', 'Nacional', 'National']),
    code('local', ['Local', 'Local', 'Local'], {
      definition: ['A government below the national one, with a plan of its own', 'Gobierno subnacional con un plan propio', 'Gouvernement infranational doté de son propre plan']
    })
  ], { source: OGP }),

  codeList('member-status', ['Standing in the Partnership', 'Situación en la Alianza', 'Situation au sein du Partenariat'], [
    code('active', ['Active', 'Activo', 'Actif']),
    code('under_review', ['Under review', 'Bajo revisión', 'En cours d’examen']),
    code('inactive', ['Inactive', 'Inactivo', 'Inactif']),
    code('suspended', ['Suspended', 'Suspendido', 'Suspendu']),
    code('withdrawn', ['Withdrawn', 'Retirado', 'Retiré'])
  ], { source: OGP }),

  codeList('status-reason', ['Reason for a change of standing', 'Motivo del cambio de situación', 'Motif du changement de situation'], [
    code('procedural_review', ['Procedural review', 'Revisión de procedimiento', 'Examen de procédure'], {
      definition: ['The member acted contrary to the process', 'El miembro actuó en contra del proceso', 'Le membre a agi à l’encontre du processus']
    }),
    code('response_policy', ['Response Policy', 'Política de respuesta', 'Politique de réponse']),
    code('voluntary', ['The member\'s own decision', 'Decisión propia del miembro', 'Décision du membre lui-même']),
    code('reinstated', ['Reinstated', 'Restituido', 'Réintégré'])
  ], { source: OGP }),

  codeList('institution-kind', ['Kind of institution', 'Tipo de institución', 'Type d’institution'], [
    code('government', ['Government', 'Gobierno', 'Gouvernement']),
    code('autonomous_body', ['Autonomous body', 'Organismo autónomo', 'Organisme autonome']),
    code('legislature', ['Legislature', 'Poder legislativo', 'Pouvoir législatif']),
    code('judiciary', ['Judiciary', 'Poder judicial', 'Pouvoir judiciaire']),
    code('subnational', ['Subnational government', 'Gobierno subnacional', 'Gouvernement infranational']),
    code('civil_society', ['Civil society', 'Sociedad civil', 'Société civile']),
    code('academia', ['Academia', 'Academia', 'Milieu universitaire']),
    code('private', ['Private sector', 'Sector privado', 'Secteur privé']),
    code('international', ['International organisation', 'Organización internacional', 'Organisation internationale']),
    code('monitoring_body', ['Monitoring body', 'Organismo de seguimiento', 'Organisme de suivi'])
  ]),

  codeList('policy-area-kind', ['Kind of subject', 'Tipo de tema', 'Type de thème'], [
    code('policy_area', ['Policy area', 'Área de política', 'Domaine d’action']),
    code('sector', ['Sector', 'Sector', 'Secteur'])
  ], { source: OGP }),

  codeList('stakeholder-role', ['Part in a commitment', 'Papel en un compromiso', 'Rôle dans un engagement'], [
    code('lead', ['Lead', 'Responsable', 'Chef de file'], {
      definition: ['Answers for the commitment; there may be several, and civil society may be one of them', 'Responde por el compromiso; puede haber varios, también de la sociedad civil', 'Répond de l’engagement ; il peut y en avoir plusieurs, société civile comprise']
    }),
    code('supporting', ['Supporting', 'De apoyo', 'En appui']),
    code('monitoring', ['Monitoring', 'De seguimiento', 'Suivi'])
  ]),

  codeList('actor-role', ['Role of who writes', 'Función de quien escribe', 'Fonction de l’auteur'], [
    code('editor', ['Government editor', 'Editor gubernamental', 'Rédacteur gouvernemental']),
    code('reviewer', ['Civil-society reviewer', 'Revisor de la sociedad civil', 'Évaluateur de la société civile']),
    code('assessor', ['Independent assessor', 'Evaluador independiente', 'Évaluateur indépendant']),
    code('registrar', ['Registrar', 'Registrador', 'Responsable du registre'], {
      definition: ['The tracker\'s own desk: reference data and imports of published data', 'La mesa propia del registro: datos de referencia e importación de datos publicados', 'Le bureau du registre : données de référence et import de données publiées']
    }),
    code('moderator', ['Moderator', 'Moderador', 'Modérateur'], {
      definition: ['May redact on a public ground; cannot write content', 'Puede suprimir por un motivo público; no escribe contenido', 'Peut caviarder pour un motif public ; n’écrit pas de contenu']
    }),
    code('admin', ['Administrator', 'Administrador', 'Administrateur'], {
      definition: ['Keys and scopes only', 'Solo claves y alcances', 'Clés et portées uniquement']
    }),
    code('system', ['The service itself', 'El propio servicio', 'Le service lui-même'])
  ])
]
