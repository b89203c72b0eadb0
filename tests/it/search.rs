//! The search index: what it holds, that it is the same each time, when there is none.

use std::collections::{BTreeMap, BTreeSet};

use postil::{
    Options, Report, build,
    diag::Severity,
    edition::{Drafts, words},
    io::{MemoryInput, MemoryOutput, NoOutput},
    site,
};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

use crate::fixtures::with_bare_theme;

const SETTINGS: &str = "title: A\nbase_url: https://example.org/sub/\ntheme: bare\n";

const ARTICLE: &str = "# On foxes\n\nThe quick brown fox jumps.[^1]\n\n## Of dogs\n\n\
    A dog is lazy. Lazy!\n\n[^1]: Some say it limps.\n";

const NOTES: &str = "\
- { id: fox, kind: note, quote: brown fox, body: \"It is *Vulpes* [@book].\" }
- { id: dog, kind: note, quote: is lazy, status: retracted, body: Withdrawnword. }
- { id: jump, kind: note, quote: jumps, status: draft, body: Draftword. }
- { id: lost, kind: note, quote: not there, body: Detachedword. }
";

const TERMS: &str = "- { id: fox, term: Fox, aliases: [Reynard], definition: A *beast*. }\n";
const SOURCES: &str = "book: { type: book, title: The lives of foxes, date: 1999 }\n";

fn edition(more: &[(&str, &str)]) -> MemoryInput {
    let mut input = with_bare_theme();
    let files = [
        ("content/edition.yaml", SETTINGS),
        ("content/one/index.md", ARTICLE),
        ("content/one/notes.yaml", NOTES),
        ("content/glossary.yaml", TERMS),
        ("content/sources.yaml", SOURCES),
    ];
    for (path, text) in files.iter().chain(more) {
        input.files.insert((*path).to_owned(), text.as_bytes().to_vec());
    }
    input
}

fn built(input: &MemoryInput, options: &Options) -> (Report, BTreeMap<String, Vec<u8>>) {
    let output = MemoryOutput::default();
    let report = build(options, input, &output);
    let mut files = output.into_files();
    files.retain(|path, _| path.starts_with("search/"));
    (report, files)
}

/// An index as a reader sees it.
struct Index {
    files: BTreeMap<String, Vec<u8>>,
}

impl Index {
    fn new(input: &MemoryInput, options: &Options) -> Self {
        Self { files: built(input, options).1 }
    }

    fn text(&self, name: &str) -> String {
        let bytes = self.files.get(&format!("search/{name}"));
        let bytes = bytes.unwrap_or_else(|| panic!("there is no search/{name}"));
        String::from_utf8(bytes.clone()).expect("the index is UTF-8")
    }

    fn json(&self, name: &str) -> Value {
        serde_json::from_str(&self.text(name)).expect("the file is JSON")
    }

    /// Returns all words with their lists, from all shards.
    fn words(&self) -> BTreeMap<String, Vec<String>> {
        let n_shards = self.json("index.json")["shards"].as_array().expect("a list").len();
        let lines: String =
            (0..n_shards).map(|number| self.text(&format!("words-{number}.txt"))).collect();
        let words = lines.lines().map(|line| {
            let mut parts = line.split(' ').map(str::to_owned);
            (parts.next().expect("a line has a word"), parts.collect())
        });
        words.collect()
    }

    /// Returns all places of a section as `address#fragment`.
    fn places(&self, section: usize) -> Vec<String> {
        let n_files = self.json("index.json")["starts"][section].as_array().expect("a list").len();
        let mut places = Vec::new();
        for number in 0..n_files {
            for row in
                self.json(&format!("places-{section}-{number}.json")).as_array().expect("rows")
            {
                for place in row[2].as_array().expect("a row has places") {
                    let fragment =
                        place.as_str().expect("a text").lines().next().unwrap_or_default();
                    places.push(format!("{}#{fragment}", row[0].as_str().expect("an address")));
                }
            }
        }
        places
    }

    /// Returns where a word stands: `address#fragment weight`, in all sections.
    fn find(&self, word: &str) -> Vec<String> {
        let Some(lists) = self.words().remove(word) else { return Vec::new() };
        let mut found = Vec::new();
        for (section, list) in lists.iter().enumerate() {
            let places = self.places(section);
            for (place, weight) in decode(list) {
                found.push(format!("{} {weight}", places[place]));
            }
        }
        found
    }
}

/// Decodes postings as the head of `search` describes them.
fn decode(list: &str) -> Vec<(usize, usize)> {
    let (mut place, mut number) = (0, 0);
    let mut found = Vec::new();
    for byte in list.bytes() {
        let value = usize::from(byte) - 48;
        number = number * 32 + value % 32;
        if value < 32 {
            place += number / 4;
            found.push((place, number % 4));
            number = 0;
        }
    }
    found
}

#[test]
fn words_are_split_as_the_browser_splits_them() {
    let table = include_str!("../browser/words.json");
    let table: Vec<(String, Vec<String>)> = serde_json::from_str(table).expect("a table of texts");
    for (text, expected) in table {
        let mut words = Vec::new();
        words::split(&text, |word| words.push(word.to_owned()));
        // People write the table composed, words are decomposed.
        let expected: Vec<String> = expected.iter().map(|word| word.nfkd().collect()).collect();
        assert_eq!(words, expected, "{text}");
    }
}

#[test]
fn every_kind_of_text_is_found_where_it_stands() {
    let index = Index::new(&edition(&[]), &Options::default());
    let found = [
        ("on", &["one/# 3"] as &[_]),
        ("jumps", &["one/#p-2 0"]),
        ("dogs", &["one/#h-of-dogs 2"]),
        ("lazy", &["one/#p-4 1"]),
        ("limps", &["one/#fn-1 0"]),
        ("vulpes", &["one/#fox 0"]),
        ("detachedword", &["one/#lost 0"]),
        ("fox", &["one/#p-2 0", "glossary/#fox 3"]),
        ("reynard", &["glossary/#fox 2"]),
        ("beast", &["glossary/#fox 0"]),
        // The note cites the book by its title.
        ("lives", &["one/#fox 0", "sources/#book 2"]),
    ];
    for (word, expected) in found {
        assert_eq!(index.find(word), expected, "{word}");
    }
}

#[test]
fn words_of_neighbouring_blocks_are_not_one() {
    let article = "A fox.[^1]\n\n[^1]: It *lim*ps\n\n    Others deny\n    - left\n    - right\n";
    let notes = "- { id: fox, kind: note, quote: fox, \
        body: \"| red | fox |\\n|---|---|\\n| sly | hen |\\n\" }\n";
    let files = [("content/one/index.md", article), ("content/one/notes.yaml", notes)];
    let index = Index::new(&edition(&files), &Options::default());
    for word in ["limps", "others", "deny", "left", "right"] {
        assert_eq!(index.find(word), ["one/#fn-1 0"], "{word}");
    }
    for word in ["red", "sly", "hen"] {
        assert_eq!(index.find(word), ["one/#fox 0"], "{word}");
    }
}

#[test]
fn what_is_withdrawn_or_a_draft_is_not_found() {
    let index = Index::new(&edition(&[]), &Options::default());
    assert_eq!(index.find("withdrawnword"), [""; 0]);
    assert_eq!(index.find("draftword"), [""; 0]);
    let with_drafts = Options { drafts: Drafts::Include, ..Options::default() };
    let index = Index::new(&edition(&[]), &with_drafts);
    assert_eq!(index.find("draftword"), ["one/#jump 0"]);
    assert_eq!(index.find("withdrawnword"), [""; 0]);
}

/// Many articles, so that there are several shards and files of places.
fn large() -> MemoryInput {
    let texts: Vec<(String, String)> = (0..200)
        .map(|article: u32| {
            let words = (0..150_u32).map(|word| {
                let number = article.wrapping_mul(7919).wrapping_add(word.wrapping_mul(104_729));
                format!("w{:x}{}", number % 4096, if word % 20 == 19 { "\n\n" } else { " " })
            });
            (format!("content/a{article:03}/index.md"), words.collect())
        })
        .collect();
    let more: Vec<(&str, &str)> = texts.iter().map(|(path, text)| (&**path, &**text)).collect();
    edition(&more)
}

#[test]
fn the_index_is_the_same_whatever_the_number_of_threads() {
    let input = large();
    let on_threads = |n_threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build();
        pool.expect("threads can be had").install(|| built(&input, &Options::default()).1)
    };
    let alone = on_threads(1);
    assert_eq!(alone, on_threads(4));
    assert_eq!(alone, on_threads(4));
}

#[test]
fn a_shard_holds_the_words_from_its_first_to_the_next() {
    let input = large();
    let index = Index::new(&input, &Options::default());
    let shards: Vec<String> =
        serde_json::from_value(index.json("index.json")["shards"].clone()).expect("words");
    assert!(shards.len() > 2, "{shards:?}");
    for (number, first) in shards.iter().enumerate() {
        let text = index.text(&format!("words-{number}.txt"));
        assert!(text.len() < 40_000, "shard {number} has {} bytes", text.len());
        let words: Vec<&str> = text.lines().filter_map(|line| line.split(' ').next()).collect();
        assert_eq!(words[0], first);
        assert!(words.is_sorted());
        assert!(shards.get(number + 1).is_none_or(|next| words.iter().all(|word| **word < **next)));
    }
    // A word of the last article is led to its paragraph.
    let text = String::from_utf8(input.files["content/a199/index.md"].clone()).unwrap();
    let word = text.split_whitespace().nth(21).expect("a text of 150 words");
    let found = index.find(word);
    assert!(found.iter().any(|place| place.starts_with("a199/#p-2 ")), "{word}: {found:?}");
    assert_eq!(index.json("index.json")["sizes"][0], index.places(0).len());
}

#[test]
fn an_edition_beyond_the_limit_is_told_of_pagefind() {
    let limited = format!("{SETTINGS}search: {{ max_articles: 1 }}\n");
    let second = ("content/two/index.md", "Two.\n");
    let input = edition(&[("content/edition.yaml", &limited), second]);
    let checked = site::check(&Options::default(), &input, &NoOutput);
    let (report, files) = built(&input, &Options::default());
    assert_eq!(files.into_keys().collect::<Vec<_>>(), [""; 0]);
    for report in [checked, report] {
        let told = report.diagnostics.iter().find(|told| told.problem.code() == "no-search");
        let told = told.expect("the limit is told");
        assert_eq!(told.severity, Severity::Warning);
        assert!(told.problem.help().contains("npx pagefind --site public"));
    }
    let one = edition(&[("content/edition.yaml", &limited)]);
    let (report, files) = built(&one, &Options::default());
    assert!(report.diagnostics.iter().all(|told| told.problem.code() != "no-search"));
    assert!(files.contains_key("search/index.json"));
}

#[test]
fn a_search_can_be_declined_and_its_warning_allowed() {
    let second = ("content/two/index.md", "Two.\n");
    let allow = "search: { max_articles: 1 }\nallow: [{ code: no-search, reason: Pagefind }]\n";
    for (more, is_there) in [("search: false\n", false), ("search: true\n", true), (allow, false)] {
        let settings = format!("{SETTINGS}{more}");
        let input = edition(&[("content/edition.yaml", &settings), second]);
        let (report, files) = built(&input, &Options::default());
        assert_eq!(files.contains_key("search/index.html"), is_there, "{more}");
        assert_eq!(files.contains_key("search/index.json"), is_there, "{more}");
        let codes: BTreeSet<_> = report.diagnostics.iter().map(|one| one.problem.code()).collect();
        assert!(!codes.contains("no-search"), "{more}");
    }
}

#[test]
fn a_check_gathers_nothing() {
    let output = MemoryOutput::default();
    drop(site::check(&Options::default(), &edition(&[]), &output));
    let files = output.into_files().into_keys().filter(|path| path.starts_with("search/"));
    assert_eq!(files.collect::<Vec<_>>(), ["search/index.html"]);
}
