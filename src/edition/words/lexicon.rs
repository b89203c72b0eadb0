//! Gives words numbers, in the order in which they are first met.

use indexmap::IndexSet;

/// A set of words in UTF-8, each with its number from 0.
///
/// Every word of every text is looked up in one, so they are hashed faster than by default; the
/// hash has random keys as well, so no text is made of words that all collide.
#[derive(Debug, Default)]
pub(crate) struct Lexicon(IndexSet<Box<[u8]>, ahash::RandomState>);

impl Lexicon {
    /// Returns the number of a word, a new one if it is not known.
    pub(crate) fn number_of(&mut self, word: &[u8]) -> usize {
        let known = self.0.get_index_of(word);
        known.unwrap_or_else(|| self.0.insert_full(word.into()).0)
    }

    /// Returns the word with a number.
    #[must_use]
    pub(crate) fn word(&self, number: usize) -> &[u8] {
        &self.0[number]
    }

    /// Returns how many words there are.
    #[must_use]
    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }
}

/// Returns a number in 32 bits: texts are smaller than that.
#[must_use]
pub(crate) fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
