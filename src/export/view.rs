//! What the templates of exports see.
//!
//! Texts are as editors wrote them; fields that end in `_xml` are markup that
//! was made here. What is not said is null, or an empty list.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{license_of, links::Links, signed_on, web_annotation::motivation};
use crate::{
    cite::Work,
    edition::{Article, NumberedAnnotation, Shared, archived_label, kind_label},
    model::{Annotation, Date, Editor, Markdown, Signer, Stance, Term, source_by_key},
    text::{form::Syntax, language::Direction, messages::Messages},
    weave::body::Location,
};

/// Describes what articles share.
pub(super) fn edition(shared: &Shared) -> Value {
    let settings = &shared.settings;
    let ratings = settings
        .ratings
        .iter()
        .map(|rating| json!({ "id": rating.id, "label": rating.label, "means": rating.means }));
    json!({
        "title": settings.title,
        "url": settings.base_url.as_str(),
        "language": settings.language,
        "dir": Direction::of_language(&settings.language).as_str(),
        "license": settings.license,
        "license_url": license_of(shared),
        "ratings": ratings.collect::<Vec<_>>(),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

/// Describes an article, its text and its notes aside.
pub(super) fn article(article: &Article<'_>) -> Value {
    let (shared, matter) = (article.edition.shared, &article.files.matter);
    let language = &shared.settings.language;
    json!({
        "title": article.title,
        "url": shared.article_url(article.slug()),
        "language": article.text().language,
        "dir": Direction::of_language(article.text().language).as_str(),
        "authors": matter.authors,
        "editors": editors_of(article).into_iter().map(|it| signer(it.into())).collect::<Vec<_>>(),
        "published": matter.published.map(|date| date.to_string()),
        "published_text": matter.published.map(|date| date.in_language(language)),
        "publisher": matter.publisher.as_ref().map(|publisher| &publisher.name),
        "source_url": matter.source_url,
        "rights": matter.rights,
    })
}

/// Describes the translations of an article.
pub(super) fn translations(article: &Article<'_>) -> Vec<Value> {
    let messages = &article.edition.shared.messages;
    let translations = article.files.translations.iter().map(|it| {
        let language = it.language();
        let name = messages.language_name(language);
        json!({
            "language": language,
            "dir": Direction::of_language(language).as_str(),
            "translators": it.matter.translators,
            "by": messages.with("translation-into", &[("language", name.into())]),
            "rights": it.matter.rights,
        })
    });
    translations.collect()
}

/// Returns who wrote annotations of an article, in the order of the settings.
pub(super) fn editors_of<'a>(article: &Article<'a>) -> Vec<&'a Editor> {
    let settings = &article.edition.shared.settings;
    let authors = article.standing().flat_map(|one| settings.editor_indices(one.annotation));
    let authors: BTreeSet<usize> = authors.collect();
    authors.into_iter().map(|index| &settings.editors[index]).collect()
}

fn signer(signer: Signer<'_>) -> Value {
    json!({ "name": signer.name, "url": signer.url })
}

/// Describes a note, its body in HTML.
pub(super) fn note_in_html(
    links: &Links<'_>,
    article: &Article<'_>,
    one: &NumberedAnnotation<'_>,
) -> Value {
    let at = Location { blocks: Some(&links.fragments), ..Location::BELOW_ROOT };
    note(links, article, one, |body| links.markdown(body, article.files.text.syntax, at))
}

/// Describes a note; `markdown` writes its body.
pub(super) fn note(
    links: &Links<'_>,
    article: &Article<'_>,
    one: &NumberedAnnotation<'_>,
    markdown: impl Fn(&Markdown) -> String,
) -> Value {
    let (annotation, shared) = (one.annotation, links.shared);
    let settings = &shared.settings;
    let date = |date: &Date| date.in_language(&settings.language);
    let rating = settings
        .rating_index(annotation)
        .map(|index| json!({ "number": index + 1, "label": settings.ratings[index].label }));
    let term = annotation.term.as_ref().and_then(|id| {
        let term = &shared.glossary.terms[shared.glossary.index_of(id)?];
        Some(json!({ "name": term.term, "url": links.term(id) }))
    });
    let sources = annotation.sources.iter().map(|cited| {
        let mut source = reference(links, &cited.key, cited.at.as_deref());
        let stance = cited.stance.map(Stance::as_str);
        source["stance"] = json!(stance);
        source["stance_label"] = json!(stance.map(|stance| shared.messages.get(stance)));
        source["quote"] = json!(cited.quote);
        source["note"] = json!(cited.note);
        source
    });
    let corrections = annotation.corrections.iter().map(|correction| {
        let label = [("date", date(&correction.date).into())];
        json!({
            "label": shared.messages.with("corrected-on", &label),
            "text": correction.text,
        })
    });
    json!({
        "id": annotation.id,
        "number": one.number,
        "name": one.name,
        "kind": kind_label(annotation.kind, &shared.messages),
        "motivation": motivation(annotation.kind),
        "url": shared.permalink(article.slug(), &annotation.id),
        "lang": annotation.lang,
        "dir": annotation.lang.as_deref().map(|lang| Direction::of_language(lang).as_str()),
        "detached": one.is_detached().then(|| one.quote()),
        "on": one.on_what(&shared.messages),
        "has_reference": one.has_reference(),
        "rating": rating,
        "claim": annotation.claim,
        "summary": annotation.summary,
        "body_xml": annotation.body.as_ref().map(markdown),
        "term": term,
        "sources": sources.collect::<Vec<_>>(),
        "tags": annotation.tags,
        "corrections": corrections.collect::<Vec<_>>(),
        "history": history(annotation, &shared.messages),
        "editors": settings.signers_of(annotation).map(signer).collect::<Vec<_>>(),
        "date": signed_on(annotation).map(|day| date(&day)),
    })
}

/// Says when an annotation was made, changed and corrected, the latest first.
fn history(annotation: &Annotation, messages: &Messages) -> Vec<Value> {
    let [made_text, changed_text] = ["created", "changed"].map(|key| messages.get(key));
    let made = annotation.created.map(|date| (date, "created", made_text.as_str()));
    let changed = annotation.updated.map(|date| (date, "changed", changed_text.as_str()));
    let corrected =
        annotation.corrections.iter().map(|one| (one.date, "corrected", one.text.as_str()));
    let mut steps: Vec<_> = made.into_iter().chain(changed).chain(corrected).collect();
    steps.sort_by_key(|(date, ..)| std::cmp::Reverse(*date));
    let steps = steps.into_iter();
    steps
        .map(|(date, kind, text)| json!({ "date": date.to_string(), "kind": kind, "text": text }))
        .collect()
}

/// Describes a reference to a work and the place in it.
fn reference(links: &Links<'_>, key: &str, at: Option<&str>) -> Value {
    let label = links.shared.works.bibliography.get(key).map_or(key, Work::bare_label);
    json!({ "label": label, "url": links.work(key), "at": at })
}

/// Describes a term by its index, its definition in HTML.
pub(super) fn term_in_html(links: &Links<'_>, index: usize) -> Value {
    let at = Location { root: "../", base: "../glossary/", blocks: None };
    term(links, index, |definition, syntax| links.markdown(definition, syntax, at))
}

/// Describes a term by its index; `markdown` writes its definition.
pub(super) fn term(
    links: &Links<'_>,
    index: usize,
    markdown: impl Fn(&Markdown, Syntax) -> String,
) -> Value {
    let term = &links.shared.glossary.terms[index];
    let sources =
        term.sources.iter().map(|cited| reference(links, &cited.key, cited.at.as_deref()));
    json!({
        "id": term.id,
        "number": index + 1,
        "name": term.term,
        "expansion": term.expansion,
        "original": originals(term),
        "definition_xml": markdown(&term.definition, term.syntax()),
        "sources": sources.collect::<Vec<_>>(),
    })
}

/// Describes a work by its index, with its entry in HTML.
pub(super) fn work_in_html(links: &Links<'_>, index: usize) -> Value {
    let mut view = work(links.shared, index);
    let entry = &links.shared.works.bibliography.works[index].entry_html;
    view["entry_xml"] = links.xhtml(entry).into();
    view
}

/// Describes a work by its index.
pub(super) fn work(shared: &Shared, index: usize) -> Value {
    let work = &shared.works.bibliography.works[index];
    let source = source_by_key(&shared.works.sources, &work.key);
    let archived = source.and_then(|source| source.archived.as_ref()).map(|copy| {
        let label = archived_label(copy, shared);
        json!({ "url": copy.url, "label": label, "date": copy.date.map(|date| date.to_string()) })
    });
    json!({
        "number": index + 1,
        "key": work.key,
        "author": work.by,
        "title": work.title,
        "lang": work.language,
        "date": work.date,
        "url": work.url,
        "accessed": work.accessed,
        "archived": archived,
        "note": work.note,
    })
}

/// Describes a term's names in other languages.
fn originals(term: &Term) -> Vec<Value> {
    let names = term.original.iter().map(|name| {
        let dir = Direction::of_language(&name.lang).as_str();
        json!({ "lang": name.lang, "dir": dir, "text": name.text })
    });
    names.collect()
}
