//! What the page of one fact check shows.

use serde::Serialize;

use super::{ArticleLink, Link, Note};

/// A fact check on a page of its own, at `checks/ARTICLE/ID/`.
#[derive(Debug, Clone, Serialize)]
pub struct Check {
    /// The check, its addresses relative to this page.
    pub note: Note,
    /// The article it belongs to.
    pub article: ArticleLink,
    /// The passage it is about; null if it was not found.
    pub passage: Option<Passage>,
    /// The fact check before it in the article.
    pub previous: Option<Link>,
    /// The fact check after it in the article.
    pub next: Option<Link>,
    /// How other sites show it; null where the edition has no such pages.
    pub embed: Option<Embed>,
}

/// How the pages of other sites show a fact check.
#[derive(Debug, Clone, Serialize)]
pub struct Embed {
    /// The HTML that frames it.
    pub code: String,
    /// The width of the frame, in CSS pixels.
    pub width: usize,
    /// Its height.
    pub height: usize,
    /// The address of the check's own page, absolute.
    pub check_url: String,
}

/// A passage within its paragraph.
#[derive(Debug, Clone, Serialize)]
pub struct Passage {
    /// The paragraph up to the passage.
    pub before: String,
    /// The passage.
    pub exact: String,
    /// What follows it in its last paragraph.
    pub after: String,
    /// Its address in the article.
    pub url: String,
    /// What its beginning is cited by.
    pub place: String,
}
