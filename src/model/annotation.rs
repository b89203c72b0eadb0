//! Annotations: what sidecars hold.

use serde::{Deserialize, Serialize};

use super::{Allow, Date, Markdown};

/// One statement about one passage.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// Unique in the article, never changes: it is the permalink.
    pub id: String,
    /// What kind of statement.
    pub kind: Kind,
    /// Which passage.
    pub selector: Selector,
    /// The claim that a fact check checks, in one sentence.
    pub claim: Option<String>,
    /// The id of its rating.
    pub rating: Option<String>,
    /// One sentence, shown on the closed card.
    pub summary: Option<String>,
    /// The explanation.
    pub body: Option<Markdown>,
    /// The term that a gloss ties the passage to.
    pub term: Option<String>,
    /// The evidence.
    pub sources: Vec<Citation>,
    /// The id of its editor.
    pub by: Option<String>,
    /// When it was written.
    pub created: Option<Date>,
    /// When it was last changed.
    pub updated: Option<Date>,
    /// Whether it is published.
    pub status: Status,
    /// Free keywords.
    pub tags: Vec<String>,
    /// The language of its texts, if not the edition's (BCP 47).
    pub lang: Option<String>,
    /// What was corrected after publication.
    pub corrections: Vec<Correction>,
    /// Warnings silenced for it.
    pub allow: Vec<Allow>,
}

/// What an annotation is about.
#[derive(
    Debug, Default, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
)]
pub enum Kind {
    /// It checks a claim.
    FactCheck,
    /// It shows what reports the matter differently.
    CounterSource,
    /// It comments.
    #[default]
    Note,
    /// It ties a passage to a term.
    Gloss,
}

impl Kind {
    /// All kinds, in the order in which layers are listed.
    pub const ALL: [Self; 4] = [Self::FactCheck, Self::CounterSource, Self::Note, Self::Gloss];

    /// Returns the word that sidecars and `data-kind` use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FactCheck => "fact-check",
            Self::CounterSource => "counter-source",
            Self::Note => "note",
            Self::Gloss => "gloss",
        }
    }
}

/// Whether an annotation is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Only in the preview.
    Draft,
    /// On the site.
    Published,
    /// Withdrawn: the permalink stays and says so.
    Retracted,
}

/// How an annotation finds its passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selector {
    /// By its words.
    Quote(TextQuote),
    /// By the words at its start and at its end, for long passages.
    Range {
        /// The words at the start.
        from: String,
        /// The words at the end: their first place after `from`.
        to: String,
    },
}

/// A passage by its words and, where they occur more than once, its surroundings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextQuote {
    /// The words before, or nothing.
    pub prefix: String,
    /// The words.
    pub exact: String,
    /// The words after, or nothing.
    pub suffix: String,
    /// Which of several, from 1.
    pub occurrence: Option<usize>,
}

/// A source with what it says about the passage.
#[derive(Debug, Clone)]
pub struct Citation {
    /// The key of the source.
    pub key: String,
    /// Where in the source: a page, a paragraph.
    pub at: Option<String>,
    /// How it stands to the claim.
    pub stance: Option<Stance>,
    /// What it says, in the editor's words.
    pub note: Option<String>,
    /// What it says, in its own.
    pub quote: Option<String>,
}

/// How a source stands to a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stance {
    /// It agrees.
    Supports,
    /// It disagrees.
    Contradicts,
    /// It explains.
    Context,
}

impl Stance {
    /// Returns the word that sidecars and themes use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Supports => "supports",
            Self::Contradicts => "contradicts",
            Self::Context => "context",
        }
    }
}

/// One correction of a published annotation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub date: Date,
    /// What was corrected.
    pub text: String,
}
