//! What edits of a text may do to the notes on it: the limits that the design sets.
//!
//! `benches/rewording` draws the quotes and edits the texts; the benchmark
//! `anchoring` prints the whole table, with more quotes. How passages are followed was
//! tried on half of the texts; the limits hold for these and for the others.

#![expect(clippy::print_stdout, reason = "a test that fails shows what it counted")]

#[path = "../../benches/rewording/mod.rs"]
mod cases;
#[path = "../../benches/edition/random.rs"]
mod random;

use cases::{Draw, Edit, Half, Knowledge, LENGTHS, Outcome, TEXTS, Tally, cases};
use postil::anchor::{AlignedTexts, EarlierText, Key, anchor, describe, widen};
use proptest::prelude::*;

/// How many quotes are drawn for each kind of edit, length and text.
const DRAW: Draw = Draw { n_cases: 4, series: 0 };

/// Tries quotes of about so many characters on half of the texts, and counts all, and those
/// of which at least half the words are left; a test that fails shows each that was put on a
/// wrong passage.
fn tally(half: Half, removes: bool, lengths: &[usize], knowledge: Knowledge) -> [Tally; 2] {
    let mut all = [Tally::default(); 2];
    for text in TEXTS.iter().filter(|text| text.half == half) {
        for edit in Edit::ALL.into_iter().filter(|edit| edit.removes() == removes) {
            let mut tallies = [Tally::default(); 2];
            for case in lengths.iter().flat_map(|&length| cases(text, edit, length, DRAW)) {
                // Several edits at once may delete it, too.
                if case.is_gone() != removes {
                    continue;
                }
                let outcome = case.outcome(knowledge);
                tallies[0].note(outcome);
                if case.keeps_half() {
                    tallies[1].note(outcome);
                }
                if outcome == Outcome::Wrong {
                    println!("{}, {}:\n{}", text.name, edit.name(), case.shown(knowledge));
                }
            }
            all[0].add(&tallies[0]);
            all[1].add(&tallies[1]);
        }
    }
    all
}

/// Checks that at most so many percent of an outcome came about.
#[track_caller]
fn check(what: &str, percent: f64, limit: f64) {
    assert!(percent <= limit, "{what}: {percent:.2} %, at most {limit} %");
}

fn check_long_quotes(half: Half) {
    let [there, _] = tally(half, false, &LENGTHS[1..], Knowledge::Lock);
    check("wrong", there.percent(there.n_wrong), 0.1);
    check("lost", there.percent(there.n_lost), 0.8);
    let [gone, _] = tally(half, true, &LENGTHS[1..], Knowledge::Lock);
    check("deleted but attached", gone.percent(gone.n_wrong), 0.3);
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
fn long_quotes_keep_within_the_limits_on_texts_that_were_written_later() {
    check_long_quotes(Half::Later);
}

#[test]
fn short_quotes_that_were_deleted_are_not_found_elsewhere() {
    for half in [Half::Tuned, Half::Unseen, Half::Later] {
        let [gone, _] = tally(half, true, &LENGTHS[..1], Knowledge::Lock);
        check("deleted but attached", gone.percent(gone.n_wrong), 1.0);
    }
}

#[test]
fn short_quotes_are_followed_if_half_their_words_are_left() {
    for half in [Half::Tuned, Half::Unseen, Half::Later] {
        let [_, there] = tally(half, false, &LENGTHS[..1], Knowledge::Lock);
        check("wrong", there.percent(there.n_wrong), 0.5);
        check("lost", there.percent(there.n_lost), 4.0);
    }
}

#[test]
fn without_a_lock_quotes_are_seldom_put_on_a_wrong_passage() {
    for half in [Half::Tuned, Half::Unseen, Half::Later] {
        let [there, _] = tally(half, false, &LENGTHS[1..], Knowledge::Context);
        check("wrong", there.percent(there.n_wrong), 1.0);
    }
}

/// Of a quote alone, nobody can tell that its passage was edited and its equal was not.
#[test]
fn a_quote_alone_is_put_on_what_reads_as_quoted_or_nowhere() {
    for text in &TEXTS {
        for edit in [Edit::Typos15, Edit::EndsReplaced, Edit::ContextRewritten] {
            for case in cases(text, edit, 80, DRAW) {
                assert_ne!(case.outcome(Knowledge::QuoteAlone), Outcome::Wrong);
            }
        }
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

    /// Any two texts can be aligned; what is said of a passage is a place in the new one.
    #[test]
    fn any_text_can_be_aligned_with_any_other(
        old in "([a-c ]{0,6}[\\n.«é👩\u{200d}💻\u{301}道]?){0,12}",
        new in "([a-c ]{0,6}[\\n.«é👩\u{200d}💻\u{301}道]?){0,12}",
        start in 0_usize..60,
        length in 0_usize..30,
    ) {
        let range = |text: &str| {
            let mut at = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            Some(at.nth(start)?..at.nth(length)?)
        };
        let passages = Vec::from_iter(range(&old));
        let earlier = EarlierText::new(&old, &passages);
        let key = Key::new(&new);
        let aligned = AlignedTexts::new(&earlier, &new, &key);
        for place in aligned.follow(start, start + length + 1) {
            prop_assert!(!new[place].trim().is_empty());
        }
        // A text that stayed keeps each passage that has words.
        let key = Key::new(&old);
        let places = AlignedTexts::new(&earlier, &old, &key).follow(start, start + length + 1);
        let has_words = |passage: &str| {
            passage.trim() == passage && passage.contains(['a', 'b', 'c'])
        };
        if passages.iter().any(|it| has_words(&old[it.clone()])) {
            prop_assert!(!places.is_empty());
        }
    }
}
