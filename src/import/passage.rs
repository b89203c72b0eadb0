//! Finds the passages of items in an article's prose, and quotes them anew.
//!
//! The words decide, by the same anchoring as everywhere. Context that others give was
//! taken from their view of the page (numbers of notes, words of the menu), so it is
//! loosened as long as the words stand in one place only. A position decides between
//! places with the same words, and stands alone only where no words are given.

use std::{iter, ops::Range};

use super::{
    notice::{About, shortened},
    selection::{Lines, Selection, Unit},
};
use crate::{
    anchor::{self, Key},
    model::{On, Selector, TextQuote},
    text::prose::{Locus, Prose, ProseRange},
};

/// An article's text, with all ways to count in it.
#[derive(Debug)]
pub struct ArticleText<'a> {
    prose: &'a Prose,
    key: &'a Key,
    n_footnotes: usize,
    has_math: bool,
    /// What the prose was read from.
    source: &'a str,
    /// The byte of each code point, and the end.
    code_points: Vec<usize>,
    /// The byte of each UTF-16 unit, and the end.
    utf16: Vec<usize>,
}

/// What an item turns out to be about.
pub(super) enum Aim {
    /// A passage.
    Words(Selector),
    /// Something without words.
    On(On),
}

/// A passage that was found.
struct Found {
    range: ProseRange,
    proof: Proof,
}

/// What shows that a passage is the one that is meant.
#[derive(Clone, Copy, PartialEq)]
enum Proof {
    /// Words.
    Words,
    /// Words, though a position points elsewhere.
    Disputed,
    /// Nothing but a position.
    Position,
}

/// Of equal places in a source, so many of the nearest are looked at.
const MAX_PLACES: usize = 32;

/// Why no passage was found.
enum Miss {
    /// Its words were not found in one place.
    Words(Selector),
    /// It does not lead to words; why.
    Unsupported(String),
}

impl<'a> ArticleText<'a> {
    /// Prepares a text.
    #[must_use]
    pub fn new(prose: &'a Prose, key: &'a Key) -> Self {
        let text = &prose.text;
        let code_points = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let units = text.char_indices().flat_map(|(at, c)| iter::repeat_n(at, c.len_utf16()));
        let utf16 = units.chain([text.len()]).collect();
        Self { prose, key, n_footnotes: 0, has_math: false, source: "", code_points, utf16 }
    }

    /// Returns its prose and the key of that.
    pub(super) fn prose(&self) -> (&'a str, &'a Key) {
        (&self.prose.text, self.key)
    }

    /// Takes the number of the text's own footnotes.
    #[must_use]
    pub fn with_footnotes(self, n_footnotes: usize) -> Self {
        Self { n_footnotes, ..self }
    }

    /// Takes the file that it was read from, and whether `$…$` are formulas in it.
    #[must_use]
    pub fn with_source(self, source: &'a str, has_math: bool) -> Self {
        Self { source, has_math, ..self }
    }

    pub(super) const fn has_math(&self) -> bool {
        self.has_math
    }

    /// Finds a selection; returns how the tool would quote it, or what it is on, and what is to
    /// be said. Words that are not found in one place come back as they are, and wait for an
    /// editor.
    pub(super) fn find(&self, selection: &Selection) -> (Option<Aim>, Option<About>) {
        let unsupported = |what: &str| (None, Some(About::Unsupported(what.to_owned())));
        match selection {
            Selection::Whole => return (Some(Aim::On(On::Article)), None),
            Selection::Footnote(number) if *number <= self.n_footnotes => {
                return (Some(Aim::On(On::Footnote(*number))), None);
            }
            Selection::Nothing(why) => {
                return (Some(Aim::On(On::Article)), Some(About::OnNothing(why.clone())));
            }
            _ => {}
        }
        let found = match self.resolve(selection) {
            Ok(found) if found.range.is_empty() => return unsupported("a place between words"),
            Ok(found) => found,
            Err(Miss::Unsupported(what)) => return unsupported(&what),
            // Whoever looks for the nearest words would compare all with all, for nothing.
            Err(Miss::Words(selector)) if self.is_longer_than_text(&selector) => {
                return unsupported("a quote that is longer than the text");
            }
            Err(Miss::Words(selector)) => {
                let (exact, parts) = match &selector {
                    Selector::Quote(quote) => (quote.exact.clone(), vec![&quote.exact]),
                    Selector::Range { from, to } => (format!("{from} … {to}"), vec![from, to]),
                };
                let has_words = |text: &&String| text.chars().any(char::is_alphanumeric);
                return if parts.iter().all(has_words) {
                    (Some(Aim::Words(selector)), Some(About::Detached(exact)))
                } else {
                    unsupported("a quote without a letter or a digit")
                };
            }
        };
        let notice = match found.proof {
            Proof::Words => None,
            Proof::Disputed => Some(About::Disagreement),
            Proof::Position => Some(About::ByPosition),
        };
        match anchor::describe(self.prose, self.key, &found.range) {
            Some(selector) => (Some(Aim::Words(selector)), notice),
            None => unsupported("a passage without a letter or a digit"),
        }
    }

    /// Returns whether words can be none of an earlier version of the text either, which may have
    /// been longer.
    fn is_longer_than_text(&self, selector: &Selector) -> bool {
        const MORE: usize = 100_000;
        let length = match selector {
            Selector::Quote(quote) => quote.exact.len(),
            Selector::Range { from, to } => from.len().max(to.len()),
        };
        length > self.prose.text.len() + MORE
    }

    fn resolve(&self, selection: &Selection) -> Result<Found, Miss> {
        match selection {
            Selection::Quote(quote) => self.quote(quote).map(by_words),
            Selection::After(words) => {
                self.quote(words).map(|range| by_words(range.end..range.end))
            }
            Selection::Position { start, end, unit } => self
                .position(*start..*end, *unit)
                .map(by_position)
                .ok_or_else(|| unsupported("a position beyond the end of the text")),
            Selection::Fragment(id) => {
                let missing = || unsupported(&format!("the fragment `{}`", shortened(id)));
                self.fragment(id).map(by_position).ok_or_else(missing)
            }
            Selection::Footnote(number) => Err(unsupported(&format!("the fragment `fn-{number}`"))),
            Selection::Range(start, end) => self.range(start, end),
            Selection::Refined(outer, inner) => self.refined(outer, inner),
            Selection::AnyOf(ways) => self.any_of(ways),
            Selection::Unsupported(what) | Selection::Nothing(what) => Err(unsupported(what)),
            Selection::Source { text, lines } => self.source(text, lines.as_ref()),
            Selection::Place(range) => Ok(by_words(range.clone())),
            Selection::Lost(quote) => Err(Miss::Words(Selector::Quote(quote.clone()))),
            Selection::Whole => Err(unsupported("the whole page")),
        }
    }

    /// Finds words: with all their context, with less, or where they stand only once.
    fn quote(&self, quote: &TextQuote) -> Result<ProseRange, Miss> {
        let TextQuote { prefix, suffix, .. } = quote;
        let anchored = |prefix: &str, suffix: &str| {
            let (prefix, suffix) = (prefix.to_owned(), suffix.to_owned());
            let looser = Selector::Quote(TextQuote { prefix, suffix, ..quote.clone() });
            anchor::anchor(self.prose, self.key, &looser, &|_| 0).ok()
        };
        let found = anchored(prefix, suffix).or_else(|| {
            let exact = Key::new(&quote.exact).into_text();
            memchr::memmem::find(self.key.text().as_bytes(), exact.trim().as_bytes())?;
            let with_half = anchored(prefix, "").or_else(|| anchored("", suffix));
            with_half.or_else(|| anchored("", ""))
        });
        found.map(|anchor| anchor.range).ok_or_else(|| Miss::Words(Selector::Quote(quote.clone())))
    }

    fn position(&self, range: Range<usize>, unit: Unit) -> Option<ProseRange> {
        let places = match unit {
            Unit::CodePoints => &self.code_points,
            Unit::Utf16 => &self.utf16,
        };
        let (start, end) = (*places.get(range.start)?, *places.get(range.end)?);
        (start < end).then_some(start..end)
    }

    /// Returns the block that has an id on the page.
    fn fragment(&self, id: &str) -> Option<ProseRange> {
        // A heading is a paragraph by its number, too.
        let paragraph = id.strip_prefix("p-").and_then(|number| number.parse().ok());
        let is_it = |locus: &Locus| {
            locus.fragment == id || paragraph.is_some() && locus.locator.paragraph() == paragraph
        };
        let of_block = |number: usize| {
            let ranges = self.prose.blocks.iter().filter(|block| block.number == number);
            let ranges = ranges.map(|block| block.range.clone());
            ranges.reduce(|first, other| first.start..first.end.max(other.end))
        };
        let later = &self.prose.later;
        let whole = match self.prose.loci.iter().position(is_it) {
            Some(index) => of_block(index + 1)?,
            None => {
                let start = later.iter().find(|(_, locus)| is_it(locus))?.0;
                start..self.prose.blocks.get(self.prose.block_at(start))?.range.end
            }
        };
        // What begins within it and has a fragment of its own is another place.
        let is_next = |(at, locus): &&(usize, Locus)| *at > whole.start && !is_it(locus);
        let end = later.iter().find(is_next).map_or(whole.end, |(at, _)| whole.end.min(*at));
        Some(whole.start..end)
    }

    /// Finds a passage by its Markdown, of several the one nearest to its lines; without
    /// Markdown, by its lines.
    fn source(&self, text: &str, lines: Option<&Lines>) -> Result<Found, Miss> {
        let given = lines.and_then(|lines| lines.in_bytes_of(self.source));
        if text.trim().is_empty() {
            let place = given.and_then(|place| self.of_source(&place));
            return place.map(by_position).ok_or_else(|| unsupported("a line without words"));
        }
        let exact = text.trim();
        let mut places: Vec<usize> = self.source.match_indices(exact).map(|(at, _)| at).collect();
        match given {
            Some(given) => places.sort_by_key(|at| at.abs_diff(given.start)),
            None if places.len() > 1 => places.clear(),
            None => {}
        }
        // The nearest one may stand in the front matter.
        let mut nearest = places.into_iter().take(MAX_PLACES);
        match nearest.find_map(|at| self.of_source(&(at..at + exact.len()))) {
            Some(range) => Ok(by_words(range)),
            None => {
                let quote = TextQuote { exact: exact.to_owned(), ..TextQuote::default() };
                self.quote(&quote).map(by_words)
            }
        }
    }

    /// Returns the prose that comes from a part of the source.
    fn of_source(&self, part: &Range<usize>) -> Option<ProseRange> {
        // The prose stands in the order of its source.
        let first_from = |source: usize| {
            let is_before =
                |at: &usize| *at < self.prose.text.len() && self.prose.source_of(*at) < source;
            self.code_points
                [self.code_points.partition_point(is_before).min(self.code_points.len() - 1)]
        };
        let (start, end) = (first_from(part.start), first_from(part.end));
        (start < end).then_some(start..end)
    }

    /// From the start of one passage to the start of another, as the model has it.
    fn range(&self, start: &Selection, end: &Selection) -> Result<Found, Miss> {
        let words = |selection: &Selection| match selection {
            Selection::Quote(quote) | Selection::After(quote) => Some(quote.exact.clone()),
            _ => None,
        };
        let (first, last) = match (self.resolve(start), self.resolve(end)) {
            (Ok(first), Ok(last)) => (first, last),
            (Err(miss), _) | (_, Err(miss)) => {
                // A range whose ends are words can wait for an editor; its words are kept.
                let ends = words(start).zip(words(end));
                return Err(
                    ends.map_or(miss, |(from, to)| Miss::Words(Selector::Range { from, to }))
                );
            }
        };
        let range = first.range.start..last.range.start;
        if range.is_empty() {
            return Err(unsupported("a range that ends before it begins"));
        }
        let passage = self.prose.text[range.clone()].trim_end();
        let is_by_words = ![first.proof, last.proof].contains(&Proof::Position);
        let found = if is_by_words { by_words } else { by_position };
        Ok(found(range.start..range.start + passage.len()))
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
        let found = ArticleText::new(&prose, &key).resolve(inner)?;
        let start = around.range.start;
        let range = start + found.range.start..start + found.range.end;
        let is_by_position = found.proof == Proof::Position && around.proof != Proof::Position;
        Ok(Found { range, proof: if is_by_position { Proof::Words } else { found.proof } })
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
                    let is_agreed = places.iter().all(overlaps);
                    let proof = if is_agreed { Proof::Words } else { Proof::Disputed };
                    return Ok(Found { proof, ..found });
                }
                Err(miss) => missed = missed.or(Some((way, miss))),
            }
        }
        match missed {
            None => places.into_iter().next().map(by_position).ok_or_else(|| {
                let missed = ways.iter().find_map(|way| self.resolve(way).err());
                missed.unwrap_or_else(|| unsupported("the whole page"))
            }),
            Some((way, miss)) => {
                let fits = |place: &ProseRange| self.reads(place, way);
                places.into_iter().find(fits).map(by_words).ok_or(miss)
            }
        }
    }

    /// Returns whether a place reads as quoted.
    fn reads(&self, place: &ProseRange, way: &Selection) -> bool {
        let key = |text: &str| Key::new(text).text().trim().to_owned();
        let Selection::Quote(quote) = way else { return false };
        key(&quote.exact) == key(&self.prose.text[place.clone()])
    }
}

fn by_words(range: ProseRange) -> Found {
    Found { range, proof: Proof::Words }
}

fn by_position(range: ProseRange) -> Found {
    Found { range, proof: Proof::Position }
}

fn unsupported(what: &str) -> Miss {
    Miss::Unsupported(what.to_owned())
}

fn is_of_words(selection: &Selection) -> bool {
    match selection {
        Selection::Quote(_) | Selection::After(_) => true,
        Selection::Range(start, end) => is_of_words(start) && is_of_words(end),
        Selection::Refined(_, inner) => is_of_words(inner),
        Selection::AnyOf(ways) => ways.iter().any(is_of_words),
        _ => false,
    }
}
