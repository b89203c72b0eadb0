//! An edition in the formats that other programs read.
//!
//! The data is what a build resolved: [`Edition`] holds the apparatus, and of
//! each [`Article`] the prose, its blocks, and its annotations with the passages
//! that were found. Every format is a pure function of it, in a file of its own,
//! named after the format; [`write()`] chooses one. The build writes the same
//! texts beside the pages that they are about.
//!
//! Positions are code points of [`Article::prose`], whose blocks are joined by
//! `\n`; nothing else in Postil counts so. Retracted annotations are left out of
//! every format: their permalink says that they were retracted, and no copy of
//! what they said is handed on.

pub(crate) mod bibtex;
pub(crate) mod csl_json;
mod csv;
mod epub;
mod json;
mod links;
mod markdown;
mod reading;
mod reference;
pub(crate) mod schema_org;
pub(crate) mod skos;
mod tei;
mod view;
pub(crate) mod web_annotation;
mod xhtml;

use std::{
    borrow::Cow,
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use include_dir::{Dir, File, include_dir};

use crate::{
    cite::{Bibliography, Work},
    io::address::encode,
    model::{
        Annotation, Date, Editor, FrontMatter, Rating, Selector, Settings, Source, Status, Term,
    },
    text::xml::Templates,
};

/// A format of `postil export`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Annotations as JSON-LD of the W3C's Web Annotation Data Model.
    WebAnnotation,
    /// The glossary as SKOS, in Turtle.
    Skos,
    /// Works cited, as BibTeX.
    Bibtex,
    /// Works cited, as CSL-JSON.
    CslJson,
    /// Fact checks, as a table.
    Csv,
    /// Articles with their annotations, in TEI P5.
    Tei,
    /// A book of the articles, in EPUB 3.
    Epub,
    /// One article with its annotations as footnotes, in Markdown.
    Markdown,
}

impl Format {
    /// All formats, in the order in which they are listed.
    pub const ALL: [Self; 8] = [
        Self::WebAnnotation,
        Self::Skos,
        Self::Bibtex,
        Self::CslJson,
        Self::Csv,
        Self::Tei,
        Self::Epub,
        Self::Markdown,
    ];

    /// Returns the name on the command line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::WebAnnotation => "web-annotation",
            Self::Skos => "skos",
            Self::Bibtex => "bibtex",
            Self::CslJson => "csl-json",
            Self::Csv => "csv",
            Self::Tei => "tei",
            Self::Epub => "epub",
            Self::Markdown => "markdown",
        }
    }

    /// Returns whether one article makes a file: footnotes of two could not be told apart.
    #[must_use]
    pub const fn is_of_one_article(self) -> bool {
        matches!(self, Self::Markdown)
    }

    /// Returns the format of a name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == name)
    }
}

/// An edition as a build resolved it; owns what it holds.
#[derive(Debug, Clone)]
pub struct Edition {
    /// What `edition.yaml` says.
    pub settings: Settings,
    /// The terms, in the order of their file.
    pub terms: Vec<Term>,
    /// The sources by key, as parsed.
    pub sources: Vec<Source>,
    /// The works as pages show them, in the order of the bibliography.
    pub bibliography: Arc<Bibliography>,
    /// Which pages tell how the edition works.
    pub policies: Policies,
    /// The definitions of the terms, in their order, as plain text.
    pub definitions: Vec<String>,
    /// The articles, by slug.
    pub articles: Vec<Article<'static>>,
    /// Whether only a part of the articles is meant, and with them what they cite.
    pub scope: Scope,
}

/// How much of an edition is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// All of it.
    #[default]
    Whole,
    /// The articles, and of the works only those that their annotations cite.
    Articles,
}

impl Edition {
    /// Leaves one article, and with it the works that its annotations cite;
    /// returns whether there is such an article.
    pub fn narrow(&mut self, slug: &str) -> bool {
        self.articles.retain(|article| article.slug == slug);
        self.scope = Scope::Articles;
        !self.articles.is_empty()
    }

    /// Returns the works that are meant, by key.
    fn works(&self) -> impl Iterator<Item = &Source> {
        let standing = self.articles.iter().flat_map(Article::standing);
        let indices = standing.flat_map(|one| one.works.iter().copied());
        let keys: BTreeSet<&str> =
            indices.map(|index| self.bibliography.works[index].key.as_str()).collect();
        let is_meant =
            move |source: &&Source| self.scope == Scope::Whole || keys.contains(source.key());
        self.sources.iter().filter(is_meant)
    }

    /// Returns what articles share.
    #[must_use]
    pub fn apparatus(&self) -> Apparatus<'_> {
        Apparatus {
            settings: &self.settings,
            terms: &self.terms,
            sources: &self.sources,
            bibliography: &self.bibliography,
            policies: self.policies,
        }
    }
}

/// Which pages tell how the edition works: `about/`, `method/`, `corrections/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Policies {
    /// Whether there is a page about the edition.
    pub about: bool,
    /// Whether there is one about how claims are checked.
    pub method: bool,
    /// Whether there is one of corrections.
    pub corrections: bool,
}

/// What articles share.
#[derive(Debug, Clone, Copy)]
pub struct Apparatus<'a> {
    /// What `edition.yaml` says.
    pub settings: &'a Settings,
    /// The terms, in the order of their file.
    pub terms: &'a [Term],
    /// The sources by key, as parsed.
    pub sources: &'a [Source],
    /// The works as pages show them, in the order of the bibliography.
    pub bibliography: &'a Bibliography,
    /// Which pages tell how the edition works.
    pub policies: Policies,
}

/// An article with its annotations.
#[derive(Debug, Clone)]
pub struct Article<'a> {
    /// The name of its folder.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Its language (BCP 47).
    pub language: String,
    /// What its front matter says.
    pub matter: Cow<'a, FrontMatter>,
    /// Its Markdown, without the front matter.
    pub markdown: Cow<'a, str>,
    /// Its visible text, blocks joined by `\n`.
    pub prose: Cow<'a, str>,
    /// The blocks, in order; one that is interrupted by another stands twice.
    pub blocks: Vec<Block>,
    /// Its annotations by number, drafts only if the build prints them.
    pub annotations: Vec<Anchored<'a>>,
}

/// A block of an article's prose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// The number of its element, from 1.
    pub number: usize,
    /// Where it starts, in code points.
    pub start: usize,
    /// Where it ends, in code points.
    pub end: usize,
    /// Whether it is a heading.
    pub is_heading: bool,
}

/// An annotation with its passage.
#[derive(Debug, Clone)]
pub struct Anchored<'a> {
    /// The annotation.
    pub annotation: Cow<'a, Annotation>,
    /// Its number in the article, from 1.
    pub number: usize,
    /// Its passage; `None` if it was not found.
    pub passage: Option<Passage>,
    /// The works it cites, in its list and its body, as indices of the bibliography.
    pub works: Cow<'a, [usize]>,
}

/// Where a passage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// In bytes of the prose.
    pub bytes: std::ops::Range<usize>,
    /// Its start, in code points of the prose.
    pub start: usize,
    /// Its end, in code points of the prose.
    pub end: usize,
}

impl Article<'_> {
    /// Returns the article with all that it borrows.
    #[must_use]
    pub fn into_owned(self) -> Article<'static> {
        let own = |one: Anchored<'_>| Anchored {
            annotation: Cow::Owned(one.annotation.into_owned()),
            works: Cow::Owned(one.works.into_owned()),
            ..one
        };
        Article {
            matter: Cow::Owned(self.matter.into_owned()),
            markdown: Cow::Owned(self.markdown.into_owned()),
            prose: Cow::Owned(self.prose.into_owned()),
            annotations: self.annotations.into_iter().map(own).collect(),
            ..self
        }
    }

    /// Returns the block that holds a code point of the prose.
    fn block_at(&self, position: usize) -> Option<&Block> {
        let after = self.blocks.partition_point(|block| block.start <= position);
        self.blocks.get(after.checked_sub(1)?)
    }

    /// Returns the annotations that were not retracted.
    pub fn standing(&self) -> impl Iterator<Item = &Anchored<'_>> {
        self.annotations.iter().filter(|one| one.annotation.status != Status::Retracted)
    }
}

impl<'a> Apparatus<'a> {
    /// Returns an address below the site's root, absolute; `path` is not encoded yet.
    #[must_use]
    pub fn url(self, path: &str) -> String {
        format!("{}{}", self.settings.base_url, encode(path))
    }

    /// Returns the address of an article's page.
    #[must_use]
    pub fn article_url(self, slug: &str) -> String {
        format!("{}/", self.url(slug))
    }

    /// Returns the lasting address of an annotation.
    #[must_use]
    pub fn permalink(self, slug: &str, id: &str) -> String {
        format!("{}#{id}", self.article_url(slug))
    }

    fn rating(self, annotation: &Annotation) -> Option<&'a Rating> {
        let id = annotation.rating.as_ref()?;
        self.settings.ratings.iter().find(|rating| rating.id == *id)
    }

    fn editor(self, annotation: &Annotation) -> Option<&'a Editor> {
        let id = annotation.by.as_ref().or(self.settings.default_editor.as_ref())?;
        self.settings.editors.get(id)
    }

    /// Returns who wrote annotations of an article, in the order of the settings.
    fn editors_of(self, article: &Article<'_>) -> Vec<&'a Editor> {
        let authors = article.standing().filter_map(|one| self.editor(&one.annotation));
        let authors: BTreeSet<&str> = authors.map(|author| author.id.as_str()).collect();
        let all = self.settings.editors.values();
        all.filter(|editor| authors.contains(editor.id.as_str())).collect()
    }

    fn work(self, key: &str) -> Option<&'a Work> {
        self.bibliography.get(key)
    }

    /// Returns the address of the licence of the commentary, if it is known by one.
    fn license_url(self) -> Option<String> {
        license_url(self.settings.license.as_deref()?)
    }
}

/// Returns the address of a licence: its own, or that of its name in SPDX's list.
fn license_url(license: &str) -> Option<String> {
    if license.starts_with("https://") || license.starts_with("http://") {
        return Some(license.to_owned());
    }
    if let Some(version) = license.strip_prefix("CC0-") {
        return Some(format!("https://creativecommons.org/publicdomain/zero/{version}/"));
    }
    if let Some((terms, version)) = license.strip_prefix("CC-").and_then(|it| it.rsplit_once('-')) {
        let terms = terms.to_lowercase();
        return Some(format!("https://creativecommons.org/licenses/{terms}/{version}/"));
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '+') || c == '_';
    license.chars().all(is_name).then(|| format!("https://spdx.org/licenses/{license}.html"))
}

/// Returns a passage as an annotation quotes it.
fn quoted(selector: &Selector) -> String {
    match selector {
        Selector::Quote(quote) => quote.exact.clone(),
        Selector::Range { from, to } => format!("{from} … {to}"),
    }
}

/// Returns when an annotation was last changed or corrected, if that is known.
fn modified(annotation: &Annotation) -> Option<Date> {
    let corrected = annotation.corrections.iter().map(|correction| correction.date);
    annotation.updated.into_iter().chain(corrected).max()
}

/// Reads a file of the edition by its path: an image that an article shows.
pub type ReadFile<'a> = &'a dyn Fn(&str) -> Option<Vec<u8>>;

/// Writes an edition, all of it or what `articles` are left in it.
///
/// `read` gives the files of the edition that a format holds: images.
#[must_use]
pub fn write(format: Format, edition: &Edition, read: ReadFile<'_>) -> Vec<u8> {
    let apparatus = edition.apparatus();
    match format {
        Format::WebAnnotation => web_annotation::collection(apparatus, &edition.articles).into(),
        Format::Skos => skos::turtle(apparatus, &edition.definitions).into(),
        Format::Bibtex => bibtex::list(edition.works()).into(),
        Format::CslJson => csl_json::list(edition.works()).into(),
        Format::Csv => csv::table(apparatus, &edition.articles).into(),
        Format::Tei => tei::document(apparatus, &edition.articles).into(),
        Format::Epub => epub::book(apparatus, &edition.articles, read),
        Format::Markdown => {
            let articles = edition.articles.iter();
            articles
                .map(|article| markdown::document(apparatus, article))
                .collect::<String>()
                .into()
        }
    }
}

/// Writes a view by the template of a name.
fn render(template: &str, view: &serde_json::Value) -> String {
    static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/export/templates");
    static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
        let text = |file: &'static File<'_>| Some((file.path().to_str()?, file.contents_utf8()?));
        Templates::new(FILES.files().filter_map(text))
    });
    TEMPLATES.render(template, view)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_licence_has_an_address_if_it_is_known_by_one() {
        let check = |license: &str, url: Option<&str>| {
            assert_eq!(license_url(license).as_deref(), url, "{license}");
        };
        check("CC-BY-SA-4.0", Some("https://creativecommons.org/licenses/by-sa/4.0/"));
        check("CC0-1.0", Some("https://creativecommons.org/publicdomain/zero/1.0/"));
        check("GPL-3.0-or-later", Some("https://spdx.org/licenses/GPL-3.0-or-later.html"));
        check("https://example.org/terms", Some("https://example.org/terms"));
        check("All rights reserved", None);
    }
}
