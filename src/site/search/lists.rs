//! The parts of the index: an article's words, and those of the lists that articles share.

use super::{Listed, Part};
use crate::{
    cite::Work,
    edition::{
        ArticleWords, Shared,
        words::{Gatherer, Section, Sheet, Weight, narrow},
    },
    model::Term,
    site::view::{Gloss, Preserialized},
    text::html::plain,
};

/// What the search finds of the lists that articles share.
#[derive(Debug)]
pub(super) struct ListWords {
    terms: Vec<String>,
    sources: Vec<String>,
    words: Sheet,
}

impl ListWords {
    /// Gathers the words of the glossary and the bibliography.
    #[must_use]
    pub(super) fn new(shared: &Shared, glosses: &[Preserialized<Gloss>]) -> Self {
        let mut gatherer = Gatherer::default();
        let terms = shared.glossary.terms.iter().zip(glosses).enumerate();
        let terms = terms.map(|(index, (term, gloss))| {
            gather_term(&mut gatherer, narrow(index), term, &gloss.definition_html)
        });
        let terms = terms.collect();
        let works = shared.works.bibliography.works.iter().enumerate();
        let sources = works.map(|(index, work)| gather_source(&mut gatherer, narrow(index), work));
        let sources = sources.collect();
        Self { terms, sources, words: gatherer.finish() }
    }

    /// Returns them as a part of the index.
    #[must_use]
    pub(super) fn part(&self) -> Part<'_> {
        let none = Listed("", "", &[]);
        let terms = Listed("glossary/", "", &self.terms);
        let sources = Listed("sources/", "", &self.sources);
        Part { listed: [none, none, terms, sources], words: &self.words }
    }
}

/// Returns the words of an article as a part of the index, with its address and its title.
pub(super) fn part_of<'a>(words: &'a ArticleWords, url: &'a str, title: &'a str) -> Part<'a> {
    let listed = |places| Listed(url, title, places);
    let none = listed(&[]);
    Part { listed: [listed(&words.texts), listed(&words.notes), none, none], words: &words.words }
}

/// Adds a term and returns its place.
fn gather_term(gatherer: &mut Gatherer, place: u32, term: &Term, definition_html: &str) -> String {
    let originals = term.original.iter().map(|name| name.text.as_str());
    let names = term.expansion.iter().chain(&term.aliases).map(String::as_str).chain(originals);
    let names = names.collect::<Vec<_>>().join(" · ");
    let facts = term.founded.iter().chain(&term.designations).chain(&term.status);
    let mut text = plain(definition_html);
    for fact in facts {
        text.push_str(" · ");
        text.push_str(fact);
    }
    gatherer.text(Section::Terms, place, Weight::Title, &term.term);
    gatherer.text(Section::Terms, place, Weight::Heading, &names);
    gatherer.text(Section::Terms, place, Weight::Body, &text);
    let text = if names.is_empty() { text } else { format!("{names}. {text}") };
    listed(&term.id, &term.term, &text)
}

/// Adds a source and returns its place.
fn gather_source(gatherer: &mut Gatherer, place: u32, work: &Work) -> String {
    let mut text = plain(&work.entry_html);
    if let Some(note) = &work.note {
        text.push(' ');
        text.push_str(note);
    }
    gatherer.text(Section::Sources, place, Weight::Heading, &work.title);
    if let Some(by) = &work.by {
        gatherer.text(Section::Sources, place, Weight::Heading, by);
    }
    gatherer.text(Section::Sources, place, Weight::Body, &text);
    listed(&work.key, &work.title, &text)
}

/// Writes a place, whose parts are lines.
fn listed(id: &str, name: &str, text: &str) -> String {
    [id, name, text].map(|part| part.replace('\n', " ")).join("\n")
}
