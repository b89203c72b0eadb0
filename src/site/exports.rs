//! The other formats: what they need of an article, and their files beside its page.

use std::borrow::Cow;

use rayon::prelude::*;

use super::{Report, Site, summary};
use crate::{
    cite,
    diag::Diagnostics,
    edition::{Article, ArticleIndex, Edition, Options, Shared, judge},
    export::{
        self, Anchored, Block, Passage, Policies, Scope, bibtex, csl_json, schema_org, skos,
        web_annotation,
    },
    io::{CodePoints, Input, address::encode},
    search,
    view::{self, Page},
};

/// Gathers an article as the formats need it.
pub(super) fn article<'a>(article: &'a Article<'_>) -> export::Article<'a> {
    let shown = &article.view;
    let prose = &article.markup.prose;
    let code_points = CodePoints::new(&prose.text);
    let code_point = |byte| code_points.count(&prose.text, byte);
    let blocks = prose.blocks.iter().map(|block| Block {
        number: block.number,
        start: code_point(block.range.start),
        end: code_point(block.range.end),
        is_heading: block.is_heading,
    });
    let blocks = blocks.collect();
    let annotations = article.entries.iter().zip(1..).map(|(entry, number)| Anchored {
        annotation: Cow::Borrowed(entry.annotation),
        number,
        passage: entry.range().map(|range| Passage {
            bytes: range.clone(),
            start: code_point(range.start),
            end: code_point(range.end),
        }),
        works: Cow::Borrowed(&entry.works),
    });
    let annotations = annotations.collect();
    export::Article {
        slug: shown.slug.clone(),
        title: shown.title.clone(),
        language: shown.language.clone(),
        matter: Cow::Borrowed(&article.files.matter),
        markdown: Cow::Borrowed(article.files.text.body()),
        prose: Cow::Borrowed(&prose.text),
        blocks,
        annotations,
    }
}

/// Adds to an article's page what it says for other programs.
pub(super) fn describe(page: Page, edition: Edition<'_>, article: &export::Article<'_>) -> Page {
    let path = format!("{}/{}", encode(&article.slug), web_annotation::FILE);
    page.with_alternate(web_annotation::MEDIA_TYPE, "Annotations", &path)
        .with_json_ld(Some(schema_org::article(exported(edition.shared), article)))
}

/// Writes the glossary for other programs.
pub(super) fn write_glossary(site: Site<'_>) {
    if site.writer.wants(skos::PATH) {
        let shared = site.edition.shared;
        let turtle = skos::turtle(exported(shared), &definitions(shared));
        site.writer.put(skos::PATH, turtle.as_bytes());
    }
}

/// Adds to the page of the glossary what it says for other programs.
pub(super) fn describe_glossary(page: Page, shared: &Shared) -> Page {
    page.with_alternate(skos::MEDIA_TYPE, "The glossary in SKOS", skos::PATH)
        .with_json_ld(Some(schema_org::glossary(exported(shared), &definitions(shared))))
}

/// Writes the works cited for other programs.
pub(super) fn write_sources(site: Site<'_>) {
    let sources = &*site.edition.shared.works.sources;
    if site.writer.wants(bibtex::PATH) {
        site.writer.put(bibtex::PATH, bibtex::list(sources).as_bytes());
    }
    if site.writer.wants(csl_json::PATH) {
        site.writer.put(csl_json::PATH, csl_json::list(sources).as_bytes());
    }
}

/// Adds to the page of sources what it says for other programs.
pub(super) fn describe_sources(page: Page) -> Page {
    page.with_alternate(bibtex::MEDIA_TYPE, "The sources in BibTeX", bibtex::PATH).with_alternate(
        csl_json::MEDIA_TYPE,
        "The sources in CSL-JSON",
        csl_json::PATH,
    )
}

/// Writes the files of other formats that stand beside an article's page.
pub(super) fn write(site: Site<'_>, article: &export::Article<'_>, apparatus: view::Apparatus<'_>) {
    let path = |file: &str| format!("{}/{file}", article.slug);
    let writer = site.writer;
    writer.put(&path(web_annotation::PROSE_FILE), article.prose.as_bytes());
    let annotations = path(web_annotation::FILE);
    if writer.wants(&annotations) {
        let articles = std::slice::from_ref(article);
        let json = web_annotation::collection(exported(site.edition.shared), articles);
        writer.put(&annotations, json.as_bytes());
    }
    let citations = path(cite::FILE);
    if writer.wants(&citations) {
        let own = view::publication(&article.slug, &article.title, &article.matter, apparatus);
        let notes = article
            .annotations
            .iter()
            .filter_map(|one| view::note_publication(&one.annotation, one.number, apparatus));
        let all = std::iter::once(own).chain(notes);
        writer.put(&citations, apparatus.cite_this.list(all).as_bytes());
    }
}

/// Resolves an edition for other formats; `None` if it cannot be loaded, and with it what was
/// found wrong.
#[must_use]
pub fn export(options: &Options, input: &dyn Input) -> (Option<export::Edition>, Report) {
    let diagnostics = Diagnostics::default();
    let resolved = Edition::load(options, input, &diagnostics, |edition| {
        let resolve = |article: &Article<'_>| {
            (ArticleIndex::new(article), self::article(article).into_owned())
        };
        let folders = edition.contents.articles.par_iter();
        let all: Vec<_> =
            folders.filter_map(|folder| edition.article(folder, &diagnostics, resolve)).collect();
        let (indexes, articles): (Vec<_>, Vec<_>) = all.into_iter().unzip();
        let shared = edition.shared;
        let exported = export::Edition {
            settings: shared.settings.clone(),
            terms: shared.glossary.terms.clone(),
            sources: shared.works.sources.clone(),
            bibliography: shared.works.bibliography.clone(),
            policies: policies(shared),
            definitions: definitions(shared),
            articles,
            scope: Scope::Whole,
        };
        let summary = summary(edition, &indexes.iter().collect::<Vec<_>>());
        (exported, indexes, summary)
    });
    let found = diagnostics.into_sorted();
    match resolved {
        None => (None, Report { diagnostics: judge(found, []), ..Report::default() }),
        Some((exported, indexes, summary)) => {
            let diagnostics = judge(found, &indexes);
            (Some(exported), Report { diagnostics, summary, ..Report::default() })
        }
    }
}

/// Returns what articles share, as the other formats need it.
pub(super) fn exported(shared: &Shared) -> export::Apparatus<'_> {
    export::Apparatus {
        settings: &shared.settings,
        terms: &shared.glossary.terms,
        sources: &shared.works.sources,
        bibliography: &shared.works.bibliography,
        policies: policies(shared),
    }
}

/// Returns the definitions of the terms, in their order, as plain text.
fn definitions(shared: &Shared) -> Vec<String> {
    let in_one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let texts = shared.lists.glosses.iter().map(|gloss| search::plain(&gloss.definition_html));
    texts.map(in_one_line).collect()
}

fn policies(shared: &Shared) -> Policies {
    Policies {
        about: shared.has_page("about"),
        method: shared.has_page("method"),
        corrections: shared.has_page("corrections"),
    }
}
