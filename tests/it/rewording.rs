//! What edits of a text may do to the notes on it: the limits that the design sets.
//!
//! `benches/rewording` draws the quotes and edits the texts; the benchmark
//! `anchoring` prints the whole table, with more quotes. The rule of acceptance
//! was tuned on two of the texts; the limits hold for these and for the others.

#![expect(clippy::print_stdout, reason = "a test that fails shows what it counted")]

#[path = "../../benches/rewording/mod.rs"]
mod cases;
#[path = "../../benches/edition/random.rs"]
mod random;

use cases::{Edit, Half, Knowledge, LENGTHS, TEXTS, Tally, cases};
use postil::anchor::{Key, anchor, describe, widen};
use proptest::prelude::*;

/// How many quotes are drawn for each kind of edit, length and text.
const N_CASES: usize = 12;

/// What becomes of quotes with a lock, and without.
#[derive(Default)]
struct Tallies {
    lock: Tally,
    alone: Tally,
}

/// Tries quotes of about so many characters on half of the texts; a test that
/// fails shows for each text and kind of edit what was not right with a lock.
fn tallies(half: Half, removes: bool, lengths: &[usize]) -> Tallies {
    let mut tallies = Tallies::default();
    for text in TEXTS.iter().filter(|text| text.half == half) {
        for edit in Edit::ALL.into_iter().filter(|edit| edit.removes() == removes) {
            let before = tallies.lock;
            for &length in lengths {
                for case in cases(text, edit, length, N_CASES) {
                    tallies.lock.note(case.outcome(Knowledge::Lock));
                    tallies.alone.note(case.outcome(Knowledge::QuoteAlone));
                }
            }
            let n_wrong = tallies.lock.n_wrong - before.n_wrong;
            let n_lost = tallies.lock.n_lost - before.n_lost;
            println!("{}, {}: {n_wrong} wrong, {n_lost} lost", text.name, edit.name());
        }
    }
    tallies
}

/// Checks that at most so many percent of an outcome came about.
#[track_caller]
fn check(what: &str, percent: f64, limit: f64) {
    assert!(percent <= limit, "{what}: {percent:.2} %, at most {limit} %");
}

fn check_long_quotes(half: Half) {
    let there = tallies(half, false, &LENGTHS[1..]);
    check("wrong", there.lock.percent(there.lock.n_wrong), 0.0);
    check("lost", there.lock.percent(there.lock.n_lost), 2.0);
    check("wrong without a lock", there.alone.percent(there.alone.n_wrong), 0.0);
    let gone = tallies(half, true, &LENGTHS[1..]);
    check("deleted but attached", gone.lock.percent(gone.lock.n_wrong), 2.0);
    check("deleted but attached without a lock", gone.alone.percent(gone.alone.n_wrong), 2.0);
}

#[test]
fn long_quotes_keep_within_the_limits_on_the_texts_that_tuned_the_rule() {
    check_long_quotes(Half::Tuned);
}

#[test]
fn long_quotes_keep_within_the_limits_on_texts_that_the_rule_had_not_seen() {
    check_long_quotes(Half::Unseen);
}

#[test]
fn short_quotes_that_were_deleted_are_not_found_elsewhere() {
    for half in [Half::Tuned, Half::Unseen] {
        let gone = tallies(half, true, &LENGTHS[..1]);
        check("deleted but attached", gone.lock.percent(gone.lock.n_wrong), 5.0);
        check("deleted but attached without a lock", gone.alone.percent(gone.alone.n_wrong), 5.0);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Invariant 3, on passages up to many hundred characters, in real texts.
    #[test]
    fn a_passage_is_found_by_its_description(
        index in 0..TEXTS.len(),
        start in 0_usize..8000,
        length in 1_usize..1500,
    ) {
        let prose = TEXTS[index].prose();
        let key = Key::new(&prose.text);
        let mut offsets = prose.text.char_indices().map(|(at, _)| at).skip(start);
        let (Some(start), Some(end)) = (offsets.next(), offsets.nth(length)) else {
            return Ok(());
        };
        let Some(selector) = describe(&prose, &key, &(start..end)) else { return Ok(()) };
        let found = anchor(&prose, &key, &selector, &|_| 1);
        let widened = widen(&prose, &key, &(start..end));
        prop_assert_eq!(found.ok().map(|found| found.range), widened, "{:?}", selector);
    }
}
