import type { TemplateLanguage } from './template.view.ts'

/** What the first sheet of the template says, a paragraph a row. */

interface Words { sheet: string, lists: string, lines: readonly string[] }

export const WORDS: Readonly<Record<TemplateLanguage, Words>> = {
  en: {
    sheet: 'Instructions',
    lists: 'Lists',
    lines: [
      'How to fill in this workbook',
      'One row of the sheet "Commitments" is one commitment, one row of "Milestones" one milestone. The order of rows and columns means nothing; headers must stay as they are.',
      'A row is known by its id, its OGP code or its external id, which is the identifier that your own system gives it. Leave the id empty for something new. A number is no key: it may be "1.10".',
      'An empty cell leaves what the tracker has. Write (none) to empty a field. What the workbook leaves out stays, and the answer names it as missing.',
      'A milestone names its commitment by OGP code, id or external id.',
      'Texts have one column for each language, with its code in parentheses: add a column, such as "Title (fr)", for another one.',
      'Dates are as precise as you know them: 2027-12-31, 2027-12, 2027-Q4, 2027, or ongoing. The words of the plan go into the columns "as published".',
      'Several institutions, values, policy areas or goals stand in one cell, separated by semicolons. Institutions go by id or by name; the other lists are in the sheet "Lists".',
      'Amounts are digits with a point before decimals: 1234567.89. A text of more than 32,767 characters fits in no cell: its cell is empty here and stays as it is.',
      'Send the file to /v1/imports?source=YOUR-SOURCE&dryRun=true: you see what would become of each row, and everything that is wrong. Then send it again with the digest of that answer.'
    ]
  },
  es: {
    sheet: 'Instrucciones',
    lists: 'Listas',
    lines: [
      'Cómo llenar este libro',
      'Una fila de la hoja "Compromisos" es un compromiso y una de "Hitos" es un hito. El orden de filas y columnas no significa nada; los encabezados se quedan como están.',
      'Una fila se reconoce por su id, su código OGP o su id externo, que es el identificador que le da su propio sistema. Deje el id vacío para algo nuevo. Un número no es una clave: puede ser "1.10".',
      'Una celda vacía deja lo que el registro tiene. Escriba (ninguno) para vaciar un campo. Lo que el libro omite se queda, y la respuesta lo nombra como faltante.',
      'Un hito nombra su compromiso por código OGP, id o id externo.',
      'Los textos tienen una columna por idioma, con su código entre paréntesis: agregue una columna, como "Título (fr)", para otro idioma.',
      'Las fechas son tan precisas como se conocen: 2027-12-31, 2027-12, 2027-Q4, 2027, o continuo. Las palabras del plan van en las columnas "según el plan".',
      'Varias instituciones, valores, áreas de política u objetivos van en una celda, separados por punto y coma. Las instituciones se nombran por id o por nombre; las demás listas están en la hoja "Listas".',
      'Los montos son cifras con punto antes de los decimales: 1234567.89. Un texto de más de 32,767 caracteres no cabe en una celda: aquí su celda está vacía y el texto se queda como está.',
      'Envíe el archivo a /v1/imports?source=SU-FUENTE&dryRun=true: verá qué sería de cada fila y todo lo que está mal. Después envíelo otra vez con el digest de esa respuesta.'
    ]
  },
  fr: {
    sheet: "Mode d'emploi",
    lists: 'Listes',
    lines: [
      'Comment remplir ce classeur',
      'Une ligne de la feuille « Engagements » est un engagement, une ligne de « Jalons » un jalon. L’ordre des lignes et des colonnes ne signifie rien ; les en-têtes restent tels quels.',
      'Une ligne est reconnue par son id, son code OGP ou son id externe, l’identifiant que lui donne votre propre système. Laissez l’id vide pour ce qui est nouveau. Un numéro n’est pas une clé : il peut être « 1.10 ».',
      'Une cellule vide laisse ce que le registre contient. Écrivez (aucun) pour vider un champ. Ce que le classeur omet reste, et la réponse le nomme comme manquant.',
      'Un jalon nomme son engagement par code OGP, id ou id externe.',
      'Les textes ont une colonne par langue, avec son code entre parenthèses : ajoutez une colonne, comme « Titre (es) », pour une autre langue.',
      'Les dates sont aussi précises qu’on les connaît : 2027-12-31, 2027-12, 2027-Q4, 2027, ou en continu. Les mots du plan vont dans les colonnes « selon le plan ».',
      'Plusieurs institutions, valeurs, domaines politiques ou objectifs tiennent dans une cellule, séparés par des points-virgules. Les institutions vont par id ou par nom ; les autres listes sont dans la feuille « Listes ».',
      'Les montants sont des chiffres avec un point avant les décimales : 1234567.89. Un texte de plus de 32 767 caractères ne tient dans aucune cellule : la sienne est vide ici et il reste tel quel.',
      'Envoyez le fichier à /v1/imports?source=VOTRE-SOURCE&dryRun=true : vous voyez ce que deviendrait chaque ligne, et tout ce qui est faux. Envoyez-le ensuite de nouveau avec le digest de cette réponse.'
    ]
  }
}
