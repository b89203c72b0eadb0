//! Selectors of the Web Annotation Data Model (W3C Recommendation, 23 February 2017,
//! section 4.2), as far as they can lead to words; and those of Hypothesis.

use serde_json::Value;

use super::json;
use crate::model::TextQuote;

/// How a passage is given.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Selection {
    /// By its words.
    Quote(TextQuote),
    /// Where these words end: the end of a range.
    Behind(TextQuote),
    /// By its place in the text.
    Position {
        /// Its first character, from 0.
        start: usize,
        /// The one after its last.
        end: usize,
        /// In what it is counted.
        unit: Unit,
    },
    /// By the fragment of a block: `p-3`, `h-slug`.
    Fragment(String),
    /// From the start of one passage to the start of another.
    Range(Box<Self>, Box<Self>),
    /// By a passage within a passage.
    Refined(Box<Self>, Box<Self>),
    /// In several ways.
    AnyOf(Vec<Self>),
    /// In a way that cannot lead to words; its name.
    Unheld(String),
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

/// Nesting beyond this is no selection but an attack.
const MAX_DEPTH: usize = 16;

/// Reads one or many selectors of the same passage.
pub(super) fn read(selectors: Option<&Value>, unit: Unit) -> Selection {
    read_within(selectors, unit, 0)
}

fn read_within(selectors: Option<&Value>, unit: Unit, depth: usize) -> Selection {
    if depth > MAX_DEPTH {
        return Selection::Unheld("a selector refined too often".to_owned());
    }
    let mut ways: Vec<Selection> =
        json::list(selectors).iter().map(|value| one(value, unit, depth)).collect();
    match ways.len() {
        0 => Selection::Whole,
        1 => ways.remove(0),
        _ => Selection::AnyOf(ways),
    }
}

fn one(selector: &Value, unit: Unit, depth: usize) -> Selection {
    let own = alone(selector, unit, depth);
    match json::field(selector, "refinedBy") {
        None => own,
        refinement => {
            let inner = read_within(refinement, unit, depth + 1);
            Selection::Refined(Box::new(own), Box::new(inner))
        }
    }
}

/// Reads a selector without what refines it.
fn alone(selector: &Value, unit: Unit, depth: usize) -> Selection {
    let is_a = |kind: &str| json::is_a(selector, kind);
    let named = |what: &str| Selection::Unheld(what.to_owned());
    if is_a("TextQuoteSelector") {
        return quote(selector).unwrap_or_else(|| named("a TextQuoteSelector without `exact`"));
    }
    if is_a("TextPositionSelector") {
        let number = |field| usize::try_from(json::field(selector, field)?.as_u64()?).ok();
        return match (number("start"), number("end")) {
            (Some(start), Some(end)) if start < end => Selection::Position { start, end, unit },
            _ => named("a TextPositionSelector without `start` and `end`"),
        };
    }
    if is_a("FragmentSelector") {
        return json::text(selector, "value")
            .map_or_else(|| named("a FragmentSelector without `value`"), fragment);
    }
    if is_a("RangeSelector") {
        let end = |field| match json::field(selector, field) {
            Some(end) => read_within(Some(end), unit, depth + 1),
            None => named("a RangeSelector without selectors"),
        };
        return Selection::Range(Box::new(end("startSelector")), Box::new(end("endSelector")));
    }
    match (json::texts(json::field(selector, "type")).first(), selector) {
        (Some(kind), _) => named(&format!("`{kind}`")),
        (None, Value::String(_)) => named("a selector kept elsewhere"),
        (None, _) => named("a selector without a type"),
    }
}

fn quote(selector: &Value) -> Option<Selection> {
    let part = |name| json::text(selector, name).unwrap_or_default().to_owned();
    let exact = part("exact");
    let (prefix, suffix) = (part("prefix"), part("suffix"));
    if exact.is_empty() {
        // An empty place has only its surroundings.
        let words = TextQuote { exact: prefix, suffix, ..TextQuote::default() };
        return (!words.exact.is_empty()).then_some(Selection::Behind(words));
    }
    Some(Selection::Quote(TextQuote { prefix, exact, suffix, occurrence: None }))
}

/// Reads a fragment: a block of ours, or characters by RFC 5147 (`char=10,20`).
pub(super) fn fragment(fragment: &str) -> Selection {
    let fragment = fragment.trim_start_matches('#');
    if let Some(range) = fragment.strip_prefix("char=") {
        // What follows `;` proves the text by its length or its hash: not this one's.
        let range = range.split(';').next().unwrap_or_default();
        let ends = range.split_once(',').map(|(start, end)| (start.parse(), end.parse()));
        if let Some((Ok(start), Ok(end))) = ends
            && start < end
        {
            return Selection::Position { start, end, unit: Unit::CodePoints };
        }
    }
    if fragment.starts_with("p-") || fragment.starts_with("h-") {
        return Selection::Fragment(fragment.to_owned());
    }
    Selection::Unheld(format!("the fragment `{}`", super::passage::shortened(fragment)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(json: &str, expected: &str) {
        let json: Value = serde_json::from_str(json).expect("it is JSON");
        let shown = format!("{:?}", read(Some(&json), Unit::CodePoints));
        assert!(shown.contains(expected), "{shown}");
    }

    #[test]
    fn selectors_are_told_from_what_only_looks_like_one() {
        check(r#"{"type": "TextQuoteSelector", "exact": "a"}"#, "Quote(");
        check(r#"{"type": "TextQuoteSelector", "exact": null}"#, "without `exact`");
        check(r#"{"type": "TextQuoteSelector", "exact": "", "prefix": "a"}"#, "Behind(");
        check(r#"{"type": "TextPositionSelector", "start": 2, "end": 1}"#, "without `start`");
        check(r#"{"type": "TextPositionSelector", "start": -1, "end": 1}"#, "without `start`");
        check(r#"{"type": "XPathSelector", "value": "/a"}"#, "`XPathSelector`");
        check(r#"{"type": "FragmentSelector", "value": "char=1,4;length=9"}"#, "start: 1, end: 4");
        check(r##"{"type": "FragmentSelector", "value": "#p-3"}"##, r#"Fragment("p-3")"#);
        check(r#"{"type": "FragmentSelector", "value": "xywh=1,2,3,4"}"#, "`xywh=1,2,3,4`");
        check(r#""https://example.org/selector""#, "kept elsewhere");
        check("[]", "Whole");
        check("[7]", "without a type");
    }

    #[test]
    fn endless_refinement_ends() {
        let mut json = serde_json::json!({"type": "TextQuoteSelector", "exact": "a"});
        for _ in 0..60 {
            json = serde_json::json!({"type": "CssSelector", "refinedBy": json});
        }
        check(&json.to_string(), "refined too often");
    }
}
