//! What each fuzz target does with the bytes it is given; `tests/it/fuzz_corpora.rs` does
//! the same with those that `corpus/` keeps.
//!
//! Where bytes hold more than one text, a line `====` stands between them. Where what they
//! are has to be well-formed to lead anywhere, bytes that begin with a zero choose what is
//! generated; others are taken as they are.

use std::{borrow::Cow, ops::Range, sync::LazyLock};

use postil::{
    Options,
    anchor::{
        AlignedTexts, EarlierText, Key, SearchText, Strictness, Wanted, anchor,
        approximate::Pattern, describe, lock::Lock, reworded as search_reworded, reworded_ends,
        widen,
    },
    build,
    cite::{Bibliography, Style, bibliography},
    diag::{Diagnostics, Severity},
    edit::{self as edits, List, Operation},
    import::{
        self as imports, ArticleText, Destination, Format, Import, Known, page, transcript, works,
    },
    io::{MemoryInput, NoOutput, SourceFile},
    model::{
        Source,
        parse::{YamlFile, settings, sidecar as sidecars},
    },
    text::{
        messages::{Catalogue, Messages},
        prose,
    },
    weave::{Mark, WeaveInput, highlight as highlighting, weave},
};
use serde_yaml::Value;

/// What a target does.
pub type Body = fn(&[u8]);

/// All targets, by name.
pub const TARGETS: [(&str, Body); 12] = [
    ("aliases", aliases),
    ("align", align),
    ("bib", bib),
    ("csl", csl),
    ("edit", edit),
    ("front_matter", front_matter),
    ("highlight", highlight),
    ("import", import),
    ("lock", lock),
    ("markdown", markdown),
    ("reworded", reworded),
    ("sidecar", sidecar),
];

const BREAK: &str = "\n====\n";

fn text(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes)
}

fn file(path: &str, text: impl Into<String>) -> SourceFile {
    SourceFile::new(path, text.into())
}

/// Takes ranges from the beginning: their number, then two bytes for each border.
fn ranges(bytes: &[u8]) -> (Vec<Range<usize>>, &[u8]) {
    let (&n, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let (ranges, rest) = rest.split_at(rest.len().min(usize::from(n % 16) * 4));
    let range = |four: &[u8]| {
        let border = |at: usize| usize::from(u16::from_le_bytes([four[at], four[at + 1]]));
        border(0).min(border(2))..border(0).max(border(2))
    };
    (ranges.chunks_exact(4).map(range).collect(), rest)
}

fn within(text: &str, range: &Range<usize>) -> Range<usize> {
    text.floor_char_boundary(range.start)..text.floor_char_boundary(range.end)
}

/// Bytes that choose what is generated; once they are used up, the first choice is taken.
struct Choices<'a>(&'a [u8]);

impl Choices<'_> {
    fn below(&mut self, n: usize) -> usize {
        let Some((&first, rest)) = self.0.split_first() else { return 0 };
        self.0 = rest;
        usize::from(first) % n
    }

    fn pick(&mut self, from: &[&'static str]) -> &'static str {
        from[self.below(from.len())]
    }
}

/// Returns what the bytes generate, or else are.
fn generated(bytes: &[u8], generate: fn(&mut Choices<'_>) -> String) -> String {
    match bytes.split_first() {
        Some((0, choices)) => generate(&mut Choices(choices)),
        _ => text(bytes).into_owned(),
    }
}

/// Builds an edition of these files; that must end, with a site or with diagnostics.
fn assert_built(files: &[(&str, &[u8])]) {
    let mut input = MemoryInput::default();
    input.files.extend(files.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())));
    let report = build(&Options::default(), &input, &NoOutput);
    assert!(report.output_error.is_none());
}

/// Any two texts: where the one becomes the other, a passage goes to a place with words, and
/// to itself where nothing changed.
pub fn align(bytes: &[u8]) {
    let (ranges, rest) = ranges(bytes);
    let rest = text(rest);
    let (old, new) = rest.split_once(BREAK).unwrap_or((&rest, &rest));
    let passages: Vec<_> = ranges.iter().map(|range| within(old, range)).collect();
    let earlier = EarlierText::new(old, &passages);
    let (old_key, new_key) = (Key::new(old), Key::new(new));
    let as_it_was = AlignedTexts::new(&earlier, old, &old_key);
    let as_it_is = AlignedTexts::new(&earlier, new, &new_key);
    for passage in passages {
        let [start, end] = [passage.start, passage.end].map(|at| old[..at].chars().count());
        for place in as_it_is.follow(start, end) {
            assert!(!new[place].trim().is_empty());
        }
        let words = &old[passage];
        if words.trim() == words && words.contains(|c: char| c.is_ascii_alphanumeric()) {
            assert!(!as_it_was.follow(start, end).is_empty());
        }
    }
}

/// Any YAML: what is read holds no more than aliases may stand for.
pub fn aliases(bytes: &[u8]) {
    let yaml =
        generated(bytes, |choices| (0..=choices.below(40)).map(|n| anchored(choices, n)).collect());
    let limit = 16 * yaml.len() + 500_000;
    let read = YamlFile::parse(file("content/a/notes.yaml", yaml), &Diagnostics::default());
    assert!(read.is_none_or(|read| size(&read.value) <= limit));
}

/// Writes an entry of a mapping, with an anchor, and aliases of earlier ones in its value.
fn anchored(choices: &mut Choices<'_>, n: usize) -> String {
    let words = "x".repeat(1 << choices.below(12));
    let aliases = |choices: &mut Choices<'_>, before: &str| {
        let n_aliases = choices.below(32);
        let one = |_| format!("{before}*a{}", choices.below(n + 1));
        (0..n_aliases).map(one).collect::<Vec<_>>().join(", ")
    };
    let value = match choices.below(7) {
        0 => words,
        1 => format!("\"{words}\""),
        2 => format!("|2\n   {words}\n"),
        3 => format!("[{}]", aliases(choices, "")),
        4 => format!("{{ <<: [{}] }}", aliases(choices, "")),
        5 => format!("!t [{}]", aliases(choices, "")),
        _ => format!("{{ {} }}", aliases(choices, "? ")),
    };
    format!("k{n}: &a{n} {value}\n")
}

/// Returns the bytes of all texts in a value, and sixteen for each value.
fn size(value: &Value) -> usize {
    16 + match value {
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
        Value::String(text) => text.len(),
        Value::Sequence(items) => items.iter().map(size).sum(),
        Value::Mapping(map) => map.iter().map(|(key, value)| size(key) + size(value)).sum(),
        Value::Tagged(tagged) => size(&tagged.value),
    }
}

static STYLE: LazyLock<Style> =
    LazyLock::new(|| Style::load("chicago-author-date", None, "en").expect("it is shipped"));

/// Any BibLaTeX: it is refused, or its works can be cited.
pub fn bib(bytes: &[u8]) {
    let bib = file("content/sources.bib", generated(bytes, bibtex));
    let sources = bibliography::sources(None, Some(&bib), &Diagnostics::default());
    assert_eq!(Bibliography::new(&sources, &STYLE).works.len(), sources.len());
}

/// Writes entries that take over from each other, and values made of each other.
fn bibtex(choices: &mut Choices<'_>) -> String {
    let mut text = String::new();
    for n in 0..=choices.below(24) {
        text += &match choices.below(4) {
            0 => format!("@string{{s{n} = {}}}\n", bibtex_value(choices)),
            1 => format!("@xdata{{k{n}, xdata = {}}}\n", bibtex_keys(choices)),
            _ => format!("@{}{{k{n}", choices.pick(&["book", "online", "inbook", "set"])),
        };
        if text.ends_with('\n') {
            continue;
        }
        for _ in 0..choices.below(6) {
            let name = choices.pick(&["title", "author", "date", "pages", "ids", "url", "volume"]);
            text += &match choices.below(4) {
                0 => format!(", crossref = {}", bibtex_keys(choices)),
                1 => format!(", xdata = {}", bibtex_keys(choices)),
                _ => format!(", {name} = {}", bibtex_value(choices)),
            };
        }
        text += "}\n";
    }
    text
}

fn bibtex_keys(choices: &mut Choices<'_>) -> String {
    let keys: Vec<_> = (0..=choices.below(9)).map(|_| format!("k{}", choices.below(25))).collect();
    format!("{{{}}}", keys.join(","))
}

fn bibtex_value(choices: &mut Choices<'_>) -> String {
    const OPEN: [&str; 8] = ["{", "\\'{", "\\textbf{", "\\{", "$", "{\\\"", "\\", "and {"];
    const CLOSE: [&str; 6] = ["}", "", "\\}", "$", "}, x", "} and"];
    const WORDS: [&str; 8] = ["Fox, A", "2020-01-02/..", "1–10", "é", "x,y,z", "%", "#", "\u{0}"];
    let mut parts = Vec::new();
    for _ in 0..=choices.below(6) {
        let n = [0, 1, 2, 30, 101][choices.below(5)];
        parts.push(match choices.below(3) {
            0 => format!("s{}", choices.below(25)),
            1 => format!("\"{}\"", choices.pick(&WORDS)),
            _ => {
                let (open, close) = (choices.pick(&OPEN).repeat(n), choices.pick(&CLOSE).repeat(n));
                format!("{{{open}{}{close}}}", choices.pick(&WORDS))
            }
        });
    }
    parts.join(" # ")
}

/// Any style: it is refused, or works can be cited in it.
pub fn csl(bytes: &[u8]) {
    static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
        let works = "@book{a, title={On Foxes}, author={Fox, A. and Ox, B.}, date={2020-02-03}}\n\
                     @online{b, title={{B}easts}, url={https://example.org/}, date={2021}}\n";
        let bib = file("content/sources.bib", works);
        bibliography::sources(None, Some(&bib), &Diagnostics::default())
    });
    let style = generated(bytes, style);
    let Ok(style) = Style::load("own.csl", Some(&style), "en") else { return };
    assert_eq!(Bibliography::new(&SOURCES, &style).works.len(), SOURCES.len());
}

/// Writes a style whose macros call each other.
fn style(choices: &mut Choices<'_>) -> String {
    let macros = (0..choices.below(32))
        .map(|n| format!("<macro name=\"m{n}\">{}</macro>\n", elements(choices, 0)))
        .collect::<String>();
    let [citation, bibliography] = [(); 2].map(|()| elements(choices, 0));
    format!(
        "<style xmlns=\"http://purl.org/net/xbiblio/csl\" class=\"in-text\" version=\"1.0\">\n\
         <info><title>T</title><id>x</id><updated>2020-01-01T00:00:00Z</updated></info>\n\
         {macros}<citation><layout delimiter=\"; \">{citation}</layout></citation>\n\
         <bibliography><layout>{bibliography}</layout></bibliography>\n</style>\n"
    )
}

/// Writes elements of a style, `depth` deep in others.
fn elements(choices: &mut Choices<'_>, depth: usize) -> String {
    const LEAVES: [&str; 6] = [
        "<text variable=\"title\" text-case=\"title\" quotes=\"true\"/>",
        "<text value=\" : \" font-style=\"italic\"/>",
        "<date variable=\"issued\" form=\"text\"/>",
        "<names variable=\"author editor\"><name initialize-with=\". \"/><label/></names>",
        "<number variable=\"volume\" form=\"ordinal\"/>",
        "<text term=\"accessed\" form=\"short\" suffix=\".\"/>",
    ];
    let mut xml = String::new();
    for _ in 0..=choices.below(4) {
        let is_leaf = depth > 6;
        xml += &match choices.below(if is_leaf { 3 } else { 8 }) {
            0 => choices.pick(&LEAVES).to_owned(),
            1 => format!("<text macro=\"m{}\"/>", choices.below(32)),
            2 => format!("<text macro=\"m{}\"/>", choices.below(32)).repeat(choices.below(33)),
            3 => format!("<group delimiter=\", \">{}</group>", elements(choices, depth + 1)),
            4 => format!(
                "<names variable=\"editor\"><substitute>{}</substitute></names>",
                elements(choices, depth + 1)
            ),
            5 => format!(
                "<choose><if type=\"book\">{}</if><else>{}</else></choose>",
                elements(choices, depth + 1),
                elements(choices, depth + 1)
            ),
            6 => {
                let (n, inner) = (choices.below(70), elements(choices, depth + 1));
                "<group>".repeat(n) + &inner + &"</group>".repeat(n)
            }
            _ => format!("<group>{}</group>", elements(choices, depth + 1)).repeat(3),
        };
    }
    xml
}

fn operation(json: serde_json::Value) -> Operation {
    serde_json::from_value(json).expect("an operation as JSON")
}

/// Any text as a list, edited: the edit is refused, or its undo gives the first bytes.
pub fn edit(bytes: &[u8]) {
    let text = text(bytes);
    let (list_text, body) = text.split_once(BREAK).unwrap_or((&text, "A body.\n"));
    let file = file("content/a/notes.yaml", list_text);
    for list in [List::Annotations, List::Terms, List::Sources] {
        let fields = serde_json::json!({
            "kind": "note", "quote": body, "body": body, "definition": body, "tags": [body],
            "sources": [{ "ref": body, "note": body }], "title": null,
        });
        let entries = edits::entries(list, &file).unwrap_or_default();
        let mut operations =
            vec![operation(serde_json::json!({"op": "add", "id": "new-one", "fields": fields}))];
        for (id, _) in entries.iter().take(3) {
            let set = serde_json::json!({"op": "set", "id": id, "fields": fields});
            operations.push(operation(set));
            operations.push(operation(serde_json::json!({"op": "remove", "id": id})));
        }
        for operation in operations {
            let Ok(edited) = edits::apply(list, &file, &operation) else { continue };
            let new = SourceFile::new(file.path.clone(), edited.text);
            let back = edits::undo(&new, &edited.undo).expect("an edit can be undone");
            assert_eq!(back.text, file.text);
        }
    }
}

/// Any bytes as an article, front matter included, and as the edition's settings.
pub fn front_matter(bytes: &[u8]) {
    let article = [b"---\n", bytes].concat();
    let settings = b"title: t\nbase_url: https://example.org/\n";
    assert_built(&[
        ("content/edition.yaml", settings),
        ("content/a/index.md", &article),
        ("content/b/index.md", bytes),
    ]);
    assert_built(&[("content/edition.yaml", bytes)]);
}

/// Any code in any language: its tokens are pieces of it, in order.
pub fn highlight(bytes: &[u8]) {
    const LANGUAGES: &str = "rs py js java c cpp cs css html json yaml md sh sql xml php rb go hs \
                             lua make tex bib diff r scala lisp clj erl d groovy m ml pas pl rst \
                             tcl textile bat as dot applescript re";
    let languages: Vec<&str> = LANGUAGES.split(' ').collect();
    let (&first, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let code = text(rest);
    let mut end = 0;
    for token in &*highlighting::tokens(&code, languages[usize::from(first) % languages.len()]) {
        assert!(end <= token.range.start && !code[token.range.clone()].is_empty());
        end = token.range.end;
    }
}

/// Writes entries into an empty list and returns it as read, with what was said.
fn written(list: List, import: &Import) -> (YamlFile, Diagnostics) {
    let file = file("content/a/notes.yaml", "");
    let text = edits::add(list, &file, &import.entries).expect("entries can be added");
    let diagnostics = Diagnostics::default();
    let yaml = YamlFile::parse(SourceFile::new(file.path, text), &diagnostics);
    (yaml.expect("what was added can be read"), diagnostics)
}

fn assert_sound(diagnostics: Diagnostics) {
    let said = diagnostics.into_sorted();
    assert!(!said.iter().any(|one| one.severity == Severity::Error), "{said:?}");
}

/// Any text in any format that can come in: what comes of it can be added to a sidecar, or
/// to the bibliography, and be read there without an error.
pub fn import(bytes: &[u8]) {
    let text = text(bytes);
    let markup = prose::read("# Foxes\n\nThe 🦊 fox saw *a* fox.\n\nA dog saw the fox.\n", 0);
    let markup = markup.expect("it is Markdown");
    let key = Key::new(&markup.prose.text);
    let settings = settings::fallback();
    let destination = Destination {
        slug: "a",
        slugs: &["a".to_owned(), "b".to_owned()],
        text: &ArticleText::new(&markup.prose, &key),
        translations: &[],
        entries: &[],
        settings: &settings,
        sources: &[],
        terms: &[],
    };
    for format in [Format::Hypothesis, Format::WebAnnotation] {
        let Ok(import) = imports::annotations(format, &text, None, &destination) else { continue };
        let (yaml, diagnostics) = written(List::Annotations, &import);
        let (settings, sources, terms, translations) = (&settings, &[], &[], &[]);
        let apparatus = sidecars::Apparatus { settings, sources, terms, translations };
        let read = sidecars::annotations(&yaml, apparatus, &diagnostics);
        assert_eq!(read.len(), import.entries.len());
        assert_sound(diagnostics);
    }
    for format in [Format::Bibtex, Format::CslJson, Format::Ris] {
        let Ok(import) = works::works(format, &text, &[]) else { continue };
        let (yaml, diagnostics) = written(List::Sources, &import);
        let read = bibliography::yaml_sources(&yaml, &diagnostics);
        assert_eq!(read.len(), import.entries.len());
        assert_sound(diagnostics);
    }
    for format in [Format::Html, Format::Markdown] {
        drop(page::page(format, &text, "a.md", &|_| None));
    }
    for format in [Format::Srt, Format::Webvtt] {
        let Ok(page) = transcript(format, &text, Known::default()) else { continue };
        let (_, body) = page.index.split_once("---\n\n").expect("it has front matter");
        let prose = prose::read(body, 0).expect("it is Markdown").prose.text;
        assert!(prose.starts_with('[') || prose.contains(": ["), "{prose}");
    }
    let _ = Format::detect(text.as_bytes(), "text.md");
}

/// Any text as a lock file: what is read of it is read again once it is written, and any
/// text can be aligned with the one it remembers.
pub fn lock(bytes: &[u8]) {
    let text = text(bytes);
    let (lock_text, new) = text.split_once(BREAK).unwrap_or((&text, "A text.\n\nOf foxes."));
    let of = |text: &str| Lock::parse(file("content/a/anchors.lock.yaml", text));
    let Ok(lock) = of(lock_text) else { return };
    let Some(written) = lock.to_text() else { return };
    let again = of(&written).expect("what was written can be read");
    assert!(again.ids().eq(lock.ids()));
    for id in lock.ids() {
        assert_eq!(again.get(id), lock.get(id));
    }
    assert_eq!(again.to_text(), Some(written));
    let Some(earlier) = lock.text() else { return };
    let key = Key::new(new);
    let aligned = AlignedTexts::new(earlier, new, &key);
    for locked in lock.ids().filter_map(|id| lock.get(id)) {
        if let [place] = &aligned.follow(locked.start, locked.end)[..] {
            assert!(!new[place.clone()].trim().is_empty());
        }
    }
}

/// Any Markdown with any quotes: what is anchored is woven, the prose unaltered.
pub fn markdown(bytes: &[u8]) {
    let (ranges, rest) = ranges(bytes);
    let markdown = text(rest);
    let markup = prose::read(&markdown, 0).expect("the Markdown parser does not fail");
    let prose = &markup.prose;
    let key = Key::new(&prose.text);
    let mut marks = Vec::new();
    for (number, range) in ranges.iter().enumerate() {
        let range = within(&prose.text, range);
        let Some(selector) = describe(prose, &key, &range) else { continue };
        let found = anchor(prose, &key, &selector, &|_| 1).expect("a description is found");
        assert_eq!(Some(&found.range), widen(prose, &key, &range).as_ref());
        marks.push(Mark {
            id: format!("a{number}"),
            number,
            range: found.range,
            spot: None,
            kind: "note",
            rating: None,
            tone: None,
            name: String::new(),
        });
    }
    let input = WeaveInput {
        marks: &marks,
        terms: &[],
        term_ids: &[],
        root: "",
        resolve: &|target| target.target.to_owned(),
        suffix: "",
        recording: None,
        language: "en",
        label_language: None,
        messages: &ENGLISH,
    };
    let woven = weave(&markup, &input);
    for mark in &marks {
        let reference = format!("id=\"ref-{}\"", mark.id);
        let n: usize = woven.rows.iter().map(|row| row.html.matches(&reference).count()).sum();
        assert_eq!(n, 1, "one reference for {:?}", mark.range);
    }
}

/// What readers are told of a text's own notes.
static ENGLISH: LazyLock<Messages> = LazyLock::new(|| {
    let catalogue = Catalogue::parse("en", include_str!("../../themes/folio/locales/en.ftl"));
    Messages::new("en", &[catalogue.0])
});

/// Any text, any quote: what the approximate search tells is so.
pub fn reworded(bytes: &[u8]) {
    let (&errors, rest) = bytes.split_first().unwrap_or((&0, bytes));
    let rest = text(rest);
    let mut parts = rest.split(BREAK);
    let [text, prefix, exact, suffix] = [(); 4].map(|()| parts.next().unwrap_or("fox"));
    let chars: Vec<char> = text.chars().collect();
    let pattern = Pattern::new(exact.chars().collect());
    for found in pattern.matches(&chars, usize::from(errors)) {
        assert!(found.errors <= usize::from(errors));
        let lies = pattern.align(&chars, found, &[0, pattern.len()]);
        assert_eq!(pattern.distance(&chars[lies.start..found.end]), found.errors);
        assert_eq!((*lies.borders[0].end(), *lies.borders[1].start()), (lies.start, found.end));
    }
    let key = Key::new(text);
    let [prefix, exact, suffix] = [prefix, exact, suffix].map(|text| Key::new(text).into_text());
    // A quote without words is refused before anything is sought.
    if !exact.contains(char::is_alphanumeric) {
        return;
    }
    let wanted = Wanted {
        exact: &exact,
        prefix: &prefix,
        suffix: &suffix,
        near: Some(usize::from(errors)),
        strictness: Strictness::FactCheck,
    };
    let search_text = SearchText::new(&key);
    let found = search_reworded(&search_text, &wanted);
    for place in [found, reworded_ends(&search_text, &wanted, &wanted, None)].concat() {
        assert!(!key.text()[place].trim().is_empty());
    }
}

/// Any bytes as a sidecar.
pub fn sidecar(bytes: &[u8]) {
    let settings = b"title: t\nbase_url: https://example.org/\n\
                     ratings:\n  - { id: a, label: A, means: m }\n";
    assert_built(&[
        ("content/edition.yaml", settings),
        ("content/a/index.md", b"# Title\n\nSome *text* to quote, and [more](x).\n"),
        ("content/a/notes.yaml", bytes),
    ]);
}
