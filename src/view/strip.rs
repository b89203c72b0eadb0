//! The strip: a text's annotated passages, each in its place.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::note::{Standing, note_name};
use crate::model::Kind;

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

/// An annotated passage in the strip that stands for a whole text.
#[derive(Debug, Clone, Serialize)]
pub struct StripPiece {
    /// The id of the note.
    pub id: String,
    /// The address of the note.
    pub url: String,
    /// The note's accessible name.
    pub name: String,
    /// `fact-check`, `counter-source`, `note`, `gloss`.
    pub kind: &'static str,
    /// The id of its rating.
    pub rating: Option<String>,
    /// The tone of its rating.
    pub tone: Option<&'static str>,
    /// Where the passage begins, in ten-thousandths of the text.
    pub start: u16,
    /// How long it is, in ten-thousandths of the text.
    pub width: u16,
}

impl StripPiece {
    /// Describes the piece of a note; `page` is the address of its article, empty on it.
    #[must_use]
    pub fn new(
        (id, kind, number): (&str, Kind, usize),
        standing: Standing<'_>,
        share: Share,
        page: &str,
    ) -> Self {
        let rating = match standing {
            Standing::Rated(rating) => Some(rating),
            Standing::Retracted | Standing::Unrated => None,
        };
        Self {
            id: id.to_owned(),
            url: format!("{page}#{id}"),
            name: note_name(kind, number, standing),
            kind: kind.as_str(),
            rating: rating.map(|rating| rating.id.clone()),
            tone: rating.map(|rating| rating.tone.as_str()),
            start: share.start,
            width: share.width,
        }
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
}
