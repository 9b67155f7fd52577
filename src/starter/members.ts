import type { MemberFacts } from '../resources/member/member.schemas.ts'

/** Members whose standing the sources state. Jalisco is not here: they do not say what its standing is. */
export const MEMBERS: MemberFacts[] = [
  {
    id: 'mexico',
    name: { es: 'México', en: 'Mexico', fr: 'Mexique' },
    kind: 'national',
    countryIso2: 'MX',
    region: 'americas',
    parent: null,
    memberSince: null,
    status: 'under_review',
    statusEvents: [
      {
        // A month's date is its last day: the letter is of April 2024 and the sources give no day.
        on: '2024-04-30',
        status: 'under_review',
        reason: null,
        note: {
          es: 'Una carta de abril de 2024 informa que México está bajo revisión. Se desconoce el día; la fecha es el último del mes.',
          en: 'A letter of April 2024 tells that Mexico is under review. The day is not known; the date is the last of the month.',
          fr: 'Une lettre d’avril 2024 indique que le Mexique est en cours d’examen. Le jour n’est pas connu ; la date est le dernier du mois.'
        },
        document: { title: { en: 'Under Review letter to Mexico, April 2024' }, publisher: 'Open Government Partnership' }
      }
    ],
    codePrefixes: ['MX'],
    externalRefs: []
  }
]
