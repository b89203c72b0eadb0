# What readers are told, in Polish: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Przejdź do tekstu
main-menu = Menu główne
search = Szukaj
dark = Ciemny
feed-title = { $title }: nowe i poprawione przypisy
licensed = Licencja komentarza: { $license }
made-with = Utworzono za pomocą { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Kalendarium
glossary = Słowniczek
sources = Źródła
all-pages = Wszystkie strony
not-found = Nie znaleziono strony
not-found-text = Pod tym adresem nic nie ma. Strona mogła zostać przeniesiona albo w odnośniku jest błąd.
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
paragraph = akapit { $number }
paragraph-name = Akapit { $number }
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
strip-title = Tekst w skrócie
notes-by-rating = Uwagi według oceny
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
notes-on-passages = { $n ->
    [one] { $n } uwaga do podkreślonych miejsc
    [few] { $n } uwagi do podkreślonych miejsc
    [many] { $n } uwag do podkreślonych miejsc
   *[other] { $n } uwagi do podkreślonych miejsc
  }
and-without-passage = { $n } bez miejsca w tekście
notes-without-passage = { $n ->
    [one] { $n } uwaga bez miejsca w tekście
    [few] { $n } uwagi bez miejsca w tekście
    [many] { $n } uwag bez miejsca w tekście
   *[other] { $n } uwagi bez miejsca w tekście
  }
overview = Komentarz w skrócie
skip-strip = Pomiń schemat
strip-name = { $n ->
    [one] { $n } miejsce z komentarzem, w kolejności tekstu
    [few] { $n } miejsca z komentarzem, w kolejności tekstu
    [many] { $n } miejsc z komentarzem, w kolejności tekstu
   *[other] { $n } miejsca z komentarzem, w kolejności tekstu
  }
layers = Widoczne warstwy
commentary = Komentarz
table = Tabela
link-to-paragraph = Odnośnik do akapitu { $number }
in-glossary = W słowniczku
glossary-term = Słowniczek: { $term }
detached-title = Uwagi bez miejsca w tekście
detached-text = Słów, które przytaczają te uwagi, nie ma w tekście; mógł się od tamtej pory zmienić.
cite-article = Jak cytować ten artykuł z komentarzem
cite-file = Artykuł i wszystkie uwagi w CSL-JSON
own-notes = Przypisy samego tekstu
back-to-note = Powrót do tekstu, przypis { $number }

## A note

back-to-passage = Powrót do miejsca { $number }
retracted = Wycofano
withdrawn = Ta uwaga została wycofana.
draft = Szkic
reworded = Brzmienie zmieniło się od napisania tej uwagi
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
archived = archiwum: { $date }
read-whole = przeczytano w całości
read-part = przeczytano w części
read-abstract = przeczytano streszczenie
read-cover = przeczytano tylko opis
corrected = Sprostowanie, { $date }:
updated = aktualizacja: { $date }
cite = Cytuj
full-check = Pełna weryfikacja
link = Odnośnik
copy-link = Kopiuj odnośnik
copy-citation = Kopiuj opis bibliograficzny
copy-format = Kopiuj { $format }
link-copied = Skopiowano odnośnik
citation-copied = Skopiowano opis bibliograficzny
format-copied = Skopiowano { $format }

## Fact checks

checks-lede = { $n ->
    [one] { $n } twierdzenie, ujęte w jednym zdaniu, z tym, co mówią źródła, i miejscem w tekście.
    [few] { $n } twierdzenia, każde w jednym zdaniu, z tym, co mówią źródła, i miejscem w tekście.
    [many] { $n } twierdzeń, każde w jednym zdaniu, z tym, co mówią źródła, i miejscem w tekście.
   *[other] { $n } twierdzenia, każde w jednym zdaniu, z tym, co mówią źródła, i miejscem w tekście.
  }
the-checks = Weryfikacje
checks-by-rating = Weryfikacje według oceny
rating = Ocena
claim-and-finding = Twierdzenie i ustalenie
passage = Miejsce
detached = bez miejsca
the-scale = Skala ocen
read-in-article = Czytaj w artykule, akapit { $number }
other-checks = Inne weryfikacje
check-before = Poprzednia
check-after = Następna

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } pojęcie z tekstu, z nazwą w oryginalnym języku.
    [few] { $n } pojęcia z tekstu, z nazwami w oryginalnych językach.
    [many] { $n } pojęć z tekstu, z nazwami w oryginalnych językach.
   *[other] { $n } pojęcia z tekstu, z nazwami w oryginalnych językach.
  }
also-called = także { $names }
founded = Założenie
designations = Klasyfikacje
status = Stan
status-as-of = Stan: { $date }
used-in = Występuje:
not-used = Nie występuje w tekście
and-more = i jeszcze { $n }
see = zob.
with-sources = źródła:
sources-lede = { $n ->
    [one] { $n } praca cytowana w komentarzu, z uwagami i pojęciami, które ją przywołują.
    [few] { $n } prace cytowane w komentarzu, każda z uwagami i pojęciami, które ją przywołują.
    [many] { $n } prac cytowanych w komentarzu, każda z uwagami i pojęciami, które ją przywołują.
   *[other] { $n } pracy cytowanej w komentarzu, z uwagami i pojęciami, które ją przywołują.
  }
reference-managers = Dla programów bibliograficznych:
online-source = Online
read-on = przeczytano: { $date }
quality-high = wysoka wiarygodność
quality-medium = średnia wiarygodność
quality-low = niska wiarygodność
not-cited = niecytowane
cited-by = cytowane:
timeline-lede = Co wydarzyło się przedtem i potem, w kolejności dat, z uwagami, których to dotyczy.
timeline-figure = Wydarzenia od { $first } do { $last } roku; lista poniżej podaje to samo
bears-on = dotyczy:

## Corrections

log = Rejestr sprostowań
nothing-corrected = Dotąd niczego nie sprostowano.

## Search

look-in = Szukaj w
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
search-failed = Nie można wczytać wyszukiwarki
more-results = Więcej wyników
search-without-script = Wyszukiwarka wymaga JavaScriptu. To, co przeszukuje, jest też na tych stronach:

## Feeds

feed-corrected = Sprostowano: { $name }
feed-changed = Zmieniono: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Spis treści
glossary-of = Słowniczek – { $title }
notes-without-place = Uwagi bez miejsca w tekście
on-passage = do słów „{ $passage }”
passage-gone = nie ma już w tekście: „{ $passage }”
claim-is = Twierdzenie:
corrected-on = Sprostowanie, { $date }:
archived-at = Archiwum:
archived-on = Archiwum, { $date }
passage-is-gone = Nie ma już w tekście:
created = Utworzono.
changed = Zmieniono.
each-names-its-source = Każdy artykuł podaje własne źródło.
editor-of-commentary = komentarz
editor-of-note = autor uwagi
