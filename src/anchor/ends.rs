//! Finds a long passage, quoted by its ends, of which an end was reworded.

use std::ops::Range;

use super::{
    find_all,
    reworded::{Wanted, reworded},
    search_text::SearchText,
};

/// Returns the passages, in bytes of the key, that begin, in other words, like `from` and
/// end like `to`: one that is meant, or several of which nothing decides.
///
/// What stood after `from` and before `to` is context as well: of a passage that
/// was found once, its own words tell it. An end that one place reads word for
/// word is that place, and `to` is its first place after `from`; any other end
/// is found as [`reworded`] does. `length` is how many bytes the passage had, if
/// that is known: what is less than half of it or more than twice is not it.
#[must_use]
pub fn reworded_ends(
    search_text: &SearchText<'_>,
    from: &Wanted<'_>,
    to: &Wanted<'_>,
    length: Option<usize>,
) -> Vec<Range<usize>> {
    let mut starts: Vec<_> =
        search_text.key.places(from.exact).map(|at| at..at + from.exact.len()).take(2).collect();
    if starts.len() != 1 {
        starts = reworded(search_text, from);
    }
    let ends = reworded(search_text, to);
    let mut passages = Vec::new();
    for start in starts {
        match find_all(&search_text.key.text()[start.end..], to.exact).next() {
            Some(at) => passages.push(start.start..start.end + at + to.exact.len()),
            None => {
                let after = ends.iter().filter(|end| end.start >= start.end);
                passages.extend(after.map(|end| start.start..end.end));
            }
        }
    }
    passages.retain(|passage| {
        length.is_none_or(|length| length / 2 <= passage.len() && passage.len() <= length * 2)
    });
    passages
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::{Key, Strictness, marks::marked};

    const FROM: &str = "Nobody had told the harbour master. \
                        |The lamp was lit at dusk| by the old keeper, who had";
    const TO: &str = "wife had to carry him home and \
                      |went to bed without a word|. Next day they asked him why.";

    /// Checks what is found, of some bytes' length, when the passage reads as in `article`.
    #[track_caller]
    fn check(length: Option<usize>, article: &str) {
        let key = Key::new(&article.replace(['⟦', '⟧'], ""));
        let wanted = |quote: &'static str| {
            let parts: Vec<&str> = quote.split('|').collect();
            let strictness = Strictness::Other;
            Wanted { prefix: parts[0], exact: parts[1], suffix: parts[2], near: None, strictness }
        };
        let search_text = SearchText::new(&key);
        let places = reworded_ends(&search_text, &wanted(FROM), &wanted(TO), length);
        assert_eq!(marked(key.text(), &places), article);
    }

    /// Puts a beginning and an end around what the ends' contexts know, and
    /// what stood there in between.
    fn article(from: &str, to: &str) -> String {
        format!(
            "Nobody had told the harbour master. {from} by the old keeper, who had never in his \
             life missed a ship, until his wife had to carry him home and {to}. Next day they \
             asked him why."
        )
    }

    #[test]
    fn one_end_or_both_may_be_reworded() {
        check(None, &article("⟦The lamp was lit at dawn", "went to bed without a word⟧"));
        check(None, &article("⟦The lamp was lit at dusk", "went to bed without one word⟧"));
        check(None, &article("⟦The lamp was lit at dawn", "fell into bed without a word⟧"));
        check(None, &article("Some boat had been seen", "went to bed without a word"));
    }

    #[test]
    fn the_length_must_be_plausible() {
        let passage = article("⟦The lamp was lit at dawn", "went to bed without a word⟧");
        check(Some(150), &passage);
        check(Some(40), &passage.replace(['⟦', '⟧'], ""));
    }

    #[test]
    fn the_end_comes_after_the_beginning() {
        check(None, "He went to bed without a word. Then. The lamp was lit at dusk by the keeper.");
    }
}
