//! What an edition consists of, as plain data.
//!
//! The vocabulary, one word for one thing:
//!
//! - an **edition** is the input: articles, apparatus, settings ([`Settings`]);
//! - an **article** is one text under commentary ([`FrontMatter`] describes it);
//! - an **annotation** is one statement about one passage ([`Annotation`]);
//!   its **selector** quotes the passage ([`Selector`]), or it is **on** what has no
//!   words to quote ([`On`]); its **body** says something about it ([`Markdown`]);
//! - a **rating** is the verdict of a fact check ([`Rating`]);
//! - a **source** is a work cited ([`Source`]), a **citation** is a source with
//!   a locator ([`Citation`]);
//! - a **term** is a headword of the glossary ([`Term`]).
//!
//! Fields are public: nothing here has an invariant that reading has not checked. Each is
//! described once, and how it is read and its JSON Schema follow
//! from that (`describe.rs`).

mod annotation;
mod date;
pub(crate) mod decode;
mod describe;
mod edition;
pub mod parse;
mod policy;
pub mod schema;
mod source;
mod term;
pub(crate) mod texts;
mod timeline;

pub use annotation::{
    Annotation, Citation, Correction, Kind, On, Quote, Selector, Stance, Status, TextQuote,
};
pub use date::Date;
pub use edition::{
    ArticleFile, DEFAULT_STYLE, DEFAULT_THEME, Deviation, Editor, FrontMatter, GlossaryLinks,
    Limits, OptionValue, PageMatter, Publisher, Rating, Search, Settings, Signer, ThemeMatter,
    ThemeOption, Tone, TranslationMatter,
};
pub use policy::Csp;
pub use source::{Archived, Extent, Quality, Source, Work, source_by_key};
pub use term::{Original, Term, TermSource};
pub(crate) use texts::one_or_several;
pub use timeline::Event;

use serde::{Deserialize, Serialize};

use decode::{At, Written};
use describe::{entry, like};
use texts::Code;

/// Text in Markdown, as an editor wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Markdown(pub String);

impl Written for Markdown {
    type Value = Self;

    fn decode(value: &serde_yaml::Value, at: &At<'_>) -> Option<Self> {
        String::decode(value, at).map(Self)
    }
}

like!(Markdown, String);

entry! {
    /// Silences one warning for this entry.
    #[derive(PartialEq, Eq, Serialize, Deserialize)]
    pub struct Allow as Allow = "allow" {
        /// The code of the warning.
        pub code: String = Code, required;
        /// Why it may stand.
        pub reason: String = String, required;
    }
}

/// Returns whether `allow` silences the warning `code`.
#[must_use]
pub fn is_allowed(allow: &[Allow], code: &str) -> bool {
    allow.iter().any(|one| one.code == code)
}
