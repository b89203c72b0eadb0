//! How well a passage does for a quote, and whether that is enough.
//!
//! The rule and its numbers were chosen with `benches/anchoring.rs`, which edits
//! texts and counts what is found where: on one half of its texts the numbers
//! were tried, on the other half the choice was measured. The first aim was that
//! nothing is found in a wrong place, the second that little is lost.

use std::ops::Range;

use super::approximate::Pattern;

/// How sure one has to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strictness {
    /// The note passes judgement: short quotes need more.
    FactCheck,
    /// Any other note.
    Other,
}

/// A shorter context agrees with too much by chance; it counts as not known.
const MIN_CONTEXT: usize = 8;
/// Fact checks are strict about quotes shorter than this.
const SHORT_QUOTE: usize = 20;

/// What nearness weighs in the mean, in which quote and contexts weigh 1 each. If
/// the quote weighs more, a part of the passage that kept its words is preferred
/// to the whole passage.
const NEARNESS_WEIGHT: f64 = 0.04;

/// A passage that stands between the words the quote stood between needs so
/// much of them on either side …
pub(super) const BOTH_CONTEXTS: f64 = 0.6;
/// … or so much of them, if the quote stands at several places …
const BOTH_OF_REPEATED: f64 = 0.8;
/// … and so much of the quote.
const QUOTE_BETWEEN: f64 = 0.5;
/// One that kept the words on one side only, or of which only these are known,
/// needs so much of them …
const ONE_CONTEXT: f64 = 0.9;
/// … and so much of the quote.
const QUOTE_BESIDE: f64 = 0.95;
/// What the mean has to be for a short quote that is judged.
const STRICT_MEAN: f64 = 0.75;

/// How like the passage is to the quote: from 0, nothing, to 1, the same.
#[derive(Debug, Clone, Copy)]
pub(super) struct Score {
    pub(super) quote: f64,
    /// `None` if not known.
    prefix: Option<f64>,
    /// `None` if not known.
    suffix: Option<f64>,
    /// The weighted mean of what is known, nearness included.
    pub(super) mean: f64,
}

impl Score {
    /// Returns whether the passage is taken for a quote of so many characters; if several
    /// places read as quoted, which are not it, the words on both sides have to agree.
    pub(super) fn is_accepted(
        &self,
        length: usize,
        n_exact: usize,
        strictness: Strictness,
    ) -> bool {
        let is_repeated = n_exact > 1;
        let least = if is_repeated { BOTH_OF_REPEATED } else { BOTH_CONTEXTS };
        let is_between = self.frames(least) == [true; 2];
        let is_beside = !is_repeated && self.contexts().any(|context| context >= ONE_CONTEXT);
        let is_alike = (is_between && self.quote >= QUOTE_BETWEEN)
            || (is_beside && self.quote >= QUOTE_BESIDE);
        let is_strict = strictness == Strictness::FactCheck && length < SHORT_QUOTE;
        is_alike && (!is_strict || self.mean >= STRICT_MEAN)
    }

    /// Returns which contexts, before and after, are known and share at least so much.
    pub(super) fn frames(&self, least: f64) -> [bool; 2] {
        [self.prefix, self.suffix].map(|side| side.is_some_and(|side| side >= least))
    }

    fn contexts(&self) -> impl Iterator<Item = f64> {
        [self.prefix, self.suffix].into_iter().flatten()
    }
}

/// What passages are compared with.
pub(super) struct Scores {
    pub(super) exact: Pattern,
    /// `None` if not known, or too short to tell anything.
    pub(super) prefix: Option<Pattern>,
    /// Back to front: it is compared from the passage on.
    pub(super) suffix: Option<Pattern>,
    near: Option<usize>,
}

impl Scores {
    /// `near` counts characters.
    pub(super) fn new(exact: &str, prefix: &str, suffix: &str, near: Option<usize>) -> Self {
        let known =
            |context: Vec<char>| (context.len() >= MIN_CONTEXT).then(|| Pattern::new(context));
        Self {
            exact: Pattern::new(exact.chars().collect()),
            prefix: known(prefix.trim().chars().collect()),
            suffix: known(suffix.trim().chars().rev().collect()),
            near,
        }
    }

    /// Returns how well a range of the text does.
    pub(super) fn of(&self, text: &[char], range: &Range<usize>) -> Score {
        let passage = &text[range.clone()];
        let longer = self.exact.len().max(passage.len());
        let quote = similarity(self.exact.distance(passage), longer);
        let prefix = self.prefix.as_ref().map(|prefix| {
            let from = range.start.saturating_sub(2 * prefix.len());
            let before: Vec<char> = text[from..range.start].to_vec();
            context_similarity(prefix, before)
        });
        let suffix = self.suffix.as_ref().map(|suffix| {
            let to = (range.end + 2 * suffix.len()).min(text.len());
            let after: Vec<char> = text[range.end..to].iter().rev().copied().collect();
            context_similarity(suffix, after)
        });
        let near = self.near.map(|near| similarity(near.abs_diff(range.start), text.len()));
        Score { quote, prefix, suffix, mean: mean(quote, prefix, suffix, near) }
    }
}

/// Compares a context with text that ends at the passage, white space at its end aside.
fn context_similarity(context: &Pattern, mut text: Vec<char>) -> f64 {
    while text.last().is_some_and(|c| c.is_whitespace()) {
        text.pop();
    }
    similarity(context.errors_at_end(&text), context.len())
}

fn similarity(errors: usize, length: usize) -> f64 {
    1.0 - errors as f64 / length.max(1) as f64
}

/// Returns the weighted mean of what is known.
fn mean(quote: f64, prefix: Option<f64>, suffix: Option<f64>, near: Option<f64>) -> f64 {
    let parts = [(Some(quote), 1.0), (prefix, 1.0), (suffix, 1.0), (near, NEARNESS_WEIGHT)];
    let known = parts.iter().filter_map(|&(value, weight)| Some((value?, weight)));
    let (sum, weights) = known.fold((0.0, 0.0), |(sum, weights), (value, weight)| {
        (sum + value * weight, weights + weight)
    });
    sum / weights
}
