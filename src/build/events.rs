//! Holds the events of the timeline against the articles, once all are known.

use std::collections::{BTreeMap, BTreeSet};

use super::{Context, Facts, apparatus::TIMELINE, contents::Contents, read_again};
use crate::{
    diag::{Diagnostics, Place, Problem},
    model::Event,
    parse::{Part, YamlFile},
};

/// Reports annotations that an event names and that no article has.
///
/// What a draft hides is no fault: the event's entry leaves it out.
pub(super) fn report(context: &Context<'_>, contents: &Contents, facts: &[&Facts]) {
    let named = context.edition.events.iter().flat_map(|(_, event)| &event.annotations);
    let named: BTreeSet<&str> = named.map(|(article, _)| article.as_str()).collect();
    let facts_named = facts.iter().filter(|facts| named.contains(facts.slug.as_str()));
    let known: BTreeMap<&str, BTreeSet<&str>> = facts_named
        .map(|facts| {
            let hidden = facts.hidden.iter().map(String::as_str);
            (&*facts.slug, facts.notes.iter().map(|note| note.id).chain(hidden).collect())
        })
        .collect();
    let is_known = |article: &str, id: &str| match known.get(article) {
        Some(ids) => ids.contains(id),
        // A draft, or what is not read.
        None => contents.has_article(article),
    };
    let of = |(index, event): &'_ (usize, Event)| {
        let names = event.annotations.iter();
        let unknown = names.filter(|(article, id)| !is_known(article, id));
        unknown.map(|(article, id)| (*index, name(article, id))).collect::<Vec<_>>()
    };
    let unknown: Vec<(usize, String)> = context.edition.events.iter().flat_map(of).collect();
    if unknown.is_empty() {
        return;
    }
    let known: BTreeSet<String> = facts
        .iter()
        .flat_map(|facts| facts.notes.iter().map(|note| name(&facts.slug, note.id)))
        .collect();
    let file = read_again(context.input, TIMELINE);
    let yaml = file.and_then(|file| YamlFile::parse(file, &Diagnostics::default()));
    for (index, name) in unknown {
        let place = yaml.as_ref().and_then(|yaml| place(yaml, index, &name));
        let known = known.iter().map(String::as_str);
        let suggestion = context.diagnostics.nearest_name(TIMELINE, &name, known);
        let problem = Problem::UnknownName { of: "annotation", name, suggestion };
        context.diagnostics.report(problem, place.unwrap_or_else(|| Place::file(TIMELINE)));
    }
}

/// Returns the place of a name in the event with this index.
fn place(yaml: &YamlFile, index: usize, name: &str) -> Option<Place> {
    let named = yaml.value.get(index)?.get("annotations")?;
    let mut path = vec![index.into(), "annotations".into()];
    let nth = named.as_sequence().and_then(|items| items.iter().position(|item| item == name));
    path.extend(nth.map(Into::into));
    Some(yaml.place(&path, Part::Value))
}

fn name(article: &str, id: &str) -> String {
    format!("{article}/{id}")
}
