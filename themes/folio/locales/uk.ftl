# What readers are told, in Ukrainian: see en.ftl for what each message is.

## The frame of every page

skip-to-text = До тексту
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
not-found = Сторінку не знайдено
not-found-text = За цією адресою нічого немає. Можливо, сторінку перенесено або в посиланні помилка.
to-front-page = На головну
pages = Сторінки
previous = Назад
next = Далі
page-of = Сторінка { $number } з { $total }
annotations-file = Анотації
glossary-file = Глосарій у SKOS
sources-bibtex = Джерела в BibTeX
sources-csl = Джерела в CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Перевірка факту
counter-source = Суперечливе джерело
note = Примітка
gloss = Термін
fact-checks = Перевірка фактів
counter-sources = Суперечливі джерела
notes = Примітки
glosses = Глосарій
note-name = { $kind ->
    [fact-check] Перевірка факту { $number }
    [counter-source] Суперечливе джерело { $number }
    [gloss] Термін { $number }
   *[note] Примітка { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Перевірка факту { $number }: { $rating-lower }
    [counter-source] Суперечливе джерело { $number }: { $rating-lower }
    [gloss] Термін { $number }: { $rating-lower }
   *[note] Примітка { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Перевірка факту { $number }: відкликано
    [counter-source] Суперечливе джерело { $number }: відкликано
    [gloss] Термін { $number }: відкликано
   *[note] Примітка { $number }: відкликано
  }
note-title = { $kind ->
    [fact-check] Перевірка факту: { $text }
    [counter-source] Суперечливе джерело: { $text }
    [gloss] Термін: { $text }
   *[note] Примітка: { $text }
  }
paragraph = абз. { $number }
paragraph-name = Абзац { $number }
footnote = виноска { $number }

## The front page

annotated-edition = Видання з коментарями
read-article = Читати статтю
see-checks = До перевірки фактів
n-annotations-label = { $n ->
    [one] анотація
    [few] анотації
    [many] анотацій
   *[other] анотації
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
strip-title = Текст загалом
notes-by-rating = Примітки за оцінками
n-annotations = { $n ->
    [one] { $n } анотація
    [few] { $n } анотації
    [many] { $n } анотацій
   *[other] { $n } анотації
  }
n-sources = { $n ->
    [one] { $n } джерело
    [few] { $n } джерела
    [many] { $n } джерел
   *[other] { $n } джерела
  }

## An article

first-published = уперше опубліковано тут
notes-on-passages = { $n ->
    [one] { $n } примітка до підкреслених місць
    [few] { $n } примітки до підкреслених місць
    [many] { $n } приміток до підкреслених місць
   *[other] { $n } примітки до підкреслених місць
  }
and-without-passage = { $n } без місця в тексті
notes-without-passage = { $n ->
    [one] { $n } примітка без місця в тексті
    [few] { $n } примітки без місця в тексті
    [many] { $n } приміток без місця в тексті
   *[other] { $n } примітки без місця в тексті
  }
overview = Огляд коментаря
skip-strip = Пропустити схему
strip-name = { $n ->
    [one] { $n } прокоментоване місце в порядку тексту
    [few] { $n } прокоментовані місця в порядку тексту
    [many] { $n } прокоментованих місць у порядку тексту
   *[other] { $n } прокоментованого місця в порядку тексту
  }
layers = Показані шари
commentary = Коментар
table = Таблиця
link-to-paragraph = Посилання на абзац { $number }
in-glossary = У глосарії
glossary-term = Глосарій: { $term }
detached-title = Примітки без місця в тексті
detached-text = Слів, які цитують ці примітки, у тексті немає; можливо, відтоді він змінився.
cite-article = Як цитувати цю статтю з коментарями
cite-file = Стаття й усі примітки в CSL-JSON
own-notes = Виноски самого тексту
back-to-note = Назад до тексту, виноска { $number }

## A note

back-to-passage = Назад до місця { $number }
retracted = Відкликано
withdrawn = Цю примітку відкликано.
draft = Чернетка
reworded = Формулювання змінилося після написання примітки
more = Більше
why = Пояснення
meaning = Значення
details = Подробиці
claim = Твердження
supports = підтверджує
contradicts = суперечить
context = контекст
online = онлайн
archived-copy = архівна копія
archived = архів: { $date }
read-whole = прочитано повністю
read-part = прочитано частково
read-abstract = прочитано анотацію
read-cover = прочитано лише вихідні дані
corrected = Виправлено, { $date }:
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

## Fact checks

checks-lede = { $n ->
    [one] { $n } твердження, кожне одним реченням, із тим, що кажуть джерела, і місцем у тексті.
    [few] { $n } твердження, кожне одним реченням, із тим, що кажуть джерела, і місцем у тексті.
    [many] { $n } тверджень, кожне одним реченням, із тим, що кажуть джерела, і місцем у тексті.
   *[other] { $n } твердження, кожне одним реченням, із тим, що кажуть джерела, і місцем у тексті.
  }
the-checks = Перевірки
checks-by-rating = Перевірки за оцінками
rating = Оцінка
claim-and-finding = Твердження та висновок
passage = Місце
detached = без місця
the-scale = Шкала оцінок
read-in-article = Читати у статті, абз. { $number }
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
founded = Засновано
designations = Статус у списках
status = Становище
status-as-of = Становище, { $date }
used-in = Трапляється:
not-used = У тексті не трапляється
and-more = і ще { $n }
see = див.
with-sources = джерела:
sources-lede = { $n ->
    [one] { $n } праця, цитована в коментарі, з примітками й термінами, де її цитовано.
    [few] { $n } праці, цитовані в коментарі, кожна з примітками й термінами, де її цитовано.
    [many] { $n } праць, цитованих у коментарі, кожна з примітками й термінами, де її цитовано.
   *[other] { $n } праці, цитованої в коментарі, з примітками й термінами, де її цитовано.
  }
reference-managers = Для бібліографічних програм:
online-source = Онлайн
read-on = прочитано: { $date }
quality-high = висока надійність
quality-medium = середня надійність
quality-low = низька надійність
not-cited = не цитовано
cited-by = цитовано:
timeline-lede = Що сталося до і після, у порядку дат, із примітками, яких це стосується.
timeline-figure = Події з { $first } до { $last } року; список нижче повідомляє те саме
bears-on = стосується:

## Corrections

log = Журнал виправлень
nothing-corrected = Виправлень поки не було.

## Search

look-in = Шукати в
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
more-results = Більше результатів
search-without-script = Для пошуку потрібен JavaScript. Те, у чому він шукає, є й на цих сторінках:

## Feeds

feed-corrected = Виправлено: { $name }
feed-changed = Змінено: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Зміст
glossary-of = Глосарій – { $title }
notes-without-place = Примітки без місця в тексті
on-passage = до слів «{ $passage }»
passage-gone = у тексті більше немає: «{ $passage }»
claim-is = Твердження:
corrected-on = Виправлено, { $date }:
archived-at = Архів:
archived-on = Архів, { $date }
passage-is-gone = У тексті більше немає:
created = Створено.
changed = Змінено.
each-names-its-source = Кожна стаття вказує власне джерело.
editor-of-commentary = коментар
editor-of-note = автор примітки
