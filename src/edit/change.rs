//! What both entries and their fields are changed by: stretches of a text, replaced.

use std::ops::Range;

use crate::yaml::tree::{line_break, next_line};

/// A stretch of a text, and what shall stand there instead.
#[derive(Debug)]
pub(super) struct Change {
    pub(super) range: Range<usize>,
    pub(super) new: String,
}

impl Change {
    pub(super) const fn insert(at: usize, new: String) -> Self {
        Self { range: at..at, new }
    }

    pub(super) const fn cut(range: Range<usize>) -> Self {
        Self { range, new: String::new() }
    }

    /// Puts lines below the line that ends at `at`, `gap` blank lines between.
    pub(super) fn insert_lines(text: &str, at: usize, gap: usize, lines: &[String]) -> Self {
        let line_break = line_break(text, at);
        Self::insert(at, line_break.repeat(gap + 1) + &lines.join(line_break))
    }
}

/// Returns a text with changes made, which are given in its order.
pub(super) fn changed(text: &str, changes: impl IntoIterator<Item = Change>) -> String {
    let (mut out, mut copied) = (String::with_capacity(text.len()), 0);
    for Change { range, new } in changes {
        out += &text[copied..range.start];
        out += &new;
        copied = range.end;
    }
    out + &text[copied..]
}

/// Returns lines as they are cut, given where the first begins and the last ends: with
/// their line break, or the one above them where the file ends without.
pub(super) fn whole_lines(text: &str, lines: Range<usize>) -> Range<usize> {
    let end = next_line(text, lines.end);
    if text[..end].ends_with('\n') {
        return lines.start..end;
    }
    text[..lines.start].trim_end_matches(['\n', '\r']).len()..end
}

/// Returns what is cut with one of the values that stand in brackets or braces, if it is
/// not the only one: one of the commas beside it, too.
pub(super) fn with_comma(values: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    match at.checked_sub(1) {
        Some(before) => Some(values[before].end..values[at].end),
        None => Some(values[at].start..values.get(1)?.start),
    }
}
