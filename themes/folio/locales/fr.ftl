# What readers are told, in French: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Aller au texte
main-menu = Menu principal
search = Recherche
dark = Sombre
feed-title = { $title } : notes nouvelles et corrigées
licensed = Commentaire sous licence { $license }
made-with = Réalisé avec { $generator }
comma = ,{" "}
semicolon = {"\u00A0"};{" "}

## Pages and lists

timeline = Chronologie
glossary = Glossaire
sources = Sources
all-pages = Toutes les pages
all-notes = Toutes les notes
not-found = Page introuvable
not-found-text = Il n’y a rien à cette adresse. La page a peut-être été déplacée, ou le lien contient une erreur.
to-front-page = Retour à l’accueil
pages = Pages
previous = Précédente
next = Suivante
page-of = Page { $number } sur { $total }
annotations-file = Annotations
glossary-file = Le glossaire en SKOS
sources-bibtex = Les sources en BibTeX
sources-csl = Les sources en CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Vérification
counter-source = Source contraire
note = Note
gloss = Terme
fact-checks = Vérifications
counter-sources = Sources contraires
notes = Notes
glosses = Glossaire
note-name = { $kind ->
    [fact-check] Vérification { $number }
    [counter-source] Source contraire { $number }
    [gloss] Terme { $number }
   *[note] Note { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Vérification { $number } : { $rating-lower }
    [counter-source] Source contraire { $number } : { $rating-lower }
    [gloss] Terme { $number } : { $rating-lower }
   *[note] Note { $number } : { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Vérification { $number } : retirée
    [counter-source] Source contraire { $number } : retirée
    [gloss] Terme { $number } : retiré
   *[note] Note { $number } : retirée
  }
note-title = { $kind ->
    [fact-check] Vérification : { $text }
    [counter-source] Source contraire : { $text }
    [gloss] Terme : { $text }
   *[note] Note : { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = § { $number }
paragraph-name = Paragraphe { $number }
paragraphs = §§ { $from }-{ $to }
paragraphs-name = Paragraphes { $from } à { $to }
line = v. { $number }
line-name = Vers { $number }
lines = v. { $from }-{ $to }
lines-name = Vers { $from } à { $to }
table-number = Tableau { $number }
figure-number = Figure { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, intervention { $number }
turns = { $speaker }, interventions { $from } à { $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = note de bas de page { $number }

## The front page

annotated-edition = Édition annotée
read-article = Lire l’article
see-checks = Voir les vérifications
n-annotations-label = { $n ->
    [one] annotation
    [many] annotations
   *[other] annotations
  }
n-checks-label = { $n ->
    [one] vérification
    [many] vérifications
   *[other] vérifications
  }
n-terms-label = { $n ->
    [one] terme
    [many] termes
   *[other] termes
  }
n-sources-label = { $n ->
    [one] source
    [many] sources
   *[other] sources
  }
findings = Nos constats
articles = { $n ->
    [one] L’article
    [many] Articles
   *[other] Articles
  }
strip-title = Le texte à l’épreuve des faits
notes-by-rating = Notes par verdict
notes-lede = { $n ->
    [one] { $n } note, avec le passage qu’elle concerne.
    [many] { $n } de notes, chacune avec le passage qu’elle concerne.
   *[other] { $n } notes, chacune avec le passage qu’elle concerne.
  }
n-annotations = { $n ->
    [one] { $n } annotation
    [many] { $n } d’annotations
   *[other] { $n } annotations
  }
n-sources = { $n ->
    [one] { $n } source
    [many] { $n } de sources
   *[other] { $n } sources
  }

## An article

first-published = première publication
recording = enregistrement
recording-at = Enregistrement à { $time }
notes-on-passages = { $n ->
    [one] { $n } note sur un passage souligné
    [many] { $n } de notes sur des passages soulignés
   *[other] { $n } notes sur des passages soulignés
  }
and-without-passage = { $n } sans passage
notes-without-passage = { $n ->
    [one] { $n } note sans passage correspondant
    [many] { $n } de notes sans passage correspondant
   *[other] { $n } notes sans passage correspondant
  }
overview = Le commentaire en un coup d’œil
skip-strip = Passer l’aperçu
strip-name = { $n ->
    [one] { $n } passage annoté, dans l’ordre du texte
    [many] { $n } de passages annotés, dans l’ordre du texte
   *[other] { $n } passages annotés, dans l’ordre du texte
  }
layers = Types de notes affichés
commentary = Commentaire
filter-by-editor = Filtrer par annotateur
all-editors = Tous les annotateurs
filter-by-tag = Filtrer par mot-clé
all-tags = Tous les mots-clés
table = Tableau
link-to-paragraph = Lien vers le paragraphe { $number }
in-glossary = Dans le glossaire
glossary-term = Glossaire : { $term }
detached-title = Notes sans passage correspondant
detached-text = Les mots cités par ces notes ne figurent pas dans le texte ; il a peut-être changé depuis.
deviations = Écarts par rapport au texte reçu
received = texte reçu :
not-received = absent du texte reçu
cite-article = Citer cet article annoté
cite-file = L’article et toutes ses notes en CSL-JSON
article-before = Précédent
article-after = Suivant
own-notes = Notes du texte
back-to-note = Retour au texte, note { $number }

## A note

back-to-passage = Retour au passage { $number }
on-article = sur l’article
on-title = sur le titre
on-figure = sur la figure
on-footnote = sur la note de bas de page { $number }
retracted = Retirée
withdrawn = Cette note a été retirée.
draft = Brouillon
reworded = Passage modifié depuis la rédaction de cette note
more = Suite
why = Explication
meaning = Sens
details = Détails
claim = Affirmation
supports = étaye
contradicts = contredit
context = contexte
online = en ligne
archived-copy = copie archivée
archived = archivé : { $date }
read-whole = lu en entier
read-part = lu en partie
read-abstract = résumé lu
read-cover = notice seule lue
corrected = Correction, { $date } :
updated = mise à jour : { $date }
cite = Citer
full-check = Vérification complète
link = Lien
copy-link = Copier le lien
copy-citation = Copier la référence
copy-format = Copier en { $format }
link-copied = Lien copié
citation-copied = Référence copiée
format-copied = { $format } copié
report-error = Signaler une erreur
report-subject = Erreur signalée : { $note } · { $article }
report-question = Qu’est-ce qui est inexact, et comment le savez-vous ?
embed = Intégrer

## Fact checks

checks-lede = { $n ->
    [one] { $n } affirmation, en une phrase, avec ce qu’en disent les sources et sa place dans le texte.
    [many] { $n } d’affirmations, chacune en une phrase, avec ce qu’en disent les sources et sa place dans le texte.
   *[other] { $n } affirmations, chacune en une phrase, avec ce qu’en disent les sources et sa place dans le texte.
  }
the-checks = Les vérifications
checks-by-rating = Vérifications par verdict
rating = Verdict
claim-and-finding = Affirmation et constat
passage = Passage
detached = sans passage
the-scale = L’échelle des verdicts
read-in-article = Lire dans l’article, { $place }
other-checks = Autres vérifications
check-before = Avant
check-after = Après

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } terme du texte, avec son nom dans sa langue d’origine.
    [many] { $n } de termes du texte, avec leurs noms dans leur langue d’origine.
   *[other] { $n } termes du texte, avec leurs noms dans leur langue d’origine.
  }
also-called = aussi { $names }
founded = Fondation
designations = Désignations
status = Situation
status-as-of = Situation, { $date }
used-in = Emplois :
not-used = Absent du texte
and-more = et { $n } de plus
see = voir
with-sources = sources :
sources-lede = { $n ->
    [one] { $n } ouvrage cité dans le commentaire, avec les notes et les termes qui le citent.
    [many] { $n } d’ouvrages cités dans le commentaire, chacun avec les notes et les termes qui le citent.
   *[other] { $n } ouvrages cités dans le commentaire, chacun avec les notes et les termes qui le citent.
  }
reference-managers = Pour les logiciels de gestion bibliographique :
online-source = En ligne
read-on = consulté : { $date }
quality-high = fiabilité élevée
quality-medium = fiabilité moyenne
quality-low = fiabilité faible
not-cited = non cité
cited-by = cité dans
timeline-lede = Ce qui s’est passé avant et après, dans l’ordre des dates, avec les notes concernées.
timeline-figure = Les événements de { $first } à { $last } ; la liste ci-dessous reprend les mêmes
bears-on = concerne

## Corrections

log = Registre des corrections
nothing-corrected = Aucune correction à ce jour.

## Search

look-in = Chercher dans
in-text = Texte
in-notes = Notes
in-terms = Termes
in-sources = Sources
close = Fermer
nothing-found = Aucun résultat
search-results = { $n ->
    [one] { $n } résultat
    [many] { $n } de résultats
   *[other] { $n } résultats
  }
search-failed = Impossible de charger la recherche
more-results = Plus de résultats
search-without-script = La recherche nécessite JavaScript. Les contenus qu’elle parcourt se trouvent aussi sur ces pages :

## Feeds

feed-corrected = Correction : { $name }
feed-changed = Modification : { $name }
feed-of-layer = { $title } : { $layer }

## Exports

contents = Table des matières
glossary-of = Glossaire – { $title }
notes-without-place = Notes sans place dans le texte
on-passage = sur « { $passage } »
passage-gone = ne figure plus dans le texte : « { $passage } »
claim-is = Affirmation :
corrected-on = Correction, { $date } :
archived-at = Archive :
archived-on = Archivé { $date }
passage-is-gone = Ne figure plus dans le texte :
created = Création.
changed = Modification.
each-names-its-source = Chaque article indique sa propre source.
editor-of-commentary = commentaire
editor-of-note = annotation

## Translations beside the text

language-name = français
texts = Texte
side-by-side = En regard
original-text = { $language }, original
translation-into = Traduction : { $language }
