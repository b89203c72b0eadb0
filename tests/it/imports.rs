//! `postil import`, beyond what the fixtures of `import_fixtures.rs` show: what an editor
//! does afterwards, inputs too large to keep, and other programs.

use std::time::{Duration, Instant};

use postil::{
    import::Format,
    text::markdown::{from_plain, translate},
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde_json::json;

use crate::sandbox::{Run, Sandbox};

/// Imports an annotation of the W3C's model into an edition of one article.
fn import(sandbox: &Sandbox, exact: &str, body: &str) -> Run {
    let annotation = json!({
        "id": "https://elsewhere.example/a/1",
        "type": "Annotation",
        "target": { "selector": { "type": "TextQuoteSelector", "exact": exact } },
        "body": { "type": "TextualBody", "format": "text/html", "value": body },
    });
    sandbox.write("in.json", annotation.to_string());
    sandbox.run(&["import", "in.json", "--article", "first", "--into", "imported.yaml"])
}

#[test]
fn an_annotation_stays_known_when_an_editor_rewrites_and_moves_it() {
    let sandbox = Sandbox::small();
    import(&sandbox, "quick brown", "<p>Not <b>so</b> quick.").expect_code(0);
    let draft = sandbox.read("content/first/imported.yaml");
    let moved = draft.replace("Not **so** quick", "Tired").replace("quick brown", "fox jumps");
    assert!(moved.contains("fox jumps") && moved.contains("Tired"), "{moved}");
    sandbox.remove("content/first/imported.yaml");
    sandbox.write("content/first/other.yaml", moved);
    import(&sandbox, "quick brown", "<p>Not <b>so</b> quick.")
        .expect_code(0)
        .expect_said("nothing new to import; 1 there already");
    sandbox.succeed(&["check"]);
}

#[test]
fn html_of_others_runs_nothing_on_the_page() {
    let sandbox = Sandbox::small();
    let html = "<script>alert(1)</script><a href='javascript:x'>a</a><img src=x onerror=y>\
                <svg><animate onbegin=z></svg><p onclick=q>&lt;script&gt;alert(2)</p>";
    import(&sandbox, "brown fox", html).expect_code(0);
    sandbox.succeed(&["build", "--drafts"]);
    let page = sandbox.read("public/first/index.html");
    for bad in ["alert(1)", "<script>alert", "javascript:x", "onerror", "onclick", "<animate"] {
        assert!(!page.contains(bad), "{bad}");
    }
    assert!(page.contains("&lt;script&gt;alert(2)"), "the text is gone");
}

#[test]
fn what_would_take_too_long_is_shown_as_it_is_or_refused() {
    let sandbox = Sandbox::small();
    let deep = "<div>".repeat(80_000);
    import(&sandbox, "brown fox", &deep).expect_code(0);
    let draft = sandbox.read("content/first/imported.yaml");
    assert!(draft.contains("\\<div>\\<div>"), "{}", &draft[..100]);
    sandbox.write("deep.html", deep + "<p>A text.");
    let run = sandbox.run(&["import", "deep.html", "--article", "new"]).expect_code(1);
    run.expect_said("nested too deep");
    let aliases = "  - *a\n".repeat(40);
    let bomb = format!("---\ntitle: &a {}\nauthors:\n{aliases}---\ntext", "x".repeat(100_000));
    sandbox.write("bomb.md", bomb);
    let run = sandbox.run(&["import", "bomb.md", "--article", "new"]).expect_code(1);
    run.expect_said("its front matter cannot be read: the aliases stand for more");
    assert!(!sandbox.has("content/new"));
}

/// Returns how long an import of a text takes that was made of `n` parts.
fn time_of(sandbox: &Sandbox, name: &str, text: &str) -> Duration {
    sandbox.write(name, text);
    let started = Instant::now();
    let run = sandbox.run(&["import", name, "--article", "new"]);
    let time = started.elapsed();
    assert!(run.code == Some(0) || run.code == Some(1), "{}", run.err);
    if sandbox.has("content/new") {
        sandbox.remove("content/new");
    }
    time
}

#[test]
fn what_is_large_or_hostile_takes_no_longer_than_it_is_long() {
    let sandbox = Sandbox::small();
    const N: usize = 100_000;
    let cell = "<td>a";
    let cue = |n: usize| format!("{n}:00 --> {n}:01\n<v A>[a\n\n");
    for (name, text) in [
        ("brackets.srt", format!("0:01 --> 0:02\n{}", "[<{\\a".repeat(N))),
        ("ends.vtt", format!("WEBVTT\n\n0:01 --> 0:02\n{}", "<a &".repeat(N))),
        ("lines.srt", format!("0:01 --> 0:02\n{}", "a\n".repeat(N))),
        (
            "cues.vtt",
            format!("WEBVTT\n\n{}", (0..59).cycle().take(N / 10).map(cue).collect::<String>()),
        ),
        (
            "wide.html",
            format!("<table><tr><th>{}{}", cell.repeat(N / 10), "<tr><td>b".repeat(N / 10)),
        ),
        (
            "spans.html",
            format!("<table><tr><th>{}", "<tr><td colspan=999 rowspan=999>b".repeat(N / 100)),
        ),
        ("lists.html", "<ol reversed><li>a</ol>".repeat(N / 10)),
        ("empty.html", format!("<ol>{}</ol>a", "<ol>".repeat(90) + &"<li>".repeat(N / 10))),
        ("figures.html", "<figure><img src=a><figcaption>b</figure>".repeat(N / 10)),
        ("captions.html", "<figure><figcaption><b>b</b></figcaption>".repeat(30) + "a"),
    ] {
        let time = time_of(&sandbox, name, &text);
        assert!(time < Duration::from_secs(20), "{name}: {time:?}");
    }
}

#[test]
fn a_very_long_quote_comes_in_detached() {
    let sandbox = Sandbox::small();
    let said = "came in detached: no one passage reads “xxx";
    import(&sandbox, &"x".repeat(100_000), "Long.").expect_code(0).expect_said(said);
}

#[test]
fn the_witness_of_a_new_article_proves_its_text() {
    let sandbox = Sandbox::small();
    sandbox.write("page.html", "<article><p>A <em>quick</em> fox.</article>");
    sandbox.succeed(&["import", "page.html", "--article", "new"]);
    sandbox.succeed(&["check", "--deny", "warnings"]);
    let changed = sandbox.read("content/new/index.md").replace("quick", "slow");
    sandbox.write("content/new/index.md", changed);
    sandbox.run(&["check"]).expect_code(1).expect_said("slow");
}

#[test]
fn what_a_source_says_that_is_not_there_is_told() {
    let sandbox = Sandbox::small();
    let source = "sources:\n  - { ref: book, stance: contradicts, at: p. 5, note: see there }\n";
    sandbox.write(
        "content/sources.yaml",
        "book: { type: book, title: Foxes, url: \"https://example.org/foxes\" }\n",
    );
    sandbox.write(
        "content/first/notes.yaml",
        format!(
            "- id: seen\n  kind: note\n  quote: brown fox\n  body: Seen.\n  {}",
            source.replace('\n', "\n  ").trim_end()
        ),
    );
    sandbox.succeed(&["export", "--format", "epub-annotations", "--output", "a.annotations"]);
    sandbox.remove("content/sources.yaml");
    sandbox.remove("content/first/notes.yaml");
    sandbox.run(&["import", "a.annotations", "--article", "first"]).expect_code(0).expect_said(
        "left out: `stance: contradicts`, `at: p. 5`, `note: see there` of \
         https://example.org/foxes",
    );
}

#[test]
fn of_very_many_authors_each_is_taken_once_and_soon() {
    let sandbox = Sandbox::small();
    let author = |n: usize| format!("<meta name=author content='A {}'>", n % 25_000);
    let authors: String = (0..50_000).map(author).collect();
    sandbox.write("page.html", format!("{authors}<p>A fox."));
    let started = Instant::now();
    sandbox.succeed(&["import", "page.html", "--article", "new"]);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert_eq!(sandbox.read("content/new/index.md").matches("- A ").count(), 25_000);
}

#[test]
fn a_format_is_told_by_its_content() {
    for (text, expected) in [
        (r#"{"rows": [], "total": 0}"#, Some(Format::Hypothesis)),
        (r#"{"annotations": [], "export_date": ""}"#, Some(Format::Hypothesis)),
        (r#"[{"uri": "", "user": "acct:a@b"}]"#, Some(Format::Hypothesis)),
        (r#"{"type": "Annotation", "target": "x"}"#, Some(Format::WebAnnotation)),
        (r#"{"@type": ["AnnotationPage"]}"#, Some(Format::WebAnnotation)),
        (r#"[7, {"target": "x"}]"#, Some(Format::WebAnnotation)),
        (r#"[{"id": "a", "type": "book", "title": "T"}]"#, Some(Format::CslJson)),
        (r#"{"references": [{"issued": {}}]}"#, Some(Format::CslJson)),
        ("% a comment\n@book {a, title={T}}", Some(Format::Bibtex)),
        ("\nTY  - JOUR\nER  - \n", Some(Format::Ris)),
        ("<!DOCTYPE html><p>x", Some(Format::Html)),
        ("WEBVTT", Some(Format::Webvtt)),
        ("\u{feff}WEBVTT - a title\r\n", Some(Format::Webvtt)),
        ("WEBVTTS", None),
        ("\u{feff}1\r\n00:00:01,000 --> 00:00:02,000\r\nx", Some(Format::Srt)),
        ("00:01.000 --> 00:02.000\nx", Some(Format::Srt)),
        ("1\na --> b", None),
        ("PK\u{3}\u{4}", None),
        ("just words", None),
        ("<p>words", None),
        ("[1, 2]", None),
        ("", None),
    ] {
        assert_eq!(Format::detect(text.as_bytes(), "file"), expected, "{text}");
    }
    assert_eq!(Format::detect(b"# Title", "a.md"), Some(Format::Markdown));
    assert_eq!(Format::detect(b"00:01.000 --> 00:02.000\nx", "a.VTT"), Some(Format::Webvtt));
    assert_eq!(Format::detect(b"\xff\xfe1\0", "a.srt"), Some(Format::Srt));
    assert_eq!(Format::detect(b"PK\x03\x04", "a.docx"), Some(Format::Docx));
    assert_eq!(Format::detect(b"PK\x03\x04", "a.odt"), Some(Format::Odt));
    assert_eq!(Format::detect(b"[a](b) and text", "a.md"), Some(Format::Markdown));
    assert_eq!(Format::detect(b"<p>words", "a.html"), Some(Format::Html));
}

/// Returns the text that a reader of Markdown shows.
fn shown(markdown: &str) -> String {
    Parser::new_ext(markdown, Options::ENABLE_STRIKETHROUGH)
        .map(|event| match event {
            Event::Text(text) | Event::Code(text) => text.into_string(),
            Event::Start(Tag::Link { dest_url, .. }) => format!("({dest_url})"),
            Event::Start(Tag::Strikethrough) => "struck".to_owned(),
            _ => String::new(),
        })
        .collect()
}

#[test]
fn what_looks_like_markup_in_a_text_stays_text() {
    for (html, text) in [
        (
            "<p>a &amp;lt; b &amp;amp; c &amp; d; e &lt; f &amp;#60;</p>",
            "a &lt; b &amp; c & d; e < f &#60;",
        ),
        (
            "<p>&lt;b&gt; <em>~~not~~</em> *struck*, <code>&amp;lt; ~~a~~</code> ~x~</p>",
            "<b> ~~not~~ *struck*, &lt; ~~a~~ ~x~",
        ),
        ("<pre><code>&amp;lt; ~~\n</code></pre>", "&lt; ~~\n"),
        ("<p><a href=\"https://e.org/?a&amp;copy;=1\">l</a></p>", "(https://e.org/?a&copy;=1)l"),
        ("<p>~20 to 30</p>", "~20 to 30"),
    ] {
        let markdown = translate(html);
        assert_eq!(shown(&markdown), text, "{markdown}");
    }
}

/// A list of HTML as it is made up, with what each of its items shows before its word.
#[derive(Default)]
struct Lists {
    html: String,
    shown: Vec<(String, String)>,
}

impl Lists {
    /// Adds a list, whose items hold lists while there are choices left.
    fn add(&mut self, choices: &mut impl Iterator<Item = u8>, depth: usize) {
        let mut choose = |n: u8| choices.next().map(|choice| choice % n);
        let Some(kind) = choose(6) else { return };
        let (start, n_items) = (choose(8).unwrap_or(1), choose(3).unwrap_or_default() + 1);
        let style = ["", "", "", " type=a", " type=i", " type=1"][usize::from(kind)];
        let is_reversed = kind == 1;
        let reversed = if is_reversed { " reversed" } else { "" };
        self.html += &format!("<ol{style}{reversed} start={start}>");
        let mut number = i32::from(start);
        for _ in 0..n_items {
            let value = choices.next().unwrap_or_default() % 16;
            self.html += "<li";
            if value > 11 {
                number = i32::from(value) - 12;
                self.html += &format!(" value={number}");
            }
            let word = format!("w{}", self.shown.len());
            self.html += &if value.is_multiple_of(2) {
                format!(">{word}")
            } else {
                format!("><p>{word}</p>")
            };
            const ROMAN: [&str; 12] =
                ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi"];
            let shown = match (style, usize::try_from(number)) {
                (" type=a", Ok(letter @ 1..)) => format!("({})", char::from(b'`' + letter as u8)),
                (" type=i", Ok(number @ 1..)) => format!("({})", ROMAN[number]),
                _ => format!("{number}."),
            };
            self.shown.push((shown, word));
            if depth < 3 && value.is_multiple_of(3) {
                self.add(choices, depth + 1);
            }
            self.html += "</li>";
            number += if is_reversed { -1 } else { 1 };
        }
        self.html += "</ol>";
    }
}

/// Returns what a reader of Markdown shows before each word.
fn shown_items(markdown: &str) -> Vec<(String, String)> {
    let (mut lists, mut number, mut shown) = (Vec::new(), None, Vec::new());
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::List(start)) => lists.push(start.expect("it has numbers")),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                let next = lists.last_mut().expect("an item is in a list");
                number = Some(format!("{next}."));
                *next += 1;
            }
            Event::Text(text) => {
                let (label, word) = text.split_once(' ').unwrap_or(("", &text));
                let label = if label.is_empty() { number.take() } else { Some(label.to_owned()) };
                shown.push((label.unwrap_or_default(), word.to_owned()));
            }
            _ => {}
        }
    }
    shown
}

proptest::proptest! {
    #[test]
    fn lists_show_the_numbers_that_they_show_as_html(
        choices in proptest::collection::vec(0..=255_u8, 0..80),
    ) {
        let mut lists = Lists::default();
        let mut choices = choices.into_iter().peekable();
        while choices.peek().is_some() {
            lists.add(&mut choices, 0);
        }
        let markdown = translate(&lists.html);
        assert_eq!(shown_items(&markdown), lists.shown, "{}\n\n{markdown}", lists.html);
    }
}

#[test]
fn plain_text_shows_as_it_is() {
    let plain = "1. *not* a list\n# <b>\n\n- [x](y) & `z`\n12) a";
    let events: String = Parser::new(&from_plain(plain))
        .map(|event| match event {
            Event::Text(text) => text.into_string(),
            Event::HardBreak => "\n".to_owned(),
            Event::End(TagEnd::Paragraph) => "\n\n".to_owned(),
            Event::Start(Tag::Paragraph) => String::new(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(events.trim(), plain);
}

#[test]
fn of_very_many_authors_each_is_taken_once() {
    let sandbox = Sandbox::small();
    let author = |n: usize| format!("<meta name=author content='A {}'>", n % 25_000);
    let authors: String = (0..50_000).map(author).collect();
    sandbox.write("page.html", format!("{authors}<p>A fox.</p>"));
    sandbox.succeed(&["import", "page.html", "--article", "new"]);
    assert_eq!(sandbox.read("content/new/index.md").matches("- A ").count(), 25_000);
}
