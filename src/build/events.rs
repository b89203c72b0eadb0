//! Holds the events of the timeline against the articles, once all are known.

use std::collections::BTreeSet;

use super::{Context, Facts, apparatus::TIMELINE, contents::Contents, read_again};
use crate::{
    diag::{Diagnostics, Place, Problem},
    model::Event,
    parse::{Part, YamlFile, nearest_name},
};

/// Reports annotations that an event names and that no article has.
///
/// What a draft hides is no fault: the event's entry leaves it out.
pub(super) fn report(context: &Context<'_>, contents: &Contents, facts: &[&Facts]) {
    let is_hidden = |article: &str, id: &str| match facts.iter().find(|it| it.slug == article) {
        Some(facts) => facts.hidden.iter().any(|hidden| hidden == id),
        // A draft, or what is not read.
        None => contents.has_article(article),
    };
    let unknown: Vec<(usize, &str, &str)> =
        unknown(context, facts).filter(|(_, article, id)| !is_hidden(article, id)).collect();
    if unknown.is_empty() {
        return;
    }
    let known: BTreeSet<String> = facts
        .iter()
        .flat_map(|facts| facts.notes.iter().map(|note| name(&facts.slug, note.id)))
        .collect();
    let file = read_again(context.input, TIMELINE);
    let yaml = file.and_then(|file| YamlFile::parse(file, &Diagnostics::default()));
    for (index, article, id) in unknown {
        let name = name(article, id);
        let place = yaml.as_ref().and_then(|yaml| place(yaml, index, &name));
        let suggestion = nearest_name(&name, known.iter().map(String::as_str));
        let problem = Problem::UnknownName { of: "annotation", name, suggestion };
        context.diagnostics.report(problem, place.unwrap_or_else(|| Place::file(TIMELINE)));
    }
}

/// Returns what events name and no article shows: the event's index, article and id.
fn unknown<'a>(
    context: &'a Context<'_>,
    facts: &'a [&Facts],
) -> impl Iterator<Item = (usize, &'a str, &'a str)> {
    let of = |(index, event): &'a (usize, Event)| {
        event.annotations.iter().map(|(article, id)| (*index, article.as_str(), id.as_str()))
    };
    let is_shown = |article: &str, id: &str| {
        let article = facts.iter().find(|facts| facts.slug == article);
        article.is_some_and(|facts| facts.notes.iter().any(|note| note.id == id))
    };
    context.edition.events.iter().flat_map(of).filter(move |(_, slug, id)| !is_shown(slug, id))
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
