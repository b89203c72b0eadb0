//! Facing texts: which block of a translation stands beside which of the text.
//!
//! Blocks are the top-level elements of a text. They are paired one to one, in their order; a
//! heading with an id (`{#id}`) that both texts give begins anew in both.

use std::collections::HashMap;

use super::Text;
use crate::{
    diag::{Diagnostics, Place, Problem},
    io::Span,
    text::prose::{ElementKind, Item, Markup},
};

/// Blocks that stand beside each other: of each text the index of its own, if it has one there.
pub type FacingBlocks = Vec<Option<usize>>;

/// Returns the blocks of texts, those that face each other together: the first text's in their
/// order, and where it has none, those of the others.
#[must_use]
pub fn face(texts: &[Text<'_>]) -> Vec<FacingBlocks> {
    let [own, translations @ ..] = texts else { return Vec::new() };
    let own = blocks(&own.markup);
    let alone = |nth: usize, index: usize| {
        let mut row = vec![None; texts.len()];
        row[nth] = Some(index);
        row
    };
    let mut rows: Vec<FacingBlocks> = (0..own.len()).map(|index| alone(0, index)).collect();
    // What faces nothing follows what stands before it: after so many blocks of the text.
    let mut without: Vec<(usize, FacingBlocks)> = Vec::new();
    for (nth, translation) in (1..).zip(translations) {
        for (section, theirs) in sections(&own, &blocks(&translation.markup)) {
            for (offset, index) in theirs.enumerate() {
                let at = section.start + offset;
                if at < section.end {
                    rows[at][nth] = Some(index);
                } else {
                    without.push((section.end, alone(nth, index)));
                }
            }
        }
    }
    let mut all: Vec<(usize, FacingBlocks)> = (1..).zip(rows).chain(without).collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, row)| row).collect()
}

/// Reports where the blocks of a translation depart from those of its text.
pub(super) fn check(own: &Text<'_>, translation: &Text<'_>, diagnostics: &Diagnostics) {
    let (ours, theirs) = (blocks(&own.markup), blocks(&translation.markup));
    for (section, facing) in sections(&ours, &theirs) {
        let (ours_here, theirs_here) = (&ours[section], &theirs[facing]);
        let Some(at) = first_wrong(ours_here, theirs_here) else { continue };
        let begins = |block: Option<&Block<'_>>| block.map_or("", |it| it.begins).to_owned();
        let problem = Problem::TranslationBlocks {
            n_own: ours_here.len(),
            n_translated: theirs_here.len(),
            own: begins(ours_here.get(at)),
            translated: begins(theirs_here.get(at)),
        };
        let file = &translation.file.file;
        let source = theirs_here.get(at).or(theirs_here.last()).map(|it| it.source);
        let place = source.map_or(Place::file(&file.path), |at| {
            let end = file.text[at..].find('\n').map_or(file.text.len(), |length| at + length);
            Place::new(file, Span::new(at..end))
        });
        diagnostics.report(problem, place);
    }
}

/// A top-level element, as far as it tells which one of another language it is.
struct Block<'a> {
    kind: Kind,
    /// The id that a heading is given.
    id: Option<&'a str>,
    /// How long its prose is, in code points.
    length: usize,
    /// How its prose begins.
    begins: &'a str,
    /// Where it begins in the source, in bytes.
    source: usize,
}

/// What may stand beside what: a paragraph beside raw HTML, but not beside a list.
#[derive(PartialEq)]
enum Kind {
    Heading,
    Quote,
    Code,
    List,
    Table,
    Rule,
    Other,
}

fn blocks<'a>(markup: &'a Markup<'_>) -> Vec<Block<'a>> {
    let prose = &markup.prose;
    let (mut found, mut depth, mut next) = (Vec::new(), 0_usize, 0);
    for item in &markup.items {
        if depth == 0 {
            let (kind, id) = match item {
                Item::Rule => (Kind::Rule, None),
                Item::Start(element) => match &element.kind {
                    ElementKind::Heading { slug, is_given, .. } => {
                        (Kind::Heading, is_given.then_some(slug.as_str()))
                    }
                    ElementKind::BlockQuote => (Kind::Quote, None),
                    ElementKind::CodeBlock { .. } => (Kind::Code, None),
                    ElementKind::List { .. } => (Kind::List, None),
                    ElementKind::Table => (Kind::Table, None),
                    _ => (Kind::Other, None),
                },
                _ => (Kind::Other, None),
            };
            let row = found.len();
            let of_row = prose.blocks[next..].iter().take_while(|block| block.row == row).count();
            let ranges = &prose.blocks[next..next + of_row];
            next += of_row;
            let (start, end) = match ranges {
                [] => (0, 0),
                [first, ..] => (first.range.start, ranges[ranges.len() - 1].range.end),
            };
            found.push(Block {
                kind,
                id,
                length: prose.text[start..end].chars().count(),
                begins: prose.text[start..end].lines().next().unwrap_or_default(),
                source: if of_row > 0 { prose.source_of(start) } else { 0 },
            });
        }
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            _ => {}
        }
    }
    found
}

type Blocks = std::ops::Range<usize>;

/// Cuts two texts at the headings whose ids both give, in the order of both.
fn sections(own: &[Block<'_>], other: &[Block<'_>]) -> Vec<(Blocks, Blocks)> {
    let own_ids = own.iter().enumerate().filter_map(|(at, block)| Some((block.id?, at)));
    let own_ids: HashMap<&str, usize> = own_ids.collect();
    let mut cut = Vec::new();
    let mut from = (0, 0);
    for (at, block) in other.iter().enumerate() {
        let found = block.id.and_then(|id| own_ids.get(id)).filter(|found| **found >= from.0);
        if let Some(&found) = found {
            cut.push((from.0..found, from.1..at));
            from = (found, at);
        }
    }
    cut.push((from.0..own.len(), from.1..other.len()));
    cut.retain(|(own, other)| !own.is_empty() || !other.is_empty());
    cut
}

/// Returns the index of the first pair that seems wrong; `None` if all seem right.
///
/// Where one text has more blocks, they are taken to stand together: where the others fit each
/// other best, by their kinds, and by their lengths, which are in one proportion throughout if
/// they translate each other.
fn first_wrong(own: &[Block<'_>], other: &[Block<'_>]) -> Option<usize> {
    if own.len() == other.len() {
        return own.iter().zip(other).position(|(own, other)| own.kind != other.kind);
    }
    let (short, long) = if own.len() < other.len() { (own, other) } else { (other, own) };
    let n_more = long.len() - short.len();
    let mut fit = Fit::default();
    // Those behind the place stand beside each other once what is too much is left out; as the
    // place moves on, one pair after the other stands before it.
    short.iter().zip(&long[n_more..]).for_each(|(a, b)| fit.add(a, b, 1.0));
    let mut best = (fit.badness(), 0);
    for (at, block) in short.iter().enumerate() {
        fit.add(block, &long[at + n_more], -1.0);
        fit.add(block, &long[at], 1.0);
        if fit.badness() < best.0 {
            best = (fit.badness(), at + 1);
        }
    }
    Some(best.1)
}

/// How well pairs of blocks fit each other.
#[derive(Default)]
struct Fit {
    n: f64,
    /// The proportions of their lengths, as logarithms: their sum, and that of their squares.
    sum: f64,
    squares: f64,
    n_other_kinds: f64,
}

impl Fit {
    /// Takes a pair in, so many times.
    fn add(&mut self, a: &Block<'_>, b: &Block<'_>, times: f64) {
        // The shortest tell least.
        let proportion = ((a.length as f64 + 5.0) / (b.length as f64 + 5.0)).ln();
        self.n += times;
        self.sum += times * proportion;
        self.squares += times * proportion * proportion;
        self.n_other_kinds += if a.kind == b.kind { 0.0 } else { times };
    }

    /// Returns how far proportions are spread, and more for pairs of two kinds.
    fn badness(&self) -> f64 {
        self.squares - self.sum * self.sum / self.n.max(1.0) + 10.0 * self.n_other_kinds
    }
}
