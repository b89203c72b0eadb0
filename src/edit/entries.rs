//! Adds entries to a list, and takes them out.

use std::ops::Range;

use serde_yaml::{Mapping, Value};

use super::{
    Document, List,
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
        let (key, node) = self.entry(index)?;
        if let Some(key) = key {
            return Some(key.span.start);
        }
        if root.is_flow() {
            return Some(node.span.start);
        }
        if index == 0 {
            return Some(root.hyphen(self.text()));
        }
        let text = self.text();
        let mut at = next_line(text, self.end_of(index - 1)?);
        while at < text.len() {
            let line = &text[at..line_end(text, at)];
            let inner = line.trim_start();
            if !inner.is_empty() && !inner.starts_with('#') {
                return inner.starts_with('-').then(|| at + line.len() - inner.len());
            }
            at = next_line(text, at);
        }
        None
    }

    /// Returns where an entry ends: its last line, the line break not included, or its brace.
    fn end_of(&self, index: usize) -> Option<usize> {
        let root = self.tree().root.as_ref()?;
        let (_, node) = self.entry(index)?;
        let end = node.content_end(self.text());
        if root.is_flow() {
            return Some(end);
        }
        match self.list {
            List::Sources => Some(root.pairs().get(index)?.line_end(self.text())),
            List::Annotations | List::Terms => Some(line_end(self.text(), end)),
        }
    }

    /// Returns where the comments end that stand below an entry and are indented like
    /// its fields. If they were left behind, the text above might take them in.
    fn end_with_comments(&self, index: usize) -> Option<usize> {
        let text = self.text();
        let (start, mut end) = (self.start_of(index)?, self.end_of(index)?);
        let mut at = next_line(text, end);
        while at < text.len() {
            let line = &text[at..line_end(text, at)];
            let inner = line.trim_start();
            let is_own = inner.starts_with('#') && line.len() - inner.len() > column(text, start);
            if is_own {
                end = line_end(text, at);
            } else if !inner.is_empty() {
                break;
            }
            at = next_line(text, at);
        }
        Some(end)
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
        let first = self.tree().root.as_ref().and_then(|_| self.start_of(0));
        let start = first.map_or(0, |at| column(text, at));
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

    /// Returns whether new entries belong where their key does.
    fn is_sorted_by_key(&self) -> bool {
        let is_sorted = || self.entries.is_sorted_by(|a, b| a.0 < b.0);
        self.list == List::Sources && self.entries.len() > 1 && is_sorted()
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
    let lines = || lines_of_all(document, new, document.gap());
    let Some(root) = &document.tree().root else {
        return vec![into_empty(text, end, &lines(), line_break(text, 0))];
    };
    let inner = text[root.span.clone()].trim_matches(['[', ']', '{', '}']);
    if document.entries.is_empty() && (inner.trim().is_empty() || !root.is_flow()) {
        let (left, n_taken) = without_value(text, &root.span);
        return vec![into_empty(&left, end - n_taken, &lines(), line_break(text, 0))];
    }
    if root.is_flow() {
        return into_brackets(document, root, new).into_iter().collect();
    }
    // A blank line after a text that keeps its blank lines would belong to it.
    [document.gap(), 0].into_iter().filter_map(|gap| with_lines(document, new, gap)).collect()
}

/// Puts the lines of new entries where each of them belongs, in one pass.
fn with_lines(document: &Document, new: &[(String, Mapping)], gap: usize) -> Option<String> {
    let mut placed: Vec<_> =
        new.iter().map(|entry| (place_among(document, &entry.0), entry)).collect();
    if document.is_sorted_by_key() {
        placed.sort_by_key(|(before, (id, _))| (*before, id));
    }
    let text = document.text();
    let mut out = String::with_capacity(text.len());
    let mut copied = 0;
    for group in placed.chunk_by(|a, b| a.0 == b.0) {
        let before = group[0].0;
        let entries: Vec<_> = group.iter().map(|(_, entry)| (*entry).clone()).collect();
        let lines = lines_of_all(document, &entries, gap);
        if before == 0 {
            let at = line_start(text, document.start_of(0)?);
            let line_break = line_break(text, at);
            let gap = line_break.repeat(gap + 1);
            out.push_str(&[&text[..at], &lines.join(line_break), &gap].concat());
            copied = at;
            continue;
        }
        let end = document.end_with_comments(before - 1)?;
        let at = if before == document.entries.len() {
            end.max(last_content(text, document.tree().end))
        } else {
            end
        };
        let line_break = line_break(text, at);
        out.push_str(&text[copied..at]);
        out.push_str(&line_break.repeat(gap + 1));
        out.push_str(&lines.join(line_break));
        copied = at;
    }
    out.push_str(&text[copied..]);
    Some(out)
}

/// Returns the lines of entries that follow each other, `gap` blank lines between.
fn lines_of_all(document: &Document, new: &[(String, Mapping)], gap: usize) -> Vec<String> {
    let (start, style) = document.style();
    let mut lines = Vec::new();
    for (id, entry) in new {
        if !lines.is_empty() {
            lines.extend(std::iter::repeat_n(String::new(), gap));
        }
        lines.extend(entry_lines(document.list, id, entry, start, style));
    }
    lines
}

/// Returns the index at which a new entry belongs: sorted by key where all are.
fn place_among(document: &Document, id: &str) -> usize {
    if document.is_sorted_by_key() {
        document.entries.partition_point(|(key, _)| key.as_str() < id)
    } else {
        document.entries.len()
    }
}

fn entry_lines(list: List, id: &str, entry: &Mapping, start: usize, style: Style) -> Vec<String> {
    let mut lines: Vec<String> = ordered(entry, list.fields())
        .into_iter()
        .flat_map(|(key, value)| style.field(key.as_str().unwrap_or_default(), value))
        .collect();
    let indent = " ".repeat(start);
    match list {
        List::Sources => lines.insert(0, format!("{indent}{}:", scalar(id))),
        List::Annotations | List::Terms => {
            lines[0].replace_range(..=start, &format!("{indent}-"));
        }
    }
    lines
}

/// Returns the text with lines after the one that ends at `at`, `gap` blank lines between.
pub(super) fn insert_lines(text: &str, at: usize, gap: usize, lines: &[String]) -> String {
    let line_break = line_break(text, at);
    let gap = line_break.repeat(gap + 1);
    [&text[..at], &gap, &lines.join(line_break), &text[at..]].concat()
}

/// Returns where the last line that is not blank ends, before `end`.
fn last_content(text: &str, end: usize) -> usize {
    text[..end].trim_end().len()
}

fn into_empty(text: &str, end: usize, lines: &[String], line_break: &str) -> String {
    let at = last_content(text, end);
    let last_line = &text[line_start(text, at)..at];
    if last_line.trim_start_matches('\u{feff}').is_empty() {
        return [&text[..at], &lines.join(line_break), line_break, &text[at..]].concat();
    }
    // No blank line below `---`.
    let gap = line_break.repeat(if last_line.starts_with("---") { 1 } else { 2 });
    [&text[..at], &gap, &lines.join(line_break), &text[at..]].concat()
}

/// Takes `[]` or `null` out, with its line if nothing else stands there; returns how
/// many bytes that were.
fn without_value(text: &str, value: &Range<usize>) -> (String, usize) {
    let mut range = value.clone();
    let (start, end) = (line_start(text, range.start), line_end(text, range.end));
    let is_alone =
        text[start..range.start].trim().is_empty() && text[range.end..end].trim().is_empty();
    if is_alone {
        range = start..next_line(text, range.end);
    } else {
        let rest = &text[range.end..end];
        range.end += rest.len() - rest.trim_start().len();
    }
    ([&text[..range.start], &text[range.end..]].concat(), range.len())
}

fn into_brackets(document: &Document, root: &Node, new: &[(String, Mapping)]) -> Option<String> {
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
        let at = root.span.end - 1;
        return Some([&text[..at], &written.join(", "), &text[at..]].concat());
    };
    let (start, end) = (document.start_of(last)?, document.end_of(last)?);
    let before = &text[line_start(text, start)..start];
    let gap = if before.trim().is_empty() {
        format!(",{}{before}", line_break(text, start))
    } else {
        ", ".to_owned()
    };
    Some([&text[..end], &gap, &written.join(&gap), &text[end..]].concat())
}

/// Returns texts without an entry, the best first.
pub(super) fn without_entry(document: &Document, index: usize) -> Vec<String> {
    let Some(cut) = cut_entry(document, index) else { return Vec::new() };
    let text = document.text();
    let nothing = if document.list == List::Sources { "{}" } else { "[]" };
    let empty = [nothing, line_break(text, cut.start)].concat();
    // Where `...` follows, there must be a document.
    ["", &empty].map(|new| [&text[..cut.start], new, &text[cut.end..]].concat()).into()
}

fn cut_entry(document: &Document, index: usize) -> Option<Range<usize>> {
    let root = document.tree().root.as_ref()?;
    if root.is_flow() {
        cut_from_brackets(document, root, index)
    } else {
        cut_lines(document, index)
    }
}

fn cut_from_brackets(document: &Document, root: &Node, index: usize) -> Option<Range<usize>> {
    let (start, end) = (document.start_of(index)?, document.end_of(index)?);
    if index > 0 {
        return Some(document.end_of(index - 1)?..end);
    }
    if document.entries.len() > 1 {
        return Some(start..document.start_of(1)?);
    }
    Some(root.span.start + 1..root.span.end - 1)
}

/// The entry's lines, and the blank lines that set it apart from a neighbour.
fn cut_lines(document: &Document, index: usize) -> Option<Range<usize>> {
    let text = document.text();
    let start = line_start(text, document.start_of(index)?);
    if !text[start..document.start_of(index)?].trim().is_empty() {
        return None;
    }
    let end = next_line(text, document.end_with_comments(index)?);
    let earliest = match index.checked_sub(1) {
        Some(before) => next_line(text, document.end_of(before)?),
        None => line_start(text, 0),
    };
    let blank_above = blank_end(&text[earliest..start]);
    let blank_below = blank_start(&text[end..document.tree().end.max(end)]);
    let is_last = text[end..document.tree().end.max(end)].trim().is_empty();
    let is_first = index == 0;
    if is_last {
        let above = start - blank_above.iter().sum::<usize>();
        // Where the file ends without a line break, the one above goes, too.
        let is_open = !text[..end].ends_with('\n');
        return Some(if is_open { before_break(text, above) } else { above }..end);
    }
    let n_below =
        if is_first { blank_below.len() } else { blank_below.len().min(blank_above.len()) };
    Some(start..end + blank_below[..n_below].iter().sum::<usize>())
}

/// Returns where the line above ends, its line break not included, if there is one.
pub(super) fn before_break(text: &str, start_of_line: usize) -> usize {
    text[..start_of_line].trim_end_matches(['\n', '\r']).len()
}

/// Returns the lengths of the blank lines at the start of a text that begins a line.
fn blank_start(text: &str) -> Vec<usize> {
    text.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).collect()
}

/// Returns the lengths of the blank lines at the end of a text that ends a line.
fn blank_end(text: &str) -> Vec<usize> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    lines.into_iter().rev().take_while(|line| line.trim().is_empty()).map(str::len).collect()
}
