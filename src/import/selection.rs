//! Selectors of the Web Annotation Data Model (W3C Recommendation, 23 February 2017,
//! section 4.2), as far as they can lead to words; and those of Hypothesis.

use std::{iter, ops::Range};

use serde_json::Value;

use super::json::{list, text, texts, words};
use crate::{model::TextQuote, text::prose::ProseRange};

/// How a passage is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selection {
    /// By its words.
    Quote(TextQuote),
    /// The place after these words.
    After(TextQuote),
    /// By its first character, from 0, and the one after its last.
    Position { start: usize, end: usize, unit: Unit },
    /// By the fragment of a footnote: its number, from 1.
    Footnote(usize),
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
    /// By its Markdown, or nothing, and its lines.
    Source { text: String, lines: Option<Lines> },
    /// By where it stands in the very text that it is looked for in.
    Place(ProseRange),
    /// By words that are not there any more, whatever reads like them.
    Lost(TextQuote),
    /// By nothing; why.
    Nothing(String),
    /// Not at all: the whole page.
    Whole,
}

/// Lines of a source: the first and the last one, from 1, and the columns where the passage
/// begins and ends in these, from 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Lines {
    pub(super) first: usize,
    pub(super) last: usize,
    pub(super) start: usize,
    pub(super) end: Option<usize>,
}

impl Lines {
    /// Returns the bytes of a source that they are; `None` if it has not so many lines.
    pub(super) fn in_bytes_of(&self, source: &str) -> Option<Range<usize>> {
        let mut starts = iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1));
        let (first, last) = (self.first.checked_sub(1)?, self.last.checked_sub(1)?);
        let first = starts.nth(first)?;
        let mut starts = iter::once(0).chain(source.match_indices('\n').map(|(at, _)| at + 1));
        let last = starts.nth(last)?;
        let column = |line: usize, n: usize| {
            let text = source[line..].split('\n').next().unwrap_or_default();
            line + text.char_indices().nth(n).map_or(text.len(), |(at, _)| at)
        };
        let (start, end) =
            (column(first, self.start), column(last, self.end.unwrap_or(usize::MAX)));
        (start <= end).then_some(start..end)
    }
}

/// In what offsets are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    /// Code points, as the W3C has it.
    CodePoints,
    /// UTF-16, as scripts in browsers count.
    Utf16,
}

impl Selection {
    /// Reads one or many selectors of the same passage.
    pub(super) fn of(selectors: &[Value], unit: Unit) -> Self {
        Self::within(selectors, unit, 0)
    }

    fn within(selectors: &[Value], unit: Unit, depth: usize) -> Self {
        // Nesting beyond this is no selection but an attack.
        const MAX_DEPTH: usize = 16;
        match selectors {
            _ if depth > MAX_DEPTH => unsupported("a selector refined too often"),
            [] => Self::Whole,
            [selector] => Self::one(selector, unit, depth),
            _ => Self::AnyOf(selectors.iter().map(|one| Self::one(one, unit, depth)).collect()),
        }
    }

    fn one(selector: &Value, unit: Unit, depth: usize) -> Self {
        let within = |selectors| Self::within(selectors, unit, depth + 1);
        let own = words(&selector["type"]).find_map(|kind| match kind {
            "TextQuoteSelector" => Some(Self::of_quote(selector)),
            "TextPositionSelector" => Some(Self::of_position(selector, unit)),
            "FragmentSelector" => {
                let fragment = text(&selector["value"]).map(Self::of_fragment);
                Some(fragment.unwrap_or_else(|| unsupported("a FragmentSelector without `value`")))
            }
            "RangeSelector" => {
                let ends = ["startSelector", "endSelector"].map(|end| list(&selector[end]));
                let [start, end] = ends.map(|end| match end {
                    [] => unsupported("a RangeSelector without selectors"),
                    _ => within(end),
                });
                Some(Self::Range(Box::new(start), Box::new(end)))
            }
            _ => None,
        });
        let own = own.unwrap_or_else(|| match (selector, texts(&selector["type"]).next()) {
            (Value::String(_), _) => unsupported("a selector kept elsewhere"),
            (_, Some(kind)) => Self::Unsupported(format!("`{kind}`")),
            (_, None) => unsupported("a selector without a type"),
        });
        match list(&selector["refinedBy"]) {
            [] => own,
            inner => Self::Refined(Box::new(own), Box::new(within(inner))),
        }
    }

    fn of_quote(selector: &Value) -> Self {
        let [prefix, exact, suffix] = ["prefix", "exact", "suffix"]
            .map(|part| text(&selector[part]).unwrap_or_default().to_owned());
        let suffix = nearest(&suffix, false);
        let quote = |prefix, exact| TextQuote { prefix, exact, suffix, ..TextQuote::default() };
        match (exact.is_empty(), prefix.is_empty()) {
            (false, _) => Self::Quote(quote(nearest(&prefix, true), exact)),
            // An empty place has only its surroundings.
            (_, false) => Self::After(quote(String::new(), prefix)),
            _ => unsupported("a TextQuoteSelector without `exact`"),
        }
    }

    fn of_position(selector: &Value, unit: Unit) -> Self {
        let ends = ["start", "end"].map(|end| usize::try_from(selector[end].as_u64()?).ok());
        match ends {
            [Some(start), Some(end)] if start < end => Self::Position { start, end, unit },
            _ => unsupported("a TextPositionSelector without `start` and `end`"),
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
        if let Some(Ok(number @ 1..)) = fragment.strip_prefix("fn-").map(str::parse) {
            return Self::Footnote(number);
        }
        Self::Fragment(fragment.to_owned())
    }
}

/// Returns of the text before or after a passage what lies next to it: no more tells places apart.
fn nearest(context: &str, is_before: bool) -> String {
    const MAX_LENGTH: usize = 1_000;
    if context.len() <= MAX_LENGTH {
        context.to_owned()
    } else if is_before {
        context[context.ceil_char_boundary(context.len() - MAX_LENGTH)..].to_owned()
    } else {
        context[..context.floor_char_boundary(MAX_LENGTH)].to_owned()
    }
}

fn unsupported(what: &str) -> Selection {
    Selection::Unsupported(what.to_owned())
}
