//! Weaves marks, references and term links into an article's HTML.
//!
//! Each run of text is cut at the borders of the anchored passages. A covered
//! run becomes one `<mark>` with the ids that cover it; nothing is nested in
//! another mark and no mark crosses an element. After the last run of a passage
//! comes its reference, one real link. An image that a note is on stands in a mark as a
//! whole; a footnote and the title have their references behind them. Taking all of this out
//! again gives, byte for byte, the article woven with nothing.

pub mod body;
pub mod gloss;
pub mod highlight;
mod segments;
mod writer;

use std::{borrow::Cow, ops::Range};

use crate::{
    text::{
        html::push_text,
        messages::Messages,
        prose::{ElementKind, Item, Markup, Moment, ProseRange, Spot},
    },
    weave::gloss::TermUse,
};

use segments::Segments;
use writer::Writer;

/// An anchored annotation, as far as weaving needs to know it.
#[derive(Debug, Clone)]
pub struct Mark {
    /// The annotation's id.
    pub id: String,
    /// Its number in the article, from 1.
    pub number: usize,
    /// Its passage, in bytes of the prose; of one without words, the empty place.
    pub range: ProseRange,
    /// What it is on, if not on words.
    pub spot: Option<Spot>,
    /// Its kind, for `data-kind`.
    pub kind: &'static str,
    /// Its rating's id, for `data-rating`.
    pub rating: Option<String>,
    /// Its rating's tone, for `data-tone`.
    pub tone: Option<&'static str>,
    /// Its accessible name: kind, number, rating.
    pub name: String,
}

/// What is woven into an article, and how its links are led.
pub struct WeaveInput<'a> {
    /// The passages, in the order of their numbers.
    pub marks: &'a [Mark],
    /// The uses of terms that are linked, in order.
    pub terms: &'a [TermUse],
    /// The ids of all terms, by index.
    pub term_ids: &'a [&'a str],
    /// The way from the page to the site's root: `../`.
    pub root: &'a str,
    /// Returns the address that a target leads to.
    pub resolve: &'a dyn Fn(&Target<'_>) -> String,
    /// What the fragments of the text end with: those of a translation are not its text's.
    pub suffix: &'a str,
    /// Returns the address of a moment in the text's recording, if it has one.
    pub recording: Option<&'a dyn Fn(Moment) -> String>,
    /// The text's language (BCP 47): blocks in another direction than its say so.
    pub language: &'a str,
    /// The language of labels, if they say it: what is around them is in another.
    pub label_language: Option<&'a str>,
    /// What readers are told of the text's own notes.
    pub messages: &'a Messages,
}

/// A link or an image, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target<'a> {
    /// The target, its scheme already checked; may be empty.
    pub target: &'a str,
    /// Whether it is an image.
    pub is_image: bool,
    /// Its place in the source, in bytes.
    pub source: &'a Range<usize>,
}

/// A woven article.
#[derive(Debug, Default)]
pub struct RenderedText {
    /// Its top-level elements, in order.
    pub rows: Vec<Row>,
    /// Its own footnotes; empty if it has none.
    pub footnotes_html: String,
}

/// One top-level element of an article.
#[derive(Debug, Default, Clone)]
pub struct Row {
    /// The element.
    pub html: String,
    /// The number of its first block, if it holds prose.
    pub block: Option<usize>,
    /// The numbers of its blocks; empty if it holds no prose.
    pub blocks: Range<usize>,
    /// Indices of the marks whose passage starts in it, or that are on what stands in it.
    pub marks: Vec<usize>,
    /// Indices of the terms whose first use stands in it.
    pub terms: Vec<usize>,
    /// Whether it is a heading of level 1.
    pub is_title: bool,
    /// The visible text of a heading, without markup.
    pub heading: Option<String>,
}

/// Returns a title that does not stand in the text, with the references of those on it.
#[must_use]
pub fn titled(title: &str, marks: &[Mark], label_language: Option<&str>) -> String {
    let mut html = String::new();
    push_text(&mut html, title);
    html.extend(marks.iter().map(|mark| writer::reference(mark, label_language)));
    html
}

/// Weaves an article.
#[must_use]
pub fn weave(markup: &Markup<'_>, input: &WeaveInput<'_>) -> RenderedText {
    let segments = Segments::new(&whole_formulas(markup, input.marks));
    let mut writer = Writer::new(markup, input, &segments);
    let mut rows = Vec::new();
    let mut depth = 0_usize;
    let mut row_start = 0;
    for (index, item) in markup.items.iter().enumerate() {
        if depth == 0 {
            row_start = index;
        }
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            _ => {}
        }
        writer.item(item);
        if depth == 0 {
            let html = writer.take();
            rows.push(describe_row(&markup.items[row_start..=index], html));
        }
    }
    place_notes(markup, input, &mut rows);
    let footnotes_html = writer.footnotes(&markup.footnotes);
    RenderedText { rows, footnotes_html }
}

/// Returns the marks, each around the whole of the formulas that it touches.
fn whole_formulas<'a>(markup: &Markup<'_>, marks: &'a [Mark]) -> Cow<'a, [Mark]> {
    let range = |item: &Item<'_>| match item {
        Item::Formula { tex, .. } => tex.at.map(|at| at..at + tex.text.len()),
        _ => None,
    };
    let formulas: Vec<ProseRange> = markup.items.iter().filter_map(range).collect();
    if formulas.is_empty() {
        return Cow::Borrowed(marks);
    }
    // The formula within which a byte stands, if it is not its first.
    let around = |at: usize| {
        let next = formulas.partition_point(|formula| formula.end <= at);
        formulas.get(next).filter(|formula| formula.start < at)
    };
    let mut marks = marks.to_vec();
    for Mark { range, .. } in &mut marks {
        range.start = around(range.start).map_or(range.start, |formula| formula.start);
        range.end = around(range.end).map_or(range.end, |formula| formula.end);
    }
    Cow::Owned(marks)
}

fn describe_row(items: &[Item<'_>], html: String) -> Row {
    let blocks = items.iter().filter_map(|item| match item {
        Item::Start(element) => element.block,
        _ => None,
    });
    let mut numbers = 0..0;
    let mut first = None;
    for number in blocks {
        if first.is_none() {
            numbers.start = number;
            first = Some(number);
        }
        // A list item's number is given before those of the blocks within it.
        numbers.start = numbers.start.min(number);
        numbers.end = numbers.end.max(number + 1);
    }
    let level = match items.first() {
        Some(Item::Start(element)) => match element.kind {
            ElementKind::Heading { level, .. } => Some(level),
            _ => None,
        },
        _ => None,
    };
    Row {
        html,
        block: first,
        blocks: numbers,
        is_title: level == Some(1),
        heading: level.map(|_| visible_text(items)),
        ..Row::default()
    }
}

fn visible_text(items: &[Item<'_>]) -> String {
    items
        .iter()
        .map(|item| match item {
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => &*run.text,
            Item::Break { .. } => " ",
            _ => "",
        })
        .collect()
}

/// Gives each row the notes whose passage starts in it.
fn place_notes(markup: &Markup<'_>, input: &WeaveInput<'_>, rows: &mut [Row]) {
    let prose = &markup.prose;
    let row_of = |at: usize| prose.blocks.get(prose.block_at(at)).map_or(0, |block| block.row);
    for (index, mark) in input.marks.iter().enumerate() {
        let row = mark.spot.as_ref().map_or_else(|| row_of(mark.range.start), |spot| spot.row);
        if let Some(row) = rows.get_mut(row) {
            row.marks.push(index);
        }
    }
    for use_ in input.terms.iter().filter(|use_| use_.is_first) {
        if let Some(row) = rows.get_mut(row_of(use_.range.start)) {
            row.terms.push(use_.term);
        }
    }
}

/// Returns the tokens of a code block, in bytes of the code.
fn tokens_of(kind: &ElementKind<'_>, code: &str) -> Vec<highlight::Token> {
    match kind {
        ElementKind::CodeBlock { language: Some(language) } => {
            highlight::tokens(code, language).to_vec()
        }
        _ => Vec::new(),
    }
}
