//! What the search finds: the words of an article, and those of the lists that articles share.

use serde::{Deserialize, Serialize};

use super::{Article, Shared, index::small};
use crate::{
    cite::Work,
    model::{Search, Status, Term},
    search::{Gatherer, Listed, Part, Section, Sheet, Weight, parts_words, plain},
    text::prose::{Element, ElementKind, Item, Markup},
    view::{self, Numbered, Standing},
};

/// What the search finds of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleWords {
    /// Fragment and name of each place in its text, and of each note.
    places: [Vec<String>; 2],
    words: Sheet,
}

/// Returns whether an edition of so many articles gets a search of its own.
pub(super) fn is_searched(search: Search, n_articles: usize) -> bool {
    matches!(search, Search::UpTo(limit) if n_articles <= limit)
}

impl ArticleWords {
    /// Gathers the words of an article.
    pub(super) fn new(article: &Article<'_>) -> Self {
        let Article { markup, numbered, view, .. } = article;
        let mut gatherer = Gatherer::default();
        let mut texts = gather_head(&mut gatherer, view);
        gather_blocks(&mut gatherer, markup, view.heading.is_some(), &mut texts);
        gather_footnotes(&mut gatherer, markup, &mut texts);
        for (index, note) in numbered.iter().enumerate() {
            gather_note(&mut gatherer, small(index), note, article.apparatus());
        }
        let place = |note: &Numbered<'_>| {
            format!("{}\n · {}", note.annotation.id, view::name_of(note, article.apparatus()))
        };
        let places = [texts, numbered.iter().map(place).collect()];
        Self { places, words: gatherer.finish() }
    }

    /// Returns them as a part of the index, with the address and the title of the article.
    #[must_use]
    pub fn part<'a>(&'a self, url: &'a str, title: &'a str) -> Part<'a> {
        let [texts, notes] = &self.places;
        let listed = |places| Listed(url, title, places);
        let none = listed(&[]);
        Part { listed: [listed(texts), listed(notes), none, none], words: &self.words }
    }
}

/// The first place of an article is the article as such.
fn gather_head(gatherer: &mut Gatherer, shown: &view::Article) -> Vec<String> {
    gatherer.text(Section::Text, 0, Weight::Title, &shown.title);
    let names = shown.authors.iter().chain(shown.publisher.as_ref().map(|by| &by.name));
    for name in names {
        gatherer.text(Section::Text, 0, Weight::Heading, name);
    }
    if let Some(summary) = &shown.summary {
        gatherer.text(Section::Text, 0, Weight::Body, summary);
    }
    vec![String::new()]
}

/// The places of blocks follow, by number.
fn gather_blocks(
    gatherer: &mut Gatherer,
    markup: &Markup<'_>,
    has_title: bool,
    places: &mut Vec<String>,
) {
    let numbers = markup.prose.blocks.iter().map(|block| block.number);
    let n_blocks = numbers.max().unwrap_or(0);
    places.extend((1..=n_blocks).map(|number| format!("p-{number}\n · ¶ {number}")));
    for item in &markup.items {
        let Item::Start(Element { kind: ElementKind::Heading { slug, .. }, block }) = item else {
            continue;
        };
        if let Some(number) = *block {
            places[number] = format!("h-{slug}\n · ¶ {number}");
        }
    }
    for block in &markup.prose.blocks {
        let text = &markup.prose.text[block.range.clone()];
        // A title that heads the text is its first block, and found as the title.
        let (place, weight) = match block.number {
            1 if has_title => (0, Weight::Title),
            number if block.is_heading => (number, Weight::Heading),
            number => (number, Weight::Body),
        };
        gatherer.text(Section::Text, small(place), weight, text);
    }
}

/// The places of footnotes follow those of the blocks.
fn gather_footnotes(gatherer: &mut Gatherer, markup: &Markup<'_>, places: &mut Vec<String>) {
    for (index, footnote) in markup.footnotes.iter().enumerate() {
        let text = text_of(&footnote.items);
        gatherer.text(Section::Text, small(places.len()), Weight::Body, &text);
        places.push(format!("fn-{0}\n · footnote {0}", index + 1));
    }
}

/// Returns the text of a footnote, its blocks parted by spaces.
fn text_of(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    // Of each open element, whether it parts words.
    let mut open = Vec::new();
    for item in items {
        let is_parted = match item {
            Item::Text(run) | Item::Code(run) => {
                text.push_str(&run.text);
                false
            }
            Item::Start(element) => {
                open.push(parts(&element.kind));
                parts(&element.kind)
            }
            Item::End => open.pop().unwrap_or_default(),
            Item::Break { .. } | Item::Rule | Item::Image { .. } => true,
            Item::FootnoteReference { .. } | Item::WordBreak => false,
        };
        if is_parted {
            text.push(' ');
        }
    }
    text
}

fn parts(kind: &ElementKind<'_>) -> bool {
    match kind {
        ElementKind::Emphasis
        | ElementKind::Strong
        | ElementKind::Strikethrough
        | ElementKind::Link { .. } => false,
        ElementKind::Html { name, .. } => parts_words(name),
        _ => true,
    }
}

/// A note that was withdrawn says nothing any more.
fn gather_note(
    gatherer: &mut Gatherer,
    place: u32,
    note: &Numbered<'_>,
    apparatus: view::Apparatus<'_>,
) {
    let annotation = note.annotation;
    if annotation.status == Status::Retracted {
        return;
    }
    let mut add = |weight, text: &str| gatherer.text(Section::Notes, place, weight, text);
    for text in annotation.claim.iter().chain(&annotation.summary) {
        add(Weight::Heading, text);
    }
    if let Standing::Rated(rating) = apparatus.standing(annotation) {
        add(Weight::Body, &rating.label);
    }
    let term = annotation.term.as_ref().and_then(|id| apparatus.lists.term_index(id));
    if let Some(index) = term {
        add(Weight::Heading, &apparatus.terms[index].term);
    }
    for source in &annotation.sources {
        for text in source.note.iter().chain(&source.quote) {
            add(Weight::Body, text);
        }
    }
    let corrections = annotation.corrections.iter().map(|correction| &correction.text);
    for text in annotation.tags.iter().chain(corrections) {
        add(Weight::Body, text);
    }
    if let Some(body) = &note.body_html {
        gatherer.html(Section::Notes, place, Weight::Body, body);
    }
}

/// What the search finds of the lists that articles share.
#[derive(Debug)]
pub struct ListWords {
    terms: Vec<String>,
    sources: Vec<String>,
    words: Sheet,
}

impl ListWords {
    /// Gathers the words of the glossary and the bibliography.
    #[must_use]
    pub fn new(shared: &Shared) -> Self {
        let mut gatherer = Gatherer::default();
        let terms = shared.glossary.terms.iter().zip(&shared.lists.glosses).enumerate();
        let terms = terms.map(|(index, (term, gloss))| {
            gather_term(&mut gatherer, small(index), term, &gloss.definition_html)
        });
        let terms = terms.collect();
        let works = shared.works.bibliography.works.iter().enumerate();
        let sources = works.map(|(index, work)| gather_source(&mut gatherer, small(index), work));
        let sources = sources.collect();
        Self { terms, sources, words: gatherer.finish() }
    }

    /// Returns them as a part of the index.
    #[must_use]
    pub fn part(&self) -> Part<'_> {
        let none = Listed("", "", &[]);
        let terms = Listed("glossary/", "", &self.terms);
        let sources = Listed("sources/", "", &self.sources);
        Part { listed: [none, none, terms, sources], words: &self.words }
    }
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
