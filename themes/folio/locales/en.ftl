# What readers are told, in English. Each message has a key; values in braces are filled in.
# A theme or an edition changes one by a file of its own: locales/en.ftl in the theme,
# content/locales/en.ftl in the edition.

## The frame of every page

skip-to-text = Skip to the text
main-menu = Main
search = Search
dark = Dark
# $title is the edition's.
feed-title = { $title }: new and corrected notes
# $license is the name of a licence.
licensed = Commentary licensed { $license }
# $generator is the name and version of this tool.
made-with = Made with { $generator }
# Between the parts of a list on one line.
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Timeline
glossary = Glossary
sources = Sources
all-pages = All pages
all-notes = All notes
not-found = Page not found
not-found-text = Nothing stands at this address. It may have moved, or the link is mistyped.
to-front-page = To the front page
pages = Pages
previous = Previous
next = Next
page-of = Page { $number } of { $total }
annotations-file = Annotations
glossary-file = The glossary in SKOS
sources-bibtex = The sources in BibTeX
sources-csl = The sources in CSL-JSON

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = Fact check
counter-source = Counter-source
note = Note
gloss = Term
# All annotations of a kind.
fact-checks = Fact checks
counter-sources = Counter-sources
notes = Notes
glosses = Glossary
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] Fact check { $number }
    [counter-source] Counter-source { $number }
    [gloss] Term { $number }
   *[note] Note { $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] Fact check { $number }: { $rating-lower }
    [counter-source] Counter-source { $number }: { $rating-lower }
    [gloss] Term { $number }: { $rating-lower }
   *[note] Note { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Fact check { $number }: retracted
    [counter-source] Counter-source { $number }: retracted
    [gloss] Term { $number }: retracted
   *[note] Note { $number }: retracted
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] Fact check: { $text }
    [counter-source] Counter-source: { $text }
    [gloss] Term: { $text }
   *[note] Note: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = ¶ { $number }
paragraph-name = Paragraph { $number }
paragraphs = ¶¶ { $from }–{ $to }
paragraphs-name = Paragraphs { $from }–{ $to }
line = l. { $number }
line-name = Line { $number }
lines = ll. { $from }–{ $to }
lines-name = Lines { $from }–{ $to }
table-number = Table { $number }
figure-number = Figure { $number }
# Where a transcript or a play is cited: who speaks, and when in the recording, or else
# the number of the turn.
turn-at = { $speaker }, { $time }
turn = { $speaker }, turn { $number }
turns = { $speaker }, turns { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = footnote { $number }

## The front page

annotated-edition = Annotated edition
read-article = Read the article
see-checks = See the fact checks
# Below a number.
n-annotations-label = { $n ->
    [one] annotation
   *[other] annotations
  }
n-checks-label = { $n ->
    [one] fact check
   *[other] fact checks
  }
n-terms-label = { $n ->
    [one] term
   *[other] terms
  }
n-sources-label = { $n ->
    [one] source
   *[other] sources
  }
findings = What we found
articles = { $n ->
    [one] The article
   *[other] Articles
  }
strip-title = How the text fares
notes-by-rating = Notes by rating
notes-lede = { $n ->
    [one] { $n } note, with the passage that it is about.
   *[other] { $n } notes, each with the passage that it is about.
  }
n-annotations = { $n ->
    [one] { $n } annotation
   *[other] { $n } annotations
  }
n-sources = { $n ->
    [one] { $n } source
   *[other] { $n } sources
  }

## An article

first-published = first published here
# The sound or film of a speech or play; a link to it, and to a time of it.
recording = recording
recording-at = Recording at { $time }
notes-on-passages = { $n ->
    [one] { $n } note on an underlined passage
   *[other] { $n } notes on underlined passages
  }
# After the number of notes that have a passage.
and-without-passage = { $n } without a passage
notes-without-passage = { $n ->
    [one] { $n } note without a passage
   *[other] { $n } notes without a passage
  }
overview = Commentary at a glance
skip-strip = Skip the strip
strip-name = { $n } annotated passages, in the order of the text
layers = Layers shown
commentary = Commentary
# Each names a choice, and then comes its first option.
filter-by-editor = Filter by editor
all-editors = All editors
filter-by-tag = Filter by tag
all-tags = All tags
table = Table
link-to-paragraph = Link to paragraph { $number }
in-glossary = In the glossary
glossary-term = Glossary: { $term }
detached-title = Notes without a passage
detached-text = The words that these quote are not found in the text; it may have changed since they were written.
deviations = Departures from the text as received
# Behind words of the text, before those that were received in their place.
received = as received:
# Behind words of the text that the text as received does not have.
not-received = not in the text as received
cite-article = Cite this annotated article
cite-file = It and all notes in CSL-JSON
# Before the title of the article before, or after, in an order.
article-before = Previous
article-after = Next
own-notes = The text’s own notes
back-to-note = Back to the text, note { $number }

## A note

back-to-passage = Back to passage { $number }
# What a note is on that is about no words.
on-article = on the article
on-title = on the title
on-figure = on the figure
# $number is that of a footnote of the text itself.
on-footnote = on footnote { $number }
retracted = Retracted
withdrawn = This note has been withdrawn.
draft = Draft
reworded = Wording changed since this note was written
more = More
why = Why
meaning = Meaning
details = Details
claim = Claim
supports = supports
contradicts = contradicts
context = context
online = online
archived-copy = archived copy
# $date is when the copy was made.
archived = archived { $date }
read-whole = read whole
read-part = read in part
read-abstract = abstract read
read-cover = cover read
# Before what was corrected.
corrected = Corrected { $date }:
updated = updated { $date }
cite = Cite
full-check = Full check
link = Link
copy-link = Copy Link
copy-citation = Copy Citation
# $format is BibTeX or CSL-JSON.
copy-format = Copy { $format }
link-copied = Link copied
citation-copied = Citation copied
format-copied = { $format } copied
# The link by which readers answer, and what their message begins with: $note is the name of
# the note.
report-error = Report an error
report-subject = Error report: { $note } · { $article }
report-question = What is wrong, and how do you know?
# Shows, or copies, what puts a fact check into a page of another site.
embed = Embed

## Fact checks

checks-lede = { $n ->
    [one] { $n } claim, each in one sentence, with what the sources say and where it stands in the text.
   *[other] { $n } claims, each in one sentence, with what the sources say and where it stands in the text.
  }
the-checks = The checks
checks-by-rating = Checks by rating
rating = Rating
claim-and-finding = Claim and finding
passage = Passage
detached = detached
the-scale = The scale
read-in-article = Read it in the article, { $place }
other-checks = Other checks
check-before = Before
check-after = After

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } term of the text, with their names in their own languages.
   *[other] { $n } terms of the text, with their names in their own languages.
  }
also-called = also { $names }
founded = Founded
designations = Designations
status = Status
status-as-of = Status, { $date }
# Before places in the text.
used-in = Used in
not-used = Not used in the text
and-more = and { $n } more
# Before terms.
see = see
# Before works.
with-sources = sources:
sources-lede = { $n ->
    [one] { $n } work cited in the commentary, each with the notes and terms that cite it.
   *[other] { $n } works cited in the commentary, each with the notes and terms that cite it.
  }
reference-managers = For reference managers:
online-source = Online
read-on = read { $date }
quality-high = high quality
quality-medium = medium quality
quality-low = low quality
not-cited = not cited
# Before notes.
cited-by = cited by
timeline-lede = What happened before and after, in the order of the dates, with the notes it bears on.
# $first and $last are years.
timeline-figure = The events between { $first } and { $last }; the list below says the same
# Before notes.
bears-on = bears on

## Corrections

log = Log
nothing-corrected = Nothing has been corrected yet.

## Search

look-in = Look in
in-text = Text
in-notes = Notes
in-terms = Terms
in-sources = Sources
close = Close
nothing-found = Nothing found
search-results = { $n ->
    [one] { $n } result
   *[other] { $n } results
  }
search-failed = The search cannot be loaded
more-results = More results
search-without-script = The search needs script. What it searches stands on these pages, too:

## Feeds

# Before the name of a note: news of it.
feed-corrected = Corrected: { $name }
feed-changed = Changed: { $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }: { $layer }

## Exports

contents = Contents
glossary-of = Glossary – { $title }
notes-without-place = Notes without a place in the text
on-passage = on “{ $passage }”
passage-gone = no longer found in the text: “{ $passage }”
claim-is = Claim:
corrected-on = Corrected { $date }:
archived-at = Archived:
archived-on = Archived { $date }
passage-is-gone = No longer found in the text:
created = Created.
changed = Changed.
# In a file of several articles.
each-names-its-source = Each article names its own source.
# Before the name of an editor: what they did.
editor-of-commentary = commentary
editor-of-note = annotator

## Translations beside the text

# What this catalogue's language is called in it.
language-name = English
# Names the choice of the texts that are shown.
texts = Text
side-by-side = Side by side
# $language is what the language of the text is called in that language.
original-text = { $language }, original
translation-into = Translation: { $language }
