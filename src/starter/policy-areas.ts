import type { PolicyAreaFacts } from '../resources/policy-area/policy-area.schemas.ts'

function area (id: string, en: string, es: string, fr: string): PolicyAreaFacts {
  return { id, name: { en, es, fr }, description: null, kind: 'policy_area', taxonomy: 'ogp', broader: null, externalRefs: [] }
}

/** The policy areas under which OGP's pages list the commitments of Mexico and Jalisco. */
export const POLICY_AREAS: PolicyAreaFacts[] = [
  area('anti-corruption', 'Anti-Corruption', 'Combate a la corrupción', 'Lutte contre la corruption'),
  area('civic-space', 'Civic Space', 'Espacio cívico', 'Espace civique'),
  area('fiscal-openness', 'Fiscal Openness', 'Apertura fiscal', 'Ouverture budgétaire'),
  area('gender', 'Gender', 'Género', 'Genre'),
  area('justice', 'Justice', 'Justicia', 'Justice'),
  area('marginalized-communities', 'Marginalized Communities', 'Comunidades marginadas', 'Communautés marginalisées'),
  area('public-participation', 'Public Participation', 'Participación pública', 'Participation du public'),
  area('public-service-delivery', 'Public Service Delivery', 'Prestación de servicios públicos', 'Prestation de services publics')
]
