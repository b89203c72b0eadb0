//! How a passage was reworded, to be shown beside it.

use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use unicode_segmentation::UnicodeSegmentation;

/// Some words of a passage as it was and as it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// `same`, `removed` or `added`.
    pub kind: &'static str,
    /// The words, with the white space and punctuation between them.
    pub text: String,
}

/// Returns the pieces of both wordings in reading order, word by word.
///
/// The pieces that are `same` or `removed` spell `was`, those that are `same` or
/// `added` spell `now`, up to white space.
#[must_use]
pub fn difference(was: &str, now: &str) -> Vec<Piece> {
    let [was, now] = [was, now].map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    let (old, new): (Vec<&str>, Vec<&str>) =
        (was.split_word_bounds().collect(), now.split_word_bounds().collect());
    let mut pieces: Vec<Piece> = Vec::new();
    let mut add = |kind, words: &[&str]| {
        if words.is_empty() {
            return;
        }
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(&words.concat()),
            _ => pieces.push(Piece { kind, text: words.concat() }),
        }
    };
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, was, now) = step.as_tag_tuple();
        match tag {
            DiffTag::Equal => add("same", &old[was]),
            DiffTag::Delete | DiffTag::Insert | DiffTag::Replace => {
                add("removed", &old[was]);
                add("added", &new[now]);
            }
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Checks a difference, written as `same[removed]{added}`.
    #[track_caller]
    fn check(was: &str, now: &str, expected: &str) {
        let pieces = difference(was, now);
        let shown: String = pieces
            .iter()
            .map(|piece| match piece.kind {
                "removed" => format!("[{}]", piece.text),
                "added" => format!("{{{}}}", piece.text),
                _ => piece.text.clone(),
            })
            .collect();
        assert_eq!(shown, expected);
    }

    #[test]
    fn words_are_what_differs() {
        check(
            "used to have 70,000 men",
            "used to have 7,000 men",
            "used to have [70,000]{7,000} men",
        );
        check("a b", "a b c", "a b{ c}");
        check("a  b\nc", "a b c", "a b c");
        check("被引用的话", "被引用过的话", "被引用{过}的话");
    }
}
