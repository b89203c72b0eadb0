//! What the search finds of an article: its words, and where they stand.
//!
//! # Words
//!
//! A word is a run of characters that are `Alphabetic`, a number or a mark;
//! apostrophes (`'`, `’`), U+00AD, U+200C–U+200F and U+2060 within it belong to
//! it. Scripts without spaces (Han, kana, Thai, Lao, Khmer, Myanmar: the exact
//! ranges stand in the patterns of `index.json`) give each character together with the next of
//! them, the last alone. Then it is folded: a genitive `’s` goes; NFKD; what is
//! no word character goes, and so do accents, vowel points, tatweel and
//! modifiers; lower case; at most 40 characters; and letters that are written in
//! several ways become one (ß ss, ø o, ى ي …, Arabic digits).

mod lexicon;
pub(crate) mod number;
mod sheet;
mod split;

use serde::{Deserialize, Serialize};

pub(crate) use lexicon::{Lexicon, narrow};
pub use sheet::{Gatherer, Sheet};
pub(crate) use sheet::{N_BUCKETS, Record};
pub(crate) use split::Rules;
pub use split::split;

use super::{Article, NoteStatus, NumberedAnnotation, Shared, Text};
use crate::{
    model::{FrontMatter, Search, Status},
    text::{
        html::parts_words,
        messages::Messages,
        prose::{ElementKind, Item, Locus},
    },
};

/// How many sections there are.
pub const N_SECTIONS: usize = 4;

/// What a place belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The texts of articles.
    Text,
    /// Notes.
    Notes,
    /// The glossary.
    Terms,
    /// The bibliography.
    Sources,
}

/// How much a word counts where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// In running text.
    Body,
    /// In running text, more than once.
    Repeated,
    /// In a heading, a claim, another name of a term, the title of a source.
    Heading,
    /// In the title of an article, or as the name of a term.
    Title,
}

/// What the search finds of an article.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ArticleWords {
    /// Fragment and name of each place in its text.
    pub texts: Vec<String>,
    /// Those of each note.
    pub notes: Vec<String>,
    /// The words that stand there.
    pub words: Sheet,
}

/// Returns whether an edition of so many articles gets a search of its own.
pub(super) fn is_searched(search: Search, n_articles: usize) -> bool {
    matches!(search, Search::UpTo(limit) if n_articles <= limit)
}

impl ArticleWords {
    /// Gathers the words of an article.
    pub(super) fn new(article: &Article<'_>) -> Self {
        let annotations = &article.annotations;
        let shared = article.edition.shared;
        let mut gatherer = Gatherer::default();
        let mut texts = gather_head(&mut gatherer, &article.title, &article.files.matter);
        for text in &article.texts {
            gather_blocks(&mut gatherer, text, &mut texts, &shared.messages);
            gather_footnotes(&mut gatherer, text, &mut texts, &shared.messages);
        }
        for (index, note) in annotations.iter().enumerate() {
            gather_note(&mut gatherer, narrow(index), note, shared);
        }
        let place =
            |note: &NumberedAnnotation<'_>| format!("{}\n · {}", note.annotation.id, note.name);
        let notes = annotations.iter().map(place).collect();
        Self { texts, notes, words: gatherer.finish() }
    }
}

/// The first place of an article is the article as such.
fn gather_head(gatherer: &mut Gatherer, title: &str, matter: &FrontMatter) -> Vec<String> {
    gatherer.text(Section::Text, 0, Weight::Title, title);
    let names = matter.authors.iter().chain(matter.publisher.as_ref().map(|by| &by.name));
    for name in names {
        gatherer.text(Section::Text, 0, Weight::Heading, name);
    }
    if let Some(summary) = &matter.summary {
        gatherer.text(Section::Text, 0, Weight::Body, summary);
    }
    vec![String::new()]
}

/// Returns the name of a place of a text, with the text's language if it is a translation.
fn of_text(name: String, text: &Text<'_>) -> String {
    text.tag.map_or_else(|| name.clone(), |tag| format!("{name} ({tag})"))
}

/// The places of blocks follow, by number, and then those within blocks.
fn gather_blocks(
    gatherer: &mut Gatherer,
    text: &Text<'_>,
    places: &mut Vec<String>,
    messages: &Messages,
) {
    let (markup, suffix) = (&text.markup, &text.suffix);
    let has_title = text.tag.is_none() && text.woven.rows.first().is_some_and(|row| row.is_title);
    let before = places.len() - 1;
    let place = |Locus { fragment, locator }: &Locus| {
        let name = of_text(locator.label(messages), text);
        format!("{fragment}{suffix}\n · {name}")
    };
    places.extend(markup.prose.loci.iter().map(place));
    let mut later = (places.len()..).zip(&markup.prose.later).peekable();
    places.extend(markup.prose.later.iter().map(|(_, locus)| place(locus)));
    for block in &markup.prose.blocks {
        // A title that heads the text is its first block, and found as the title.
        let (mut place, weight) = match block.number {
            1 if has_title => (0, Weight::Title),
            number if block.is_heading => (before + number, Weight::Heading),
            number => (before + number, Weight::Body),
        };
        let mut start = block.range.start;
        while let Some((next, (from, _))) = later.next_if(|(_, (at, _))| *at < block.range.end) {
            gatherer.text(Section::Text, narrow(place), weight, &markup.prose.text[start..*from]);
            (place, start) = (next, *from);
        }
        let rest = &markup.prose.text[start..block.range.end];
        gatherer.text(Section::Text, narrow(place), weight, rest);
    }
}

/// The places of footnotes follow those of the blocks.
fn gather_footnotes(
    gatherer: &mut Gatherer,
    text: &Text<'_>,
    places: &mut Vec<String>,
    messages: &Messages,
) {
    let suffix = &text.suffix;
    for (number, footnote) in (1..).zip(&text.markup.footnotes) {
        let says = text_of(&footnote.items);
        gatherer.text(Section::Text, narrow(places.len()), Weight::Body, &says);
        let name = messages.with("footnote", &[("number", number.into())]);
        let name = of_text(name, text);
        places.push(format!("fn-{number}{suffix}\n · {name}"));
    }
}

/// Returns the text of a footnote, its blocks parted by spaces.
fn text_of(items: &[Item<'_>]) -> String {
    let mut text = String::new();
    // Of each open element, whether it parts words.
    let mut open = Vec::new();
    for item in items {
        let is_parted = match item {
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => {
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
        | ElementKind::Speaker
        | ElementKind::Direction
        | ElementKind::Time { .. }
        | ElementKind::Link { .. } => false,
        ElementKind::Html { name, .. } => parts_words(name),
        _ => true,
    }
}

/// A note that was withdrawn says nothing any more.
fn gather_note(
    gatherer: &mut Gatherer,
    place: u32,
    note: &NumberedAnnotation<'_>,
    shared: &Shared,
) {
    let annotation = note.annotation;
    if annotation.status == Status::Retracted {
        return;
    }
    let mut add = |weight, text: &str| gatherer.text(Section::Notes, place, weight, text);
    for text in annotation.claim.iter().chain(&annotation.summary) {
        add(Weight::Heading, text);
    }
    if let NoteStatus::Rated(rating) = NoteStatus::new(annotation, &shared.settings) {
        add(Weight::Body, &rating.label);
    }
    let term = annotation.term.as_ref().and_then(|id| shared.glossary.index_of(id));
    if let Some(index) = term {
        add(Weight::Heading, &shared.glossary.terms[index].term);
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
