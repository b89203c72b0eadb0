//! An edition as records for a search engine or a database of one's own: JSON, one a line
//! (<https://jsonlines.org>). There is one for each article, followed by those of its notes,
//! then for each term and each work.
//!
//! Texts are plain, so that they can be indexed as they are. An `id` is unique among all
//! records; what is not said is left out.

use serde_json::{Value, json};

use super::{csl_json, definitions, json::tidy, modified, reference::Reference};
use crate::{
    edition::{Article, NumberedAnnotation, Shared, Text},
    model::{Date, On, Original, Source},
    text::html::plain,
    weave::body::{self, Location},
};

/// Writes the record of an article, and those of its notes.
pub(super) fn article(article: &Article<'_>) -> String {
    let (shared, matter, slug) = (article.edition.shared, &article.files.matter, article.slug());
    let translation =
        |text: &Text<'_>| json!({ "language": text.language, "text": text.markup.prose.text });
    let record = json!({
        "record": "article",
        "id": slug,
        "url": shared.article_url(slug),
        "title": article.title,
        "language": article.text().language,
        "authors": matter.authors,
        "published": matter.published.map(|date| date.to_string()),
        "publisher": matter.publisher.as_ref().map(|publisher| &publisher.name),
        "source_url": matter.source_url,
        "series": matter.series,
        "summary": matter.summary,
        "rights": matter.rights,
        "text": article.text().markup.prose.text,
        "translations": article.texts.iter().skip(1).map(translation).collect::<Vec<_>>(),
    });
    let notes = article.standing().map(|one| line(note(article, one)));
    std::iter::once(line(record)).chain(notes).collect()
}

fn note(article: &Article<'_>, one: &NumberedAnnotation<'_>) -> Value {
    let (annotation, shared, slug) = (one.annotation, article.edition.shared, article.slug());
    let prose = &article.text_of(one).markup.prose;
    let rating = shared.settings.rating_of(annotation);
    let at = Location { blocks: Some(&article.fragments.blocks), ..Location::BELOW_ROOT };
    let bibliography = &shared.works.bibliography;
    let syntax = article.files.text.syntax;
    let body = annotation.body.as_ref();
    let body = body.map(|body| text_of(&body::render(body, syntax, bibliography, at).html));
    let signers = shared.settings.signers_of(annotation);
    json!({
        "record": "note",
        "id": format!("{slug}#{}", annotation.id),
        "url": shared.permalink(slug, &annotation.id),
        "article": slug,
        "kind": annotation.kind.as_str(),
        "language": annotation.lang.as_ref().unwrap_or(&shared.settings.language),
        "claim": annotation.claim,
        "rating": annotation.rating,
        "rating_label": rating.map(|rating| &rating.label),
        "rating_value": rating.and_then(|rating| rating.value),
        "summary": annotation.summary,
        "text": body,
        "passage": one.range().map(|range| &prose.text[range.clone()]),
        "place": one.locators(prose).map(|place| place.label(&shared.messages)),
        "on": annotation.on.as_ref().map(On::to_string),
        "term": annotation.term,
        "sources": annotation.sources.iter().map(|cited| &cited.key).collect::<Vec<_>>(),
        "tags": annotation.tags,
        "by": signers.map(|signer| signer.name).collect::<Vec<_>>(),
        "created": annotation.created.map(|date| date.to_string()),
        "modified": modified(annotation).map(|date: Date| date.to_string()),
    })
}

/// Writes the records of the terms.
pub(super) fn terms(shared: &Shared) -> String {
    let terms = shared.glossary.terms.iter().zip(definitions(shared)).map(|(term, definition)| {
        let original = |name: &Original| json!({ "language": name.lang, "text": name.text });
        line(json!({
            "record": "term",
            "id": format!("glossary#{}", term.id),
            "url": format!("{}#{}", shared.url("glossary/"), term.id),
            "language": shared.settings.language,
            "title": term.term,
            "aliases": term.aliases,
            "expansion": term.expansion,
            "original": term.original.iter().map(original).collect::<Vec<_>>(),
            "text": definition,
            "sources": term.sources.iter().map(|cited| &cited.key).collect::<Vec<_>>(),
            "see": term.see,
        }))
    });
    terms.collect()
}

/// Writes the records of works.
pub(super) fn works<'a>(shared: &Shared, works: impl Iterator<Item = &'a Source>) -> String {
    let works = works.map(|source| {
        let csl = csl_json::item(&Reference::new(source), &shared.messages);
        line(json!({
            "record": "source",
            "id": format!("sources#{}", source.key()),
            "url": format!("{}#{}", shared.url("sources/"), source.key()),
            "title": csl["title"],
            "csl": csl,
        }))
    });
    works.collect()
}

fn line(record: Value) -> String {
    format!("{}\n", tidy(record))
}

/// Returns the text of HTML, its white space as single spaces.
fn text_of(html: &str) -> String {
    plain(html).split_whitespace().collect::<Vec<_>>().join(" ")
}
