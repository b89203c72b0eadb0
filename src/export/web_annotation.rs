//! Annotations as JSON-LD of the W3C's Web Annotation Data Model
//! (Recommendation of 23 February 2017, `https://www.w3.org/TR/annotation-model/`).
//!
//! One `AnnotationCollection` holds one `AnnotationPage` with all annotations,
//! one a line. What the model has no word for is said in the words of schema.org
//! and of the Citation Typing Ontology, with their full addresses, so that every
//! annotation can be taken out and read with the model's own context alone:
//!
//! | Postil | here |
//! |---|---|
//! | `summary`, `body` | `TextualBody`, purpose `commenting`, as `text/plain`, `text/markdown` |
//! | `claim` | `TextualBody`, purpose `describing` |
//! | `rating` | `TextualBody`, purpose `classifying`: its label; id: its place in the scale |
//! | `tags` | `TextualBody`, purpose `tagging` |
//! | `term` | `SpecificResource`, purpose `identifying` |
//! | `sources` | `SpecificResource`, purpose `linking`; quote as selector, archived copy as state |
//! | key, `at`, `note` of a source | `schema.org/identifier`, `pagination`, `description` |
//! | `stance` | `cito:hasCitationCharacterization` |
//! | `corrections` | `schema.org/correction` |
//!
//! The passage is selected by its words and by its place in code points of the
//! prose, which is published as `prose.txt` and named with its SHA-256. An
//! annotation whose passage was not found has only the words that it quotes.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Anchored, Apparatus, Article, json::tidy, modified};
use crate::model::{
    Annotation, Citation, Correction, Date, Kind, Selector, Stance, TextQuote, source_by_key,
};

/// The name of the file beside an article's page.
pub const FILE: &str = "annotations.jsonld";
/// The name of the file that holds an article's prose.
pub const PROSE_FILE: &str = "prose.txt";
/// The media type of [`FILE`].
pub const MEDIA_TYPE: &str = "application/ld+json;profile=\"http://www.w3.org/ns/anno.jsonld\"";

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Code points of context on each side of a quote.
const CONTEXT_LENGTH: usize = 32;

/// Returns the annotations of some articles as one collection.
///
/// That of a single article is the file beside its page; more are the
/// collection of the edition.
#[must_use]
pub fn collection(apparatus: Apparatus<'_>, articles: &[Article<'_>]) -> String {
    let items: Vec<String> =
        articles.iter().flat_map(|article| items(apparatus, article)).collect();
    let (id, label) = match articles {
        [article] => (apparatus.url(&format!("{}/{FILE}", article.slug)), article.title.as_str()),
        _ => (apparatus.settings.base_url.to_string(), apparatus.settings.title.as_str()),
    };
    let page = format!("{id}#page-1");
    // The items stand one a line, and first things first, so the frame is
    // written by hand; every value in it is written by `serde_json`.
    format!(
        "{{\"@context\":{context},\"id\":{id},\"type\":\"AnnotationCollection\",\
         \"label\":{label},\"total\":{total},\"generator\":{generator},\"last\":{page},\
         \"first\":{{\"id\":{page},\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[\n\
         {items}\n]}}}}\n",
        context = json!(CONTEXT),
        id = json!(id),
        label = json!(label),
        total = items.len(),
        generator = generator(),
        page = json!(page),
        items = items.join(",\n"),
    )
}

/// Returns each annotation of an article, on a line of its own.
fn items(apparatus: Apparatus<'_>, article: &Article<'_>) -> Vec<String> {
    let source = source_of(apparatus, article);
    article.standing().map(|one| item(apparatus, article, &source, one).to_string()).collect()
}

fn item(
    apparatus: Apparatus<'_>,
    article: &Article<'_>,
    source: &Value,
    one: &Anchored<'_>,
) -> Value {
    let annotation = &*one.annotation;
    let id = apparatus.permalink(&article.slug, &annotation.id);
    let canonical = Uuid::new_v5(&Uuid::NAMESPACE_URL, id.as_bytes());
    let editor = apparatus.editor(annotation);
    tidy(json!({
        "@context": CONTEXT,
        "id": id,
        "type": "Annotation",
        "canonical": canonical.urn().to_string(),
        "motivation": motivation(annotation.kind),
        "creator": editor.map(|one| json!({ "name": one.name, "homepage": one.url })),
        "created": annotation.created.map(Date::first_moment),
        "modified": modified(annotation).map(Date::first_moment),
        "generator": generator(),
        "rights": apparatus.license_url(),
        "body": bodies(apparatus, annotation),
        "target": {
            "type": "SpecificResource",
            "source": source,
            "selector": selectors(article, one),
        },
        "https://schema.org/correction":
            annotation.corrections.iter().map(correction).collect::<Vec<_>>(),
    }))
}

fn generator() -> Value {
    json!({ "type": "Software", "name": concat!("Postil ", env!("CARGO_PKG_VERSION")) })
}

/// Returns why annotations of a kind are made, in a word of the model.
#[must_use]
pub const fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::FactCheck => "assessing",
        Kind::CounterSource => "linking",
        Kind::Note => "commenting",
        Kind::Gloss => "identifying",
    }
}

/// Describes the page that is annotated, and the text in which positions count.
fn source_of(apparatus: Apparatus<'_>, article: &Article<'_>) -> Value {
    let hash: String =
        Sha256::digest(article.prose.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let text = apparatus.url(&format!("{}/{PROSE_FILE}", article.slug));
    json!({
        "id": apparatus.article_url(&article.slug),
        "type": "Text",
        "format": "text/html",
        "language": article.language,
        "via": article.matter.source_url,
        "https://schema.org/encoding": {
            "type": "https://schema.org/MediaObject",
            "format": "text/plain",
            "https://schema.org/contentUrl": { "id": text },
            "https://schema.org/sha256": hash,
        },
    })
}

fn bodies(apparatus: Apparatus<'_>, annotation: &Annotation) -> Vec<Value> {
    let language = annotation.lang.as_ref().unwrap_or(&apparatus.settings.language);
    let text = |purpose: &str, format: &str, value: &str| {
        json!({
            "type": "TextualBody",
            "purpose": purpose,
            "value": value,
            "format": format,
            "language": language,
        })
    };
    let plain = |purpose: &str, value: &Option<String>| {
        value.as_ref().map(|value| text(purpose, "text/plain", value))
    };
    let rating = apparatus.rating(annotation).map(|rating| {
        let mut body = text("classifying", "text/plain", &rating.label);
        body["id"] = json!(format!("{}#rating-{}", apparatus.url("checks/"), rating.id));
        body["language"] = json!(apparatus.settings.language);
        body
    });
    let markdown = annotation.body.as_ref();
    let body = markdown.map(|body| text("commenting", "text/markdown", body.0.trim_end()));
    let term = annotation.term.as_ref().map(|id| {
        let source = format!("{}#{id}", apparatus.url("glossary/"));
        json!({ "type": "SpecificResource", "purpose": "identifying", "source": source })
    });
    let tags = annotation.tags.iter().map(|tag| text("tagging", "text/plain", tag));
    let sources = annotation.sources.iter().map(|cited| cited_source(apparatus, cited));
    [plain("describing", &annotation.claim), rating, plain("commenting", &annotation.summary)]
        .into_iter()
        .chain([body, term])
        .flatten()
        .chain(tags)
        .chain(sources)
        .collect()
}

/// Describes the citation of a work that stands elsewhere, or only in the bibliography.
fn cited_source(apparatus: Apparatus<'_>, cited: &Citation) -> Value {
    let work = apparatus.work(&cited.key);
    let url = work.and_then(|work| work.url.clone());
    let here = || format!("{}#{}", apparatus.url("sources/"), cited.key);
    let archived = source_by_key(apparatus.sources, &cited.key)
        .and_then(|source| source.archived.as_ref())
        .map(|copy| {
            let day = copy.date.filter(|date| date.day.is_some());
            json!({
                "type": "TimeState",
                "sourceDate": day.map(Date::first_moment),
                "cached": copy.url,
            })
        });
    let quote = cited.quote.as_ref();
    json!({
        "type": "SpecificResource",
        "purpose": "linking",
        "source": url.unwrap_or_else(here),
        "state": archived,
        "selector": quote.map(|quote| json!({ "type": "TextQuoteSelector", "exact": quote })),
        "https://schema.org/identifier": cited.key,
        "https://schema.org/name": work.map(|work| work.title.clone()),
        "https://schema.org/pagination": cited.at,
        "https://schema.org/description": cited.note,
        "http://purl.org/spar/cito/hasCitationCharacterization":
            cited.stance.map(|stance| json!({ "id": characterization(stance) })),
    })
}

/// Returns how a source stands to a claim, in the words of the Citation Typing Ontology.
#[must_use]
pub const fn characterization(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "http://purl.org/spar/cito/citesAsEvidence",
        Stance::Contradicts => "http://purl.org/spar/cito/disputes",
        Stance::Context => "http://purl.org/spar/cito/citesForInformation",
    }
}

fn correction(correction: &Correction) -> Value {
    json!({
        "type": "https://schema.org/CorrectionComment",
        "https://schema.org/datePublished": correction.date.to_string(),
        "https://schema.org/text": correction.text,
    })
}

fn selectors(article: &Article<'_>, one: &Anchored<'_>) -> Vec<Value> {
    let Some(passage) = &one.passage else { return vec![as_quoted(&one.annotation.selector)] };
    let prose = &*article.prose;
    let quote = TextQuote {
        prefix: last_code_points(&prose[..passage.bytes.start]).to_owned(),
        exact: prose[passage.bytes.clone()].to_owned(),
        suffix: first_code_points(&prose[passage.bytes.end..]).to_owned(),
        occurrence: None,
    };
    let position = json!({
        "type": "TextPositionSelector",
        "start": passage.start,
        "end": passage.end,
    });
    vec![text_quote(&quote), position]
}

/// Selects a passage that was not found, by the words that it is quoted with.
fn as_quoted(selector: &Selector) -> Value {
    match selector {
        Selector::Quote(quote) => text_quote(quote),
        // A range goes up to the beginning of its end, so that is the empty
        // place behind the last words.
        Selector::Range { from, to } => json!({
            "type": "RangeSelector",
            "startSelector": { "type": "TextQuoteSelector", "exact": from },
            "endSelector": { "type": "TextQuoteSelector", "exact": "", "prefix": to },
        }),
    }
}

fn said(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

fn text_quote(quote: &TextQuote) -> Value {
    json!({
        "type": "TextQuoteSelector",
        "prefix": said(&quote.prefix),
        "exact": quote.exact,
        "suffix": said(&quote.suffix),
    })
}

fn last_code_points(text: &str) -> &str {
    let start = text.char_indices().rev().nth(CONTEXT_LENGTH - 1).map_or(0, |(at, _)| at);
    &text[start..]
}

fn first_code_points(text: &str) -> &str {
    let end = text.char_indices().nth(CONTEXT_LENGTH).map_or(text.len(), |(at, _)| at);
    &text[..end]
}
