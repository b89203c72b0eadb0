//! The other formats: files of theirs beside pages, and what pages say for programs.

use super::Site;
use crate::{
    cite,
    edition::{Article, Shared, paths},
    export::{bibtex, csl_json, schema_org, skos, web_annotation},
    model::ArticleFile,
    site::view::{self, Page},
};

/// Adds to an article's page what it says for other programs; `slug` is encoded.
pub(super) fn describe(page: Page, article: &Article<'_>, slug: &str) -> Page {
    let shared = article.edition.shared;
    let page = page.with_json_ld(Some(schema_org::article(article)));
    if !shared.settings.has_file(ArticleFile::WebAnnotation) {
        return page;
    }
    let path = format!("{slug}/{}", paths::ANNOTATIONS);
    let title = shared.messages.get("annotations-file");
    page.with_alternate(web_annotation::MEDIA_TYPE, &title, &path)
}

/// Writes the glossary for other programs.
pub(super) fn write_glossary(site: Site<'_>) {
    if site.writer.wants(paths::SKOS) {
        site.writer.put(paths::SKOS, skos::turtle(site.edition.shared).as_bytes());
    }
}

/// Adds to the page of the glossary what it says for other programs.
pub(super) fn describe_glossary(page: Page, shared: &Shared) -> Page {
    page.with_alternate(skos::MEDIA_TYPE, &shared.messages.get("glossary-file"), paths::SKOS)
        .with_json_ld(Some(schema_org::glossary(shared)))
}

/// Writes the works cited for other programs.
pub(super) fn write_sources(site: Site<'_>) {
    let shared = site.edition.shared;
    let sources = &*shared.works.sources;
    if site.writer.wants(paths::BIBTEX) {
        site.writer.put(paths::BIBTEX, bibtex::list(sources, &shared.messages).as_bytes());
    }
    if site.writer.wants(paths::CSL_JSON) {
        site.writer.put(paths::CSL_JSON, csl_json::list(sources, &shared.messages).as_bytes());
    }
}

/// Adds to the page of sources what it says for other programs.
pub(super) fn describe_sources(page: Page, shared: &Shared) -> Page {
    let [bibtex, csl] = ["sources-bibtex", "sources-csl"].map(|key| shared.messages.get(key));
    page.with_alternate(bibtex::MEDIA_TYPE, &bibtex, paths::BIBTEX).with_alternate(
        csl_json::MEDIA_TYPE,
        &csl,
        paths::CSL_JSON,
    )
}

/// Writes the files of other formats that stand beside an article's page.
pub(super) fn write(site: Site<'_>, article: &Article<'_>) {
    let path = |file: &str| format!("{}/{file}", article.slug());
    let (writer, shared) = (site.writer, site.edition.shared);
    let has = |file| shared.settings.has_file(file);
    for text in article.texts.iter().filter(|_| has(ArticleFile::Prose)) {
        writer.put(&path(&paths::prose(text.tag)), text.markup.prose.text.as_bytes());
    }
    let annotations = path(paths::ANNOTATIONS);
    if has(ArticleFile::WebAnnotation) && writer.wants(&annotations) {
        let json = web_annotation::collection(shared, &[web_annotation::items(article)]);
        writer.put(&annotations, json.as_bytes());
    }
    let citations = path(cite::FILE);
    if has(ArticleFile::Citations) && writer.wants(&citations) {
        let context = site.notes_of(article);
        let notes = article.annotations.iter();
        let notes = notes.filter_map(|one| view::note_publication(one, context));
        let all = std::iter::once(view::publication(article)).chain(notes);
        writer.put(&citations, shared.works.cite_this.list(all).as_bytes());
    }
}
