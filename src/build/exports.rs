//! The other formats: what they need of an article, and their files beside its page.

use std::borrow::Cow;

use super::{
    Context,
    apparatus::Edition,
    article::{Article, Entry},
};
use crate::{
    address::encode,
    cite_this,
    export::{
        self, Anchored, Block, Passage, Policies, Scope, bibtex, csl_json, schema_org, skos,
        web_annotation,
    },
    files::CodePoints,
    prose::Markup,
    search,
    view::{self, Page},
};

/// Gathers an article as the formats need it; `entries` are its annotations by number.
pub(super) fn article<'a>(
    article: &'a Article<'_>,
    markup: &'a Markup<'_>,
    shown: &view::Article,
    entries: &'a [Entry<'_>],
) -> export::Article<'a> {
    let prose = &markup.prose;
    let code_points = CodePoints::new(&prose.text);
    let code_point = |byte| code_points.count(&prose.text, byte);
    let blocks = prose.blocks.iter().map(|block| Block {
        number: block.number,
        start: code_point(block.range.start),
        end: code_point(block.range.end),
        is_heading: block.is_heading,
    });
    let blocks = blocks.collect();
    let annotations = entries.iter().zip(1..).map(|(entry, number)| Anchored {
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
        matter: Cow::Borrowed(article.matter),
        markdown: Cow::Borrowed(article.manuscript.body()),
        prose: Cow::Borrowed(&prose.text),
        blocks,
        annotations,
    }
}

/// Adds to an article's page what it says for other programs.
pub(super) fn describe(page: Page, context: &Context<'_>, article: &export::Article<'_>) -> Page {
    let path = format!("{}/{}", encode(&article.slug), web_annotation::FILE);
    page.with_alternate(web_annotation::MEDIA_TYPE, "Annotations", &path)
        .with_json_ld(Some(schema_org::article(context.edition.exported(), article)))
}

/// Writes the glossary for other programs.
pub(super) fn write_glossary(context: &Context<'_>) {
    if context.writer.wants(skos::PATH) {
        let edition = context.edition;
        let turtle = skos::turtle(edition.exported(), &edition.definitions());
        context.writer.put(skos::PATH, turtle.as_bytes());
    }
}

/// Adds to the page of the glossary what it says for other programs.
pub(super) fn describe_glossary(page: Page, edition: &Edition) -> Page {
    page.with_alternate(skos::MEDIA_TYPE, "The glossary in SKOS", skos::PATH)
        .with_json_ld(Some(schema_org::glossary(edition.exported(), &edition.definitions())))
}

/// Writes the works cited for other programs.
pub(super) fn write_sources(context: &Context<'_>) {
    let sources = &*context.edition.sources;
    if context.writer.wants(bibtex::PATH) {
        context.writer.put(bibtex::PATH, bibtex::list(sources).as_bytes());
    }
    if context.writer.wants(csl_json::PATH) {
        context.writer.put(csl_json::PATH, csl_json::list(sources).as_bytes());
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
pub(super) fn write(context: &Context<'_>, article: &export::Article<'_>, shown: &view::Article) {
    let path = |file: &str| format!("{}/{file}", article.slug);
    let writer = context.writer;
    writer.put(&path(web_annotation::PROSE_FILE), article.prose.as_bytes());
    let annotations = path(web_annotation::FILE);
    if writer.wants(&annotations) {
        let articles = std::slice::from_ref(article);
        let json = web_annotation::collection(context.edition.exported(), articles);
        writer.put(&annotations, json.as_bytes());
    }
    let citations = path(cite_this::FILE);
    if writer.wants(&citations) {
        let notes = shown.notes().filter_map(|note| note.csl_json.as_deref());
        let items: Vec<&str> = std::iter::once(shown.csl_json.as_str()).chain(notes).collect();
        writer.put(&citations, format!("[\n{}\n]\n", items.join(",\n")).as_bytes());
    }
}

/// Returns the edition with its articles, owning what it holds.
pub(super) fn edition(
    edition: &Edition,
    articles: impl Iterator<Item = Box<export::Article<'static>>>,
) -> export::Edition {
    export::Edition {
        settings: edition.settings.clone(),
        terms: edition.terms.to_vec(),
        sources: edition.sources.to_vec(),
        bibliography: edition.bibliography.clone(),
        policies: edition.policies(),
        definitions: edition.definitions(),
        articles: articles.map(|article| *article).collect(),
        scope: Scope::Whole,
    }
}

impl Edition {
    /// Returns what articles share, as the other formats need it.
    pub(super) fn exported(&self) -> export::Apparatus<'_> {
        export::Apparatus {
            settings: &self.settings,
            terms: &self.terms,
            sources: &self.sources,
            bibliography: &self.bibliography,
            policies: self.policies(),
        }
    }

    /// Returns the definitions of the terms, in their order, as plain text.
    fn definitions(&self) -> Vec<String> {
        let in_one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let texts = self.lists.glosses.iter().map(|gloss| search::plain(&gloss.definition_html));
        texts.map(in_one_line).collect()
    }

    fn policies(&self) -> Policies {
        let has = |slug: &str| self.pages.iter().any(|page| page.slug == slug);
        Policies { about: has("about"), method: has("method"), corrections: has("corrections") }
    }
}

/// The files that stand beside an article's page.
const BESIDE: [&str; 3] = [web_annotation::FILE, web_annotation::PROSE_FILE, cite_this::FILE];

/// Returns the paths of the files that stand beside an article's page.
pub(super) fn paths(slug: &str) -> impl Iterator<Item = String> {
    BESIDE.into_iter().map(move |file| format!("{slug}/{file}"))
}

/// Returns the slug of the article beside whose page the file at `path` stands.
pub(super) fn article_of(path: &str) -> Option<&str> {
    let (slug, file) = path.split_once('/')?;
    BESIDE.contains(&file).then_some(slug)
}
