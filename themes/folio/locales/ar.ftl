# What readers are told, in Arabic. The English file says what the values are.

## The frame of every page

skip-to-text = الانتقال إلى النص
main-menu = القائمة الرئيسية
search = البحث
dark = داكن
# $title is the edition's.
feed-title = { $title }: الجديد والمصحَّح من الحواشي
# $license is the name of a licence.
licensed = الحواشي متاحة بموجب رخصة { $license }
# $generator is the name and version of this tool.
made-with = أُنشئ باستخدام { $generator }
# Between the parts of a list on one line.
comma = ،{" "}
semicolon = ؛{" "}

## Pages and lists

timeline = التسلسل الزمني
glossary = مسرد المصطلحات
sources = المصادر
all-pages = جميع الصفحات
all-notes = جميع الحواشي
not-found = الصفحة غير موجودة
not-found-text = لا شيء على هذا العنوان. ربما نُقلت الصفحة أو كُتب الرابط خطأً.
to-front-page = إلى الصفحة الرئيسية
pages = الصفحات
previous = السابقة
next = التالية
page-of = الصفحة { $number } من { $total }
annotations-file = الحواشي
glossary-file = مسرد المصطلحات بصيغة SKOS
sources-bibtex = المصادر بصيغة BibTeX
sources-csl = المصادر بصيغة CSL-JSON

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = تدقيق حقائق
counter-source = مصدر مقابل
note = تعليق
gloss = مصطلح
# All annotations of a kind.
fact-checks = تدقيق الحقائق
counter-sources = المصادر المقابلة
notes = التعليقات
glosses = المصطلحات
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] تدقيق الحقائق { $number }
    [counter-source] المصدر المقابل { $number }
    [gloss] المصطلح { $number }
   *[note] التعليق { $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] تدقيق الحقائق { $number }: { $rating }
    [counter-source] المصدر المقابل { $number }: { $rating }
    [gloss] المصطلح { $number }: { $rating }
   *[note] التعليق { $number }: { $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] تدقيق الحقائق { $number }: مسحوب
    [counter-source] المصدر المقابل { $number }: مسحوب
    [gloss] المصطلح { $number }: مسحوب
   *[note] التعليق { $number }: مسحوب
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] تدقيق حقائق: { $text }
    [counter-source] مصدر مقابل: { $text }
    [gloss] مصطلح: { $text }
   *[note] تعليق: { $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title } ({ $article }، { $place })
note-title-in = { $title } ({ $article })
paragraph = الفقرة { $number }
paragraph-name = الفقرة { $number }
paragraphs = الفقرات { $from }–{ $to }
paragraphs-name = الفقرات من { $from } إلى { $to }
line = السطر { $number }
line-name = السطر { $number }
lines = السطور { $from }–{ $to }
lines-name = السطور من { $from } إلى { $to }
table-number = الجدول { $number }
figure-number = الشكل { $number }
turn-at = { $speaker }، { $time }
turn = { $speaker }، المداخلة { $number }
turns = { $speaker }، المداخلات { $from }–{ $to }
# A passage from one place to another.
place-range = { $from } – { $to }
footnote = الهامش { $number }

## The front page

annotated-edition = طبعة مشروحة
read-article = قراءة المقال
see-checks = الاطلاع على تدقيق الحقائق
# Below a number.
n-annotations-label = { $n ->
    [zero] حاشية
    [one] حاشية
    [two] حواشٍ
    [few] حواشٍ
    [many] حاشية
   *[other] حاشية
  }
n-checks-label = { $n ->
    [zero] ادعاء مدقَّق
    [one] ادعاء مدقَّق
    [two] ادعاءات مدقَّقة
    [few] ادعاءات مدقَّقة
    [many] ادعاءً مدقَّقاً
   *[other] ادعاء مدقَّق
  }
n-terms-label = { $n ->
    [zero] مصطلح
    [one] مصطلح
    [two] مصطلحات
    [few] مصطلحات
    [many] مصطلحاً
   *[other] مصطلح
  }
n-sources-label = { $n ->
    [zero] مصدر
    [one] مصدر
    [two] مصادر
    [few] مصادر
    [many] مصدراً
   *[other] مصدر
  }
findings = ما خلصنا إليه
articles = { $n ->
    [zero] المقالات
    [one] المقال
    [two] المقالان
    [few] المقالات
    [many] المقالات
   *[other] المقالات
  }
strip-title = النص في الميزان
notes-by-rating = الحواشي بحسب التقييم
notes-lede = { $n ->
    [zero] لا حواشيَ حتى الآن.
    [one] حاشية واحدة، مع المقطع الذي تتناوله.
    [two] حاشيتان، كل منهما مع المقطع الذي تتناوله.
    [few] { $n } حواشٍ، كل منها مع المقطع الذي تتناوله.
    [many] { $n } حاشيةً، كل منها مع المقطع الذي تتناوله.
   *[other] { $n } حاشية، كل منها مع المقطع الذي تتناوله.
  }
n-annotations = { $n ->
    [zero] بلا حواشٍ
    [one] حاشية واحدة
    [two] حاشيتان
    [few] { $n } حواشٍ
    [many] { $n } حاشية
   *[other] { $n } حاشية
  }
n-sources = { $n ->
    [zero] بلا مصادر
    [one] مصدر واحد
    [two] مصدران
    [few] { $n } مصادر
    [many] { $n } مصدراً
   *[other] { $n } مصدر
  }

## An article

first-published = نُشر هنا أول مرة
recording = التسجيل
recording-at = التسجيل من { $time }
notes-on-passages = { $n ->
    [zero] لا حواشيَ على مقاطع تحتها خط
    [one] حاشية واحدة على مقطع تحته خط
    [two] حاشيتان على مقطعين تحتهما خط
    [few] { $n } حواشٍ على مقاطع تحتها خط
    [many] { $n } حاشية على مقاطع تحتها خط
   *[other] { $n } حاشية على مقاطع تحتها خط
  }
# After the number of notes that have a passage.
and-without-passage = { $n ->
    [zero] ولا حاشية غير مرتبطة بمقطع
    [one] وواحدة غير مرتبطة بمقطع
    [two] واثنتان غير مرتبطتين بمقطع
    [few] و{ $n } غير مرتبطة بمقطع
    [many] و{ $n } غير مرتبطة بمقطع
   *[other] و{ $n } غير مرتبطة بمقطع
  }
notes-without-passage = { $n ->
    [zero] لا حواشيَ غير مرتبطة بمقطع
    [one] حاشية واحدة غير مرتبطة بمقطع
    [two] حاشيتان غير مرتبطتين بمقطع
    [few] { $n } حواشٍ غير مرتبطة بمقطع
    [many] { $n } حاشية غير مرتبطة بمقطع
   *[other] { $n } حاشية غير مرتبطة بمقطع
  }
overview = لمحة عامة عن الحواشي
skip-strip = تخطّي الشريط
strip-name = المقاطع ذات الحواشي بترتيب ورودها في النص، وعددها { $n }
layers = أنواع الحواشي المعروضة
commentary = جميع الحواشي
filter-by-editor = التصفية بحسب المحرر
all-editors = جميع المحررين
filter-by-tag = التصفية بحسب الوسم
all-tags = جميع الوسوم
table = جدول
link-to-paragraph = رابط الفقرة { $number }
in-glossary = في مسرد المصطلحات
glossary-term = مسرد المصطلحات: { $term }
detached-title = حواشٍ غير مرتبطة بمقطع
detached-text = لم يُعثر في النص على العبارات التي تقتبسها هذه الحواشي؛ ربما تغيّر النص بعد كتابتها.
deviations = ما يخالف فيه النصُّ أصلَه الوارد
received = في الأصل الوارد:
not-received = ليس في الأصل الوارد
cite-article = الاستشهاد بهذا المقال وحواشيه
cite-file = المقال وجميع حواشيه بصيغة CSL-JSON
article-before = السابق
article-after = التالي
own-notes = هوامش النص الأصلية
back-to-note = العودة إلى موضع الهامش { $number } في النص

## A note

back-to-passage = العودة إلى المقطع { $number }
on-article = بشأن المقال كله
on-title = بشأن العنوان
on-figure = بشأن الصورة
on-footnote = بشأن الهامش { $number }
retracted = مسحوب
withdrawn = سُحبت هذه الحاشية.
draft = مسودة
reworded = تغيّرت صياغة المقطع بعد كتابة هذه الحاشية
more = المزيد
why = لماذا؟
meaning = المعنى
details = التفاصيل
claim = الادعاء
supports = مؤيِّد
contradicts = مناقض
context = للسياق
online = على الإنترنت
archived-copy = نسخة مؤرشفة
# $date is when the copy was made.
archived = نسخة مؤرشفة في { $date }
read-whole = قُرئ كاملاً
read-part = قُرئ جزء منه
read-abstract = قُرئ ملخّصه فقط
read-cover = قُرئ غلافه فقط
# Before what was corrected.
corrected = تصحيح في { $date }:
updated = آخر تحديث: { $date }
cite = الاستشهاد
full-check = التدقيق كاملاً
link = رابط
copy-link = نسخ الرابط
copy-citation = نسخ الاستشهاد
# $format is BibTeX or CSL-JSON.
copy-format = نسخ بصيغة { $format }
link-copied = نُسخ الرابط
citation-copied = نُسخ الاستشهاد
format-copied = نُسخ بصيغة { $format }
report-error = الإبلاغ عن خطأ
report-subject = بلاغ عن خطأ: { $note } · { $article }
report-question = ما الخطأ، وكيف عرفتم ذلك؟
embed = تضمين

## Fact checks

checks-lede = { $n ->
    [zero] لا ادعاءات مدقَّقة حتى الآن.
    [one] ادعاء واحد في جملة واحدة، مع ما تقوله المصادر وموضعه في النص.
    [two] ادعاءان، كل منهما في جملة واحدة، مع ما تقوله المصادر وموضعه في النص.
    [few] { $n } ادعاءات، كل منها في جملة واحدة، مع ما تقوله المصادر وموضعه في النص.
    [many] { $n } ادعاءً، كل منها في جملة واحدة، مع ما تقوله المصادر وموضعه في النص.
   *[other] { $n } ادعاء، كل منها في جملة واحدة، مع ما تقوله المصادر وموضعه في النص.
  }
the-checks = الادعاءات المدقَّقة
checks-by-rating = الادعاءات المدقَّقة بحسب التقييم
rating = التقييم
claim-and-finding = الادعاء والنتيجة
passage = المقطع
detached = غير موجود في النص
the-scale = سلّم التقييم
read-in-article = قراءة المقطع في المقال، { $place }
other-checks = ادعاءات مدقَّقة أخرى
check-before = السابق
check-after = التالي

## Glossary, sources, timeline

glossary-lede = { $n ->
    [zero] لا مصطلحات حتى الآن.
    [one] مصطلح واحد من النص، مع اسمه بلغته الأصلية.
    [two] مصطلحان من النص، مع اسم كل منهما بلغته الأصلية.
    [few] { $n } مصطلحات من النص، مع أسمائها بلغاتها الأصلية.
    [many] { $n } مصطلحاً من النص، مع أسمائها بلغاتها الأصلية.
   *[other] { $n } مصطلح من النص، مع أسمائها بلغاتها الأصلية.
  }
also-called = أسماء أخرى: { $names }
founded = التأسيس
designations = التصنيف الرسمي
status = الوضع
status-as-of = الوضع في { $date }
# Before places in the text.
used-in = ورد في:
not-used = لم يرد في النص
and-more = { $n ->
    [zero] ولا شيء غيرها
    [one] وواحد غيرها
    [two] واثنان غيرها
    [few] و{ $n } غيرها
    [many] و{ $n } غيرها
   *[other] و{ $n } غيرها
  }
# Before terms.
see = انظر:
# Before works.
with-sources = المصادر:
sources-lede = { $n ->
    [zero] لا مصادر حتى الآن.
    [one] مصدر واحد استُشهد به في الحواشي، ومعه الحواشي والمصطلحات التي تستشهد به.
    [two] مصدران استُشهد بهما في الحواشي، ومع كل منهما الحواشي والمصطلحات التي تستشهد به.
    [few] { $n } مصادر استُشهد بها في الحواشي، ومع كل منها الحواشي والمصطلحات التي تستشهد به.
    [many] { $n } مصدراً استُشهد بها في الحواشي، ومع كل منها الحواشي والمصطلحات التي تستشهد به.
   *[other] { $n } مصدر استُشهد بها في الحواشي، ومع كل منها الحواشي والمصطلحات التي تستشهد به.
  }
reference-managers = لبرامج إدارة المراجع:
online-source = على الإنترنت
read-on = تاريخ الاطلاع: { $date }
quality-high = جودة عالية
quality-medium = جودة متوسطة
quality-low = جودة منخفضة
not-cited = لم يُستشهد به
# Before notes.
cited-by = استُشهد به في:
timeline-lede = ما سبق النص وما تلاه من أحداث، مرتبةً بحسب تواريخها، ومعها الحواشي المتصلة بها.
# $first and $last are years.
timeline-figure = الأحداث بين عامي { $first } و{ $last }؛ وهي نفسها في القائمة أدناه
# Before notes.
bears-on = حواشٍ ذات صلة:

## Corrections

log = سجل التصحيحات
nothing-corrected = لا تصحيحات حتى الآن.

## Search

look-in = البحث في
in-text = النص
in-notes = الحواشي
in-terms = المصطلحات
in-sources = المصادر
close = إغلاق
nothing-found = لا نتائج
search-results = { $n ->
    [zero] { $n } نتيجة
    [one] نتيجة واحدة
    [two] نتيجتان
    [few] { $n } نتائج
    [many] { $n } نتيجة
   *[other] { $n } نتيجة
  }
search-failed = تعذّر تحميل البحث
more-results = مزيد من النتائج
search-without-script = لا يعمل البحث إلا بتفعيل جافا سكريبت في المتصفح. وما يشمله البحث موجود أيضاً في هذه الصفحات:

## Feeds

# Before the name of a note: news of it.
feed-corrected = تصحيح: { $name }
feed-changed = تعديل: { $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }: { $layer }

## Exports

contents = المحتويات
glossary-of = مسرد المصطلحات – { $title }
notes-without-place = حواشٍ بلا موضع في النص
on-passage = بشأن «{ $passage }»
passage-gone = مقطع لم يعد موجوداً في النص: «{ $passage }»
claim-is = الادعاء:
corrected-on = تصحيح في { $date }:
archived-at = نسخة مؤرشفة:
archived-on = نسخة مؤرشفة في { $date }
passage-is-gone = مقطع لم يعد موجوداً في النص:
created = كُتبت الحاشية.
changed = عُدّلت الحاشية.
# In a file of several articles.
each-names-its-source = يذكر كل مقال مصدره.
# Before the name of an editor: what they did.
editor-of-commentary = تحرير الحواشي
editor-of-note = كتابة الحاشية

## Translations beside the text

language-name = العربية
texts = النص
side-by-side = جنباً إلى جنب
original-text = { $language }، النص الأصلي
translation-into = الترجمة: { $language }
