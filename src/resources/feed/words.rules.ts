import type { EntityType } from '../../log/revision.store.ts'
import type { Language } from './feed.schemas.ts'

/** What a feed says of its own, in each of its languages. */

interface Words {
  all: string
  commitments: string
  redacted: string
  kinds: Record<EntityType, string>
  ops: Record<'create' | 'update' | 'redact', string>
  /** Who wrote something, where neither an institution nor an alias stands for them. */
  roles: Record<string, string>
}

export const WORDS: Record<Language, Words> = {
  en: {
    all: 'All changes',
    commitments: 'Commitments',
    redacted: 'Taken out of the record.',
    kinds: {
      member: 'Member',
      institution: 'Institution',
      'policy-area': 'Policy area',
      'code-list': 'Code list',
      'action-plan': 'Action plan',
      commitment: 'Commitment',
      milestone: 'Milestone',
      'progress-update': 'Progress update',
      review: 'Review',
      reply: 'Reply to a review',
      report: 'Report',
      assessment: 'Assessment',
      'process-assessment': 'Process assessment',
      'report-clusters': 'Clusters of commitments',
      redaction: 'Redaction',
      'log-key': 'Key of the log'
    },
    ops: { create: 'new', update: 'change', redact: 'redaction' },
    roles: { editor: 'Editor', reviewer: 'Reviewer', assessor: 'Assessor', registrar: 'Registrar', moderator: 'Moderator', admin: 'Administrator', system: 'The service' }
  },
  es: {
    all: 'Todos los cambios',
    commitments: 'Compromisos',
    redacted: 'Retirado del registro.',
    kinds: {
      member: 'Miembro',
      institution: 'Institución',
      'policy-area': 'Área de política',
      'code-list': 'Lista de códigos',
      'action-plan': 'Plan de acción',
      commitment: 'Compromiso',
      milestone: 'Hito',
      'progress-update': 'Informe de avance',
      review: 'Valoración',
      reply: 'Respuesta a una valoración',
      report: 'Informe',
      assessment: 'Evaluación',
      'process-assessment': 'Evaluación del proceso',
      'report-clusters': 'Grupos de compromisos',
      redaction: 'Supresión',
      'log-key': 'Clave del registro'
    },
    ops: { create: 'alta', update: 'cambio', redact: 'supresión' },
    roles: { editor: 'Edición', reviewer: 'Valoración', assessor: 'Evaluación', registrar: 'Registro', moderator: 'Moderación', admin: 'Administración', system: 'El servicio' }
  },
  fr: {
    all: 'Tous les changements',
    commitments: 'Engagements',
    redacted: 'Retiré du registre.',
    kinds: {
      member: 'Membre',
      institution: 'Institution',
      'policy-area': 'Domaine',
      'code-list': 'Liste de codes',
      'action-plan': 'Plan d’action',
      commitment: 'Engagement',
      milestone: 'Jalon',
      'progress-update': 'Point d’avancement',
      review: 'Avis',
      reply: 'Réponse à un avis',
      report: 'Rapport',
      assessment: 'Évaluation',
      'process-assessment': 'Évaluation du processus',
      'report-clusters': 'Groupes d’engagements',
      redaction: 'Suppression',
      'log-key': 'Clé du registre'
    },
    ops: { create: 'création', update: 'modification', redact: 'suppression' },
    roles: { editor: 'Édition', reviewer: 'Avis', assessor: 'Évaluation', registrar: 'Registre', moderator: 'Modération', admin: 'Administration', system: 'Le service' }
  }
}
