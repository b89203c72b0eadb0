//! What kind of text a text is: how its Markdown is read, and what readers cite it by.

use pulldown_cmark::Options;

/// The form of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Paragraphs.
    #[default]
    Prose,
    /// Lines in stanzas.
    Verse,
    /// Turns of speakers.
    Transcript,
    /// Turns of characters in a play.
    Drama,
    /// Provisions of a law.
    Statute,
}

impl Form {
    /// All forms.
    pub const ALL: [Self; 5] =
        [Self::Prose, Self::Verse, Self::Transcript, Self::Drama, Self::Statute];

    /// Returns the word that front matter and themes use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Prose => "prose",
            Self::Verse => "verse",
            Self::Transcript => "transcript",
            Self::Drama => "drama",
            Self::Statute => "statute",
        }
    }
}

/// How a Markdown text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Syntax {
    /// The form of the text.
    pub form: Form,
    /// Whether `$…$` and `$$…$$` are formulas.
    pub has_math: bool,
}

impl Syntax {
    /// Returns what of Markdown is read beside `CommonMark`: tables, footnotes and struck text
    /// as GitHub has them, and formulas.
    #[must_use]
    pub fn options(self) -> Options {
        let math = if self.has_math { Options::ENABLE_MATH } else { Options::empty() };
        Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH | math
    }
}
