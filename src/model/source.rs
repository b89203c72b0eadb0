//! Works cited.

use super::{Allow, Date};

/// One work of the bibliography.
#[derive(Debug, Clone)]
pub struct Source {
    /// The work as Hayagriva reads it; its key is what citations give.
    pub entry: hayagriva::Entry,
    /// An archived copy of its page.
    pub archived: Option<Archived>,
    /// How much weight it bears.
    pub quality: Option<Quality>,
    /// How far the editors have read it.
    pub read: Option<Extent>,
    /// Warnings silenced for it.
    pub allow: Vec<Allow>,
}

impl Source {
    /// Returns the key that citations give.
    #[must_use]
    pub fn key(&self) -> &str {
        self.entry.key()
    }
}

/// Returns the work that a key names; `sources` are in the order of their keys.
#[must_use]
pub fn source_by_key<'a>(sources: &'a [Source], key: &str) -> Option<&'a Source> {
    let index = sources.binary_search_by(|source| source.key().cmp(key)).ok()?;
    Some(&sources[index])
}

/// An archived copy of a page.
#[derive(Debug, Clone)]
pub struct Archived {
    /// Where it is.
    pub url: String,
    /// When it was made.
    pub date: Option<Date>,
}

/// How much weight a source bears, in the editors' judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Original documents, careful reporting.
    High,
    /// Usable beside others.
    Medium,
    /// A pointer only.
    Low,
}

impl Quality {
    /// Returns the word that `sources.yaml` and themes use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// How far a source was read, least first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Its cover, title or list of contents.
    Cover,
    /// Its abstract or a summary of its own.
    Abstract,
    /// A part of its text, such as an opening or an excerpt.
    Part,
    /// All of it.
    Whole,
}

impl Extent {
    /// Returns the word that YAML files and themes use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Part => "part",
            Self::Abstract => "abstract",
            Self::Cover => "cover",
        }
    }
}
