import type { CommitmentDocument, PlanDocument } from '../resources/plan-document/plan-document.schemas.ts'
import { ARTICLE_19, R3D, SOCIALTIC } from './institutions.ts'
import { MX0081 } from './mx0081.ts'
import { EXPLORER_2016, MEXICO_PAGE } from './sources.ts'

/** Mexico's four action plans as far as public sources go; no fifth was found. */

type PlanFacts = PlanDocument['plan']

function plan (number: number, cycleYear: number, title: Record<string, string>, more: Partial<PlanFacts>): PlanFacts {
  return {
    id: `mexico-${number}`,
    member: 'mexico',
    number,
    title,
    language: 'es',
    translations: { en: 'human', fr: 'human' },
    cycleYear,
    lifecycle: 'closed',
    ...more
  }
}

/** Only the years are known: a period's date is its last day. */
function years (from: number, until: number) {
  return {
    startsOn: `${from}-12-31`,
    startsPrecision: 'year',
    startsText: String(from),
    endsOn: `${until}-12-31`,
    endsPrecision: 'year',
    endsText: String(until)
  } as const
}

/** OGP lists these by an English short title; the Spanish originals are not among the sources. */
function listed (code: string, title: string, policyArea: string | null): CommitmentDocument {
  return {
    code,
    number: null,
    title: { en: title },
    language: 'es',
    translations: { en: 'human' },
    policyAreas: policyArea === null ? [] : [policyArea],
    lifecycle: 'inactive',
    lifecycleReason: 'plan_ended',
    stakeholders: [],
    milestones: []
  }
}

const PLAN_1: PlanDocument = {
  plan: plan(1, 2011, {
    es: 'Primer plan de acción de México, 2011-2013',
    en: 'Mexico\'s first action plan, 2011-2013',
    fr: 'Premier plan d’action du Mexique, 2011-2013'
  }, { ...years(2011, 2013), publishedCounts: { commitments: 37, source: EXPLORER_2016 } }),
  institutions: [],
  commitments: []
}

const PLAN_2: PlanDocument = {
  plan: plan(2, 2013, {
    es: 'Segundo plan de acción de México, 2013-2015',
    en: 'Mexico\'s second action plan, 2013-2015',
    fr: 'Deuxième plan d’action du Mexique, 2013-2015'
  }, { ...years(2013, 2015), publishedCounts: { commitments: 26, source: EXPLORER_2016 } }),
  institutions: [],
  commitments: []
}

const PLAN_3: PlanDocument = {
  plan: plan(3, 2016, {
    es: 'Tercer plan de acción de México, 2016-2018',
    en: 'Mexico\'s third action plan, 2016-2018',
    fr: 'Troisième plan d’action du Mexique, 2016-2018'
  }, {
    ...years(2016, 2018),
    description: {
      es: 'Once compromisos, MX0064 a MX0074. El 23 de mayo de 2017 las organizaciones de la sociedad civil dejaron este plan y el Secretariado Técnico Tripartita.',
      en: 'Eleven commitments, MX0064 to MX0074. On 23 May 2017 the civil-society organisations left this plan and the Tripartite Technical Secretariat.',
      fr: 'Onze engagements, MX0064 à MX0074. Le 23 mai 2017, les organisations de la société civile ont quitté ce plan et le Secrétariat technique tripartite.'
    },
    publishedCounts: { commitments: 11, source: MEXICO_PAGE }
  }),
  institutions: [],
  commitments: [
    listed('MX0064', 'Enforced disappearances: path of action for national public policy', 'civic-space'),
    listed('MX0065', 'Public monitoring mechanism', null)
  ]
}

const PLAN_4: PlanDocument = {
  plan: plan(4, 2019, {
    es: 'Cuarto plan de acción de México, 2019-2022',
    en: 'Mexico\'s fourth action plan, 2019-2022',
    fr: 'Quatrième plan d’action du Mexique, 2019-2022'
  }, {
    description: {
      es: 'Trece compromisos, MX0075 a MX0087: seis cocreados y siete proactivos. Publicado el 10 de diciembre de 2019 para 2019-2021 y luego extendido hasta 2022.',
      en: 'Thirteen commitments, MX0075 to MX0087: six co-created and seven proactive. Published on 10 December 2019 for 2019-2021 and later extended to 2022.',
      fr: 'Treize engagements, MX0075 à MX0087 : six cocréés et sept proactifs. Publié le 10 décembre 2019 pour 2019-2021, puis prolongé jusqu’en 2022.'
    },
    startsOn: '2019-12-10',
    startsPrecision: 'day',
    endsOn: '2022-08-31',
    endsPrecision: 'day',
    originalEndsOn: '2021-08-31',
    originalEndsPrecision: 'day',
    participationInDevelopment: 'collaborate',
    publishedCounts: { commitments: 13, co_created: 6, proactive: 7, source: MEXICO_PAGE }
  }),
  institutions: [ARTICLE_19, SOCIALTIC, R3D],
  commitments: [
    listed('MX0075', 'Citizen Oversight of Social Program Spending', 'fiscal-openness'),
    listed('MX0076', 'Citizen Participation in Sustainable Rural Development', 'gender'),
    listed('MX0077', 'Transparent Education Data', 'public-service-delivery'),
    listed('MX0078', 'Access to Sexual and Reproductive Health Services for Youth', 'public-service-delivery'),
    listed('MX0079', 'Transparency to Promote Labor Inclusion', 'gender'),
    listed('MX0080', 'Open Platform for Public Security Information', 'gender'),
    MX0081,
    listed('MX0082', 'Strengthen Public Care Services', 'public-service-delivery'),
    listed('MX0083', 'Transparency for Monitoring of Trusts', 'anti-corruption'),
    listed('MX0084', 'Transparency of Forestry, Water, and Fishing Management', 'anti-corruption'),
    listed('MX0085', 'Disclosure of Beneficial Owners', 'anti-corruption'),
    listed('MX0086', 'Transparency in the Flow of Arms and Arms Control', 'public-participation'),
    listed('MX0087', 'Subnational Open Government Strategy', 'gender')
  ]
}

export const MEXICO_PLANS: PlanDocument[] = [PLAN_1, PLAN_2, PLAN_3, PLAN_4]
