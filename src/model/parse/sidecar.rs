//! Sidecars: lists of annotations.

use serde_yaml::Value;

use crate::{
    diag::Diagnostics,
    model::{
        Annotation, Kind, Settings, Source, Term,
        decode::{At, Entry, Known, Reading},
    },
    yaml::YamlFile,
};

/// What annotations may refer to.
#[derive(Debug, Clone, Copy)]
pub struct Apparatus<'a> {
    /// The edition's settings: ratings and editors.
    pub settings: &'a Settings,
    /// The bibliography.
    pub sources: &'a [Source],
    /// The glossary.
    pub terms: &'a [Term],
    /// The languages of the article's translations.
    pub translations: &'a [&'a str],
}

/// Decodes one sidecar; each annotation comes with its index in the list.
///
/// An annotation that lacks an id, a kind, or what it is about is reported and left out;
/// one with other faults is reported and kept.
#[must_use]
pub fn annotations(
    yaml: &YamlFile,
    apparatus: Apparatus<'_>,
    diagnostics: &Diagnostics,
) -> Vec<(usize, Annotation)> {
    let Apparatus { settings, sources, terms, translations } = apparatus;
    let translations = Some(translations);
    let settings = Some(settings);
    let known = Known { settings, sources, terms, translations, ..Known::default() };
    Reading { yaml, known, diagnostics }.list("a list of annotations", decode)
}

fn decode(value: &Value, at: &At<'_>) -> Option<Annotation> {
    let entry = Entry::new(value, at, "annotation", Annotation::KEYS)?;
    let target = entry.either("quote", "on");
    let annotation = Annotation::from_entry(&entry)?;
    target.filter(|_| annotation.quote.is_some() || annotation.on.is_some())?;
    check_required(&entry, annotation.kind);
    Some(annotation)
}

/// What each kind cannot do without (design: the table of sidecar fields).
fn check_required(entry: &Entry<'_>, kind: Kind) {
    let needed: &[&'static str] = match kind {
        Kind::FactCheck => &["summary", "claim", "rating", "sources"],
        Kind::CounterSource => &["summary", "sources"],
        Kind::Note => &["body"],
        Kind::Gloss => &["term"],
    };
    let nothing = Value::Sequence(Vec::new());
    for field in needed {
        if entry.get(field).is_none_or(|value| *field == "sources" && *value == nothing) {
            entry.report_missing(field, kind.as_str());
        }
    }
}
