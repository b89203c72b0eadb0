//! The invariants of the design, on the examples of the `CommonMark`
//! specification and on random texts and annotations.

use std::{collections::BTreeSet, fs, path::PathBuf, sync::LazyLock};

use postil::{
    anchor::{self, Key, anchor, describe},
    io::address,
    model::{GlossaryLinks, Markdown, Term},
    text::{
        addresses::addresses,
        form::{Form, Syntax},
        messages::Messages,
        prose::{self, Element, ElementKind, Item, Locator, Markup, Outside},
    },
    weave::{
        Mark, RenderedText, WeaveInput,
        gloss::{Glossary, TermUse},
        weave,
    },
};
use proptest::prelude::*;

/// The specification's examples, Markdown and HTML: its own npm package, which
/// `./tests/run` installs.
static EXAMPLES: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/browser/node_modules/commonmark-spec/spec.txt");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; run ./tests/run, which installs it", path.display())
    });
    let fence = "`".repeat(32);
    let open = format!("{fence} example\n");
    text.replace('→', "\t")
        .split(&open)
        .skip(1)
        .filter_map(|rest| rest.split(&fence).next()?.split_once("\n.\n"))
        .map(|(markdown, html)| (markdown.to_owned(), html.to_owned()))
        .collect()
});

/// The Markdown of all examples.
static SPECIFICATION: LazyLock<Vec<String>> =
    LazyLock::new(|| EXAMPLES.iter().map(|(markdown, _)| markdown.clone()).collect());

#[test]
fn the_specification_has_its_examples() {
    assert!(SPECIFICATION.len() > 600, "only {} examples", SPECIFICATION.len());
}

fn term(id: &str, name: &str) -> Term {
    Term {
        id: id.to_owned(),
        term: name.to_owned(),
        aliases: Vec::new(),
        expansion: None,
        original: Vec::new(),
        has_math: false,
        definition: Markdown::default(),
        founded: None,
        designations: Vec::new(),
        status: None,
        status_as_of: None,
        sources: Vec::new(),
        see: Vec::new(),
        allow: Vec::new(),
    }
}

fn mark(number: usize, range: std::ops::Range<usize>) -> Mark {
    Mark {
        id: format!("a{number}"),
        number,
        range,
        spot: None,
        kind: "note",
        rating: number.is_multiple_of(2).then(|| "false".to_owned()),
        tone: number.is_multiple_of(2).then_some("bad"),
        name: format!("Note {number}"),
    }
}

fn weave_with(markup: &Markup<'_>, marks: &[Mark], terms: &[TermUse]) -> RenderedText {
    let input = WeaveInput {
        marks,
        terms,
        term_ids: &["t0", "t1", "t2"],
        root: "../",
        resolve: &|target| target.target.to_owned(),
        suffix: "",
        recording: Some(&|moment| format!("a.ogg#t={}", moment.seconds())),
        language: "en",
        label_language: None,
        messages: &Messages::new("en", &[crate::languages::catalogue("en").1]),
    };
    weave(markup, &input)
}

fn html_of(woven: &RenderedText) -> String {
    let rows: String = woven.rows.iter().map(|row| row.html.as_str()).collect();
    rows + &woven.footnotes_html
}

/// Returns where the links and then the images of some HTML lead, percent-encoding undone.
fn targets(html: &str) -> Vec<String> {
    let of = |start| html.split(start).skip(1).filter_map(|rest| rest.split('"').next());
    let all = of("<a href=\"").chain(of("<img src=\""));
    all.map(|href| address::decode(&href.replace("&quot;", "\"").replace("&amp;", "&"))).collect()
}

/// Returns whether HTML shows an address that is no link there, as it is here.
fn shows_bare_address(html: &str) -> bool {
    let outside = |text: &str, tag: &str| {
        let start = format!("<{tag}");
        let mut parts = text.split(&*start);
        let first = parts.next().unwrap_or_default().to_owned();
        let end = format!("</{}>", tag.trim_end());
        let rest = parts.map(|part| part.split_once(&*end).map_or(part, |(_, rest)| rest));
        first + &rest.collect::<String>()
    };
    let text = outside(&outside(html, "a "), "code");
    addresses(&text.replace("&quot;", "\"").replace("&lt;", "<")).next().is_some()
}

#[test]
fn links_and_images_lead_where_the_specification_says() {
    let is_allowed = |target: &String| {
        let (scheme, _) = target.split_once(':').unwrap_or(("http", target));
        let is_scheme = scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c));
        !target.is_empty()
            && (!is_scheme || ["http", "https", "mailto"].contains(&&*scheme.to_ascii_lowercase()))
    };
    let mut n_links = 0;
    for (markdown, html) in &*EXAMPLES {
        // Attributes of raw tags are left out; footnotes are not part of the specification.
        let is_other = ["<a ", "<img ", "[^"].iter().any(|part| markdown.contains(part));
        if is_other || shows_bare_address(html) {
            continue;
        }
        let markup = prose::read(markdown, 0).expect("an example can be read");
        let expected: Vec<String> = targets(html).into_iter().filter(is_allowed).collect();
        let woven = html_of(&weave_with(&markup, &[], &[]));
        assert_eq!(targets(&woven), expected, "{markdown}\n{woven}");
        n_links += expected.len();
    }
    assert!(n_links > 100, "the examples have only {n_links} links");
}

/// Returns the names of all tags, in order, those of end tags with `/`.
fn tags(html: &str) -> Vec<&str> {
    let name = |part: &'_ str| part.find(|c: char| !c.is_ascii_alphanumeric() && c != '/');
    let parts = html.split('<').skip(1);
    parts.map(|part| &part[..name(part).unwrap_or(part.len())]).collect()
}

#[test]
fn elements_are_those_of_the_specification() {
    let mut n_examples = 0;
    for (markdown, html) in &*EXAMPLES {
        let markup = prose::read(markdown, 0).expect("an example can be read");
        let is_raw = markup.prose.outside.iter().any(|(kind, _)| *kind == Outside::RawHtml);
        // Code in a language that is known is highlighted.
        if is_raw || html.contains("class=\"language-") || shows_bare_address(html) {
            continue;
        }
        let woven = html_of(&weave_with(&markup, &[], &[]));
        if woven.starts_with("<figure>") {
            // An image with a title that stands alone.
            assert!(html.starts_with("<p><img ") && html.contains(" title="), "{markdown}");
            continue;
        }
        assert_eq!(tags(&woven), tags(html), "{markdown}\n{woven}");
        n_examples += 1;
    }
    assert!(n_examples > 500, "only {n_examples} examples hold no raw HTML");
}

/// Takes out marks, references and term links, as the invariant says.
fn strip(html: &str) -> String {
    let mut kept = String::new();
    let mut rest = html;
    // Whether each open `a` is a term's, to know which end tags are.
    let mut open_links: Vec<bool> = Vec::new();
    while let Some((before, after)) = rest.split_once('<') {
        kept.push_str(before);
        let (tag, following) = after.split_once('>').expect("every tag ends");
        rest = following;
        if tag.starts_with("mark ") || tag == "/mark" {
            continue;
        }
        if tag.starts_with("a role=\"doc-noteref\"") {
            rest = rest.split_once("</a>").expect("a reference ends").1;
            continue;
        }
        if tag == "a" || tag.starts_with("a ") {
            open_links.push(tag.starts_with("a class=\"term\""));
        }
        if tag.starts_with("a class=\"term\"") {
            continue;
        }
        if tag == "/a" && open_links.pop() == Some(true) {
            continue;
        }
        kept.push('<');
        kept.push_str(tag);
        kept.push('>');
    }
    kept + rest
}

/// Fails if a mark holds a tag other than those of a whole formula, or if anything is not
/// closed where it was opened.
fn check_nesting(html: &str) {
    const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];
    let mut open: Vec<String> = Vec::new();
    for part in html.split('<').skip(1) {
        let tag = part.split('>').next().expect("every tag ends");
        let name: String =
            tag.trim_start_matches('/').chars().take_while(char::is_ascii_alphanumeric).collect();
        if VOID.contains(&name.as_str()) {
            // An image stands in a mark of its own.
            if name == "img" {
                continue;
            }
            assert_ne!(open.last().map(String::as_str), Some("mark"), "a mark holds {tag}");
        } else if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "in {html}");
        } else {
            let in_mark = name != "math" && open.last().is_some_and(|outer| outer == "mark");
            assert!(!in_mark, "a mark holds <{tag}>");
            let in_formula = name == "mark" && open.iter().any(|outer| outer == "math");
            assert!(!in_formula, "a mark in a formula: {html}");
            let is_nested_link = name == "a" && open.iter().any(|outer| outer == "a");
            assert!(!is_nested_link, "a link in a link: {html}");
            open.push(name);
        }
    }
    assert!(open.is_empty(), "left open: {open:?} in {html}");
}

/// Returns the text of the runs of an annotation, in order.
fn spelled(html: &str, id: &str) -> String {
    let mut text = String::new();
    for part in html.split("<mark data-annotations=\"").skip(1) {
        let (ids, rest) = part.split_once('"').expect("an attribute ends");
        if ids.split(' ').any(|own| own == id) {
            let run = rest.split_once('>').expect("a tag ends").1;
            text.push_str(run.split_once("</mark>").expect("a mark ends").0);
        }
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

/// Moves a place to the next border of a character.
fn at_border(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Turns pairs of numbers into ranges of the prose that hold something.
fn ranges(prose: &str, pairs: &[(u16, u16)]) -> Vec<std::ops::Range<usize>> {
    let length = prose.len();
    if length == 0 {
        return Vec::new();
    }
    pairs
        .iter()
        .map(|&(a, b)| {
            let a = at_border(prose, usize::from(a) % (length + 1));
            let b = at_border(prose, usize::from(b) % (length + 1));
            // Anchored passages begin and end within a block.
            let range = a.min(b)..a.max(b);
            let passage = prose[range.clone()].trim_end_matches('\n');
            let end = range.start + passage.len();
            let start = end - passage.trim_start_matches('\n').len();
            start..end
        })
        .filter(|range| !range.is_empty())
        .collect()
}

/// Invariants 1 and 2 on one text, in prose and in verse; and that a block's HTML says what its
/// prose does.
fn check_weaving(source: &str, pairs: &[(u16, u16)]) {
    for form in [Form::Prose, Form::Verse] {
        let markup = prose::read_with(source, 0, Syntax { form, ..Syntax::default() });
        check_woven(&markup.expect("the parser does not fail"), pairs);
    }
    check_verse(source);
}

/// What verse says is what prose says, where no indent makes code of a stanza; its lines are
/// numbered without a gap, and each has its place.
fn check_verse(source: &str) {
    let read = |form| {
        let markup = prose::read_with(source, 0, Syntax { form, ..Syntax::default() });
        markup.expect("the parser does not fail")
    };
    let (plain, verse) = (read(Form::Prose), read(Form::Verse));
    let is_code = |item: &Item<'_>| {
        matches!(item, Item::Start(element)
            if matches!(element.kind, ElementKind::CodeBlock { language: None }))
    };
    if !plain.items.iter().any(is_code) {
        assert_eq!(verse.prose.text, plain.prose.text);
        assert_eq!(verse.prose.blocks, plain.prose.blocks);
    }
    let lines: Vec<usize> = verse
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Start(Element { kind: ElementKind::Line { number, .. }, .. }) => *number,
            _ => None,
        })
        .collect();
    assert_eq!(lines, (1..=lines.len()).collect::<Vec<_>>(), "{source}");
    let of_blocks = verse.prose.loci.iter().map(|locus| &locus.locator);
    let later = verse.prose.later.iter().map(|(at, _)| {
        let locus = verse.prose.locus_at(*at).expect("there is prose");
        &locus.locator
    });
    let mut cited: Vec<usize> = of_blocks
        .chain(later)
        .filter_map(|locator| match locator {
            Locator::Line(number) => Some(*number),
            _ => None,
        })
        .collect();
    cited.sort_unstable();
    assert_eq!(cited, lines, "{source}");
}

fn check_woven(markup: &Markup<'_>, pairs: &[(u16, u16)]) {
    let (marks, woven) = woven_with(markup, pairs);
    for mark in &marks {
        let passage = &markup.prose.text[mark.range.clone()];
        // Between blocks the prose has a line break, which no element holds.
        let without_breaks = |text: &str| text.replace('\n', "");
        assert_eq!(without_breaks(&spelled(&woven, &mark.id)), without_breaks(passage));
        let n_references = woven.matches(&format!("id=\"ref-{}\"", mark.id)).count();
        let is_visible = !without_breaks(passage).is_empty();
        assert_eq!(n_references, usize::from(is_visible), "references of {passage:?}");
    }
}

/// Invariants 1 and 2 on a text with formulas, which marks hold whole.
fn check_formulas(source: &str, pairs: &[(u16, u16)]) {
    let markup = prose::read_with(source, 0, Syntax { has_math: true, ..Syntax::default() })
        .expect("the parser does not fail");
    let (marks, woven) = woven_with(&markup, pairs);
    for mark in &marks {
        let n_references = woven.matches(&format!("id=\"ref-{}\"", mark.id)).count();
        let is_visible = markup.prose.text[mark.range.clone()].contains(|c| c != '\n');
        assert!(n_references == 1 || !is_visible, "{n_references} references in {woven}");
    }
}

/// Invariants 1 and 2 on a text with turns, whose prose is that of any form.
fn check_turns(source: &str, pairs: &[(u16, u16)]) {
    let prose = prose::read(source, 0).expect("the parser does not fail").prose;
    for form in [Form::Transcript, Form::Drama] {
        let syntax = Syntax { form, ..Syntax::default() };
        let markup = prose::read_with(source, 0, syntax).expect("the parser does not fail");
        assert_eq!(markup.prose.text, prose.text);
        assert_eq!(markup.prose.blocks, prose.blocks);
        let (marks, woven) = woven_with(&markup, pairs);
        for mark in &marks {
            let passage = markup.prose.text[mark.range.clone()].replace('\n', "");
            assert_eq!(spelled(&woven, &mark.id).replace('\n', ""), passage);
        }
        let fragments = markup.prose.loci.iter().map(|locus| &locus.fragment);
        let distinct: BTreeSet<&String> = fragments.collect();
        assert_eq!(distinct.len(), markup.prose.loci.len(), "a fragment stands twice");
    }
}

/// Invariants 1 and 2 on a text read as a law: its prose is that of any text, and each block
/// has an address of its own.
fn check_law(source: &str, pairs: &[(u16, u16)]) {
    let law = Syntax { form: Form::Statute, ..Syntax::default() };
    let markup = prose::read_with(source, 0, law).expect("the parser does not fail");
    let plain = prose::read(source, 0).expect("the parser does not fail");
    assert_eq!(markup.prose.text, plain.prose.text);
    let (_, woven) = woven_with(&markup, pairs);
    let ids = woven.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let mut ids: Vec<&str> = ids.filter(|id| !id.starts_with("fn")).collect();
    let n_ids = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), n_ids, "an id stands twice: {woven}");
}

/// Weaves passages and terms into a text, and fails if that alters it.
fn woven_with(markup: &Markup<'_>, pairs: &[(u16, u16)]) -> (Vec<Mark>, String) {
    let mut ranges = ranges(&markup.prose.text, pairs);
    ranges.sort_by_key(|range| (range.start, range.end));
    let marks: Vec<Mark> =
        ranges.into_iter().enumerate().map(|(index, range)| mark(index + 1, range)).collect();
    let spots = markup.spots();
    let figures = spots.figures.into_iter().map(|figure| figure.spot);
    let spots = figures.chain(spots.footnotes).chain(markup.title_spot());
    let noted: Vec<Mark> = (marks.len() + 1..)
        .zip(spots)
        .map(|(number, spot)| Mark { spot: Some(spot), ..mark(number, 0..0) })
        .collect();
    let key = Key::new(&markup.prose.text);
    let terms = [term("t0", "foo"), term("t1", "bar baz"), term("t2", "the")];
    let uses = Glossary::new(&terms).uses(markup, &key, GlossaryLinks::Every);

    let plain = html_of(&weave_with(markup, &[], &[]));
    let woven = html_of(&weave_with(markup, &[&*marks, &noted].concat(), &uses));

    assert_eq!(strip(&woven), plain, "the prose was altered");
    check_nesting(&woven);
    for Mark { id, .. } in &noted {
        let n_references = woven.matches(&format!("id=\"ref-{id}\"")).count();
        assert_eq!(n_references, 1, "references of {id} in {woven}");
    }
    (marks, woven)
}

/// Invariant 3 on one range of one text.
fn check_description(source: &str, pair: (u16, u16)) {
    let markup = prose::read(source, 0).expect("the parser does not fail");
    let prose = &markup.prose;
    let key = Key::new(&prose.text);
    for range in ranges(&prose.text, &[pair]) {
        let has_word = prose.text[range.clone()].chars().any(char::is_alphanumeric);
        let selector = describe(prose, &key, &range);
        assert_eq!(selector.is_some(), has_word, "{:?}", &prose.text[range.clone()]);
        let Some(selector) = selector else { continue };
        let found = anchor(prose, &key, &selector, &|_| 1);
        let widened = anchor::widen(prose, &key, &range).expect("a range with a word is widened");
        match found {
            Ok(found) => assert_eq!(found.range, widened, "{selector:?}"),
            Err(problem) => panic!("{problem}: {selector:?} in {:?}", prose.text),
        }
    }
}

/// Text with what is hard: markup, repetition, other scripts, marks, odd spaces.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        4 => "[a-c]{1,4}",
        2 => Just("foo".to_owned()),
        2 => Just("the".to_owned()),
        1 => Just("bar baz".to_owned()),
        1 => Just("“don’t”".to_owned()),
        1 => Just("e\u{301}te\u{301}".to_owned()),
        1 => Just("وحدات".to_owned()),
        1 => Just("漢字".to_owned()),
        1 => Just("👩\u{200d}💻".to_owned()),
        1 => Just("a\u{a0}b\u{ad}c…".to_owned()),
        1 => Just("\u{1112}\u{1161}\u{11ab}".to_owned()),
    ];
    let joint = prop_oneof![
        6 => Just(" "), 1 => Just("\n"), 1 => Just("\n\n"), 1 => Just("*"), 1 => Just("**"),
        1 => Just("`"), 1 => Just("\n\n# "), 1 => Just("\n- "), 1 => Just("](x) ["),
        1 => Just("  \n"), 1 => Just("\n    "), 1 => Just("\n\n    "), 1 => Just("<br>"),
        1 => Just("<b>"), 1 => Just("</b>"), 1 => Just("\n\n> "),
        1 => Just("\n\n| a | b |\n|---|---|\n| "), 1 => Just(" | "), 1 => Just("[^1]"),
        1 => Just("\n\n[^1]: "), 1 => Just("&amp;"), 1 => Just("\\*"), 1 => Just("\n\n<details>\n"),
        1 => Just(" https://a.org/"),
        1 => Just("![c](d.png)"), 1 => Just("![](x:y)"),
        1 => Just("\n\n![c](d.png \"e *f*\")\n\n"),
        1 => Just("\n\n```rust\n"), 1 => Just("~~"), 1 => Just("\n\n</details>\n"),
        1 => Just("\n\n<figure>\n<figcaption>\n\n"), 1 => Just("\n\n</figcaption>\n\n"),
    ];
    proptest::collection::vec((word, joint), 1..30).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(word, joint)| [word, joint.to_owned()]).collect()
    })
}

/// Formulas, and what looks like some.
fn tex() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "$a^2$",
        "$$x < \\frac{foo}{the}$$",
        "a $\\text{the > b}$ c",
        "$\\sqrt$",
        "$5",
        "$$\n\\sum\n$$",
        "*$the$*",
        "[$x$](y)",
        "`$x$`",
        "| $x$ |",
        "$\\operatorname{<mi>}$",
        "$\u{1}$",
        "$$ $$",
    ])
    .prop_map(str::to_owned)
}

/// Names, directions and times, and what looks like some.
fn turn() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "\n\n**Foo:** ",
        "\n\nFOO BAR: ",
        "\n\n[0:12] **the *a*:** ",
        "\n\nA: [0:05]\n",
        " [Applause] ",
        " [he *rises*",
        "] ",
        " [00:12:34.5]",
        "[[foo](x)]",
        "**[1:75]**",
        "[[0:01]]",
        "\n\n[0:10]\n\n",
        "\n\n- A: ",
        "\n\n> B: [0:01] ",
        "\n\n**:** ",
        "\n\n**漢：**",
    ])
    .prop_map(str::to_owned)
}

/// What provisions begin with, and what looks like it.
fn provision() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "\n\n## § 8 ",
        "\n\n### Art. 8a. ",
        "\n\n## Part I\n\n",
        "\n\n**Sec. 2** ",
        "\n\n## Article IV\n\n(1)(a) ",
        "\n\n(1) ",
        "\n\n(2)\u{a0}",
        "\n\n(a) ",
        "\n\n(i) ",
        "\n\n(v) ",
        "\n\n(aa) ",
        "\n\n(h) ",
        "\n\naa) ",
        "\n1. ",
        "\n3) ",
        "\n\n   a) ",
        "\n- (b) ",
        "\n\n*(c)* ",
        "\n\n(",
        "(é) ",
        "§",
    ])
    .prop_map(str::to_owned)
}

fn pairs() -> impl Strategy<Value = Vec<(u16, u16)>> {
    proptest::collection::vec(any::<(u16, u16)>(), 0..8)
}

/// Enough cases to find rare characters; `PROPTEST_CASES` asks for more.
fn config() -> ProptestConfig {
    let given = ProptestConfig::default();
    ProptestConfig { cases: given.cases.max(1000), failure_persistence: None, ..given }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn weaving_leaves_the_specification_as_it_is(index in any::<usize>(), pairs in pairs()) {
        check_weaving(&SPECIFICATION[index % SPECIFICATION.len()], &pairs);
    }

    #[test]
    fn weaving_leaves_any_text_as_it_is(source in text(), pairs in pairs()) {
        check_weaving(&source, &pairs);
    }

    #[test]
    fn weaving_leaves_formulas_whole(texts in proptest::collection::vec((text(), tex()), 1..5),
        pairs in pairs()) {
        let source: String = texts.into_iter().flat_map(|(text, tex)| [text, tex]).collect();
        check_formulas(&source, &pairs);
    }

    #[test]
    fn weaving_leaves_turns_as_they_are(texts in proptest::collection::vec((turn(), text()), 1..5),
        pairs in pairs()) {
        let source: String = texts.into_iter().flat_map(|(turn, text)| [turn, text]).collect();
        check_turns(&source, &pairs);
    }

    #[test]
    fn weaving_leaves_laws_as_they_are(
        texts in proptest::collection::vec((provision(), text()), 1..8),
        pairs in pairs(),
    ) {
        let source: String = texts.into_iter().flat_map(|(start, text)| [start, text]).collect();
        check_law(&source, &pairs);
    }

    #[test]
    fn a_description_leads_back_to_its_passage(source in text(), pair in any::<(u16, u16)>()) {
        check_description(&source, pair);
    }

    #[test]
    fn a_description_leads_back_in_the_specification(
        index in any::<usize>(),
        pair in any::<(u16, u16)>(),
    ) {
        check_description(&SPECIFICATION[index % SPECIFICATION.len()], pair);
    }

    #[test]
    fn a_description_leads_back_in_any_characters(
        source in "\\PC{0,80}",
        pair in any::<(u16, u16)>(),
    ) {
        check_description(&source, pair);
    }
}

#[test]
fn every_example_of_the_specification_is_woven_whole() {
    for source in SPECIFICATION.iter() {
        check_weaving(source, &[(0, u16::MAX), (1, 7), (3, 12), (5, 5000)]);
    }
}
