//! What a careful editor asks about the lists that articles share, once all
//! articles are known.

use std::collections::{BTreeSet, HashSet};

use super::{Context, Facts, apparatus::Lists};
use crate::{
    body::{self, Location},
    check::{Conscience, Question},
    diag::Place,
    parse::{Part, Step, YamlFile},
};

impl Context<'_> {
    pub(super) fn conscience(&self) -> Conscience<'_> {
        Conscience {
            sources: &self.edition.sources,
            ratings: &self.edition.settings.ratings,
            today: self.options.today,
        }
    }
}

/// Asks about sources, terms and events.
pub(super) fn report(context: &Context<'_>, lists: &Lists, facts: &[&Facts]) {
    ask_sources(context, lists, facts);
    ask_terms(context, lists, facts);
    ask_events(context, lists);
}

/// Reports questions about the entry at `path`; one without a field is about its key.
fn tell(
    context: &Context<'_>,
    (yaml, path): (Option<&YamlFile>, &[Step]),
    questions: Vec<Question>,
) {
    for (field, problem) in questions {
        let place = match yaml {
            Some(yaml) if field.is_empty() => yaml.place(path, Part::Key),
            Some(yaml) => {
                let path: Vec<Step> = path.iter().cloned().chain([field.into()]).collect();
                yaml.place(&path, Part::Value)
            }
            None => Place::file("content/sources.bib"),
        };
        context.diagnostics.report(problem, place);
    }
}

fn ask_sources(context: &Context<'_>, lists: &Lists, facts: &[&Facts]) {
    let edition = context.edition;
    let works = &edition.bibliography.works;
    let mut cited: HashSet<&str> = facts
        .iter()
        .flat_map(|facts| facts.notes.iter())
        .flat_map(|note| note.works)
        .filter_map(|&work| works.get(work as usize))
        .map(|work| work.key.as_str())
        .collect();
    let of_terms = edition.terms.iter().flat_map(|term| &term.sources);
    let of_events = edition.events.iter().flat_map(|(_, event)| &event.sources);
    cited.extend(of_terms.chain(of_events).map(|source| source.key.as_str()));
    let definitions = edition.terms.iter().map(|term| &term.definition);
    let defined: Vec<String> = definitions
        .chain(&edition.settings.findings)
        .flat_map(|text| body::render(text, &edition.bibliography, Location::default()).cited_keys)
        .collect();
    cited.extend(defined.iter().map(String::as_str));
    for source in &*edition.sources {
        let questions = context.conscience().source(source, cited.contains(source.key()));
        let path = [Step::from(source.key())];
        let is_listed =
            lists.sources.as_ref().filter(|yaml| yaml.value.get(source.key()).is_some());
        tell(context, (is_listed, &path), questions);
    }
}

fn ask_terms(context: &Context<'_>, lists: &Lists, facts: &[&Facts]) {
    let Some(yaml) = &lists.glossary else { return };
    let mut used: BTreeSet<u32> = BTreeSet::new();
    for facts in facts {
        used.extend(facts.term_uses.iter().chain(&facts.glossed).map(|(term, _)| term));
    }
    let positions = yaml.positions();
    for (index, term) in context.edition.terms.iter().enumerate() {
        let is_used = u32::try_from(index).is_ok_and(|index| used.contains(&index));
        let questions = context.conscience().term(term, is_used);
        let path = [Step::Index(positions.get(&*term.id).copied().unwrap_or(0))];
        tell(context, (Some(yaml), &path), questions);
    }
}

fn ask_events(context: &Context<'_>, lists: &Lists) {
    let Some(yaml) = &lists.timeline else { return };
    for (index, event) in &*context.edition.events {
        let path = [Step::Index(*index)];
        tell(context, (Some(yaml), &path), context.conscience().event(event));
    }
}
