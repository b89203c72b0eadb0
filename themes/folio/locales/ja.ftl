# What readers are told, in Japanese. The English file says what the values are.

## The frame of every page

skip-to-text = 本文へ移動
main-menu = メインメニュー
search = 検索
dark = ダークモード
# $title is the edition's.
feed-title = { $title }：注釈の新着と訂正
# $license is the name of a licence.
licensed = 注釈のライセンス：{ $license }
# $generator is the name and version of this tool.
made-with = { $generator }で作成
# Between the parts of a list on one line.
comma = 、
semicolon = ；

## Pages and lists

timeline = 年表
glossary = 用語集
sources = 出典
all-pages = 全ページ
all-notes = すべての注釈
not-found = ページが見つかりません
not-found-text = このアドレスにページはありません。移動したか、リンクに誤りがある可能性があります。
to-front-page = トップページへ
pages = ページ
previous = 前へ
next = 次へ
page-of = { $total }ページ中{ $number }ページ目
annotations-file = 注釈
glossary-file = 用語集（SKOS形式）
sources-bibtex = 出典（BibTeX形式）
sources-csl = 出典（CSL-JSON形式）

## Kinds of annotations, and what each is called

# One annotation of a kind.
fact-check = ファクトチェック
counter-source = 対照資料
note = 注記
gloss = 用語
# All annotations of a kind.
fact-checks = ファクトチェック
counter-sources = 対照資料
notes = 注記
glosses = 用語
# $kind is fact-check, counter-source, note or gloss.
note-name = { $kind ->
    [fact-check] ファクトチェック{ $number }
    [counter-source] 対照資料{ $number }
    [gloss] 用語{ $number }
   *[note] 注記{ $number }
  }
# $rating is a label of the scale, as the edition writes it; $rating-lower is the same in small
# letters.
note-name-rated = { $kind ->
    [fact-check] ファクトチェック{ $number }：{ $rating }
    [counter-source] 対照資料{ $number }：{ $rating }
    [gloss] 用語{ $number }：{ $rating }
   *[note] 注記{ $number }：{ $rating }
  }
note-name-retracted = { $kind ->
    [fact-check] ファクトチェック{ $number }：撤回
    [counter-source] 対照資料{ $number }：撤回
    [gloss] 用語{ $number }：撤回
   *[note] 注記{ $number }：撤回
  }
# A note that has neither claim nor summary is cited as $name, another as what it says.
note-title = { $kind ->
    [fact-check] ファクトチェック：{ $text }
    [counter-source] 対照資料：{ $text }
    [gloss] 用語：{ $text }
   *[note] 注記：{ $text }
  }
# What a note is cited as, with its article and the place there.
note-title-at = { $title }（{ $article }、{ $place }）
note-title-in = { $title }（{ $article }）
paragraph = 第{ $number }段落
paragraph-name = 第{ $number }段落
paragraphs = 第{ $from }～{ $to }段落
paragraphs-name = 第{ $from }段落から第{ $to }段落
line = 第{ $number }行
line-name = 第{ $number }行
lines = 第{ $from }～{ $to }行
lines-name = 第{ $from }行から第{ $to }行
table-number = 表{ $number }
figure-number = 図{ $number }
turn-at = { $speaker }、{ $time }
turn = { $speaker }、第{ $number }発言
turns = { $speaker }、第{ $from }～{ $to }発言
# A passage from one place to another.
place-range = { $from }～{ $to }
footnote = 脚注{ $number }

## The front page

annotated-edition = 注釈版
read-article = 記事を読む
see-checks = ファクトチェックを見る
# Below a number.
n-annotations-label = 注釈
n-checks-label = ファクトチェック
n-terms-label = 用語
n-sources-label = 出典
findings = 検証で分かったこと
articles = 記事
strip-title = 本文の検証状況
notes-by-rating = 判定別の注釈
notes-lede = { $n }件の注釈を、それぞれの対象箇所とともに収めています。
n-annotations = 注釈{ $n }件
n-sources = 出典{ $n }件

## An article

first-published = 初出
recording = 録音・録画
recording-at = 録音・録画 { $time }から
notes-on-passages = 下線箇所への注釈{ $n }件
# After the number of notes that have a passage.
and-without-passage = 該当箇所のない注釈{ $n }件
notes-without-passage = 該当箇所のない注釈{ $n }件
overview = 注釈の概要
skip-strip = 帯グラフをスキップ
strip-name = 注釈のある{ $n }か所（本文順）
layers = 表示する注釈の種類
commentary = すべての注釈
filter-by-editor = 注釈者で絞り込む
all-editors = すべての注釈者
filter-by-tag = タグで絞り込む
all-tags = すべてのタグ
table = 表
link-to-paragraph = 第{ $number }段落へのリンク
in-glossary = 用語集で見る
glossary-term = 用語集：{ $term }
detached-title = 該当箇所のない注釈
detached-text = これらの注釈が引用する語句は本文に見当たりません。注釈の執筆後に本文が変更された可能性があります。
deviations = 入手した本文との相違
received = 入手した本文：
not-received = 入手した本文にはない
cite-article = この注釈付き記事を引用する
cite-file = 記事と全注釈（CSL-JSON形式）
article-before = 前の記事
article-after = 次の記事
own-notes = 本文の脚注
back-to-note = 本文に戻る（脚注{ $number }）

## A note

back-to-passage = 本文の該当箇所に戻る（注釈{ $number }）
on-article = 記事全体について
on-title = 表題について
on-figure = 図について
on-footnote = 脚注{ $number }について
retracted = 撤回
withdrawn = この注釈は撤回されました。
draft = 下書き
reworded = 注釈の執筆後に本文の表現が変更されています
more = 詳しく
why = 理由
meaning = 意味
details = 詳細
claim = 主張
supports = 裏付け
contradicts = 矛盾
context = 背景
online = オンライン
archived-copy = アーカイブ
# $date is when the copy was made.
archived = アーカイブ（{ $date }）
read-whole = 全文を確認
read-part = 一部を確認
read-abstract = 要旨のみ確認
read-cover = 表紙のみ確認
# Before what was corrected.
corrected = { $date }訂正：
updated = { $date }更新
cite = 引用
full-check = 検証の全文
link = リンク
copy-link = リンクをコピー
copy-citation = 引用表記をコピー
# $format is BibTeX or CSL-JSON.
copy-format = { $format }をコピー
link-copied = リンクをコピーしました
citation-copied = 引用表記をコピーしました
format-copied = { $format }をコピーしました
report-error = 誤りを報告する
report-subject = 誤りの報告：{ $note }（{ $article }）
report-question = 誤りの箇所とその根拠をお知らせください。
embed = 埋め込み

## Fact checks

checks-lede = { $n }件の主張をそれぞれ一文で示し、出典の記述と本文中の箇所を添えています。
the-checks = 検証一覧
checks-by-rating = 判定別の検証
rating = 判定
claim-and-finding = 主張と検証結果
passage = 該当箇所
detached = 該当箇所なし
the-scale = 判定基準
read-in-article = 記事で読む（{ $place }）
other-checks = ほかの検証
check-before = 前の検証
check-after = 次の検証

## Glossary, sources, timeline

glossary-lede = 本文中の用語{ $n }件を、原語での名称とともに収めています。
also-called = 別名：{ $names }
founded = 設立
designations = 公的指定
status = 現状
status-as-of = 現状（{ $date }時点）
# Before places in the text.
used-in = 使用箇所：
not-used = 本文中に使用なし
and-more = ほか{ $n }件
# Before terms.
see = 参照：
# Before works.
with-sources = 出典：
sources-lede = 注釈で引用した出典{ $n }件を、それを引用している注釈・用語とともに示しています。
reference-managers = 文献管理ソフト用：
online-source = オンライン
read-on = { $date }閲覧
quality-high = 出典の質：高
quality-medium = 出典の質：中
quality-low = 出典の質：低
not-cited = 引用なし
# Before notes.
cited-by = 引用箇所：
timeline-lede = 記事発表の前後の出来事を日付順に並べ、関連する注釈を添えています。
# $first and $last are years.
timeline-figure = { $first }年から{ $last }年までの出来事（下の一覧と同じ内容）
# Before notes.
bears-on = 関連する注釈：

## Corrections

log = 訂正履歴
nothing-corrected = これまでに訂正はありません。

## Search

look-in = 検索対象
in-text = 本文
in-notes = 注釈
in-terms = 用語
in-sources = 出典
close = 閉じる
nothing-found = 見つかりませんでした
search-results = 検索結果{ $n }件
search-failed = 検索機能を読み込めませんでした
more-results = さらに表示
search-without-script = 検索を利用するには、スクリプトを有効にしてください。検索対象の内容は次のページでも読めます：

## Feeds

# Before the name of a note: news of it.
feed-corrected = 訂正：{ $name }
feed-changed = 変更：{ $name }
# A feed of one kind of annotations. $title is the edition's, $layer is what all of the kind are
# called.
feed-of-layer = { $title }：{ $layer }

## Exports

contents = 目次
glossary-of = 用語集：{ $title }
notes-without-place = 本文中に該当箇所のない注釈
on-passage = 「{ $passage }」について
passage-gone = 本文に見当たらない箇所：「{ $passage }」
claim-is = 主張：
corrected-on = { $date }訂正：
archived-at = アーカイブ：
archived-on = アーカイブ（{ $date }）
passage-is-gone = 本文に見当たらない箇所：
created = 作成。
changed = 変更。
# In a file of several articles.
each-names-its-source = 各記事にそれぞれの出典を記しています。
# Before the name of an editor: what they did.
editor-of-commentary = 注釈
editor-of-note = 注釈者

## Translations beside the text

language-name = 日本語
texts = 本文
side-by-side = 対訳
original-text = { $language }（原文）
translation-into = 翻訳：{ $language }
