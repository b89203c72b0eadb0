//! Selectors of the Web Annotation Data Model (W3C Recommendation, 23 February 2017,
//! section 4.2), as far as they can lead to words; and those of Hypothesis.

use serde::Deserialize;
use serde_json::Value;

use super::{
    json::{Many, Text, object},
    notice::shortened,
};
use crate::model::TextQuote;

/// How a passage is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selection {
    /// By its words.
    Quote(TextQuote),
    /// The place after these words.
    After(TextQuote),
    /// By its first character, from 0, and the one after its last.
    Position { start: usize, end: usize, unit: Unit },
    /// By the fragment of a block: `p-3`, `h-slug`.
    Fragment(String),
    /// From the start of one passage to the start of another.
    Range(Box<Self>, Box<Self>),
    /// By a passage within a passage.
    Refined(Box<Self>, Box<Self>),
    /// In several ways.
    AnyOf(Vec<Self>),
    /// In a way that cannot lead to words; its name.
    Unsupported(String),
    /// Not at all: the whole page.
    Whole,
}

/// In what offsets are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Code points, as the W3C has it.
    CodePoints,
    /// UTF-16, as scripts in browsers count.
    Utf16,
}

/// A selector as it is written.
#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct Selector {
    r#type: Many<String>,
    exact: Text,
    prefix: Text,
    suffix: Text,
    start: Value,
    end: Value,
    value: Text,
    start_selector: Many<Value>,
    end_selector: Many<Value>,
    refined_by: Many<Value>,
}

impl Selection {
    /// Reads one or many selectors of the same passage.
    pub(super) fn of(selectors: &[Value], unit: Unit) -> Self {
        Self::within(selectors, unit, 0)
    }

    fn within(selectors: &[Value], unit: Unit, depth: usize) -> Self {
        // Nesting beyond this is no selection but an attack.
        const MAX_DEPTH: usize = 16;
        if depth > MAX_DEPTH {
            return unsupported("a selector refined too often");
        }
        let one = |value: &Value| {
            let selector: Selector = object(value).unwrap_or_default();
            let own = match value {
                Value::String(_) => unsupported("a selector kept elsewhere"),
                _ => selector.alone(unit, depth),
            };
            if selector.refined_by.0.is_empty() {
                return own;
            }
            let inner = Self::within(&selector.refined_by.0, unit, depth + 1);
            Self::Refined(Box::new(own), Box::new(inner))
        };
        match selectors {
            [] => Self::Whole,
            [selector] => one(selector),
            _ => Self::AnyOf(selectors.iter().map(one).collect()),
        }
    }

    /// Reads a fragment: a block of ours, or characters by RFC 5147 (`char=10,20`).
    pub(super) fn of_fragment(fragment: &str) -> Self {
        let fragment = fragment.trim_start_matches('#');
        // What follows `;` proves the text by its length or its hash: not this one's.
        let range = fragment.strip_prefix("char=").and_then(|range| range.split(';').next());
        let ends = range.and_then(|range| range.split_once(','));
        if let Some((Ok(start), Ok(end))) = ends.map(|(start, end)| (start.parse(), end.parse()))
            && start < end
        {
            return Self::Position { start, end, unit: Unit::CodePoints };
        }
        if fragment.starts_with("p-") || fragment.starts_with("h-") {
            return Self::Fragment(fragment.to_owned());
        }
        Self::Unsupported(format!("the fragment `{}`", shortened(fragment)))
    }
}

impl Selector {
    /// Returns what it selects without what refines it.
    fn alone(&self, unit: Unit, depth: usize) -> Selection {
        let is_a = |kind: &str| self.r#type.has(kind);
        if is_a("TextQuoteSelector") {
            return self.quote();
        }
        if is_a("TextPositionSelector") {
            let number = |value: &Value| usize::try_from(value.as_u64()?).ok();
            return match (number(&self.start), number(&self.end)) {
                (Some(start), Some(end)) if start < end => Selection::Position { start, end, unit },
                _ => unsupported("a TextPositionSelector without `start` and `end`"),
            };
        }
        if is_a("FragmentSelector") {
            let missing = || unsupported("a FragmentSelector without `value`");
            return self.value.get().map_or_else(missing, Selection::of_fragment);
        }
        if is_a("RangeSelector") {
            let end = |selectors: &[Value]| match selectors {
                [] => unsupported("a RangeSelector without selectors"),
                _ => Selection::within(selectors, unit, depth + 1),
            };
            let ends = [&self.start_selector.0, &self.end_selector.0];
            let [start, end] = ends.map(|selectors| Box::new(end(selectors)));
            return Selection::Range(start, end);
        }
        match self.r#type.0.first() {
            Some(kind) => Selection::Unsupported(format!("`{kind}`")),
            None => unsupported("a selector without a type"),
        }
    }

    fn quote(&self) -> Selection {
        let [prefix, exact, suffix] = [&self.prefix, &self.exact, &self.suffix]
            .map(|part| part.0.clone().unwrap_or_default());
        match (exact.is_empty(), prefix.is_empty()) {
            (false, _) => {
                Selection::Quote(TextQuote { prefix, exact, suffix, ..TextQuote::default() })
            }
            // An empty place has only its surroundings.
            (_, false) => {
                Selection::After(TextQuote { exact: prefix, suffix, ..TextQuote::default() })
            }
            _ => unsupported("a TextQuoteSelector without `exact`"),
        }
    }
}

fn unsupported(what: &str) -> Selection {
    Selection::Unsupported(what.to_owned())
}
