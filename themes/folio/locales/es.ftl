# What readers are told, in Spanish: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Ir al texto
main-menu = Menú principal
search = Buscar
dark = Oscuro
feed-title = { $title }: notas nuevas y corregidas
licensed = Comentario con licencia { $license }
made-with = Hecho con { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Cronología
glossary = Glosario
sources = Fuentes
all-pages = Todas las páginas
all-notes = Todas las notas
not-found = Página no encontrada
not-found-text = No hay nada en esta dirección. Puede que la página se haya movido o que el enlace contenga un error.
to-front-page = Ir a la portada
pages = Páginas
previous = Anterior
next = Siguiente
page-of = Página { $number } de { $total }
annotations-file = Anotaciones
glossary-file = El glosario en SKOS
sources-bibtex = Las fuentes en BibTeX
sources-csl = Las fuentes en CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Verificación
counter-source = Fuente contraria
note = Nota
gloss = Término
fact-checks = Verificaciones
counter-sources = Fuentes contrarias
notes = Notas
glosses = Glosario
note-name = { $kind ->
    [fact-check] Verificación { $number }
    [counter-source] Fuente contraria { $number }
    [gloss] Término { $number }
   *[note] Nota { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Verificación { $number }: { $rating-lower }
    [counter-source] Fuente contraria { $number }: { $rating-lower }
    [gloss] Término { $number }: { $rating-lower }
   *[note] Nota { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Verificación { $number }: retirada
    [counter-source] Fuente contraria { $number }: retirada
    [gloss] Término { $number }: retirado
   *[note] Nota { $number }: retirada
  }
note-title = { $kind ->
    [fact-check] Verificación: { $text }
    [counter-source] Fuente contraria: { $text }
    [gloss] Término: { $text }
   *[note] Nota: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = párr. { $number }
paragraph-name = Párrafo { $number }
paragraphs = párrs. { $from }-{ $to }
paragraphs-name = Párrafos { $from } a { $to }
line = v. { $number }
line-name = Verso { $number }
lines = vv. { $from }-{ $to }
lines-name = Versos { $from } a { $to }
table-number = Tabla { $number }
figure-number = Figura { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, intervención { $number }
turns = { $speaker }, intervenciones { $from } a { $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = nota al pie { $number }

## The front page

annotated-edition = Edición anotada
read-article = Leer el artículo
see-checks = Ver las verificaciones
n-annotations-label = { $n ->
    [one] anotación
    [many] anotaciones
   *[other] anotaciones
  }
n-checks-label = { $n ->
    [one] verificación
    [many] verificaciones
   *[other] verificaciones
  }
n-terms-label = { $n ->
    [one] término
    [many] términos
   *[other] términos
  }
n-sources-label = { $n ->
    [one] fuente
    [many] fuentes
   *[other] fuentes
  }
findings = Lo que encontramos
articles = { $n ->
    [one] El artículo
    [many] Artículos
   *[other] Artículos
  }
strip-title = El texto, a examen
notes-by-rating = Notas por calificación
notes-lede = { $n ->
    [one] { $n } nota, con el pasaje al que se refiere.
    [many] { $n } de notas, cada una con el pasaje al que se refiere.
   *[other] { $n } notas, cada una con el pasaje al que se refiere.
  }
n-annotations = { $n ->
    [one] { $n } anotación
    [many] { $n } de anotaciones
   *[other] { $n } anotaciones
  }
n-sources = { $n ->
    [one] { $n } fuente
    [many] { $n } de fuentes
   *[other] { $n } fuentes
  }

## An article

first-published = publicado originalmente aquí
recording = grabación
recording-at = Grabación desde { $time }
notes-on-passages = { $n ->
    [one] { $n } nota sobre un pasaje subrayado
    [many] { $n } de notas sobre pasajes subrayados
   *[other] { $n } notas sobre pasajes subrayados
  }
and-without-passage = { $n } sin pasaje
notes-without-passage = { $n ->
    [one] { $n } nota sin pasaje correspondiente
    [many] { $n } de notas sin pasaje correspondiente
   *[other] { $n } notas sin pasaje correspondiente
  }
overview = El comentario de un vistazo
skip-strip = Saltar el esquema
strip-name = { $n ->
    [one] { $n } pasaje anotado, en el orden del texto
    [many] { $n } de pasajes anotados, en el orden del texto
   *[other] { $n } pasajes anotados, en el orden del texto
  }
layers = Tipos de notas mostrados
commentary = Comentario
filter-by-editor = Filtrar por editor
all-editors = Todos los editores
filter-by-tag = Filtrar por etiqueta
all-tags = Todas las etiquetas
table = Tabla
link-to-paragraph = Enlace al párrafo { $number }
in-glossary = En el glosario
glossary-term = Glosario: { $term }
detached-title = Notas sin pasaje correspondiente
detached-text = Las palabras que citan estas notas no figuran en el texto, que puede haber cambiado desde entonces.
deviations = Diferencias con el texto recibido
received = texto recibido:
not-received = no figura en el texto recibido
cite-article = Citar este artículo anotado
cite-file = El artículo y todas sus notas en CSL-JSON
article-before = Anterior
article-after = Siguiente
own-notes = Notas del propio texto
back-to-note = Volver al texto, nota { $number }

## A note

back-to-passage = Volver al pasaje { $number }
on-article = sobre el artículo
on-title = sobre el título
on-figure = sobre la figura
on-footnote = sobre la nota al pie { $number }
retracted = Retirada
withdrawn = Esta nota ha sido retirada.
draft = Borrador
reworded = Pasaje modificado tras esta nota
more = Más
why = Por qué
meaning = Significado
details = Detalles
claim = Afirmación
supports = respalda
contradicts = contradice
context = contexto
online = en línea
archived-copy = copia archivada
archived = archivado: { $date }
read-whole = leído entero
read-part = leído en parte
read-abstract = leído el resumen
read-cover = leída solo la portada
corrected = Corrección, { $date }:
updated = actualización: { $date }
cite = Citar
full-check = Verificación completa
link = Enlace
copy-link = Copiar enlace
copy-citation = Copiar cita
copy-format = Copiar { $format }
link-copied = Enlace copiado
citation-copied = Cita copiada
format-copied = { $format } copiado
report-error = Informar de un error
report-subject = Aviso de error: { $note } · { $article }
report-question = ¿Cuál es el error y cómo lo sabe?
embed = Insertar

## Fact checks

checks-lede = { $n ->
    [one] { $n } afirmación, en una frase, con lo que dicen las fuentes y el lugar que ocupa en el texto.
    [many] { $n } de afirmaciones, cada una en una frase, con lo que dicen las fuentes y el lugar que ocupa en el texto.
   *[other] { $n } afirmaciones, cada una en una frase, con lo que dicen las fuentes y el lugar que ocupa en el texto.
  }
the-checks = Las verificaciones
checks-by-rating = Verificaciones por calificación
rating = Calificación
claim-and-finding = Afirmación y conclusión
passage = Pasaje
detached = sin pasaje
the-scale = La escala de calificación
read-in-article = Leer en el artículo, { $place }
other-checks = Otras verificaciones
check-before = Antes
check-after = Después

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } término del texto, con su nombre en la lengua original.
    [many] { $n } de términos del texto, con sus nombres en la lengua original.
   *[other] { $n } términos del texto, con sus nombres en la lengua original.
  }
also-called = también { $names }
founded = Fundación
designations = Designaciones
status = Situación
status-as-of = Situación, { $date }
used-in = Aparece en
not-used = No aparece en el texto
and-more = y { $n } más
see = véase
with-sources = fuentes:
sources-lede = { $n ->
    [one] { $n } obra citada en el comentario, con las notas y los términos que la citan.
    [many] { $n } de obras citadas en el comentario, cada una con las notas y los términos que la citan.
   *[other] { $n } obras citadas en el comentario, cada una con las notas y los términos que la citan.
  }
reference-managers = Para gestores bibliográficos:
online-source = En línea
read-on = consultado: { $date }
quality-high = fiabilidad alta
quality-medium = fiabilidad media
quality-low = fiabilidad baja
not-cited = no citada
cited-by = citada en
timeline-lede = Lo que ocurrió antes y después, en orden cronológico, con las notas relacionadas.
timeline-figure = Los acontecimientos de { $first } a { $last }; la lista siguiente recoge los mismos
bears-on = relacionado con

## Corrections

log = Registro de correcciones
nothing-corrected = Por ahora no hay correcciones.

## Search

look-in = Buscar en
in-text = Texto
in-notes = Notas
in-terms = Términos
in-sources = Fuentes
close = Cerrar
nothing-found = Sin resultados
search-results = { $n ->
    [one] { $n } resultado
    [many] { $n } de resultados
   *[other] { $n } resultados
  }
search-failed = No se ha podido cargar la búsqueda
more-results = Más resultados
search-without-script = La búsqueda necesita JavaScript. Los contenidos en los que busca están también en estas páginas:

## Feeds

feed-corrected = Corregido: { $name }
feed-changed = Modificado: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Índice
glossary-of = Glosario – { $title }
notes-without-place = Notas sin lugar en el texto
on-passage = sobre «{ $passage }»
passage-gone = ya no está en el texto: «{ $passage }»
claim-is = Afirmación:
corrected-on = Corrección, { $date }:
archived-at = Archivo:
archived-on = Archivado { $date }
passage-is-gone = Ya no está en el texto:
created = Creación.
changed = Modificación.
each-names-its-source = Cada artículo indica su propia fuente.
editor-of-commentary = comentario
editor-of-note = anotación

## Translations beside the text

language-name = español
texts = Texto
side-by-side = En paralelo
original-text = { $language }, original
translation-into = Traducción: { $language }
