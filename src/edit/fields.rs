//! Changes one field of one entry.

use std::ops::Range;

use serde_yaml::Value;

use super::{
    Document,
    entries::{before_break, insert_lines},
    write::{Style, Written, flow},
};
use crate::yaml::tree::{
    Node, NodeKind, Pair, column, line_break, line_end, line_start, next_line,
};

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
    let pairs = node.pairs();
    let found = pairs.iter().position(|pair| pair.name == name);
    let entry = Entry { document, node, index };
    match (found, value.is_null(), node.is_flow()) {
        (Some(at), true, false) => entry.without_lines(at),
        (Some(at), true, true) => entry.without_pair(at),
        (Some(at), false, false) => entry.with_lines(at, value),
        (Some(at), false, true) => entry.with_value(at, value),
        (None, true, _) => Some(document.text().to_owned()),
        (None, false, false) => entry.with_new_lines(name, value),
        (None, false, true) => entry.with_new_pair(name, value),
    }
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

    fn splice(&self, range: Range<usize>, new: &str) -> String {
        [&self.text()[..range.start], new, &self.text()[range.end..]].concat()
    }

    fn style(&self) -> Option<Style> {
        let first = self.node.pairs().first()?;
        let list_indent = self.document.list_indent().unwrap_or(2);
        Some(Style { column: column(self.text(), first.key.span.start), list_indent })
    }

    /// Returns the pair after which a new field belongs: the last of those that come
    /// before it in the order of fields.
    fn predecessor(&self, name: &str) -> Option<usize> {
        let fields = self.document.list.fields();
        let rank = |name: &str| fields.iter().position(|field| *field == name);
        let wanted = rank(name)?;
        self.node
            .pairs()
            .iter()
            .rposition(|pair| rank(&pair.name).is_some_and(|rank| rank < wanted))
    }

    fn with_new_lines(&self, name: &str, value: &Value) -> Option<String> {
        let pairs = self.node.pairs();
        let after = self.predecessor(name).unwrap_or(pairs.len().checked_sub(1)?);
        let lines = self.style()?.field(name, value);
        Some(insert_lines(self.text(), pairs[after].line_end(self.text()), 0, &lines))
    }

    /// Replaces a field's value. A comment on the key's line stays there.
    fn with_lines(&self, at: usize, value: &Value) -> Option<String> {
        let pair = &self.node.pairs()[at];
        if let Some(text) = self.with_items(at, value) {
            return Some(text);
        }
        let text = self.text();
        let after_colon = pair.after_colon(text)?;
        let end = pair.line_end(text);
        let comment = self.comment_of(pair, after_colon, end);
        let style = self.style()?;
        let Written { head, lines } = style.value(&pair.name, value);
        let line_break = line_break(text, end);
        let mut new = if head.is_empty() { head } else { format!(" {head}") };
        new.push_str(comment);
        for line in lines {
            new.push_str(line_break);
            new.push_str(&line);
        }
        Some(self.splice(after_colon..end, &new))
    }

    /// Returns the comment that stands on a field's line, with the space before it.
    fn comment_of(&self, pair: &Pair, after_colon: usize, end: usize) -> &'a str {
        let text = self.text();
        let value = &pair.value;
        let is_block = match &value.kind {
            NodeKind::Scalar { is_block } => *is_block,
            NodeKind::Seq { is_flow, .. } | NodeKind::Map { is_flow, .. } => !is_flow,
            NodeKind::Alias => false,
        };
        let line_ends = line_end(text, after_colon);
        if is_block && line_ends <= value.span.start {
            let head = &text[after_colon..line_ends];
            return head.find(" #").map_or("", |start| &head[start..]);
        }
        if is_block {
            return "";
        }
        let rest = &text[value.span.end.max(after_colon)..end];
        if rest.trim_start().starts_with('#') { rest } else { "" }
    }

    /// Replaces only those items of a list that changed; `None` if both are not lists
    /// with something in common.
    fn with_items(&self, at: usize, value: &Value) -> Option<String> {
        let pair = &self.node.pairs()[at];
        let old = self.document.entries[self.index].1.get(&pair.name)?.as_sequence()?;
        let new = value.as_sequence()?;
        let NodeKind::Seq { items, is_flow: false } = &pair.value.kind else { return None };
        let n_same = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let (old_rest, new_rest) = (&old[n_same..], &new[n_same..]);
        let pairs = old_rest.iter().rev().zip(new_rest.iter().rev());
        let n_after = pairs.take_while(|(old, new)| old == new).count();
        if n_same + n_after == 0 {
            return None;
        }
        let text = self.text();
        let dash = column(text, pair.value.hyphen(text));
        let key = column(text, pair.key.span.start);
        let style = Style { column: key, list_indent: dash.checked_sub(key)? };
        let lines: Vec<String> =
            new_rest[..new_rest.len() - n_after].iter().map(|item| style.item(item)).collect();
        let n_gone = old_rest.len() - n_after;
        let end_of = |index: usize| line_end(text, items[index].content_end(text));
        let line_break = line_break(text, pair.value.span.start);
        if n_same == 0 {
            // What is kept begins with the next line.
            let start = line_start(text, pair.value.hyphen(text));
            let end = if n_gone == 0 { start } else { next_line(text, end_of(n_gone - 1)) };
            let new: String = lines.iter().map(|line| format!("{line}{line_break}")).collect();
            return Some(self.splice(start..end, &new));
        }
        let start = end_of(n_same - 1);
        let end = if n_gone == 0 { start } else { end_of(n_same + n_gone - 1) };
        let new: String = lines.iter().map(|line| format!("{line_break}{line}")).collect();
        Some(self.splice(start..end, &new))
    }

    fn without_lines(&self, at: usize) -> Option<String> {
        let text = self.text();
        let pairs = self.node.pairs();
        let key = pairs[at].key.span.start;
        let start = line_start(text, key);
        let end = pairs[at].line_end(text);
        if !text[start..key].trim().is_empty() {
            // The first field stands on the line of the hyphen; the next one takes its place.
            return Some(self.splice(key..pairs.get(at + 1)?.key.span.start, ""));
        }
        let next = next_line(text, end);
        let is_open = next == text.len() && !text.ends_with('\n');
        let start = if is_open { before_break(text, start) } else { start };
        Some(self.splice(start..next, ""))
    }

    fn with_value(&self, at: usize, value: &Value) -> Option<String> {
        let pair = &self.node.pairs()[at];
        let written = flow(value);
        let Some(after_colon) = pair.after_colon(self.text()) else {
            return Some(
                self.splice(pair.key.span.end..pair.key.span.end, &format!(": {written}")),
            );
        };
        let end = pair.value.span.end.max(after_colon);
        Some(self.splice(after_colon..end, &format!(" {written}")))
    }

    fn with_new_pair(&self, name: &str, value: &Value) -> Option<String> {
        let pairs = self.node.pairs();
        let written = format!("{name}: {}", flow(value));
        let Some(last) = pairs.len().checked_sub(1) else {
            return Some(self.splice(self.node.span.clone(), &format!("{{ {written} }}")));
        };
        let end = self.end_of_pair(&pairs[self.predecessor(name).unwrap_or(last)]);
        Some(self.splice(end..end, &format!(", {written}")))
    }

    fn without_pair(&self, at: usize) -> Option<String> {
        let pairs = self.node.pairs();
        let (start, end) = (pairs[at].key.span.start, self.end_of_pair(&pairs[at]));
        let range = match (at.checked_sub(1), pairs.get(at + 1)) {
            (Some(before), _) => self.end_of_pair(&pairs[before])..end,
            (None, Some(next)) => start..next.key.span.start,
            (None, None) => start..end,
        };
        Some(self.splice(range, ""))
    }

    /// Returns where a pair in braces ends.
    fn end_of_pair(&self, pair: &Pair) -> usize {
        let after_key = pair.after_colon(self.text()).unwrap_or(pair.key.span.end);
        pair.value.span.end.max(after_key)
    }
}
