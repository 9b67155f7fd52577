import { CHECKPOINT, COUNT, FOLLOW, QUERY, SYNC, TAKE, VERIFY } from './guide.code.ts'
import type { Guide } from './guide.page.tsx'

export const GUIDE_FR: Guide = {
  about: {
    lead: 'Les gouvernements du Partenariat pour un gouvernement ouvert publient des plans d’action. On garde ici ce qui fut promis, ce que trois voix en disent, et comment la promesse elle-même a changé.',
    chapters: [
      { title: 'Trois voix, jamais de moyenne', text: ['Le gouvernement rend compte de lui-même. Des organisations de la société civile donnent leur avis et apportent des preuves. Le Mécanisme d’évaluation indépendant (MEI) l’évalue. Chaque voix a sa colonne, et aucun nombre n’est fait des trois.', 'Une voix qui ne s’est pas exprimée est montrée comme silencieuse. Le silence ne compte ni comme échec ni comme accord.'] },
      { title: 'Quand les voix divergent', text: ['L’achèvement a quatre degrés : non commencé, limité, substantiel, complet. Les voix divergent quand deux d’entre elles sont à deux degrés ou plus, ou quand une organisation conteste ce que dit le gouvernement. Ce qui est hors de l’échelle, comme « pas clair », n’est comparé à rien.'] },
      { title: 'Échéances', text: ['Une date est montrée avec la précision de sa source, et ses propres mots à côté. Une chose est en retard quand son dernier jour est passé (UTC) et qu’aucun rapport ne la dit complète. Un plan prolongé montre ses deux fins.'] },
      { title: 'D’où viennent les mots', text: ['Les textes et les notes sont ceux des plans, rapports et avis nommés à côté. Les textes dans une autre langue que celle de la page sont signalés. Ce qu’aucune source ne dit reste vide.'] },
      { title: 'Ce qui peut être retiré', text: ['Rien de ce qui fut public n’est jamais effacé. La modération peut retirer des mots pour quelques motifs, comme des données personnelles ou la sécurité d’une personne ; que cela fut fait, pour quel motif et pourquoi est public et peut faire l’objet d’un recours.'] }
    ]
  },
  verify: {
    lead: 'Nul besoin de faire confiance à qui exploite ce service : chaque changement est dans un registre public qui ne peut que croître, et toute copie de son dernier point de contrôle montre s’il fut réécrit.',
    chapters: [
      { title: 'Par une commande', text: ['Le vérificateur ne lit que des adresses publiques. Il contrôle chaque entrée, chaque empreinte et chaque signature, compare ce que dit le service à ce qui fut enregistré, et nomme la première différence. Avec un point de contrôle plus ancien, il prouve aussi que rien d’antérieur n’a changé.'], code: VERIFY },
      { title: 'Gardez un point de contrôle', text: ['Un point de contrôle, ce sont quelques lignes de texte : la taille du registre et une empreinte de tout son contenu, signées. Gardez-en un ou envoyez-le à quelqu’un. Qui en détient un plus ancien peut prouver une réécriture.'], code: CHECKPOINT },
      { title: 'Avec les outils des autres', text: ['Registre, points de contrôle et preuves ont les formats des registres de transparence de paquets logiciels (empreintes de la RFC 6962, tuiles et notes signées de C2SP) : des outils que personne ici n’a écrits savent les lire. Chaque révision d’un engagement donne son texte, son sel et son empreinte : le SHA-256 des deux est l’empreinte du registre.'] }
    ]
  },
  developers: {
    lead: 'Tout ce que montrent ces pages vient d’une API publique que chacun peut lire sans clé et depuis toute origine.',
    chapters: [
      { title: 'Interroger', text: ['Les listes sont paginées par curseur et prennent des filtres ; les entités ont des ETags forts. Le passé se demande avec knownAt.'], code: QUERY },
      { title: 'Suivre', text: ['Le flux des changements donne chaque changement une fois et dans l’ordre, sans trou. Gardez l’indice du dernier que vous avez. Le même flux vient en événements du serveur depuis /v1/changes/stream.'], code: FOLLOW },
      { title: 'Écrire', text: ['Gouvernements, évaluateurs et organisations écrivent avec des clés de leur propre rôle, qui permettent cela et rien d’autre. Les erreurs sont des « problem details » (RFC 9457), chacune avec une page qui dit que faire.'] },
      { title: 'Compter et dessiner', text: ['Les statistiques disent ce qui a été compté, sur quoi, et ce qui a été laissé de côté. Les graphiques sont des SVG avec le tableau qu’ils montrent, les badges portent les trois voix. examples/dashboard.html du code source est un tableau de bord en un seul fichier ; examples/spreadsheet.md charge des tables dans un tableur.'], code: COUNT },
      { title: 'Emporter', text: ['Chaque table se télécharge en CSV, XLSX, NDJSON et JSON-LD, avec les filtres de sa liste, et en copies datées que l’on peut reprendre par parties. /v1/exports/datapackage.json décrit chaque colonne.'], code: TAKE },
      { title: 'Être averti', text: ['Chaque membre, plan, engagement, institution, domaine d’action et recherche a un flux Atom et JSON. Qui a une clé peut recevoir des webhooks, dans la forme de Standard Webhooks.'] },
      { title: 'Synchroniser des plans', text: ['La ligne de commande récupère un plan en YAML, JSON ou classeur, montre ce que changerait sa version modifiée et applique exactement cela ; les tables d’un gouvernement s’importent ligne par ligne. Le client pour TypeScript tire ses types du contrat.'], code: SYNC }
    ]
  }
}
