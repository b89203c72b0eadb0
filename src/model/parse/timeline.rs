//! `content/timeline.yaml`.

use crate::{
    diag::Diagnostics,
    model::{
        Event, Source, Term,
        decode::{Known, Reading, Written},
    },
    yaml::YamlFile,
};

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
    let known = Known { sources, terms, articles, ..Known::default() };
    let reading = Reading { yaml, known, diagnostics };
    let events = reading.list("a list of events", Event::decode);
    reading.root().without_repeated_ids(events, "event", |event| &event.id)
}
