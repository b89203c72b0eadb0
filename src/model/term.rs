//! The glossary.

use super::{
    Allow, Date, Markdown,
    decode::{Locator, Texts},
    describe::entry,
    texts::{Id, Language, SourceName},
};
use crate::text::form::Syntax;

entry! {
    /// A term of the glossary: `content/glossary.yaml` is a list of them.
    pub struct Term as Term = "term" {
        /// a–z, 0–9 and `-`; never changes.
        pub id: String = Id, required;
        /// The headword.
        pub term: String = String, required => String::new();
        /// Other names under which it is found in articles.
        pub aliases: Vec<String> = Texts<String>;
        /// What an abbreviation stands for.
        pub expansion: Option<String> = String;
        /// Its names in other languages.
        pub original: Vec<Original> = Vec<Original>;
        /// One or two neutral sentences, in Markdown.
        pub definition: Markdown = Markdown, required => Markdown::default();
        /// Whether `$…$` and `$$…$$` in the definition are formulas in TeX.
        pub has_math as "math": bool = bool => false;
        /// When it was founded, in words.
        pub founded: Option<String> = Locator;
        /// Who lists it as what, since when.
        pub designations: Vec<String> = Texts<String>;
        /// What has become of it.
        pub status: Option<String> = String;
        /// When that was known.
        pub status_as_of: Option<Date> = Date;
        /// The evidence.
        pub sources: Vec<TermSource> = Vec<TermSource>;
        /// The ids of related terms.
        pub see: Vec<String> = Texts<String>;
        /// Warnings silenced for it.
        pub allow: Vec<Allow> = Vec<Allow>;
    }
}

impl Term {
    /// Returns how its definition is read.
    #[must_use]
    pub fn syntax(&self) -> Syntax {
        Syntax { has_math: self.has_math, ..Syntax::default() }
    }
}

entry! {
    /// A name in its own language and script.
    pub struct Original as Original = "original name" {
        /// The language (BCP 47).
        pub lang: String = Language, required;
        /// The name.
        pub text: String = String, required;
    }
}

entry! {
    /// A source of a definition.
    pub struct TermSource as TermSource = "source" {
        /// A key of the bibliography.
        pub key as "ref": String = SourceName, required;
        /// Where in the source.
        pub at: Option<String> = Locator;
    }
}
