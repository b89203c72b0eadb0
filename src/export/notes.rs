//! What a note says, as formats of running text print it.

use super::{Anchored, Apparatus, guide::Guide, modified, quoted};
use crate::{
    body::{self, Location},
    cite::Work,
    model::{Annotation, Citation, Date, Stance, Status},
    view::{self, DateView, Standing, kind_label},
    xml::Xml,
};

/// Returns the accessible name of a note: “Fact check 2: imprecise”.
pub(super) fn name_of(apparatus: Apparatus<'_>, one: &Anchored<'_>) -> String {
    let standing = match apparatus.rating(&one.annotation) {
        _ if one.annotation.status == Status::Retracted => Standing::Retracted,
        Some(rating) => Standing::Rated(rating),
        None => Standing::Unrated,
    };
    view::note_name(one.annotation.kind, one.number, standing)
}

/// Writes what stands in a note; `back` leads to its passage.
pub(super) fn content(guide: &Guide<'_>, one: &Anchored<'_>, back: Option<&str>) -> String {
    let mut xml = Xml::default();
    heading(&mut xml, guide, one, back);
    let mut html = xml.into_string();
    html.push_str(&statement(guide, &one.annotation));
    html
}

/// Writes what a note says, and what that rests on.
pub(super) fn statement(guide: &Guide<'_>, annotation: &Annotation) -> String {
    let mut xml = Xml::default();
    if let Some(claim) = &annotation.claim {
        xml.start("p", &[("class", "claim")]);
        xml.leaf("b", &[], "Claim:");
        xml.push_text(&format!(" {claim}"));
        xml.end("p");
    }
    if let Some(summary) = &annotation.summary {
        xml.leaf("p", &[], summary);
    }
    let mut html = xml.into_string();
    if let Some(body) = &annotation.body {
        let at = Location { blocks: Some(&guide.fragments), ..Location::BELOW_ROOT };
        let rendered = body::render(body, guide.apparatus.bibliography, at);
        html.push_str(&guide.write(&rendered.html));
    }
    html.push_str(&evidence(guide, annotation));
    html
}

/// Writes what a note is, with the way back; a detached one quotes.
fn heading(xml: &mut Xml, guide: &Guide<'_>, one: &Anchored<'_>, back: Option<&str>) {
    let annotation = &*one.annotation;
    let number = one.number.to_string();
    xml.start("p", &[("class", "verdict")]);
    match back {
        Some(back) => xml.leaf("a", &[("role", "doc-backlink"), ("href", back)], &number),
        None => xml.push_text(&number),
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
