//! Many passages in one place: rows 11 and 12.

use std::{collections::BTreeMap, fmt::Write};

use super::{check_in_time, edition, page};

/// Checks that marks are never nested, and that the runs of each id spell its passage.
#[track_caller]
fn check_marks(html: &str, passages: &BTreeMap<String, String>) {
    let mut spelled: BTreeMap<&str, String> = BTreeMap::new();
    for run in html.split("<mark data-annotations=\"").skip(1) {
        let (ids, rest) = run.split_once('"').expect("an attribute ends");
        let (_, rest) = rest.split_once('>').expect("a tag ends");
        let (text, _) = rest.split_once("</mark>").expect("a mark ends before the next begins");
        assert!(!text.contains('<'), "a mark holds text alone: {text}");
        for id in ids.split(' ') {
            spelled.entry(id).or_default().push_str(text);
        }
    }
    for (id, passage) in passages {
        assert_eq!(spelled.get(id.as_str()), Some(passage), "{id}");
        let reference = format!("id=\"ref-{id}\"");
        assert_eq!(html.matches(&reference).count(), 1, "{reference}");
        assert_eq!(html.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
    }
}

/// Builds an article of `n_words` words with a note on each of these passages.
#[track_caller]
fn check_passages(n_words: usize, passages: impl Iterator<Item = std::ops::Range<usize>>) {
    let words: Vec<String> = (0..n_words).map(|number| format!("word{number}.")).collect();
    let mut sidecar = String::new();
    let mut expected = BTreeMap::new();
    for (index, range) in passages.enumerate() {
        let quote = words[range].join(" ");
        writeln!(sidecar, "- {{ id: n{index}, kind: note, quote: {quote}, body: x }}")
            .expect("writing to a string never fails");
        expected.insert(format!("n{index}"), quote);
    }
    let text = words.join(" ");
    let input = edition(&[("a/index.md", &text), ("a/notes.yaml", &sidecar)]);
    let built = check_in_time("passages", input);
    assert_eq!(built.diagnostics, "");
    check_marks(page(&built, "a/index.html"), &expected);
}

#[test]
fn five_hundred_notes_fit_one_sentence() {
    check_passages(20, (0..500).map(|_| 3..17));
    check_passages(60, (0..500).map(|index| index % 50..50 + index % 10));
}

#[test]
fn forty_passages_overlap() {
    check_passages(100, (0..40).map(|index| index..index + 50));
}
