//! An annotation as the edition resolved it, and what it is called.

use std::ops::Range;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

use super::Shared;
use crate::{
    diag::Place,
    model::{Annotation, Archived, Kind, On, Rating, Selector, Settings, Status},
    text::{
        difference::{Piece, difference},
        html::plain,
        messages::Messages,
        prose::{LocatorRange, Prose, ProseRange, Spot},
    },
    weave::Mark,
    yaml::{Part, Step, YamlFile},
};

/// The fragment of a title that the front matter gives, where there are notes on it.
pub const GIVEN_TITLE: &str = "article_title";

/// An annotation's passage.
#[derive(Debug, Clone)]
pub struct Passage {
    /// Where it stands in the prose, in bytes.
    pub range: ProseRange,
    /// How it read when it was quoted, if it was reworded since.
    pub was: Option<String>,
}

/// An annotation with its number, the entry it comes from, and what became of it.
#[derive(Debug)]
pub struct NumberedAnnotation<'a> {
    /// What the entry says.
    pub annotation: &'a Annotation,
    /// Its number in the article, from 1.
    pub number: usize,
    /// Its accessible name: “Fact check 2: imprecise”.
    pub name: String,
    /// The file that holds it.
    pub yaml: &'a YamlFile,
    /// Its index in the file.
    pub index: usize,
    /// Its body, rendered for a page one level below the root.
    pub body_html: Option<String>,
    /// The works it cites, as indices of the bibliography, ascending.
    pub works: Vec<usize>,
    /// Its passage, if it was found.
    pub passage: Option<Passage>,
    /// Where what it is on stands in the text, if that is something there.
    pub spot: Option<Spot>,
}

impl NumberedAnnotation<'_> {
    /// Returns whether it quotes the translation of this name, or of `None` the text itself.
    #[must_use]
    pub fn is_in(&self, tag: Option<&str>) -> bool {
        self.language() == tag
    }

    /// Returns the language of the translation that it quotes.
    #[must_use]
    pub fn language(&self) -> Option<&str> {
        self.annotation.quote.as_ref()?.language.as_deref()
    }

    /// Returns whether what it is about was not found.
    #[must_use]
    pub fn is_detached(&self) -> bool {
        match &self.annotation.on {
            None => self.passage.is_none(),
            Some(On::Article | On::Title) => false,
            Some(On::Figure(_) | On::Footnote(_)) => self.spot.is_none(),
        }
    }

    /// Returns whether it is on the article as a whole, and stands before the text.
    #[must_use]
    pub fn is_headnote(&self) -> bool {
        self.annotation.on == Some(On::Article)
    }

    /// Returns what it is on, in words; nothing if it quotes words.
    #[must_use]
    pub fn on_what(&self, messages: &Messages) -> Option<String> {
        Some(match self.annotation.on.as_ref()? {
            On::Article => messages.get("on-article"),
            On::Title => messages.get("on-title"),
            On::Figure(_) => messages.get("on-figure"),
            On::Footnote(number) => messages.with("on-footnote", &[("number", (*number).into())]),
        })
    }

    /// Returns where its passage, or what it is on, stands in the prose, in bytes.
    #[must_use]
    pub fn place_in_prose(&self) -> Option<ProseRange> {
        self.range().cloned().or_else(|| self.spot.as_ref().map(|spot| spot.at..spot.at))
    }

    /// Returns where its passage stands in the prose, in bytes.
    #[must_use]
    pub fn range(&self) -> Option<&ProseRange> {
        self.passage.as_ref().map(|passage| &passage.range)
    }

    /// Returns where its passage stands in the prose as a share of it, if it was found.
    #[must_use]
    pub fn share(&self, prose: &Prose) -> Option<Share> {
        self.place_in_prose().map(|range| Share::new(&range, prose.text.len()))
    }

    /// Returns what its passage is cited by, if it was found.
    #[must_use]
    pub fn locators(&self, prose: &Prose) -> Option<LocatorRange> {
        prose.locators(self.range()?)
    }

    /// Returns how its passage was reworded since it was quoted; nothing if it was not.
    #[must_use]
    pub fn change(&self, prose: &Prose) -> Vec<Piece> {
        let Some(Passage { range, was: Some(was) }) = &self.passage else { return Vec::new() };
        difference(was, &prose.text[range.clone()])
    }

    /// Returns the passage as it quotes it, or what it is on as it names that.
    #[must_use]
    pub fn quote(&self) -> String {
        match (&self.annotation.quote, &self.annotation.on) {
            (Some(quote), _) => quoted(&quote.selector),
            (None, Some(On::Figure(target))) => target.clone(),
            (None, on) => on.as_ref().map(On::to_string).unwrap_or_default(),
        }
    }

    /// Returns the beginning of its body as plain text, if it has no summary; of what somebody
    /// else wrote, without the answers to it, which are quotations.
    #[must_use]
    pub fn opening(&self) -> Option<String> {
        let body = self.body_html.as_ref().filter(|_| self.annotation.summary.is_none())?;
        let own = body.split("<blockquote").next().filter(|_| !self.annotation.author.is_empty());
        own.and_then(|own| excerpt(&plain(own))).or_else(|| excerpt(&plain(body)))
    }

    /// Returns the place of one of its fields.
    #[must_use]
    pub fn place(&self, field: &str) -> Place {
        self.yaml.place(&[Step::Index(self.index), field.into()], Part::Value)
    }

    /// Returns the place of a part of what it is on.
    pub(super) fn place_of_on(&self, part: &str) -> Place {
        self.yaml.place(&[Step::Index(self.index), "on".into(), part.into()], Part::Value)
    }

    /// Gives it its number, and with it its name.
    pub(super) fn set_number(&mut self, number: usize, shared: &Shared) {
        let status = NoteStatus::new(self.annotation, &shared.settings);
        self.number = number;
        self.name = note_name(self.annotation.kind, number, status, &shared.messages);
    }

    /// Returns whether what it is about stands in the text, so that it has a mark there.
    #[must_use]
    pub fn is_in_text(&self) -> bool {
        self.passage.is_some() || self.spot.is_some()
    }

    /// Returns whether it is on a title that the front matter gives, and not the text.
    #[must_use]
    pub fn is_on_given_title(&self) -> bool {
        self.annotation.on == Some(On::Title) && self.spot.is_none()
    }

    /// Returns whether a reference leads to it from what it is about.
    #[must_use]
    pub fn has_reference(&self) -> bool {
        self.is_in_text() || self.is_on_given_title()
    }

    /// Returns its mark, with the reference that leads to it.
    #[must_use]
    pub fn mark(&self, settings: &Settings) -> Mark {
        let rating = settings.rating_of(self.annotation);
        Mark {
            id: self.annotation.id.clone(),
            number: self.number,
            range: self.place_in_prose().unwrap_or_default(),
            spot: self.spot.clone(),
            kind: self.annotation.kind.as_str(),
            rating: rating.map(|rating| rating.id.clone()),
            tone: rating.map(|rating| rating.tone.as_str()),
            name: self.name.clone(),
        }
    }
}

/// The length of the beginning of a text, in code points: two lines of a card.
const EXCERPT: usize = 100;

/// Returns the beginning of a text for a card; see [`beginning`].
#[must_use]
pub fn excerpt(text: &str) -> Option<String> {
    beginning(text, EXCERPT)
}

/// Returns the beginning of a text, up to the end of a word, in about `length` code points;
/// nothing of one that has no words.
#[must_use]
pub fn beginning(text: &str, length: usize) -> Option<String> {
    let mut words = text.split_whitespace();
    let first = words.next()?;
    // Not every script parts its words.
    let is_cut = first.chars().count() >= length;
    if is_cut {
        let signs = first.graphemes(true).take(length - 1);
        return Some(signs.chain(["…"]).collect());
    }
    let (mut beginning, mut n_chars) = (first.to_owned(), first.chars().count());
    for word in words {
        n_chars += 1 + word.chars().count();
        if n_chars > length {
            return Some(beginning + " …");
        }
        beginning = beginning + " " + word;
    }
    Some(beginning)
}

/// Returns a passage as a selector quotes it.
pub(super) fn quoted(selector: &Selector) -> String {
    match selector {
        Selector::Quote(quote) => quote.exact.clone(),
        Selector::Range { from, to } => format!("{from} … {to}"),
    }
}

/// What an annotation says of its passage, in a word.
#[derive(Debug, Clone, Copy)]
pub enum NoteStatus<'a> {
    /// It was withdrawn.
    Retracted,
    /// It has a rating.
    Rated(&'a Rating),
    /// It has none.
    Unrated,
}

impl<'a> NoteStatus<'a> {
    /// Returns that of an annotation.
    #[must_use]
    pub fn new(annotation: &Annotation, settings: &'a Settings) -> Self {
        if annotation.status == Status::Retracted {
            return Self::Retracted;
        }
        settings.rating_of(annotation).map_or(Self::Unrated, Self::Rated)
    }
}

/// Returns the label of a kind, for one.
#[must_use]
pub fn kind_label(kind: Kind, messages: &Messages) -> String {
    messages.get(kind.as_str())
}

/// Returns what a link to an archived copy says: its date, if that is known.
#[must_use]
pub fn archived_label(copy: &Archived, shared: &Shared) -> String {
    let date = copy.date.map(|date| date.in_language(&shared.settings.language));
    date.unwrap_or_else(|| shared.messages.get("archived-copy"))
}

/// Returns the label of a layer: of all annotations of a kind.
#[must_use]
pub fn layer_label(kind: Kind, messages: &Messages) -> String {
    messages.get(match kind {
        Kind::FactCheck => "fact-checks",
        Kind::CounterSource => "counter-sources",
        Kind::Note => "notes",
        Kind::Gloss => "glosses",
    })
}

/// Returns the accessible name of a note: “Fact check 2: imprecise”.
#[must_use]
pub fn note_name(kind: Kind, number: usize, status: NoteStatus<'_>, messages: &Messages) -> String {
    let mut values = vec![("kind", kind.as_str().into()), ("number", number.into())];
    match status {
        NoteStatus::Retracted => messages.with("note-name-retracted", &values),
        NoteStatus::Unrated => messages.with("note-name", &values),
        NoteStatus::Rated(rating) => {
            values.push(("rating", rating.label.as_str().into()));
            values.push(("rating-lower", rating.label.to_lowercase().into()));
            messages.with("note-name-rated", &values)
        }
    }
}

/// Where a passage stands in its text, in ten-thousandths of the text's length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Share {
    /// Where it begins, 0–10,000.
    pub start: u16,
    /// How long it is, at least 1.
    pub width: u16,
}

impl Share {
    /// Returns the share of a range in a text of `length`; both in the same unit.
    #[must_use]
    pub fn new(range: &Range<usize>, length: usize) -> Self {
        let scaled = |at: usize| (at * 10_000 / length.max(1)).min(10_000) as u16;
        let start = scaled(range.start);
        Self { start, width: scaled(range.end).saturating_sub(start).max(1) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_passage_has_its_share_of_the_text() {
        assert_eq!(Share::new(&(50..75), 100), Share { start: 5000, width: 2500 });
        assert_eq!(Share::new(&(0..0), 0), Share { start: 0, width: 1 });
        assert_eq!(Share::new(&(99_999..100_000), 100_000), Share { start: 9999, width: 1 });
    }

    #[test]
    fn the_beginning_of_a_text_ends_with_a_word() {
        let check = |text: &str, expected: Option<&str>| {
            assert_eq!(excerpt(text).as_deref(), expected);
        };
        check(" a\n b ", Some("a b"));
        check(" \n", None);
        let long = "word ".repeat(30);
        check(&long, Some(&format!("{}…", "word ".repeat(20))));
        check(&"語".repeat(99), Some(&"語".repeat(99)));
        check(&"e\u{301}".repeat(200), Some(&format!("{}…", "e\u{301}".repeat(99))));
    }
}
