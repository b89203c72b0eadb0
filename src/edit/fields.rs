//! Changes one field of one entry.

use std::ops::Range;

use serde_yaml::Value;

use super::{
    Document,
    change::{Change, changed, whole_lines, with_comma},
    write::{Style, flow},
};
use crate::yaml::tree::{Node, NodeKind, Pair, column, line_break, line_end, line_start};

/// Returns the text with another value of a field; `Null` takes the field away.
///
/// `None` if the entry is written in a way that cannot be edited.
pub(super) fn with_field(
    document: &Document,
    index: usize,
    name: &str,
    value: &Value,
) -> Option<String> {
    let (_, node) = document.entry(index)?;
    let entry = Entry { document, node, index };
    let found = node.pairs().iter().position(|pair| pair.name == name);
    let change = match found {
        Some(at) if value.is_null() => Change::cut(entry.cut(at)?),
        Some(at) => entry.replacement(&node.pairs()[at], value)?,
        None if value.is_null() => return Some(document.text().to_owned()),
        None => entry.addition(name, value)?,
    };
    Some(changed(document.text(), [change]))
}

/// An entry that is a mapping.
struct Entry<'a> {
    document: &'a Document,
    node: &'a Node,
    index: usize,
}

impl<'a> Entry<'a> {
    fn text(&self) -> &'a str {
        self.document.text()
    }

    fn style(&self) -> Option<Style> {
        let first = self.node.pairs().first()?;
        let list_indent = self.document.list_indent().unwrap_or(2);
        Some(Style { column: column(self.text(), first.key.span.start), list_indent })
    }

    /// Returns where a pair in braces ends.
    fn end_in_braces(&self, pair: &Pair) -> usize {
        let after_key = pair.after_colon(self.text()).unwrap_or(pair.key.span.end);
        pair.value.span.end.max(after_key)
    }

    /// Returns the pair after which a new field belongs: the last of those that come
    /// before it in the order of fields, or of all.
    fn predecessor(&self, name: &str) -> Option<&'a Pair> {
        let fields = self.document.list.fields();
        let rank = |name: &str| fields.iter().position(|field| *field == name);
        let comes_before =
            |pair: &&Pair| rank(&pair.name).zip(rank(name)).is_some_and(|(other, own)| other < own);
        self.node.pairs().iter().rfind(comes_before).or(self.node.pairs().last())
    }

    fn addition(&self, name: &str, value: &Value) -> Option<Change> {
        let after = self.predecessor(name);
        if self.node.is_flow() {
            let written = format!("{name}: {}", flow(value));
            return Some(match after {
                Some(pair) => Change::insert(self.end_in_braces(pair), format!(", {written}")),
                None => Change { range: self.node.span.clone(), new: format!("{{ {written} }}") },
            });
        }
        let end = after?.line_end(self.text());
        Some(Change::insert_lines(self.text(), end, 0, &self.style()?.field(name, value)))
    }

    fn cut(&self, at: usize) -> Option<Range<usize>> {
        let (text, pairs) = (self.text(), self.node.pairs());
        let key = pairs[at].key.span.start;
        if self.node.is_flow() {
            let place = |pair: &Pair| pair.key.span.start..self.end_in_braces(pair);
            let places: Vec<_> = pairs.iter().map(place).collect();
            return with_comma(&places, at).or(Some(places[at].clone()));
        }
        let start = line_start(text, key);
        if !text[start..key].trim().is_empty() {
            // The first field stands on the line of the hyphen; the next one takes its place.
            return Some(key..pairs.get(at + 1)?.key.span.start);
        }
        Some(whole_lines(text, start..pairs[at].line_end(text)))
    }

    /// Replaces a field's value. A comment on the key's line stays there.
    fn replacement(&self, pair: &Pair, value: &Value) -> Option<Change> {
        let text = self.text();
        if let Some(change) = self.changed_number(pair, value) {
            return Some(change);
        }
        let after_colon = pair.after_colon(text);
        if self.node.is_flow() {
            let (start, colon) = after_colon.map_or((pair.key.span.end, ":"), |at| (at, ""));
            let end = if colon.is_empty() { self.end_in_braces(pair) } else { start };
            return Some(Change { range: start..end, new: format!("{colon} {}", flow(value)) });
        }
        if let Some(change) = self.changed_items(pair, value) {
            return Some(change);
        }
        let (start, end) = (after_colon?, pair.line_end(text));
        let mut lines = self.style()?.value(&pair.name, value);
        lines[0] += self.comment_of(pair, start, end);
        Some(Change { range: start..end, new: lines.join(line_break(text, end)) })
    }

    /// Returns the comment that stands on a field's line, with the space before it.
    fn comment_of(&self, pair: &Pair, after_colon: usize, end: usize) -> &'a str {
        let (text, value) = (self.text(), &pair.value);
        let is_block = match value.kind {
            NodeKind::Scalar { is_block } => is_block,
            NodeKind::Seq { is_flow, .. } | NodeKind::Map { is_flow, .. } => !is_flow,
            NodeKind::Alias => false,
        };
        if !is_block {
            let rest = &text[value.span.end.max(after_colon)..end];
            return if rest.trim_start().starts_with('#') { rest } else { "" };
        }
        let head_end = line_end(text, after_colon);
        let head = if head_end <= value.span.start { &text[after_colon..head_end] } else { "" };
        head.find(" #").map_or("", |start| &head[start..])
    }

    /// Replaces only the one number that changed within a mapping; `None` if something else
    /// did.
    fn changed_number(&self, pair: &Pair, value: &Value) -> Option<Change> {
        let old = self.document.entries[self.index].1.get(&pair.name)?.as_mapping()?;
        let new = value.as_mapping().filter(|new| new.len() == old.len())?;
        let mut changed = new.iter().filter(|(key, value)| old.get(*key) != Some(*value));
        let (key, number) = changed.next().filter(|(_, value)| value.is_number())?;
        let found = pair.value.pairs().iter().find(|inner| key.as_str() == Some(&inner.name))?;
        let is_plain = matches!(found.value.kind, NodeKind::Scalar { is_block: false });
        let is_only = changed.next().is_none() && is_plain && old.get(key)?.is_number();
        is_only.then(|| Change { range: found.value.span.clone(), new: flow(number) })
    }

    /// Replaces only those items of a list that changed; `None` if both are not lists
    /// with something in common.
    fn changed_items(&self, pair: &Pair, value: &Value) -> Option<Change> {
        let old = self.document.entries[self.index].1.get(&pair.name)?.as_sequence()?;
        let new = value.as_sequence()?;
        let NodeKind::Seq { items, is_flow: false } = &pair.value.kind else { return None };
        let n_before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[n_before..], &new[n_before..]);
        let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
        let n_after = pairs.take_while(|(old, new)| old == new).count();
        if n_before + n_after == 0 {
            return None;
        }
        let text = self.text();
        let hyphen = pair.value.hyphen(text);
        let key = column(text, pair.key.span.start);
        let style = Style { column: key, list_indent: column(text, hyphen).checked_sub(key)? };
        let line_break = line_break(text, hyphen);
        // From the end of the line above to the end of the last that is gone.
        let end_of = |item: &Node| line_end(text, item.content_end(text));
        let start = match n_before.checked_sub(1) {
            Some(last) => end_of(&items[last]),
            None => line_start(text, hyphen).checked_sub(line_break.len())?,
        };
        let gone = &items[n_before..items.len() - n_after];
        let items = new_rest[..new_rest.len() - n_after].iter();
        let new = items.map(|item| format!("{line_break}{}", style.item(item))).collect();
        Some(Change { range: start..gone.last().map_or(start, end_of), new })
    }
}
