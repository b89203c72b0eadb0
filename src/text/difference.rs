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
    let (mut removed, mut added) = (String::new(), String::new());
    for step in capture_diff_slices(Algorithm::Myers, &old, &new) {
        let (tag, was, now) = step.as_tag_tuple();
        let (was, now) = (old[was].concat(), new[now].concat());
        // A space between two changes is easier to read as part of one.
        let is_between = was == " " && !(removed.is_empty() && added.is_empty());
        if tag != DiffTag::Equal || is_between {
            removed.push_str(&was);
            added.push_str(&now);
        } else {
            settle(&mut pieces, &mut removed, &mut added);
            pieces.push(Piece { kind: "same", text: was });
        }
    }
    settle(&mut pieces, &mut removed, &mut added);
    pieces
}

/// Ends a change; a space at the end of both sides is none.
fn settle(pieces: &mut Vec<Piece>, removed: &mut String, added: &mut String) {
    let is_spaced = removed.ends_with(' ') && added.ends_with(' ');
    for (kind, text) in [("removed", removed), ("added", added)] {
        let mut text = std::mem::take(text);
        text.truncate(text.len() - usize::from(is_spaced));
        if !text.is_empty() {
            pieces.push(Piece { kind, text });
        }
    }
    if is_spaced {
        pieces.push(Piece { kind: "same", text: " ".to_owned() });
    }
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
        check("of a hen and", "of two hens and", "of [a hen]{two hens} and");
        check("a  b\nc", "a b c", "a b c");
        check("被引用的话", "被引用过的话", "被引用{过}的话");
    }
}
