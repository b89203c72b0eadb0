//! YAML with places: values from one parser, byte ranges from another.
//!
//! `serde_yaml` (the maintained `yaml_serde`) is the only source of values.
//! `serde-saphyr` gives byte ranges, and is asked only when a place is needed,
//! since it costs as much again. It is the guard, too: its limits decide first
//! where a file holds so many brackets that `serde_yaml` would take minutes.

use std::{cell::Cell, collections::HashMap, fmt, sync::OnceLock};

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{
    Error as SaphyrError, Location, Spanned,
    options::{DuplicateKeyPolicy, MergeKeyPolicy},
};
use serde_yaml::Value;

use super::{aliases, syntax::explain};
use crate::{
    diag::{Diagnostics, Place, Problem},
    files::{LineColumn, SourceFile, Span},
};

/// More brackets than this, or deeper ones, and the guard looks first:
/// `serde_yaml` takes quadratic time for nested brackets, 11 s for 100,000.
const MANY_BRACKETS: usize = 20_000;
const DEEP_BRACKETS: usize = 1000;

/// Values are nested no deeper, aliases written out. No file of an edition needs
/// ten levels; a level takes 42 kB of stack in `serde-saphyr` without
/// optimisation, and the threads that read have 2 MB.
const MAX_DEPTH: usize = 30;

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
    places: OnceLock<Option<Node>>,
    positions: OnceLock<HashMap<String, usize>>,
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
        if may_be_deep(text)
            && let Err(error) = read_places(text, &DuplicateKeyPolicy::PassThrough)
        {
            report_guarded(&file, range.start, &error, diagnostics);
            return None;
        }
        if aliases::expand_too_far(text) {
            let place = Place::new(&file, Span::new(range.start..range.start));
            diagnostics.report(too_large(), place);
            return None;
        }
        let parsed = serde_yaml::from_str::<Value>(text).and_then(|mut value| {
            value.apply_merge()?;
            Ok(value)
        });
        match parsed {
            Ok(value) if is_deeper_than(MAX_DEPTH, &value) => {
                let place = Place::new(&file, Span::new(range.start..range.start));
                diagnostics.report(too_deep(), place);
                None
            }
            Ok(value) => {
                let length = range.len();
                let (places, positions) = Default::default();
                Some(Self { value, places, positions, offset: range.start, length, file })
            }
            Err(error) => {
                report_syntax(&file, range, &error, diagnostics);
                None
            }
        }
    }

    /// Returns where in the list the entries with ids stand; of equals, the first.
    pub fn positions(&self) -> &HashMap<String, usize> {
        self.positions.get_or_init(|| {
            let mut positions = HashMap::new();
            for (index, item) in self.value.as_sequence().into_iter().flatten().enumerate() {
                if let Some(id) = item.get("id").and_then(Value::as_str) {
                    positions.entry(id.to_owned()).or_insert(index);
                }
            }
            positions
        })
    }

    /// Returns the place of a value, or of its key, by the way that leads to it.
    ///
    /// Where the way ends early (a value that came from a merge key), the place
    /// is that of the last value on it.
    #[must_use]
    pub fn place(&self, path: &[Step], part: Part) -> Place {
        Place::new(&self.file, self.clip(self.span(path, part)))
    }

    /// Returns the place of some words in the text at `path`: where they first stand
    /// alone, or else stand at all; that of the whole text if it does not spell them
    /// so.
    #[must_use]
    pub fn place_of(&self, path: &[Step], words: &str) -> Place {
        let whole = self.clip(self.span(path, Part::Value));
        let text = &self.file.text[whole.start..whole.end];
        let belongs = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
        let stands_alone = |&at: &usize| {
            let (before, after) = (&text[..at], &text[at + words.len()..]);
            !before.ends_with(|c| belongs(c) || c == '.') && !after.starts_with(belongs)
        };
        let mut found = text.match_indices(words).map(|(at, _)| at);
        let at = found.clone().find(stands_alone).or_else(|| found.next());
        let span = at.filter(|_| !words.is_empty()).map(|at| {
            let start = whole.start + at;
            Span::new(start..start + words.len())
        });
        Place::new(&self.file, span.unwrap_or(whole))
    }

    /// Returns the place of the `nth` occurrence, from 0, of some words in the text at
    /// `path`; that of the whole text if it does not spell them so often.
    #[must_use]
    pub fn place_of_nth(&self, path: &[Step], words: &str, nth: usize) -> Place {
        let whole = self.clip(self.span(path, Part::Value));
        let found = self.file.text[whole.start..whole.end].match_indices(words).nth(nth);
        let span = found.map(|(at, _)| {
            let start = whole.start + at;
            Span::new(start..start + words.len())
        });
        Place::new(&self.file, span.unwrap_or(whole))
    }

    /// Returns where a value or its key stands in the YAML, in bytes.
    fn span(&self, path: &[Step], part: Part) -> std::ops::Range<usize> {
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
                    let Some((name, value)) = entries.get(key) else { break };
                    let of_key = is_last && part == Part::Key;
                    span = if of_key { bytes(name) } else { value_span(name, value) };
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
        span
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

/// Guesses from its brackets alone, those in texts included, whether a text
/// might be nested deep.
fn may_be_deep(text: &str) -> bool {
    let n = memchr::memchr2_iter(b'[', b'{', text.as_bytes()).count();
    n > MANY_BRACKETS || n > DEEP_BRACKETS && depth_of_brackets(text) > DEEP_BRACKETS
}

fn depth_of_brackets(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

fn is_deeper_than(limit: usize, value: &Value) -> bool {
    let is_deeper = |inner: &Value| is_deeper_than(limit - 1, inner);
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => false,
        _ if limit == 0 => true,
        Value::Sequence(items) => items.iter().any(is_deeper),
        Value::Mapping(map) => map.iter().any(|(key, value)| is_deeper(key) || is_deeper(value)),
        Value::Tagged(tagged) => is_deeper(&tagged.value),
    }
}

/// A block mapping or sequence begins on its first key; an empty one has no bytes.
fn value_span(name: &Location, value: &Spanned<Node>) -> std::ops::Range<usize> {
    let span = bytes(&value.referenced);
    if span.is_empty() && span.start == 0 { bytes(name) } else { span }
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
    /// The place of each key, and its value; of equal keys, those of the first.
    Map(HashMap<String, (Location, Spanned<Self>)>),
}

thread_local! {
    /// How deep the value that is being read is nested. The parser's own limit
    /// counts brackets, not what aliases stand for.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let depth = DEPTH.get();
        if depth > MAX_DEPTH {
            return Err(D::Error::custom("values are nested too deep"));
        }
        DEPTH.set(depth + 1);
        let node = deserializer.deserialize_any(NodeVisitor);
        DEPTH.set(depth);
        node
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
        let mut entries = HashMap::new();
        while let Some((name, value)) = map.next_entry::<Spanned<String>, _>()? {
            entries.entry(name.value).or_insert((name.referenced, value));
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
        // A list or mapping has two events, its beginning and its end.
        alias_limits: serde_saphyr::alias_limits! {
            max_total_replayed_events: 2 * aliases::max_values(text),
        },
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
    let message = first_line(&error.to_string());
    let is_limit = message.contains("limit") || message.contains("too deep");
    let problem = if is_limit {
        too_deep()
    } else {
        Problem::YamlSyntax { message: format!("not YAML: {message}"), help: String::new() }
    };
    let start = error.location().map_or(0, |location| bytes(&location).start);
    let start = file.text.floor_char_boundary((offset + start).min(file.text.len()));
    diagnostics.report(problem, Place::new(file, Span::new(start..start)));
}

fn too_deep() -> Problem {
    let message = format!("values are nested more than {MAX_DEPTH} deep");
    let help = "write the entries out, without nesting them".to_owned();
    Problem::YamlLimits { message, help }
}

fn too_large() -> Problem {
    let message = "the aliases stand for more than can be written out".to_owned();
    let help = "write the entries out, without aliases".to_owned();
    Problem::YamlLimits { message, help }
}

/// Reports why `serde_yaml` refused a text, where the error begins.
fn report_syntax(
    file: &SourceFile,
    range: std::ops::Range<usize>,
    error: &serde_yaml::Error,
    diagnostics: &Diagnostics,
) {
    let message = first_line(&error.to_string());
    let is_limit = message.contains("limit exceeded");
    // Aliases that expand too far would be expanded again.
    let second = (!is_limit)
        .then(|| read_places(&file.text[range.clone()], &DuplicateKeyPolicy::Error).err())
        .flatten();
    let second_span = second.as_ref().and_then(|error| error.location()).map(|location| {
        let start = range.start + bytes(&location).start;
        let start = file.text.floor_char_boundary(start.min(file.text.len()));
        Span::new(start..start)
    });
    let told = explain(&message);
    let own_span = told.at.map(|at| {
        let base = file.line_column(range.start).line - 1;
        let at = file.byte_at(LineColumn { line: base + at.line, ..at });
        Span::new(at..at)
    });
    let is_tab = own_span.is_some_and(|span| file.text[span.start..].starts_with('\t'));
    let told = if is_tab { explain("tab character") } else { told };
    let (problem, span) = match second.as_deref() {
        Some(SaphyrError::DuplicateMappingKey { key, .. }) => {
            let key = key.clone().unwrap_or_default();
            (Problem::DuplicateKey { key }, second_span)
        }
        Some(SaphyrError::MultipleDocuments { .. }) => {
            let message = "a file holds one YAML document, and here begins another".to_owned();
            let help = "take out the line `---` above".to_owned();
            (Problem::YamlSyntax { message, help }, second_span)
        }
        _ if message.contains("recursion") => (too_deep(), own_span),
        _ if is_limit => (too_large(), own_span),
        _ => {
            let help = told.help.to_owned();
            (Problem::YamlSyntax { message: told.message, help }, own_span.or(second_span))
        }
    };
    let span = span.unwrap_or(Span::new(range.start..range.start));
    diagnostics.report(problem, Place::new(file, span));
}

fn first_line(text: &str) -> String {
    text.lines().next().unwrap_or_default().trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lists of ten, each of which holds the one before it ten times.
    #[test]
    fn places_are_not_sought_in_all_that_aliases_stand_for() {
        let list = |n| format!("- &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
        let lists = |n| "- &a0 x\n".to_owned() + &(1..n).map(list).collect::<String>();
        let read = |text: &str| read_places(text, &DuplicateKeyPolicy::PassThrough);
        assert!(read(&lists(5)).is_ok());
        assert!(read(&(lists(6) + "- *a5\n")).is_err(), "these are over 200,000 values");
    }
}
