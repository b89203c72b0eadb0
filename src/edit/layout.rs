//! Where the entries of a list stand in its text, and their fields: a tree of
//! byte ranges, from the events of the parser that `parse` takes its places from.

use std::{collections::HashSet, ops::Range};

use granit_parser::{Event, Parser, ScalarStyle, Span, StructureStyle};

/// One value of a YAML file, with its bytes.
#[derive(Debug)]
pub(super) struct Node {
    /// From the first byte to the last one that belongs to it: quotation marks and
    /// brackets included, anchors and tags not.
    pub(super) span: Range<usize>,
    pub(super) kind: NodeKind,
    /// The number of its anchor; 0 if it has none.
    anchor: usize,
}

#[derive(Debug)]
pub(super) enum NodeKind {
    Scalar {
        text: String,
        /// Whether it is a block: `|` or `>`.
        is_block: bool,
    },
    /// A reference to an anchor.
    Alias,
    Seq {
        items: Vec<Node>,
        is_flow: bool,
    },
    Map {
        pairs: Vec<Pair>,
        is_flow: bool,
    },
}

/// A key and its value.
#[derive(Debug)]
pub(super) struct Pair {
    pub(super) key: Node,
    pub(super) value: Node,
}

impl Pair {
    /// Returns the key as text; nothing if it is a list or a mapping.
    pub(super) fn name(&self) -> &str {
        match &self.key.kind {
            NodeKind::Scalar { text, .. } => text,
            _ => "",
        }
    }

    /// Returns the byte after the colon; `None` in the notation `? key`.
    pub(super) fn after_colon(&self, text: &str) -> Option<usize> {
        let end = self.key.span.end;
        let gap = text[end..].len() - text[end..].trim_start_matches(' ').len();
        text[end + gap..].starts_with(':').then_some(end + gap + 1)
    }

    /// Returns where the last line of the pair ends, its line break not included.
    pub(super) fn line_end(&self, text: &str) -> usize {
        let after_key = self.after_colon(text).unwrap_or(self.key.span.end);
        line_end(text, self.value.content_end(text).max(after_key))
    }
}

impl Node {
    pub(super) fn is_flow(&self) -> bool {
        matches!(
            self.kind,
            NodeKind::Seq { is_flow: true, .. } | NodeKind::Map { is_flow: true, .. }
        )
    }

    pub(super) fn pairs(&self) -> &[Pair] {
        match &self.kind {
            NodeKind::Map { pairs, .. } => pairs,
            _ => &[],
        }
    }

    pub(super) fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Seq { items, .. } => items,
            _ => &[],
        }
    }

    /// Returns where the value's last character ends. Blank lines after a block
    /// are no part of it, unless its head (`|+`) says so.
    pub(super) fn content_end(&self, text: &str) -> usize {
        match &self.kind {
            NodeKind::Scalar { is_block: true, .. } => {
                let block = &text[self.span.clone()];
                let kept = if self.keeps_blank_lines(text) {
                    // The parser tells the indentation of what follows, too.
                    let block = block.trim_end_matches([' ', '\t']);
                    block.strip_suffix("\r\n").or(block.strip_suffix('\n')).unwrap_or(block)
                } else {
                    block.trim_end_matches(['\n', '\r', ' ', '\t'])
                };
                self.span.start + kept.len()
            }
            NodeKind::Seq { items, is_flow: false } => {
                items.last().map_or(self.span.end, |item| item.content_end(text))
            }
            NodeKind::Map { pairs, is_flow: false } => {
                pairs.last().map_or(self.span.end, |pair| pair.line_end(text))
            }
            _ => self.span.end,
        }
    }

    /// Returns where the first hyphen of a list without brackets stands.
    pub(super) fn hyphen(&self, text: &str) -> usize {
        let start = self.span.start;
        if text[start..].starts_with(['-']) && text[start + 1..].starts_with([' ', '\n', '\r']) {
            return start;
        }
        // The parser tells the first item, where lists are not indented.
        text[..start].rfind('-').unwrap_or(start)
    }

    /// A block's head stands between its key and its first line.
    fn keeps_blank_lines(&self, text: &str) -> bool {
        let before = text[..self.span.start].trim_end();
        let head = before.lines().next_back().unwrap_or_default();
        let head = head.split(" #").next().unwrap_or_default().trim_end();
        head.rsplit(' ').next().is_some_and(|head| head.contains('+'))
    }

    fn nodes(&self) -> Vec<&Self> {
        let inner: Vec<&Self> = match &self.kind {
            NodeKind::Seq { items, .. } => items.iter().collect(),
            NodeKind::Map { pairs, .. } => {
                pairs.iter().flat_map(|pair| [&pair.key, &pair.value]).collect()
            }
            NodeKind::Scalar { .. } | NodeKind::Alias => Vec::new(),
        };
        let below: Vec<&Self> = inner.into_iter().flat_map(Self::nodes).collect();
        std::iter::once(self).chain(below).collect()
    }
}

/// The one document of a file.
#[derive(Debug, Default)]
pub(super) struct Layout {
    /// Its value; `None` for a file without a document.
    pub(super) root: Option<Node>,
    /// Where the document ends: before `...`, or at the end of the file.
    pub(super) end: usize,
    /// The numbers of the anchors that something refers to.
    referred: HashSet<usize>,
}

impl Layout {
    /// Reads the layout of a text; `None` if it cannot be read.
    ///
    /// Whoever calls it has parsed the text: nesting is not limited here.
    pub(super) fn new(text: &str) -> Option<Self> {
        let options = granit_parser::options! { emit_comments: false };
        let mut layout = Self { end: text.len(), ..Self::default() };
        let mut events = Vec::new();
        for event in Parser::new_from_str_with_options(text, options) {
            let (event, span) = event.ok()?;
            let bytes = span.byte_range()?;
            match event {
                Event::DocumentEnd if !bytes.is_empty() => layout.end = bytes.start,
                Event::Alias(number) => {
                    layout.referred.insert(number);
                    events.push((event, span));
                }
                _ if is_of_value(&event) => events.push((event, span)),
                _ => {}
            }
        }
        let mut events = events.into_iter();
        layout.root = events.next().map(|first| read(first, &mut events)).transpose().ok()?;
        Some(layout)
    }

    /// Returns whether a value takes something from elsewhere, or is taken elsewhere.
    pub(super) fn is_tied(&self, node: &Node) -> bool {
        node.nodes().iter().any(|node| {
            matches!(node.kind, NodeKind::Alias) || self.referred.contains(&node.anchor)
        })
    }
}

fn is_of_value(event: &Event<'_>) -> bool {
    use Event::{Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart};
    matches!(
        event,
        Alias(..) | Scalar(..) | MappingStart(..) | MappingEnd | SequenceStart(..) | SequenceEnd
    )
}

type Events<'t> = std::vec::IntoIter<(Event<'t>, Span)>;

/// The events end before the value does. (Collections without brackets end with
/// what they hold; the parser tells where the next line begins.)
#[derive(Debug)]
struct Cut;

fn read((event, span): (Event<'_>, Span), events: &mut Events<'_>) -> Result<Node, Cut> {
    let bytes = span.byte_range().ok_or(Cut)?;
    Ok(match event {
        Event::Scalar(text, style, anchor, _) => {
            let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
            let kind = NodeKind::Scalar { text: text.into_owned(), is_block };
            Node { span: bytes, kind, anchor }
        }
        Event::Alias(_) => Node { span: bytes, kind: NodeKind::Alias, anchor: 0 },
        Event::SequenceStart(style, anchor, _) => {
            let mut items = Vec::new();
            let end = loop {
                match events.next().ok_or(Cut)? {
                    (Event::SequenceEnd, span) => break span.byte_range().ok_or(Cut)?.end,
                    next => items.push(read(next, events)?),
                }
            };
            let is_flow = style == StructureStyle::Flow;
            let last = items.last().map_or(bytes.start, |last| last.span.end);
            let end = if is_flow { end } else { last };
            Node { span: bytes.start..end, kind: NodeKind::Seq { items, is_flow }, anchor }
        }
        Event::MappingStart(style, anchor, _) => {
            let mut pairs = Vec::new();
            let end = loop {
                match events.next().ok_or(Cut)? {
                    (Event::MappingEnd, span) => break span.byte_range().ok_or(Cut)?.end,
                    next => {
                        let key = read(next, events)?;
                        let value = read(events.next().ok_or(Cut)?, events)?;
                        pairs.push(Pair { key, value });
                    }
                }
            };
            let is_flow = style == StructureStyle::Flow;
            let last = pairs.last().map(|pair| pair.value.span.end.max(pair.key.span.end));
            let end = if is_flow { end } else { last.unwrap_or(bytes.start) };
            Node { span: bytes.start..end, kind: NodeKind::Map { pairs, is_flow }, anchor }
        }
        _ => return Err(Cut),
    })
}

/// Returns where the line that holds a byte begins; after a byte order mark.
pub(super) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |line_break| line_break + 1);
    if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { start }
}

/// Returns where the line that holds a byte ends, its line break not included.
pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |line_break| at + line_break);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Returns where the next line begins, or the end of the text.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |line_break| at + line_break + 1)
}

/// Returns the column of a byte, from 0.
pub(super) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// Returns the line break that the lines around a byte end with.
pub(super) fn line_break(text: &str, at: usize) -> &'static str {
    let near = text[..at].rfind('\n').or_else(|| text.find('\n'));
    if near.is_some_and(|near| text[..near].ends_with('\r')) { "\r\n" } else { "\n" }
}
