//! Where in the Markdown of a text the references of its notes can stand.
//!
//! A reference stands where the passage ends, but never within code, a link or an
//! image, and outside of emphasis that ends with the passage. Whether the text
//! still reads the same is not argued but tried: it is parsed again with all
//! references in it. One that changes it moves to the end of its block; one that
//! has no place there either (code blocks, raw HTML) stands nowhere.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::text::{
    form::Syntax,
    prose::{self, Block, ElementKind, Item, Markup, Prose},
};

/// A note: its label, and its passage in bytes of the prose, which is empty where it is on
/// something without words.
pub(super) struct Note<'a> {
    pub(super) label: &'a str,
    pub(super) passage: Option<&'a Range<usize>>,
    /// Behind which byte of the source its reference stands, if its passage does not say.
    pub(super) behind: Option<usize>,
    /// Its footnote, ready to be appended.
    pub(super) definition: &'a str,
}

/// A text with references; the labels of those that have none, in the order of the notes.
pub(super) struct Referenced {
    pub(super) text: String,
    pub(super) without: Vec<usize>,
}

/// Puts references into the Markdown of a text, and their footnotes behind it.
pub(super) fn refer(
    (source, syntax): (&str, Syntax),
    markup: &Markup<'_>,
    notes: &[Note<'_>],
) -> Referenced {
    let layout = Layout { links: links(markup), ..Layout::new(source, syntax.options()) };
    let text = Text { source, syntax, markup, closing: closing((source, syntax), markup) };
    let ends = |note: &Note<'_>| {
        let passage = note.passage?;
        let block = last_block(markup, passage);
        let place = |end| layout.place_after(source, markup, end);
        Some((note.behind.or_else(|| place(passage.end)), place(block.range.end)))
    };
    let ends: Vec<Ends> = notes.iter().map(|note| ends(note).unwrap_or_default()).collect();
    let mut places = text.settle(notes, &ends);
    if !text.reads_the_same(notes, &places) {
        places.fill(None);
    }
    let without = (0..notes.len()).filter(|&index| places[index].is_none()).collect();
    Referenced { text: text.with(notes, &places), without }
}

/// Where a reference can stand: where its passage ends, and where the block does.
type Ends = (Option<usize>, Option<usize>);

/// A paragraph that is seen if it can be.
const PROBE: &str = "postil";

/// Returns what ends code or a comment that the text leaves open: what follows would be
/// swallowed.
fn closing((source, syntax): (&str, Syntax), markup: &Markup<'_>) -> String {
    let fence = Parser::new_ext(source, syntax.options()).into_offset_iter().filter_map(
        |(event, range)| matches!(event, Event::Start(Tag::CodeBlock(_))).then_some(range.start),
    );
    let fence = fence.last().map_or("", |start| {
        let rest = &source[start..];
        &rest[..rest.len() - rest.trim_start_matches(['`', '~']).len()]
    });
    let before = markup.prose.text.trim_end();
    let is_closed = |closing: &&str| {
        let probe = format!("{}{PROBE}\n", ended(source.to_owned(), closing) + "\n");
        prose::read_with(&probe, 0, syntax).is_ok_and(|probe| {
            let shown = probe.prose.text.strip_suffix(PROBE);
            shown.is_some_and(|shown| shown.trim_end() == before)
        })
    };
    ["", fence, "-->"].into_iter().find(is_closed).unwrap_or_default().to_owned()
}

/// Ends a text with its last line, and with what closes it.
fn ended(mut text: String, closing: &str) -> String {
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    text.push('\n');
    if !closing.is_empty() {
        text.push_str(closing);
        text.push('\n');
    }
    text
}

/// A text that references are put into.
struct Text<'a> {
    source: &'a str,
    syntax: Syntax,
    markup: &'a Markup<'a>,
    closing: String,
}

impl Text<'_> {
    /// Returns a place for each note; those that would change the text are found by halving,
    /// so that a few of them do not have it read for every note.
    fn settle(&self, notes: &[Note<'_>], ends: &[Ends]) -> Vec<Option<usize>> {
        let at_passage: Vec<_> = ends.iter().map(|(end, _)| *end).collect();
        if ends.is_empty() || self.reads_the_same(notes, &at_passage) {
            return at_passage;
        }
        if let [(_, of_block)] = ends {
            return vec![of_block.filter(|_| self.reads_the_same(notes, &[*of_block]))];
        }
        let middle = ends.len() / 2;
        let half = |range: Range<usize>| self.settle(&notes[range.clone()], &ends[range]);
        [half(0..middle), half(middle..ends.len())].concat()
    }

    /// Returns whether the text with references shows what it showed, and each of them
    /// behind its passage, or later in the same block.
    fn reads_the_same(&self, notes: &[Note<'_>], places: &[Option<usize>]) -> bool {
        let text = self.with(notes, places);
        let Ok(now) = prose::read_with(&text, 0, self.syntax) else { return false };
        let mut found = references(&now);
        for own in references(self.markup) {
            let Some(index) = found.iter().position(|&place| place == own) else { return false };
            found.remove(index);
        }
        let placed = placed(notes, places);
        is_same(&now, self.markup)
            && found.len() == placed.len()
            && placed.iter().zip(found).all(|((note, _), place)| {
                note.passage.is_some_and(|passage| {
                    let block = last_block(self.markup, passage);
                    (passage.end..=block.range.end.max(passage.end)).contains(&place)
                })
            })
    }

    fn with(&self, notes: &[Note<'_>], places: &[Option<usize>]) -> String {
        let placed = placed(notes, places);
        let mut text = String::with_capacity(self.source.len() * 2);
        let mut done = 0;
        for (note, place) in &placed {
            text.push_str(&self.source[done..*place]);
            text.push_str(&format!("[^{}]", note.label));
            done = *place;
            // `[^a](b)` would be a link.
            if self.source[done..].starts_with('(') {
                text.push('\\');
            }
        }
        text.push_str(&self.source[done..]);
        let mut text = ended(text, &self.closing);
        for (note, _) in &placed {
            text.push_str(&format!("\n[^{}]: {}\n", note.label, indented(note.definition)));
        }
        text
    }
}

/// Returns whether two texts show the same; code at the very end has a last line break or not.
fn is_same(a: &Markup<'_>, b: &Markup<'_>) -> bool {
    a.prose.text.trim_end() == b.prose.text.trim_end()
}

/// Returns the notes that have a place, in the order of the text.
fn placed<'n, 'a>(notes: &'n [Note<'a>], places: &[Option<usize>]) -> Vec<(&'n Note<'a>, usize)> {
    let placed = notes.iter().zip(places).filter_map(|(note, place)| Some((note, (*place)?)));
    let mut placed: Vec<_> = placed.collect();
    placed.sort_by_key(|(_, place)| *place);
    placed
}

/// Returns the block in which a passage ends.
fn last_block<'m>(markup: &'m Markup<'_>, passage: &Range<usize>) -> &'m Block {
    &markup.prose.blocks[markup.prose.block_at(passage.end.saturating_sub(1))]
}

/// Returns behind which bytes of the prose references to footnotes stand.
fn references(markup: &Markup<'_>) -> Vec<usize> {
    let mut last = 0;
    let mut places = Vec::new();
    for item in &markup.items {
        match item {
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => {
                last = run.at.map_or(last, |at| at + run.text.len());
            }
            Item::Break { at, .. } => last = at.map_or(last, |at| at + 1),
            Item::FootnoteReference { .. } => places.push(last),
            _ => {}
        }
    }
    places
}

/// Returns where the links of a text stand in its prose, in order.
fn links(markup: &Markup<'_>) -> Vec<Range<usize>> {
    let mut links: Vec<Range<usize>> = Vec::new();
    // Of each open element, whether it is a link; how many are.
    let (mut open, mut n_open) = (Vec::new(), 0_usize);
    for item in &markup.items {
        match item {
            Item::Start(element) => {
                let is_link = matches!(element.kind, ElementKind::Link { .. });
                open.push(is_link);
                n_open += usize::from(is_link);
                links.extend(is_link.then_some(Range { start: usize::MAX, end: 0 }));
            }
            Item::End => n_open -= usize::from(open.pop() == Some(true)),
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } if n_open > 0 => {
                if let Some((link, at)) = links.last_mut().zip(run.at) {
                    *link = link.start.min(at)..at + run.text.len();
                }
            }
            _ => {}
        }
    }
    links.retain(|link| link.start < link.end);
    links
}

/// Returns Markdown as it stands in a footnote after its label.
fn indented(markdown: &str) -> String {
    let mut lines = markdown.trim().lines();
    let mut text = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        text.push('\n');
        if !line.is_empty() {
            text.push_str("    ");
            text.push_str(line);
        }
    }
    text
}

/// A run of text as the parser reports it, in one piece up to an escape or an entity.
struct Run {
    written: Range<usize>,
    length: usize,
    is_literal: bool,
}

/// What stands where in the Markdown of a text, in bytes.
#[derive(Default)]
struct Layout {
    /// Runs of text: where they are written, how long they read, and whether both are the same.
    runs: Vec<Run>,
    /// Where elements begin and end, and from where on a reference stands behind them, not in
    /// them: from the end of their content if they are emphasis, else (links, images, code)
    /// from their beginning.
    spans: Vec<(Range<usize>, usize)>,
    /// Code blocks and raw HTML, which hold no reference.
    barred: Vec<Range<usize>>,
    /// Links in the prose, bare addresses included.
    links: Vec<Range<usize>>,
}

impl Layout {
    fn new(source: &str, options: Options) -> Self {
        let mut layout = Self::default();
        let mut emphasis: Vec<usize> = Vec::new();
        let mut last = 0;
        for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
            match &event {
                Event::Text(text) => layout.runs.push(Run {
                    written: range.clone(),
                    length: text.len(),
                    is_literal: **text == source[range.clone()],
                }),
                Event::Code(_)
                | Event::InlineMath(_)
                | Event::DisplayMath(_)
                | Event::FootnoteReference(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. }) => {
                    layout.spans.push((range.clone(), range.start));
                }
                Event::Start(Tag::HtmlBlock | Tag::CodeBlock(_)) => {
                    layout.barred.push(range.clone());
                }
                Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough) => {
                    emphasis.push(layout.spans.len());
                    layout.spans.push((range.clone(), 0));
                }
                Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough) => {
                    if let Some(index) = emphasis.pop() {
                        layout.spans[index].1 = last;
                    }
                }
                _ => {}
            }
            if !matches!(event, Event::Start(_)) {
                last = range.end;
            }
        }
        layout
    }

    /// Returns where the character at a byte of the prose ends in the source.
    fn written_end(&self, source: &str, prose: &Prose, at: usize) -> Option<usize> {
        let (start, written) = prose.piece_at(at)?;
        let mut rest = at - start;
        let first = self.runs.partition_point(|run| run.written.start < written);
        let begins = |runs: &&[Run]| runs.first().is_some_and(|run| run.written.start == written);
        for run in Some(&self.runs[first..]).filter(begins).unwrap_or_default() {
            if rest < run.length {
                let at = run.written.start + rest;
                let literal = run.is_literal.then(|| source.get(at..)?.chars().next());
                return Some(literal.flatten().map_or(run.written.end, |c| at + c.len_utf8()));
            }
            rest -= run.length;
        }
        // Code, and breaks of lines.
        source.get(written + rest..)?.chars().next().map(|c| written + rest + c.len_utf8())
    }

    /// Returns where a reference stands that belongs behind a byte of the prose.
    fn place_after(&self, source: &str, markup: &Markup<'_>, end: usize) -> Option<usize> {
        // An address that is a link without being written as one would end at a reference.
        let link = self.links.get(self.links.partition_point(|link| link.end <= end));
        let end = link.filter(|link| link.start < end).map_or(end, |link| link.end);
        let last = markup.prose.text[..end].chars().next_back()?;
        let last = end - last.len_utf8();
        let (_, written) = markup.prose.piece_at(last)?;
        if self.barred.iter().any(|range| range.contains(&written)) {
            return None;
        }
        let mut place = self.written_end(source, &markup.prose, last)?;
        // Elements only nest: going out from the innermost needs no more than their number.
        let holds = |place: usize, range: &Range<usize>| range.start < place && place < range.end;
        while let Some((range, _)) =
            self.spans.iter().find(|(range, from)| holds(place, range) && place >= *from)
        {
            place = range.end;
        }
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn referred(source: &str, passages: &[Range<usize>]) -> Referenced {
        let markup = prose::read(source, 0).expect("it can be parsed");
        let labels: Vec<String> = (0..passages.len()).map(|n| format!("n-{n}")).collect();
        let notes: Vec<Note<'_>> = passages
            .iter()
            .zip(&labels)
            .map(|(passage, label)| {
                let (passage, definition) = (Some(passage), "a\n\n- b");
                Note { label, passage, behind: None, definition }
            })
            .collect();
        refer((source, Syntax::default()), &markup, &notes)
    }

    #[track_caller]
    fn check(source: &str, quote: &str, expected: &str) {
        let markup = prose::read(source, 0).expect("it can be parsed");
        let start = markup.prose.text.find(quote).expect("the quote is in the text");
        let passage = start..start + quote.len();
        let referred = referred(source, std::slice::from_ref(&passage));
        let text = referred.text.replace("\n\n[^n-0]: a\n\n    - b\n", "");
        assert_eq!(text.replace("n-0", ""), expected, "{source}");
    }

    #[test]
    fn a_reference_stands_behind_its_passage() {
        check("one two three", "two", "one two[^] three");
        check("one *two* three", "two", "one *two*[^] three");
        check("one *two three* four", "two", "one *two[^] three* four");
        check("one **[two](b)** s", "two", "one **[two](b)**[^] s");
        check("one [two three](b)", "two", "one [two three](b)[^]");
        check("a `two three` b", "two", "a `two three`[^] b");
        check("see https://a.org/b, or", "see https", "see https://a.org/b[^], or");
        check("one &amp; two", "one &", "one &amp;[^] two");
        check("one \\* two", "one *", "one \\*[^] two");
        check("PYD(x)", "PYD", "PYD[^]\\(x)");
        check("# One\n\nTwo", "One", "# One[^]\n\nTwo");
        check("| a | b |\n|---|---|\n| c | d |", "c", "| a | b |\n|---|---|\n| c[^] | d |");
        check("One[^1] two.\n\n[^1]: b", "One", "One[^][^1] two.\n\n[^1]: b");
    }

    #[test]
    fn a_reference_that_would_change_the_text_stands_behind_the_block() {
        // Beside `]` the star would begin emphasis.
        check("one*\"two\"* three", "one", "one*\"two\"* three[^]");
    }

    #[test]
    fn one_that_would_change_the_text_leaves_the_others_where_they_are() {
        let source = "four five\n\none*\"two\"* three\n\nsix seven\n";
        let prose = prose::read(source, 0).expect("it can be parsed").prose.text;
        let passages = ["four", "one", "six"].map(|quote| {
            let start = prose.find(quote).expect("the quote is in the text");
            start..start + quote.len()
        });
        let text = referred(source, &passages).text;
        let lines = "four[^n-0] five\n\none*\"two\"* three[^n-1]\n\nsix[^n-2] seven\n";
        assert!(text.starts_with(lines), "{text}");
    }

    #[test]
    fn what_holds_no_reference_gets_none_and_swallows_nothing() {
        for source in ["a\n\n```\nlet b\n", "a\n\n~~~~\nlet b", "a\n\n    let b", "let b\n\n<!-- c"]
        {
            let markup = prose::read(source, 0).expect("it can be parsed");
            let start = markup.prose.text.find("let").expect("code is prose");
            let found = referred(source, &[start..start + 3, 0..1]);
            let is_barred = !source.starts_with("let");
            assert_eq!(found.without, if is_barred { vec![0] } else { vec![] }, "{source}");
            let now = prose::read(&found.text, 0).expect("it can be parsed");
            assert!(is_same(&now, &markup), "{}", found.text);
            assert_eq!(now.footnotes.len(), if is_barred { 1 } else { 2 }, "{}", found.text);
        }
    }

    /// Markdown of pieces that mean something beside each other.
    fn markdown() -> impl Strategy<Value = String> {
        let pieces = "*•**•_•`•``•~~•[a](b)•[a]•[•](b)•![c](d)•<b>•</b>•<div>•&amp;•\\*•\\•(•)•\"•!\
                      •word•zwei•三• •\n•\n\n•\n- •\n> •\n# •\n1. •\n    •\n```\n\
                      •\n|a|b|\n|-|-|\n|•|•[^1]•\n\n[^1]: e\n•<https://a.b>•\n---\n•\n<!-- •-->\
                      •\n\n[a]: /f\n";
        let piece = prop::sample::select(pieces.split('•').collect::<Vec<_>>());
        prop::collection::vec(piece, 1..24).prop_map(|pieces| pieces.concat())
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn references_never_change_what_is_read(
            source in markdown(),
            cuts in prop::collection::vec((any::<prop::sample::Index>(), 1..12_usize), 1..5),
        ) {
            let Ok(markup) = prose::read(&source, 0) else { return Ok(()) };
            let bounds: Vec<usize> = markup
                .prose
                .text
                .char_indices()
                .map(|(at, _)| at)
                .chain([markup.prose.text.len()])
                .collect();
            if bounds.len() == 1 {
                return Ok(());
            }
            let passages: Vec<Range<usize>> = cuts
                .iter()
                .map(|(start, n)| {
                    let start = start.index(bounds.len() - 1);
                    bounds[start]..bounds[(start + n).min(bounds.len() - 1)]
                })
                .collect();
            let found = referred(&source, &passages);
            let now = prose::read(&found.text, 0).expect("it can be parsed");
            prop_assert!(is_same(&now, &markup), "{}", found.text);
            let n_placed = passages.len() - found.without.len();
            prop_assert_eq!(references(&now).len(), references(&markup).len() + n_placed);
        }
    }
}
