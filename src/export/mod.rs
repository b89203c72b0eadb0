//! An edition in the formats that other programs read.
//!
//! Every format is a function of resolved articles and of what they share, in a file of its
//! own, named after the format; [`export()`] chooses one. The site has some of them beside the
//! pages that they are about.
//!
//! Positions are code points of an article's prose, whose blocks are joined by
//! `\n`; nothing else in Postil counts so. Retracted annotations are left out of
//! every format: their permalink says that they were retracted, and no copy of
//! what they said is handed on.

mod archive;
pub(crate) mod bibtex;
pub(crate) mod csl_json;
mod csv;
mod epub;
mod epub_annotations;
mod json;
mod jsonl;
mod links;
mod markdown;
mod reference;
pub(crate) mod schema_org;
pub(crate) mod skos;
mod tei;
mod typst;
mod uses;
mod view;
pub(crate) mod web_annotation;
mod xhtml;

use std::{collections::BTreeSet, sync::LazyLock};

use include_dir::{Dir, File, include_dir};
use rayon::prelude::*;

use crate::{
    diag::Diagnostics,
    edition::{Article, ArticleFiles, Edition, Sequence, Shared},
    model::{Annotation, Date, Source},
    text::{html::plain, xml::Templates},
    weave::body::{self, Location},
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
    /// Annotations as those of a book, without the book: EPUB Annotations 1.0.
    EpubAnnotations,
    /// One article with its annotations as footnotes, in Markdown.
    Markdown,
    /// Articles with their annotations in the margin, in Typst.
    Typst,
    /// Articles, annotations, terms and works as records, one a line, in JSON.
    Jsonl,
}

impl Format {
    /// All formats, in the order in which they are listed.
    pub const ALL: [Self; 11] = [
        Self::WebAnnotation,
        Self::Skos,
        Self::Bibtex,
        Self::CslJson,
        Self::Csv,
        Self::Tei,
        Self::Epub,
        Self::EpubAnnotations,
        Self::Markdown,
        Self::Typst,
        Self::Jsonl,
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
            Self::EpubAnnotations => "epub-annotations",
            Self::Markdown => "markdown",
            Self::Typst => "typst",
            Self::Jsonl => "jsonl",
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

/// Reads a file of the edition by its path: an image that an article shows.
pub type ReadFile<'a> = &'a (dyn Fn(&str) -> Option<Vec<u8>> + Sync);

/// Why there is nothing to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no article of that name; these are there.
    NoSuchArticle(Vec<String>),
    /// The format holds one article, and none is named; these are there.
    SeveralArticles(Vec<String>),
}

/// Writes an edition in a format: all of it, or the article of a name and what it cites.
///
/// All articles are resolved, and what is wrong with them is reported. They follow each other
/// as their orders and series say, and else by the names of their folders. `read` gives the files
/// of the edition that a format holds: images.
///
/// # Errors
///
/// If it is not said which article, or there is none of that name.
pub fn export(
    edition: Edition<'_>,
    format: Format,
    article: Option<&str>,
    read: ReadFile<'_>,
    diagnostics: &Diagnostics,
) -> Result<Vec<u8>, Refused> {
    let folders = edition.contents.articles.par_iter();
    let mut files: Vec<ArticleFiles<'_>> =
        folders.filter_map(|folder| ArticleFiles::read(edition, folder, diagnostics)).collect();
    let sequence = Sequence::of(edition);
    files.sort_by_key(|files| sequence.rank(&files.folder.slug));
    let slugs = || files.iter().map(|files| files.folder.slug.clone()).collect::<Vec<_>>();
    if article.is_some_and(|slug| files.iter().all(|files| files.folder.slug != slug)) {
        return Err(Refused::NoSuchArticle(slugs()));
    }
    if format.is_of_one_article() && article.is_none() && files.len() > 1 {
        return Err(Refused::SeveralArticles(slugs()));
    }
    let export = Export { edition, files: &files, only: article, diagnostics };
    let shared = edition.shared;
    Ok(match format {
        Format::WebAnnotation => {
            let collection = export.map(|article, _| web_annotation::items(article));
            web_annotation::collection(shared, &collection).into()
        }
        Format::Skos => {
            export.map(|_, _| ());
            skos::turtle(shared).into()
        }
        Format::Bibtex => bibtex::list(export.works(), &shared.messages).into(),
        Format::CslJson => csl_json::list(export.works(), &shared.messages).into(),
        Format::Csv => csv::table(&export.map(|article, _| csv::rows(article))).into(),
        Format::Tei => tei::document(shared, &export.map(tei::article)).into(),
        Format::Epub => {
            epub::book(shared, export.map(|article, n| epub::chapter(article, n, read)))
        }
        Format::Typst => {
            let parts = export.map(|article, _| typst::article(article, read));
            typst::document(shared, &parts).into()
        }
        Format::EpubAnnotations => {
            let name = |n| format!("{}.xhtml", epub::name_of_chapter(n));
            let items = export.map(|article, n| epub_annotations::items(article, &name(n)));
            epub_annotations::detached(&epub_annotations::set(shared, &items))
        }
        Format::Jsonl => {
            let made = export.map(|article, _| (jsonl::article(article), cited(article)));
            let (articles, cited): (Vec<String>, Vec<_>) = made.into_iter().unzip();
            // Terms belong to no article.
            let terms = if article.is_none() { jsonl::terms(shared) } else { String::new() };
            let works = jsonl::works(shared, export.works_of(cited));
            (articles.concat() + &terms + &works).into()
        }
        Format::Markdown => export.map(|article, _| markdown::document(article)).concat().into(),
    })
}

/// What is exported.
struct Export<'a> {
    edition: Edition<'a>,
    files: &'a [ArticleFiles<'a>],
    /// The name of an article, if only that is meant.
    only: Option<&'a str>,
    diagnostics: &'a Diagnostics,
}

impl<'a> Export<'a> {
    /// Resolves all articles, and makes something of each that is meant, with its number among
    /// them, from 1; a single one has none.
    fn map<T: Send>(&self, make: impl Fn(&Article<'_>, Option<usize>) -> T + Sync) -> Vec<T> {
        let is_single = self.only.is_some() || self.files.len() == 1;
        let made = self.files.par_iter().enumerate().filter_map(|(index, files)| {
            let article = Article::new(self.edition, files, self.diagnostics)?;
            let is_meant = self.only.is_none_or(|slug| slug == article.slug());
            is_meant.then(|| make(&article, (!is_single).then_some(index + 1)))
        });
        made.collect()
    }

    /// Returns the works that are meant, by key: all of them, or those that the annotations of
    /// one article cite.
    fn works(&self) -> impl Iterator<Item = &'a Source> {
        self.works_of(self.map(|article, _| cited(article)))
    }

    /// Returns the works that are meant, of which the articles that are meant cite some, by
    /// their indices.
    fn works_of(&self, cited: Vec<Vec<usize>>) -> impl Iterator<Item = &'a Source> {
        let works = &self.edition.shared.works;
        let key = |index: usize| works.bibliography.works[index].key.as_str();
        let keys: BTreeSet<&str> = cited.into_iter().flatten().map(key).collect();
        let is_whole = self.only.is_none();
        works.sources.iter().filter(move |source| is_whole || keys.contains(source.key()))
    }
}

/// Returns the indices of the works that the annotations of an article cite.
fn cited(article: &Article<'_>) -> Vec<usize> {
    article.standing().flat_map(|one| one.works.iter().copied()).collect()
}

/// Returns what the glossary is called outside of the site.
fn glossary_title(shared: &Shared) -> String {
    shared.messages.with("glossary-of", &[("title", shared.settings.title.as_str().into())])
}

/// Returns the definitions of the terms, in their order, as plain text.
fn definitions(shared: &Shared) -> impl Iterator<Item = String> {
    shared.glossary.terms.iter().map(|term| {
        let at = Location { base: "../glossary/", ..Location::BELOW_ROOT };
        let html =
            body::render(&term.definition, term.syntax(), &shared.works.bibliography, at).html;
        plain(&html).split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

/// Returns the address of the licence of the commentary, if it is known by one.
fn license_of(shared: &Shared) -> Option<String> {
    license_url(shared.settings.license.as_deref()?)
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

/// Returns when an annotation was last changed or corrected, if that is known.
fn modified(annotation: &Annotation) -> Option<Date> {
    let corrected = annotation.corrections.iter().map(|correction| correction.date);
    annotation.updated.into_iter().chain(corrected).max()
}

/// Returns the date that an annotation is signed with: when it was last changed, or when it
/// was made; what somebody else wrote keeps the date of its author, whenever it was published.
fn signed_on(annotation: &Annotation) -> Option<Date> {
    let is_of_another = !annotation.author.is_empty();
    let own = annotation.created.filter(|_| is_of_another);
    own.or_else(|| modified(annotation)).or(annotation.created)
}

/// Messages that templates show as they are, as fields of `words`.
const WORDS: [&str; 11] = [
    "archived-at",
    "claim-is",
    "comma",
    "commentary",
    "contents",
    "each-names-its-source",
    "editor-of-commentary",
    "editor-of-note",
    "glossary",
    "passage-is-gone",
    "sources",
];

/// Writes a view by the template of a name, with the words of the edition's language.
fn render(shared: &Shared, template: &str, mut view: serde_json::Value) -> String {
    let words = WORDS.map(|key| (key.replace('-', "_"), shared.messages.get(key).into()));
    view["words"] = serde_json::Map::from_iter(words).into();
    static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/export/templates");
    static TEMPLATES: LazyLock<Templates> = LazyLock::new(|| {
        let text = |file: &'static File<'_>| Some((file.path().to_str()?, file.contents_utf8()?));
        Templates::new(FILES.files().filter_map(text))
    });
    TEMPLATES.render(template, &view)
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
