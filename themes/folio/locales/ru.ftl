# What readers are told, in Russian: see en.ftl for what each message is.

## The frame of every page

skip-to-text = Перейти к тексту
main-menu = Главное меню
search = Поиск
dark = Тёмная
feed-title = { $title }: новые и исправленные примечания
licensed = Лицензия комментария: { $license }
made-with = Сделано с помощью { $generator }
comma = ,{" "}
semicolon = ;{" "}

## Pages and lists

timeline = Хронология
glossary = Глоссарий
sources = Источники
all-pages = Все страницы
all-notes = Все примечания
not-found = Страница не найдена
not-found-text = По этому адресу ничего нет. Возможно, страница переехала или в ссылке опечатка.
to-front-page = На главную
pages = Страницы
previous = Предыдущая
next = Следующая
page-of = Страница { $number } из { $total }
annotations-file = Примечания
glossary-file = Глоссарий в SKOS
sources-bibtex = Источники в BibTeX
sources-csl = Источники в CSL-JSON

## Kinds of annotations, and what each is called

fact-check = Проверка факта
counter-source = Противоречащий источник
note = Примечание
gloss = Термин
fact-checks = Проверка фактов
counter-sources = Противоречащие источники
notes = Примечания
glosses = Глоссарий
note-name = { $kind ->
    [fact-check] Проверка факта { $number }
    [counter-source] Противоречащий источник { $number }
    [gloss] Термин { $number }
   *[note] Примечание { $number }
  }
note-name-rated = { $kind ->
    [fact-check] Проверка факта { $number }: { $rating-lower }
    [counter-source] Противоречащий источник { $number }: { $rating-lower }
    [gloss] Термин { $number }: { $rating-lower }
   *[note] Примечание { $number }: { $rating-lower }
  }
note-name-retracted = { $kind ->
    [fact-check] Проверка факта { $number }: отозвана
    [counter-source] Противоречащий источник { $number }: отозван
    [gloss] Термин { $number }: отозван
   *[note] Примечание { $number }: отозвано
  }
note-title = { $kind ->
    [fact-check] Проверка факта: { $text }
    [counter-source] Противоречащий источник: { $text }
    [gloss] Термин: { $text }
   *[note] Примечание: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }, { $place })
note-title-in = { $title } ({ $article })
paragraph = абз. { $number }
paragraph-name = Абзац { $number }
paragraphs = абз. { $from }–{ $to }
paragraphs-name = Абзацы { $from }–{ $to }
line = ст. { $number }
line-name = Стих { $number }
lines = ст. { $from }–{ $to }
lines-name = Стихи { $from }–{ $to }
table-number = Таблица { $number }
figure-number = Рисунок { $number }
turn-at = { $speaker }, { $time }
turn = { $speaker }, реплика { $number }
turns = { $speaker }, реплики { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } — { $to }
footnote = сноска { $number }

## The front page

annotated-edition = Издание с комментариями
read-article = Читать статью
see-checks = К проверке фактов
n-annotations-label = { $n ->
    [one] примечание
    [few] примечания
    [many] примечаний
   *[other] примечания
  }
n-checks-label = { $n ->
    [one] проверка факта
    [few] проверки фактов
    [many] проверок фактов
   *[other] проверки фактов
  }
n-terms-label = { $n ->
    [one] термин
    [few] термина
    [many] терминов
   *[other] термина
  }
n-sources-label = { $n ->
    [one] источник
    [few] источника
    [many] источников
   *[other] источника
  }
findings = Что мы выяснили
articles = { $n ->
    [one] Статья
    [few] Статьи
    [many] Статьи
   *[other] Статьи
  }
strip-title = Текст под лупой
notes-by-rating = Примечания по оценкам
notes-lede = { $n ->
    [one] { $n } примечание с фрагментом, к которому оно относится.
    [few] { $n } примечания, каждое с фрагментом, к которому оно относится.
    [many] { $n } примечаний, каждое с фрагментом, к которому оно относится.
   *[other] { $n } примечания, каждое с фрагментом, к которому оно относится.
  }
n-annotations = { $n ->
    [one] { $n } примечание
    [few] { $n } примечания
    [many] { $n } примечаний
   *[other] { $n } примечания
  }
n-sources = { $n ->
    [one] { $n } источник
    [few] { $n } источника
    [many] { $n } источников
   *[other] { $n } источника
  }

## An article

first-published = впервые опубликовано здесь
recording = запись
recording-at = Запись с { $time }
notes-on-passages = { $n ->
    [one] { $n } примечание к подчёркнутым фрагментам
    [few] { $n } примечания к подчёркнутым фрагментам
    [many] { $n } примечаний к подчёркнутым фрагментам
   *[other] { $n } примечания к подчёркнутым фрагментам
  }
and-without-passage = { $n } без привязки к тексту
notes-without-passage = { $n ->
    [one] { $n } примечание без привязки к тексту
    [few] { $n } примечания без привязки к тексту
    [many] { $n } примечаний без привязки к тексту
   *[other] { $n } примечания без привязки к тексту
  }
overview = Обзор комментария
skip-strip = Пропустить схему
strip-name = { $n ->
    [one] { $n } фрагмент с примечаниями, по ходу текста
    [few] { $n } фрагмента с примечаниями, по ходу текста
    [many] { $n } фрагментов с примечаниями, по ходу текста
   *[other] { $n } фрагмента с примечаниями, по ходу текста
  }
layers = Видимые слои
commentary = Комментарий
filter-by-editor = Фильтр по редактору
all-editors = Все редакторы
filter-by-tag = Фильтр по ключевому слову
all-tags = Все ключевые слова
table = Таблица
link-to-paragraph = Ссылка на абзац { $number }
in-glossary = В глоссарии
glossary-term = Глоссарий: { $term }
detached-title = Примечания без привязки к тексту
detached-text = Слов, которые приводятся в этих примечаниях, в тексте нет; возможно, с тех пор он изменился.
deviations = Отступления от полученного текста
received = в полученном тексте:
not-received = в полученном тексте отсутствует
cite-article = Как сослаться на эту статью с комментариями
cite-file = Статья и все примечания в CSL-JSON
article-before = Предыдущая
article-after = Следующая
own-notes = Сноски оригинала
back-to-note = Назад к тексту, сноска { $number }

## A note

back-to-passage = Назад к фрагменту { $number }
on-article = ко всей статье
on-title = к заголовку
on-figure = к иллюстрации
on-footnote = к сноске { $number }
retracted = Отозвано
withdrawn = Это примечание отозвано.
draft = Черновик
reworded = Формулировка изменилась после написания примечания
more = Подробнее
why = Обоснование
meaning = Значение
details = Подробности
claim = Утверждение
supports = подтверждает
contradicts = противоречит
context = контекст
online = онлайн
archived-copy = архивная копия
archived = архивная копия, { $date }
read-whole = прочитано целиком
read-part = прочитано частично
read-abstract = прочитана аннотация
read-cover = прочитаны только выходные данные
corrected = Исправление, { $date }:
updated = обновлено: { $date }
cite = Цитировать
full-check = Полная проверка
link = Ссылка
copy-link = Копировать ссылку
copy-citation = Копировать библиографическую ссылку
copy-format = Копировать { $format }
link-copied = Ссылка скопирована
citation-copied = Библиографическая ссылка скопирована
format-copied = Скопировано: { $format }
report-error = Сообщить об ошибке
report-subject = Сообщение об ошибке: { $note } · { $article }
report-question = Что неверно и откуда это известно?
embed = Встроить

## Fact checks

checks-lede = { $n ->
    [one] { $n } утверждение: суть в одном предложении, данные источников и место в тексте.
    [few] { $n } утверждения: суть в одном предложении, данные источников и место в тексте.
    [many] { $n } утверждений: суть в одном предложении, данные источников и место в тексте.
   *[other] { $n } утверждения: суть в одном предложении, данные источников и место в тексте.
  }
the-checks = Проверки
checks-by-rating = Проверки по оценкам
rating = Оценка
claim-and-finding = Утверждение и вывод
passage = Место
detached = без привязки
the-scale = Шкала оценок
read-in-article = Читать в статье, { $place }
other-checks = Другие проверки
check-before = Предыдущая
check-after = Следующая

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } термин из текста, с названиями на языке оригинала.
    [few] { $n } термина из текста, с названиями на языках оригинала.
    [many] { $n } терминов из текста, с названиями на языках оригинала.
   *[other] { $n } термина из текста, с названиями на языках оригинала.
  }
also-called = также { $names }
founded = Дата основания
designations = Официальный статус
status = Нынешнее положение
status-as-of = Положение на { $date }
used-in = В тексте:
not-used = В тексте не встречается
and-more = и ещё { $n }
see = см.
with-sources = источники:
sources-lede = { $n ->
    [one] { $n } цитируемый в комментарии источник, с примечаниями и терминами, где на него ссылаются.
    [few] { $n } цитируемых в комментарии источника, каждый с примечаниями и терминами, где на него ссылаются.
    [many] { $n } цитируемых в комментарии источников, каждый с примечаниями и терминами, где на него ссылаются.
   *[other] { $n } цитируемого в комментарии источника, с примечаниями и терминами, где на него ссылаются.
  }
reference-managers = Для библиографических программ:
online-source = Онлайн
read-on = дата обращения: { $date }
quality-high = высокая надёжность
quality-medium = средняя надёжность
quality-low = низкая надёжность
not-cited = не цитируется
cited-by = где цитируется:
timeline-lede = Что произошло до и после, в хронологическом порядке, со связанными примечаниями.
timeline-figure = События с { $first } по { $last } год; те же события приведены в списке ниже
bears-on = связанные примечания:

## Corrections

log = Журнал исправлений
nothing-corrected = Исправлений пока нет.

## Search

look-in = Где искать
in-text = Текст
in-notes = Примечания
in-terms = Термины
in-sources = Источники
close = Закрыть
nothing-found = Ничего не найдено
search-results = { $n ->
    [one] { $n } результат
    [few] { $n } результата
    [many] { $n } результатов
   *[other] { $n } результата
  }
search-failed = Не удалось загрузить поиск
more-results = Ещё результаты
search-without-script = Для поиска нужен JavaScript. Материалы, по которым он ведётся, есть и на этих страницах:

## Feeds

feed-corrected = Исправление: { $name }
feed-changed = Изменение: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Содержание
glossary-of = Глоссарий — { $title }
notes-without-place = Примечания без привязки к тексту
on-passage = к словам «{ $passage }»
passage-gone = в тексте больше нет: «{ $passage }»
claim-is = Утверждение:
corrected-on = Исправление, { $date }:
archived-at = Архивная копия:
archived-on = Архивировано { $date }
passage-is-gone = В тексте больше нет:
created = Создано.
changed = Изменено.
each-names-its-source = Источник указан в каждой статье.
editor-of-commentary = комментарий
editor-of-note = примечание

## Translations beside the text

language-name = русский
texts = Текст
side-by-side = Параллельно
original-text = { $language }, оригинал
translation-into = Перевод: { $language }
