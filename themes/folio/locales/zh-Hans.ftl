# What readers are told, in Chinese (simplified). The English file says what the values are.

## The frame of every page

skip-to-text = 跳到正文
main-menu = 主菜单
search = 搜索
dark = 深色模式
# $title is the edition's.
feed-title = { $title }：新增与更正的评注
# $license is the name of a licence.
licensed = 评注采用{ $license }许可协议
# $generator is the name and version of this tool.
made-with = 由{ $generator }生成
# Between the parts of a list on one line.
comma = 、
semicolon = ；

## Pages and lists

timeline = 时间线
glossary = 术语表
sources = 来源
all-pages = 所有页面
all-notes = 全部评注
not-found = 页面不存在
not-found-text = 此网址没有内容。页面可能已移走，也可能是链接有误。
to-front-page = 返回首页
pages = 分页
previous = 上一页
next = 下一页
page-of = 第{ $number }页，共{ $total }页
annotations-file = 评注
glossary-file = 术语表（SKOS格式）
sources-bibtex = 来源（BibTeX格式）
sources-csl = 来源（CSL-JSON格式）

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = 事实核查
counter-source = 对照来源
note = 注释
gloss = 术语
# All annotations of a kind.
fact-checks = 事实核查
counter-sources = 对照来源
notes = 注释
glosses = 术语
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] 事实核查{ $number }
    [counter-source] 对照来源{ $number }
    [gloss] 术语{ $number }
   *[note] 注释{ $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] 事实核查{ $number }：{ $rating }
    [counter-source] 对照来源{ $number }：{ $rating }
    [gloss] 术语{ $number }：{ $rating }
   *[note] 注释{ $number }：{ $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] 事实核查{ $number }：已撤回
    [counter-source] 对照来源{ $number }：已撤回
    [gloss] 术语{ $number }：已撤回
   *[note] 注释{ $number }：已撤回
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] 事实核查：{ $text }
    [counter-source] 对照来源：{ $text }
    [gloss] 术语：{ $text }
   *[note] 注释：{ $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title }（{ $article }，{ $place }）
note-title-in = { $title }（{ $article }）
paragraph = 第{ $number }段
paragraph-name = 第{ $number }段
paragraphs = 第{ $from }–{ $to }段
paragraphs-name = 第{ $from }至{ $to }段
line = 第{ $number }行
line-name = 第{ $number }行
lines = 第{ $from }–{ $to }行
lines-name = 第{ $from }至{ $to }行
table-number = 表{ $number }
figure-number = 图{ $number }
turn-at = { $speaker }，{ $time }
turn = { $speaker }，第{ $number }次发言
turns = { $speaker }，第{ $from }–{ $to }次发言
# A passage from one place to another.
place-range = { $from }—{ $to }
footnote = 脚注{ $number }

## The front page

annotated-edition = 评注本
read-article = 阅读文章
see-checks = 查看事实核查
# Below a number.
n-annotations-label = 条评注
n-checks-label = 项事实核查
n-terms-label = 个术语
n-sources-label = 个来源
findings = 主要发现
articles = 文章
strip-title = 原文核查概况
notes-by-rating = 按评级分列的评注
notes-lede = 共{ $n }条评注，每条附所评注的原文。
n-annotations = { $n }条评注
n-sources = { $n }个来源

## An article

first-published = 首发于此
recording = 录音录像
recording-at = 录音录像 { $time }
notes-on-passages = { $n }条针对下划线文句的评注
# After the number of notes that have a passage.
and-without-passage = { $n }条无对应文句的评注
notes-without-passage = { $n }条无对应文句的评注
overview = 评注概览
skip-strip = 跳过概览条
strip-name = { $n }处带评注的文句，按原文顺序排列
layers = 显示的评注类别
commentary = 全部评注
filter-by-editor = 按编者筛选
all-editors = 所有编者
filter-by-tag = 按标签筛选
all-tags = 所有标签
table = 表格
link-to-paragraph = 第{ $number }段的链接
in-glossary = 见术语表
glossary-term = 术语表：{ $term }
detached-title = 无对应文句的评注
detached-text = 这些评注所引的文句在原文中未能找到，可能是评注写成后原文有所改动。
deviations = 与所收原文的出入
received = 所收原文：
not-received = 所收原文中没有
cite-article = 引用本文及评注
cite-file = 本文及全部评注（CSL-JSON格式）
article-before = 上一篇
article-after = 下一篇
own-notes = 原文脚注
back-to-note = 返回正文（脚注{ $number }）

## A note

back-to-passage = 返回对应文句（评注{ $number }）
on-article = 针对全文
on-title = 针对标题
on-figure = 针对插图
on-footnote = 针对脚注{ $number }
retracted = 已撤回
withdrawn = 本条评注已撤回。
draft = 草稿
reworded = 本条评注写成后，原文措辞有改动
more = 更多内容
why = 理由
meaning = 释义
details = 详情
claim = 说法
supports = 支持
contradicts = 相悖
context = 背景
online = 在线版
archived-copy = 存档副本
# $date is when the copy was made.
archived = 存档于{ $date }
read-whole = 已读全文
read-part = 已读部分内容
read-abstract = 仅读摘要
read-cover = 仅读封面
# Before what was corrected.
corrected = { $date }更正：
updated = 更新于{ $date }
cite = 引用
full-check = 核查全文
link = 链接
copy-link = 复制链接
copy-citation = 复制引用信息
# $format is BibTeX or CSL-JSON.
copy-format = 复制{ $format }
link-copied = 链接已复制
citation-copied = 引用信息已复制
format-copied = { $format }已复制
report-error = 报告错误
report-subject = 错误报告：{ $note } · { $article }
report-question = 哪里有误？依据是什么？
embed = 嵌入

## Fact checks

checks-lede = 共核查{ $n }条说法，每条以一句话概括，附各来源的记述，并注明该说法在原文中的位置。
the-checks = 核查条目
checks-by-rating = 按评级分列的核查
rating = 评级
claim-and-finding = 说法与核查结果
passage = 原文位置
detached = 无对应文句
the-scale = 评级标准
read-in-article = 阅读原文（{ $place }）
other-checks = 其他核查
check-before = 上一条
check-after = 下一条

## Glossary, sources, timeline

glossary-lede = 收录文中{ $n }个术语，并附各自的原语言名称。
also-called = 又称{ $names }
founded = 成立
designations = 官方认定
status = 现状
status-as-of = 现状（截至{ $date }）
# Before places in the text.
used-in = 见于：
not-used = 文中未出现
and-more = （另有{ $n }处）
# Before terms.
see = 参见：
# Before works.
with-sources = 来源：
sources-lede = 列出评注所引的{ $n }个来源，并注明引用各来源的评注和术语。
reference-managers = 供文献管理软件使用：
online-source = 在线版
read-on = { $date }查阅
quality-high = 质量高
quality-medium = 质量中等
quality-low = 质量低
not-cited = 未被引用
# Before notes.
cited-by = 引用处：
timeline-lede = 文章发表前后的事件，按日期排列，并附相关评注。
# $first and $last are years.
timeline-figure = { $first }年至{ $last }年的事件，内容与下方列表相同
# Before notes.
bears-on = 相关评注：

## Corrections

log = 更正记录
nothing-corrected = 迄今尚无更正。

## Search

look-in = 搜索范围
in-text = 正文
in-notes = 评注
in-terms = 术语
in-sources = 来源
close = 关闭
nothing-found = 没有找到结果
search-results = { $n }条结果
search-failed = 搜索功能无法加载
more-results = 更多结果
search-without-script = 搜索功能须在浏览器中启用脚本。可供搜索的内容也见于以下页面：

## Feeds

# Before the name of a note: news of it.
feed-corrected = 更正：{ $name }
feed-changed = 修改：{ $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }：{ $layer }

## Exports

contents = 目录
glossary-of = 术语表：{ $title }
notes-without-place = 在原文中无对应文句的评注
on-passage = 针对“{ $passage }”
passage-gone = 原文中已找不到“{ $passage }”
claim-is = 说法：
corrected-on = { $date }更正：
archived-at = 存档：
archived-on = 存档于{ $date }
passage-is-gone = 原文中已找不到：
created = 撰写。
changed = 修改。
# In a file of several articles.
each-names-its-source = 各篇文章均自行注明出处。
# Before the name of an editor: what they did.
editor-of-commentary = 评注
editor-of-note = 评注者

## Translations beside the text

language-name = 简体中文
texts = 正文
side-by-side = 对照
original-text = { $language }（原文）
translation-into = 译文：{ $language }
