//! Texts that are edited behind their notes' backs, and what anchoring makes of it.
//!
//! For each kind of edit, length of quote and text: quotes are drawn, the text
//! is edited, and the quote is looked for. Since the edit is ours we know where
//! the passage went. The benchmark prints the figures, a test holds the limits.
//! Seeds are fixed: each run gives the same.

mod draft;
mod edit;
mod text;
mod trial;

// It belongs to the benchmark or the test that tries the cases.
use super::random;

pub(crate) use edit::Edit;
pub(crate) use text::{Half, TEXTS, Text};
pub(crate) use trial::{Draw, Knowledge, cases};

/// About how many characters quotes have.
pub(crate) const LENGTHS: [usize; 4] = [12, 25, 80, 250];

/// What became of a quote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was found where it is: found and true place share more than half of
    /// what they cover together. If it is gone: it was not found.
    Right,
    /// It was said that it may be one of several places, and no reader could tell which:
    /// see `Case::is_open`.
    Open,
    /// It was found where the text reads as the quote says, word for word and nowhere else,
    /// though that is a copy of the passage: whoever has nothing but the quote cannot know.
    AsQuoted,
    /// It was found elsewhere, or though it is gone.
    Wrong,
    /// It was not found, though it is there.
    Lost,
    /// It was said that it may be one of several places, though a reader could tell.
    Several,
}

/// How often each outcome came about.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Tally {
    /// Those included of which no reader could tell more than that they are open.
    pub(crate) n_right: usize,
    pub(crate) n_open: usize,
    pub(crate) n_as_quoted: usize,
    pub(crate) n_wrong: usize,
    pub(crate) n_lost: usize,
    pub(crate) n_several: usize,
}

impl Tally {
    /// Counts one outcome.
    pub(crate) const fn note(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Right => self.n_right += 1,
            Outcome::Open => (self.n_right, self.n_open) = (self.n_right + 1, self.n_open + 1),
            Outcome::AsQuoted => self.n_as_quoted += 1,
            Outcome::Wrong => self.n_wrong += 1,
            Outcome::Lost => self.n_lost += 1,
            Outcome::Several => self.n_several += 1,
        }
    }

    /// Counts what another has counted.
    pub(crate) const fn add(&mut self, other: &Self) {
        self.n_right += other.n_right;
        self.n_open += other.n_open;
        self.n_as_quoted += other.n_as_quoted;
        self.n_wrong += other.n_wrong;
        self.n_lost += other.n_lost;
        self.n_several += other.n_several;
    }

    /// Returns how many there are.
    pub(crate) const fn n(&self) -> usize {
        self.n_right + self.n_as_quoted + self.n_wrong + self.n_lost + self.n_several
    }

    /// Returns how many of all a number is, in percent.
    pub(crate) fn percent(&self, n: usize) -> f64 {
        n as f64 * 100.0 / self.n().max(1) as f64
    }
}
