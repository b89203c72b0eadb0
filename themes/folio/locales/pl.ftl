# What readers are told, in Polish: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Przejdź do tekstu
main-menu = Menu główne
search = Szukaj
dark = Ciemny
feed-title = { $title }: nowe i poprawione uwagi
licensed = Licencja komentarza: { $license }
made-with = Utworzono za pomocą { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Kalendarium
glossary = Słowniczek
sources = Źródła
all-pages = Wszystkie strony
all-notes = Wszystkie uwagi
not-found = Nie znaleziono strony
not-found-text = Pod tym adresem nic nie ma. Strona mogła zostać przeniesiona albo w linku jest błąd.
to-front-page = Na stronę główną
pages = Strony
previous = Poprzednia
next = Następna
page-of = Strona { $number } z { $total }
annotations-file = Adnotacje
glossary-file = Słowniczek w SKOS
sources-bibtex = Źródła w BibTeX
sources-csl = Źródła w CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Weryfikacja
counter-source = Źródło przeciwne
note = Uwaga
gloss = Pojęcie
fact-checks = Weryfikacja faktów
counter-sources = Źródła przeciwne
notes = Uwagi
glosses = Słowniczek
note-name = { $kind ->
    [fact-check] Weryfikacja { $number }
    [counter-source] Źródło przeciwne { $number }
    [gloss] Pojęcie { $number }
   *[note] Uwaga { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Weryfikacja { $number }: { $rating-lower }
    [counter-source] Źródło przeciwne { $number }: { $rating-lower }
    [gloss] Pojęcie { $number }: { $rating-lower }
   *[note] Uwaga { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Weryfikacja { $number }: wycofana
    [counter-source] Źródło przeciwne { $number }: wycofane
    [gloss] Pojęcie { $number }: wycofane
   *[note] Uwaga { $number }: wycofana
  }
note-title = { $kind ->
    [fact-check] Weryfikacja: { $text }
    [counter-source] Źródło przeciwne: { $text }
    [gloss] Pojęcie: { $text }
   *[note] Uwaga: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = akapit { $number }
paragraph-name = Akapit { $number }
paragraphs = akapity { $from }–{ $to }
paragraphs-name = Akapity { $from }–{ $to }
line = w. { $number }
line-name = Wers { $number }
lines = w. { $from }–{ $to }
lines-name = Wersy { $from }–{ $to }
table-number = Tabela { $number }
figure-number = Rysunek { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, wypowiedź { $number }
turns = { $speaker }, wypowiedzi { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = przypis { $number }

## The front page

annotated-edition = Wydanie z komentarzem
read-article = Czytaj artykuł
see-checks = Zobacz weryfikację faktów
n-annotations-label = { $n ->
    [one] adnotacja
    [few] adnotacje
    [many] adnotacji
   *[other] adnotacji
  }
n-checks-label = { $n ->
    [one] weryfikacja
    [few] weryfikacje
    [many] weryfikacji
   *[other] weryfikacji
  }
n-terms-label = { $n ->
    [one] pojęcie
    [few] pojęcia
    [many] pojęć
   *[other] pojęcia
  }
n-sources-label = { $n ->
    [one] źródło
    [few] źródła
    [many] źródeł
   *[other] źródła
  }
findings = Ustalenia
articles = { $n ->
    [one] Artykuł
    [few] Artykuły
    [many] Artykuły
   *[other] Artykuły
  }
strip-title = Tekst pod lupą
notes-by-rating = Uwagi według ocen
notes-lede = { $n ->
    [one] { $n } uwaga, wraz z fragmentem, którego dotyczy.
    [few] { $n } uwagi, każda wraz z fragmentem, którego dotyczy.
    [many] { $n } uwag, każda wraz z fragmentem, którego dotyczy.
   *[other] { $n } uwagi, każda wraz z fragmentem, którego dotyczy.
  }
n-annotations = { $n ->
    [one] { $n } adnotacja
    [few] { $n } adnotacje
    [many] { $n } adnotacji
   *[other] { $n } adnotacji
  }
n-sources = { $n ->
    [one] { $n } źródło
    [few] { $n } źródła
    [many] { $n } źródeł
   *[other] { $n } źródła
  }

## An article

first-published = pierwsza publikacja
recording = nagranie
recording-at = Nagranie od { $time }
notes-on-passages = { $n ->
    [one] { $n } uwaga do podkreślonego fragmentu
    [few] { $n } uwagi do podkreślonych fragmentów
    [many] { $n } uwag do podkreślonych fragmentów
   *[other] { $n } uwagi do podkreślonych fragmentów
  }
and-without-passage = { $n } bez odniesienia w tekście
notes-without-passage = { $n ->
    [one] { $n } uwaga bez odniesienia w tekście
    [few] { $n } uwagi bez odniesienia w tekście
    [many] { $n } uwag bez odniesienia w tekście
   *[other] { $n } uwagi bez odniesienia w tekście
  }
overview = Przegląd komentarza
skip-strip = Pomiń schemat
strip-name = { $n ->
    [one] { $n } fragment z komentarzem, w kolejności występowania
    [few] { $n } fragmenty z komentarzem, w kolejności występowania
    [many] { $n } fragmentów z komentarzem, w kolejności występowania
   *[other] { $n } fragmentu z komentarzem, w kolejności występowania
  }
layers = Widoczne warstwy
commentary = Komentarz
filter-by-editor = Filtruj według redaktora
all-editors = Wszyscy redaktorzy
filter-by-tag = Filtruj według słowa kluczowego
all-tags = Wszystkie słowa kluczowe
table = Tabela
link-to-paragraph = Link do akapitu { $number }
in-glossary = W słowniczku
glossary-term = Słowniczek: { $term }
detached-title = Uwagi bez odniesienia w tekście
detached-text = W tekście nie ma słów przytoczonych w tych uwagach; być może został od tamtej pory zmieniony.
deviations = Odstępstwa od otrzymanego tekstu
received = w otrzymanym tekście:
not-received = nie ma w otrzymanym tekście
cite-article = Jak cytować ten artykuł z komentarzem
cite-file = Artykuł i wszystkie uwagi w CSL-JSON
article-before = Poprzedni
article-after = Następny
own-notes = Przypisy oryginału
back-to-note = Powrót do tekstu, przypis { $number }

## A note

back-to-passage = Powrót do fragmentu { $number }
on-article = do całego artykułu
on-title = do tytułu
on-figure = do ilustracji
on-footnote = do przypisu { $number }
retracted = Wycofano
withdrawn = Ta uwaga została wycofana.
draft = Szkic
reworded = Brzmienie tekstu zmieniło się po napisaniu tej uwagi
more = Więcej
why = Uzasadnienie
meaning = Znaczenie
details = Szczegóły
claim = Twierdzenie
supports = potwierdza
contradicts = przeczy
context = kontekst
online = online
archived-copy = kopia archiwalna
archived = zarchiwizowano: { $date }
read-whole = przeczytano w całości
read-part = przeczytano w części
read-abstract = przeczytano streszczenie
read-cover = przejrzano tylko okładkę
corrected = Korekta, { $date }:
updated = aktualizacja: { $date }
cite = Cytuj
full-check = Pełna weryfikacja
link = Link
copy-link = Kopiuj link
copy-citation = Kopiuj opis bibliograficzny
copy-format = Kopiuj { $format }
link-copied = Skopiowano link
citation-copied = Skopiowano opis bibliograficzny
format-copied = Skopiowano { $format }
report-error = Zgłoś błąd
report-subject = Zgłoszenie błędu: { $note } · { $article }
report-question = Co się nie zgadza i skąd to wiadomo?
embed = Osadź

## Fact checks

checks-lede = { $n ->
    [one] { $n } twierdzenie w jednym zdaniu, wraz z tym, co mówią o nim źródła, i wskazaniem miejsca w tekście.
    [few] { $n } twierdzenia, każde w jednym zdaniu, wraz z tym, co mówią o nim źródła, i wskazaniem miejsca w tekście.
    [many] { $n } twierdzeń, każde w jednym zdaniu, wraz z tym, co mówią o nim źródła, i wskazaniem miejsca w tekście.
   *[other] { $n } twierdzenia, każde w jednym zdaniu, wraz z tym, co mówią o nim źródła, i wskazaniem miejsca w tekście.
  }
the-checks = Weryfikacje
checks-by-rating = Weryfikacje według ocen
rating = Ocena
claim-and-finding = Twierdzenie i ustalenie
passage = Miejsce
detached = brak w tekście
the-scale = Skala ocen
read-in-article = Czytaj w artykule, { $place }
other-checks = Inne weryfikacje
check-before = Poprzednia
check-after = Następna

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } pojęcie z tekstu, z nazwą w języku oryginału.
    [few] { $n } pojęcia z tekstu, z nazwami w językach oryginału.
    [many] { $n } pojęć z tekstu, z nazwami w językach oryginału.
   *[other] { $n } pojęcia z tekstu, z nazwami w językach oryginału.
  }
also-called = także { $names }
founded = Data założenia
designations = Oficjalna klasyfikacja
status = Stan obecny
status-as-of = Stan na { $date }
used-in = W tekście:
not-used = Nie występuje w tekście
and-more = i jeszcze { $n }
see = zob.
with-sources = źródła:
sources-lede = { $n ->
    [one] { $n } publikacja cytowana w komentarzu, wraz z uwagami i pojęciami, w których ją przywołano.
    [few] { $n } publikacje cytowane w komentarzu, każda wraz z uwagami i pojęciami, w których ją przywołano.
    [many] { $n } publikacji cytowanych w komentarzu, każda wraz z uwagami i pojęciami, w których ją przywołano.
   *[other] { $n } publikacji cytowanej w komentarzu, wraz z uwagami i pojęciami, w których ją przywołano.
  }
reference-managers = Dla programów bibliograficznych:
online-source = Online
read-on = dostęp: { $date }
quality-high = wysoka wiarygodność
quality-medium = średnia wiarygodność
quality-low = niska wiarygodność
not-cited = niecytowane
cited-by = cytowane w:
timeline-lede = Co wydarzyło się przedtem i potem, w porządku chronologicznym, z powiązanymi adnotacjami.
timeline-figure = Wydarzenia od { $first } do { $last } roku; te same wydarzenia wymienia lista poniżej
bears-on = powiązane adnotacje:

## Corrections

log = Rejestr korekt
nothing-corrected = Dotąd nie wprowadzono żadnych korekt.

## Search

look-in = Gdzie szukać
in-text = Tekst
in-notes = Uwagi
in-terms = Pojęcia
in-sources = Źródła
close = Zamknij
nothing-found = Nic nie znaleziono
search-results = { $n ->
    [one] { $n } wynik
    [few] { $n } wyniki
    [many] { $n } wyników
   *[other] { $n } wyniku
  }
search-failed = Nie udało się wczytać wyszukiwarki
more-results = Więcej wyników
search-without-script = Wyszukiwarka wymaga JavaScriptu. Przeszukiwane treści są też na tych stronach:

## Feeds

feed-corrected = Korekta: { $name }
feed-changed = Zmiana: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Spis treści
glossary-of = Słowniczek – { $title }
notes-without-place = Uwagi bez odniesienia w tekście
on-passage = do słów „{ $passage }”
passage-gone = nie ma już w tekście: „{ $passage }”
claim-is = Twierdzenie:
corrected-on = Korekta, { $date }:
archived-at = Kopia archiwalna:
archived-on = Zarchiwizowano { $date }
passage-is-gone = Nie ma już w tekście:
created = Utworzono.
changed = Zmieniono.
each-names-its-source = Źródło podano w każdym artykule.
editor-of-commentary = komentarz
editor-of-note = uwaga

## Translations beside the text

language-name = polski
texts = Tekst
side-by-side = Obok siebie
original-text = { $language }, oryginał
translation-into = Tłumaczenie: { $language }
