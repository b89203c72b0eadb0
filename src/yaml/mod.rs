//! YAML with places: values from one parser, byte ranges from another.
//!
//! `serde_yaml` (the maintained `yaml_serde`) is the only source of values. Where they
//! stand is told by a tree of ranges (`tree.rs`), made when a place is first needed.
//! `syntax.rs` says why a text is none. `recent.rs` keeps what was read lately, for those who
//! edit: they read one file again and again.

pub mod recent;
mod syntax;
pub(crate) mod tree;

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, OnceLock},
};

use serde::de::IgnoredAny;
use serde_yaml::Value;

use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{LineColumn, SourceFile, Span},
};
use syntax::{explain, slip};
use tree::{Fault, MAX_DEPTH, Tree, measure};

/// More brackets than this, or deeper ones, and the tree is asked first:
/// `serde_yaml` takes quadratic time for nested brackets, 11 s for 100,000.
const MANY_BRACKETS: usize = 20_000;
const DEEP_BRACKETS: usize = 1000;

/// A file is at most so many times as long with its aliases written out, and
/// [`SPARE_BYTES`] more, lest a small file cannot use them at will. `serde_yaml` limits how
/// often aliases are followed, but not what they stand for: one text of 100,000 characters
/// and 40,000 aliases of it are 4 GB.
const MAX_GROWTH: usize = 16;
const SPARE_BYTES: usize = 500_000;

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
    pub value: Arc<Value>,
    places: Arc<Places>,
    /// The YAML, in bytes of the file (front matter begins after `---`).
    range: Range<usize>,
}

/// Where the values of a file stand, as soon as somebody has asked.
#[derive(Debug, Default)]
struct Places {
    tree: OnceLock<Option<Tree>>,
    positions: OnceLock<HashMap<String, usize>>,
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
        range: Range<usize>,
        diagnostics: &Diagnostics,
    ) -> Option<Self> {
        match recent::get(&file.text, &range, read) {
            Ok((value, places)) => Some(Self { file, value, places, range }),
            Err(refusal) => {
                let (problem, at) = problem_of(refusal, &file, range);
                diagnostics.report(problem, Place::new(&file, Span::new(at..at)));
                None
            }
        }
    }

    /// Returns where all values stand; `None` if the parser of places cannot read the file.
    pub(crate) fn tree(&self) -> Option<&Tree> {
        let text = &self.file.text[self.range.clone()];
        self.places.tree.get_or_init(|| Tree::new(text, self.range.start).ok()).as_ref()
    }

    /// Returns where in the list the entries with ids stand; of equals, the first.
    pub fn positions(&self) -> &HashMap<String, usize> {
        self.places.positions.get_or_init(|| {
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

    /// Returns where a value or its key stands, in bytes of the file.
    fn span(&self, path: &[Step], part: Part) -> Range<usize> {
        let mut span = self.range.start..self.range.start;
        let Some(tree) = self.tree() else { return span };
        let mut node = tree.root.as_ref();
        for (index, step) in path.iter().enumerate() {
            let is_last = index + 1 == path.len();
            let (key, value) = match (node, step) {
                (Some(node), Step::Index(at)) => (None, node.items().get(*at)),
                (Some(node), Step::Key(name)) => {
                    let in_order = || node.pairs().iter().find(|pair| pair.name == *name);
                    let pair = if index == 0 { tree.pair(name) } else { in_order() };
                    (pair.map(|pair| &pair.key), pair.map(|pair| &pair.value))
                }
                (None, _) => (None, None),
            };
            let Some(value) = value else { break };
            span = match key {
                Some(key) if is_last && part == Part::Key => key.span.clone(),
                _ => value.head(),
            };
            node = Some(value);
        }
        span
    }

    /// Takes the white space from the end of a span.
    fn clip(&self, span: Range<usize>) -> Span {
        let kept = self.file.text[span.clone()].trim_end();
        Span::new(span.start..span.start + kept.len())
    }
}

/// Why a text gives no value.
enum Refusal {
    /// From a byte on, if it is known.
    TooDeep(usize),
    TooLarge,
    /// The parser of places does not go on at a byte.
    Unread {
        message: String,
        at: usize,
    },
    /// `serde_yaml` does not.
    Syntax(serde_yaml::Error),
}

/// Returns the value of a text.
fn read(text: &str) -> Result<Value, Refusal> {
    let has = |byte| memchr::memchr(byte, text.as_bytes()).is_some();
    let is_deep = may_be_deep(text);
    if is_deep || (has(b'&') && has(b'*')) {
        let max = MAX_GROWTH * text.len() + SPARE_BYTES;
        match measure(text) {
            Ok(length) if length > max => return Err(Refusal::TooLarge),
            Ok(_) => {}
            Err(Fault { message: None, at }) => return Err(Refusal::TooDeep(at)),
            Err(Fault { message: Some(message), at }) => {
                // Its words are better; values that were not measured are not written out.
                let error = (!is_deep).then(|| serde_yaml::from_str::<IgnoredAny>(text).err());
                return Err(error
                    .flatten()
                    .map_or(Refusal::Unread { message, at }, Refusal::Syntax));
            }
        }
    }
    let mut value: Value = serde_yaml::from_str(text).map_err(Refusal::Syntax)?;
    value.apply_merge().map_err(Refusal::Syntax)?;
    if is_deeper_than(MAX_DEPTH, &value) { Err(Refusal::TooDeep(0)) } else { Ok(value) }
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

/// Returns the problem of a YAML text that is refused, and the byte of the file at which it
/// begins.
fn problem_of(refusal: Refusal, file: &SourceFile, range: Range<usize>) -> (Problem, usize) {
    let start = range.start;
    match refusal {
        Refusal::TooDeep(at) => (too_deep(), start + at),
        Refusal::TooLarge => (too_large(), start),
        Refusal::Unread { message, at } => {
            let message = format!("not YAML: {message}");
            (Problem::YamlSyntax { message, help: String::new() }, start + at)
        }
        Refusal::Syntax(error) => syntax_problem(&error, file, range),
    }
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

/// Tells why `serde_yaml` refused a text.
fn syntax_problem(
    error: &serde_yaml::Error,
    file: &SourceFile,
    range: Range<usize>,
) -> (Problem, usize) {
    let start = range.start;
    let message = error.to_string();
    let message = message.lines().next().unwrap_or_default().trim();
    let told = explain(message);
    let at = told.at.map(|at| {
        let base = file.line_column(start).line - 1;
        file.byte_at(LineColumn { line: base + at.line, ..at })
    });
    if message.contains("recursion") {
        return (too_deep(), at.unwrap_or(start));
    }
    if message.contains("limit exceeded") {
        return (too_large(), at.unwrap_or(start));
    }
    let tree = Tree::new(&file.text[range], start);
    if let Ok(Tree { root: Some(root), second_document, .. }) = &tree {
        let repeated = root.repeated_key().filter(|_| message.contains("duplicate"));
        if let Some(pair) = repeated {
            return (Problem::DuplicateKey { key: pair.name.clone() }, pair.key.span.start);
        }
        if let Some(at) = *second_document {
            let message = "a file holds one YAML document, and here begins another".to_owned();
            let help = "take out the line `---` above".to_owned();
            return (Problem::YamlSyntax { message, help }, at);
        }
    }
    let is_tab = at.is_some_and(|at| file.text[at..].starts_with('\t'));
    let told = if is_tab { explain("tab character") } else { told };
    let at = at.unwrap_or_else(|| tree.err().map_or(start, |fault| fault.at));
    let (told, at) = slip(&told.message, &file.text, at).unwrap_or((told, at));
    (Problem::YamlSyntax { message: told.message, help: told.help.to_owned() }, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aliases_stand_for_is_counted() {
        let is_refused = |text: &str| matches!(read(text), Err(Refusal::TooLarge));
        let text = |length: usize, n: usize| {
            let aliases: String = (0..n).map(|n| format!("k{n}: *s\n")).collect();
            format!("s: &s {}\n{aliases}", "x".repeat(length))
        };
        assert!(!is_refused(&text(200, 2000)));
        assert!(!is_refused(&text(100_000, 20)));
        assert!(is_refused(&text(100_000, 40)));
        assert!(is_refused(&text(100_000, 40_000)));
        let tagged = format!("s: &s !x {}\nall: [{}]", "x".repeat(100_000), "*s, ".repeat(40));
        assert!(is_refused(&tagged));
        assert!(is_refused(&format!("{}k: !y [*s]\n", text(100_000, 40))));
        let values = format!("- &s [{}]\n{}", "1,".repeat(500), "- *s\n".repeat(500));
        assert!(is_refused(&values));
        // Lists of ten, each of which holds the one before it ten times.
        let list = |n| format!("- &a{n} [{}]\n", vec![format!("*a{}", n - 1); 10].join(", "));
        let lists = |n| "- &a0 x\n".to_owned() + &(1..n).map(list).collect::<String>();
        assert!(!is_refused(&lists(4)));
        assert!(is_refused(&(lists(6) + "- *a5\n")), "these are over 100,000 values");
        // Not YAML, no aliases: that is for others to say.
        assert!(!is_refused("a: [*b, &c"));
    }
}
