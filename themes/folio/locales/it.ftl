# What readers are told, in Italian: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Vai al testo
main-menu = Menu principale
search = Cerca
dark = Scuro
feed-title = { $title }: note nuove e corrette
licensed = Commento con licenza { $license }
made-with = Realizzato con { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Cronologia
glossary = Glossario
sources = Fonti
all-pages = Tutte le pagine
all-notes = Tutte le note
not-found = Pagina non trovata
not-found-text = A questo indirizzo non c’è nulla. La pagina potrebbe essere stata spostata, o il link contenere un errore.
to-front-page = Vai alla pagina iniziale
pages = Pagine
previous = Precedente
next = Successiva
page-of = Pagina { $number } di { $total }
annotations-file = Annotazioni
glossary-file = Il glossario in SKOS
sources-bibtex = Le fonti in BibTeX
sources-csl = Le fonti in CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Verifica
counter-source = Fonte contraria
note = Nota
gloss = Termine
fact-checks = Verifiche
counter-sources = Fonti contrarie
notes = Note
glosses = Glossario
note-name = { $kind ->
    [fact-check] Verifica { $number }
    [counter-source] Fonte contraria { $number }
    [gloss] Termine { $number }
   *[note] Nota { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Verifica { $number }: { $rating-lower }
    [counter-source] Fonte contraria { $number }: { $rating-lower }
    [gloss] Termine { $number }: { $rating-lower }
   *[note] Nota { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Verifica { $number }: ritirata
    [counter-source] Fonte contraria { $number }: ritirata
    [gloss] Termine { $number }: ritirato
   *[note] Nota { $number }: ritirata
  }
note-title = { $kind ->
    [fact-check] Verifica: { $text }
    [counter-source] Fonte contraria: { $text }
    [gloss] Termine: { $text }
   *[note] Nota: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = par. { $number }
paragraph-name = Paragrafo { $number }
paragraphs = parr. { $from }-{ $to }
paragraphs-name = Paragrafi { $from }-{ $to }
line = v. { $number }
line-name = Verso { $number }
lines = vv. { $from }-{ $to }
lines-name = Versi { $from }-{ $to }
table-number = Tabella { $number }
figure-number = Figura { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, intervento { $number }
turns = { $speaker }, interventi { $from }-{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = nota a piè di pagina { $number }

## The front page

annotated-edition = Edizione annotata
read-article = Leggi l’articolo
see-checks = Vai alle verifiche
n-annotations-label = { $n ->
    [one] annotazione
    [many] annotazioni
   *[other] annotazioni
  }
n-checks-label = { $n ->
    [one] verifica
    [many] verifiche
   *[other] verifiche
  }
n-terms-label = { $n ->
    [one] termine
    [many] termini
   *[other] termini
  }
n-sources-label = { $n ->
    [one] fonte
    [many] fonti
   *[other] fonti
  }
findings = Che cosa è emerso
articles = { $n ->
    [one] L’articolo
    [many] Articoli
   *[other] Articoli
  }
strip-title = Il testo alla prova dei fatti
notes-by-rating = Note per verdetto
notes-lede = { $n ->
    [one] { $n } nota, con il passo a cui si riferisce.
    [many] { $n } di note, ciascuna con il passo a cui si riferisce.
   *[other] { $n } note, ciascuna con il passo a cui si riferisce.
  }
n-annotations = { $n ->
    [one] { $n } annotazione
    [many] { $n } di annotazioni
   *[other] { $n } annotazioni
  }
n-sources = { $n ->
    [one] { $n } fonte
    [many] { $n } di fonti
   *[other] { $n } fonti
  }

## An article

first-published = pubblicato originariamente qui
recording = registrazione
recording-at = Registrazione da { $time }
notes-on-passages = { $n ->
    [one] { $n } nota su un passo sottolineato
    [many] { $n } di note su passi sottolineati
   *[other] { $n } note su passi sottolineati
  }
and-without-passage = { $n } senza passo corrispondente
notes-without-passage = { $n ->
    [one] { $n } nota senza passo corrispondente
    [many] { $n } di note senza passo corrispondente
   *[other] { $n } note senza passo corrispondente
  }
overview = Il commento a colpo d’occhio
skip-strip = Salta lo schema
strip-name = { $n ->
    [one] { $n } passo annotato, nell’ordine del testo
    [many] { $n } di passi annotati, nell’ordine del testo
   *[other] { $n } passi annotati, nell’ordine del testo
  }
layers = Tipi di note mostrati
commentary = Commento
filter-by-editor = Filtra per curatore
all-editors = Tutti i curatori
filter-by-tag = Filtra per etichetta
all-tags = Tutte le etichette
table = Tabella
link-to-paragraph = Link al paragrafo { $number }
in-glossary = Nel glossario
glossary-term = Glossario: { $term }
detached-title = Note senza passo corrispondente
detached-text = Le parole citate da queste note non si trovano nel testo, che da allora potrebbe essere cambiato.
deviations = Differenze rispetto al testo ricevuto
received = testo ricevuto:
not-received = assente nel testo ricevuto
cite-article = Cita questo articolo annotato
cite-file = L’articolo e tutte le note in CSL-JSON
article-before = Precedente
article-after = Successivo
own-notes = Note del testo
back-to-note = Torna al testo, nota { $number }

## A note

back-to-passage = Torna al passo { $number }
on-article = sull’articolo
on-title = sul titolo
on-figure = sulla figura
on-footnote = sulla nota a piè di pagina { $number }
retracted = Ritirata
withdrawn = Questa nota è stata ritirata.
draft = Bozza
reworded = Passo modificato dopo questa nota
more = Altro
why = Perché
meaning = Significato
details = Dettagli
claim = Affermazione
supports = avvalora
contradicts = contraddice
context = contesto
online = online
archived-copy = copia archiviata
archived = archiviato: { $date }
read-whole = letto per intero
read-part = letto in parte
read-abstract = letto il sommario
read-cover = letta solo la scheda
corrected = Correzione, { $date }:
updated = aggiornamento: { $date }
cite = Cita
full-check = Verifica completa
link = Link
copy-link = Copia il link
copy-citation = Copia la citazione
copy-format = Copia { $format }
link-copied = Link copiato
citation-copied = Citazione copiata
format-copied = { $format } copiato
report-error = Segnala un errore
report-subject = Segnalazione di un errore: { $note } · { $article }
report-question = Che cosa c’è di sbagliato, e come lo sa?
embed = Incorpora

## Fact checks

checks-lede = { $n ->
    [one] { $n } affermazione, in una frase, con quel che dicono le fonti e dove si trova nel testo.
    [many] { $n } di affermazioni, ciascuna in una frase, con quel che dicono le fonti e dove si trova nel testo.
   *[other] { $n } affermazioni, ciascuna in una frase, con quel che dicono le fonti e dove si trova nel testo.
  }
the-checks = Le verifiche
checks-by-rating = Verifiche per verdetto
rating = Verdetto
claim-and-finding = Affermazione ed esito
passage = Passo
detached = senza passo
the-scale = La scala dei verdetti
read-in-article = Leggi nell’articolo, { $place }
other-checks = Altre verifiche
check-before = Prima
check-after = Dopo

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } termine del testo, con il suo nome nella lingua originale.
    [many] { $n } di termini del testo, con i loro nomi nella lingua originale.
   *[other] { $n } termini del testo, con i loro nomi nella lingua originale.
  }
also-called = anche { $names }
founded = Fondazione
designations = Designazioni
status = Situazione
status-as-of = Situazione, { $date }
used-in = Compare in
not-used = Non compare nel testo
and-more = { $n ->
    [one] e { $n } altro
    [many] e altri { $n }
   *[other] e altri { $n }
  }
see = vedi
with-sources = fonti:
sources-lede = { $n ->
    [one] { $n } opera citata nel commento, con le note e i termini che la citano.
    [many] { $n } di opere citate nel commento, ciascuna con le note e i termini che la citano.
   *[other] { $n } opere citate nel commento, ciascuna con le note e i termini che la citano.
  }
reference-managers = Per i programmi bibliografici:
online-source = Online
read-on = consultato: { $date }
quality-high = attendibilità alta
quality-medium = attendibilità media
quality-low = attendibilità bassa
not-cited = non citata
cited-by = citata in
timeline-lede = Che cosa è accaduto prima e dopo, in ordine cronologico, con le note collegate.
timeline-figure = Gli avvenimenti dal { $first } al { $last }; l’elenco che segue riporta gli stessi
bears-on = riguarda

## Corrections

log = Registro delle correzioni
nothing-corrected = Finora non ci sono correzioni.

## Search

look-in = Cerca in
in-text = Testo
in-notes = Note
in-terms = Termini
in-sources = Fonti
close = Chiudi
nothing-found = Nessun risultato
search-results = { $n ->
    [one] { $n } risultato
    [many] { $n } di risultati
   *[other] { $n } risultati
  }
search-failed = Impossibile caricare la ricerca
more-results = Altri risultati
search-without-script = La ricerca richiede JavaScript. I contenuti in cui cerca si trovano anche in queste pagine:

## Feeds

feed-corrected = Corretto: { $name }
feed-changed = Modificato: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Indice
glossary-of = Glossario – { $title }
notes-without-place = Note senza posto nel testo
on-passage = su «{ $passage }»
passage-gone = non più nel testo: «{ $passage }»
claim-is = Affermazione:
corrected-on = Correzione, { $date }:
archived-at = Archivio:
archived-on = Archiviato { $date }
passage-is-gone = Non più nel testo:
created = Creazione.
changed = Modifica.
each-names-its-source = Ogni articolo indica la propria fonte.
editor-of-commentary = commento
editor-of-note = annotazione

## Translations beside the text

language-name = italiano
texts = Testo
side-by-side = A fronte
original-text = { $language }, originale
translation-into = Traduzione: { $language }
