//! Says, cheaply, where in a text something like a pattern may stand.
//!
//! What is alike shares runs of three characters, and in the same order: run by
//! run, the place in the text less the place in the pattern is nearly the same.
//! That difference is called the diagonal. So the runs that text and pattern
//! share are counted per bin of diagonals, in one pass over an index of the text
//! (K. Rasmussen, J. Stoye and E. Myers, “Efficient q-gram filters for finding
//! all ε-matches over a given length”, Journal of Computational Biology 13, 2006).

use std::ops::Range;

/// The length of a run.
const GRAM: usize = 3;
/// Bins count no further, and no pattern asks for more.
const MAX_SHARED: usize = u8::MAX as usize;
/// So many bins are passed over together.
const CHUNK: usize = 64;
/// How many diagonals a bin has. Two neighbours are looked at together.
pub(super) const DRIFT: usize = 8;

/// Where in a text each run of some length stands, by a number made of the run: its
/// places, and those of a few others.
#[derive(Debug)]
pub(super) struct Buckets {
    /// Where the positions of each bucket begin; one more than there are buckets.
    starts: Vec<u32>,
    positions: Vec<u32>,
    shift: u32,
}

impl Buckets {
    /// Takes the numbers of all runs of a text; of `bits` bits are those of buckets.
    pub(super) fn new(runs: impl ExactSizeIterator<Item = u64> + Clone, bits: u32) -> Self {
        let shift = u64::BITS - bits;
        let mut starts = vec![0_u32; (1 << bits) + 2];
        let mut positions = vec![0; runs.len()];
        // Counting sort; two ahead, so that filling moves each start into place.
        for run in runs.clone() {
            starts[bucket(run, shift) + 2] += 1;
        }
        for index in 2..starts.len() {
            starts[index] += starts[index - 1];
        }
        for (run, at) in runs.zip(0_u32..) {
            let next = &mut starts[bucket(run, shift) + 1];
            positions[*next as usize] = at;
            *next += 1;
        }
        Self { starts, positions, shift }
    }

    /// Returns where a run may stand, ascending.
    pub(super) fn places(&self, run: u64) -> &[u32] {
        let bucket = bucket(run, self.shift);
        &self.positions[self.starts[bucket] as usize..self.starts[bucket + 1] as usize]
    }
}

/// Where in a text each run of three characters stands.
#[derive(Debug)]
pub(super) struct Trigrams {
    n_chars: usize,
    buckets: Buckets,
}

impl Trigrams {
    /// Sorts the runs of a text into buckets.
    pub(super) fn new(text: &[char]) -> Self {
        // About a bucket per character, while the table fits a second-level cache.
        let bits = text.len().next_power_of_two().trailing_zeros().clamp(8, 16);
        let buckets = Buckets::new(text.windows(GRAM).map(number), bits);
        Self { n_chars: text.len(), buckets }
    }

    /// Returns where the beginning of `pattern` may stand: places from which on the
    /// text shares at least a third of its runs, in order, without overlap.
    ///
    /// Characters that were inserted or left out may shift them by [`DRIFT`].
    pub(super) fn beginnings(&self, pattern: &[char]) -> Vec<Range<usize>> {
        let n_shared = (pattern.len().saturating_sub(GRAM - 1) / 3).clamp(1, MAX_SHARED);
        let counts = self.counts(pattern);
        let mut places: Vec<Range<usize>> = Vec::new();
        for (index, chunk) in counts.chunks(CHUNK).enumerate() {
            // Nearly all bins hold little; of two that hold enough, one holds half.
            if chunk.iter().copied().max().is_none_or(|most| usize::from(most) * 2 < n_shared) {
                continue;
            }
            let first = (index * CHUNK).saturating_sub(1);
            let after = (index * CHUNK + chunk.len()).min(counts.len() - 1);
            for bin in first..after {
                if usize::from(counts[bin]) + usize::from(counts[bin + 1]) >= n_shared {
                    let start = (bin * DRIFT).saturating_sub(pattern.len());
                    let end = ((bin + 2) * DRIFT).saturating_sub(pattern.len());
                    join(&mut places, start..end.min(self.n_chars));
                }
            }
        }
        places
    }

    /// Returns how many runs of the pattern occur on the diagonals of each bin. A
    /// run at `offset` of the pattern and `at` of the text is on the diagonal
    /// `at − offset`, counted from the first that can be: minus the pattern's length.
    fn counts(&self, pattern: &[char]) -> Vec<u8> {
        let n_bins = (self.n_chars + pattern.len()) / DRIFT + 2;
        let mut counts = vec![0_u8; n_bins];
        for (offset, gram) in pattern.windows(GRAM).enumerate() {
            let shift = pattern.len() - offset;
            for &at in self.buckets.places(number(gram)) {
                let count = &mut counts[(at as usize + shift) / DRIFT];
                *count = count.saturating_add(1);
            }
        }
        counts
    }
}

/// Adds a place that does not begin before the last one.
pub(super) fn join(places: &mut Vec<Range<usize>>, place: Range<usize>) {
    match places.last_mut() {
        Some(last) if last.end >= place.start => last.end = last.end.max(place.end),
        _ if place.is_empty() => {}
        _ => places.push(place),
    }
}

fn number(gram: &[char]) -> u64 {
    gram.iter().fold(0_u64, |mixed, &c| (mixed << 21) | u64::from(u32::from(c)))
}

fn bucket(run: u64, shift: u32) -> usize {
    (run.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> shift) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    /// Checks that `pattern` may begin at the `⟦` of a text, and hardly anywhere else.
    #[track_caller]
    fn check(pattern: &str, marked: &str) {
        let at = marked.chars().position(|c| c == '⟦').expect("the place is marked");
        let text = chars(&marked.replace('⟦', ""));
        let places = Trigrams::new(&text).beginnings(&chars(pattern));
        assert!(places.iter().any(|place| place.contains(&at)), "{at} is not in {places:?}");
        let n_left: usize = places.iter().map(Range::len).sum();
        assert!(n_left <= 6 * DRIFT, "{places:?}");
    }

    #[test]
    fn what_is_alike_is_told_and_little_else() {
        let noise = |from: u32| (from..from + 900).map(|n| format!("{n} ")).collect::<String>();
        let (before, after) = (noise(1000), noise(2000));
        let pattern = "the lamp that hung in the harbour";
        check(pattern, &format!("{before}⟦the lamp which hung at the harbour {after}"));
        check(pattern, &format!("⟦a lamp that hung in harbours {after}"));
        check(pattern, &format!("{before}⟦the old lamp hung in the harbour"));
        check(
            "晉太元中，武陵人捕魚為業。",
            &format!("{before}⟦晉太和中，武陵人以捕魚為業。{after}"),
        );
    }

    #[test]
    fn texts_shorter_than_a_run_are_searched_in_vain() {
        assert!(Trigrams::new(&chars("ab")).beginnings(&chars("ab")).is_empty());
        assert!(Trigrams::new(&[]).beginnings(&chars("abcdef")).is_empty());
    }
}
