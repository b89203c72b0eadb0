//! The glossary.

use super::{Allow, Date, Markdown};

/// A headword with what it means.
#[derive(Debug, Clone)]
pub struct Term {
    /// Its id, which is its fragment on the glossary page.
    pub id: String,
    /// The headword.
    pub term: String,
    /// Other names under which it is found in articles.
    pub aliases: Vec<String>,
    /// What an abbreviation stands for.
    pub expansion: Option<String>,
    /// Its names in other languages.
    pub original: Vec<Original>,
    /// What it means.
    pub definition: Markdown,
    /// When it was founded, in words.
    pub founded: Option<String>,
    /// Who lists it as what, since when.
    pub designations: Vec<String>,
    /// What has become of it.
    pub status: Option<String>,
    /// When that was known.
    pub status_as_of: Option<Date>,
    /// The evidence.
    pub sources: Vec<TermSource>,
    /// The ids of related terms.
    pub see: Vec<String>,
    /// Warnings silenced for it.
    pub allow: Vec<Allow>,
}

/// A name in its own language and script.
#[derive(Debug, Clone)]
pub struct Original {
    /// The language (BCP 47).
    pub lang: String,
    /// The name.
    pub text: String,
}

/// A source of a definition.
#[derive(Debug, Clone)]
pub struct TermSource {
    /// The key of the source.
    pub key: String,
    /// Where in the source.
    pub at: Option<String>,
}
