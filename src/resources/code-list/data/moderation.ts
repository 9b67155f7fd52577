import { code, codeList } from './build.ts'

/** Why something is taken out of the record, and how an appeal against it stands. */
export const MODERATION_LISTS = [
  codeList('redaction-ground', ['Ground of a redaction', 'Motivo de una supresión', 'Motif d’une suppression'], [
    code('personal_data', ['Personal data', 'Datos personales', 'Données personnelles'], { definition: ['Of somebody whose part in the commitment is not public', 'De alguien cuya participación en el compromiso no es pública', 'D’une personne dont le rôle dans l’engagement n’est pas public'] }),
    code('safety_of_person', ['Safety of a person', 'Seguridad de una persona', 'Sécurité d’une personne']),
    code('court_order', ['Court order', 'Orden judicial', 'Décision de justice']),
    code('spam', ['Spam', 'Mensaje no deseado', 'Message indésirable']),
    code('illegal', ['Illegal', 'Ilegal', 'Illicite']),
    code('author_request', ['Request of the author', 'A petición del autor', 'À la demande de l’auteur'])
  ]),

  codeList('appeal-state', ['State of an appeal', 'Estado de una apelación', 'État d’un recours'], [
    code('open', ['Open', 'Abierta', 'Ouvert']),
    code('upheld', ['Upheld', 'Confirmada', 'Maintenue'], { definition: ['The redaction stands', 'La supresión se mantiene', 'La suppression est maintenue'] }),
    code('overturned', ['Overturned', 'Revocada', 'Annulée'], {
      definition: ['The redaction should not have been; what was erased stays erased', 'La supresión no procedía; lo borrado sigue borrado', 'La suppression n’avait pas lieu d’être ; ce qui a été effacé le reste']
    })
  ])
]
