//! JSON-LD in the vocabulary of schema.org, version 29, for the heads of pages.
//!
//! A fact check's page holds one `ClaimReview`, an article's one `Article`, the
//! glossary one `DefinedTermSet`. They say what the page says, for programs that
//! read no prose; nothing is promised about what search engines show of them.
//!
//! Editors are names: the default editor, who signs for those that name nobody,
//! is taken for an organization, every other for a person, as are authors.

use serde_json::{Value, json};

use super::{
    Apparatus, Article,
    json::{in_script, tidy},
    modified,
};
use crate::{
    cite::Work,
    model::{Annotation, Editor, FrontMatter, Rating, Status, source_by_key},
};

const CONTEXT: &str = "https://schema.org";

/// Returns the `ClaimReview` of a fact check, as the content of a `script`
/// element; `None` if it was retracted or checks nothing.
///
/// `page` is the absolute address of the check's own page.
pub(crate) fn claim_review(
    apparatus: Apparatus<'_>,
    article: &Article<'_>,
    annotation: &Annotation,
    page: &str,
) -> Option<String> {
    let claim = annotation.claim.as_ref()?;
    if annotation.status == Status::Retracted {
        return None;
    }
    let settings = apparatus.settings;
    let keys = annotation.sources.iter().map(|cited| cited.key.as_str());
    let corrections = annotation.corrections.iter().map(|correction| {
        json!({
            "@type": "CorrectionComment",
            "datePublished": correction.date.to_string(),
            "text": correction.text,
        })
    });
    let review = json!({
        "@context": CONTEXT,
        "@type": "ClaimReview",
        "@id": page,
        "url": page,
        "mainEntityOfPage": page,
        "claimReviewed": claim,
        "inLanguage": annotation.lang.as_ref().unwrap_or(&settings.language),
        "datePublished": annotation.created.map(|date| date.to_string()),
        "dateModified": modified(annotation).map(|date| date.to_string()),
        "author": apparatus.editor(annotation).map(|editor| author(apparatus, editor)),
        "publisher": publisher(apparatus),
        "license": apparatus.license_url(),
        "reviewRating": apparatus.rating(annotation).map(|rating| {
            review_rating(apparatus, rating, annotation)
        }),
        "itemReviewed": claim_of(apparatus, article, annotation, claim),
        "citation": keys.filter_map(|key| citation(apparatus, key)).collect::<Vec<_>>(),
        "correction": corrections.collect::<Vec<_>>(),
    });
    Some(in_script(&tidy(review)))
}

fn author(apparatus: Apparatus<'_>, editor: &Editor) -> Value {
    let is_desk = apparatus.settings.default_editor.as_ref() == Some(&editor.id);
    json!({
        "@type": if is_desk { "Organization" } else { "Person" },
        "name": editor.name,
        "url": editor.url,
    })
}

/// Describes who publishes the edition, with the pages that say how it works.
fn publisher(apparatus: Apparatus<'_>) -> Value {
    let policies = apparatus.policies;
    let page = |there: bool, path: &str| there.then(|| apparatus.url(path));
    json!({
        // Only news organisations have a policy for checking facts.
        "@type": if policies.method { "NewsMediaOrganization" } else { "Organization" },
        "name": apparatus.settings.title,
        "url": apparatus.settings.base_url.as_str(),
        "publishingPrinciples": page(policies.about, "about/"),
        "verificationFactCheckingPolicy": page(policies.method, "method/"),
        "correctionsPolicy": page(policies.corrections, "corrections/"),
    })
}

/// Describes a rating: with a number only if the scale has one for it.
fn review_rating(apparatus: Apparatus<'_>, rating: &Rating, annotation: &Annotation) -> Value {
    let values = || apparatus.settings.ratings.iter().filter_map(|rating| rating.value);
    let number = rating.value;
    json!({
        "@type": "Rating",
        "alternateName": rating.label,
        "ratingValue": number,
        "bestRating": number.and_then(|_| values().max()),
        "worstRating": number.and_then(|_| values().min()),
        "ratingExplanation": annotation.summary.as_ref().unwrap_or(&rating.means),
    })
}

/// Describes the claim: who makes it, where it appears here, where it first did.
fn claim_of(
    apparatus: Apparatus<'_>,
    article: &Article<'_>,
    annotation: &Annotation,
    claim: &str,
) -> Value {
    let matter = &article.matter;
    let authors = authors(matter);
    let here = json!({
        "@type": "CreativeWork",
        "url": apparatus.permalink(&article.slug, &annotation.id),
        "name": article.title,
        "inLanguage": article.language,
    });
    let first = matter.source_url.as_ref().map(|url| {
        json!({
            "@type": "Article",
            "url": url,
            "headline": article.title,
            "author": authors,
            "datePublished": matter.published.map(|date| date.to_string()),
            "publisher": received_from(matter),
        })
    });
    let appearances: Vec<Value> = first.iter().cloned().chain([here]).collect();
    json!({
        "@type": "Claim",
        "name": claim,
        "author": authors,
        "datePublished": matter.published.map(|date| date.to_string()),
        "firstAppearance": first,
        "appearance": appearances,
    })
}

fn authors(matter: &FrontMatter) -> Vec<Value> {
    matter.authors.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
}

/// Describes who first published an article.
fn received_from(matter: &FrontMatter) -> Option<Value> {
    let publisher = matter.publisher.as_ref()?;
    Some(json!({ "@type": "Organization", "name": publisher.name, "url": publisher.url }))
}

/// Describes a work that a check cites.
fn citation(apparatus: Apparatus<'_>, key: &str) -> Option<Value> {
    let work: &Work = apparatus.work(key)?;
    let archived = source_by_key(apparatus.sources, key).and_then(|it| it.archived.as_ref());
    Some(json!({
        "@type": "CreativeWork",
        "@id": format!("{}#{key}", apparatus.url("sources/")),
        "name": work.title,
        "creditText": work.by,
        "datePublished": work.date,
        "inLanguage": work.language,
        "url": work.url,
        "archivedAt": archived.map(|copy| &copy.url),
    }))
}

/// Returns the `Article` of an article's page, as the content of a `script` element.
pub(crate) fn article(apparatus: Apparatus<'_>, article: &Article<'_>) -> String {
    let matter = &article.matter;
    let url = apparatus.article_url(&article.slug);
    let settings = apparatus.settings;
    in_script(&tidy(json!({
        "@context": CONTEXT,
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": article.title,
        "author": authors(matter),
        "datePublished": matter.published.map(|date| date.to_string()),
        "publisher": received_from(matter),
        "inLanguage": article.language,
        "isBasedOn": matter.source_url,
        "isPartOf": {
            "@type": "Collection",
            "name": settings.title,
            "url": settings.base_url.as_str(),
        },
    })))
}

/// Returns the `DefinedTermSet` of the glossary, as the content of a `script` element.
///
/// `definitions` are those of the terms, in their order, as plain text.
pub(crate) fn glossary(apparatus: Apparatus<'_>, definitions: &[String]) -> String {
    let page = apparatus.url("glossary/");
    let settings = apparatus.settings;
    let terms = apparatus.terms.iter().zip(definitions).map(|(term, definition)| {
        let url = format!("{page}#{}", term.id);
        let originals =
            term.original.iter().map(|name| json!({ "@value": name.text, "@language": name.lang }));
        let mut names: Vec<&String> = term.aliases.iter().chain(&term.expansion).collect();
        names.retain(|name| **name != term.term);
        names.sort();
        names.dedup();
        let names = names.into_iter().map(|name| json!(name));
        json!({
            "@type": "DefinedTerm",
            "@id": url,
            "url": url,
            "termCode": term.id,
            "name": term.term,
            "alternateName": names.chain(originals).collect::<Vec<_>>(),
            "description": definition,
        })
    });
    in_script(&tidy(json!({
        "@context": CONTEXT,
        "@type": "DefinedTermSet",
        "@id": page,
        "url": page,
        "name": format!("Glossary – {}", settings.title),
        "inLanguage": settings.language,
        "license": apparatus.license_url(),
        "hasDefinedTerm": terms.collect::<Vec<_>>(),
    })))
}
