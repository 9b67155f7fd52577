/**
 * Terms of open government that stand for one another, in the languages of the search: what is asked in one language finds texts
 * in another. The first group of each line of the field is OGP's own glossary and policy areas, then everyday words of plans. Ours.
 */

export type TermLanguage = 'en' | 'es' | 'fr'

/** `en: ... | es: ... | fr: ...`, with commas between terms; several groups may share a term. */
const GROUPS = `
beneficial ownership, beneficial owner, ownership register, ownership transparency | titularidad real, beneficiario final, beneficiarios finales, propiedad efectiva, propietario efectivo | bénéficiaire effectif, bénéficiaires effectifs, propriété effective, propriété réelle
open contracting, contracting transparency, open contracting data standard, ocds | contrataciones abiertas, contratación abierta | contrats ouverts, contractualisation ouverte
public procurement, procurement, government purchasing, public tender | contratación pública, contrataciones públicas, compras públicas, adquisiciones públicas, licitación, licitaciones, compras gubernamentales | marchés publics, commande publique, passation de marchés, achats publics
access to information, access to public information, freedom of information, right to information, foi, rti, right to know | acceso a la información, acceso a la información pública, derecho a la información, derecho a saber | accès à l'information, droit à l'information, liberté de l'information, droit de savoir
whistleblower, whistle blower, whistleblowing, whistleblower protection, protected disclosure | denunciante, denunciantes, alertador, protección de denunciantes | lanceur d'alerte, lanceurs d'alerte, lanceuse d'alerte, protection des lanceurs d'alerte
asset declaration, asset disclosure, income and asset, declaration of assets, financial disclosure | declaración patrimonial, declaraciones patrimoniales, declaración de bienes, declaración jurada, declaraciones juradas | déclaration de patrimoine, déclarations de patrimoine, déclaration d'intérêts
conflict of interest, conflicts of interest | conflicto de interés, conflictos de interés, conflicto de intereses | conflit d'intérêts, conflits d'intérêts
participatory budgeting, participatory budget | presupuesto participativo, presupuestos participativos | budget participatif, budgets participatifs
citizens budget, citizen budget, citizen's budget | presupuesto ciudadano, presupuesto para ciudadanos | budget citoyen, budget des citoyens
open budget, budget transparency, fiscal transparency, fiscal openness | presupuesto abierto, transparencia presupuestaria, transparencia fiscal, apertura fiscal | budget ouvert, transparence budgétaire, transparence fiscale
open data, open government data | datos abiertos, datos gubernamentales abiertos, apertura de datos | données ouvertes, données publiques, ouverture des données
open government | gobierno abierto | gouvernement ouvert
open, openness | abierto, abierta, apertura | ouvert, ouverte, ouverture
open parliament, legislative openness, parliamentary openness | parlamento abierto, congreso abierto | parlement ouvert
open justice, judicial transparency | justicia abierta | justice ouverte
open source, free software | código abierto, software libre | code source ouvert, logiciel libre
surveillance, wiretapping | vigilancia, espionaje | surveillance, espionnage
interception, wiretapping | interceptación, interceptaciones, intercepción | interception, interceptions, écoutes
privacy | privacidad, vida privada | vie privée
data protection, personal data | protección de datos, datos personales | protection des données, données personnelles, données à caractère personnel
anti-corruption, anticorruption, fight against corruption | anticorrupción, lucha contra la corrupción, combate a la corrupción | anticorruption, lutte contre la corruption
corruption | corrupción | corruption
bribery, bribe | soborno, cohecho | pot-de-vin, pots-de-vin
integrity | integridad | intégrité
ethics, code of conduct, code of ethics | ética, código de ética, código de conducta | éthique, déontologie, code de conduite
transparency | transparencia | transparence
accountability, public accountability | rendición de cuentas, responsabilidad pública | redevabilité, responsabilité publique, reddition de comptes
public participation, citizen participation, civic participation, citizen engagement, public engagement | participación ciudadana, participación pública | participation citoyenne, participation du public, participation publique
public consultation, consultation | consulta pública, consulta ciudadana, consultas | consultation publique, concertation, consultations
civic space, freedom of association | espacio cívico, libertad de asociación | espace civique, liberté d'association
civil society, civil society organization, ngo, non-governmental organization | sociedad civil, organizaciones de la sociedad civil, ong | société civile, organisations de la société civile, ong
social audit, social audits, social accountability | auditoría social, auditorías sociales, contraloría social, veeduría, veedurías | audit social, contrôle citoyen
citizen | ciudadano, ciudadana, ciudadanía | citoyen, citoyenne, citoyens
petition, e-petition, online petition, electronic petition | petición, peticiones, petición electrónica | pétition, pétitions, pétition en ligne
lobbying, lobbyist, lobby register | cabildeo, gestión de intereses, grupos de presión | lobbying, lobbyiste, représentants d'intérêts
political finance, party financing, campaign finance, financing of political parties, political party funding | financiamiento político, financiación de partidos, financiamiento de campañas, financiamiento de partidos | financement politique, financement des partis, financement des campagnes
election, elections, electoral | elección, elecciones, electoral | élection, élections, électoral
extractive industries, extractive industry, eiti, extractives | industrias extractivas, industria extractiva | industries extractives, itie
mining | minería | exploitation minière, secteur minier
oil, gas, petroleum, hydrocarbons | petróleo, hidrocarburos | pétrole, hydrocarbures, gaz
natural resources | recursos naturales | ressources naturelles
aid transparency, foreign aid, development aid, iati, development assistance | ayuda al desarrollo, cooperación internacional, ayuda oficial | aide au développement, transparence de l'aide
audit, auditing | auditoría, auditorías | audit, vérification
supreme audit institution, court of audit, court of accounts, auditor general | entidad fiscalizadora superior, contraloría general, tribunal de cuentas | cour des comptes, vérificateur général
budget | presupuesto | budget
public spending, public expenditure, government spending, expenditures | gasto público | dépenses publiques
public finance, public finances | finanzas públicas | finances publiques
tax, taxation, taxes | impuesto, impuestos, tributario | impôt, impôts, fiscalité
debt | deuda | dette
subsidy, subsidies | subsidio, subsidios, subvención | subvention, subventions
e-government, electronic government, egovernment, digital government | gobierno electrónico, gobierno digital, administración electrónica | administration électronique, gouvernement électronique, administration numérique
e-services, electronic services, online services, e-service, digital services | servicios en línea, servicios electrónicos, trámites en línea | services en ligne, services électroniques, démarches en ligne
digital, electronic | digital, electrónico | numérique, digital, électronique
technology, technologies | tecnología, tecnologías | technologie, technologies
internet, broadband | internet, banda ancha | internet, haut débit
artificial intelligence, algorithm, algorithmic | inteligencia artificial, algoritmo, algorítmica | intelligence artificielle, algorithme
public services, public service delivery, service delivery | servicios públicos, prestación de servicios | services publics, prestation de services
one stop shop, single window | ventanilla única | guichet unique
red tape, administrative simplification, administrative burden | simplificación administrativa, simplificación de trámites, trámites | simplification administrative, charges administratives
civil service, public servants, civil servants, public officials | servicio civil, función pública, servidores públicos, funcionarios públicos | fonction publique, fonctionnaires, agents publics
capacity building, training | fortalecimiento de capacidades, capacitación, formación | renforcement des capacités, formation
human rights | derechos humanos | droits humains, droits de l'homme
freedom of expression, freedom of speech | libertad de expresión | liberté d'expression
press, media, journalists | prensa, medios de comunicación, periodistas | presse, médias, journalistes
justice, access to justice | justicia, acceso a la justicia | justice, accès à la justice
judiciary, courts, court, judges | poder judicial, tribunales, jueces | pouvoir judiciaire, tribunaux, juges
legal aid | asistencia jurídica, asistencia legal | aide juridique, aide juridictionnelle
police, policing | policía | police, forces de l'ordre
prison, prisons, penitentiary | cárcel, cárceles, prisión, penitenciario | prison, prisons, pénitentiaire
public safety, public security, crime prevention | seguridad pública, seguridad ciudadana | sécurité publique, sécurité des citoyens
gender, gender equality, women | género, igualdad de género, mujeres, mujer | genre, égalité des genres, femmes, égalité femmes-hommes
violence against women, gender violence, domestic violence | violencia de género, violencia contra las mujeres | violences faites aux femmes, violence fondée sur le genre
youth, young people | juventud, jóvenes | jeunesse, jeunes
children, child | niñez, niños, infancia | enfants, enfance
disability, disabilities, persons with disabilities | discapacidad, personas con discapacidad | handicap, personnes handicapées
indigenous, indigenous peoples | indígena, indígenas, pueblos indígenas | autochtone, peuples autochtones
minorities, marginalized communities, vulnerable groups | minorías, grupos vulnerables, comunidades marginadas | minorités, groupes vulnérables, communautés marginalisées
migrants, immigration, refugees | migrantes, inmigración, refugiados | migrants, immigration, réfugiés
elderly, pension, pensions | adultos mayores, pensión, pensiones | personnes âgées, retraite, retraites
social security, social protection, welfare, social programs | seguridad social, protección social, programas sociales | sécurité sociale, protection sociale, programmes sociaux
poverty | pobreza | pauvreté
employment, labor, labour, jobs | empleo, trabajo, laboral | emploi, travail
health, healthcare | salud, sanidad | santé
hospital, hospitals | hospital, hospitales | hôpital, hôpitaux
medicines, drugs, medicine prices | medicamentos, medicinas | médicaments
education | educación | éducation, enseignement
school, schools | escuela, escuelas | école, écoles
university, universities, higher education | universidad, universidades, educación superior | université, universités, enseignement supérieur
water, sanitation, drinking water | agua, saneamiento, agua potable | eau, assainissement, eau potable
environment, environmental | medio ambiente, ambiental | environnement, environnemental
climate, climate change | clima, cambio climático | climat, changement climatique
forest, forests, forestry | bosque, bosques, forestal | forêt, forêts, forestier
energy, electricity | energía, electricidad | énergie, électricité
waste, recycling | residuos, basura, reciclaje | déchets, recyclage
land, land registry, cadastre, land rights, property registry | tierra, tierras, catastro, registro de la propiedad | foncier, cadastre, terres
agriculture, farmers | agricultura, agricultores | agriculture, agriculteurs
housing | vivienda | logement
transport, transportation, public transport | transporte, transporte público | transport, transports
infrastructure, public works, infrastructure transparency | infraestructura, obras públicas, obra pública | infrastructure, travaux publics
local government, municipality, municipalities, municipal, subnational, local authorities | gobierno local, gobiernos locales, municipio, municipios, ayuntamiento | collectivités locales, collectivités territoriales, commune, communes, municipalité
parliament, legislature, congress | parlamento, congreso, asamblea legislativa | parlement, assemblée nationale
law, legislation | ley, leyes, legislación | loi, lois, législation
regulation, regulations, regulatory | regulación, reglamento, regulatorio | réglementation, règlement
complaint, complaints, grievance | queja, quejas, denuncia, denuncias, reclamos | plainte, plaintes, réclamation, réclamations
ombudsman | defensor del pueblo, ombudsman, defensoría | médiateur, défenseur des droits
archives, records, records management | archivos, gestión documental, archivo | archives, gestion des archives
statistics, statistical | estadística, estadísticas | statistiques, statistique
maps, geospatial, gis, spatial data, geographic information | mapas, datos geoespaciales, información geográfica | cartes, données géographiques, géospatial
website, portal, web portal | sitio web, portal, página web | site web, portail, site internet
mobile, mobile application, app | móvil, aplicación móvil | mobile, application mobile
companies, company register, business register, corporate | empresas, registro mercantil, registro de empresas | entreprises, registre du commerce
state owned enterprises, state-owned companies, public enterprises | empresas públicas, empresas estatales | entreprises publiques, entreprises d'état
public private partnership, ppp | asociación público privada, asociaciones público privadas | partenariat public privé
corporate accountability, corporate social responsibility | responsabilidad corporativa, responsabilidad social empresarial | responsabilité des entreprises
money laundering | lavado de dinero, lavado de activos, blanqueo de capitales | blanchiment d'argent, blanchiment
monitoring, evaluation | monitoreo, seguimiento, evaluación | suivi, évaluation
strategic plan, strategy | estrategia, plan estratégico | stratégie, plan stratégique
disaster, emergency | desastre, desastres, emergencia | catastrophe, urgence
tourism | turismo | tourisme
culture, cultural heritage | cultura, patrimonio cultural | culture, patrimoine culturel
science, research, innovation | ciencia, investigación, innovación | science, recherche, innovation
consumer, consumers, consumer protection | consumidor, consumidores | consommateur, consommateurs
disappeared persons, missing persons, enforced disappearance | personas desaparecidas, desaparición forzada, desaparecidos | personnes disparues, disparition forcée
`

export interface Synonym { text: string, language: TermLanguage }

/** The number of a noun makes no difference to what it stands for. */
const singular = (word: string): string => word.length < 4 ? word : word.replace(/iones$/, 'ion').replace(/ies$/, 'y').replace(/(?<=[dlnrz])es$/, '').replace(/s$/, '')

/** As words are compared: without accents and number. */
const keyOf = (words: string[]): string => words.map(singular).join(' ')

const wordsOf = (term: string): string[] => term.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().split(/[\s'-]+/)

const SYNONYMS = new Map<string, Synonym[]>()
const WORDS = new Set<string>()
let longest = 1
for (const line of GROUPS.trim().split('\n')) {
  const group = line.split(' | ').flatMap((terms, at) => terms.split(', ').map(text => ({ text, language: (['en', 'es', 'fr'] as const)[at] as TermLanguage })))
  for (const { text } of group) {
    const words = wordsOf(text)
    const key = keyOf(words)
    SYNONYMS.set(key, [...SYNONYMS.get(key) ?? [], ...group])
    longest = Math.max(longest, words.length)
    for (const word of words) WORDS.add(word)
  }
}

/** How many of these folded words, from the first, are a term, the longest there is, and what stands for it: itself among them; 1 and nothing where none is. */
export function synonymsOf (words: string[]): { length: number, synonyms: Synonym[] } {
  for (let length = Math.min(longest, words.length); length > 0; length--) {
    const synonyms = SYNONYMS.get(keyOf(words.slice(0, length)))
    if (synonyms !== undefined) return { length, synonyms }
  }
  return { length: 1, synonyms: [] }
}

/** Whether a folded word is spelt as in one of the terms, so that it is no mistake, whether a text has it or not. */
export const isTermWord = (word: string): boolean => WORDS.has(word)
