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

/// What readers cite a passage by: “ll. 14–16”.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocatorRange {
    /// Where it begins.
    pub start: Locator,
    /// Where it ends, if that is another place.
    pub end: Option<Locator>,
}

impl LocatorRange {
    /// Takes where a passage begins and ends.
    pub(super) fn new(start: &Locator, end: &Locator) -> Self {
        let is_same = match (start, end) {
            // The number of a list's item may follow those of the blocks in it.
            (Locator::Paragraph(from), Locator::Paragraph(to)) => from >= to,
            (Locator::Provision { label: from, .. }, Locator::Provision { label: to, .. }) => {
                from == to
            }
            (
                Locator::Turn { speaker, time: Some(since), .. },
                Locator::Turn { speaker: last, time: Some(until), .. },
            ) => speaker == last && since.clock() == until.clock(),
            _ => start == end,
        };
        Self { start: start.clone(), end: (!is_same).then(|| end.clone()) }
    }

    /// Returns how it is printed in a citation: “¶¶ 12–13”.
    #[must_use]
    pub fn label(&self, messages: &Messages) -> String {
        self.counted(messages, ["paragraphs", "lines"], Locator::label)
    }

    /// Returns what it is called where it stands alone: “Paragraphs 12–13”.
    #[must_use]
    pub fn name(&self, messages: &Messages) -> String {
        self.counted(messages, ["paragraphs-name", "lines-name"], Locator::name)
    }

    /// Returns the numbers of paragraphs: “12–13”.
    #[must_use]
    pub fn paragraphs(&self) -> Option<String> {
        let from = self.start.paragraph()?;
        match &self.end {
            Some(end) => Some(format!("{from}–{}", end.paragraph()?)),
            None => Some(from.to_string()),
        }
    }

    /// Names the range by messages for paragraphs and for lines, or else both of its ends.
    fn counted(
        &self,
        messages: &Messages,
        [paragraphs, lines]: [&str; 2],
        name: fn(&Locator, &Messages) -> String,
    ) -> String {
        use Locator::{Line, Paragraph, Provision, Turn};
        let Some(end) = &self.end else { return name(&self.start, messages) };
        let between = |key: &str, from: usize, to: usize| {
            messages.with(key, &[("from", from.into()), ("to", to.into())])
        };
        match (&self.start, end) {
            (Paragraph(from), Paragraph(to)) => return between(paragraphs, *from, *to),
            (Line(from), Line(to)) => return between(lines, *from, *to),
            (
                Turn { speaker, number: from, time: since },
                Turn { speaker: last, number: to, time: until },
            ) if speaker == last => {
                let who = ("speaker", speaker.as_str().into());
                if let (Some(since), Some(until)) = (since, until) {
                    let time = format!("{}–{}", since.clock(), until.clock());
                    return messages.with("turn-at", &[who, ("time", time.into())]);
                }
                if since == until {
                    let numbers = [who, ("from", (*from).into()), ("to", (*to).into())];
                    return messages.with("turns", &numbers);
                }
            }
            (Provision { label: from, .. }, Provision { label: to, .. }) => {
                if let Some(label) = provisions(from, to) {
                    return label;
                }
            }
            _ => {}
        }
        let [from, to] = [&self.start, end].map(|it| it.label(messages));
        messages.with("place-range", &[("from", from.into()), ("to", to.into())])
    }
}

/// Returns how provisions of one unit are cited: “Art. 8(2)–(3)”, or by the one that holds the
/// other.
fn provisions(from: &str, to: &str) -> Option<String> {
    let holds = |outer: &str, inner: &str| {
        inner.strip_prefix(outer).is_some_and(|rest| rest.starts_with(['(', ',']))
    };
    if holds(from, to) {
        return Some(from.to_owned());
    }
    if holds(to, from) {
        return Some(to.to_owned());
    }
    let same = from.char_indices().zip(to.chars()).take_while(|((_, a), b)| a == b);
    let fork = same.filter(|((_, a), _)| *a == '(').last().map(|((at, _), _)| at);
    fork.map(|fork| format!("{from}–{}", &to[fork..]))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::messages::Catalogue;

    fn english() -> Messages {
        let text = include_str!("../../../themes/folio/locales/en.ftl");
        Messages::new("en", &[Catalogue::parse("en", text).0])
    }

    #[track_caller]
    fn check(start: &Locator, end: &Locator, expected: &str) {
        let range = LocatorRange::new(start, end);
        assert_eq!(range.label(&english()), expected);
    }

    fn turn(speaker: &str, number: usize, seconds: Option<u64>) -> Locator {
        let time = seconds.map(|seconds| Moment { milliseconds: seconds * 1000 });
        Locator::Turn { speaker: speaker.to_owned(), number, time }
    }

    fn provision(label: &str) -> Locator {
        Locator::Provision { label: label.to_owned(), level: 1, continues: false }
    }

    #[test]
    fn passages_are_cited_by_both_of_their_ends() {
        use Locator::{Line, Paragraph, Table};
        check(&Paragraph(3), &Paragraph(4), "¶¶ 3–4");
        check(&Paragraph(3), &Paragraph(3), "¶ 3");
        check(&Paragraph(3), &Paragraph(2), "¶ 3");
        check(&Line(14), &Line(16), "ll. 14–16");
        check(&Table(1), &Table(1), "Table 1");
        check(&Paragraph(3), &Table(1), "¶ 3 – Table 1");
        let name = LocatorRange::new(&Line(1), &Line(2)).name(&english());
        assert_eq!(name, "Lines 1–2");
    }

    #[test]
    fn turns_are_cited_by_speaker_and_times() {
        let at = |time| turn("A", 1, Some(time));
        check(&at(65), &at(65), "A, 1:05");
        check(&at(65), &turn("A", 3, Some(65)), "A, 1:05");
        check(&at(65), &at(120), "A, 1:05–2:00");
        check(&turn("A", 1, None), &turn("A", 3, None), "A, turns 1–3");
        check(&turn("A", 1, None), &turn("B", 2, None), "A, turn 1 – B, turn 2");
        check(&turn("A", 1, None), &at(65), "A, turn 1 – A, 1:05");
    }

    #[test]
    fn provisions_are_cited_by_where_they_fork() {
        let forks = |from: &str, to: &str, expected: &str| {
            check(&provision(from), &provision(to), expected);
        };
        forks("Art. 8(2)", "Art. 8(3)", "Art. 8(2)–(3)");
        forks("Art. 8(2)(a)", "Art. 8(2)(aa)", "Art. 8(2)(a)–(aa)");
        forks("Art. 8(2)(a)", "Art. 8(3)", "Art. 8(2)(a)–(3)");
        forks("Art. 8(2)", "Art. 8(12)", "Art. 8(2)–(12)");
        forks("Art. 8(2)", "Art. 8(2)(a)", "Art. 8(2)");
        forks("Art. 8(2)(a)", "Art. 8(2)", "Art. 8(2)");
        forks("Art. 8", "Art. 8a", "Art. 8 – Art. 8a");
        forks("Art. 8(2)", "Art. 9(1)", "Art. 8(2) – Art. 9(1)");
    }
}
