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
use rewording::{Draw, Edit, Half, Knowledge, LENGTHS, Outcome, TEXTS, Tally, Text, cases};

/// How many quotes are drawn for each figure and text.
const N_CASES: usize = 60;

fn main() {
    print_table(&format!("300 quotes in {N_WORDS} words, on one core"), &speed());
    let draw = Draw { n_cases: N_CASES, series: series() };
    let counts: Vec<TextCounts> = TEXTS.iter().map(|text| count(text, draw)).collect();
    let halves = [(Half::Tuned, "tuned"), (Half::Unseen, "unseen"), (Half::Later, "later")];
    for (half, name) in halves {
        let counts: Vec<&TextCounts> = counts.iter().filter(|it| it.text.half == half).collect();
        for knowledge in KNOWLEDGE {
            print_outcomes(&format!("texts: {name}"), &counts, knowledge);
        }
    }
    for knowledge in KNOWLEDGE {
        let known = known(knowledge);
        let title = format!("Each text, quotes of 25 characters and more, {known}: as above");
        print_table(&title, &rows_by_text(&counts, knowledge));
    }
}

const KNOWLEDGE: [Knowledge; 3] = [Knowledge::Lock, Knowledge::Context, Knowledge::QuoteAlone];

/// Returns what tables call it.
const fn known(knowledge: Knowledge) -> &'static str {
    match knowledge {
        Knowledge::Lock => "with a lock",
        Knowledge::Context => "without a lock, the quote has context",
        Knowledge::QuoteAlone => "without a lock, the quote alone",
    }
}

/// `cargo bench --bench anchoring -- --series 7` draws other quotes and makes other edits.
fn series() -> u64 {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--series").skip(1);
    let said = arguments.next();
    said.map_or(0, |number| number.parse().expect("a series is a number"))
}

/// With `-- --wrong`, what was put on a wrong passage is shown; with `--lock`, quotes are only
/// looked for with a lock.
fn has(word: &str) -> bool {
    std::env::args().any(|argument| argument == word)
}

/// What became of the quotes of one text.
struct TextCounts {
    text: Text,
    cells: Vec<Cell>,
}

/// What became of quotes of one length after edits of one kind.
struct Cell {
    edit: Edit,
    length: usize,
    tallies: Tallies,
}

/// For each kind of knowledge, what became of each [`Share`].
type Tallies = [[Tally; 4]; KNOWLEDGE.len()];

/// Some of the quotes of a cell.
#[derive(Debug, Clone, Copy)]
enum Share {
    All,
    /// Those whose passage is there.
    There,
    /// Those whose passage was deleted.
    Gone,
    /// Those at least half of whose words are left.
    Half,
}

fn count(text: &Text, draw: Draw) -> TextCounts {
    let mut cells = Vec::new();
    for edit in Edit::ALL {
        for length in LENGTHS {
            let mut tallies = Tallies::default();
            for case in cases(text, edit, length, draw) {
                for (knowledge, tallies) in KNOWLEDGE.into_iter().zip(&mut tallies) {
                    if knowledge != Knowledge::Lock && has("--lock") {
                        continue;
                    }
                    let outcome = case.outcome(knowledge);
                    let there = if case.is_gone() { Share::Gone } else { Share::There };
                    let half = case.keeps_half().then_some(Share::Half);
                    for share in [Share::All, there].into_iter().chain(half) {
                        tallies[share as usize].note(outcome);
                    }
                    if outcome == Outcome::Wrong && length >= LONG && has("--wrong") {
                        let (edit, known, shown) =
                            (edit.name(), known(knowledge), case.shown(knowledge));
                        println!("{}, {edit}, {length}, {known}:\n{shown}", text.name);
                    }
                }
            }
            cells.push(Cell { edit, length, tallies });
        }
    }
    TextCounts { text: *text, cells }
}

/// Quotes of so many characters are known by their words.
const LONG: usize = 25;

/// Returns the sum of all cells that are asked for.
fn sum(
    counts: &[&TextCounts],
    (knowledge, share): (Knowledge, Share),
    is_asked: impl Fn(&Cell) -> bool,
) -> Tally {
    let mut sum = Tally::default();
    for cell in counts.iter().flat_map(|it| &it.cells).filter(|cell| is_asked(cell)) {
        sum.add(&cell.tallies[knowledge as usize][share as usize]);
    }
    sum
}

fn print_outcomes(name: &str, counts: &[&TextCounts], knowledge: Knowledge) {
    let title = format!(
        "{name}, {}: right / wrong / lost / said to be several though a reader could tell / a \
         copy that reads as quoted, in percent of {}",
        known(knowledge),
        counts.len() * N_CASES
    );
    print_table(&title, &table(counts, knowledge));
}

/// Returns a row for each kind of edit, a column for each length, and the sum of all.
fn table(counts: &[&TextCounts], knowledge: Knowledge) -> Vec<Vec<String>> {
    let head = LENGTHS.iter().map(|length| format!("{length} characters"));
    let mut rows = vec![std::iter::once(String::new()).chain(head).collect::<Vec<_>>()];
    for edit in Edit::ALL {
        let cell = |length| {
            let is_asked = |cell: &Cell| cell.edit == edit && cell.length == length;
            shown(&sum(counts, (knowledge, Share::All), is_asked))
        };
        rows.push([edit.name().to_owned()].into_iter().chain(LENGTHS.map(cell)).collect());
    }
    let mut row = |name: &str, tally: Tally| rows.push(vec![name.to_owned(), shown(&tally)]);
    let there = sum(counts, (knowledge, Share::There), is_long);
    row("all of 25 and more that stay", there);
    row("all of 25 and more that go", sum(counts, (knowledge, Share::Gone), is_long));
    let is_short = |cell: &Cell| cell.length < LONG && !cell.edit.removes();
    row("of 12, half of whose words are left", sum(counts, (knowledge, Share::Half), is_short));
    let n_open = format!("{:.1}", there.percent(there.n_open));
    rows.push(vec!["several, and no reader could tell; they are right".to_owned(), n_open]);
    rows
}

const fn is_long(cell: &Cell) -> bool {
    cell.length >= LONG
}

/// Returns a row for each text: what became of passages that stayed, how many are open and no
/// reader could tell, and what became of those that were deleted.
fn rows_by_text(counts: &[TextCounts], knowledge: Knowledge) -> Vec<Vec<String>> {
    let head = ["", "stay", "open", "go", "wrong, of how many"].map(str::to_owned);
    let row = |name: &str, counts: &[&TextCounts]| {
        let (there, gone) = (
            sum(counts, (knowledge, Share::There), is_long),
            sum(counts, (knowledge, Share::Gone), is_long),
        );
        let open = format!("{:.1}", there.percent(there.n_open));
        let wrong = format!("{} and {} of {}", there.n_wrong, gone.n_wrong, there.n() + gone.n());
        vec![name.to_owned(), shown(&there), open, shown(&gone), wrong]
    };
    let rows = counts.iter().map(|it| row(it.text.name, &[it]));
    let all: Vec<&TextCounts> = counts.iter().collect();
    [head.to_vec()].into_iter().chain(rows).chain([row("all", &all)]).collect()
}

fn shown(tally: &Tally) -> String {
    let Tally { n_right, n_wrong, n_lost, n_several, n_as_quoted, .. } = *tally;
    let parts = [n_right, n_wrong, n_lost, n_several, n_as_quoted];
    parts.map(|n| format!("{:.2}", tally.percent(n))).join(" / ")
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
