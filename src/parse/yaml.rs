//! YAML with places: values from one parser, byte ranges from another.
//!
//! `serde_yaml` (the maintained `yaml_serde`) is the only source of values.
//! `serde-saphyr` gives byte ranges, and is asked only when a place is needed,
//! since it costs as much again. It is the guard, too: its limits decide first
//! where a file holds so many brackets that `serde_yaml` would take minutes.

use std::{cell::OnceCell, fmt};

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{
    Error as SaphyrError, Location, Spanned,
    options::{DuplicateKeyPolicy, MergeKeyPolicy},
};
use serde_yaml::Value;

use crate::{
    diag::{Diagnostics, Place, Problem},
    files::{LineColumn, SourceFile, Span},
};

/// More brackets than this, and the guard looks first.
const MANY_BRACKETS: usize = 1000;

/// One step from a value to a value inside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// Into a mapping.
    Key(String),
    /// Into a sequence.
    Index(usize),
}

impl From<&str> for Step {
    fn from(key: &str) -> Self {
        Self::Key(key.to_owned())
    }
}

impl From<usize> for Step {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// Which part of a mapping's entry a place is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The key.
    Key,
    /// The value.
    Value,
}

/// A YAML file that could be read, with the text it was read from.
#[derive(Debug)]
pub struct YamlFile {
    /// The file.
    pub file: SourceFile,
    /// Its one document; `Null` for an empty file.
    pub value: Value,
    places: OnceCell<Option<Node>>,
    /// Bytes of `file` before the YAML begins (front matter begins after `---`).
    offset: usize,
    /// The YAML's length in bytes.
    length: usize,
}

impl YamlFile {
    /// Reads a whole file, or reports why it is not YAML.
    #[must_use]
    pub fn parse(file: SourceFile, diagnostics: &Diagnostics) -> Option<Self> {
        let range = file.start()..file.text.len();
        Self::parse_part(file, range, diagnostics)
    }

    /// Reads the YAML in `range` (bytes) of a file, or reports why it is not YAML.
    #[must_use]
    pub fn parse_part(
        file: SourceFile,
        range: std::ops::Range<usize>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        let text = &file.text[range.clone()];
        let brackets = memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count();
        if brackets > MANY_BRACKETS
            && let Err(error) = read_places(text, &DuplicateKeyPolicy::PassThrough)
        {
            report_guarded(&file, range.start, &error, diagnostics);
            return None;
        }
        let parsed = serde_yaml::from_str::<Value>(text).and_then(|mut value| {
            value.apply_merge()?;
            Ok(value)
        });
        match parsed {
            Ok(value) => {
                let length = range.len();
                let places = OnceCell::new();
                Some(Self { value, places, offset: range.start, length, file })
            }
            Err(error) => {
                report_syntax(&file, range, &error, diagnostics);
                None
            }
        }
    }

    /// Returns the place of a value, or of its key, by the way that leads to it.
    ///
    /// Where the way ends early (a value that came from a merge key), the place
    /// is that of the last value on it.
    #[must_use]
    pub fn place(&self, path: &[Step], part: Part) -> Place {
        let text = &self.file.text[self.offset..self.offset + self.length];
        let root = self.places.get_or_init(|| {
            read_places(text, &DuplicateKeyPolicy::PassThrough).ok().map(|tree| tree.value)
        });
        let mut span = 0..0;
        let mut node = root.as_ref();
        for (index, step) in path.iter().enumerate() {
            let is_last = index + 1 == path.len();
            match (node, step) {
                (Some(Node::Map(entries)), Step::Key(key)) => {
                    let Some((name, value)) = entries.iter().find(|(name, _)| name.value == *key)
                    else {
                        break;
                    };
                    let of_key = is_last && part == Part::Key;
                    span = if of_key { bytes(&name.referenced) } else { value_span(name, value) };
                    node = Some(&value.value);
                }
                (Some(Node::Seq(items)), Step::Index(at)) => {
                    let Some(item) = items.get(*at) else { break };
                    span = bytes(&item.referenced);
                    node = Some(&item.value);
                }
                _ => break,
            }
        }
        Place::new(&self.file, self.clip(span))
    }

    /// Moves a span of the YAML into the file, at least one character long.
    fn clip(&self, span: std::ops::Range<usize>) -> Span {
        let text = &self.file.text[self.offset..self.offset + self.length];
        let start = text.floor_char_boundary(span.start.min(text.len()));
        let end = text.floor_char_boundary(span.end.clamp(start, text.len()));
        let kept = text[start..end].trim_end();
        Span::new(self.offset + start..self.offset + start + kept.len())
    }
}

/// A block mapping or sequence begins on its first key; an empty one has no bytes.
fn value_span(name: &Spanned<String>, value: &Spanned<Node>) -> std::ops::Range<usize> {
    let span = bytes(&value.referenced);
    if span.is_empty() && span.start == 0 { bytes(&name.referenced) } else { span }
}

fn bytes(location: &Location) -> std::ops::Range<usize> {
    let start = location.span().byte_offset().unwrap_or(0) as usize;
    start..start + location.span().byte_len().unwrap_or(0) as usize
}

/// The shape of a document, with a place at every node.
#[derive(Debug)]
enum Node {
    Scalar,
    Seq(Vec<Spanned<Self>>),
    Map(Vec<(Spanned<String>, Spanned<Self>)>),
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any YAML")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_str<E>(self, _: &str) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_bytes<E>(self, _: &[u8]) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Scalar)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        Node::deserialize(deserializer)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Node, D::Error> {
        Node::deserialize(inner)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Node::Seq(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Node::Map(entries))
    }
}

fn read_places(
    text: &str,
    duplicate_keys: &DuplicateKeyPolicy,
) -> Result<Spanned<Node>, Box<SaphyrError>> {
    let options = serde_saphyr::options! {
        duplicate_keys: *duplicate_keys,
        merge_keys: MergeKeyPolicy::AsOrdinary,
        with_snippet: false,
        budget: serde_saphyr::budget! {
            max_events: 20_000_000,
            max_nodes: 10_000_000,
            max_depth: 100,
        },
    };
    serde_saphyr::from_str_with_options(text, options).map_err(Box::new)
}

fn report_guarded(
    file: &SourceFile,
    offset: usize,
    error: &SaphyrError,
    diagnostics: &Diagnostics,
) {
    let message = format!("nested too deep, or malformed: {}", first_line(&error.to_string()));
    let start = error.location().map_or(0, |location| bytes(&location).start);
    let span = Span::new(offset + start..offset + start);
    diagnostics.report(Problem::YamlLimits { message }, Place::new(file, span));
}

/// Reports why `serde_yaml` refused a text, at the place of the parser that
/// is known to be right for this kind of error.
fn report_syntax(
    file: &SourceFile,
    range: std::ops::Range<usize>,
    error: &serde_yaml::Error,
    diagnostics: &Diagnostics,
) {
    let text = &file.text[range.clone()];
    let second = read_places(text, &DuplicateKeyPolicy::Error).err();
    let second_span = second.as_ref().and_then(|error| error.location()).map(|location| {
        let span = bytes(&location);
        let start = text.floor_char_boundary((range.start + span.start).min(file.text.len()));
        Span::new(start..start)
    });
    let own_span = error.location().map(|location| {
        let base = file.line_column(range.start).line - 1;
        let place = LineColumn { line: base + location.line(), column: location.column() };
        let at = file.byte_at(place);
        Span::new(at..at)
    });
    let message = first_line(&error.to_string());
    let (problem, span) = match second.as_deref() {
        Some(SaphyrError::DuplicateMappingKey { key, .. }) => {
            let key = key.clone().unwrap_or_default();
            (Problem::DuplicateKey { key }, second_span)
        }
        Some(SaphyrError::MultipleDocuments { .. }) => {
            (syntax("a file holds one YAML document, not several", ""), second_span)
        }
        _ if message.contains("limit exceeded") => {
            let message = format!("it expands too far: {message}");
            (Problem::YamlLimits { message }, own_span.or(second_span))
        }
        _ if message.contains("found unexpected end of stream") => {
            (syntax(&message, help_for(&message)), second_span.or(own_span))
        }
        _ => (syntax(&message, help_for(&message)), own_span.or(second_span)),
    };
    let span = span.unwrap_or(Span::new(range.start..range.start));
    diagnostics.report(problem, Place::new(file, span));
}

fn syntax(message: &str, help: &str) -> Problem {
    Problem::YamlSyntax { message: format!("not YAML: {message}"), help: help.to_owned() }
}

fn help_for(message: &str) -> &'static str {
    if message.contains("mapping values are not allowed") {
        "a text with a colon needs quotes around it, or a block: `key: |` and the text below"
    } else if message.contains("cannot start any token") {
        "indent with spaces, not tabs; put a text that begins with @ or ` in quotes"
    } else if message.contains("end of stream") {
        "close the quotation mark that opens here"
    } else {
        ""
    }
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}
