//! What the templates of exports see.
//!
//! Texts are as editors wrote them; fields that end in `_xml` are markup that
//! was made here. What is not said is null, or an empty list.

use serde_json::{Value, json};

use super::{
    Anchored, Apparatus, Article, links::Links, modified, quoted, web_annotation::motivation,
};
use crate::{
    cite::Work,
    model::{Annotation, Date, Editor, Markdown, Stance, source_by_key},
    text::language::Direction,
    view::{self, DateView, Standing, kind_label},
    weave::body::Location,
};

/// Describes what articles share.
pub(super) fn edition(apparatus: Apparatus<'_>) -> Value {
    let settings = apparatus.settings;
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
        "license_url": apparatus.license_url(),
        "ratings": ratings.collect::<Vec<_>>(),
        "version": env!("CARGO_PKG_VERSION"),
    })
}

/// Describes an article, its text and its notes aside.
pub(super) fn article(apparatus: Apparatus<'_>, article: &Article<'_>) -> Value {
    let matter = &article.matter;
    let language = &apparatus.settings.language;
    json!({
        "title": article.title,
        "url": apparatus.article_url(&article.slug),
        "language": article.language,
        "dir": Direction::of_language(&article.language).as_str(),
        "authors": matter.authors,
        "editors": apparatus.editors_of(article).into_iter().map(editor).collect::<Vec<_>>(),
        "published": matter.published.map(|date| date.to_string()),
        "published_text": matter.published.map(|date| DateView::new(&date, language).text),
        "publisher": matter.publisher.as_ref().map(|publisher| &publisher.name),
        "source_url": matter.source_url,
        "rights": matter.rights,
    })
}

fn editor(editor: &Editor) -> Value {
    json!({ "name": editor.name, "url": editor.url })
}

/// Describes a note, its body in HTML.
pub(super) fn note_in_html(links: &Links<'_>, article: &Article<'_>, one: &Anchored<'_>) -> Value {
    let at = Location { blocks: Some(&links.fragments), ..Location::BELOW_ROOT };
    note(links, article, one, |body| links.markdown(body, at))
}

/// Describes a note; `markdown` writes its body.
pub(super) fn note(
    links: &Links<'_>,
    article: &Article<'_>,
    one: &Anchored<'_>,
    markdown: impl Fn(&Markdown) -> String,
) -> Value {
    let (annotation, apparatus) = (&*one.annotation, links.apparatus);
    let date = |date: &Date| DateView::new(date, &apparatus.settings.language).text;
    let rating = annotation.rating.as_ref().and_then(|id| {
        let ratings = &apparatus.settings.ratings;
        let index = ratings.iter().position(|rating| rating.id == *id)?;
        Some(json!({ "number": index + 1, "label": ratings[index].label }))
    });
    let term = annotation.term.as_ref().and_then(|id| {
        let term = apparatus.terms.iter().find(|term| term.id == *id)?;
        Some(json!({ "name": term.term, "url": links.term(id) }))
    });
    let sources = annotation.sources.iter().map(|cited| {
        let mut source = reference(links, &cited.key, cited.at.as_deref());
        source["stance"] = json!(cited.stance.map(Stance::as_str));
        source["quote"] = json!(cited.quote);
        source["note"] = json!(cited.note);
        source
    });
    let corrections = annotation
        .corrections
        .iter()
        .map(|correction| json!({ "date": date(&correction.date), "text": correction.text }));
    json!({
        "id": annotation.id,
        "number": one.number,
        "name": name_of(apparatus, one),
        "kind": kind_label(annotation.kind),
        "motivation": motivation(annotation.kind),
        "url": apparatus.permalink(&article.slug, &annotation.id),
        "lang": annotation.lang,
        "dir": annotation.lang.as_deref().map(|lang| Direction::of_language(lang).as_str()),
        "detached": one.passage.is_none().then(|| quoted(&annotation.selector)),
        "rating": rating,
        "claim": annotation.claim,
        "summary": annotation.summary,
        "body_xml": annotation.body.as_ref().map(markdown),
        "term": term,
        "sources": sources.collect::<Vec<_>>(),
        "tags": annotation.tags,
        "corrections": corrections.collect::<Vec<_>>(),
        "history": history(annotation),
        "editor": apparatus.editor(annotation).map(editor),
        "date": modified(annotation).or(annotation.created).map(|last| date(&last)),
    })
}

/// Returns the accessible name of a note: “Fact check 2: imprecise”.
pub(super) fn name_of(apparatus: Apparatus<'_>, one: &Anchored<'_>) -> String {
    let standing = apparatus.rating(&one.annotation).map_or(Standing::Unrated, Standing::Rated);
    view::note_name(one.annotation.kind, one.number, standing)
}

/// Says when an annotation was made, changed and corrected, the latest first.
fn history(annotation: &Annotation) -> Vec<Value> {
    let made = annotation.created.map(|date| (date, "created", "Created."));
    let changed = annotation.updated.map(|date| (date, "changed", "Changed."));
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
    let label = links.apparatus.work(key).map_or(key, Work::bare_label);
    json!({ "label": label, "url": links.work(key), "at": at })
}

/// Describes a term by its index, its definition in HTML.
pub(super) fn term_in_html(links: &Links<'_>, index: usize) -> Value {
    let at = Location { root: "../", base: "../glossary/", blocks: None };
    term(links, index, |definition| links.markdown(definition, at))
}

/// Describes a term by its index; `markdown` writes its definition.
pub(super) fn term(
    links: &Links<'_>,
    index: usize,
    markdown: impl Fn(&Markdown) -> String,
) -> Value {
    let term = &links.apparatus.terms[index];
    let sources =
        term.sources.iter().map(|cited| reference(links, &cited.key, cited.at.as_deref()));
    json!({
        "id": term.id,
        "number": index + 1,
        "name": term.term,
        "expansion": term.expansion,
        "original": view::originals(term),
        "definition_xml": markdown(&term.definition),
        "sources": sources.collect::<Vec<_>>(),
    })
}

/// Describes a work by its index, with its entry in HTML.
pub(super) fn work_in_html(links: &Links<'_>, index: usize) -> Value {
    let mut view = work(links.apparatus, index);
    let entry = &links.apparatus.bibliography.works[index].entry_html;
    view["entry_xml"] = links.xhtml(entry).into();
    view
}

/// Describes a work by its index.
pub(super) fn work(apparatus: Apparatus<'_>, index: usize) -> Value {
    let work = &apparatus.bibliography.works[index];
    let source = source_by_key(apparatus.sources, &work.key);
    let archived = source.and_then(|source| {
        let link = view::archived(source, &apparatus.settings.language)?;
        let date = source.archived.as_ref()?.date.map(|date| date.to_string());
        Some(json!({ "url": link.url, "label": link.label, "date": date }))
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
