//! What there is to say of the items of a file: what of them does not come in, and what
//! an editor should look at.

use std::fmt;

use crate::diag::Severity;

/// A notice of one item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The item's number in the file, from 1; 0 for the file itself.
    pub number: usize,
    /// What the item calls itself; may be empty.
    pub name: String,
    pub(super) about: About,
}

impl Notice {
    /// Returns whether it says of these words that no passage reads them.
    #[must_use]
    pub fn is_detached(&self, words: &str) -> bool {
        matches!(&self.about, About::Detached(own) if own == words)
    }

    /// Returns whether an item did not come in, which is an error; or did with less than it was,
    /// or where it was not; or only what became of it.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.about.severity()
    }
}

impl fmt::Display for Notice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.number, self.name.as_str()) {
            (0, _) => {}
            (number, "") => write!(f, "item {number}: ")?,
            (number, name) => write!(f, "item {number} ({name}): ")?,
        }
        self.about.fmt(f)
    }
}

/// What a notice is about. Texts of others in it are shortened where it is made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum About {
    #[error("left out: {0}, for which there is no place")]
    NotHeld(String),
    #[error("left out: {0} is not {1}")]
    WrongType(&'static str, &'static str),
    #[error("not imported: it is not {0}")]
    NoItem(&'static str),
    #[error("left out: {}; only http, https and mailto addresses can be linked", shortened(.0))]
    Address(String),
    #[error("not imported: it does not say what it is about")]
    NoTarget,
    #[error("not imported: {0} does not lead to words of the text")]
    Unsupported(String),
    #[error("not imported: it is about the article `{0}`; name it by --article")]
    OtherArticle(String),
    #[error("not imported: it says nothing")]
    Silent,
    #[error("left out: the comment says nothing")]
    SilentComment,
    #[error("left out: an answer says nothing (by “{}”)", shortened(.0))]
    SilentAnswer(String),
    #[error("came before as `{id}`; new answers were added to it ({n} of them)")]
    Answered { id: String, n: usize },
    #[error("came before as `{0}`, in other words; the draft has the new ones now")]
    Reworded(String),
    #[error("came before as `{id}`, which {why} and stays as it is; new is {news}")]
    Left { id: String, why: &'static str, news: String },
    #[error("came before as `{0}`; it was resolved since, which is among its tags now")]
    Resolved(String),
    #[error(
        "came before as `{0}`, which is no draft any more and stays as it is; it was resolved \
             since"
    )]
    ResolvedLeft(String),
    #[error(
        "came before as `{0}`; it is not resolved any more: take away the tag `resolved`, if \
             that holds here, too"
    )]
    Reopened(String),
    #[error(
        "came before, are not in the document (removed there, or of another file), and stay: {0}"
    )]
    Gone(String),
    #[error(
        "comments came in that are older than others that came before ({0} of them): if you had \
         removed them here, they are back; `--only-new` leaves such out"
    )]
    CameBack(usize),
    #[error(
        "left out: {parts} of {work}, which is not in the bibliography: import that \
         first"
    )]
    OfUnknownSource { parts: String, work: String },
    #[error("not imported: it answers {}, which is not in the file or private", shortened(.0))]
    Dangling(String),
    #[error("not imported: these replies answer each other")]
    Circular,
    #[error("not imported: {0}")]
    Invalid(String),
    #[error("came in detached: no one passage reads “{}”", shortened(.0))]
    Detached(String),
    #[error("came in as a note on the article: {0}")]
    OnNothing(String),
    #[error("changes came in as accepted: by {0}")]
    Accepted(String),
    #[error(
        "comments are left out ({0} of them): Pandoc reads none of this format; save the document \
         as .docx and import that"
    )]
    UnreadComments(usize),
    #[error("found by its position alone; see that it fits")]
    ByPosition,
    #[error("its position points at other words than its quote, which was taken")]
    Disagreement,
    #[error("came in as a note: a {kind} needs {lacks}")]
    AsNote { kind: &'static str, lacks: &'static str },
    #[error("is there already as `{0}`")]
    SameWork(String),
    #[error("came in as `{0}`")]
    NewKey(String),
    #[error(
        "images came in by their addresses ({0} of them): put their files into the folder of the \
         text, as pages load no others"
    )]
    Images(usize),
    #[error("line {line}: left out: these lines belong to no cue")]
    NoCue { line: usize },
    #[error(
        "line {line}, column {column}: left out: a cue whose time cannot be read; write it as \
         00:01:02.345"
    )]
    NoTime { line: usize, column: usize },
    #[error("line {line}, column {column}: this cue has no end that can be read; it came in so")]
    NoEnd { line: usize, column: usize },
    #[error("line {line}, column {column}: time runs backwards; see that the order is right")]
    Backwards { line: usize, column: usize },
}

impl About {
    fn severity(&self) -> Severity {
        use About::{
            Accepted, Answered, Circular, Dangling, Gone, Invalid, NewKey, NoItem, NoTarget,
            OtherArticle, Reopened, Resolved, ResolvedLeft, Reworded, SameWork, Silent,
            Unsupported,
        };
        match self {
            NoItem(_) | NoTarget | Unsupported(_) | OtherArticle(_) | Silent | Dangling(_)
            | Circular | Invalid(_) => Severity::Error,
            Accepted(_)
            | Answered { .. }
            | Gone(_)
            | NewKey(_)
            | Reopened(_)
            | Resolved(_)
            | ResolvedLeft(_)
            | Reworded(_)
            | SameWork(_) => Severity::Info,
            _ => Severity::Warning,
        }
    }
}

/// Returns a text cut to what fits into a notice.
pub(super) fn shortened(text: &str) -> String {
    const SHOWN: usize = 60;
    let mut shown: String = text.chars().take(SHOWN).collect();
    if shown.len() < text.len() {
        shown.push('…');
    }
    shown.replace(char::is_control, " ")
}
