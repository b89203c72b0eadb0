//! Carries a passage from an earlier text over to a later one.

use std::ops::Range;

use similar::{Algorithm, DiffOp, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

use super::{Key, Locked, fingerprint};
use crate::prose::{Prose, ProseRange};

/// The passage must still share so much of its wording, as one minus the edits per
/// character: the least that anchoring accepts between words that agree.
const MIN_SIMILARITY: f64 = 0.5;

/// So many words before and after the passage must be the same in both texts, if the
/// texts have so many.
const MIN_SAME: usize = 3;

/// Returns where the passage that was found in `old` stands in `new`, in bytes.
///
/// Both texts are compared word by word, with all that they share; so the passage is
/// known by its place, even where the words that were remembered of its surroundings
/// were changed too. `None` if `old` is not the text it was found in, or if the words
/// next to it are not the same in both, or if too little of its wording is left.
#[must_use]
pub fn carry(locked: &Locked, old: &Prose, new: &Prose) -> Option<ProseRange> {
    let range = locked.in_same_text(old, &fingerprint(&old.text))?;
    let (before, after) = (words(&old.text), words(&new.text));
    let texts = |words: &[(usize, &str)]| words.iter().map(|&(_, word)| word.to_owned()).collect();
    let (old_words, new_words): (Vec<String>, Vec<String>) = (texts(&before), texts(&after));
    let steps = capture_diff_slices(Algorithm::Histogram, &old_words, &new_words);

    let first = before.partition_point(|&(at, word)| at + word.len() <= range.start);
    let end = before.partition_point(|&(at, _)| at < range.end);
    let starts = if first == 0 { 0 } else { counterpart(&steps, first - 1)? + 1 };
    let ends = if end == before.len() { after.len() } else { counterpart(&steps, end)? };
    let is_framed = (1..=MIN_SAME.min(first)).all(|n| counterpart(&steps, first - n).is_some())
        && (0..MIN_SAME.min(before.len() - end)).all(|n| counterpart(&steps, end + n).is_some());
    if !is_framed || starts >= ends {
        return None;
    }
    let (last_at, last) = after[ends - 1];
    let found = trimmed(&new.text, after[starts].0..last_at + last.len());
    let [was, now] =
        [&old.text[range], &new.text[found.clone()]].map(|text| Key::new(text).into_text());
    let is_similar = strsim::normalized_levenshtein(&was, &now) >= MIN_SIMILARITY;
    is_similar.then_some(found)
}

/// Returns the words of a text, and what stands between them, each with its place;
/// white space is left out.
fn words(text: &str) -> Vec<(usize, &str)> {
    text.split_word_bound_indices().filter(|(_, word)| !word.trim().is_empty()).collect()
}

/// Returns the index among the new words of one that stayed.
fn counterpart(steps: &[DiffOp], old: usize) -> Option<usize> {
    steps.iter().find_map(|step| match *step {
        DiffOp::Equal { old_index, new_index, len } => {
            let within = old.checked_sub(old_index).filter(|&within| within < len)?;
            Some(new_index + within)
        }
        DiffOp::Delete { .. } | DiffOp::Insert { .. } | DiffOp::Replace { .. } => None,
    })
}

fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let passage = &text[range.clone()];
    let start = range.start + (passage.len() - passage.trim_start().len());
    start..start + passage.trim().len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        anchor::State,
        model::{Selector, TextQuote},
    };

    fn prose(text: &str) -> Prose {
        let mut prose = Prose::default();
        text.clone_into(&mut prose.text);
        prose
    }

    /// Checks where the passage in `⟦…⟧` of `old` is carried to; without brackets in
    /// `new` it is nowhere.
    #[track_caller]
    fn check(old: &str, new: &str) {
        let start = old.find('⟦').expect("a passage begins");
        let end = old.find('⟧').expect("a passage ends") - '⟦'.len_utf8();
        let text = prose(&old.replace(['⟦', '⟧'], ""));
        let position = (text.text[..start].chars().count(), text.text[..end].chars().count());
        let selector = Selector::Quote(TextQuote::default());
        let of = ("a", &selector);
        let fingerprint = fingerprint(&text.text);
        let locked = Locked::new(of, &text, &fingerprint, &(start..end), position, State::Exact);
        let after = prose(&new.replace(['⟦', '⟧'], ""));
        let carried = carry(&locked, &text, &after);
        let shown = carried.map_or_else(
            || after.text.clone(),
            |at| {
                format!(
                    "{}⟦{}⟧{}",
                    &after.text[..at.start],
                    &after.text[at.clone()],
                    &after.text[at.end..]
                )
            },
        );
        assert_eq!(shown, new);
    }

    #[test]
    fn a_passage_is_known_by_its_place() {
        check(
            "One two three. ⟦The number was about seventy.⟧ Four five six.",
            "Zero. One two three. ⟦The number was nearly seven.⟧ Four five six, seven.",
        );
    }

    #[test]
    fn a_passage_that_is_gone_stays_gone() {
        check(
            "One two three. ⟦The number was about seventy.⟧ Four five six.",
            "One two three. Four five six.",
        );
        check(
            "One two three. ⟦The number was about seventy.⟧ Four five six.",
            "One two three. Nobody ever counted. Four five six.",
        );
    }

    #[test]
    fn words_that_changed_beside_it_leave_it_open() {
        check(
            "One two three. ⟦The number was about seventy.⟧ Four five six.",
            "Other words here: the number was nearly seven. Four five six.",
        );
    }
}
