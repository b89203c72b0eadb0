//! `content/timeline.yaml`.

use std::collections::BTreeMap;

use super::{
    Part, YamlFile,
    entry::{Entry, report_type},
    glossary::source_list,
    settings::id_problem,
};
use crate::{
    diag::{Diagnostic, Diagnostics, Place, Problem},
    model::{Event, Source, Term},
};

const EVENT: (&str, &[&str]) =
    ("event", &["id", "date", "event", "sources", "annotations", "terms", "article", "allow"]);

/// Decodes the events, each with its index in the list; those that lack an id, a
/// date or a text are reported and left out.
///
/// `articles` are the slugs there are.
#[must_use]
pub fn events(
    yaml: &YamlFile,
    (sources, terms, articles): (&[Source], &[Term], &[&str]),
    diagnostics: &Diagnostics,
) -> Vec<(usize, Event)> {
    let items = match &yaml.value {
        serde_yaml::Value::Null => return Vec::new(),
        serde_yaml::Value::Sequence(items) => items,
        other => {
            report_type(yaml, &[], "a list of events", other, diagnostics);
            return Vec::new();
        }
    };
    let mut first_places: BTreeMap<String, Place> = BTreeMap::new();
    let mut events = Vec::new();
    for (index, value) in items.iter().enumerate() {
        let path = vec![index.into()];
        let Some(entry) = Entry::new(yaml, path, value, EVENT, diagnostics) else { continue };
        let Some(event) = decode(&entry, sources, terms, articles) else { continue };
        let place = entry.place("id", Part::Value);
        if let Some(first) = first_places.get(&event.id) {
            let problem = Problem::DuplicateId { id: event.id, of: "event" };
            diagnostics.push(Diagnostic::new(problem, place).with_related(first.clone()));
        } else {
            first_places.insert(event.id.clone(), place);
            events.push((index, event));
        }
    }
    events
}

fn decode(
    entry: &Entry<'_>,
    sources: &[Source],
    terms: &[Term],
    articles: &[&str],
) -> Option<Event> {
    let id = entry.required_text("id");
    if entry.get("date").is_none() {
        entry.report_missing("date", "event");
    }
    let date = entry.date("date");
    let text = entry.required_text("event");
    let article = entry.text("article").filter(|slug| {
        let is_known = articles.contains(&slug.as_str());
        if !is_known {
            let suggestion = entry.nearest(slug, articles.iter().copied());
            let problem = Problem::UnknownName { of: "article", name: slug.clone(), suggestion };
            entry.report(problem, "article", Part::Value);
        }
        is_known
    });
    let decoded = Event {
        terms: decode_terms(entry, terms),
        sources: source_list(entry, sources),
        annotations: decode_annotations(entry),
        article,
        allow: entry.allow(),
        id: id?,
        date: date?,
        event: text?,
    };
    if let Some(reason) = id_problem(&decoded.id) {
        entry.report(Problem::InvalidId { id: decoded.id, reason }, "id", Part::Value);
        return None;
    }
    Some(decoded)
}

/// Returns the terms that the glossary has; reports the others.
fn decode_terms(entry: &Entry<'_>, terms: &[Term]) -> Vec<String> {
    let named = entry.texts_and_paths("terms").into_iter();
    let known = named.filter_map(|(name, path)| {
        if terms.iter().any(|term| term.id == name) {
            return Some(name);
        }
        let suggestion = entry.nearest(&name, terms.iter().map(|term| term.id.as_str()));
        let problem = Problem::UnknownName { of: "term", name, suggestion };
        entry.report_at(problem, &path);
        None
    });
    known.collect()
}

/// Reads `article/id`; whether there is such an annotation is known only later.
fn decode_annotations(entry: &Entry<'_>) -> Vec<(String, String)> {
    let named = entry.texts_and_paths("annotations").into_iter();
    let decoded = named.filter_map(|(name, path)| {
        if let Some((article, id)) = name.split_once('/') {
            return Some((article.to_owned(), id.to_owned()));
        }
        let problem = Problem::InvalidValue {
            field: "annotations",
            value: name,
            expected: "an article and an annotation of it, as in `my-article/my-note`".into(),
            suggestion: None,
        };
        entry.report_at(problem, &path);
        None
    });
    decoded.collect()
}
