//! Tables as Markdown has them: one row of headings, then rows of as many cells.

use super::tree::Tree;

/// The place of a cell; `None` for one that another spans.
pub(super) type Cell = Option<usize>;

/// A table: its headings, and its rows.
pub(super) struct Grid {
    pub(super) head: Vec<Cell>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// So many cells are added where others span them: a few bytes may stand for millions.
const MAX_ADDED: usize = 10_000;
const MAX_COLUMNS: usize = 1_000;
/// In Markdown each row is as wide as the widest: one may make millions of cells of many.
const MAX_CELLS: usize = 1_000_000;

impl Grid {
    /// Returns whether a table would be far larger than what it holds.
    pub(super) fn is_too_large(&self) -> bool {
        self.head.len().saturating_mul(self.rows.len()) > MAX_CELLS
    }
}

/// Returns a table that has headings, of its columns or its rows; others are layout.
pub(super) fn grid(tree: &Tree, at: usize) -> Option<Grid> {
    let mut rows = Vec::new();
    for part in tree.children(at) {
        let in_head = tree.is_named(part, "thead");
        if tree.is_named(part, "tr") {
            rows.push((part, false));
        } else if in_head || tree.is_named(part, "tbody") || tree.is_named(part, "tfoot") {
            let in_part = tree.children(part).filter(|row| tree.is_named(*row, "tr"));
            rows.extend(in_part.map(|row| (row, in_head)));
        }
    }
    let is_heading = |cell: usize| tree.is_named(cell, "th");
    let has_headings =
        rows.iter().any(|(row, in_head)| *in_head || tree.children(*row).any(is_heading));
    let (first, first_in_head) = *rows.first().filter(|_| has_headings)?;
    let is_head = first_in_head || cells_of(tree, first).all(is_heading);
    let mut rows = spread(tree, rows.into_iter().map(|(row, _)| row));
    let n_columns = rows.iter().map(Vec::len).max().filter(|n| *n > 0)?;
    let mut head = if is_head { rows.remove(0) } else { Vec::new() };
    head.resize(n_columns, None);
    Some(Grid { head, rows })
}

fn cells_of(tree: &Tree, row: usize) -> impl Iterator<Item = usize> + '_ {
    let is_cell = |at: &usize| tree.is_named(*at, "td") || tree.is_named(*at, "th");
    tree.children(row).filter(is_cell)
}

/// Returns the cells of rows, with the places that are spanned by others.
fn spread(tree: &Tree, rows: impl Iterator<Item = usize>) -> Vec<Vec<Cell>> {
    let mut n_added = 0;
    // For each column, how many rows below are spanned.
    let mut spans: Vec<i64> = Vec::new();
    let mut spread = Vec::new();
    for row in rows {
        let mut cells: Vec<Cell> = Vec::new();
        let skip_spanned = |cells: &mut Vec<Cell>, spans: &mut Vec<i64>| {
            while let Some(left) = spans.get_mut(cells.len()).filter(|left| **left > 0) {
                *left -= 1;
                cells.push(None);
            }
        };
        for cell in cells_of(tree, row) {
            skip_spanned(&mut cells, &mut spans);
            let span = |name| tree.number(cell, name).unwrap_or(1).max(1);
            let (n_columns, n_rows) = (span("colspan"), span("rowspan"));
            let column = cells.len();
            cells.push(Some(cell));
            for _ in 1..usize::try_from(n_columns).unwrap_or(1).min(MAX_COLUMNS) {
                n_added += 1;
                if n_added < MAX_ADDED {
                    cells.push(None);
                }
            }
            if n_rows > 1 && cells.len() <= MAX_COLUMNS && n_added < MAX_ADDED {
                spans.resize(spans.len().max(cells.len()), 0);
                spans[column..cells.len()].fill(n_rows - 1);
            }
        }
        skip_spanned(&mut cells, &mut spans);
        n_added += cells.iter().filter(|cell| cell.is_none()).count();
        if n_added >= MAX_ADDED {
            spans.clear();
        }
        spread.push(cells);
    }
    spread
}
