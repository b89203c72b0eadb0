//! What is said of an item that comes in, or does not.

use std::fmt;

/// A word on one item of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// Its number in the file, from 1; 0 for the file itself.
    pub number: usize,
    /// What the item calls itself; may be empty.
    pub name: String,
    /// The word.
    pub what: What,
}

/// What can be said of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum What {
    /// A part of it is left out, since Postil has no place for it.
    NotHeld {
        /// The part, in the words of its format.
        part: String,
    },
    /// It is about the page as a whole.
    NoPassage,
    /// Its passage is given in a way that does not lead to words of the text.
    NotResolvable {
        /// The kind of its selector.
        selector: String,
    },
    /// It is about another page of this edition.
    OtherArticle {
        /// The slug of that article.
        slug: String,
    },
    /// It says nothing.
    Silent,
    /// An address that must not be linked.
    Address {
        /// The address.
        url: String,
    },
    /// A part has another type than its format allows.
    WrongType {
        /// The part.
        part: String,
        /// What it should be.
        expected: &'static str,
    },
    /// A reply to something that is not in the file.
    Dangling {
        /// What it answers.
        parent: String,
    },
    /// Replies that answer each other.
    Circular,
    /// What it became is not a valid entry.
    Invalid {
        /// Why.
        message: String,
    },
    /// It came in, but its passage was not found.
    Detached {
        /// The quote, shortened.
        exact: String,
    },
    /// It came in by its position alone, with no words to prove it.
    ByPosition,
    /// Its position points at other words than its quote, which was taken.
    Disagreement,
    /// It came in as a note, lacking what its own kind needs.
    AsNote {
        /// The kind it would have.
        kind: &'static str,
        /// What it lacks.
        lacks: &'static str,
    },
    /// A work is there already.
    SameWork {
        /// Its key.
        key: String,
    },
    /// A work got another key, since its own is another work's, or none that can be cited.
    NewKey {
        /// The key.
        key: String,
    },
}

impl What {
    /// Returns whether something did not come in.
    #[must_use]
    pub const fn is_loss(&self) -> bool {
        !matches!(
            self,
            Self::Detached { .. }
                | Self::ByPosition
                | Self::Disagreement
                | Self::AsNote { .. }
                | Self::SameWork { .. }
                | Self::NewKey { .. }
        )
    }

    /// Returns that a part has no place.
    pub(super) fn not_held(part: impl Into<String>) -> Self {
        Self::NotHeld { part: part.into() }
    }
}

impl fmt::Display for What {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotHeld { part } => write!(f, "left out: {part}, for which there is no place"),
            Self::NoPassage => {
                write!(f, "not imported: it is about the whole page; annotations need a passage")
            }
            Self::NotResolvable { selector } => {
                write!(f, "not imported: {selector} does not lead to words of the text")
            }
            Self::OtherArticle { slug } => {
                write!(f, "not imported: it is about the article `{slug}`; name it by --article")
            }
            Self::Silent => write!(f, "not imported: it says nothing"),
            Self::Address { url } => {
                write!(f, "left out: {url}; only http, https and mailto addresses can be linked")
            }
            Self::WrongType { part, expected } => write!(f, "left out: {part} is not {expected}"),
            Self::Dangling { parent } => {
                write!(f, "not imported: it answers {parent}, which is not in the file or private")
            }
            Self::Circular => write!(f, "not imported: these replies answer each other"),
            Self::Invalid { message } => write!(f, "not imported: {message}"),
            Self::Detached { exact } => {
                write!(f, "came in detached: no one passage reads “{exact}”")
            }
            Self::ByPosition => write!(f, "found by its position alone; see that it fits"),
            Self::Disagreement => {
                write!(f, "its position points at other words than its quote, which was taken")
            }
            Self::AsNote { kind, lacks } => {
                write!(f, "came in as a note: a {kind} needs {lacks}")
            }
            Self::SameWork { key } => write!(f, "is there already as `{key}`"),
            Self::NewKey { key } => write!(f, "came in as `{key}`"),
        }
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.name.as_str()) {
            (0, _) => write!(f, "{}", self.what),
            (number, "") => write!(f, "item {number}: {}", self.what),
            (number, name) => write!(f, "item {number} ({name}): {}", self.what),
        }
    }
}
