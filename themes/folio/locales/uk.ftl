# What readers are told, in Ukrainian: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Перейти до тексту
main-menu = Головне меню
search = Пошук
dark = Темна
feed-title = { $title }: нові та виправлені примітки
licensed = Ліцензія коментаря: { $license }
made-with = Зроблено за допомогою { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Хронологія
glossary = Глосарій
sources = Джерела
all-pages = Усі сторінки
all-notes = Усі примітки
not-found = Сторінку не знайдено
not-found-text = За цією адресою нічого немає. Можливо, сторінку перенесено або в посиланні помилка.
to-front-page = На головну
pages = Сторінки
previous = Попередня
next = Наступна
page-of = Сторінка { $number } з { $total }
annotations-file = Примітки
glossary-file = Глосарій у SKOS
sources-bibtex = Джерела в BibTeX
sources-csl = Джерела в CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Перевірка факту
counter-source = Контрджерело
note = Примітка
gloss = Термін
fact-checks = Перевірка фактів
counter-sources = Контрджерела
notes = Примітки
glosses = Глосарій
note-name = { $kind ->
    [fact-check] Перевірка факту { $number }
    [counter-source] Контрджерело { $number }
    [gloss] Термін { $number }
   *[note] Примітка { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Перевірка факту { $number }: { $rating-lower }
    [counter-source] Контрджерело { $number }: { $rating-lower }
    [gloss] Термін { $number }: { $rating-lower }
   *[note] Примітка { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Перевірка факту { $number }: відкликано
    [counter-source] Контрджерело { $number }: відкликано
    [gloss] Термін { $number }: відкликано
   *[note] Примітка { $number }: відкликано
  }
note-title = { $kind ->
    [fact-check] Перевірка факту: { $text }
    [counter-source] Контрджерело: { $text }
    [gloss] Термін: { $text }
   *[note] Примітка: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = абз. { $number }
paragraph-name = Абзац { $number }
paragraphs = абз. { $from }–{ $to }
paragraphs-name = Абзаци { $from }–{ $to }
line = рядок { $number }
line-name = Рядок { $number }
lines = рядки { $from }–{ $to }
lines-name = Рядки { $from }–{ $to }
table-number = Таблиця { $number }
figure-number = Рисунок { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, репліка { $number }
turns = { $speaker }, репліки { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = виноска { $number }

## The front page

annotated-edition = Видання з коментарями
read-article = Читати статтю
see-checks = До перевірки фактів
n-annotations-label = { $n ->
    [one] примітка
    [few] примітки
    [many] приміток
   *[other] примітки
  }
n-checks-label = { $n ->
    [one] перевірка факту
    [few] перевірки фактів
    [many] перевірок фактів
   *[other] перевірки фактів
  }
n-terms-label = { $n ->
    [one] термін
    [few] терміни
    [many] термінів
   *[other] терміна
  }
n-sources-label = { $n ->
    [one] джерело
    [few] джерела
    [many] джерел
   *[other] джерела
  }
findings = Що ми з’ясували
articles = { $n ->
    [one] Стаття
    [few] Статті
    [many] Статті
   *[other] Статті
  }
strip-title = Текст під лупою
notes-by-rating = Примітки за оцінками
notes-lede = { $n ->
    [one] { $n } примітка з фрагментом, якого вона стосується.
    [few] { $n } примітки, кожна з фрагментом, якого вона стосується.
    [many] { $n } приміток, кожна з фрагментом, якого вона стосується.
   *[other] { $n } примітки, кожна з фрагментом, якого вона стосується.
  }
n-annotations = { $n ->
    [one] { $n } примітка
    [few] { $n } примітки
    [many] { $n } приміток
   *[other] { $n } примітки
  }
n-sources = { $n ->
    [one] { $n } джерело
    [few] { $n } джерела
    [many] { $n } джерел
   *[other] { $n } джерела
  }

## An article

first-published = уперше опубліковано тут
recording = запис
recording-at = Запис з { $time }
notes-on-passages = { $n ->
    [one] { $n } примітка до підкреслених фрагментів
    [few] { $n } примітки до підкреслених фрагментів
    [many] { $n } приміток до підкреслених фрагментів
   *[other] { $n } примітки до підкреслених фрагментів
  }
and-without-passage = { $n } без прив’язки до тексту
notes-without-passage = { $n ->
    [one] { $n } примітка без прив’язки до тексту
    [few] { $n } примітки без прив’язки до тексту
    [many] { $n } приміток без прив’язки до тексту
   *[other] { $n } примітки без прив’язки до тексту
  }
overview = Огляд коментаря
skip-strip = Пропустити схему
strip-name = { $n ->
    [one] { $n } фрагмент із примітками, за порядком у тексті
    [few] { $n } фрагменти з примітками, за порядком у тексті
    [many] { $n } фрагментів із примітками, за порядком у тексті
   *[other] { $n } фрагмента з примітками, за порядком у тексті
  }
layers = Видимі шари
commentary = Коментар
filter-by-editor = Фільтр за редактором
all-editors = Усі редактори
filter-by-tag = Фільтр за ключовим словом
all-tags = Усі ключові слова
table = Таблиця
link-to-paragraph = Посилання на абзац { $number }
in-glossary = У глосарії
glossary-term = Глосарій: { $term }
detached-title = Примітки без прив’язки до тексту
detached-text = Слів, наведених у цих примітках, у тексті немає; можливо, відтоді він змінився.
deviations = Відхилення від отриманого тексту
received = в отриманому тексті:
not-received = в отриманому тексті немає
cite-article = Як цитувати цю статтю з коментарями
cite-file = Стаття й усі примітки в CSL-JSON
article-before = Попередня
article-after = Наступна
own-notes = Виноски оригіналу
back-to-note = Назад до тексту, виноска { $number }

## A note

back-to-passage = Назад до фрагмента { $number }
on-article = до всієї статті
on-title = до заголовка
on-figure = до ілюстрації
on-footnote = до виноски { $number }
retracted = Відкликано
withdrawn = Цю примітку відкликано.
draft = Чернетка
reworded = Формулювання змінилося після написання примітки
more = Докладніше
why = Обґрунтування
meaning = Значення
details = Подробиці
claim = Твердження
supports = підтверджує
contradicts = суперечить
context = контекст
online = онлайн
archived-copy = архівна копія
archived = архівна копія, { $date }
read-whole = прочитано повністю
read-part = прочитано частково
read-abstract = прочитано анотацію
read-cover = прочитано лише вихідні дані
corrected = Виправлення, { $date }:
updated = оновлено: { $date }
cite = Цитувати
full-check = Повна перевірка
link = Посилання
copy-link = Копіювати посилання
copy-citation = Копіювати бібліографічний опис
copy-format = Копіювати { $format }
link-copied = Посилання скопійовано
citation-copied = Бібліографічний опис скопійовано
format-copied = Скопійовано: { $format }
report-error = Повідомити про помилку
report-subject = Повідомлення про помилку: { $note } · { $article }
report-question = Що неправильно і звідки це відомо?
embed = Вбудувати

## Fact checks

checks-lede = { $n ->
    [one] { $n } твердження: суть одним реченням, дані джерел і місце в тексті.
    [few] { $n } твердження: суть одним реченням, дані джерел і місце в тексті.
    [many] { $n } тверджень: суть одним реченням, дані джерел і місце в тексті.
   *[other] { $n } твердження: суть одним реченням, дані джерел і місце в тексті.
  }
the-checks = Перевірки
checks-by-rating = Перевірки за оцінками
rating = Оцінка
claim-and-finding = Твердження та висновок
passage = Місце
detached = без прив’язки
the-scale = Шкала оцінок
read-in-article = Читати у статті, { $place }
other-checks = Інші перевірки
check-before = Попередня
check-after = Наступна

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } термін із тексту, з назвою мовою оригіналу.
    [few] { $n } терміни з тексту, з назвами мовами оригіналу.
    [many] { $n } термінів із тексту, з назвами мовами оригіналу.
   *[other] { $n } терміна з тексту, з назвами мовами оригіналу.
  }
also-called = також { $names }
founded = Дата заснування
designations = Офіційний статус
status = Нинішнє становище
status-as-of = Становище на { $date }
used-in = У тексті:
not-used = У тексті не трапляється
and-more = і ще { $n }
see = див.
with-sources = джерела:
sources-lede = { $n ->
    [one] { $n } цитоване в коментарі джерело, із примітками й термінами, де на нього посилаються.
    [few] { $n } цитовані в коментарі джерела, кожне з примітками й термінами, де на нього посилаються.
    [many] { $n } цитованих у коментарі джерел, кожне з примітками й термінами, де на нього посилаються.
   *[other] { $n } цитованого в коментарі джерела, із примітками й термінами, де на нього посилаються.
  }
reference-managers = Для бібліографічних програм:
online-source = Онлайн
read-on = дата звернення: { $date }
quality-high = висока надійність
quality-medium = середня надійність
quality-low = низька надійність
not-cited = не цитовано
cited-by = де цитовано:
timeline-lede = Що сталося до і після, у хронологічному порядку, з пов’язаними примітками.
timeline-figure = Події з { $first } до { $last } року; ті самі події наведено у списку нижче
bears-on = пов’язані примітки:

## Corrections

log = Журнал виправлень
nothing-corrected = Виправлень поки немає.

## Search

look-in = Де шукати
in-text = Текст
in-notes = Примітки
in-terms = Терміни
in-sources = Джерела
close = Закрити
nothing-found = Нічого не знайдено
search-results = { $n ->
    [one] { $n } результат
    [few] { $n } результати
    [many] { $n } результатів
   *[other] { $n } результату
  }
search-failed = Не вдалося завантажити пошук
more-results = Ще результати
search-without-script = Для пошуку потрібен JavaScript. Матеріали, серед яких він шукає, є й на цих сторінках:

## Feeds

feed-corrected = Виправлення: { $name }
feed-changed = Зміна: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Зміст
glossary-of = Глосарій — { $title }
notes-without-place = Примітки без прив’язки до тексту
on-passage = до слів «{ $passage }»
passage-gone = у тексті більше немає: «{ $passage }»
claim-is = Твердження:
corrected-on = Виправлення, { $date }:
archived-at = Архівна копія:
archived-on = Архівовано { $date }
passage-is-gone = У тексті більше немає:
created = Створено.
changed = Змінено.
each-names-its-source = Джерело вказано в кожній статті.
editor-of-commentary = коментар
editor-of-note = примітка

## Translations beside the text

language-name = українська
texts = Текст
side-by-side = Паралельно
original-text = { $language }, оригінал
translation-into = Переклад: { $language }
