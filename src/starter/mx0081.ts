import type { CommitmentDocument } from '../resources/plan-document/plan-document.schemas.ts'

/**
 * The commitment on surveillance, told in our own words. Its own IRM rating, its milestones and its lead institutions
 * were not found: they stay empty. The sources do not say that civil society leads it, so it stands as supporting.
 */
export const MX0081: CommitmentDocument = {
  code: 'MX0081',
  number: '7',
  title: {
    es: 'Derechos frente a la tecnología y privacidad',
    en: 'Technology Rights and Privacy',
    fr: 'Droits face aux technologies et vie privée'
  },
  shortTitle: {
    es: 'Controles democráticos a la vigilancia del Estado',
    en: 'Democratic controls over state surveillance',
    fr: 'Contrôles démocratiques de la surveillance d’État'
  },
  description: {
    es: 'Someter la vigilancia del Estado a controles democráticos: personas expertas de varios sectores han de analizar y cambiar las reglas con que se compra y se usa tecnología que intercepta comunicaciones privadas. Por la sociedad civil: Artículo 19, SocialTIC, R3D y otras organizaciones.',
    en: 'To put surveillance by the state under democratic controls: experts from several sectors are to analyse and change the rules for buying and using technology that intercepts private communications. For civil society: Article 19, SocialTIC, R3D and other organisations.',
    fr: 'Soumettre la surveillance exercée par l’État à des contrôles démocratiques : des spécialistes de plusieurs secteurs doivent analyser et modifier les règles d’achat et d’usage des technologies qui interceptent les communications privées. Pour la société civile : Article 19, SocialTIC, R3D et d’autres organisations.'
  },
  problem: {
    es: 'Los primeros hallazgos de Citizen Lab son de febrero de 2017. El 23 de mayo de 2017 las organizaciones de la sociedad civil dejaron el Secretariado Técnico Tripartita y el tercer plan de acción de México por dos razones que hicieron públicas: sus contrapartes no habían respondido al caso de vigilancia y no había voluntad política de mantener la ambición y el alcance de lo cocreado. El 19 de junio de 2017 se conocieron pruebas de que Pegasus se usó contra personas defensoras de derechos, periodistas y sociedad civil, entre ellas una de las personas fundadoras del grupo de gobierno abierto; más tarde se supo de más de cien intentos contra 22 personas.',
    en: 'Citizen Lab\'s first findings date from February 2017. On 23 May 2017 the civil-society organisations left the Tripartite Technical Secretariat and Mexico\'s third action plan, for two reasons that they stated: their counterparts had given no answer to the surveillance case, and there was no political will to keep the ambition and scope of what had been co-created. On 19 June 2017 evidence came out that Pegasus had been used against rights defenders, journalists and civil society, one founder of the open-government group among them; later more than a hundred attempts against 22 people were known.',
    fr: 'Les premières constatations de Citizen Lab datent de février 2017. Le 23 mai 2017, les organisations de la société civile ont quitté le Secrétariat technique tripartite et le troisième plan d’action du Mexique, pour deux raisons qu’elles ont exposées : leurs interlocuteurs n’avaient pas répondu à l’affaire de surveillance, et la volonté politique de conserver l’ambition et la portée de ce qui avait été cocréé faisait défaut. Le 19 juin 2017, des preuves ont montré que Pegasus avait été utilisé contre des défenseurs des droits, des journalistes et la société civile, dont une personne parmi les fondateurs du groupe du gouvernement ouvert ; plus tard, on a eu connaissance de plus de cent tentatives contre 22 personnes.'
  },
  proposedSolution: {
    es: 'Reunir a personas expertas de varios sectores que analicen las reglas sobre la compra y el uso de tecnología que intercepta comunicaciones privadas, y las cambien, para que la vigilancia del Estado quede bajo control democrático.',
    en: 'Bring together experts from several sectors who analyse the rules on buying and using technology that intercepts private communications, and change them, so that state surveillance comes under democratic control.',
    fr: 'Réunir des spécialistes de plusieurs secteurs qui analysent les règles relatives à l’achat et à l’usage des technologies d’interception des communications privées, et les modifient, pour que la surveillance d’État passe sous contrôle démocratique.'
  },
  language: 'es',
  translations: { en: 'human', fr: 'human' },
  policyAreas: ['civic-space'],
  lifecycle: 'inactive',
  lifecycleReason: 'plan_ended',
  stakeholders: [
    { institution: 'article-19', role: 'supporting' },
    { institution: 'socialtic', role: 'supporting' },
    { institution: 'r3d', role: 'supporting' }
  ],
  milestones: []
}
