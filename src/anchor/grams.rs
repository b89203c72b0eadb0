//! Rules out, cheaply, where a pattern cannot be.
//!
//! Each error destroys at most three runs of three characters. So a match with
//! `k` errors of a pattern of `m` characters shares at least `m + 1 − 3(k + 1)`
//! such runs with it, and they lie on neighbouring diagonals, for `k` errors
//! shift them by at most `k` (E. Ukkonen, “Approximate string-matching with
//! q-grams and maximal matches”, Theoretical Computer Science 92, 1992; the
//! counting in bins of diagonals is that of K. Rasmussen, J. Stoye and
//! E. Myers, “Efficient q-gram filters”, J. Computational Biology 13, 2006).
//! Nothing that could match is ever ruled out.

use std::ops::Range;

/// The length of a run.
const GRAM: usize = 3;

/// Where in a text each run of three characters stands.
#[derive(Debug)]
pub(super) struct Grams {
    n_chars: usize,
    /// Where the positions of each bucket begin; one more than there are buckets.
    starts: Vec<u32>,
    positions: Vec<u32>,
    shift: u32,
}

impl Grams {
    /// Sorts the runs of a text into buckets.
    pub(super) fn new(text: &[char]) -> Self {
        // About a bucket per character, while the table fits a second-level cache.
        let bits = text.len().next_power_of_two().trailing_zeros().clamp(8, 16);
        let shift = u64::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 2];
        // Counting sort; two ahead, so that filling moves each start into place.
        for gram in text.windows(GRAM) {
            starts[bucket(gram, shift) + 2] += 1;
        }
        for index in 2..starts.len() {
            starts[index] += starts[index - 1];
        }
        let mut positions = vec![0; text.len().saturating_sub(GRAM - 1)];
        for (gram, at) in text.windows(GRAM).zip(0_u32..) {
            let next = &mut starts[bucket(gram, shift) + 1];
            positions[*next as usize] = at;
            *next += 1;
        }
        Self { n_chars: text.len(), starts, positions, shift }
    }

    /// Returns stretches of the text that hold every match of `pattern` with at
    /// most `max_errors`, in order, without overlap.
    pub(super) fn windows(&self, pattern: &[char], max_errors: usize) -> Vec<Range<usize>> {
        let lost = GRAM * (max_errors + 1);
        if pattern.len() < lost {
            return vec![0..self.n_chars];
        }
        let n_shared = pattern.len() + 1 - lost;
        // Matches lie on at most `max_errors + 1` diagonals, so within two bins.
        let bits = (max_errors + 1).next_power_of_two().trailing_zeros();
        let counts = self.counts(pattern, bits);
        let mut windows: Vec<Range<usize>> = Vec::new();
        for (bin, pair) in counts.windows(2).enumerate() {
            if usize::from(pair[0]) + usize::from(pair[1]) >= n_shared {
                self.add_window(&mut windows, bin << bits, pattern.len(), max_errors);
            }
        }
        windows
    }

    /// Returns how many runs of the pattern occur on the diagonals of each bin. A
    /// run at `offset` of the pattern and `at` of the text is on the diagonal
    /// `at − offset`, counted from the first that can be: minus the pattern's length.
    fn counts(&self, pattern: &[char], bits: u32) -> Vec<u16> {
        let n_bins = ((self.n_chars + pattern.len()) >> bits) + 2;
        let mut counts = vec![0_u16; n_bins];
        for (offset, gram) in pattern.windows(GRAM).enumerate() {
            let bucket = bucket(gram, self.shift);
            let (from, to) = (self.starts[bucket] as usize, self.starts[bucket + 1] as usize);
            let shift = pattern.len() - offset;
            for &at in &self.positions[from..to] {
                let count = &mut counts[(at as usize + shift) >> bits];
                *count = count.saturating_add(1);
            }
        }
        counts
    }

    /// Adds the text that the matches of two bins can cover.
    fn add_window(
        &self,
        windows: &mut Vec<Range<usize>>,
        first_diagonal: usize,
        length: usize,
        max_errors: usize,
    ) {
        let n_diagonals = 2 * (max_errors + 1).next_power_of_two();
        let start = first_diagonal.saturating_sub(length + max_errors);
        let end = (first_diagonal + n_diagonals + 2 * max_errors).min(self.n_chars);
        match windows.last_mut() {
            Some(last) if last.end >= start => last.end = last.end.max(end),
            _ if start < end => windows.push(start..end),
            _ => {}
        }
    }
}

fn bucket(gram: &[char], shift: u32) -> usize {
    let mixed = gram.iter().fold(0_u64, |mixed, &c| (mixed << 21) | u64::from(u32::from(c)));
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::anchor::approximate::Pattern;

    proptest! {
        #[test]
        fn no_match_is_ruled_out(
            text in "[ab文ع]{0,600}",
            from in 0_usize..600,
            length in 1_usize..90,
            changes in prop::collection::vec((0_usize..90, "[ab文ع]{0,2}"), 0..12),
            max_errors in 0_usize..12,
        ) {
            let text: Vec<char> = text.chars().collect();
            let from = from.min(text.len());
            let mut pattern = text[from..(from + length).min(text.len())].to_vec();
            for (at, letters) in changes {
                let at = at.min(pattern.len());
                let to = (at + 1).min(pattern.len());
                pattern.splice(at..to, letters.chars());
            }
            let windows = Grams::new(&text).windows(&pattern, max_errors);
            let pattern = Pattern::new(pattern);
            for found in pattern.matches(&text, max_errors) {
                let start = pattern.align(&text, found, &[]).start;
                prop_assert!(
                    windows.iter().any(|window| window.start <= start && found.end <= window.end),
                    "{start}..{} lies outside {windows:?}", found.end
                );
            }
        }
    }

    #[test]
    fn most_of_a_long_text_is_ruled_out() {
        let text: Vec<char> =
            (0..4000).map(|n| format!("word {n} ")).collect::<String>().chars().collect();
        let pattern: Vec<char> = "word 1999 word 2000".chars().collect();
        let n_left: usize = Grams::new(&text).windows(&pattern, 2).iter().map(Range::len).sum();
        assert!(n_left * 4 < text.len(), "{n_left} of {} characters are left", text.len());
    }
}
