//! The notes of a chapter: each an `aside` that its reference leads to.

use super::{chapter::name_of, guide::Guide};
use crate::{
    body::{self, Location},
    cite::Work,
    export::{Anchored, Article, modified, quoted, xml::Xml},
    model::{Annotation, Citation, Date, Stance},
    script,
    view::{DateView, kind_label},
};

/// Writes the notes of an article; nothing if it has none.
pub(super) fn section(guide: &Guide<'_>, article: &Article<'_>) -> String {
    if article.standing().next().is_none() {
        return String::new();
    }
    let language = guide.apparatus.settings.language.as_str();
    let mut xml = Xml::default();
    xml.start(
        "section",
        &[
            ("class", "notes"),
            ("epub:type", "footnotes"),
            ("aria-labelledby", "_notes"),
            ("lang", language),
            ("xml:lang", language),
            ("dir", script::of_language(language).as_str()),
        ],
    );
    // Ids of annotations hold no `_`.
    xml.leaf("h2", &[("id", "_notes")], "Commentary");
    xml.line();
    let mut html = xml.into_string();
    article.standing().for_each(|one| html.push_str(&aside(guide, one)));
    html.push_str("</section>\n");
    html
}

fn aside(guide: &Guide<'_>, one: &Anchored<'_>) -> String {
    let annotation = &*one.annotation;
    let lang = annotation.lang.as_deref().unwrap_or_default();
    let dir = if lang.is_empty() { "" } else { script::of_language(lang).as_str() };
    let mut xml = Xml::default();
    xml.start(
        "aside",
        &[
            ("id", &annotation.id),
            ("epub:type", "footnote"),
            ("role", "doc-footnote"),
            ("aria-label", &name_of(guide.apparatus, one)),
            ("lang", lang),
            ("xml:lang", lang),
            ("dir", dir),
        ],
    );
    heading(&mut xml, guide, one);
    for text in [&annotation.claim, &annotation.summary].into_iter().flatten() {
        xml.leaf("p", &[], text);
    }
    let mut html = xml.into_string();
    if let Some(body) = &annotation.body {
        let rendered = body::render(body, guide.apparatus.bibliography, Location::BELOW_ROOT);
        html.push_str(&guide.write(&rendered.html));
    }
    html.push_str(&evidence(guide, annotation));
    html.push_str("</aside>\n");
    html
}

/// Writes what a note is, with the way back; a detached one has none and quotes.
fn heading(xml: &mut Xml, guide: &Guide<'_>, one: &Anchored<'_>) {
    let annotation = &*one.annotation;
    let number = one.number.to_string();
    xml.start("p", &[("class", "verdict")]);
    if one.passage.is_some() {
        let back = format!("#ref-{}", annotation.id);
        xml.leaf("a", &[("role", "doc-backlink"), ("href", &back)], &number);
    } else {
        xml.push_text(&number);
    }
    xml.push_text(&format!(" {}", kind_label(annotation.kind)));
    if let Some(rating) = guide.apparatus.rating(annotation) {
        xml.push_text(&format!(": {}", rating.label));
    }
    xml.end("p");
    if one.passage.is_none() {
        xml.start("p", &[("class", "remark")]);
        xml.push_text("No longer found in the text: ");
        xml.leaf("q", &[], &quoted(&annotation.selector));
        xml.end("p");
    }
}

/// Writes the term, the sources, the corrections and the author of a note.
fn evidence(guide: &Guide<'_>, annotation: &Annotation) -> String {
    let mut xml = Xml::default();
    let terms = guide.apparatus.terms;
    let term = annotation.term.as_ref().and_then(|id| terms.iter().find(|term| term.id == *id));
    if let Some(term) = term {
        xml.start("p", &[]);
        xml.leaf("a", &[("href", &guide.term(&term.id))], &term.term);
        xml.end("p");
    }
    if !annotation.sources.is_empty() {
        xml.start("ul", &[]);
        annotation.sources.iter().for_each(|cited| source(&mut xml, guide, cited));
        xml.end("ul");
    }
    let date = |date: &Date| DateView::new(date, &guide.apparatus.settings.language).text;
    for correction in &annotation.corrections {
        let text = format!("Corrected {}: {}", date(&correction.date), correction.text);
        xml.leaf("p", &[("class", "remark")], &text);
    }
    let by = guide.apparatus.editor(annotation).map(|editor| editor.name.clone());
    let last = modified(annotation).or(annotation.created).map(|last| date(&last));
    let signed: Vec<String> = [by, last].into_iter().flatten().collect();
    if !signed.is_empty() {
        xml.leaf("p", &[("class", "remark")], &signed.join(", "));
    }
    xml.into_string()
}

fn source(xml: &mut Xml, guide: &Guide<'_>, cited: &Citation) {
    xml.start("li", &[]);
    reference(xml, guide, &cited.key, cited.at.as_deref());
    if let Some(stance) = cited.stance {
        xml.push_text(&format!(" ({})", Stance::as_str(stance)));
    }
    if let Some(quote) = &cited.quote {
        xml.push_text(": ");
        xml.leaf("q", &[], quote);
    }
    if let Some(note) = &cited.note {
        xml.push_text(&format!(" — {note}"));
    }
    xml.end("li");
}

/// Writes a reference to a work and the place in it.
pub(super) fn reference(xml: &mut Xml, guide: &Guide<'_>, key: &str, at: Option<&str>) {
    let label = guide.apparatus.bibliography.get(key).map_or(key, Work::bare_label);
    xml.leaf("a", &[("href", &guide.work(key))], label);
    if let Some(at) = at {
        xml.push_text(&format!(", {at}"));
    }
}
