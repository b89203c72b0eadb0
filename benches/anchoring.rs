//! What edits of a text do to the notes on it, and how fast their passages are found.
//!
//! `cargo bench --bench anchoring`

#![expect(clippy::print_stdout, reason = "a benchmark prints what it finds")]

mod book;
mod measure;
#[path = "edition/random.rs"]
mod random;
mod repeat;
mod rewording;

use std::{hint::black_box, time::Duration};

use book::Book;
use measure::{ms, print_table};
use postil::{
    anchor::{
        AlignedTexts, EarlierText, Key, LockEntry, SearchText, State, fingerprint,
        lock::{Keep, Lock},
    },
    io::SourceFile,
};
use repeat::repeat;
use rewording::{Edit, Half, Knowledge, LENGTHS, Outcome, TEXTS, Tally, Text, cases};

/// How many quotes are drawn for each figure and text.
const N_CASES: usize = 60;

fn main() {
    print_table(&format!("300 quotes in {N_WORDS} words, on one core"), &speed());
    for (half, name) in [(Half::Tuned, "tuned"), (Half::Unseen, "unseen")] {
        let texts: Vec<&Text> = TEXTS.iter().filter(|text| text.half == half).collect();
        for knowledge in [Knowledge::Lock, Knowledge::Context, Knowledge::QuoteAlone] {
            print_outcomes(&format!("texts: the {name} half"), &texts, knowledge);
        }
    }
    for text in &TEXTS {
        print_outcomes(text.name, &[text], Knowledge::Lock);
    }
}

fn print_outcomes(name: &str, texts: &[&Text], knowledge: Knowledge) {
    let known = match knowledge {
        Knowledge::Lock => "with a lock",
        Knowledge::Context => "without a lock, the quote has context",
        Knowledge::QuoteAlone => "without a lock, the quote alone",
    };
    let title = format!(
        "{name}, {known}: right / wrong / lost / said to be several though a reader could tell, \
         in percent of {}",
        texts.len() * N_CASES
    );
    print_table(&title, &table(texts, knowledge));
}

/// Returns a row for each kind of edit, a column for each length, and the sum of all.
fn table(texts: &[&Text], knowledge: Knowledge) -> Vec<Vec<String>> {
    let head = LENGTHS.iter().map(|length| format!("{length} characters"));
    let mut rows = vec![std::iter::once(String::new()).chain(head).collect::<Vec<_>>()];
    let [mut there, mut gone, mut short] = [Tally::default(); 3];
    for edit in Edit::ALL {
        let mut row = vec![edit.name().to_owned()];
        for length in LENGTHS {
            let (tally, half) = tally(texts, edit, length, knowledge);
            row.push(shown(&tally));
            if length >= 25 {
                let sum = if edit.removes() { &mut gone } else { &mut there };
                sum.add(&tally);
            } else if !edit.removes() {
                short.add(&half);
            }
        }
        rows.push(row);
    }
    rows.push(vec!["all of 25 and more that stay".to_owned(), shown(&there)]);
    rows.push(vec!["all of 25 and more that go".to_owned(), shown(&gone)]);
    rows.push(vec!["of 12, half of whose words are left".to_owned(), shown(&short)]);
    let n_open = format!("{:.1}", there.percent(there.n_open));
    rows.push(vec!["several, and no reader could tell; they are right".to_owned(), n_open]);
    rows
}

/// Counts what becomes of quotes, and of those of which at least half the words are left.
fn tally(texts: &[&Text], edit: Edit, length: usize, knowledge: Knowledge) -> (Tally, Tally) {
    let [mut tally, mut half] = [Tally::default(); 2];
    for text in texts {
        for case in cases(text, edit, length, N_CASES) {
            let outcome = case.outcome(knowledge);
            tally.note(outcome);
            if case.keeps_half() {
                half.note(outcome);
            }
            if outcome == Outcome::Wrong && length >= 25 && shows_wrong() {
                println!("{}, {}:\n{}", text.name, edit.name(), case.shown(knowledge));
            }
        }
    }
    (tally, half)
}

/// `cargo bench --bench anchoring -- --wrong` shows what was put on a wrong passage.
fn shows_wrong() -> bool {
    std::env::args().any(|argument| argument == "--wrong")
}

fn shown(tally: &Tally) -> String {
    let parts = [tally.n_right, tally.n_wrong, tally.n_lost, tally.n_several];
    parts.map(|n| format!("{:.1}", tally.percent(n))).join(" / ")
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
    let earlier = EarlierText::new(&book.before.text, &book.places);
    let align = || AlignedTexts::new(&earlier, &book.after.text, &after);
    note("edited, with a lock: the texts are aligned", repeat(align));
    let aligned = align();
    note("edited, with a lock: all are followed", repeat(|| book.follow(&aligned)));
    let search_text = SearchText::new(&after);
    note("edited, without: the text is read", repeat(|| SearchText::new(&after)));
    note("edited, without: they are searched for", repeat(|| book.find_reworded(&search_text)));
    let lock = lock_of_10_000_words(&source);
    note("a lock of 10,000 words and 100 notes is read", repeat(|| read(&lock)));
    let n_followed = book.follow(&aligned);
    rows.push(vec!["followed with a lock".to_owned(), format!("{n_followed} of {N_QUOTES}")]);
    let n_found = book.find_reworded(&search_text);
    rows.push(vec!["found without".to_owned(), format!("{n_found} of {N_QUOTES}")]);
    rows
}

/// Writes the lock of a text with a hundred annotations.
fn lock_of_10_000_words(source: &str) -> String {
    let book = Book::new(source, 10_000, 100);
    let (prose, text) = (&book.before, fingerprint(&book.before.text));
    let found = book.places.iter().zip(book.selectors()).enumerate().map(|(index, (place, it))| {
        let at = |byte: usize| prose.text[..byte].chars().count();
        let position = (at(place.start), at(place.end));
        LockEntry::new((&format!("note-{index}"), it), prose, &text, place, position, State::Exact)
    });
    let mut lock = Lock::default();
    lock.update(found, Some(&prose.text), Keep::All);
    lock.to_text().expect("it has entries")
}

fn read(lock: &str) -> usize {
    let file = SourceFile::new("anchors.lock.yaml", lock.to_owned());
    let lock = Lock::parse(file).expect("what is written can be read");
    black_box(lock.ids().count())
}
