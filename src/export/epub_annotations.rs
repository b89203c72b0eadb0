//! EPUB Annotations 1.0, within a book and alone: W3C Working Draft, as its editors had it on
//! 21 July 2026 (`w3c/epub-specs`, commit 47f116d), <https://www.w3.org/TR/epub-anno-10/>.
//!
//! The draft knows notes in plain text with one author each, on one passage of one file of the
//! book. What it has no word for is said in those of the Web Annotation model and of Dublin Core,
//! with their full addresses, beside it: all bodies (`web_annotation.rs` describes them), what the
//! annotation is for, all who sign it, and what was corrected. So nothing is lost on the way out
//! and in again.
//!
//! A passage is selected by its words, and by the fragment of its reference, which stands behind
//! its last word; positions would count the numbers of other notes.

use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    archive::Archive,
    json::tidy,
    modified,
    web_annotation::{bodies, motivation, selector_in_json},
};
use crate::{
    edition::{Article, NumberedAnnotation, Shared},
    model::{Annotation, Date, Signer},
    text::html::plain,
    weave::body::{self, Location},
};

const CONTEXT: &str = "https://www.w3.org/ns/epub-anno.jsonld";

/// Stands where no date is known: the draft asks for one.
pub(super) const NEVER: Date = Date { year: 1970, month: Some(1), day: Some(1) };

/// The annotations of an article, as they stand in a book.
#[derive(Default)]
pub(super) struct Items {
    pub(super) title: String,
    pub(super) url: String,
    pub(super) authors: Vec<String>,
    items: Vec<Value>,
}

/// Returns the annotations of an article whose chapter is the file of this name, as the book's
/// list of files has it.
pub(super) fn items(article: &Article<'_>, file: &str) -> Items {
    let shared = article.edition.shared;
    Items {
        title: article.title.clone(),
        url: shared.article_url(article.slug()),
        authors: article.files.matter.authors.clone(),
        items: article.standing().map(|one| item(shared, article, one, file)).collect(),
    }
}

/// Returns the set of annotations of some articles, in JSON.
pub(super) fn set(shared: &Shared, articles: &[Items]) -> String {
    let (title, url) = match articles {
        [one] => (&one.title, one.url.clone()),
        _ => (&shared.settings.title, shared.settings.base_url.to_string()),
    };
    let authors: Vec<&String> = articles.iter().flat_map(|article| &article.authors).collect();
    let set = tidy(json!({
        "@context": CONTEXT,
        "id": urn(&format!("{url}#annotations")),
        "type": "AnnotationSet",
        "about": {
            "dc:identifier": [url],
            "dc:format": "application/epub+zip",
            "dc:title": title,
            "dc:publisher": shared.settings.title,
            "dc:creator": authors,
        },
        "items": [],
    }));
    let items: Vec<String> =
        articles.iter().flat_map(|article| &article.items).map(Value::to_string).collect();
    // The items stand one a line.
    let mut json = set.to_string();
    json.truncate(json.len() - 1);
    format!("{json},\"items\":[\n{}\n]}}\n", items.join(",\n"))
}

/// Binds a set of annotations as it is handed on without its book.
pub(super) fn detached(set: &str) -> Vec<u8> {
    let mut archive = Archive::new();
    archive.deflate("annotations.json", set.as_bytes());
    archive.finish()
}

fn item(shared: &Shared, article: &Article<'_>, one: &NumberedAnnotation<'_>, file: &str) -> Value {
    let annotation = one.annotation;
    let signers: Vec<Signer<'_>> = shared.settings.signers_of(annotation).collect();
    let creators: Vec<Value> = signers.iter().map(|signer| creator(shared, *signer)).collect();
    let changed = modified(annotation);
    let published = article.files.matter.published;
    let created = annotation.created.or(changed).or(published).unwrap_or(NEVER);
    let corrections = annotation.corrections.iter().map(|correction| {
        json!({
            "type": "https://schema.org/CorrectionComment",
            "https://schema.org/datePublished": correction.date.to_string(),
            "https://schema.org/text": correction.text,
        })
    });
    tidy(json!({
        "id": shared.permalink(article.slug(), &annotation.id),
        "type": "Annotation",
        "motivation": "commenting",
        "created": created.first_moment(),
        "modified": changed.map(Date::first_moment),
        "creator": creators.first(),
        "target": { "source": file, "selector": selectors(article, one) },
        "body": {
            "type": "TextualBody",
            "format": "text/plain",
            "value": text(shared, article, annotation),
            "tags": annotation.tags,
        },
        HAS_BODY: bodies(shared, annotation),
        MOTIVATED_BY: motivation(annotation.kind),
        CREATOR: creators.get(1).map(|_| &creators),
        "https://schema.org/correction": corrections.collect::<Vec<_>>(),
    }))
}

/// What an annotation says, in full.
const HAS_BODY: &str = "http://www.w3.org/ns/oa#hasBody";
/// What it is for.
const MOTIVATED_BY: &str = "http://www.w3.org/ns/oa#motivatedBy";
/// All who sign it, where these are several.
const CREATOR: &str = "http://purl.org/dc/terms/creator";

fn creator(shared: &Shared, signer: Signer<'_>) -> Value {
    let base = &shared.settings.base_url;
    let id = match signer.id {
        Some(id) => signer.url.map_or_else(|| format!("{base}#{id}"), str::to_owned),
        None => urn(&format!("{base}#{}", signer.name)),
    };
    let kind = if shared.settings.is_desk(signer) { "Organization" } else { "Person" };
    json!({ "id": id, "type": kind, "name": signer.name })
}

fn urn(address: &str) -> String {
    Uuid::new_v5(&Uuid::NAMESPACE_URL, address.as_bytes()).urn().to_string()
}

/// Selects by words; what has none, by its fragment; and the chapter by nothing.
fn selectors(article: &Article<'_>, one: &NumberedAnnotation<'_>) -> Vec<Value> {
    let own = selector_in_json(&article.text_of(one).markup, one);
    let is_quoted = one.annotation.quote.is_some() && one.has_reference();
    let reference = is_quoted.then(|| {
        json!({
            "type": "FragmentSelector",
            "value": format!("ref-{}", one.annotation.id),
            "conformsTo": "http://tools.ietf.org/rfc/rfc3236",
        })
    });
    own.into_iter().chain(reference).collect()
}

/// Returns what an annotation says, as plain text.
fn text(shared: &Shared, article: &Article<'_>, annotation: &Annotation) -> String {
    let rating = shared.settings.rating_of(annotation).map(|rating| rating.label.clone());
    let body = annotation.body.as_ref().map(|body| {
        let syntax = article.files.text.syntax;
        let works = &shared.works.bibliography;
        plain(&body::render(body, syntax, works, Location::BELOW_ROOT).html).trim().to_owned()
    });
    let term = annotation
        .term
        .as_ref()
        .and_then(|id| Some(shared.glossary.terms[shared.glossary.index_of(id)?].term.clone()));
    let parts = [annotation.claim.clone(), rating, annotation.summary.clone(), body, term];
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}
