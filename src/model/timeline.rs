//! The timeline.

use super::{
    Allow, Date, TermSource,
    decode::Texts,
    describe::entry,
    texts::{AnnotationName, ArticleName, Id, TermName},
};

entry! {
    /// An event of the timeline: `content/timeline.yaml` is a list of them.
    pub struct Event as Event = "event" {
        /// a–z, 0–9 and `-`; never changes.
        pub id: String = Id, required;
        /// When.
        pub date: Date = Date, required;
        /// What, in one sentence.
        pub event: String = String, required;
        /// The evidence.
        pub sources: Vec<TermSource> = Vec<TermSource>;
        /// The annotations it bears on: `article/id`.
        pub annotations: Vec<(String, String)> = Texts<AnnotationName>;
        /// The ids of terms it is about.
        pub terms: Vec<String> = Texts<TermName>;
        /// The article that appeared then.
        pub article: Option<String> = ArticleName;
        /// Warnings silenced for it.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}
