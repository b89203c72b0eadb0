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
    definitions, glossary_title,
    json::{OneOrMore, in_script, tidy},
    license_of, modified,
};
use crate::{
    cite::Work,
    edition::{Article, Shared},
    model::{Annotation, FrontMatter, Rating, Signer, Status, source_by_key},
};

const CONTEXT: &str = "https://schema.org";

/// Returns the `ClaimReview` of a fact check, as the content of a `script`
/// element; `None` if it was retracted or checks nothing.
///
/// `page` is the absolute address of the check's own page.
pub(crate) fn claim_review(
    article: &Article<'_>,
    annotation: &Annotation,
    page: &str,
) -> Option<String> {
    let shared = article.edition.shared;
    let claim = annotation.claim.as_ref()?;
    if annotation.status == Status::Retracted {
        return None;
    }
    let settings = &shared.settings;
    let keys = annotation.sources.iter().map(|cited| cited.key.as_str());
    let corrections = annotation.corrections.iter().map(|correction| {
        json!({
            "@type": "CorrectionComment",
            "datePublished": correction.date.to_string(),
            "text": correction.text,
        })
    });
    let authors = settings.signers_of(annotation).map(|signer| author(shared, signer));
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
        "author": OneOrMore::of(authors),
        "publisher": publisher(shared),
        "license": license_of(shared),
        "reviewRating": settings.rating_of(annotation).map(|rating| {
            review_rating(shared, rating, annotation)
        }),
        "itemReviewed": claim_of(article, annotation, claim),
        "citation": keys.filter_map(|key| citation(shared, key)).collect::<Vec<_>>(),
        "correction": corrections.collect::<Vec<_>>(),
    });
    Some(in_script(&tidy(review)))
}

fn author(shared: &Shared, signer: Signer<'_>) -> Value {
    json!({
        "@type": if shared.settings.is_desk(signer) { "Organization" } else { "Person" },
        "name": signer.name,
        "url": signer.url,
    })
}

/// Describes who publishes the edition, with the pages that say how it works.
fn publisher(shared: &Shared) -> Value {
    let page = |slug: &str| shared.has_page(slug).then(|| shared.url(&format!("{slug}/")));
    json!({
        // Only news organisations have a policy for checking facts.
        "@type": if shared.has_page("method") { "NewsMediaOrganization" } else { "Organization" },
        "name": shared.settings.title,
        "url": shared.settings.base_url.as_str(),
        "publishingPrinciples": page("about"),
        "verificationFactCheckingPolicy": page("method"),
        "correctionsPolicy": page("corrections"),
    })
}

/// Describes a rating: with a number only if the scale has one for it.
fn review_rating(shared: &Shared, rating: &Rating, annotation: &Annotation) -> Value {
    let values = || shared.settings.ratings.iter().filter_map(|rating| rating.value);
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
fn claim_of(article: &Article<'_>, annotation: &Annotation, claim: &str) -> Value {
    let matter = &article.files.matter;
    let authors = authors(matter);
    let here = json!({
        "@type": "CreativeWork",
        "url": article.edition.shared.permalink(article.slug(), &annotation.id),
        "name": article.title,
        "inLanguage": article.text().language,
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
    persons(&matter.authors)
}

fn persons(names: &[String]) -> Vec<Value> {
    names.iter().map(|name| json!({ "@type": "Person", "name": name })).collect()
}

/// Describes who first published an article.
fn received_from(matter: &FrontMatter) -> Option<Value> {
    let publisher = matter.publisher.as_ref()?;
    Some(json!({ "@type": "Organization", "name": publisher.name, "url": publisher.url }))
}

/// Describes a work that a check cites.
fn citation(shared: &Shared, key: &str) -> Option<Value> {
    let work: &Work = shared.works.bibliography.get(key)?;
    let archived = source_by_key(&shared.works.sources, key).and_then(|it| it.archived.as_ref());
    Some(json!({
        "@type": "CreativeWork",
        "@id": format!("{}#{key}", shared.url("sources/")),
        "name": work.title,
        "creditText": work.by,
        "datePublished": work.date,
        "inLanguage": work.language,
        "url": work.url,
        "archivedAt": archived.map(|copy| &copy.url),
    }))
}

/// Returns the `Article` of an article's page, as the content of a `script` element.
pub(crate) fn article(article: &Article<'_>) -> String {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    let url = shared.article_url(article.slug());
    let settings = &shared.settings;
    let translations = article.files.translations.iter().map(|translation| {
        json!({
            "@type": "Article",
            "inLanguage": translation.language(),
            "headline": translation.matter.title,
            "translator": persons(&translation.matter.translators),
        })
    });
    in_script(&tidy(json!({
        "@context": CONTEXT,
        "@type": "Article",
        "@id": url,
        "url": url,
        "headline": article.title,
        "author": authors(matter),
        "datePublished": matter.published.map(|date| date.to_string()),
        "publisher": received_from(matter),
        "inLanguage": article.text().language,
        "workTranslation": translations.collect::<Vec<_>>(),
        "isBasedOn": matter.source_url,
        "isPartOf": {
            "@type": "Collection",
            "name": settings.title,
            "url": settings.base_url.as_str(),
        },
    })))
}

/// Returns the `DefinedTermSet` of the glossary, as the content of a `script` element.
pub(crate) fn glossary(shared: &Shared) -> String {
    let page = shared.url("glossary/");
    let settings = &shared.settings;
    let terms = shared.glossary.terms.iter().zip(definitions(shared)).map(|(term, definition)| {
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
        "name": glossary_title(shared),
        "inLanguage": settings.language,
        "license": license_of(shared),
        "hasDefinedTerm": terms.collect::<Vec<_>>(),
    })))
}
