//! What edits of a text do to the notes on it, and how fast their passages are found.
//!
//! `cargo bench --bench anchoring`

mod book;
mod measure;
#[path = "edition/random.rs"]
mod random;
mod repeat;
mod rewording;

use std::{ops::Range, time::Duration};

use book::Book;
use measure::{ms, print_table};
use postil::anchor::{Haystack, Key, approximate::Pattern};
use repeat::repeat;
use rewording::{Edit, Half, Knowledge, LENGTHS, TEXTS, Tally, Text, cases};

/// How many quotes are drawn for each figure and text.
const N_CASES: usize = 200;

fn main() {
    print_table(&format!("300 quotes in {N_WORDS} words, on one core"), &speed());
    for (half, name) in [(Half::Tuned, "tuned"), (Half::Unseen, "unseen")] {
        let texts: Vec<&Text> = TEXTS.iter().filter(|text| text.half == half).collect();
        print_outcomes(&format!("texts: the {name} half"), &texts, Knowledge::Lock);
        print_outcomes(&format!("texts: the {name} half"), &texts, Knowledge::QuoteAlone);
    }
    for text in &TEXTS {
        print_outcomes(text.name, &[text], Knowledge::Lock);
    }
}

fn print_outcomes(name: &str, texts: &[&Text], knowledge: Knowledge) {
    let known = match knowledge {
        Knowledge::Lock => "with a lock",
        Knowledge::QuoteAlone => "the quote alone",
    };
    let title = format!(
        "{name}, {known}: right / wrong / lost, in percent of {}; in brackets the plain rule",
        texts.len() * N_CASES
    );
    print_table(&title, &table(texts, knowledge));
}

/// Returns a row for each kind of edit, a column for each length.
fn table(texts: &[&Text], knowledge: Knowledge) -> Vec<Vec<String>> {
    let head = LENGTHS.iter().map(|length| format!("{length} characters"));
    let mut rows = vec![std::iter::once(String::new()).chain(head).collect::<Vec<_>>()];
    for edit in Edit::ALL {
        let cells = LENGTHS.map(|length| cell(texts, edit, length, knowledge));
        rows.push(std::iter::once(edit.name().to_owned()).chain(cells).collect());
    }
    rows
}

fn cell(texts: &[&Text], edit: Edit, length: usize, knowledge: Knowledge) -> String {
    let (mut ours, mut plain) = (Tally::default(), Tally::default());
    for text in texts {
        for case in cases(text, edit, length, N_CASES) {
            ours.note(case.outcome(knowledge));
            plain.note(case.judge(best_at_half(case.key.text(), &case.exact)));
        }
    }
    let shown = |tally: &Tally| {
        let parts = [tally.n_right, tally.n_wrong, tally.n_lost];
        parts.map(|n| format!("{:.1}", tally.percent(n))).join(" / ")
    };
    format!("{} [{}]", shown(&ours), shown(&plain))
}

/// The plain rule: the best match, with at most half the quote's length in errors.
fn best_at_half(text: &str, exact: &str) -> Option<Range<usize>> {
    let pattern = Pattern::new(exact.chars().collect());
    let text: Vec<char> = text.chars().collect();
    let found = pattern.matches(&text, pattern.len() / 2);
    let best = *found.iter().min_by_key(|found| found.errors)?;
    let start = pattern.align(&text, best, &[]).start;
    let byte = |at: usize| text[..at].iter().map(|c| c.len_utf8()).sum();
    Some(byte(start)..byte(best.end))
}

/// How long the text is in which quotes are found fast.
const N_WORDS: usize = 100_000;
/// How many quotes there are.
const N_QUOTES: usize = 300;

/// Returns what each step takes.
fn speed() -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut note = |name: &str, time: Duration| rows.push(vec![name.to_owned(), ms(time)]);
    let source = TEXTS[0].prose().text;
    let book = Book::new(&source, N_WORDS, N_QUOTES);
    let (before, after) = (Key::new(&book.before.text), Key::new(&book.after.text));
    note("unedited: found as quoted", repeat(|| book.find_exactly(&before)));
    note("edited: the text is read for the search", repeat(|| Haystack::new(&after)));
    let haystack = Haystack::new(&after);
    note("edited: they are searched for", repeat(|| book.find_reworded(&haystack)));
    let n_found = book.find_reworded(&haystack);
    rows.push(vec!["edited: found".to_owned(), format!("{n_found} of {N_QUOTES}")]);
    rows
}
