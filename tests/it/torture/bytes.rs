//! The same bytes each time, and any bytes at all: rows 58 and 60.

use postil::io::MemoryInput;
use proptest::prelude::*;

use super::edition;
use crate::fixtures::{self, Built, check, load};

/// Returns an edition of many small articles that share terms and sources.
fn many_articles() -> MemoryInput {
    let mut input = edition(&[
        ("glossary.yaml", "- { id: town, term: Town, definition: A place [@work]. }\n"),
        ("sources.yaml", "work: { type: book, title: A work, author: 'Doe, Jane', date: 2014 }\n"),
        ("pages/about.md", "# About\n\nThis.\n"),
    ]);
    for number in 0..60 {
        let text = format!("# Article {number}\n\nThe Town of number {number} fell.\n");
        let sidecar = format!(
            "- id: n\n  kind: counter-source\n  quote: number {number} fell\n  summary: No.\n  \
             sources: [{{ ref: work }}]\n- {{ id: lost, kind: note, quote: not here, body: x }}\n"
        );
        let folder = format!("content/article-{number}");
        input.files.insert(format!("{folder}/index.md"), text.into());
        input.files.insert(format!("{folder}/notes.yaml"), sidecar.into());
    }
    input
}

fn build_with(n_threads: usize, input: &MemoryInput) -> Built {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
    pool.expect("threads can be started").install(|| check(input))
}

#[track_caller]
fn check_same_bytes(what: &str, input: &MemoryInput) {
    let (one, four) = (build_with(1, input), build_with(4, input));
    assert_eq!(one.diagnostics, four.diagnostics, "{what}");
    let paths = |built: &Built| built.site.keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&one), paths(&four), "{what}");
    for (path, bytes) in &one.site {
        assert!(four.site.get(path) == Some(bytes), "{what}: {path} differs");
    }
}

#[test]
fn two_builds_give_the_same_bytes() {
    check_same_bytes("many articles", &many_articles());
    for name in fixtures::names() {
        check_same_bytes(&name, &load(&name));
    }
}

/// Builds an edition of which one file holds anything at all.
fn check_anything(path: &str, bytes: Vec<u8>) {
    let mut input = edition(&[
        ("a/index.md", "# Title\n\nOne two three[^1].\n\n[^1]: Four.\n"),
        ("a/notes.yaml", "- { id: n, kind: gloss, quote: One, term: t }\n"),
        ("a/witness.txt", "Title\n\nOne two three.\n"),
        ("glossary.yaml", "- { id: t, term: two, definition: x [@w] }\n"),
        ("sources.yaml", "w: { type: book, title: x }\n"),
    ]);
    input.files.insert(format!("content/{path}"), bytes);
    // That it returns is what is to be shown; that pages are text, too.
    for (path, bytes) in check(&input).site {
        if path.ends_with(".html") {
            assert!(std::str::from_utf8(&bytes).is_ok(), "{path}");
        }
    }
}

const PATHS: [&str; 7] = [
    "a/notes.yaml",
    "a/index.md",
    "a/witness.txt",
    "edition.yaml",
    "glossary.yaml",
    "sources.yaml",
    "sources.bib",
];

/// Words that the formats know, so that random texts get beyond the first byte.
fn fragment() -> impl Strategy<Value = Vec<u8>> {
    let words: &[&str] = &[
        "- id: n\n",
        "  kind: note\n",
        "  kind: fact-check\n",
        "  quote: ",
        "One two",
        "  body: |\n",
        "    ",
        "\n",
        "\r\n",
        "---\n",
        "title: ",
        "theme: bare\n",
        "base_url: https://e.org/\n",
        "{ ",
        " }",
        "[",
        "]",
        ": ",
        ", ",
        "\"",
        "'",
        "&a ",
        "*a",
        "<<: *a\n",
        "!t ",
        "|",
        ">",
        "# ",
        "* ",
        "`",
        "```\n",
        "[^1]",
        "[^1]: ",
        "![",
        "](",
        "<b>",
        "</b>",
        "<details>",
        "<!--",
        "-->",
        "| a | b |\n|---|---|\n",
        "\u{feff}",
        "\u{202e}",
        "e\u{301}",
        "👩\u{200d}💻",
        "[@w, p. 1]",
        "exact: ",
        "prefix: ",
        "from: ",
        "to: ",
        "occurrence: 2\n",
        "sources: [{ ref: w }]\n",
        "term: t\n",
        "rating: x\n",
        "created: 2019-02-30\n",
        "@book{w, title = {x}}\n",
        "\t",
        "\0",
        "limits: { article: 3 }\n",
        "language: ar\n",
        "ratings: [{ id: x, label: X, means: x }]\n",
    ];
    prop_oneof![
        6 => prop::sample::select(words).prop_map(|word| word.as_bytes().to_vec()),
        1 => prop::collection::vec(any::<u8>(), 0..4),
        1 => any::<char>().prop_map(|c| c.to_string().into_bytes()),
    ]
}

#[test]
fn random_bytes_are_never_too_much() {
    let texts = prop::collection::vec(fragment(), 0..40).prop_map(|parts| parts.concat());
    let any_text = prop_oneof![4 => texts, 1 => prop::collection::vec(any::<u8>(), 0..200)];
    let config = ProptestConfig { cases: 400, failure_persistence: None, ..Default::default() };
    proptest!(config, |(index in 0..PATHS.len(), bytes in any_text)| {
        check_anything(PATHS[index], bytes);
    });
}
