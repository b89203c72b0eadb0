//! The timeline.

use super::{Allow, Date, TermSource};

/// One thing that happened before or after the articles appeared.
#[derive(Debug, Clone)]
pub struct Event {
    /// Its id, which is its fragment on the page.
    pub id: String,
    /// When.
    pub date: Date,
    /// What, in one sentence.
    pub event: String,
    /// The evidence.
    pub sources: Vec<TermSource>,
    /// The annotations it bears on: article and id.
    pub annotations: Vec<(String, String)>,
    /// The ids of the terms it is about.
    pub terms: Vec<String>,
    /// The article that appeared then.
    pub article: Option<String>,
    /// Warnings silenced for it.
    pub allow: Vec<Allow>,
}
