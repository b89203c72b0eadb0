# What readers are told, in Persian. The English file says what the values are.

## The frame of every page

skip-to-text = رفتن به متن
main-menu = منوی اصلی
search = جست‌وجو
dark = تیره
# $title is the edition's.
feed-title = { $title }: حاشیه‌های تازه و اصلاح‌شده
# $license is the name of a licence.
licensed = حاشیه‌ها با مجوز { $license } منتشر شده است
# $generator is the name and version of this tool.
made-with = ساخته‌شده با { $generator }
# Between the parts of a list on one line.
comma = ،{" "}
semicolon = ؛{" "}

## Pages and lists

timeline = گاه‌شمار
glossary = واژه‌نامه
sources = منابع
all-pages = همهٔ صفحه‌ها
all-notes = همهٔ حاشیه‌ها
not-found = صفحه پیدا نشد
not-found-text = در این نشانی چیزی نیست. شاید صفحه جابه‌جا شده یا پیوند نادرست نوشته شده باشد.
to-front-page = به صفحهٔ نخست
pages = صفحه‌ها
previous = قبلی
next = بعدی
page-of = صفحهٔ { $number } از { $total }
annotations-file = حاشیه‌ها
glossary-file = واژه‌نامه در قالب SKOS
sources-bibtex = منابع در قالب BibTeX
sources-csl = منابع در قالب CSL-JSON

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = راستی‌آزمایی
counter-source = منبع مقابل
note = یادداشت
gloss = اصطلاح
# All annotations of a kind.
fact-checks = راستی‌آزمایی‌ها
counter-sources = منابع مقابل
notes = یادداشت‌ها
glosses = اصطلاحات
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] راستی‌آزمایی { $number }
    [counter-source] منبع مقابل { $number }
    [gloss] اصطلاح { $number }
   *[note] یادداشت { $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] راستی‌آزمایی { $number }: { $rating }
    [counter-source] منبع مقابل { $number }: { $rating }
    [gloss] اصطلاح { $number }: { $rating }
   *[note] یادداشت { $number }: { $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] راستی‌آزمایی { $number }: پس‌گرفته‌شده
    [counter-source] منبع مقابل { $number }: پس‌گرفته‌شده
    [gloss] اصطلاح { $number }: پس‌گرفته‌شده
   *[note] یادداشت { $number }: پس‌گرفته‌شده
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] راستی‌آزمایی: { $text }
    [counter-source] منبع مقابل: { $text }
    [gloss] اصطلاح: { $text }
   *[note] یادداشت: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }، { $place })
note-title-in = { $title } ({ $article })
paragraph = بند { $number }
paragraph-name = بند { $number }
paragraphs = بندهای { $from } تا { $to }
paragraphs-name = بندهای { $from } تا { $to }
line = سطر { $number }
line-name = سطر { $number }
lines = سطرهای { $from } تا { $to }
lines-name = سطرهای { $from } تا { $to }
table-number = جدول { $number }
figure-number = شکل { $number }
turn-at = { $speaker }، { $time }
turn = { $speaker }، نوبت { $number }
turns = { $speaker }، نوبت‌های { $from } تا { $to }
# A passage from one place to another.
place-range = { $from } تا { $to }
footnote = پانویس { $number }

## The front page

annotated-edition = متن با حواشی و تعلیقات
read-article = خواندن مقاله
see-checks = دیدن راستی‌آزمایی‌ها
# Below a number.
n-annotations-label = { $n ->
    [one] حاشیه
   *[other] حاشیه
  }
n-checks-label = { $n ->
    [one] راستی‌آزمایی
   *[other] راستی‌آزمایی
  }
n-terms-label = { $n ->
    [one] اصطلاح
   *[other] اصطلاح
  }
n-sources-label = { $n ->
    [one] منبع
   *[other] منبع
  }
findings = یافته‌های ما
articles = { $n ->
    [one] مقاله
   *[other] مقاله‌ها
  }
strip-title = متن در ترازو
notes-by-rating = حاشیه‌ها به تفکیک ارزیابی
notes-lede = { $n ->
    [one] { $n } حاشیه، همراه با عبارتی که دربارهٔ آن است.
   *[other] { $n } حاشیه، هر یک همراه با عبارتی که دربارهٔ آن است.
  }
n-annotations = { $n ->
    [one] { $n } حاشیه
   *[other] { $n } حاشیه
  }
n-sources = { $n ->
    [one] { $n } منبع
   *[other] { $n } منبع
  }

## An article

first-published = نخستین انتشار در اینجا
recording = ضبط
recording-at = ضبط از { $time }
notes-on-passages = { $n ->
    [one] { $n } حاشیه بر عبارتی که زیرش خط کشیده شده
   *[other] { $n } حاشیه بر عبارت‌هایی که زیرشان خط کشیده شده
  }
# After the number of notes that have a passage.
and-without-passage = { $n } حاشیهٔ دیگر بدون عبارت متناظر
notes-without-passage = { $n ->
    [one] { $n } حاشیهٔ بدون عبارت متناظر
   *[other] { $n } حاشیهٔ بدون عبارت متناظر
  }
overview = حاشیه‌ها در یک نگاه
skip-strip = رد شدن از نوار
strip-name = { $n } عبارت حاشیه‌دار، به ترتیب متن
layers = حاشیه‌هایی که نشان داده می‌شوند
commentary = همهٔ حاشیه‌ها
filter-by-editor = پالایش بر پایهٔ حاشیه‌نویس
all-editors = همهٔ حاشیه‌نویسان
filter-by-tag = پالایش بر پایهٔ برچسب
all-tags = همهٔ برچسب‌ها
table = جدول
link-to-paragraph = پیوند به بند { $number }
in-glossary = در واژه‌نامه
glossary-term = واژه‌نامه: { $term }
detached-title = حاشیه‌های بدون عبارت متناظر
detached-text = عبارت‌هایی که این حاشیه‌ها نقل کرده‌اند در متن پیدا نشد؛ شاید متن پس از نوشتن حاشیه‌ها تغییر کرده باشد.
deviations = تفاوت‌ها با متن دریافت‌شده
received = در متن دریافت‌شده:
not-received = در متن دریافت‌شده نیست
cite-article = ارجاع به این مقاله و حاشیه‌هایش
cite-file = مقاله و همهٔ حاشیه‌ها در قالب CSL-JSON
article-before = قبلی
article-after = بعدی
own-notes = پانویس‌های خود متن
back-to-note = بازگشت به جای پانویس { $number } در متن

## A note

back-to-passage = بازگشت به عبارت { $number }
on-article = دربارهٔ کل مقاله
on-title = دربارهٔ عنوان
on-figure = دربارهٔ تصویر
on-footnote = دربارهٔ پانویس { $number }
retracted = پس‌گرفته‌شده
withdrawn = این حاشیه پس گرفته شده است.
draft = پیش‌نویس
reworded = عبارت پس از نوشتن این حاشیه تغییر کرده است
more = بیشتر
why = چرا؟
meaning = معنا
details = جزئیات
claim = ادعا
supports = مؤید
contradicts = ناقض
context = زمینه
online = در اینترنت
archived-copy = نسخهٔ بایگانی‌شده
# $date is when the copy was made.
archived = بایگانی‌شده در { $date }
read-whole = کامل خوانده شده
read-part = بخشی از آن خوانده شده
read-abstract = تنها چکیدهٔ آن خوانده شده
read-cover = تنها جلد آن خوانده شده
# Before what was corrected.
corrected = اصلاح در { $date }:
updated = به‌روزشده در { $date }
cite = ارجاع
full-check = راستی‌آزمایی کامل
link = پیوند
copy-link = کپی پیوند
copy-citation = کپی ارجاع
# $format is BibTeX or CSL-JSON.
copy-format = کپی { $format }
link-copied = پیوند کپی شد
citation-copied = ارجاع کپی شد
format-copied = { $format } کپی شد
report-error = گزارش خطا
report-subject = گزارش خطا: { $note } · { $article }
report-question = چه چیزی نادرست است و از کجا می‌دانید؟
embed = جاسازی

## Fact checks

checks-lede = { $n ->
    [one] { $n } ادعا در یک جمله، همراه با آنچه منابع می‌گویند و جای آن در متن.
   *[other] { $n } ادعا، هر یک در یک جمله، همراه با آنچه منابع می‌گویند و جای آن در متن.
  }
the-checks = فهرست راستی‌آزمایی‌ها
checks-by-rating = راستی‌آزمایی‌ها به تفکیک ارزیابی
rating = ارزیابی
claim-and-finding = ادعا و یافته
passage = عبارت
detached = در متن نیست
the-scale = مقیاس ارزیابی
read-in-article = خواندن این عبارت در مقاله، { $place }
other-checks = راستی‌آزمایی‌های دیگر
check-before = قبلی
check-after = بعدی

## Glossary, sources, timeline

glossary-lede = { $n ->
    [one] { $n } اصطلاح از متن، همراه با نام آن به زبان اصلی.
   *[other] { $n } اصطلاح از متن، همراه با نام هر یک به زبان اصلی.
  }
also-called = نام‌های دیگر: { $names }
founded = تأسیس
designations = در فهرست‌های رسمی
status = وضعیت
status-as-of = وضعیت در { $date }
# Before places in the text.
used-in = آمده در:
not-used = در متن نیامده
and-more = و { $n } مورد دیگر
# Before terms.
see = نگاه کنید به:
# Before works.
with-sources = منابع:
sources-lede = { $n ->
    [one] { $n } منبع که در حاشیه‌ها به آن ارجاع شده، همراه با حاشیه‌ها و اصطلاحاتی که به آن ارجاع می‌دهند.
   *[other] { $n } منبع که در حاشیه‌ها به آن‌ها ارجاع شده، هر یک با حاشیه‌ها و اصطلاحاتی که به آن ارجاع می‌دهند.
  }
reference-managers = برای نرم‌افزارهای مدیریت منابع:
online-source = در اینترنت
read-on = تاریخ مشاهده: { $date }
quality-high = کیفیت بالا
quality-medium = کیفیت متوسط
quality-low = کیفیت پایین
not-cited = به آن ارجاع نشده
# Before notes.
cited-by = ارجاع‌شده در:
timeline-lede = رویدادهای پیش از متن و پس از آن، به ترتیب تاریخ، همراه با حاشیه‌های مربوط به هر یک.
# $first and $last are years.
timeline-figure = رویدادهای { $first } تا { $last }؛ همین‌ها در فهرست زیر هم آمده است
# Before notes.
bears-on = حاشیه‌های مربوط:

## Corrections

log = فهرست اصلاحات
nothing-corrected = هنوز چیزی اصلاح نشده است.

## Search

look-in = جست‌وجو در
in-text = متن
in-notes = حاشیه‌ها
in-terms = اصطلاحات
in-sources = منابع
close = بستن
nothing-found = چیزی پیدا نشد
search-results = { $n ->
    [one] { $n } نتیجه
   *[other] { $n } نتیجه
  }
search-failed = بارگذاری جست‌وجو ممکن نشد
more-results = نتایج بیشتر
search-without-script = جست‌وجو تنها با فعال بودن جاوااسکریپت در مرورگر کار می‌کند. آنچه جست‌وجو در آن انجام می‌شود در این صفحه‌ها هم هست:

## Feeds

# Before the name of a note: news of it.
feed-corrected = اصلاح: { $name }
feed-changed = تغییر: { $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }: { $layer }

## Exports

contents = فهرست مطالب
glossary-of = واژه‌نامه – { $title }
notes-without-place = حاشیه‌هایی که جایشان در متن پیدا نشد
on-passage = دربارهٔ «{ $passage }»
passage-gone = عبارتی که دیگر در متن نیست: «{ $passage }»
claim-is = ادعا:
corrected-on = اصلاح در { $date }:
archived-at = نسخهٔ بایگانی‌شده:
archived-on = بایگانی‌شده در { $date }
passage-is-gone = عبارتی که دیگر در متن نیست:
created = نوشته شد.
changed = تغییر کرد.
# In a file of several articles.
each-names-its-source = منبع هر مقاله در خود آن ذکر شده است.
# Before the name of an editor: what they did.
editor-of-commentary = تدوین حاشیه‌ها
editor-of-note = حاشیه‌نویس

## Translations beside the text

language-name = فارسی
texts = متن
side-by-side = کنار هم
original-text = { $language }، متن اصلی
translation-into = ترجمه: { $language }
