//! The prose, cut at the borders of the anchored passages.

use super::Mark;

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

impl Segments {
    /// Sweeps once over the sorted borders.
    pub(super) fn new(marks: &[Mark]) -> Self {
        let mut borders: Vec<usize> =
            marks.iter().flat_map(|mark| [mark.range.start, mark.range.end]).collect();
        borders.sort_unstable();
        borders.dedup();
        let mut by_start: Vec<usize> = (0..marks.len()).collect();
        by_start.sort_by_key(|&index| marks[index].range.start);
        let mut coming = by_start.into_iter().peekable();
        let mut active: Vec<usize> = Vec::new();
        let mut segments = Vec::new();
        for pair in borders.windows(2) {
            let (start, end) = (pair[0], pair[1]);
            active.retain(|&index| marks[index].range.end > start);
            while let Some(index) = coming.next_if(|&index| marks[index].range.start == start) {
                active.push(index);
            }
            if active.is_empty() {
                continue;
            }
            active.sort_unstable();
            let ends_here = |&&index: &&usize| marks[index].range.end == end;
            let ending = active.iter().filter(ends_here).copied().collect();
            segments.push(Segment { start, end, marks: active.clone(), ending });
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
}
