//! What an article leaves behind: small, since it is kept until the end.

use super::Findable;
use crate::{
    anchor::{Locked, State},
    export,
    model::{Allow, Correction, Kind, Selector},
    prose::ProseRange,
    view::{ArticleCard, Share},
};

/// What an article leaves behind for the pages that articles share.
#[derive(Debug)]
pub struct Facts {
    /// Its address below the root.
    pub slug: String,
    /// The path of its text.
    pub path: String,
    /// Warnings about its text that its front matter allows.
    pub allow: Vec<Allow>,
    /// Its card on the front page.
    pub card: ArticleCard,
    /// The kinds of its annotations.
    pub kinds: Vec<Kind>,
    /// Its notes that other pages name, in the order of their numbers.
    pub notes: Vec<NoteFacts>,
    /// Terms, ascending, each with the number of the block of its first use.
    pub term_uses: Vec<(u32, u32)>,
    /// Terms that glosses tie to passages.
    pub glossed: Vec<u32>,
    /// How each annotation was found; only if that is what the build is for.
    pub anchors: Vec<AnchorStatus>,
    /// The article for other formats; only if that is what the build is for.
    pub exported: Option<Box<export::Article<'static>>>,
    /// What the search finds of it; only if there is a search.
    pub findable: Option<Findable>,
}

/// What other pages say of a note.
///
/// Kept for every note of the edition until the end, so it is small.
#[derive(Debug)]
pub struct NoteFacts {
    /// Its id.
    pub id: Box<str>,
    /// Its number in the article.
    pub number: u32,
    /// The number of its paragraph; `None` if it is detached.
    pub block: Option<u32>,
    /// Index of its rating in the scale.
    pub rating: Option<u16>,
    /// Where its passage stands in the text, if it was found.
    pub share: Option<Share>,
    /// Whether it was withdrawn.
    pub is_retracted: bool,
    /// Its kind.
    pub kind: Kind,
    /// Indices of the works it cites.
    pub works: Box<[u32]>,
    /// What else a few of them have.
    pub texts: Option<Box<NoteTexts>>,
}

/// The texts of a note that other pages print.
#[derive(Debug, Default)]
pub struct NoteTexts {
    /// The claim of a fact check and its finding.
    pub check: Option<(Box<str>, Box<str>)>,
    /// The language of its texts, if not the edition's.
    pub lang: Option<String>,
    /// What was corrected.
    pub corrections: Vec<Correction>,
}

/// How an annotation's passage was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorStatus {
    /// The article.
    pub article: String,
    /// The annotation.
    pub id: String,
    /// What it quotes.
    pub selector: Selector,
    /// How it was found.
    pub state: State,
    /// Where the passage starts and ends, in code points of the prose.
    pub position: Option<(usize, usize)>,
    /// The same in bytes.
    pub range: Option<ProseRange>,
    /// The passage as the prose reads, or else as quoted.
    pub text: String,
    /// The passage as it was quoted, if it was reworded since.
    pub was: Option<String>,
    /// What is to be remembered of it, if it was found.
    pub locked: Option<Locked>,
}
