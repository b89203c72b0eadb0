//! A key, made ready for approximate search.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

use super::{Key, trigrams::Trigrams};

/// The characters of a key, and where each run of them stands.
///
/// Making one reads the whole key, so it is made once per article, and only if
/// a quote is not found word for word.
#[derive(Debug)]
pub struct SearchText<'k> {
    pub(super) key: &'k Key,
    pub(super) chars: Vec<char>,
    /// Where each character begins in the key, in bytes, and where the last ends.
    bytes: Vec<u32>,
    pub(super) trigrams: Trigrams,
}

impl<'k> SearchText<'k> {
    /// Reads a key.
    #[must_use]
    pub fn new(key: &'k Key) -> Self {
        let text = key.text();
        let chars: Vec<char> = text.chars().collect();
        let offset = |at: usize| u32::try_from(at).expect("a text has less than four gigabytes");
        let mut bytes: Vec<u32> = text.char_indices().map(|(at, _)| offset(at)).collect();
        bytes.push(offset(text.len()));
        let trigrams = Trigrams::new(&chars);
        Self { key, chars, bytes, trigrams }
    }

    /// Returns every place that reads `exact`, in characters.
    pub(super) fn exact<'a>(&'a self, exact: &'a str) -> impl Iterator<Item = usize> + 'a {
        self.key.places(exact).map(|at| self.char_at(at))
    }

    /// Returns a range in bytes of the key.
    pub(super) fn in_bytes(&self, range: &Range<usize>) -> Range<usize> {
        self.bytes[range.start] as usize..self.bytes[range.end] as usize
    }

    /// Returns the character that holds a byte of the key, or how many there are.
    pub(super) fn char_at(&self, byte: usize) -> usize {
        self.bytes.partition_point(|&start| (start as usize) < byte).min(self.chars.len())
    }

    /// Returns the border between words at a place, twice; within a word, where
    /// the word begins and where it ends.
    pub(super) fn word_borders(&self, at: usize) -> (usize, usize) {
        // No word holds a space, and none is longer than this.
        const MAX_WORD: usize = 64;
        let is_inner = |c: &&char| !c.is_whitespace();
        let n_before = self.chars[..at].iter().rev().take(MAX_WORD).take_while(is_inner).count();
        let n_after = self.chars[at..].iter().take(MAX_WORD).take_while(is_inner).count();
        let from = at - n_before;
        let run: String = self.chars[from..at + n_after].iter().collect();
        let mut start = from;
        for word in run.split_word_bounds() {
            let end = start + word.chars().count();
            if at < end {
                return if at == start { (at, at) } else { (start, end) };
            }
            start = end;
        }
        (at, at)
    }

    /// Returns a range without white space at its ends.
    pub(super) fn trim(&self, range: Range<usize>) -> Range<usize> {
        let is_space = |c: &&char| c.is_whitespace();
        let passage = &self.chars[range.clone()];
        let n_after = passage.iter().rev().take_while(is_space).count();
        let n_before = passage.iter().take_while(is_space).count();
        let end = range.end - n_after;
        (range.start + n_before).min(end)..end
    }
}
