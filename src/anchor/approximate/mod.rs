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
//! edit distances”, Nordic Journal of Computing 10(1), 2003). A block is left
//! out of a column while none of its cells can be within the errors allowed
//! (E. Ukkonen, “Finding approximate patterns in strings”, Journal of
//! Algorithms 6, 1985), so that a long pattern costs little more than a short
//! one where the text is unlike it.

mod align;
mod block;

pub use align::Alignment;

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
    /// For each row of `table`, in blocks, where the pattern has that character.
    masks: Vec<u64>,
    /// Characters of the pattern with their row of `masks`, hashed; row 0 stands
    /// for every character that the pattern does not have.
    table: Vec<(char, u32)>,
}

impl Pattern {
    /// Takes in a pattern, of any length.
    #[must_use]
    pub fn new(chars: Vec<char>) -> Self {
        let n_blocks = chars.len().div_ceil(ROWS);
        let n_slots = (chars.len() * 2).next_power_of_two().max(2);
        let mut pattern = Self {
            masks: vec![0; n_blocks],
            table: vec![('\0', 0); n_slots],
            n_blocks,
            chars: Vec::new(),
        };
        for (index, &c) in chars.iter().enumerate() {
            let row = pattern.row_to_fill(c);
            pattern.masks[row * n_blocks + index / ROWS] |= 1 << (index % ROWS);
        }
        pattern.chars = chars;
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
        let (mut before, mut has_fallen) = (self.len().min(max_errors + 1), false);
        let mut note = |end, errors| {
            if errors <= max_errors {
                found.push(Match { end, errors });
            }
        };
        self.scan(text, max_errors, |end, errors| {
            if errors > before && has_fallen {
                note(end - 1, before);
            }
            has_fallen = errors < before || (has_fallen && errors == before);
            before = errors;
        });
        if has_fallen {
            note(text.len(), before);
        }
        found
    }

    /// Returns the errors of the best match that ends where `text` ends.
    #[must_use]
    pub fn errors_at_end(&self, text: &[char]) -> usize {
        let mut last = self.len();
        self.scan(text, self.len(), |_, errors| last = errors);
        last
    }

    /// Returns the Levenshtein distance between the pattern and a whole text.
    #[must_use]
    pub fn distance(&self, text: &[char]) -> usize {
        if self.is_empty() {
            return text.len();
        }
        let mut column = vec![Block::FIRST; self.n_blocks];
        let mut distance = self.len();
        for &c in text {
            // The text's own characters count from its start: each row-0 step is 1.
            distance = distance.saturating_add_signed(self.advance(&mut column, c, 1));
        }
        distance
    }

    /// Calls `visit` with each end position, from 1, and its distance, or
    /// `max_errors + 1` where that is exceeded.
    fn scan(&self, text: &[char], max_errors: usize, mut visit: impl FnMut(usize, usize)) {
        if self.is_empty() {
            return;
        }
        let mut cut_off = CutOff::new(self, max_errors.min(self.len()));
        for (index, &c) in text.iter().enumerate() {
            let distance = cut_off.column(self.masks_of(c));
            visit(index + 1, distance.unwrap_or(max_errors + 1).min(max_errors + 1));
        }
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
        let row = self.table[self.slot_of(c)].1 as usize;
        &self.masks[row * self.n_blocks..(row + 1) * self.n_blocks]
    }

    /// Returns the slot that holds a character, or the free one where it belongs.
    fn slot_of(&self, c: char) -> usize {
        let last = self.table.len() - 1;
        // Fibonacci hashing: neighbours in Unicode are spread over the table.
        let hash = u64::from(u32::from(c)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mut slot = (hash >> 32) as usize & last;
        while self.table[slot].1 != 0 && self.table[slot].0 != c {
            slot = (slot + 1) & last;
        }
        slot
    }

    fn row_to_fill(&mut self, c: char) -> usize {
        let slot = self.slot_of(c);
        if self.table[slot].1 == 0 {
            let n_rows = self.masks.len() / self.n_blocks;
            let row = u32::try_from(n_rows).expect("Unicode has fewer characters");
            self.table[slot] = (c, row);
            self.masks.resize(self.masks.len() + self.n_blocks, 0);
        }
        self.table[slot].1 as usize
    }
}

/// The current column of a search, cut off below the last block that matters.
struct CutOff<'p> {
    pattern: &'p Pattern,
    max_errors: usize,
    blocks: Vec<Block>,
    /// The distance in the last row of each block.
    scores: Vec<isize>,
    /// How many blocks are worked on; at least one.
    n_active: usize,
}

impl<'p> CutOff<'p> {
    fn new(pattern: &'p Pattern, max_errors: usize) -> Self {
        let n_active = (max_errors.div_ceil(ROWS)).clamp(1, pattern.n_blocks);
        let bottom = |index: usize| ((index + 1) * ROWS).min(pattern.len()).cast_signed();
        Self {
            pattern,
            max_errors,
            blocks: vec![Block::FIRST; pattern.n_blocks],
            scores: (0..pattern.n_blocks).map(bottom).collect(),
            n_active,
        }
    }

    /// Moves on by one character; returns the distance if all blocks are worked on.
    fn column(&mut self, masks: &[u64]) -> Option<usize> {
        let mut carry = 0;
        for (index, &mask) in masks.iter().enumerate().take(self.n_active) {
            carry = self.blocks[index].advance(mask, carry, self.pattern.last_row(index));
            self.scores[index] += carry;
        }
        let max = self.max_errors.cast_signed();
        let last = self.n_active - 1;
        let next = self.n_active;
        if next < masks.len()
            && self.scores[last] - carry <= max
            && (masks[next] & 1 != 0 || carry < 0)
        {
            self.take_in(next, masks[next], carry);
        } else {
            while self.n_active > 1 && self.scores[self.n_active - 1] >= max + ROWS.cast_signed() {
                self.n_active -= 1;
            }
        }
        let is_whole = self.n_active == masks.len();
        is_whole.then(|| self.scores[masks.len() - 1].cast_unsigned())
    }

    /// Works on one more block. Its cells in the column before were all too
    /// dear, so that any such values do: each row one more than the row above.
    fn take_in(&mut self, index: usize, mask: u64, carry: isize) {
        let last_row = self.pattern.last_row(index);
        let n_rows = last_row.trailing_zeros() as isize + 1;
        self.blocks[index] = Block::FIRST;
        let change = self.blocks[index].advance(mask, carry, last_row);
        self.scores[index] = self.scores[index - 1] - carry + n_rows + change;
        self.n_active += 1;
    }
}

#[cfg(test)]
mod tests;
