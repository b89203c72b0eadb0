//! Adds entries to a list, and takes them out.

use std::{iter::successors, ops::Range};

use serde_yaml::{Mapping, Value};

use super::{
    Document, List,
    change::{Change, changed, whole_lines, with_comma},
    write::{Style, flow, ordered, scalar},
};
use crate::yaml::tree::{Node, NodeKind, column, line_break, line_end, line_start, next_line};

impl Document {
    /// Returns an entry's key, if the list is a mapping, and its value.
    pub(super) fn entry(&self, index: usize) -> Option<(Option<&Node>, &Node)> {
        let root = self.tree().root.as_ref()?;
        match self.list {
            List::Annotations | List::Terms => Some((None, root.items().get(index)?)),
            List::Sources => {
                let pair = root.pairs().get(index)?;
                Some((Some(&pair.key), &pair.value))
            }
        }
    }

    /// Returns where an entry begins: its hyphen, its key, or its brace.
    fn start_of(&self, index: usize) -> Option<usize> {
        let root = self.tree().root.as_ref()?;
        match self.entry(index)? {
            (Some(key), _) => Some(key.span.start),
            (None, node) if root.is_flow() => Some(node.span.start),
            (None, _) if index == 0 => Some(root.hyphen(self.text())),
            (None, _) => {
                let below = self.lines_below(self.end_of(index - 1)?);
                let mut inner = below.map(|(at, line)| {
                    let inner = line.trim_start();
                    (at + line.len() - inner.len(), inner)
                });
                let (at, inner) = inner.find(|(_, it)| !it.is_empty() && !it.starts_with('#'))?;
                inner.starts_with('-').then_some(at)
            }
        }
    }

    /// Returns where an entry ends: its last line, the line break not included, or its brace.
    fn end_of(&self, index: usize) -> Option<usize> {
        let root = self.tree().root.as_ref()?;
        let end = self.entry(index)?.1.content_end(self.text());
        Some(match root.pairs().get(index) {
            _ if root.is_flow() => end,
            Some(pair) => pair.line_end(self.text()),
            None => line_end(self.text(), end),
        })
    }

    /// Returns where an entry in brackets or braces stands.
    fn places(&self) -> Option<Vec<Range<usize>>> {
        let place = |index| Some(self.start_of(index)?..self.end_of(index)?);
        (0..self.entries.len()).map(place).collect()
    }

    /// Returns the lines below one that ends at a byte, and where each begins.
    fn lines_below(&self, end: usize) -> impl Iterator<Item = (usize, &str)> {
        let text = self.text();
        let starts = successors(Some(next_line(text, end)), |&at| Some(next_line(text, at)));
        let starts = starts.take_while(|&at| at < text.len());
        starts.map(|at| (at, &text[at..line_end(text, at)]))
    }

    /// Returns where the comments end that stand below an entry and are indented like
    /// its fields. If they were left behind, the text above might take them in.
    fn end_with_comments(&self, index: usize) -> Option<usize> {
        let (start, end) = (self.start_of(index)?, self.end_of(index)?);
        let column = column(self.text(), start);
        let is_own = |line: &str| {
            let inner = line.trim_start();
            inner.starts_with('#') && line.len() - inner.len() > column
        };
        let below = self.lines_below(end);
        let own = below.take_while(|(_, line)| line.trim().is_empty() || is_own(line));
        let last = own.filter(|(_, line)| is_own(line)).last();
        Some(last.map_or(end, |(at, line)| at + line.len()))
    }

    /// Returns the lines of an entry, from 1, end exclusive.
    pub(super) fn lines_of(&self, index: usize) -> Range<usize> {
        let bytes = self.start_of(index).unwrap_or(0)..self.end_of(index).unwrap_or(0);
        let line = |at| self.yaml.file.line_column(at).line;
        line(bytes.start)..line(bytes.end) + 1
    }

    /// Returns how entries are laid out: the column where they begin, that of their
    /// keys relative to it, and that of lists within them.
    fn style(&self) -> (usize, Style) {
        let text = self.text();
        let start = self.start_of(0).map_or(0, |at| column(text, at));
        let mut offsets = (0..self.entries.len()).filter_map(|index| {
            let (_, node) = self.entry(index)?;
            let key = &node.pairs().first().filter(|_| !node.is_flow())?.key;
            column(text, key.span.start).checked_sub(start).filter(|offset| *offset >= 1)
        });
        let offset = offsets.next_back().unwrap_or(2);
        let minimum = if self.list == List::Sources { 1 } else { 2 };
        let list_indent = self.list_indent().unwrap_or(2);
        (start, Style { column: start + offset.max(minimum), list_indent })
    }

    /// Returns how far lists within entries stand right of their key, where there are any.
    pub(super) fn list_indent(&self) -> Option<usize> {
        let text = self.text();
        let nodes = (0..self.entries.len()).filter_map(|index| Some(self.entry(index)?.1));
        nodes
            .filter(|node| !node.is_flow())
            .flat_map(Node::pairs)
            .filter(|pair| matches!(pair.value.kind, NodeKind::Seq { is_flow: false, .. }))
            .filter_map(|pair| {
                let of_list = column(text, pair.value.hyphen(text));
                of_list.checked_sub(column(text, pair.key.span.start))
            })
            .next_back()
    }

    /// Returns how many blank lines stand between entries: as between the last two.
    fn gap(&self) -> usize {
        let count = || {
            let last = self.entries.len().checked_sub(1)?;
            let start = line_start(self.text(), self.start_of(last)?);
            // What stands there first is the rest of a line.
            let lines = self.text()[self.end_of(last.checked_sub(1)?)?..start].lines().skip(1);
            Some(lines.filter(|line| line.trim().is_empty()).count())
        };
        count().map_or(1, |n_blank| n_blank.min(2))
    }
}

/// Returns texts with new entries, the best first: which of them hold what is meant
/// is for the caller to find out.
pub(super) fn with_entries(document: &Document, new: &[(String, Mapping)]) -> Vec<String> {
    let text = document.text();
    let end = document.tree().end;
    let Some(root) = &document.tree().root else {
        return vec![into_empty(document, text, end, new)];
    };
    let inner = text[root.span.clone()].trim_matches(['[', ']', '{', '}']);
    if document.entries.is_empty() && (inner.trim().is_empty() || !root.is_flow()) {
        let value = with_its_line(text, &root.span);
        let n_taken = value.len();
        let left = changed(text, [Change::cut(value)]);
        return vec![into_empty(document, &left, end - n_taken, new)];
    }
    if root.is_flow() {
        let change = into_brackets(document, root, new);
        return change.map(|change| changed(text, [change])).into_iter().collect();
    }
    // A blank line after a text that keeps its blank lines would belong to it.
    let changes = [document.gap(), 0].into_iter().filter_map(|gap| among_lines(document, new, gap));
    changes.map(|changes| changed(text, changes)).collect()
}

/// Puts the lines of new entries where each of them belongs.
fn among_lines(document: &Document, new: &[(String, Mapping)], gap: usize) -> Option<Vec<Change>> {
    let (text, entries) = (document.text(), &document.entries);
    let order = order_of(document);
    let place = |id: &str| match order {
        Some(rank) => entries.partition_point(|(key, _)| rank(key) < rank(id)),
        None => entries.len(),
    };
    let mut placed: Vec<_> = new.iter().map(|entry| (place(&entry.0), entry)).collect();
    if let Some(rank) = order {
        placed.sort_by_key(|(index, (id, _))| (*index, rank(id)));
    }
    let change = |group: &[(usize, &(String, Mapping))]| {
        let lines = lines_of(document, group.iter().map(|(_, entry)| *entry), gap);
        let Some(last) = group[0].0.checked_sub(1) else {
            let at = line_start(text, document.start_of(0)?);
            let line_break = line_break(text, at);
            return Some(Change::insert(at, lines.join(line_break) + &line_break.repeat(gap + 1)));
        };
        let mut at = document.end_with_comments(last)?;
        if last + 1 == entries.len() {
            at = at.max(last_content(text, document.tree().end));
        }
        Some(Change::insert_lines(text, at, gap, &lines))
    };
    placed.chunk_by(|a, b| a.0 == b.0).map(change).collect()
}

/// Returns by what the works of a list are sorted: their keys, in whatever case, if they are.
fn order_of(document: &Document) -> Option<fn(&str) -> String> {
    let orders: [fn(&str) -> String; 2] = [str::to_owned, str::to_lowercase];
    let entries = &document.entries;
    let is_list = document.list == List::Sources && entries.len() > 1;
    let is_sorted =
        |rank: &fn(&str) -> String| entries.is_sorted_by(|a, b| rank(&a.0) < rank(&b.0));
    orders.into_iter().find(is_sorted).filter(|_| is_list)
}

/// Returns the lines of entries that follow each other, `gap` blank lines between.
fn lines_of<'e>(
    document: &Document,
    new: impl IntoIterator<Item = &'e (String, Mapping)>,
    gap: usize,
) -> Vec<String> {
    let (start, style) = document.style();
    let indent = " ".repeat(start);
    let mut lines = Vec::new();
    for (id, entry) in new {
        if !lines.is_empty() {
            lines.extend(std::iter::repeat_n(String::new(), gap));
        }
        let first = lines.len();
        for (key, value) in ordered(entry, document.list.fields()) {
            lines.extend(style.field(key.as_str().unwrap_or_default(), value));
        }
        match document.list {
            List::Sources => lines.insert(first, format!("{indent}{}:", scalar(id))),
            List::Annotations | List::Terms => {
                lines[first].replace_range(..=start, &format!("{indent}-"));
            }
        }
    }
    lines
}

/// Returns where the last line that is not blank ends, before `end`.
fn last_content(text: &str, end: usize) -> usize {
    text[..end].trim_end().len()
}

/// Returns what a document was left as, which ends at `end`, with new entries.
fn into_empty(document: &Document, left: &str, end: usize, new: &[(String, Mapping)]) -> String {
    let line_break = line_break(document.text(), 0);
    let lines = lines_of(document, new, document.gap()).join(line_break);
    let at = last_content(left, end);
    let last_line = left[line_start(left, at)..at].trim_start_matches('\u{feff}');
    let new = match last_line {
        "" => lines + line_break,
        // No blank line below `---`.
        line if line.starts_with("---") => line_break.to_owned() + &lines,
        _ => line_break.repeat(2) + &lines,
    };
    changed(left, [Change::insert(at, new)])
}

/// Returns where `[]` or `null` stands, with its line if nothing else stands there.
fn with_its_line(text: &str, value: &Range<usize>) -> Range<usize> {
    let (start, end) = (line_start(text, value.start), line_end(text, value.end));
    let rest = &text[value.end..end];
    if text[start..value.start].trim().is_empty() && rest.trim().is_empty() {
        start..next_line(text, value.end)
    } else {
        value.start..end - rest.trim_start().len()
    }
}

fn into_brackets(document: &Document, root: &Node, new: &[(String, Mapping)]) -> Option<Change> {
    let text = document.text();
    let written = new.iter().map(|(id, entry)| {
        let pairs = ordered(entry, document.list.fields());
        let fields: Vec<String> =
            pairs.iter().map(|(key, value)| format!("{}: {}", flow(key), flow(value))).collect();
        let key = match document.list {
            List::Sources => flow(&Value::from(id.as_str())) + ": ",
            List::Annotations | List::Terms => String::new(),
        };
        format!("{key}{{ {} }}", fields.join(", "))
    });
    let written: Vec<String> = written.collect();
    let Some(last) = document.entries.len().checked_sub(1) else {
        return Some(Change::insert(root.span.end - 1, written.join(", ")));
    };
    let start = document.start_of(last)?;
    let before = &text[line_start(text, start)..start];
    let gap = if before.trim().is_empty() {
        format!(",{}{before}", line_break(text, start))
    } else {
        ", ".to_owned()
    };
    Some(Change::insert(document.end_of(last)?, gap.clone() + &written.join(&gap)))
}

/// Returns texts without an entry, the best first.
pub(super) fn without_entry(document: &Document, index: usize) -> Vec<String> {
    let Some(range) = cut(document, index) else { return Vec::new() };
    let text = document.text();
    let nothing = if document.list == List::Sources { "{}" } else { "[]" };
    let empty = [nothing, line_break(text, range.start)].concat();
    // Where `...` follows, there must be a document.
    let change = |new| Change { range: range.clone(), new };
    [String::new(), empty].map(|new| changed(text, [change(new)])).into()
}

/// Returns what is taken out with an entry: its lines, and the blank lines that set it
/// apart from a neighbour.
fn cut(document: &Document, index: usize) -> Option<Range<usize>> {
    let root = document.tree().root.as_ref()?;
    if root.is_flow() {
        let inner = root.span.start + 1..root.span.end - 1;
        return with_comma(&document.places()?, index).or(Some(inner));
    }
    let text = document.text();
    let first = document.start_of(index)?;
    let start = line_start(text, first);
    if !text[start..first].trim().is_empty() {
        return None;
    }
    let own_end = document.end_with_comments(index)?;
    let end = next_line(text, own_end);
    let earliest = match index.checked_sub(1) {
        Some(before) => next_line(text, document.end_of(before)?),
        None => line_start(text, 0),
    };
    let above = text[earliest..start].split_inclusive('\n').rev();
    let below = &text[end..document.tree().end.max(end)];
    if below.trim().is_empty() {
        let n_above: usize = blank(above).sum();
        return Some(whole_lines(text, start - n_above..own_end));
    }
    let n_lines = if index == 0 { usize::MAX } else { blank(above).count() };
    let n_below: usize = blank(below.split_inclusive('\n')).take(n_lines).sum();
    Some(start..end + n_below)
}

/// Returns the lengths of lines until the first that is not blank.
fn blank<'t>(lines: impl Iterator<Item = &'t str>) -> impl Iterator<Item = usize> {
    lines.take_while(|line| line.trim().is_empty()).map(str::len)
}
