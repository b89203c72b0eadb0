# What readers are told, in German: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Zum Text springen
main-menu = Hauptmenü
search = Suche
dark = Dunkel
feed-title = { $title }: neue und korrigierte Anmerkungen
licensed = Lizenz des Kommentars: { $license }
made-with = Erstellt mit { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Chronologie
glossary = Glossar
sources = Quellen
all-pages = Alle Seiten
all-notes = Alle Anmerkungen
not-found = Seite nicht gefunden
not-found-text = Unter dieser Adresse ist nichts zu finden. Vielleicht ist die Seite umgezogen, oder der Link enthält einen Tippfehler.
to-front-page = Zur Startseite
pages = Seiten
previous = Zurück
next = Weiter
page-of = Seite { $number } von { $total }
annotations-file = Anmerkungen
glossary-file = Das Glossar in SKOS
sources-bibtex = Die Quellen in BibTeX
sources-csl = Die Quellen in CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Faktencheck
counter-source = Gegenquelle
note = Anmerkung
gloss = Begriff
fact-checks = Faktenchecks
counter-sources = Gegenquellen
notes = Anmerkungen
glosses = Glossar
note-name = { $kind ->
    [fact-check] Faktencheck { $number }
    [counter-source] Gegenquelle { $number }
    [gloss] Begriff { $number }
   *[note] Anmerkung { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Faktencheck { $number }: { $rating }
    [counter-source] Gegenquelle { $number }: { $rating }
    [gloss] Begriff { $number }: { $rating }
   *[note] Anmerkung { $number }: { $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] Faktencheck { $number }: zurückgezogen
    [counter-source] Gegenquelle { $number }: zurückgezogen
    [gloss] Begriff { $number }: zurückgezogen
   *[note] Anmerkung { $number }: zurückgezogen
  }
note-title = { $kind ->
    [fact-check] Faktencheck: { $text }
    [counter-source] Gegenquelle: { $text }
    [gloss] Begriff: { $text }
   *[note] Anmerkung: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = Abs. { $number }
paragraph-name = Absatz { $number }
paragraphs = Abs. { $from }–{ $to }
paragraphs-name = Absätze { $from }–{ $to }
line = V. { $number }
line-name = Vers { $number }
lines = V. { $from }–{ $to }
lines-name = Verse { $from }–{ $to }
table-number = Tabelle { $number }
figure-number = Abbildung { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, Beitrag { $number }
turns = { $speaker }, Beiträge { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = Fußnote { $number }

## The front page

annotated-edition = Kommentierte Ausgabe
read-article = Zum Artikel
see-checks = Zu den Faktenchecks
n-annotations-label = { $n ->
    [one] Anmerkung
   *[other] Anmerkungen
  }
n-checks-label = { $n ->
    [one] Faktencheck
   *[other] Faktenchecks
  }
n-terms-label = { $n ->
    [one] Begriff
   *[other] Begriffe
  }
n-sources-label = { $n ->
    [one] Quelle
   *[other] Quellen
  }
findings = Ergebnisse
articles = { $n ->
    [one] Der Artikel
   *[other] Artikel
  }
strip-title = So schneidet der Text ab
notes-by-rating = Anmerkungen nach Bewertung
notes-lede = { $n ->
    [one] { $n } Anmerkung mit der Stelle, zu der sie gehört.
   *[other] { $n } Anmerkungen, jede mit der Stelle, zu der sie gehört.
  }
n-annotations = { $n ->
    [one] { $n } Anmerkung
   *[other] { $n } Anmerkungen
  }
n-sources = { $n ->
    [one] { $n } Quelle
   *[other] { $n } Quellen
  }

## An article

first-published = zuerst hier erschienen
recording = Aufnahme
recording-at = Aufnahme ab { $time }
notes-on-passages = { $n ->
    [one] { $n } Anmerkung zu einer unterstrichenen Stelle
   *[other] { $n } Anmerkungen zu unterstrichenen Stellen
  }
and-without-passage = { $n } ohne Textstelle
notes-without-passage = { $n ->
    [one] { $n } Anmerkung ohne Textstelle
   *[other] { $n } Anmerkungen ohne Textstelle
  }
overview = Der Kommentar im Überblick
skip-strip = Überblick überspringen
strip-name = { $n ->
    [one] { $n } kommentierte Stelle in der Reihenfolge des Textes
   *[other] { $n } kommentierte Stellen in der Reihenfolge des Textes
  }
layers = Angezeigte Ebenen
commentary = Kommentar
filter-by-editor = Nach Bearbeiter filtern
all-editors = Alle Bearbeiter
filter-by-tag = Nach Schlagwort filtern
all-tags = Alle Schlagwörter
table = Tabelle
link-to-paragraph = Link zu Absatz { $number }
in-glossary = Im Glossar
glossary-term = Glossar: { $term }
detached-title = Anmerkungen ohne Textstelle
detached-text = Der Wortlaut, auf den sich diese Anmerkungen beziehen, findet sich nicht im Text; möglicherweise wurde dieser inzwischen geändert.
deviations = Abweichungen vom vorliegenden Wortlaut
received = im vorliegenden Wortlaut:
not-received = im vorliegenden Wortlaut nicht enthalten
cite-article = Diesen kommentierten Artikel zitieren
cite-file = Artikel und alle Anmerkungen in CSL-JSON
article-before = Vorheriger Artikel
article-after = Nächster Artikel
own-notes = Fußnoten des Textes
back-to-note = Zurück zum Text, Fußnote { $number }

## A note

back-to-passage = Zurück zur Textstelle { $number }
on-article = zum ganzen Artikel
on-title = zum Titel
on-figure = zur Abbildung
on-footnote = zu Fußnote { $number }
retracted = Zurückgezogen
withdrawn = Diese Anmerkung wurde zurückgezogen.
draft = Entwurf
reworded = Wortlaut seit dieser Anmerkung geändert
more = Mehr
why = Begründung
meaning = Bedeutung
details = Einzelheiten
claim = Behauptung
supports = stützt
contradicts = widerspricht
context = Kontext
online = online
archived-copy = archivierte Kopie
archived = archiviert: { $date }
read-whole = vollständig gelesen
read-part = teilweise gelesen
read-abstract = Zusammenfassung gelesen
read-cover = nur Titelangaben gelesen
corrected = Korrigiert, { $date }:
updated = aktualisiert: { $date }
cite = Zitieren
full-check = Ganzer Faktencheck
link = Link
copy-link = Link kopieren
copy-citation = Nachweis kopieren
copy-format = { $format } kopieren
link-copied = Link kopiert
citation-copied = Nachweis kopiert
format-copied = { $format } kopiert
report-error = Fehler melden
report-subject = Fehlerhinweis: { $note } · { $article }
report-question = Was stimmt nicht, und woher wissen Sie das?
embed = Einbetten

## Fact checks

checks-lede = { $n ->
    [one] { $n } Behauptung in einem Satz – mit dem, was die Quellen dazu sagen, und ihrer Stelle im Text.
   *[other] { $n } Behauptungen in je einem Satz – mit dem, was die Quellen dazu sagen, und ihrer Stelle im Text.
  }
the-checks = Die Faktenchecks
checks-by-rating = Faktenchecks nach Bewertung
rating = Bewertung
claim-and-finding = Behauptung und Befund
passage = Textstelle
detached = ohne Textstelle
the-scale = Die Bewertungsskala
read-in-article = Im Artikel lesen, { $place }
other-checks = Weitere Faktenchecks
check-before = Davor
check-after = Danach

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } Begriff des Textes, mit seinem Namen in der Originalsprache.
   *[other] { $n } Begriffe des Textes, mit ihren Namen in den Originalsprachen.
  }
also-called = auch { $names }
founded = Gegründet
designations = Einstufungen
status = Status
status-as-of = Stand { $date }
used-in = Kommt vor in
not-used = Kommt im Text nicht vor
and-more = und { $n } weitere
see = siehe
with-sources = Quellen:
sources-lede = { $n ->
    [one] { $n } im Kommentar zitiertes Werk mit den Anmerkungen und Begriffen, in denen es zitiert wird.
   *[other] { $n } im Kommentar zitierte Werke, jeweils mit den Anmerkungen und Begriffen, in denen sie zitiert werden.
  }
reference-managers = Für Literaturverwaltungsprogramme:
online-source = Online
read-on = abgerufen: { $date }
quality-high = verlässlich
quality-medium = bedingt verlässlich
quality-low = wenig verlässlich
not-cited = nicht zitiert
cited-by = zitiert in
timeline-lede = Was davor und danach geschah, in zeitlicher Folge, mit den Anmerkungen, für die es von Belang ist.
timeline-figure = Die Ereignisse von { $first } bis { $last }; die Liste darunter führt dieselben auf
bears-on = betrifft

## Corrections

log = Korrekturverzeichnis
nothing-corrected = Bisher gibt es keine Korrekturen.

## Search

look-in = Suchen in
in-text = Text
in-notes = Anmerkungen
in-terms = Begriffe
in-sources = Quellen
close = Schließen
nothing-found = Nichts gefunden
search-results = { $n ->
    [one] { $n } Treffer
   *[other] { $n } Treffer
  }
search-failed = Die Suche kann nicht geladen werden
more-results = Weitere Treffer
search-without-script = Die Suche braucht JavaScript. Was sie durchsucht, steht auch auf diesen Seiten:

## Feeds

feed-corrected = Korrigiert: { $name }
feed-changed = Geändert: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Inhalt
glossary-of = Glossar – { $title }
notes-without-place = Anmerkungen ohne Platz im Text
on-passage = zu „{ $passage }“
passage-gone = nicht mehr im Text: „{ $passage }“
claim-is = Behauptung:
corrected-on = Korrigiert, { $date }:
archived-at = Archiviert:
archived-on = Archiviert { $date }
passage-is-gone = Nicht mehr im Text:
created = Erstellt.
changed = Geändert.
each-names-its-source = Jeder Artikel nennt seine eigene Quelle.
editor-of-commentary = Kommentar
editor-of-note = Anmerkung

## Translations beside the text

language-name = Deutsch
texts = Text
side-by-side = Nebeneinander
original-text = { $language }, Original
translation-into = Übersetzung: { $language }
