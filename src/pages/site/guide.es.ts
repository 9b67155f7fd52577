import { CHECKPOINT, COUNT, FOLLOW, QUERY, SYNC, TAKE, VERIFY } from './guide.code.ts'
import type { Guide } from './guide.page.tsx'

export const GUIDE_ES: Guide = {
  about: {
    lead: 'Los gobiernos de la Alianza para el Gobierno Abierto publican planes de acción. Aquí se conserva lo que se prometió, lo que dicen de ello tres voces y cómo cambió la promesa misma.',
    chapters: [
      { title: 'Tres voces, nunca promediadas', text: ['El gobierno informa sobre sí mismo. Las organizaciones de la sociedad civil lo revisan y aportan pruebas. El Mecanismo de Revisión Independiente (MRI) lo evalúa. Cada voz tiene su columna y no se hace de ellas ningún número común.', 'La voz que no se ha pronunciado aparece en silencio. El silencio no cuenta como incumplimiento ni como acuerdo.'] },
      { title: 'Cuándo divergen las voces', text: ['El cumplimiento tiene cuatro grados: no iniciado, limitado, sustancial, completo. Las voces divergen cuando dos distan dos grados o más, o cuando una organización impugna lo que dice el gobierno. Lo que está fuera del orden, como «no claro», no se compara con nada.'] },
      { title: 'Plazos', text: ['Una fecha se muestra con la precisión de su fuente y con sus propias palabras al lado. Algo está vencido cuando pasó su último día (UTC) y ningún informe dice que esté completo. Un plan ampliado muestra ambos finales.'] },
      { title: 'De dónde vienen las palabras', text: ['Los textos y las calificaciones son de los planes, informes y opiniones que se nombran a su lado. Los textos en otro idioma que el de la página están marcados. Lo que ninguna fuente dice queda vacío.'] },
      { title: 'Qué puede suprimirse', text: ['Nada que fue público se borra jamás. La moderación puede suprimir palabras por unos pocos motivos, como datos personales o la seguridad de una persona; que se hizo, por qué motivo y con qué razón es público y puede apelarse.'] }
    ]
  },
  verify: {
    lead: 'No hace falta confiar en quien opera este servicio: cada cambio está en un registro público que solo puede crecer, y cualquier copia de su último punto de control muestra si se reescribió.',
    chapters: [
      { title: 'Con una orden', text: ['El verificador lee solo direcciones públicas. Comprueba cada entrada, cada hash y cada firma, compara lo que el servicio dice hoy con lo registrado y nombra la primera diferencia. Con un punto de control anterior prueba además que nada previo cambió.'], code: VERIFY },
      { title: 'Guarde un punto de control', text: ['Un punto de control son unas líneas de texto: el tamaño del registro y un hash de todo lo que contiene, firmados. Guarde uno o envíelo a otra persona. Quien tenga uno anterior puede probar una reescritura.'], code: CHECKPOINT },
      { title: 'Con herramientas ajenas', text: ['Registro, puntos de control y pruebas tienen los formatos de los registros de transparencia de paquetes de software (hashes de RFC 6962, mosaicos y notas firmadas de C2SP), de modo que los leen herramientas que nadie de aquí escribió. Cada revisión de un compromiso da su texto, su sal y su hash: el SHA-256 de ambos es el hash del registro.'] }
    ]
  },
  developers: {
    lead: 'Todo lo que muestran estas páginas viene de una API pública que cualquiera puede leer sin clave y desde cualquier origen.',
    chapters: [
      { title: 'Consultar', text: ['Las listas se paginan con cursor y aceptan filtros; las entidades tienen ETags fuertes. El pasado se pide con knownAt.'], code: QUERY },
      { title: 'Seguir', text: ['El flujo de cambios da cada cambio una vez y en orden, sin huecos. Conserve el índice del último que tenga. Lo mismo llega como eventos del servidor desde /v1/changes/stream.'], code: FOLLOW },
      { title: 'Escribir', text: ['Gobiernos, revisores y evaluadores escriben con claves de su propio papel, que pueden eso y nada más. Los errores son «problem details» (RFC 9457), cada uno con una página que dice qué hacer.'] },
      { title: 'Contar y dibujar', text: ['Las estadísticas dicen qué se contó, de qué, y qué quedó fuera. Los gráficos son SVG con la tabla que muestran, las insignias tienen las tres voces. examples/dashboard.html del código fuente es un tablero en un solo archivo; examples/spreadsheet.md lleva tablas a una hoja de cálculo.'], code: COUNT },
      { title: 'Llevárselo', text: ['Cada tabla se descarga como CSV, XLSX, NDJSON y JSON-LD, con los filtros de su lista, y como copia fechada que se puede bajar por partes. /v1/exports/datapackage.json describe cada columna.'], code: TAKE },
      { title: 'Recibir avisos', text: ['Cada miembro, plan, compromiso, institución, área de política y búsqueda tiene un canal Atom y JSON. Quien tiene una clave puede recibir webhooks, en la forma de Standard Webhooks.'] },
      { title: 'Sincronizar planes', text: ['La línea de comandos baja un plan como YAML, JSON o libro de cálculo, muestra qué cambiaría uno editado y aplica exactamente eso; las tablas de un gobierno se importan fila por fila. El cliente para TypeScript toma sus tipos del contrato.'], code: SYNC }
    ]
  }
}
