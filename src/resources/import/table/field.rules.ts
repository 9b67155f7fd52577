/**
 * What a table of a government may say of commitments and milestones, column by column. A header is known by any of these
 * names, in whatever case, with or without accents and punctuation; texts take their language after it: `title:es`, `Title (es)`.
 */

export type RowType = 'commitment' | 'milestone'
export const ROW_TYPES: readonly RowType[] = ['commitment', 'milestone']

/** How the cells of a column are read (value.rules.ts). `key` names something and is no fact of the row. */
export type FieldKind = 'key' | 'text' | 'plain' | 'code' | 'codes' | 'areas' | 'numbers' | 'number' | 'date' | 'institutions'

export interface Field {
  kind: FieldKind
  /** Kinds of row that have it. */
  of: readonly RowType[]
  /** Names of the column by language; the first is the one that the template writes. */
  names: Readonly<Record<'en' | 'es' | 'fr', readonly string[]>>
  /** The code list that its values are of. */
  list?: string
}

const both = ROW_TYPES
const commitment: readonly RowType[] = ['commitment']
const milestone: readonly RowType[] = ['milestone']

const field = (kind: FieldKind, of: readonly RowType[], en: string, es: string, fr: string, list?: string): Field => ({
  kind, of, names: { en: en.split('|'), es: es.split('|'), fr: fr.split('|') }, ...(list === undefined ? {} : { list })
})

export const FIELDS: Readonly<Record<string, Field>> = {
  type: field('key', both, 'Type|Row type', 'Tipo|Tipo de fila', 'Type|Type de ligne'),
  plan: field('key', both, 'Action plan|Plan', 'Plan de acción|Plan', "Plan d'action|Plan"),
  id: field('key', both, 'Id', 'Id', 'Id'),
  code: field('key', both, 'OGP code|Code|Commitment code', 'Código OGP|Código|Código del compromiso|Clave', "Code OGP|Code|Code de l'engagement"),
  externalId: field('key', both, 'External id|External identifier', 'Id externo|Identificador externo', 'Id externe|Identifiant externe'),
  commitment: field('key', milestone, 'Commitment', 'Compromiso', 'Engagement'),
  number: field('key', both, 'Number|No|Commitment number', 'Número|No|Núm|Número del compromiso', "Numéro|No|N°|Numéro de l'engagement"),
  milestoneNumber: field('key', milestone, 'Milestone number|Milestone no', 'Número del hito', 'Numéro du jalon'),
  title: field('text', both, 'Title|Commitment title|Milestone title|Name', 'Título|Título del compromiso|Título del hito|Nombre', "Titre|Titre de l'engagement|Titre du jalon|Nom"),
  shortTitle: field('text', commitment, 'Short title', 'Título corto', 'Titre court'),
  description: field('text', commitment, 'Description', 'Descripción', 'Description'),
  problem: field('text', commitment, 'Problem|Problem addressed', 'Problema|Problemática', 'Problème'),
  causes: field('text', commitment, 'Causes', 'Causas', 'Causes'),
  statusQuo: field('text', commitment, 'Status quo', 'Situación actual', 'Situation actuelle'),
  proposedSolution: field('text', commitment, 'Proposed solution', 'Solución propuesta', 'Solution proposée'),
  expectedResults: field('text', commitment, 'Expected results', 'Resultados esperados', 'Résultats attendus'),
  expectedOutput: field('text', milestone, 'Expected output', 'Producto esperado', 'Produit attendu'),
  language: field('plain', commitment, 'Language', 'Idioma', 'Langue'),
  values: field('codes', commitment, 'OGP values|Values', 'Valores OGP|Valores', 'Valeurs OGP|Valeurs', 'ogp-value'),
  policyAreas: field('areas', commitment, 'Policy areas|Policy area', 'Áreas de política|Área de política', 'Domaines politiques|Domaine politique'),
  grandChallenges: field('codes', commitment, 'Grand challenges|Grand challenge', 'Grandes desafíos|Gran desafío', 'Grands défis|Grand défi', 'grand-challenge'),
  sdgs: field('numbers', commitment, 'SDGs|SDG|Sustainable Development Goals', 'ODS|Objetivos de Desarrollo Sostenible', 'ODD|Objectifs de développement durable'),
  budgetAmount: field('number', commitment, 'Budget amount|Budget', 'Monto del presupuesto|Presupuesto', 'Montant du budget'),
  budgetCurrency: field('plain', commitment, 'Budget currency|Currency', 'Moneda del presupuesto|Moneda', 'Devise du budget|Devise'),
  budgetText: field('text', commitment, 'Budget in words', 'Presupuesto en palabras', 'Budget en toutes lettres'),
  cluster: field('plain', commitment, 'Cluster|Theme', 'Eje|Tema', 'Axe|Thème'),
  starts: field('date', both, 'Start date|Starts on|Start', 'Fecha de inicio|Inicio', 'Date de début|Début'),
  startsText: field('plain', both, 'Start as published', 'Inicio según el plan', 'Début selon le plan'),
  ends: field('date', commitment, 'End date|Ends on|End', 'Fecha de término|Fecha de fin|Término', 'Date de fin|Fin'),
  endsText: field('plain', commitment, 'End as published', 'Término según el plan', 'Fin selon le plan'),
  due: field('date', milestone, 'Due date|Due on|Deadline', 'Fecha límite|Plazo', "Échéance|Date d'échéance"),
  dueText: field('plain', milestone, 'Deadline as published|Due as published', 'Plazo según el plan', 'Échéance selon le plan'),
  weight: field('number', milestone, 'Weight', 'Ponderación|Peso', 'Pondération|Poids'),
  lifecycle: field('code', both, 'Lifecycle', 'Ciclo de vida', 'Cycle de vie', 'commitment-lifecycle'),
  lifecycleReason: field('code', commitment, 'Lifecycle reason', 'Motivo del ciclo de vida', 'Motif du cycle de vie', 'lifecycle-reason'),
  lead: field('institutions', both, 'Lead institutions|Lead institution|Responsible institution', 'Instituciones responsables|Institución responsable', 'Institutions responsables|Institution responsable'),
  supporting: field('institutions', both, 'Supporting institutions|Supporting institution', 'Instituciones de apoyo|Institución de apoyo', "Institutions d'appui|Institution d'appui"),
  monitoring: field('institutions', both, 'Monitoring institutions|Monitoring institution', 'Instituciones de seguimiento|Institución de seguimiento', 'Institutions de suivi|Institution de suivi')
}

/** Sheets of the template, each of one kind of row. */
export const SHEET_NAMES: Readonly<Record<RowType, Readonly<Record<'en' | 'es' | 'fr', string>>>> = {
  commitment: { en: 'Commitments', es: 'Compromisos', fr: 'Engagements' },
  milestone: { en: 'Milestones', es: 'Hitos', fr: 'Jalons' }
}

/** A name without case, accents and punctuation, as names are compared. */
export const plainName = (name: string): string =>
  name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ').trim()

/** The names that a row or a sheet gives to a kind of row. */
export const TYPE_BY_NAME: ReadonlyMap<string, RowType> = new Map(Object.entries(SHEET_NAMES).flatMap(([type, names]) =>
  [type, `${type}s`, ...Object.values(names), ...Object.values(names).map(name => name.replace(/s$/, ''))].map(name => [plainName(name), type as RowType])))
