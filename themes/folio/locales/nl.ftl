# What readers are told, in Dutch: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Naar de tekst
main-menu = Hoofdmenu
search = Zoeken
dark = Donker
feed-title = { $title }: nieuwe en gecorrigeerde noten
licensed = Commentaar onder licentie { $license }
made-with = Gemaakt met { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Tijdlijn
glossary = Begrippenlijst
sources = Bronnen
all-pages = Alle pagina’s
all-notes = Alle noten
not-found = Pagina niet gevonden
not-found-text = Op dit adres staat niets. De pagina is misschien verplaatst, of er zit een fout in de link.
to-front-page = Naar de voorpagina
pages = Pagina’s
previous = Vorige
next = Volgende
page-of = Pagina { $number } van { $total }
annotations-file = Annotaties
glossary-file = De begrippenlijst in SKOS
sources-bibtex = De bronnen in BibTeX
sources-csl = De bronnen in CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Factcheck
counter-source = Tegenbron
note = Noot
gloss = Begrip
fact-checks = Factchecks
counter-sources = Tegenbronnen
notes = Noten
glosses = Begrippenlijst
note-name = { $kind ->
    [fact-check] Factcheck { $number }
    [counter-source] Tegenbron { $number }
    [gloss] Begrip { $number }
   *[note] Noot { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Factcheck { $number }: { $rating-lower }
    [counter-source] Tegenbron { $number }: { $rating-lower }
    [gloss] Begrip { $number }: { $rating-lower }
   *[note] Noot { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Factcheck { $number }: ingetrokken
    [counter-source] Tegenbron { $number }: ingetrokken
    [gloss] Begrip { $number }: ingetrokken
   *[note] Noot { $number }: ingetrokken
  }
note-title = { $kind ->
    [fact-check] Factcheck: { $text }
    [counter-source] Tegenbron: { $text }
    [gloss] Begrip: { $text }
   *[note] Noot: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = alinea { $number }
paragraph-name = Alinea { $number }
paragraphs = alinea’s { $from }-{ $to }
paragraphs-name = Alinea’s { $from } tot en met { $to }
line = r. { $number }
line-name = Regel { $number }
lines = r. { $from }-{ $to }
lines-name = Regels { $from } tot en met { $to }
table-number = Tabel { $number }
figure-number = Figuur { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, beurt { $number }
turns = { $speaker }, beurten { $from } tot en met { $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = voetnoot { $number }

## The front page

annotated-edition = Geannoteerde editie
read-article = Lees het artikel
see-checks = Bekijk de factchecks
n-annotations-label = { $n ->
    [one] annotatie
   *[other] annotaties
  }
n-checks-label = { $n ->
    [one] factcheck
   *[other] factchecks
  }
n-terms-label = { $n ->
    [one] begrip
   *[other] begrippen
  }
n-sources-label = { $n ->
    [one] bron
   *[other] bronnen
  }
findings = Bevindingen
articles = { $n ->
    [one] Het artikel
   *[other] Artikelen
  }
strip-title = Hoe de tekst het ervan afbrengt
notes-by-rating = Noten per oordeel
notes-lede = { $n ->
    [one] { $n } noot, met de passage waar die bij hoort.
   *[other] { $n } noten, elk met de passage waar die bij hoort.
  }
n-annotations = { $n ->
    [one] { $n } annotatie
   *[other] { $n } annotaties
  }
n-sources = { $n ->
    [one] { $n } bron
   *[other] { $n } bronnen
  }

## An article

first-published = oorspronkelijk hier verschenen
recording = opname
recording-at = Opname vanaf { $time }
notes-on-passages = { $n ->
    [one] { $n } noot bij een onderstreepte passage
   *[other] { $n } noten bij onderstreepte passages
  }
and-without-passage = { $n } zonder passage
notes-without-passage = { $n ->
    [one] { $n } noot zonder passage
   *[other] { $n } noten zonder passage
  }
overview = Het commentaar in één oogopslag
skip-strip = Overzicht overslaan
strip-name = { $n ->
    [one] { $n } geannoteerde passage, in de volgorde van de tekst
   *[other] { $n } geannoteerde passages, in de volgorde van de tekst
  }
layers = Getoonde lagen
commentary = Commentaar
filter-by-editor = Filteren op redacteur
all-editors = Alle redacteuren
filter-by-tag = Filteren op trefwoord
all-tags = Alle trefwoorden
table = Tabel
link-to-paragraph = Link naar alinea { $number }
in-glossary = In de begrippenlijst
glossary-term = Begrippenlijst: { $term }
detached-title = Noten zonder passage
detached-text = De woorden die in deze noten worden geciteerd, staan niet in de tekst; die is sindsdien mogelijk gewijzigd.
deviations = Afwijkingen van de ontvangen tekst
received = ontvangen tekst:
not-received = niet in de ontvangen tekst
cite-article = Dit geannoteerde artikel citeren
cite-file = Het artikel en alle noten in CSL-JSON
article-before = Vorige
article-after = Volgende
own-notes = Voetnoten van de tekst
back-to-note = Terug naar de tekst, voetnoot { $number }

## A note

back-to-passage = Terug naar passage { $number }
on-article = bij het artikel
on-title = bij de titel
on-figure = bij de afbeelding
on-footnote = bij voetnoot { $number }
retracted = Ingetrokken
withdrawn = Deze noot is ingetrokken.
draft = Concept
reworded = Passage gewijzigd sinds deze noot
more = Meer
why = Toelichting
meaning = Betekenis
details = Details
claim = Bewering
supports = ondersteunt
contradicts = weerspreekt
context = context
online = online
archived-copy = gearchiveerde kopie
archived = gearchiveerd: { $date }
read-whole = geheel gelezen
read-part = deels gelezen
read-abstract = samenvatting gelezen
read-cover = alleen titelgegevens gelezen
corrected = Gecorrigeerd, { $date }:
updated = bijgewerkt: { $date }
cite = Citeren
full-check = Volledige factcheck
link = Link
copy-link = Link kopiëren
copy-citation = Bronvermelding kopiëren
copy-format = { $format } kopiëren
link-copied = Link gekopieerd
citation-copied = Bronvermelding gekopieerd
format-copied = { $format } gekopieerd
report-error = Fout melden
report-subject = Melding van een fout: { $note } · { $article }
report-question = Wat klopt er niet, en hoe weet u dat?
embed = Insluiten

## Fact checks

checks-lede = { $n ->
    [one] { $n } bewering, in één zin, met wat de bronnen erover zeggen en waar die in de tekst staat.
   *[other] { $n } beweringen, elk in één zin, met wat de bronnen erover zeggen en waar ze in de tekst staan.
  }
the-checks = De factchecks
checks-by-rating = Factchecks per oordeel
rating = Oordeel
claim-and-finding = Bewering en bevinding
passage = Passage
detached = zonder passage
the-scale = De beoordelingsschaal
read-in-article = Lezen in het artikel, { $place }
other-checks = Andere factchecks
check-before = Hiervoor
check-after = Hierna

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } begrip uit de tekst, met de naam in de oorspronkelijke taal.
   *[other] { $n } begrippen uit de tekst, met hun namen in de oorspronkelijke taal.
  }
also-called = ook { $names }
founded = Opgericht
designations = Kwalificaties
status = Status
status-as-of = Status per { $date }
used-in = Komt voor in
not-used = Komt niet in de tekst voor
and-more = en nog { $n }
see = zie
with-sources = bronnen:
sources-lede = { $n ->
    [one] { $n } werk dat in het commentaar wordt aangehaald, met de noten en begrippen waarin dat gebeurt.
   *[other] { $n } werken die in het commentaar worden aangehaald, elk met de noten en begrippen waarin dat gebeurt.
  }
reference-managers = Voor literatuurbeheer:
online-source = Online
read-on = geraadpleegd: { $date }
quality-high = hoge betrouwbaarheid
quality-medium = matige betrouwbaarheid
quality-low = lage betrouwbaarheid
not-cited = niet aangehaald
cited-by = aangehaald in
timeline-lede = Wat eraan voorafging en wat erop volgde, op volgorde van datum, met de noten waarvoor het van belang is.
timeline-figure = De gebeurtenissen van { $first } tot en met { $last }; in de lijst hieronder staan dezelfde
bears-on = van belang voor

## Corrections

log = Overzicht van correcties
nothing-corrected = Er zijn nog geen correcties.

## Search

look-in = Zoeken in
in-text = Tekst
in-notes = Noten
in-terms = Begrippen
in-sources = Bronnen
close = Sluiten
nothing-found = Niets gevonden
search-results = { $n ->
    [one] { $n } resultaat
   *[other] { $n } resultaten
  }
search-failed = De zoekfunctie kan niet worden geladen
more-results = Meer resultaten
search-without-script = De zoekfunctie werkt alleen met JavaScript. Wat erin te vinden is, staat ook op deze pagina’s:

## Feeds

feed-corrected = Gecorrigeerd: { $name }
feed-changed = Gewijzigd: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Inhoud
glossary-of = Begrippenlijst – { $title }
notes-without-place = Noten zonder plaats in de tekst
on-passage = bij “{ $passage }”
passage-gone = niet meer in de tekst: “{ $passage }”
claim-is = Bewering:
corrected-on = Gecorrigeerd, { $date }:
archived-at = Gearchiveerd:
archived-on = Gearchiveerd { $date }
passage-is-gone = Niet meer in de tekst:
created = Aangemaakt.
changed = Gewijzigd.
each-names-its-source = Elk artikel noemt zijn eigen bron.
editor-of-commentary = commentaar
editor-of-note = annotatie

## Translations beside the text

language-name = Nederlands
texts = Tekst
side-by-side = Naast elkaar
original-text = { $language }, oorspronkelijke tekst
translation-into = Vertaling: { $language }
