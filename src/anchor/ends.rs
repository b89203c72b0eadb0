//! Finds a long passage, quoted by its ends, of which an end was reworded.

use std::ops::Range;

use super::{
    find_all,
    reworded::{Reworded, Wanted, reworded},
    search_text::SearchText,
};

/// Returns the one passage that begins, in other words, like `from` and ends like `to`.
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
) -> Reworded {
    let mut starts: Vec<_> =
        search_text.key.places(from.exact).map(|at| at..at + from.exact.len()).take(2).collect();
    if starts.len() != 1 {
        starts = places(reworded(search_text, from));
    }
    let ends = places(reworded(search_text, to));
    let mut passages = Vec::new();
    for start in starts {
        let as_quoted = find_all(&search_text.text()[start.end..], to.exact)
            .map(|at| start.end + at + to.exact.len())
            .next();
        let after = |end: &&Range<usize>| end.start >= start.end;
        let ends = match as_quoted {
            Some(end) => vec![end],
            None => ends.iter().filter(after).map(|end| end.end).collect(),
        };
        passages.extend(ends.into_iter().map(|end| start.start..end));
    }
    passages.retain(|passage| {
        length.is_none_or(|length| length / 2 <= passage.len() && passage.len() <= length * 2)
    });
    match passages.len() {
        0 => Reworded::Nothing,
        1 => Reworded::Found(passages.remove(0)),
        _ => Reworded::Several(passages),
    }
}

fn places(found: Reworded) -> Vec<Range<usize>> {
    match found {
        Reworded::Found(place) => vec![place],
        Reworded::Several(places) => places,
        Reworded::Nothing => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::{Key, Strictness};

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
        let mut actual = key.text().to_owned();
        for place in places(reworded_ends(&search_text, &wanted(FROM), &wanted(TO), length)) {
            actual.insert(place.end, '⟧');
            actual.insert(place.start, '⟦');
        }
        assert_eq!(actual, article);
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
