# What readers are told, in Russian: see en.ftl for what each message is.

## The frame of every page

skip-to-text = К тексту
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
not-found = Страница не найдена
not-found-text = По этому адресу ничего нет. Возможно, страница переехала или в ссылке опечатка.
to-front-page = На главную
pages = Страницы
previous = Назад
next = Вперёд
page-of = Страница { $number } из { $total }
annotations-file = Аннотации
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
paragraph = абз. { $number }
paragraph-name = Абзац { $number }
footnote = сноска { $number }

## The front page

annotated-edition = Издание с комментариями
read-article = Читать статью
see-checks = К проверке фактов
n-annotations-label = { $n ->
    [one] аннотация
    [few] аннотации
    [many] аннотаций
   *[other] аннотации
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
strip-title = Текст в целом
notes-by-rating = Примечания по оценкам
n-annotations = { $n ->
    [one] { $n } аннотация
    [few] { $n } аннотации
    [many] { $n } аннотаций
   *[other] { $n } аннотации
  }
n-sources = { $n ->
    [one] { $n } источник
    [few] { $n } источника
    [many] { $n } источников
   *[other] { $n } источника
  }

## An article

first-published = впервые опубликовано здесь
notes-on-passages = { $n ->
    [one] { $n } примечание к подчёркнутым местам
    [few] { $n } примечания к подчёркнутым местам
    [many] { $n } примечаний к подчёркнутым местам
   *[other] { $n } примечания к подчёркнутым местам
  }
and-without-passage = { $n } без места в тексте
notes-without-passage = { $n ->
    [one] { $n } примечание без места в тексте
    [few] { $n } примечания без места в тексте
    [many] { $n } примечаний без места в тексте
   *[other] { $n } примечания без места в тексте
  }
overview = Обзор комментария
skip-strip = Пропустить схему
strip-name = { $n ->
    [one] { $n } прокомментированное место в порядке текста
    [few] { $n } прокомментированных места в порядке текста
    [many] { $n } прокомментированных мест в порядке текста
   *[other] { $n } прокомментированного места в порядке текста
  }
layers = Показанные слои
commentary = Комментарий
table = Таблица
link-to-paragraph = Ссылка на абзац { $number }
in-glossary = В глоссарии
glossary-term = Глоссарий: { $term }
detached-title = Примечания без места в тексте
detached-text = Слов, которые цитируют эти примечания, в тексте нет; возможно, с тех пор он изменился.
cite-article = Как сослаться на эту статью с комментариями
cite-file = Статья и все примечания в CSL-JSON
own-notes = Сноски самого текста
back-to-note = Назад к тексту, сноска { $number }

## A note

back-to-passage = Назад к месту { $number }
retracted = Отозвано
withdrawn = Это примечание отозвано.
draft = Черновик
reworded = Формулировка изменилась после написания примечания
more = Далее
why = Пояснение
meaning = Значение
details = Подробности
claim = Утверждение
supports = подтверждает
contradicts = противоречит
context = контекст
online = онлайн
archived-copy = архивная копия
archived = архив: { $date }
read-whole = прочитано целиком
read-part = прочитано частично
read-abstract = прочитана аннотация
read-cover = прочитаны только выходные данные
corrected = Исправлено, { $date }:
updated = обновлено: { $date }
cite = Ссылка для цитирования
full-check = Полная проверка
link = Ссылка
copy-link = Копировать ссылку
copy-citation = Копировать библиографическую ссылку
copy-format = Копировать { $format }
link-copied = Ссылка скопирована
citation-copied = Библиографическая ссылка скопирована
format-copied = Скопировано: { $format }

## Fact checks

checks-lede = { $n ->
    [one] { $n } утверждение, каждое в одном предложении, с тем, что говорят источники, и местом в тексте.
    [few] { $n } утверждения, каждое в одном предложении, с тем, что говорят источники, и местом в тексте.
    [many] { $n } утверждений, каждое в одном предложении, с тем, что говорят источники, и местом в тексте.
   *[other] { $n } утверждения, каждое в одном предложении, с тем, что говорят источники, и местом в тексте.
  }
the-checks = Проверки
checks-by-rating = Проверки по оценкам
rating = Оценка
claim-and-finding = Утверждение и вывод
passage = Место
detached = без места
the-scale = Шкала оценок
read-in-article = Читать в статье, абз. { $number }
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
founded = Основание
designations = Статус в списках
status = Положение
status-as-of = Положение, { $date }
used-in = Встречается:
not-used = В тексте не встречается
and-more = и ещё { $n }
see = см.
with-sources = источники:
sources-lede = { $n ->
    [one] { $n } работа, цитируемая в комментарии, с примечаниями и терминами, где она цитируется.
    [few] { $n } работы, цитируемые в комментарии, каждая с примечаниями и терминами, где она цитируется.
    [many] { $n } работ, цитируемых в комментарии, каждая с примечаниями и терминами, где она цитируется.
   *[other] { $n } работы, цитируемые в комментарии, каждая с примечаниями и терминами, где она цитируется.
  }
reference-managers = Для библиографических программ:
online-source = Онлайн
read-on = прочитано: { $date }
quality-high = высокая надёжность
quality-medium = средняя надёжность
quality-low = низкая надёжность
not-cited = не цитируется
cited-by = цитируется:
timeline-lede = Что произошло до и после, в порядке дат, с примечаниями, которых это касается.
timeline-figure = События с { $first } по { $last } год; список ниже сообщает то же самое
bears-on = касается:

## Corrections

log = Журнал исправлений
nothing-corrected = Исправлений пока не было.

## Search

look-in = Искать в
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
search-without-script = Для поиска нужен JavaScript. То, по чему он ищет, есть и на этих страницах:

## Feeds

feed-corrected = Исправлено: { $name }
feed-changed = Изменено: { $name }
feed-of-layer = { $title }: { $layer }

## Exports

contents = Содержание
glossary-of = Глоссарий – { $title }
notes-without-place = Примечания без места в тексте
on-passage = к словам «{ $passage }»
passage-gone = в тексте больше нет: «{ $passage }»
claim-is = Утверждение:
corrected-on = Исправлено, { $date }:
archived-at = Архив:
archived-on = Архив, { $date }
passage-is-gone = В тексте больше нет:
created = Создано.
changed = Изменено.
each-names-its-source = Каждая статья указывает свой источник.
editor-of-commentary = комментарий
editor-of-note = автор примечания
