/** Words of charts and badges, in the languages of the code lists. What a code means comes from its code list. */

export const LANGUAGES = ['en', 'es', 'fr'] as const
export type Language = typeof LANGUAGES[number]

type Word = readonly [en: string, es: string, fr: string]

const WORDS = {
  government: ['Government', 'Gobierno', 'Gouvernement'],
  civilSociety: ['Civil society', 'Sociedad civil', 'Société civile'],
  irm: ['IRM', 'MRI', 'MEI'],
  silent: ['has not spoken', 'no se ha pronunciado', 'ne s’est pas prononcé'],
  unrated: ['gives no rating', 'no califica', 'ne note pas'],
  contested: ['contested', 'impugnado', 'contesté'],
  nothing: ['There is nothing to show for this choice.', 'No hay nada que mostrar para esta selección.', 'Il n’y a rien à montrer pour ce choix.'],
  none: ['None', 'Ninguno', 'Aucun'],
  day: ['Day', 'Día', 'Jour'],
  year: ['Year', 'Año', 'Année'],
  voice: ['Voice', 'Voz', 'Voix'],
  notCounted: ['No rating on the scale', 'Sin calificación en la escala', 'Sans note sur l’échelle'],
  commitments: ['Commitments', 'Compromisos', 'Engagements'],
  commitment: ['Commitment', 'Compromiso', 'Engagement'],
  group: ['Group', 'Grupo', 'Groupe'],
  comparisons: ['Comparisons', 'Comparaciones', 'Comparaisons'],
  twoSteps: ['Two steps or more apart', 'A dos pasos o más', 'Deux échelons d’écart ou plus'],
  highGovernment: ['High according to the government', 'Alto según el gobierno', 'Élevé selon le gouvernement'],
  highOther: ['High according to the other voice', 'Alto según la otra voz', 'Élevé selon l’autre voix'],
  milestone: ['Milestone', 'Hito', 'Jalon'],
  start: ['Start', 'Inicio', 'Début'],
  due: ['Due', 'Plazo', 'Échéance'],
  within: ['Due within', 'Vence dentro de', 'Échéance comprise'],
  moved: ['Re-planned for', 'Replaneado para', 'Replanifié au'],
  precision: ['Precision', 'Precisión', 'Précision'],
  completion: ['Completion', 'Cumplimiento', 'Achèvement'],
  overdue: ['Overdue', 'Vencido', 'En retard'],
  yes: ['yes', 'sí', 'oui'],
  no: ['no', 'no', 'non'],
  today: ['Today', 'Hoy', 'Aujourd’hui'],
  plan: ['Plan', 'Plan', 'Plan'],
  lastReported: ['Last report', 'Último informe', 'Dernier rapport'],
  nextDue: ['Next report due', 'Siguiente informe', 'Prochain rapport dû'],
  reports: ['Reports by half-year', 'Informes por semestre', 'Rapports par semestre'],
  area: ['Policy area', 'Área de política', 'Domaine d’action'],
  more: ['more are not drawn', 'más no se dibujan', 'de plus ne sont pas dessinés'],
  completionTitle: ['Completion by year and voice', 'Cumplimiento por año y voz', 'Achèvement par année et par voix'],
  completionText: ['Ratings of each voice on the ordered scale, by the year of the plan’s cycle; no voice is averaged with another.', 'Calificaciones de cada voz en la escala ordenada, por año del ciclo del plan; ninguna voz se promedia con otra.', 'Notes de chaque voix sur l’échelle ordonnée, par année du cycle du plan ; aucune voix n’est confondue avec une autre.'],
  divergenceTitle: ['Where voices diverge', 'Donde divergen las voces', 'Là où les voix divergent'],
  divergenceText: ['Of the commitments that both rate, the share that the government and another voice each call substantial or complete.', 'De los compromisos que ambas califican, la proporción que el gobierno y otra voz llaman sustancial o completo.', 'Parmi les engagements que les deux notent, la part que le gouvernement et une autre voix disent substantiels ou complets.'],
  voicesTitle: ['What each voice said over time', 'Lo que dijo cada voz en el tiempo', 'Ce que chaque voix a dit au fil du temps'],
  voicesText: ['Ratings of the government, of organisations and of the IRM on the ordered scale, by the day on which they spoke; every organisation speaks for itself.', 'Calificaciones del gobierno, de organizaciones y del MRI en la escala ordenada, por el día en que se pronunciaron; cada organización habla por sí misma.', 'Notes du gouvernement, d’organisations et du MEI sur l’échelle ordonnée, au jour où ils se sont prononcés ; chaque organisation parle pour elle-même.'],
  milestonesTitle: ['Milestones and their deadlines', 'Hitos y sus plazos', 'Jalons et leurs échéances'],
  milestonesText: ['From start to deadline. A hatched end is a deadline that is only known to the month, quarter or year.', 'Del inicio al plazo. Un extremo rayado es un plazo que solo se conoce al mes, trimestre o año.', 'Du début à l’échéance. Une fin hachurée est une échéance connue seulement au mois, au trimestre ou à l’année.'],
  freshnessTitle: ['Reports of each plan, twice a year', 'Informes de cada plan, dos veces al año', 'Rapports de chaque plan, deux fois par an'],
  freshnessText: ['Half-years with progress updates, and how many, of plans in implementation; each must report at least twice a year.', 'Semestres con informes de avance, y cuántos, de los planes en implementación; cada uno debe informar al menos dos veces al año.', 'Semestres avec des rapports d’avancement, et combien, des plans mis en œuvre ; chacun doit rapporter au moins deux fois par an.'],
  areasTitle: ['Commitments by policy area', 'Compromisos por área de política', 'Engagements par domaine d’action'],
  areasText: ['Commitments of each policy area, with completion as the IRM assesses it. One commitment may belong to several areas.', 'Compromisos de cada área de política, con el cumplimiento según el MRI. Un compromiso puede pertenecer a varias áreas.', 'Engagements de chaque domaine d’action, avec l’achèvement selon le MEI. Un engagement peut relever de plusieurs domaines.']
} as const satisfies Record<string, Word>

export type Words = Record<keyof typeof WORDS, string>

/** All words of one language. */
export function wordsOf (language: Language): Words {
  const index = LANGUAGES.indexOf(language)
  return Object.fromEntries(Object.entries(WORDS).map(([name, word]) => [name, word[index]])) as Words
}

/** What a map of texts says in a language or, where it does not, in English, else in any. */
export const inLanguage = (texts: Record<string, string>, language: Language): string =>
  texts[language] ?? texts.en ?? Object.values(texts)[0] as string
