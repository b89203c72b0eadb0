//! Approximate search: where in a text a pattern stands, give or take some errors.
//!
//! An error is a character inserted, deleted or replaced (Levenshtein). The
//! distance of an end position is the least number of errors between the
//! pattern and any stretch of the text that ends there.
//!
//! The algorithm is Myers' bit-parallel one (G. Myers, “A fast bit-vector
//! algorithm for approximate string matching based on dynamic programming”,
//! JACM 46(3), 1999) in the form that Hyyrö gave its blocks of 64 rows
//! (H. Hyyrö, “A bit-vector algorithm for computing Levenshtein and Damerau
//! edit distances”, Nordic Journal of Computing 10(1), 2003).

mod align;
mod block;

pub use align::Alignment;
pub(super) use align::whole_words;

use block::{Block, ROWS};

/// A place where a pattern may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Where it ends, in characters of the text.
    pub end: usize,
    /// How many errors the best match that ends there has.
    pub errors: usize,
}

/// A pattern, made ready for searching.
#[derive(Debug, Clone)]
pub struct Pattern {
    chars: Vec<char>,
    n_blocks: usize,
    /// Its characters, sorted, each once.
    letters: Vec<char>,
    /// For each of `letters`, in blocks, where the pattern has it; then nothing, for every
    /// character that it does not have.
    masks: Vec<u64>,
}

impl Pattern {
    /// Takes in a pattern, of any length.
    #[must_use]
    pub fn new(chars: Vec<char>) -> Self {
        let mut letters = chars.clone();
        letters.sort_unstable();
        letters.dedup();
        let n_blocks = chars.len().div_ceil(ROWS);
        let masks = vec![0; (letters.len() + 1) * n_blocks];
        let mut pattern = Self { chars, n_blocks, letters, masks };
        for (index, &c) in pattern.chars.iter().enumerate() {
            let row = pattern.letters.binary_search(&c).unwrap_or_default();
            pattern.masks[row * n_blocks + index / ROWS] |= 1 << (index % ROWS);
        }
        pattern
    }

    /// Returns the number of characters.
    #[must_use]
    pub fn len(&self) -> usize {
        self.chars.len()
    }

    /// Returns whether there is nothing to search for.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    /// Returns the characters.
    #[must_use]
    pub fn chars(&self) -> &[char] {
        &self.chars
    }

    /// Returns every end position whose distance is a local minimum and at most
    /// `max_errors`, in the order of the text.
    ///
    /// A run of equal distances between greater ones is one minimum; its last
    /// position stands for it. An empty pattern is nowhere.
    #[must_use]
    pub fn matches(&self, text: &[char], max_errors: usize) -> Vec<Match> {
        let mut found = Vec::new();
        // The distance before the text begins is the whole pattern's.
        let (mut before, mut has_fallen) = (self.len(), false);
        let mut note = |end, errors| {
            if errors <= max_errors {
                found.push(Match { end, errors });
            }
        };
        for (end, errors) in self.distances(text, 0).enumerate() {
            if errors > before && has_fallen {
                note(end, before);
            }
            has_fallen = errors < before || (has_fallen && errors == before);
            before = errors;
        }
        if has_fallen {
            note(text.len(), before);
        }
        found
    }

    /// Returns the errors of the best match that ends where `text` ends.
    #[must_use]
    pub fn errors_at_end(&self, text: &[char]) -> usize {
        self.distances(text, 0).last().unwrap_or(self.len())
    }

    /// Returns the Levenshtein distance between the pattern and a whole text.
    #[must_use]
    pub fn distance(&self, text: &[char]) -> usize {
        // The text's own characters count from its start: each step of row 0 is 1.
        self.distances(text, 1).last().unwrap_or(self.len())
    }

    /// Returns the distance after each character of a text, row 0 of which grows by `step`.
    fn distances(&self, text: &[char], step: isize) -> impl Iterator<Item = usize> {
        let mut column = vec![Block::FIRST; self.n_blocks];
        let mut distance = self.len();
        text.iter().map(move |&c| {
            distance = distance.saturating_add_signed(self.advance(&mut column, c, step));
            distance
        })
    }

    /// Moves a whole column on by one character; returns what the last row changes by.
    fn advance(&self, column: &mut [Block], c: char, first_carry: isize) -> isize {
        let mut carry = first_carry;
        let masks = self.masks_of(c);
        for (index, (block, &mask)) in column.iter_mut().zip(masks).enumerate() {
            carry = block.advance(mask, carry, self.last_row(index));
        }
        carry
    }

    /// Returns the bit of a block's last row.
    fn last_row(&self, block_index: usize) -> u64 {
        let rows = (self.len() - block_index * ROWS).min(ROWS);
        1 << (rows - 1)
    }

    fn masks_of(&self, c: char) -> &[u64] {
        let row = self.letters.binary_search(&c).unwrap_or(self.letters.len());
        &self.masks[row * self.n_blocks..(row + 1) * self.n_blocks]
    }
}

#[cfg(test)]
mod tests;
