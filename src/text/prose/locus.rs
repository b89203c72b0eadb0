//! What readers cite the places of a text by.

use serde::{Deserialize, Serialize};

use super::{ElementKind, Item, Moment};
use crate::text::messages::Messages;

/// A place of a text, as links and readers name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locus {
    /// Its fragment on the page; what those of its text end with is not part of it.
    pub fragment: String,
    /// What readers cite it by.
    pub locator: Locator,
}

/// What readers cite a place by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Locator {
    /// The number of a paragraph, from 1; headings count.
    Paragraph(usize),
    /// The number of a table, from 1.
    Table(usize),
    /// The number of a figure with a caption, from 1.
    Figure(usize),
    /// The number of a line of verse, from 1.
    Line(usize),
    /// The words of a heading, where headings have no number.
    Heading(String),
    /// A turn of a speaker.
    Turn {
        /// Who speaks, as the text says it.
        speaker: String,
        /// The number of the turn, from 1.
        number: usize,
        /// The last time in the turn, up to the place.
        time: Option<Moment>,
    },
    /// A provision of a law.
    Provision {
        /// As the law names it: “Art. 8(2)(a)”.
        label: String,
        /// How many enumerators it has.
        level: usize,
        /// Whether the place is text within it that goes on after its beginning.
        continues: bool,
    },
}

impl Locator {
    /// Returns the number of a paragraph.
    #[must_use]
    pub const fn paragraph(&self) -> Option<usize> {
        match self {
            Self::Paragraph(number) => Some(*number),
            _ => None,
        }
    }

    /// Returns the time of a recording that belongs to it.
    #[must_use]
    pub const fn time(&self) -> Option<Moment> {
        match self {
            Self::Turn { time, .. } => *time,
            _ => None,
        }
    }

    /// Returns the label of a provision.
    #[must_use]
    pub fn provision(&self) -> Option<&str> {
        match self {
            Self::Provision { label, .. } => Some(label),
            _ => None,
        }
    }

    /// Returns how it is printed in a citation: “¶ 12”.
    #[must_use]
    pub fn label(&self, messages: &Messages) -> String {
        let (key, number) = match self {
            Self::Paragraph(number) => ("paragraph", *number),
            Self::Table(number) => ("table-number", *number),
            Self::Figure(number) => ("figure-number", *number),
            Self::Line(number) => ("line", *number),
            Self::Heading(text) => return text.clone(),
            Self::Turn { speaker, time: Some(time), .. } => {
                let values = [("speaker", speaker.as_str().into()), ("time", time.clock().into())];
                return messages.with("turn-at", &values);
            }
            Self::Turn { speaker, number, time: None } => {
                let values = [("speaker", speaker.as_str().into()), ("number", (*number).into())];
                return messages.with("turn", &values);
            }
            Self::Provision { label, .. } => return label.clone(),
        };
        messages.with(key, &[("number", number.into())])
    }

    /// Returns what is printed of it beside the place itself: the time of a turn, or its
    /// number; a sign for what has none.
    #[must_use]
    pub fn short(&self, messages: &Messages) -> String {
        match self {
            Self::Turn { time: Some(time), .. } => time.clock(),
            Self::Turn { number, .. } => number.to_string(),
            Self::Paragraph(_) => self.label(messages),
            // The margin is narrow, and what else places are cited by can be long.
            _ => "#".to_owned(),
        }
    }

    /// Returns what it is called where it stands alone: “Paragraph 12”.
    #[must_use]
    pub fn name(&self, messages: &Messages) -> String {
        match self {
            Self::Paragraph(number) => {
                messages.with("paragraph-name", &[("number", (*number).into())])
            }
            Self::Line(number) => messages.with("line-name", &[("number", (*number).into())]),
            _ => self.label(messages),
        }
    }
}

/// Returns the fragment of a heading.
pub(super) fn heading_fragment(slug: &str) -> String {
    format!("h-{slug}")
}

/// What a block counts as.
enum Counted<'a> {
    Paragraph,
    Heading(&'a str),
    /// The number of its table, and its own among the cells of it.
    Cell(usize, usize),
    Caption,
}

/// Returns where the blocks of a text stand, by their numbers.
pub(super) fn loci(items: &[Item<'_>]) -> Vec<Locus> {
    let (mut n_tables, mut n_cells) = (0, 0);
    let mut blocks: Vec<(usize, Counted<'_>)> = Vec::new();
    for item in items {
        let Item::Start(element) = item else { continue };
        if matches!(element.kind, ElementKind::Table) {
            (n_tables, n_cells) = (n_tables + 1, 0);
        }
        let Some(number) = element.block else { continue };
        let counted = match &element.kind {
            ElementKind::Heading { slug, .. } => Counted::Heading(slug),
            ElementKind::TableCell { .. } => {
                n_cells += 1;
                Counted::Cell(n_tables, n_cells)
            }
            ElementKind::Html { name: "figcaption", .. } => Counted::Caption,
            _ => Counted::Paragraph,
        };
        blocks.push((number, counted));
    }
    // An item of a list may be numbered after the blocks within it.
    blocks.sort_unstable_by_key(|(number, _)| *number);
    let (mut n_paragraphs, mut n_figures) = (0, 0);
    let locus = |(_, counted): (usize, Counted<'_>)| match counted {
        Counted::Cell(table, cell) => {
            Locus { fragment: format!("table-{table}-{cell}"), locator: Locator::Table(table) }
        }
        Counted::Caption => {
            n_figures += 1;
            let fragment = format!("figure-{n_figures}");
            Locus { fragment, locator: Locator::Figure(n_figures) }
        }
        Counted::Paragraph | Counted::Heading(_) => {
            n_paragraphs += 1;
            let fragment = match counted {
                Counted::Heading(slug) => heading_fragment(slug),
                _ => format!("p-{n_paragraphs}"),
            };
            Locus { fragment, locator: Locator::Paragraph(n_paragraphs) }
        }
    };
    blocks.into_iter().map(locus).collect()
}
