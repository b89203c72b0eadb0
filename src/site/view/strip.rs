//! The strip: a text's annotated passages, each in its place.

use serde::Serialize;

use crate::{
    edition::Share,
    model::{Kind, Rating},
};

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
        (id, kind): (&str, Kind),
        name: String,
        rating: Option<&Rating>,
        share: Share,
        page: &str,
    ) -> Self {
        Self {
            id: id.to_owned(),
            url: format!("{page}#{id}"),
            name,
            kind: kind.as_str(),
            rating: rating.map(|rating| rating.id.clone()),
            tone: rating.map(|rating| rating.tone.as_str()),
            start: share.start,
            width: share.width,
        }
    }
}
