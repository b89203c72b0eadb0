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
//! | `rating` | `TextualBody`, purpose `classifying`: its label |
//! | `tags` | `TextualBody`, purpose `tagging` |
//! | `term` | `SpecificResource`, purpose `identifying` |
//! | `sources` | `SpecificResource`, purpose `linking`; quote as selector, archived copy as state |
//! | key, `at`, `note` of a source | `schema.org/identifier`, `pagination`, `description` |
//! | `stance` | `cito:hasCitationCharacterization` |
//! | `corrections` | `schema.org/correction` |
//!
//! The passage is selected by its words and by its place in code points of the
//! prose, which is published as `prose.txt` and named with its SHA-256. An
//! annotation whose passage was not found has only the words that it quotes; one on
//! something without words names its fragment on the page, and one on the article nothing.

use std::{borrow::Cow, ops::Range};

use serde::Serialize;
use serde_json::{
    Value, json,
    value::{RawValue, to_raw_value},
};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{
    json::{OneOrMore, tidy},
    license_of, modified,
};
use crate::{
    edition::{
        Article, GIVEN_TITLE, NumberedAnnotation, Shared, Text,
        paths::{self, ANNOTATIONS},
    },
    io::CodePoints,
    model::{
        Annotation, ArticleFile, Citation, Date, Kind, Quote, Selector, Stance, source_by_key,
    },
    text::prose::Markup,
};

/// The media type of [`ANNOTATIONS`].
pub(crate) const MEDIA_TYPE: &str =
    "application/ld+json;profile=\"http://www.w3.org/ns/anno.jsonld\"";

const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// Code points of context on each side of a quote.
const CONTEXT_LENGTH: usize = 32;

/// The annotations of an article as items of a collection.
pub(crate) struct Items {
    slug: String,
    title: String,
    /// Each as JSON.
    json: Vec<Vec<u8>>,
}

/// Returns the annotations of an article as items of a collection.
pub(crate) fn items(article: &Article<'_>) -> Items {
    let shared = article.edition.shared;
    let rights = license_of(shared);
    // Most of each annotation, and the same in all of a text.
    let texts = article.texts.iter().map(|text| {
        let source = to_raw_value(&tidy(source_of(article, text))).expect(IS_JSON);
        (text, source, CodePoints::new(&text.markup.prose.text))
    });
    let texts: Vec<_> = texts.collect();
    let json = article.standing().map(|one| {
        let quoted = texts.iter().find(|(text, ..)| one.is_in(text.tag));
        let (text, source, code_points) = quoted.unwrap_or(&texts[0]);
        let selector = selectors(&text.markup, code_points, one);
        let target = Target { selector, source, r#type: RESOURCE };
        let item = item(shared, article.slug(), one.annotation, (target, rights.as_deref()));
        serde_json::to_vec(&item).expect(IS_JSON)
    });
    Items { slug: article.slug().to_owned(), title: article.title.clone(), json: json.collect() }
}

/// Returns the annotations of some articles as one collection.
///
/// That of a single article is the file beside its page; more are the
/// collection of the edition.
pub(crate) fn collection(shared: &Shared, articles: &[Items]) -> String {
    let total: usize = articles.iter().map(|article| article.json.len()).sum();
    let (id, label) = match articles {
        [one] => (shared.url(&format!("{}/{ANNOTATIONS}", one.slug)), one.title.as_str()),
        _ => (shared.settings.base_url.to_string(), shared.settings.title.as_str()),
    };
    let page = format!("{id}#page-1");
    // The items stand one a line, and first things first, so the frame is
    // written by hand; every value in it is written by `serde_json`.
    let mut json = format!(
        "{{\"@context\":{context},\"id\":{id},\"type\":\"AnnotationCollection\",\
         \"label\":{label},\"total\":{total},\"generator\":{generator},\"last\":{page},\
         \"first\":{{\"id\":{page},\"type\":\"AnnotationPage\",\"startIndex\":0,\"items\":[",
        context = json!(CONTEXT),
        id = json!(id),
        label = json!(label),
        generator = json!(GENERATOR),
        page = json!(page),
    )
    .into_bytes();
    let mut separator = "\n";
    for item in articles.iter().flat_map(|article| &article.json) {
        json.extend_from_slice(separator.as_bytes());
        json.extend_from_slice(item);
        separator = ",\n";
    }
    json.extend_from_slice(b"\n]}}\n");
    String::from_utf8(json).expect("JSON is UTF-8")
}

const IS_JSON: &str = "texts and numbers are JSON";

// The fields of all objects stand in the order of their names.

#[derive(Serialize)]
struct Item<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    body: Vec<Body<'a>>,
    canonical: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<OneOrMore<Creator<'a>>>,
    generator: Generator,
    #[serde(rename = "https://schema.org/correction", skip_serializing_if = "Vec::is_empty")]
    corrections: Vec<Value>,
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: Option<String>,
    motivation: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rights: Option<&'a str>,
    target: Target<'a>,
    r#type: &'static str,
}

fn item<'a>(
    shared: &'a Shared,
    slug: &str,
    annotation: &'a Annotation,
    (target, rights): (Target<'a>, Option<&'a str>),
) -> Item<'a> {
    let id = shared.permalink(slug, &annotation.id);
    let corrections = annotation.corrections.iter().map(|correction| {
        json!({
            "https://schema.org/datePublished": correction.date.to_string(),
            "https://schema.org/text": correction.text,
            "type": "https://schema.org/CorrectionComment",
        })
    });
    let creators = shared.settings.signers_of(annotation);
    let creators = creators.map(|signer| Creator { homepage: signer.url, name: signer.name });
    Item {
        context: CONTEXT,
        body: bodies(shared, annotation),
        canonical: Uuid::new_v5(&Uuid::NAMESPACE_URL, id.as_bytes()).urn().to_string(),
        created: annotation.created.map(Date::first_moment),
        creator: OneOrMore::of(creators),
        generator: GENERATOR,
        corrections: corrections.collect(),
        id,
        modified: modified(annotation).map(Date::first_moment),
        motivation: motivation(annotation.kind),
        rights,
        target,
        r#type: "Annotation",
    }
}

#[derive(Serialize)]
struct Creator<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    homepage: Option<&'a str>,
    name: &'a str,
}

#[derive(Serialize)]
struct Generator {
    name: &'static str,
    r#type: &'static str,
}

const GENERATOR: Generator =
    Generator { name: concat!("Postil ", env!("CARGO_PKG_VERSION")), r#type: "Software" };

/// Returns why annotations of a kind are made, in a word of the model.
pub(super) const fn motivation(kind: Kind) -> &'static str {
    match kind {
        Kind::FactCheck => "assessing",
        Kind::CounterSource => "linking",
        Kind::Note => "commenting",
        Kind::Gloss => "identifying",
    }
}

/// Describes what is annotated: the page, and the text in which positions count.
fn source_of(article: &Article<'_>, text: &Text<'_>) -> Value {
    let shared = article.edition.shared;
    let encoding = || {
        let prose = &text.markup.prose.text;
        let hash: String =
            Sha256::digest(prose.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
        let url = shared.url(&format!("{}/{}", article.slug(), paths::prose(text.tag)));
        json!({
            "format": "text/plain",
            "https://schema.org/contentUrl": { "id": url },
            "https://schema.org/sha256": hash,
            "type": "https://schema.org/MediaObject",
        })
    };
    json!({
        "format": "text/html",
        "https://schema.org/encoding":
            shared.settings.has_file(ArticleFile::Prose).then(encoding),
        "id": shared.article_url(article.slug()),
        "language": text.language,
        "type": "Text",
        "via": article.files.matter.source_url,
    })
}

/// The type of what stands elsewhere.
const RESOURCE: &str = "SpecificResource";

/// What an annotation says: a text, a term, or a work that stands elsewhere or only in
/// the bibliography.
#[derive(Serialize, Default)]
pub(super) struct Body<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(
        rename = "http://purl.org/spar/cito/hasCitationCharacterization",
        skip_serializing_if = "Option::is_none"
    )]
    characterization: Option<Reference>,
    #[serde(rename = "https://schema.org/description", skip_serializing_if = "Option::is_none")]
    note: Option<&'a str>,
    #[serde(rename = "https://schema.org/identifier", skip_serializing_if = "Option::is_none")]
    key: Option<&'a str>,
    #[serde(rename = "https://schema.org/name", skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(rename = "https://schema.org/pagination", skip_serializing_if = "Option::is_none")]
    at: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    purpose: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    selector: Option<TextQuoteSelector<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Cow<'a, str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<TimeState<'a>>,
    r#type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<&'a str>,
}

#[derive(Serialize)]
struct Reference {
    id: &'static str,
}

#[derive(Serialize)]
struct TimeState<'a> {
    cached: &'a str,
    #[serde(rename = "sourceDate", skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    r#type: &'static str,
}

/// Returns what an annotation says, body by body.
pub(super) fn bodies<'a>(shared: &'a Shared, annotation: &'a Annotation) -> Vec<Body<'a>> {
    let edition_language = &shared.settings.language;
    let language = annotation.lang.as_ref().unwrap_or(edition_language);
    let text = |purpose, value: &'a str| Body {
        format: Some("text/plain"),
        language: Some(language),
        purpose,
        r#type: "TextualBody",
        value: Some(value),
        ..Body::default()
    };
    let claim = annotation.claim.as_ref().map(|claim| text("describing", claim));
    let rating = shared.settings.rating_of(annotation).map(|rating| Body {
        language: Some(edition_language),
        ..text("classifying", &rating.label)
    });
    let summary = annotation.summary.as_ref().map(|summary| text("commenting", summary));
    let body = annotation.body.as_ref().map(|body| Body {
        format: Some("text/markdown"),
        ..text("commenting", body.0.trim_end())
    });
    let term = annotation.term.as_ref().map(|id| Body {
        purpose: "identifying",
        source: Some(format!("{}#{id}", shared.url("glossary/")).into()),
        r#type: RESOURCE,
        ..Body::default()
    });
    let tags = annotation.tags.iter().map(|tag| text("tagging", tag));
    let sources = annotation.sources.iter().map(|cited| cited_source(shared, cited));
    let single = [claim, rating, summary, body, term].into_iter().flatten();
    single.chain(tags).chain(sources).collect()
}

fn cited_source<'a>(shared: &'a Shared, cited: &'a Citation) -> Body<'a> {
    let work = shared.works.bibliography.get(&cited.key);
    let url = work.and_then(|work| work.url.as_deref());
    let here = || format!("{}#{}", shared.url("sources/"), cited.key);
    let source = source_by_key(&shared.works.sources, &cited.key);
    let archived = source.and_then(|source| source.archived.as_ref()).map(|copy| {
        let day = copy.date.filter(|date| date.day.is_some());
        TimeState { cached: &copy.url, date: day.map(Date::first_moment), r#type: "TimeState" }
    });
    Body {
        characterization: cited.stance.map(|stance| Reference { id: characterization(stance) }),
        note: cited.note.as_deref(),
        key: Some(&cited.key),
        name: work.map(|work| work.title.as_str()),
        at: cited.at.as_deref(),
        purpose: "linking",
        selector: cited.quote.as_deref().map(text_quote),
        source: Some(url.map_or_else(|| here().into(), Cow::Borrowed)),
        state: archived,
        r#type: RESOURCE,
        ..Body::default()
    }
}

/// Returns how a source stands to a claim, in the words of the Citation Typing Ontology.
const fn characterization(stance: Stance) -> &'static str {
    match stance {
        Stance::Supports => "http://purl.org/spar/cito/citesAsEvidence",
        Stance::Contradicts => "http://purl.org/spar/cito/disputes",
        Stance::Context => "http://purl.org/spar/cito/citesForInformation",
    }
}

#[derive(Serialize)]
struct Target<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    selector: Vec<TargetSelector<'a>>,
    source: &'a RawValue,
    r#type: &'static str,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TargetSelector<'a> {
    Quote(TextQuoteSelector<'a>),
    Fragment {
        #[serde(rename = "conformsTo")]
        conforms_to: &'static str,
        r#type: &'static str,
        value: String,
    },
    Position {
        end: usize,
        start: usize,
        r#type: &'static str,
    },
    Range {
        #[serde(rename = "endSelector")]
        end: TextQuoteSelector<'a>,
        #[serde(rename = "startSelector")]
        start: TextQuoteSelector<'a>,
        r#type: &'static str,
    },
}

#[derive(Serialize)]
struct TextQuoteSelector<'a> {
    exact: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    prefix: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    suffix: &'a str,
    r#type: &'static str,
}

fn text_quote(exact: &str) -> TextQuoteSelector<'_> {
    TextQuoteSelector { exact, prefix: "", suffix: "", r#type: "TextQuoteSelector" }
}

/// A longer passage, in bytes, of which only the first and last words are quoted is selected by
/// these: thousands of them may each be nearly all of a text.
const MAX_EXACT: usize = 10_000;

fn selectors<'a>(
    markup: &'a Markup<'_>,
    code_points: &CodePoints,
    one: &'a NumberedAnnotation<'_>,
) -> Vec<TargetSelector<'a>> {
    let position = one.range().map(|range| TargetSelector::Position {
        end: code_points.count(&markup.prose.text, range.end),
        start: code_points.count(&markup.prose.text, range.start),
        r#type: "TextPositionSelector",
    });
    selector(markup, one).into_iter().chain(position).collect()
}

/// Selects by words, or by the fragment of what is without any.
fn selector<'a>(
    markup: &'a Markup<'_>,
    one: &'a NumberedAnnotation<'_>,
) -> Option<TargetSelector<'a>> {
    let Some(Quote { selector, .. }) = &one.annotation.quote else {
        return on_fragment(markup, one);
    };
    let Some(range) = one.range() else { return Some(as_quoted(selector)) };
    Some(match selector {
        ends @ Selector::Range { .. } if range.len() > MAX_EXACT => as_quoted(ends),
        _ => TargetSelector::Quote(whole(&markup.prose.text, range)),
    })
}

/// Quotes a passage from its first to its last word.
fn whole<'a>(text: &'a str, range: &Range<usize>) -> TextQuoteSelector<'a> {
    TextQuoteSelector {
        prefix: last_code_points(&text[..range.start]),
        suffix: first_code_points(&text[range.end..]),
        ..text_quote(&text[range.clone()])
    }
}

/// Returns how an annotation is selected in a format that knows words and fragments alone, as
/// JSON; the whole article is selected by nothing.
pub(super) fn selector_in_json(markup: &Markup<'_>, one: &NumberedAnnotation<'_>) -> Option<Value> {
    let selector = one.annotation.quote.as_ref().map(|quote| &quote.selector);
    let ends: String;
    let selector = match (selector, one.range()) {
        (Some(_), Some(range)) => TargetSelector::Quote(whole(&markup.prose.text, range)),
        // What is quoted by its ends, and was not found, is not there.
        (Some(Selector::Range { from, to }), None) => {
            ends = format!("{from} … {to}");
            TargetSelector::Quote(text_quote(&ends))
        }
        (Some(quote), None) => as_quoted(quote),
        (None, _) => on_fragment(markup, one)?,
    };
    Some(serde_json::to_value(selector).expect(IS_JSON))
}

/// Selects what has no words, by its fragment on the page; the whole article by nothing.
fn on_fragment<'a>(
    markup: &Markup<'_>,
    one: &NumberedAnnotation<'_>,
) -> Option<TargetSelector<'a>> {
    let value = match &one.spot {
        Some(spot) => markup.fragment_of(spot.kind)?,
        None if one.is_on_given_title() => GIVEN_TITLE.to_owned(),
        None => return None,
    };
    let r#type = "FragmentSelector";
    // Fragments of HTML.
    let conforms_to = "http://tools.ietf.org/rfc/rfc3236";
    Some(TargetSelector::Fragment { conforms_to, r#type, value })
}

/// Selects a passage that was not found, by the words that it is quoted with.
fn as_quoted(selector: &Selector) -> TargetSelector<'_> {
    match selector {
        Selector::Quote(quote) => TargetSelector::Quote(TextQuoteSelector {
            prefix: &quote.prefix,
            suffix: &quote.suffix,
            ..text_quote(&quote.exact)
        }),
        // A range goes up to the beginning of its end, so that is the empty
        // place behind the last words.
        Selector::Range { from, to } => TargetSelector::Range {
            end: TextQuoteSelector { prefix: to, ..text_quote("") },
            start: text_quote(from),
            r#type: "RangeSelector",
        },
    }
}

fn last_code_points(text: &str) -> &str {
    let start = text.char_indices().rev().nth(CONTEXT_LENGTH - 1).map_or(0, |(at, _)| at);
    &text[start..]
}

fn first_code_points(text: &str) -> &str {
    let end = text.char_indices().nth(CONTEXT_LENGTH).map_or(text.len(), |(at, _)| at);
    &text[..end]
}
