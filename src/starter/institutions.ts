import type { InstitutionFacts } from '../resources/institution/institution.schemas.ts'

type Names = { en: string, es: string, fr: string }

function institution (id: string, kind: InstitutionFacts['kind'], member: string | null, name: Names, shortName: string | null = null): InstitutionFacts {
  return {
    id,
    kind,
    member,
    url: null,
    externalRefs: [],
    name,
    shortName: shortName === null ? null : { es: shortName, en: shortName, fr: shortName }
  }
}

/** Civil-society organisations of the commitment on surveillance. The sources tie them to no member. */
export const ARTICLE_19 = institution('article-19', 'civil_society', null, { en: 'Article 19', es: 'Artículo 19', fr: 'Article 19' })
export const SOCIALTIC = institution('socialtic', 'civil_society', null, { en: 'SocialTIC', es: 'SocialTIC', fr: 'SocialTIC' })
export const R3D = institution('r3d', 'civil_society', null, {
  en: 'R3D: Digital Rights Defence Network', es: 'R3D: Red en Defensa de los Derechos Digitales', fr: 'R3D : Réseau de défense des droits numériques'
}, 'R3D')

/** Everybody whom the Mexican case names. The Tripartite Technical Secretariat is a forum, not an institution. */
export const INSTITUTIONS: InstitutionFacts[] = [
  ARTICLE_19,
  SOCIALTIC,
  R3D,
  institution('mexico-civil-society-core-group', 'civil_society', 'mexico', {
    en: 'Civil-society core group', es: 'Núcleo de Organizaciones de la Sociedad Civil', fr: 'Noyau d’organisations de la société civile'
  }),
  institution('mexico-inai', 'autonomous_body', 'mexico', {
    en: 'National Institute for Transparency, Access to Information and Personal Data Protection',
    es: 'Instituto Nacional de Transparencia, Acceso a la Información y Protección de Datos Personales',
    fr: 'Institut national pour la transparence, l’accès à l’information et la protection des données personnelles'
  }, 'INAI'),
  institution('mexico-sfp', 'government', 'mexico', {
    en: 'Ministry of Public Administration', es: 'Secretaría de la Función Pública', fr: 'Ministère de l’Administration publique'
  }, 'SFP'),
  institution('citizen-lab', 'academia', null, { en: 'Citizen Lab', es: 'Citizen Lab', fr: 'Citizen Lab' }),
  institution('ogp-steering-committee', 'international', null, {
    en: 'Steering Committee of the Open Government Partnership',
    es: 'Comité Directivo de la Alianza para el Gobierno Abierto',
    fr: 'Comité directeur du Partenariat pour un gouvernement ouvert'
  }),
  institution('ogp-irm', 'international', null, {
    en: 'Independent Reporting Mechanism', es: 'Mecanismo de Revisión Independiente', fr: 'Mécanisme d’évaluation indépendant'
  }, 'IRM'),
  institution('un-human-rights-council', 'international', null, {
    en: 'United Nations Human Rights Council', es: 'Consejo de Derechos Humanos de las Naciones Unidas', fr: 'Conseil des droits de l’homme des Nations unies'
  }),
  institution('european-union', 'international', null, { en: 'European Union', es: 'Unión Europea', fr: 'Union européenne' })
]
