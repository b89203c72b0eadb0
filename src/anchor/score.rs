//! How well a passage does for a quote, and whether that is enough.

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

/// What the parts weigh in the mean: quote, each context, nearness.
const WEIGHTS: (f64, f64, f64) = (50.0, 20.0, 2.0);

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
    /// Returns whether the words around the passage say that it may be the one.
    pub(super) fn is_in_context(&self) -> bool {
        [self.prefix, self.suffix].into_iter().flatten().any(|context| context >= 0.5)
    }

    /// Returns whether the passage is taken for a quote of so many characters.
    pub(super) fn is_accepted(&self, length: usize, strictness: Strictness) -> bool {
        let is_alike = if self.quote >= 0.75 {
            self.is_in_context() && (self.quote >= 0.9 || self.mean >= 0.6)
        } else {
            let is_same = |context: Option<f64>| context.is_some_and(|context| context >= 0.9);
            self.quote >= 0.5 && is_same(self.prefix) && is_same(self.suffix)
        };
        let is_strict = strictness == Strictness::FactCheck && length < SHORT_QUOTE;
        is_alike && (!is_strict || self.mean >= 0.6)
    }
}

/// What passages are compared with.
pub(super) struct Scores {
    exact: Pattern,
    /// `None` if not known, or too short to tell anything.
    prefix: Option<Pattern>,
    /// Back to front: it is compared from the passage on.
    suffix: Option<Pattern>,
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

    pub(super) const fn knows_prefix(&self) -> bool {
        self.prefix.is_some()
    }

    pub(super) const fn knows_suffix(&self) -> bool {
        self.suffix.is_some()
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
    let (quote_weight, context_weight, near_weight) = WEIGHTS;
    let parts = [
        (Some(quote), quote_weight),
        (prefix, context_weight),
        (suffix, context_weight),
        (near, near_weight),
    ];
    let known = parts.iter().filter_map(|&(value, weight)| Some((value?, weight)));
    let (sum, weights) = known.fold((0.0, 0.0), |(sum, weights), (value, weight)| {
        (sum + value * weight, weights + weight)
    });
    sum / weights
}
