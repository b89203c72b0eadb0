# What readers are told, in Hebrew. The English file says what the values are.

## The frame of every page

skip-to-text = דילוג אל הטקסט
main-menu = תפריט ראשי
search = חיפוש
dark = מצב כהה
# $title is the edition's.
feed-title = { $title }: הערות חדשות ומתוקנות
# $license is the name of a licence.
licensed = ההערות מופצות ברישיון { $license }
# $generator is the name and version of this tool.
made-with = נוצר באמצעות { $generator }
# Between the parts of a list on one line.
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = ציר הזמן
glossary = מילון מונחים
sources = מקורות
all-pages = כל העמודים
all-notes = כל ההערות
not-found = העמוד לא נמצא
not-found-text = אין עמוד בכתובת זו. ייתכן שהוא עבר למקום אחר או שנפלה טעות בקישור.
to-front-page = לעמוד הראשי
pages = עמודים
previous = הקודם
next = הבא
page-of = עמוד { $number } מתוך { $total }
annotations-file = הערות
glossary-file = מילון המונחים בפורמט SKOS
sources-bibtex = המקורות בפורמט BibTeX
sources-csl = המקורות בפורמט CSL-JSON

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = בדיקת עובדות
counter-source = מקור נגדי
note = הערה
gloss = מונח
# All annotations of a kind.
fact-checks = בדיקות עובדות
counter-sources = מקורות נגדיים
notes = הערות
glosses = מונחים
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] בדיקת עובדות { $number }
    [counter-source] מקור נגדי { $number }
    [gloss] מונח { $number }
   *[note] הערה { $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] בדיקת עובדות { $number }: { $rating }
    [counter-source] מקור נגדי { $number }: { $rating }
    [gloss] מונח { $number }: { $rating }
   *[note] הערה { $number }: { $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] בדיקת עובדות { $number }: בוטלה
    [counter-source] מקור נגדי { $number }: בוטל
    [gloss] מונח { $number }: בוטל
   *[note] הערה { $number }: בוטלה
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] בדיקת עובדות: { $text }
    [counter-source] מקור נגדי: { $text }
    [gloss] מונח: { $text }
   *[note] הערה: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = פסקה { $number }
paragraph-name = פסקה { $number }
paragraphs = פסקאות { $from }–{ $to }
paragraphs-name = פסקאות { $from } עד { $to }
line = שורה { $number }
line-name = שורה { $number }
lines = שורות { $from }–{ $to }
lines-name = שורות { $from } עד { $to }
table-number = טבלה { $number }
figure-number = איור { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, דיבור { $number }
turns = { $speaker }, דיבורים { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = הערת שוליים { $number }

## The front page

annotated-edition = מהדורה מוערת
read-article = לקריאת המאמר
see-checks = לבדיקות העובדות
# Below a number.
n-annotations-label = { $n ->
    [one] הערה
    [two] הערות
   *[other] הערות
  }
n-checks-label = { $n ->
    [one] בדיקת עובדות
    [two] בדיקות עובדות
   *[other] בדיקות עובדות
  }
n-terms-label = { $n ->
    [one] מונח
    [two] מונחים
   *[other] מונחים
  }
n-sources-label = { $n ->
    [one] מקור
    [two] מקורות
   *[other] מקורות
  }
findings = מה מצאנו
articles = { $n ->
    [one] המאמר
    [two] המאמרים
   *[other] המאמרים
  }
strip-title = הטקסט במבחן
notes-by-rating = הערות לפי דירוג
notes-lede = { $n ->
    [one] הערה אחת, ולצדה הקטע שהיא עוסקת בו.
    [two] שתי הערות, ולצד כל אחת הקטע שהיא עוסקת בו.
   *[other] { $n } הערות, ולצד כל אחת הקטע שהיא עוסקת בו.
  }
n-annotations = { $n ->
    [one] הערה אחת
    [two] שתי הערות
   *[other] { $n } הערות
  }
n-sources = { $n ->
    [one] מקור אחד
    [two] שני מקורות
   *[other] { $n } מקורות
  }

## An article

first-published = פורסם לראשונה כאן
recording = הקלטה
recording-at = ההקלטה מ־{ $time }
notes-on-passages = { $n ->
    [one] הערה אחת על קטע מסומן בקו תחתון
    [two] שתי הערות על קטעים מסומנים בקו תחתון
   *[other] { $n } הערות על קטעים מסומנים בקו תחתון
  }
# After the number of notes that have a passage.
and-without-passage = { $n ->
    [one] ועוד אחת ללא קטע
    [two] ועוד שתיים ללא קטע
   *[other] ועוד { $n } ללא קטע
  }
notes-without-passage = { $n ->
    [one] הערה אחת ללא קטע
    [two] שתי הערות ללא קטע
   *[other] { $n } הערות ללא קטע
  }
overview = ההערות במבט אחד
skip-strip = דילוג על הרצועה
strip-name = הקטעים שיש עליהם הערות, לפי סדרם בטקסט: { $n }
layers = סוגי ההערות המוצגים
commentary = כל ההערות
filter-by-editor = סינון לפי עורך
all-editors = כל העורכים
filter-by-tag = סינון לפי תגית
all-tags = כל התגיות
table = טבלה
link-to-paragraph = קישור לפסקה { $number }
in-glossary = במילון המונחים
glossary-term = מילון המונחים: { $term }
detached-title = הערות ללא קטע
detached-text = המילים המצוטטות בהערות אלה לא נמצאו בטקסט; ייתכן שהוא השתנה מאז שנכתבו ההערות.
deviations = סטיות מן הטקסט כפי שהתקבל
received = בטקסט שהתקבל:
not-received = אינו בטקסט שהתקבל
cite-article = ציטוט המאמר על הערותיו
cite-file = המאמר וכל ההערות בפורמט CSL-JSON
article-before = הקודם
article-after = הבא
own-notes = הערות השוליים של הטקסט עצמו
back-to-note = חזרה לטקסט, הערת שוליים { $number }

## A note

back-to-passage = חזרה לקטע { $number }
on-article = על המאמר כולו
on-title = על הכותרת
on-figure = על האיור
on-footnote = על הערת שוליים { $number }
retracted = ההערה בוטלה
withdrawn = הערה זו בוטלה.
draft = טיוטה
reworded = הנוסח השתנה מאז שנכתבה ההערה
more = להרחבה
why = מדוע?
meaning = משמעות
details = פרטים
claim = הטענה
supports = תומך
contradicts = סותר
context = רקע
online = באינטרנט
archived-copy = עותק ארכיון
# $date is when the copy was made.
archived = עותק ארכיון, { $date }
read-whole = נקרא במלואו
read-part = נקרא בחלקו
read-abstract = נקרא התקציר בלבד
read-cover = נקראה הכריכה בלבד
# Before what was corrected.
corrected = תיקון, { $date }:
updated = עדכון: { $date }
cite = ציטוט
full-check = הבדיקה המלאה
link = קישור
copy-link = העתקת הקישור
copy-citation = העתקת הציטוט
# $format is BibTeX or CSL-JSON.
copy-format = העתקת { $format }
link-copied = הקישור הועתק
citation-copied = הציטוט הועתק
format-copied = { $format } הועתק
report-error = דיווח על טעות
report-subject = דיווח על טעות: { $note } · { $article }
report-question = מה שגוי, וכיצד אתם יודעים זאת?
embed = הטמעה

## Fact checks

checks-lede = { $n ->
    [one] טענה אחת במשפט אחד, ולצדה דברי המקורות ומקומה בטקסט.
    [two] שתי טענות, כל אחת במשפט אחד, ולצדה דברי המקורות ומקומה בטקסט.
   *[other] { $n } טענות, כל אחת במשפט אחד, ולצדה דברי המקורות ומקומה בטקסט.
  }
the-checks = הבדיקות
checks-by-rating = בדיקות לפי דירוג
rating = דירוג
claim-and-finding = הטענה והממצא
passage = קטע
detached = לא נמצא בטקסט
the-scale = סולם הדירוג
read-in-article = לקריאה במאמר, { $place }
other-checks = בדיקות נוספות
check-before = הקודמת
check-after = הבאה

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] מונח אחד מן הטקסט, ולצדו שמו בשפת המקור.
    [two] שני מונחים מן הטקסט, ולצדם שמותיהם בשפות המקור.
   *[other] { $n } מונחים מן הטקסט, ולצדם שמותיהם בשפות המקור.
  }
also-called = שמות נוספים: { $names }
founded = ייסוד
designations = הגדרות רשמיות
status = מצב
status-as-of = מצב (עדכון: { $date })
# Before places in the text.
used-in = מופעים בטקסט:
not-used = אינו מופיע בטקסט
and-more = { $n ->
    [one] ועוד מקום אחד
    [two] ועוד שני מקומות
   *[other] ועוד { $n } מקומות
  }
# Before terms.
see = ראו:
# Before works.
with-sources = מקורות:
sources-lede = { $n ->
    [one] מקור אחד שההערות נשענות עליו, ולצדו ההערות והמונחים המפנים אליו.
    [two] שני מקורות שההערות נשענות עליהם, ולצד כל אחד מהם ההערות והמונחים המפנים אליו.
   *[other] { $n } מקורות שההערות נשענות עליהם, ולצד כל אחד מהם ההערות והמונחים המפנים אליו.
  }
reference-managers = לתוכנות לניהול ביבליוגרפיה:
online-source = באינטרנט
read-on = תאריך אחזור: { $date }
quality-high = איכות גבוהה
quality-medium = איכות בינונית
quality-low = איכות נמוכה
not-cited = אין הפניות אליו
# Before notes.
cited-by = מפנים אליו:
timeline-lede = האירועים שלפני המאמר ושאחריו, לפי סדר התאריכים, ולצדם ההערות הנוגעות להם.
# $first and $last are years.
timeline-figure = האירועים בין { $first } ל־{ $last }; אותם אירועים מופיעים ברשימה שלהלן
# Before notes.
bears-on = הערות קשורות:

## Corrections

log = יומן התיקונים
nothing-corrected = עד כה לא תוקן דבר.

## Search

look-in = היכן לחפש
in-text = בטקסט
in-notes = בהערות
in-terms = במונחים
in-sources = במקורות
close = סגירה
nothing-found = לא נמצאו תוצאות
search-results = { $n ->
    [one] תוצאה אחת
    [two] שתי תוצאות
   *[other] { $n } תוצאות
  }
search-failed = טעינת החיפוש נכשלה
more-results = תוצאות נוספות
search-without-script = החיפוש פועל רק כשסקריפטים מופעלים בדפדפן. התכנים שהחיפוש סורק נמצאים גם בעמודים אלה:

## Feeds

# Before the name of a note: news of it.
feed-corrected = תיקון: { $name }
feed-changed = שינוי: { $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }: { $layer }

## Exports

contents = תוכן העניינים
glossary-of = מילון מונחים – { $title }
notes-without-place = הערות ללא מקום בטקסט
on-passage = על ”{ $passage }”
passage-gone = אינו נמצא עוד בטקסט: ”{ $passage }”
claim-is = הטענה:
corrected-on = תיקון, { $date }:
archived-at = עותק ארכיון:
archived-on = עותק ארכיון, { $date }
passage-is-gone = אינו נמצא עוד בטקסט:
created = ההערה נכתבה.
changed = ההערה שונתה.
# In a file of several articles.
each-names-its-source = כל מאמר מציין את מקורו.
# Before the name of an editor: what they did.
editor-of-commentary = עריכת ההערות
editor-of-note = כתיבת ההערה

## Translations beside the text

language-name = עברית
texts = הטקסט
side-by-side = זה מול זה
original-text = { $language }, המקור
translation-into = תרגום: { $language }
