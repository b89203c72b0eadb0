//! Finds a passage that was reworded since it was quoted.
//!
//! Only for quotes that no passage reads any more, or that several read. What
//! is told here is shown as changed, for an editor to confirm. A note beside the
//! wrong passage is the worst that can happen, a detached one is a nuisance:
//! a passage is taken only if the words around it agree as well. So a quote
//! whose context is not known is never found here.

use std::ops::{Range, RangeInclusive};

use super::{
    approximate::{Match, Pattern, whole_words},
    overlap,
    score::{BOTH_CONTEXTS, Score, Scores, Strictness},
    search_text::SearchText,
    trigrams::{DRIFT, join},
};

/// What is looked for; the words normalised as in a [`Key`](super::Key).
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// The passage as quoted; it holds a letter or a digit.
    pub exact: &'a str,
    /// What stood before it; empty if not known.
    pub prefix: &'a str,
    /// What stood after it; empty if not known.
    pub suffix: &'a str,
    /// Where it stood, in bytes of the key, if known.
    pub near: Option<usize>,
    /// How sure one has to be.
    pub strictness: Strictness,
}

/// A rival that scores so little less leaves the choice open: in a text full of refrains the
/// equal of a passage that was edited scores better than the passage.
const RIVAL: f64 = 0.25;
/// With more errors than this share of its length, a quote is not sought by itself,
/// only together with what stands around it …
const QUOTE_ERRORS: f64 = 0.25;
/// … and with more than this share of all, not even so.
const WHOLE_ERRORS: f64 = 0.5;
/// A place is looked at if a context and so many characters of the quote next to
/// it are like what stands there.
const EDGE: usize = 32;

/// Returns the passages, in bytes of the key and in its order, that are, in other words, what
/// is wanted: whole words, without white space at their ends. Of several, nothing decides.
#[must_use]
pub fn reworded(search_text: &SearchText<'_>, wanted: &Wanted<'_>) -> Vec<Range<usize>> {
    let search = Search::new(search_text, wanted);
    let mut candidates = search.candidates();
    candidates.sort_by(|a, b| b.score.mean.total_cmp(&a.score.mean));
    let length = search.scores.exact.len();
    let n_exact = search_text.exact(wanted.exact).count();
    let accepts = |it: &&Candidate| it.score.is_accepted(length, n_exact, wanted.strictness);
    let Some(best) = candidates.iter().find(accepts) else { return Vec::new() };
    let mut places = vec![best.range.clone()];
    // Edited among its surroundings, or with other surroundings elsewhere: who could tell?
    let is_as_quoted = |it: &Candidate| it.score.quote >= 1.0;
    for rival in &candidates {
        let is_close = rival.score.mean > best.score.mean - RIVAL
            || (is_as_quoted(rival) && !is_as_quoted(best));
        if is_close && places.iter().all(|place| !overlap(place, &rival.range)) {
            places.push(rival.range.clone());
        }
    }
    places.sort_by_key(|place| place.start);
    places.iter().map(|place| search_text.in_bytes(place)).collect()
}

/// A place that may be meant, in characters, and how well it does.
struct Candidate {
    range: Range<usize>,
    score: Score,
}

struct Search<'a> {
    search_text: &'a SearchText<'a>,
    wanted: &'a Wanted<'a>,
    prefix: Pattern,
    suffix: Pattern,
    /// The quote between its contexts.
    whole: Pattern,
    scores: Scores,
}

impl<'a> Search<'a> {
    fn new(search_text: &'a SearchText<'a>, wanted: &'a Wanted<'a>) -> Self {
        let pattern = |text: &str| Pattern::new(text.chars().collect());
        let near = wanted.near.map(|byte| search_text.char_at(byte));
        Self {
            search_text,
            wanted,
            prefix: pattern(wanted.prefix),
            suffix: pattern(wanted.suffix),
            whole: pattern(&[wanted.prefix, wanted.exact, wanted.suffix].concat()),
            scores: Scores::new(wanted.exact, wanted.prefix, wanted.suffix, near),
        }
    }

    /// Returns every place worth a look: where the quote stands, where one like it
    /// stands in its context, and what stands between its contexts.
    ///
    /// Nothing is accepted without context, so the text is only searched around it.
    fn candidates(&self) -> Vec<Candidate> {
        let exact = self.search_text.exact(self.wanted.exact);
        let mut places: Vec<_> = exact.map(|at| at..at + self.scores.exact.len()).collect();
        for window in self.windows() {
            places.extend(self.alike(&window));
            places.extend(self.between_contexts(&window));
        }
        places.sort_by_key(|place| (place.start, place.end));
        places.dedup();
        let candidate =
            |range| Candidate { score: self.scores.of(&self.search_text.chars, &range), range };
        places.into_iter().filter(|place| !place.is_empty()).map(candidate).collect()
    }

    /// Returns the stretches of the text that seem to hold the quote in its context.
    fn windows(&self) -> Vec<Range<usize>> {
        let exact = self.scores.exact.chars();
        let edge = exact.len().min(EDGE);
        let inner = exact.len() - edge;
        let mut windows = Vec::new();
        if self.scores.prefix.is_some() {
            let head = [self.prefix.chars(), &exact[..edge]].concat();
            let places = self.places_of(&head, &self.prefix, 0);
            windows.extend(places.map(|place| self.window(&place, 0)));
        }
        if self.scores.suffix.is_some() {
            let tail = [&exact[inner..], self.suffix.chars()].concat();
            let places = self.places_of(&tail, &self.suffix, edge);
            windows.extend(places.map(|place| self.window(&place, self.prefix.len() + inner)));
        }
        windows.sort_by_key(|window| window.start);
        let mut joined: Vec<Range<usize>> = Vec::new();
        windows.into_iter().for_each(|window| join(&mut joined, window));
        joined
    }

    /// Returns where a context and the edge of the quote next to it may begin: where
    /// the context, from `offset` on, is enough like the text to be accepted.
    fn places_of(
        &self,
        part: &[char],
        context: &Pattern,
        offset: usize,
    ) -> impl Iterator<Item = Range<usize>> {
        let chars = &self.search_text.chars;
        let max_errors = share(context.len(), 1.0 - BOTH_CONTEXTS);
        self.search_text.trigrams.beginnings(part).into_iter().filter(move |place| {
            let from = (place.start + offset).saturating_sub(DRIFT).min(chars.len());
            let to = (place.end + offset + context.len() + max_errors).min(chars.len());
            !context.matches(&chars[from..to], max_errors).is_empty()
        })
    }

    /// Returns where the whole may stand of which a part was seen, with room for
    /// what may have been inserted. `offset` is where in the whole the part begins.
    fn window(&self, place: &Range<usize>, offset: usize) -> Range<usize> {
        let room = self.scores.exact.len() / 2 + DRIFT;
        let from = place.start.saturating_sub(offset + room);
        let to = (place.end + self.whole.len()).saturating_sub(offset) + room;
        from..to.min(self.search_text.chars.len())
    }

    /// Returns what is like the quote itself.
    fn alike(&self, window: &Range<usize>) -> Vec<Range<usize>> {
        let text = &self.search_text.chars[window.clone()];
        let place = |found: Match| {
            let start = window.start + self.scores.exact.align(text, found, &[]).start;
            let end = window.start + found.end;
            self.whole_words(&(start..=start), &(end..=end))
        };
        let found = self.scores.exact.matches(text, share(self.scores.exact.len(), QUOTE_ERRORS));
        found.into_iter().filter(|found| found.errors > 0).map(place).collect()
    }

    /// Returns what lies between the contexts where quote and context together are
    /// like the text.
    fn between_contexts(&self, window: &Range<usize>) -> Vec<Range<usize>> {
        let text = &self.search_text.chars[window.clone()];
        let borders = [self.prefix.len(), self.prefix.len() + self.scores.exact.len()];
        let place = |found: Match| {
            let lies = self.whole.align(text, found, &borders).borders;
            let shifted =
                |lie: &RangeInclusive<usize>| window.start + lie.start()..=window.start + lie.end();
            self.whole_words(&shifted(&lies[0]), &shifted(&lies[1]))
        };
        let found = self.whole.matches(text, share(self.whole.len(), WHOLE_ERRORS));
        found.into_iter().map(place).collect()
    }

    fn whole_words(
        &self,
        start: &RangeInclusive<usize>,
        end: &RangeInclusive<usize>,
    ) -> Range<usize> {
        let borders = |at| self.search_text.word_borders(at);
        self.search_text.trim(whole_words(start, end, borders))
    }
}

/// Returns a share of a length, rounded down.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of a length is a length"
)]
fn share(length: usize, share: f64) -> usize {
    (length as f64 * share) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::anchor::{Key, marks::marked};

    /// Checks that `prefix|exact|suffix` is found where `⟦…⟧` encloses it, or in
    /// several such places, or nowhere.
    #[track_caller]
    fn check(quote: &str, article: &str) {
        let parts: Vec<&str> = quote.split('|').collect();
        let [prefix, exact, suffix] = parts[..] else { panic!("prefix|exact|suffix") };
        let key = Key::new(&article.replace(['⟦', '⟧'], ""));
        let strictness = Strictness::Other;
        let wanted = Wanted { exact, prefix, suffix, near: None, strictness };
        let places = reworded(&SearchText::new(&key), &wanted);
        assert_eq!(marked(key.text(), &places), article);
    }

    #[test]
    fn a_misspelling_mended_is_found() {
        check(
            "the group is said to have had |seventy thousend fighters| in its ranks at the time",
            "In 2014 the group is said to have had ⟦seventy thousand fighters⟧ in its ranks at the \
             time.",
        );
        check(
            "太史公曰：先人有言，自周公卒|五百歲而有孔子|，孔子卒後至於今五百歲",
            "太史公曰：先人有言，自周公卒⟦五百年而有孔子⟧，孔子卒後至於今五百歲，有能紹明世",
        );
    }

    #[test]
    fn a_word_replaced_at_the_border_is_taken_whole() {
        check(
            "she had put the parcel on |the kitchen table| before the bell rang again",
            "Then she had put the parcel on ⟦Grandfather's kitchen table⟧ before the bell rang \
             again.",
        );
    }

    #[test]
    fn the_same_words_elsewhere_are_not_meant() {
        check(
            "she had put the parcel on |the kitchen table| before the bell rang again",
            "Nobody remembered who had first scratched a name into the kitchen tables of the inn.",
        );
    }

    #[test]
    fn without_context_nothing_is_found() {
        check("|seventy thousend fighters|", "They say it had seventy thousand fighters in all.");
    }

    #[test]
    fn what_was_deleted_is_nowhere() {
        check(
            "she had put the parcel on |the kitchen table| before the bell rang again",
            "Then she had put the parcel on before the bell rang again.",
        );
    }

    #[test]
    fn equals_are_all_told() {
        let sentence = "the parcel lay on ⟦the kitchn table⟧ before the bell rang again. ";
        check(
            "the parcel lay on |the kitchen table| before the bell rang",
            &Key::new(&[sentence, "Much later, in spring, ", sentence].concat()).into_text(),
        );
    }
}
