//! Finds the passages of items in an article's prose, and quotes them anew.
//!
//! The words decide, by the same anchoring as everywhere. Context that others give was
//! taken from their view of the page (numbers of notes, words of the menu), so it is
//! loosened as long as the words stand in one place only. A position decides between
//! places with the same words, and stands alone only where no words are given.

use std::collections::BTreeMap;

use super::selection::{Selection, Unit};
use crate::{
    anchor::{self, Key},
    model::{Selector, TextQuote},
    prose::{ElementKind, Item, Markup, Prose, ProseRange},
};

/// An article's text, with all ways to count in it.
#[derive(Debug)]
pub struct Ground<'a> {
    prose: &'a Prose,
    key: &'a Key,
    /// The byte of each code point, and the end.
    code_points: Vec<usize>,
    /// The byte of each UTF-16 unit, and the end.
    utf16: Vec<usize>,
    fragments: BTreeMap<String, ProseRange>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    range: ProseRange,
    /// Whether words prove it.
    is_proven: bool,
    /// Whether a position points elsewhere.
    is_disputed: bool,
}

/// What came of a selection.
#[derive(Debug, PartialEq)]
pub(super) enum Passage {
    /// It was found; how it is quoted.
    Found { selector: Selector, is_proven: bool, is_disputed: bool },
    /// Its words were not found in one place.
    Detached(Selector),
    /// It does not lead to words; why.
    Unheld(String),
    /// It is about the whole page.
    Whole,
}

/// Why nothing was found.
enum Miss {
    Words(Selector),
    Unheld(String),
    Whole,
}

impl<'a> Ground<'a> {
    /// Prepares a text.
    #[must_use]
    pub fn new(markup: &'a Markup<'_>, key: &'a Key) -> Self {
        let fragments = fragments_of(markup);
        Self::of(&markup.prose, key, fragments)
    }

    fn of(prose: &'a Prose, key: &'a Key, fragments: BTreeMap<String, ProseRange>) -> Self {
        let text = &prose.text;
        let ends = std::iter::once(text.len());
        let code_points = text.char_indices().map(|(at, _)| at).chain(ends.clone()).collect();
        let units = text.char_indices().flat_map(|(at, c)| std::iter::repeat_n(at, c.len_utf16()));
        Self { prose, key, code_points, utf16: units.chain(ends).collect(), fragments }
    }

    /// Finds a selection and quotes it as the tool would.
    pub(super) fn find(&self, selection: &Selection) -> Passage {
        match self.resolve(selection) {
            Ok(found) if found.range.is_empty() => {
                Passage::Unheld("a place between words".to_owned())
            }
            Ok(found) => match anchor::describe(self.prose, self.key, &found.range) {
                Some(selector) => Passage::Found {
                    selector,
                    is_proven: found.is_proven,
                    is_disputed: found.is_disputed,
                },
                None => Passage::Unheld("a passage without a letter or a digit".to_owned()),
            },
            Err(Miss::Words(selector)) if !has_words(&selector) => {
                Passage::Unheld("a quote without a letter or a digit".to_owned())
            }
            Err(Miss::Words(selector)) => Passage::Detached(selector),
            Err(Miss::Unheld(what)) => Passage::Unheld(what),
            Err(Miss::Whole) => Passage::Whole,
        }
    }

    fn resolve(&self, selection: &Selection) -> Result<Found, Miss> {
        match selection {
            Selection::Quote(quote) => self.quote(quote).map(proven),
            Selection::Behind(words) => self.quote(words).map(|range| proven(range.end..range.end)),
            Selection::Position { start, end, unit } => {
                let of = "a position beyond the end of the text";
                self.position(*start..*end, *unit).map(unproven).ok_or(Miss::Unheld(of.to_owned()))
            }
            Selection::Fragment(id) => {
                let missing = || Miss::Unheld(format!("the fragment `{}`", shortened(id)));
                self.fragments.get(id).cloned().map(unproven).ok_or_else(missing)
            }
            Selection::Range(start, end) => self.range(start, end),
            Selection::Refined(outer, inner) => self.refined(outer, inner),
            Selection::AnyOf(ways) => self.any_of(ways),
            Selection::Unheld(what) => Err(Miss::Unheld(what.clone())),
            Selection::Whole => Err(Miss::Whole),
        }
    }

    /// Finds words: with all their context, with less, or where they stand only once.
    fn quote(&self, quote: &TextQuote) -> Result<ProseRange, Miss> {
        let TextQuote { prefix, exact, suffix, .. } = quote;
        let contexts = [(prefix, suffix), (prefix, &String::new()), (&String::new(), suffix)];
        for (prefix, suffix) in contexts.into_iter().chain([(&String::new(), &String::new())]) {
            let given = TextQuote {
                prefix: prefix.clone(),
                exact: exact.clone(),
                suffix: suffix.clone(),
                occurrence: None,
            };
            if let Some(range) = self.anchor(given) {
                return Ok(range);
            }
            if !self.holds(exact) {
                break;
            }
        }
        Err(Miss::Words(Selector::Quote(quote.clone())))
    }

    fn anchor(&self, quote: TextQuote) -> Option<ProseRange> {
        let found = anchor::anchor(self.prose, self.key, &Selector::Quote(quote), &|_| 0);
        found.ok().map(|anchor| anchor.range)
    }

    fn holds(&self, exact: &str) -> bool {
        let exact = Key::new(exact).into_text();
        memchr::memmem::find(self.key.text().as_bytes(), exact.trim().as_bytes()).is_some()
    }

    fn position(&self, range: std::ops::Range<usize>, unit: Unit) -> Option<ProseRange> {
        let places = match unit {
            Unit::CodePoints => &self.code_points,
            Unit::Utf16 => &self.utf16,
        };
        let (start, end) = (*places.get(range.start)?, *places.get(range.end)?);
        (start < end).then_some(start..end)
    }

    /// From the start of one passage to the start of another, as the model has it.
    fn range(&self, start: &Selection, end: &Selection) -> Result<Found, Miss> {
        let resolved = (self.resolve(start), self.resolve(end));
        let (Ok(first), Ok(last)) = &resolved else {
            return Err(missed_range(start, end, resolved));
        };
        let text = &self.prose.text;
        if first.range.start >= last.range.start {
            return Err(Miss::Unheld("a range that ends before it begins".to_owned()));
        }
        let passage = &text[first.range.start..last.range.start];
        let end = first.range.start + passage.trim_end().len();
        let is_proven = first.is_proven && last.is_proven;
        Ok(Found { range: first.range.start..end, is_proven, is_disputed: false })
    }

    /// Looks for a passage within a passage, whose own text offsets count from.
    fn refined(&self, outer: &Selection, inner: &Selection) -> Result<Found, Miss> {
        let around = match self.resolve(outer) {
            Ok(found) => found,
            // What cannot be found narrows nothing, but words may still stand once.
            Err(_) if is_of_words(inner) => return self.resolve(inner),
            Err(miss) => return Err(miss),
        };
        let mut prose = Prose::default();
        prose.text = self.prose.text[around.range.clone()].to_owned();
        let key = Key::new(&prose.text);
        let found = Ground::of(&prose, &key, BTreeMap::new()).resolve(inner)?;
        let range = around.range.start + found.range.start..around.range.start + found.range.end;
        Ok(Found { range, is_proven: found.is_proven || around.is_proven, ..found })
    }

    /// Words first; what else is given decides between places, or is held against them.
    fn any_of(&self, ways: &[Selection]) -> Result<Found, Miss> {
        let (words, others): (Vec<_>, Vec<_>) = ways.iter().partition(|way| is_of_words(way));
        let places: Vec<ProseRange> =
            others.iter().filter_map(|way| Some(self.resolve(way).ok()?.range)).collect();
        let mut missed = None;
        for way in words {
            match self.resolve(way) {
                Ok(found) => {
                    let overlaps = |place: &ProseRange| {
                        place.start < found.range.end && found.range.start < place.end
                    };
                    let is_disputed = !places.iter().all(overlaps);
                    return Ok(Found { is_disputed, ..found });
                }
                Err(miss) => missed = missed.or(Some((way, miss))),
            }
        }
        match missed {
            None => places.into_iter().next().map(unproven).ok_or_else(|| self.first_miss(ways)),
            Some((way, miss)) => {
                let fits = |place: &&ProseRange| self.reads(place, way);
                places.iter().find(fits).cloned().map(proven).ok_or(miss)
            }
        }
    }

    /// Returns whether a place reads as quoted.
    fn reads(&self, place: &ProseRange, way: &Selection) -> bool {
        let key = |text: &str| Key::new(text).text().trim().to_owned();
        let Selection::Quote(quote) = way else { return false };
        key(&quote.exact) == key(&self.prose.text[place.clone()])
    }

    fn first_miss(&self, ways: &[Selection]) -> Miss {
        let misses = ways.iter().filter_map(|way| self.resolve(way).err());
        misses.into_iter().next().unwrap_or(Miss::Whole)
    }
}

fn proven(range: ProseRange) -> Found {
    Found { range, is_proven: true, is_disputed: false }
}

fn unproven(range: ProseRange) -> Found {
    Found { range, is_proven: false, is_disputed: false }
}

fn is_of_words(selection: &Selection) -> bool {
    match selection {
        Selection::Quote(_) | Selection::Behind(_) => true,
        Selection::Range(start, end) => is_of_words(start) && is_of_words(end),
        Selection::Refined(_, inner) => is_of_words(inner),
        Selection::AnyOf(ways) => ways.iter().any(is_of_words),
        _ => false,
    }
}

fn has_words(selector: &Selector) -> bool {
    let has = |text: &str| text.chars().any(char::is_alphanumeric);
    match selector {
        Selector::Quote(quote) => has(&quote.exact),
        Selector::Range { from, to } => has(from) && has(to),
    }
}

/// A range whose ends are words can wait for an editor; its words are kept.
fn missed_range(
    start: &Selection,
    end: &Selection,
    resolved: (Result<Found, Miss>, Result<Found, Miss>),
) -> Miss {
    let words = |selection: &Selection| match selection {
        Selection::Quote(quote) | Selection::Behind(quote) => Some(quote.exact.clone()),
        _ => None,
    };
    match (words(start), words(end), resolved) {
        (Some(from), Some(to), _) => Miss::Words(Selector::Range { from, to }),
        (_, _, (Err(miss), _) | (_, Err(miss))) => miss,
        _ => Miss::Whole,
    }
}

/// Returns the blocks by the ids that they have on the page.
fn fragments_of(markup: &Markup<'_>) -> BTreeMap<String, ProseRange> {
    let mut ids: BTreeMap<usize, String> = BTreeMap::new();
    for item in &markup.items {
        if let Item::Start(element) = item
            && let (ElementKind::Heading { slug, .. }, Some(block)) = (&element.kind, element.block)
        {
            ids.insert(block, format!("h-{slug}"));
        }
    }
    let mut fragments: BTreeMap<String, ProseRange> = BTreeMap::new();
    for block in &markup.prose.blocks {
        let numbered = format!("p-{}", block.number);
        for id in ids.get(&block.number).into_iter().chain([&numbered]) {
            let known = fragments.entry(id.clone()).or_insert_with(|| block.range.clone());
            known.end = known.end.max(block.range.end);
        }
    }
    fragments
}

/// Returns a text cut to what fits into a message.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace(char::is_control, " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{import::selection, prose};

    const TEXT: &str = "# Foxes\n\nThe 🦊 fox saw a fox. The *fox* ran.\n\nA dog saw the fox.\n";

    /// Checks which words a selector (JSON) selects, in their place; `!` and a word for none.
    #[track_caller]
    fn check(json: &str, unit: Unit, expected: &str) {
        let markup = prose::read(TEXT, 0).expect("it is Markdown");
        let key = Key::new(&markup.prose.text);
        let ground = Ground::new(&markup, &key);
        let json = serde_json::from_str(json).expect("it is JSON");
        let selection = selection::read(Some(&json), unit);
        let actual = match ground.resolve(&selection) {
            Ok(found) => {
                let text = &markup.prose.text;
                let proof = if found.is_proven { "" } else { "?" };
                let before = &text[..found.range.start];
                let before: String =
                    before.chars().rev().take(4).collect::<Vec<_>>().into_iter().rev().collect();
                format!("{proof}{before}[{}]", &text[found.range]).replace('\n', "/")
            }
            Err(Miss::Words(_)) => "!words".to_owned(),
            Err(Miss::Unheld(what)) => format!("!{what}"),
            Err(Miss::Whole) => "!whole".to_owned(),
        };
        assert_eq!(actual, expected);
    }

    #[test]
    fn words_decide_and_context_is_loosened() {
        let quote = |rest: &str| format!(r#"{{"type": "TextQuoteSelector", {rest}}}"#);
        check(&quote(r#""exact": "saw a fox""#), Unit::CodePoints, "fox [saw a fox]");
        check(
            &quote(r#""exact": "fox", "prefix": "12 a ", "suffix": " ran""#),
            Unit::CodePoints,
            "The [fox]",
        );
        check(
            &quote(r#""exact": "saw a fox", "prefix": "Menu""#),
            Unit::CodePoints,
            "fox [saw a fox]",
        );
        check(&quote(r#""exact": "fox""#), Unit::CodePoints, "!words");
        check(&quote(r#""exact": "wolf""#), Unit::CodePoints, "!words");
    }

    #[test]
    fn positions_count_as_their_format_does() {
        let position = |start: usize, end: usize| {
            format!(r#"{{"type": "TextPositionSelector", "start": {start}, "end": {end}}}"#)
        };
        check(&position(12, 15), Unit::CodePoints, "?e 🦊 [fox]");
        check(&position(13, 16), Unit::Utf16, "?e 🦊 [fox]");
        check(&position(15, 999), Unit::Utf16, "!a position beyond the end of the text");
        let fox = r#"{"type": "TextQuoteSelector", "exact": "fox"}"#;
        check(&format!("[{fox}, {}]", position(12, 15)), Unit::CodePoints, "e 🦊 [fox]");
        check(&format!("[{fox}, {}]", position(9, 12)), Unit::CodePoints, "!words");
    }

    #[test]
    fn ranges_end_where_their_end_begins() {
        let range = |from: &str, to: &str| {
            let quote = |exact| format!(r#"{{"type": "TextQuoteSelector", "exact": "{exact}"}}"#);
            format!(
                r#"{{"type": "RangeSelector", "startSelector": {}, "endSelector": {}}}"#,
                quote(from),
                quote(to)
            )
        };
        check(&range("fox saw", "ran."), Unit::CodePoints, "e 🦊 [fox saw a fox. The fox]");
        check(&range("ran.", "fox saw"), Unit::CodePoints, "!a range that ends before it begins");
        check(&range("wolf", "bear"), Unit::CodePoints, "!words");
    }

    #[test]
    fn blocks_are_found_and_refined() {
        let refined = |inner: &str| {
            format!(r#"{{"type": "FragmentSelector", "value": "p-3", "refinedBy": {inner}}}"#)
        };
        let fox = r#"{"type": "TextQuoteSelector", "exact": "fox"}"#;
        check(&refined(fox), Unit::CodePoints, "the [fox]");
        let start = r#"{"type": "TextPositionSelector", "start": 2, "end": 5}"#;
        check(&refined(start), Unit::CodePoints, "?./A [dog]");
        let css = format!(r#"{{"type": "CssSelector", "value": "p", "refinedBy": {fox}}}"#);
        check(&css, Unit::CodePoints, "!words");
        check(&css.replace("\"fox\"", "\"dog\""), Unit::CodePoints, "./A [dog]");
        check(r#"{"type": "CssSelector", "value": "p"}"#, Unit::CodePoints, "!`CssSelector`");
    }
}
