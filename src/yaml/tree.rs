//! Where the values of a YAML file stand: a tree of byte ranges, which messages and
//! edits share, from the events of a parser.
//!
//! The parser is not the one that `serde_yaml` takes values from, and is asked only
//! when a place is needed, since it costs as much again. It is the guard, too: what
//! aliases stand for is counted here before anything is written out ([`measure`]).

use std::{
    collections::{HashMap, HashSet},
    ops::Range,
};

use granit_parser::{Event, Parser, ScalarStyle, StrInput, StructureStyle};

/// Values are nested no deeper, aliases written out. No file of an edition needs
/// ten levels.
pub(super) const MAX_DEPTH: usize = 30;

/// What a value takes beside its text; the shortest have two bytes in the file.
const BYTES_PER_VALUE: usize = 16;

/// One value of a YAML file, with its bytes in the file.
#[derive(Debug)]
pub(crate) struct Node {
    /// From the first byte to the last one that belongs to it: quotation marks and
    /// brackets included, anchors and tags not.
    pub(crate) span: Range<usize>,
    pub(crate) kind: NodeKind,
    /// The number of its anchor; 0 if it has none.
    anchor: usize,
}

/// What a value is made of.
#[derive(Debug)]
pub(crate) enum NodeKind {
    /// A text, a number; `is_block` if after `|` or `>`.
    Scalar { is_block: bool },
    /// A reference to an anchor.
    Alias,
    /// A list; `is_flow` if in brackets.
    Seq { items: Vec<Node>, is_flow: bool },
    /// A mapping; `is_flow` if in braces.
    Map { pairs: Vec<Pair>, is_flow: bool },
}

/// A key and its value.
#[derive(Debug)]
pub(crate) struct Pair {
    /// The key as text; empty if it is a list or a mapping.
    pub(crate) name: String,
    pub(crate) key: Node,
    pub(crate) value: Node,
}

impl Pair {
    /// Returns the byte after the colon; `None` in the notation `? key`.
    pub(crate) fn after_colon(&self, text: &str) -> Option<usize> {
        let end = self.key.span.end;
        let gap = text[end..].len() - text[end..].trim_start_matches(' ').len();
        text[end + gap..].starts_with(':').then_some(end + gap + 1)
    }

    /// Returns where the last line of the pair ends, its line break not included.
    pub(crate) fn line_end(&self, text: &str) -> usize {
        let after_key = self.after_colon(text).unwrap_or(self.key.span.end);
        line_end(text, self.value.content_end(text).max(after_key))
    }
}

impl Node {
    pub(crate) fn is_flow(&self) -> bool {
        matches!(
            self.kind,
            NodeKind::Seq { is_flow: true, .. } | NodeKind::Map { is_flow: true, .. }
        )
    }

    pub(crate) fn pairs(&self) -> &[Pair] {
        match &self.kind {
            NodeKind::Map { pairs, .. } => pairs,
            _ => &[],
        }
    }

    pub(crate) fn items(&self) -> &[Self] {
        match &self.kind {
            NodeKind::Seq { items, .. } => items,
            _ => &[],
        }
    }

    /// Returns what messages point at: a scalar, or what a list or mapping begins with.
    pub(super) fn head(&self) -> Range<usize> {
        let start = self.span.start;
        match self.kind {
            NodeKind::Scalar { .. } | NodeKind::Alias => self.span.clone(),
            NodeKind::Seq { is_flow, .. } | NodeKind::Map { is_flow, .. } => {
                start..start + usize::from(is_flow)
            }
        }
    }

    /// Returns where the value's last character ends. Blank lines after a block
    /// are no part of it, unless its head (`|+`) says so.
    pub(crate) fn content_end(&self, text: &str) -> usize {
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
    pub(crate) fn hyphen(&self, text: &str) -> usize {
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

    /// Returns the first pair of the text whose key stood in its mapping before.
    pub(super) fn repeated_key(&self) -> Option<&Pair> {
        let mut names = HashSet::new();
        for pair in self.pairs() {
            if !pair.name.is_empty() && !names.insert(&pair.name) {
                return Some(pair);
            }
            let within = pair.key.repeated_key().or_else(|| pair.value.repeated_key());
            if within.is_some() {
                return within;
            }
        }
        self.items().iter().find_map(Self::repeated_key)
    }

    /// Returns whether this value or one within is an alias or has one of these anchors.
    fn is_tied(&self, referred: &HashSet<usize>) -> bool {
        matches!(self.kind, NodeKind::Alias)
            || referred.contains(&self.anchor)
            || self.items().iter().any(|item| item.is_tied(referred))
            || self
                .pairs()
                .iter()
                .any(|pair| pair.key.is_tied(referred) || pair.value.is_tied(referred))
    }
}

/// The one document of a file.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Its value; `None` for a file without a document.
    pub(crate) root: Option<Node>,
    /// Where the document ends: before `...`, or at the end of the file.
    pub(crate) end: usize,
    /// Where the value of a second document begins, if there is one.
    pub(super) second_document: Option<usize>,
    /// The numbers of the anchors that something refers to.
    referred: HashSet<usize>,
    /// The pairs of the root by their keys; of equal keys, the first.
    by_name: HashMap<String, usize>,
}

/// Why there is no tree.
#[derive(Debug)]
pub(super) struct Fault {
    /// The parser's words; `None` if values are nested too deep.
    pub(super) message: Option<String>,
    /// Where, in bytes of the file.
    pub(super) at: usize,
}

impl Tree {
    /// Reads the YAML that stands in a file from the byte `start` on.
    pub(super) fn new(text: &str, start: usize) -> Result<Self, Fault> {
        let mut tree = Self { end: start + text.len(), ..Self::default() };
        let mut events = Events::new(text, start);
        while let Some((event, span)) = events.next()? {
            match event {
                Event::DocumentEnd if !span.is_empty() => tree.end = tree.end.min(span.start),
                event if is_of_value(&event) && tree.root.is_some() => {
                    tree.second_document = Some(span.start);
                    break;
                }
                event if is_of_value(&event) => {
                    tree.root = Some(tree.read((event, span), &mut events)?);
                }
                _ => {}
            }
        }
        let pairs = tree.root.as_ref().map_or(&[][..], Node::pairs).iter().enumerate();
        tree.by_name = pairs.rev().map(|(index, pair)| (pair.name.clone(), index)).collect();
        Ok(tree)
    }

    fn read(&mut self, first: Found<'_>, events: &mut Events<'_>) -> Result<Node, Fault> {
        let (event, span) = first;
        let start = span.start;
        Ok(match event {
            Event::Scalar(_, style, anchor, _) => {
                let is_block = matches!(style, ScalarStyle::Literal | ScalarStyle::Folded);
                Node { span, kind: NodeKind::Scalar { is_block }, anchor }
            }
            Event::SequenceStart(style, anchor, _) => {
                let mut items: Vec<Node> = Vec::new();
                let end = loop {
                    match events.next_of_value()? {
                        (Event::SequenceEnd, span) => break span.end,
                        next => items.push(self.read(next, events)?),
                    }
                };
                // Without brackets it ends with what it holds; the parser tells where the
                // next line begins.
                let is_flow = style == StructureStyle::Flow;
                let last = items.last().map_or(start, |last| last.span.end);
                let end = if is_flow { end } else { last };
                Node { span: start..end, kind: NodeKind::Seq { items, is_flow }, anchor }
            }
            Event::MappingStart(style, anchor, _) => {
                let mut pairs: Vec<Pair> = Vec::new();
                let end = loop {
                    let next = match events.next_of_value()? {
                        (Event::MappingEnd, span) => break span.end,
                        next => next,
                    };
                    let name = next.0.scalar().map_or(String::new(), |(text, _)| text.to_owned());
                    let key = self.read(next, events)?;
                    let value = events.next_of_value()?;
                    pairs.push(Pair { name, key, value: self.read(value, events)? });
                };
                let is_flow = style == StructureStyle::Flow;
                let last = pairs.last().map(|pair| pair.value.span.end.max(pair.key.span.end));
                let end = if is_flow { end } else { last.unwrap_or(start) };
                Node { span: start..end, kind: NodeKind::Map { pairs, is_flow }, anchor }
            }
            other => {
                self.referred.extend(other.alias_id());
                Node { span, kind: NodeKind::Alias, anchor: 0 }
            }
        })
    }

    /// Returns the pair of the root with this key.
    pub(super) fn pair(&self, name: &str) -> Option<&Pair> {
        self.root.as_ref()?.pairs().get(*self.by_name.get(name)?)
    }

    /// Returns whether a value takes something from elsewhere, or is taken elsewhere.
    pub(crate) fn is_tied(&self, node: &Node) -> bool {
        node.is_tied(&self.referred)
    }
}

/// Returns how many bytes the values of a text are with its aliases written out, and
/// [`BYTES_PER_VALUE`] for each.
pub(super) fn measure(text: &str) -> Result<usize, Fault> {
    let mut events = Events::new(text, 0);
    let mut of_anchors: HashMap<usize, usize> = HashMap::new();
    // The anchor and the bytes of each value that is open; the first is the text as a whole.
    let mut open = vec![(0, 0_usize)];
    while let Some((event, _)) = events.next()? {
        let (anchor, bytes) = match event {
            Event::Scalar(text, _, anchor, _) => (anchor, BYTES_PER_VALUE + text.len()),
            // One that is open holds itself, which is refused elsewhere.
            Event::Alias(anchor) => (0, of_anchors.get(&anchor).copied().unwrap_or_default()),
            Event::SequenceStart(_, anchor, _) | Event::MappingStart(_, anchor, _) => {
                open.push((anchor, BYTES_PER_VALUE));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => open.pop().unwrap_or_default(),
            _ => continue,
        };
        if anchor != 0 {
            of_anchors.insert(anchor, bytes);
        }
        if let Some((_, outer)) = open.last_mut() {
            *outer = outer.saturating_add(bytes);
        }
    }
    Ok(open.first().map_or(0, |(_, bytes)| *bytes))
}

type Found<'t> = (Event<'t>, Range<usize>);

/// The events of a text, nested no deeper than [`MAX_DEPTH`].
struct Events<'t> {
    parser: Parser<'t, StrInput<'t>>,
    /// Where the text begins, in bytes of the file.
    start: usize,
    depth: usize,
}

impl<'t> Events<'t> {
    fn new(text: &'t str, start: usize) -> Self {
        let options = granit_parser::options! { emit_comments: false };
        Self { parser: Parser::new_from_str_with_options(text, options), start, depth: 0 }
    }

    fn next(&mut self) -> Result<Option<Found<'t>>, Fault> {
        let (event, span) = match self.parser.next_event() {
            None => return Ok(None),
            Some(Ok(found)) => found,
            Some(Err(error)) => {
                let at = self.start + error.marker().byte_offset().unwrap_or_default();
                return Err(Fault { message: Some(error.info()), at });
            }
        };
        let span = span.byte_range().unwrap_or_default();
        let span = self.start + span.start..self.start + span.end;
        match event {
            Event::SequenceStart(..) | Event::MappingStart(..) => self.depth += 1,
            Event::SequenceEnd | Event::MappingEnd => self.depth -= 1,
            _ => {}
        }
        if self.depth > MAX_DEPTH {
            return Err(Fault { message: None, at: span.start });
        }
        Ok(Some((event, span)))
    }

    /// Returns the next event of a value that has begun.
    fn next_of_value(&mut self) -> Result<Found<'t>, Fault> {
        while let Some((event, span)) = self.next()? {
            if is_of_value(&event) {
                return Ok((event, span));
            }
        }
        Err(Fault { message: Some("the text ends early".to_owned()), at: self.start })
    }
}

fn is_of_value(event: &Event<'_>) -> bool {
    use Event::{Alias, MappingEnd, MappingStart, Scalar, SequenceEnd, SequenceStart};
    matches!(
        event,
        Alias(..) | Scalar(..) | MappingStart(..) | MappingEnd | SequenceStart(..) | SequenceEnd
    )
}

/// Returns where the line that holds a byte begins; after a byte order mark.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    let start = text[..at].rfind('\n').map_or(0, |line_break| line_break + 1);
    if start == 0 && text.starts_with('\u{feff}') { '\u{feff}'.len_utf8().min(at) } else { start }
}

/// Returns where the line that holds a byte ends, its line break not included.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |line_break| at + line_break);
    if text[at..end].ends_with('\r') { end - 1 } else { end }
}

/// Returns where the next line begins, or the end of the text.
pub(crate) fn next_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |line_break| at + line_break + 1)
}

/// Returns the column of a byte, from 0.
pub(crate) fn column(text: &str, at: usize) -> usize {
    text[line_start(text, at)..at].chars().count()
}

/// Returns the line break that the lines around a byte end with.
pub(crate) fn line_break(text: &str, at: usize) -> &'static str {
    let near = text[..at].rfind('\n').or_else(|| text.find('\n'));
    if near.is_some_and(|near| text[..near].ends_with('\r')) { "\r\n" } else { "\n" }
}
