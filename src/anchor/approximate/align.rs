//! Where a match begins, and where parts of the pattern lie in it.

use std::ops::{Range, RangeInclusive};

use super::{
    Match, Pattern,
    block::{Block, ROWS},
};

/// How a pattern lies in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alignment {
    /// Where the match begins, in characters of the text.
    pub start: usize,
    /// For each border asked for, the positions in the text at which it may lie:
    /// more than one if the text has characters of its own there.
    pub borders: Vec<RangeInclusive<usize>>,
}

impl Pattern {
    /// Returns how the pattern lies in `text` where it ends as `found` says.
    ///
    /// `borders` are positions in the pattern, from 0 to its length. Of several
    /// alignments with as few errors it is, seen from the end, the one that
    /// replaces characters before it leaves any out.
    #[must_use]
    pub fn align(&self, text: &[char], found: Match, borders: &[usize]) -> Alignment {
        // No match is longer than the pattern and its errors together.
        let from = found.end.saturating_sub(self.len() + found.errors);
        let columns = self.columns_of_rows(&text[from..found.end]);
        let lie_of = |&border: &usize| {
            let columns = &columns[border];
            from + columns.start()..=from + columns.end()
        };
        Alignment { start: from + *columns[0].end(), borders: borders.iter().map(lie_of).collect() }
    }

    /// Returns, for each row of the table of distances, the columns in which the
    /// best alignment that ends in the last cell passes through it.
    fn columns_of_rows(&self, text: &[char]) -> Vec<RangeInclusive<usize>> {
        let table = Table::new(self, text);
        let (mut row, mut column) = (self.len(), text.len());
        let mut columns = vec![column..=column; self.len() + 1];
        while row > 0 {
            let (row_before, column_before) = table.step_back(row, column);
            if row_before < row {
                columns[row_before] = column_before..=column_before;
            } else {
                columns[row] = column_before..=*columns[row].end();
            }
            (row, column) = (row_before, column_before);
        }
        columns
    }
}

/// Returns whole words, given where a passage may begin and end: no more than is needed, but
/// the whole of a word most of which is part of the passage. Of a place within a word
/// `borders` tells where that begins and ends, of any other the place twice.
pub(in crate::anchor) fn whole_words(
    start: &RangeInclusive<usize>,
    end: &RangeInclusive<usize>,
    borders: impl Fn(usize) -> (usize, usize),
) -> Range<usize> {
    let (word, next) = borders(*start.end());
    let is_free = word >= *start.start() || start.end() - word <= next - start.end();
    let first = if is_free { word } else { next };
    let (word, next) = borders(*end.start());
    let is_free = next <= *end.end() || next - end.start() <= end.start() - word;
    let last = if is_free { next } else { word };
    first..last.max(first)
}

/// The whole table of distances, as the differences between its rows.
struct Table<'a> {
    pattern: &'a Pattern,
    text: &'a [char],
    /// Column by column, from the one before the text.
    blocks: Vec<Block>,
}

impl<'a> Table<'a> {
    fn new(pattern: &'a Pattern, text: &'a [char]) -> Self {
        let mut column = vec![Block::FIRST; pattern.n_blocks];
        let mut blocks = Vec::with_capacity(column.len() * (text.len() + 1));
        blocks.extend_from_slice(&column);
        for &c in text {
            pattern.advance(&mut column, c, 0);
            blocks.extend_from_slice(&column);
        }
        Self { pattern, text, blocks }
    }

    /// Returns the cell from which the distance of a cell below row 0 comes.
    fn step_back(&self, row: usize, column: usize) -> (usize, usize) {
        if column == 0 {
            return (row - 1, 0);
        }
        if self.pattern.chars[row - 1] == self.text[column - 1] {
            return (row - 1, column - 1);
        }
        let errors_before = self.errors(row, column) - 1;
        if self.errors(row - 1, column - 1) == errors_before {
            (row - 1, column - 1)
        } else if self.errors(row - 1, column) == errors_before {
            (row - 1, column)
        } else {
            (row, column - 1)
        }
    }

    /// Returns a distance: row 0 holds zeros, the rows below differ by their bits.
    fn errors(&self, row: usize, column: usize) -> u32 {
        let blocks = &self.blocks[column * self.pattern.n_blocks..];
        let (mut more, mut fewer) = (0, 0);
        for (index, block) in blocks.iter().enumerate().take(row.div_ceil(ROWS)) {
            let n_rows = (row - index * ROWS).min(ROWS);
            let rows = u64::MAX >> (ROWS - n_rows);
            more += (block.more & rows).count_ones();
            fewer += (block.fewer & rows).count_ones();
        }
        more - fewer
    }
}
