//! The prose, cut at the borders of the anchored passages.

use std::collections::{BTreeMap, BTreeSet};

use super::Mark;

/// Once so many passages were named in an article, a stretch names only the shortest of those
/// that cover it, and all that begin with it: of deeply nested passages all would take
/// quadratic space. Five hundred notes on one sentence name 30,000.
const MANY_NAMED: usize = 50_000;
const MOST_THEN: usize = 32;

/// A stretch of prose that the same passages cover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) start: usize,
    pub(super) end: usize,
    /// Indices of the marks that cover it, ascending; never empty.
    pub(super) marks: Vec<usize>,
    /// Indices of the marks that end with it.
    pub(super) ending: Vec<usize>,
}

/// All covered stretches of an article, in order.
#[derive(Debug, Default)]
pub(super) struct Segments(pub(super) Vec<Segment>);

/// The marks that begin and those that end in one place, by index.
#[derive(Default)]
struct Border {
    starting: Vec<usize>,
    ending: Vec<usize>,
}

impl Segments {
    /// Sweeps once over the sorted borders.
    pub(super) fn new(marks: &[Mark]) -> Self {
        let mut borders: BTreeMap<usize, Border> = BTreeMap::new();
        for (index, mark) in marks.iter().enumerate().filter(|(_, mark)| !mark.range.is_empty()) {
            borders.entry(mark.range.start).or_default().starting.push(index);
            borders.entry(mark.range.end).or_default().ending.push(index);
        }
        let by_length = |&index: &usize| (marks[index].range.len(), index);
        let mut active = BTreeSet::new();
        let mut segments = Vec::new();
        let mut n_named = 0;
        for ((&start, border), (&end, next)) in borders.iter().zip(borders.iter().skip(1)) {
            active.extend(border.starting.iter().map(by_length));
            let n_most = if n_named < MANY_NAMED { usize::MAX } else { MOST_THEN };
            let covering = active.iter().take(n_most).map(|(_, index)| index);
            let covering: BTreeSet<usize> = covering.chain(&border.starting).copied().collect();
            n_named += covering.len();
            if !covering.is_empty() {
                let (marks, ending) = (covering.into_iter().collect(), next.ending.clone());
                segments.push(Segment { start, end, marks, ending });
            }
            for index in &next.ending {
                active.remove(&by_length(index));
            }
        }
        Self(segments)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(range: std::ops::Range<usize>) -> Mark {
        Mark {
            id: String::new(),
            number: 1,
            range,
            spot: None,
            kind: "note",
            rating: None,
            tone: None,
            name: String::new(),
        }
    }

    #[test]
    fn overlapping_nested_and_equal_passages_cut_each_other() {
        let marks = [mark(0..6), mark(4..10), mark(4..10), mark(5..6), mark(12..13)];
        let segments = Segments::new(&marks);
        let shown: Vec<_> = segments
            .0
            .iter()
            .map(|segment| (segment.start..segment.end, &*segment.marks, &*segment.ending))
            .collect();
        assert_eq!(
            shown,
            [
                (0..4, [0].as_slice(), [].as_slice()),
                (4..5, &[0, 1, 2], &[]),
                (5..6, &[0, 1, 2, 3], &[0, 3]),
                (6..10, &[1, 2], &[1, 2]),
                (12..13, &[4], &[4]),
            ]
        );
    }

    #[test]
    fn of_deeply_nested_passages_the_shortest_are_named_and_each_once() {
        let marks: Vec<Mark> = (0..1000).map(|n| mark(n..3000 - n)).collect();
        let segments = Segments::new(&marks);
        let n_named: usize = segments.0.iter().map(|segment| segment.marks.len()).sum();
        assert!(n_named < 2 * marks.len() * (MOST_THEN + 1) + MANY_NAMED, "{n_named}");
        let named: BTreeSet<usize> =
            segments.0.iter().flat_map(|segment| segment.marks.clone()).collect();
        assert_eq!(named.len(), marks.len());
        let ending: usize = segments.0.iter().map(|segment| segment.ending.len()).sum();
        assert_eq!(ending, marks.len());
    }
}
