//! What an edition consists of, as plain data.
//!
//! The vocabulary, one word for one thing:
//!
//! - an **edition** is the input: articles, apparatus, settings ([`Settings`]);
//! - an **article** is one text under commentary ([`FrontMatter`] describes it);
//! - an **annotation** is one statement about one passage ([`Annotation`]);
//!   its **selector** quotes the passage ([`Selector`]), its **body** says
//!   something about it ([`Markdown`]);
//! - a **rating** is the verdict of a fact check ([`Rating`]);
//! - a **source** is a work cited ([`Source`]), a **citation** is a source with
//!   a locator ([`Citation`]);
//! - a **term** is a headword of the glossary ([`Term`]).
//!
//! Fields are public: nothing here has an invariant that `parse` has not
//! checked.

use serde::{Deserialize, Serialize};

mod annotation;
mod date;
mod edition;
mod source;
mod term;
mod timeline;

pub use annotation::{Annotation, Citation, Correction, Kind, Selector, Stance, Status, TextQuote};
pub use date::Date;
pub use edition::{
    Editor, FrontMatter, GlossaryLinks, Limits, OptionValue, PageMatter, Publisher, Rating, Search,
    Settings, Tone,
};
pub use source::{Archived, Extent, Quality, Source, source_by_key};
pub use term::{Original, Term, TermSource};
pub use timeline::Event;

/// Text in Markdown, as an editor wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markdown(pub String);

/// One warning that an entry silences for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Allow {
    /// The code of the warning.
    pub code: String,
    /// Why it may stand.
    pub reason: String,
}

/// Returns whether `allow` silences the warning `code`.
#[must_use]
pub fn is_allowed(allow: &[Allow], code: &str) -> bool {
    allow.iter().any(|one| one.code == code)
}
