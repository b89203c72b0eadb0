//! Turns of speakers, in transcripts and plays: names, directions and times.
//!
//! A paragraph that begins with a name (`**NAME:** …` or `NAME: …`) begins a turn, which goes on
//! up to the next one or a heading. `[Applause]` is a direction, `[00:12:34]` a time of the
//! recording. All of it stays in the prose as it is written: elements are put around it. A place
//! is cited by its speaker and the last time before it in the turn; where there is none, by the
//! number of the turn. What stands in no turn is cited by its own paragraphs.

use std::ops::Range;

use pulldown_cmark::CowStr;

use super::{Element, ElementKind, Finding, Item, Locator, Markup, Moment, Prose, ProseRange, Run};
use crate::text::form::Form;

/// Names without emphasis have so many characters at most.
const MAX_NAME: usize = 40;

/// Finds the turns of a text; its prose stays what it is.
pub(super) fn find(markup: &mut Markup<'_>, form: Form) {
    let mut turns = Turns::default();
    let mut row = Vec::new();
    let mut depth = 0_usize;
    for item in std::mem::take(&mut markup.items) {
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            _ => {}
        }
        row.push(item);
        if depth == 0 {
            markup.items.extend(turns.row(std::mem::take(&mut row)));
        }
    }
    if turns.n_turns == 0 && !markup.prose.blocks.is_empty() {
        markup.findings.push((Finding::NoTurns(form), 0..0));
    }
    turns.report(markup);
    turns.place(&mut markup.prose);
}

/// What is known of a text up to where it is read.
#[derive(Default)]
struct Turns {
    n_turns: usize,
    /// The turn that is open.
    turn: Option<Turn>,
    /// The last time in the turn.
    time: Option<Moment>,
    /// The time that stands alone in the paragraph before.
    alone: Option<Moment>,
    blocks: Vec<Block>,
    times: Vec<Time>,
    /// What looks like a time, and no clock shows.
    wrong: Vec<ProseRange>,
}

#[derive(Clone)]
struct Turn {
    number: usize,
    speaker: String,
}

/// A block of the text.
struct Block {
    number: usize,
    turn: Option<Turn>,
    /// The time of its beginning.
    time: Option<Moment>,
    /// Whether anything is said in it: names, times and directions are not.
    has_words: bool,
}

struct Time {
    moment: Moment,
    at: ProseRange,
    /// The index of its block, if words stand before it there.
    within: Option<usize>,
}

impl Turns {
    /// Takes a top-level element; puts names, directions and times in it into elements.
    fn row<'s>(&mut self, mut row: Vec<Item<'s>>) -> Vec<Item<'s>> {
        let alone = self.alone.take();
        let mut spans = spans(&row, &mut self.wrong);
        match row.first() {
            Some(Item::Start(Element { kind: ElementKind::Heading { .. }, .. })) => {
                self.turn = None;
            }
            Some(Item::Start(Element { kind: ElementKind::Paragraph, .. })) => {
                if let Some(Name { speaker, at }) = name(&row) {
                    self.n_turns += 1;
                    self.turn = Some(Turn { number: self.n_turns, speaker });
                    self.time = alone;
                    match at {
                        NameAt::Strong(index) => {
                            if let Item::Start(element) = &mut row[index] {
                                element.kind = ElementKind::Speaker;
                            }
                        }
                        NameAt::Text(start, end) => {
                            spans.push(Span { start, end, kind: ElementKind::Speaker });
                        }
                    }
                }
            }
            _ => {}
        }
        let row = with_elements(row, spans);
        self.gather(&row);
        row
    }

    /// Gathers the blocks and the times of a top-level element.
    fn gather(&mut self, row: &[Item<'_>]) {
        // Of each open element, its block, and whether what it holds is not said.
        let mut open: Vec<(Option<usize>, bool)> = Vec::new();
        let (n_times, mut is_time_alone) = (self.times.len(), true);
        for (index, item) in row.iter().enumerate() {
            let (block, is_aside) = open.last().copied().unwrap_or_default();
            match item {
                Item::Start(element) => {
                    let begun = element.block.map(|number| {
                        let (turn, time) = (self.turn.clone(), self.time);
                        let time = time.filter(|_| turn.is_some());
                        self.blocks.push(Block { number, turn, time, has_words: false });
                        self.blocks.len() - 1
                    });
                    if let ElementKind::Time { moment } = element.kind {
                        self.time(moment, row.get(index + 1), block);
                    }
                    let is_other =
                        matches!(element.kind, ElementKind::Direction | ElementKind::Speaker);
                    is_time_alone &= !is_other;
                    let is_time = matches!(element.kind, ElementKind::Time { .. });
                    open.push((begun.or(block), is_aside || is_time || is_other));
                }
                Item::End => {
                    open.pop();
                }
                Item::Text(Run { text, .. }) if text.trim().is_empty() => {}
                Item::Break { .. } | Item::WordBreak => {}
                _ => {
                    is_time_alone &= is_aside;
                    if let Some(block) = block.filter(|_| !is_aside) {
                        self.blocks[block].has_words = true;
                    }
                }
            }
        }
        self.alone = self.times[n_times..].last().filter(|_| is_time_alone).map(|it| it.moment);
    }

    /// Takes a time in a block; `text` is how it is written.
    fn time(&mut self, moment: Moment, text: Option<&Item<'_>>, block: Option<usize>) {
        let Some(Item::Text(Run { text, at: Some(at) })) = text else { return };
        let at = *at..*at + text.len();
        self.time = Some(moment);
        let within = block.filter(|&block| self.blocks[block].has_words);
        if let Some(block) = block.filter(|_| within.is_none()) {
            self.blocks[block].time = Some(moment);
        }
        self.times.push(Time { moment, at, within });
    }

    /// Reports times that run backwards, and those that are none.
    fn report(&self, markup: &mut Markup<'_>) {
        let prose = &markup.prose;
        let source = |at: &ProseRange| {
            let start = prose.source_of(at.start);
            start..start + at.len()
        };
        let written = |at: &ProseRange| prose.text[at.clone()].to_owned();
        let backwards = self.times.windows(2).filter(|pair| pair[1].moment < pair[0].moment);
        let backwards = backwards.map(|pair| {
            let [before, time] = [&pair[0].at, &pair[1].at];
            let finding = Finding::EarlierTime {
                time: written(time),
                before: written(before),
                source: source(before),
            };
            (finding, source(time))
        });
        let wrong = self.wrong.iter().map(|at| (Finding::WrongTime(written(at)), source(at)));
        let findings: Vec<_> = backwards.chain(wrong).collect();
        markup.findings.extend(findings);
    }

    /// Says of each block where it stands, and of what follows a time within one.
    fn place(mut self, prose: &mut Prose) {
        // An item of a list may be numbered after the blocks within it.
        let mut order: Vec<usize> = (0..self.blocks.len()).collect();
        order.sort_unstable_by_key(|&index| self.blocks[index].number);
        let (mut n_outside, mut last, mut n_in_turn) = (0, 0, 0);
        for Block { number, turn, time, .. } in order.into_iter().map(|it| &self.blocks[it]) {
            let Some(locus) = prose.loci.get_mut(number - 1) else { continue };
            // Cells of tables and captions are cited as ever.
            if locus.locator.paragraph().is_none() {
                continue;
            }
            let Some(Turn { number, speaker }) = turn else {
                n_outside += 1;
                if !locus.fragment.starts_with("h-") {
                    locus.fragment = format!("p-{n_outside}");
                }
                locus.locator = Locator::Paragraph(n_outside);
                continue;
            };
            n_in_turn = if *number == last { n_in_turn + 1 } else { 1 };
            last = *number;
            locus.fragment = match n_in_turn {
                1 => format!("turn-{number}"),
                _ => format!("turn-{number}-{n_in_turn}"),
            };
            let (speaker, number) = (speaker.clone(), *number);
            locus.locator = Locator::Turn { speaker, number, time: *time };
        }
        for Time { moment, at, within } in std::mem::take(&mut self.times) {
            let block = within.map(|index| &self.blocks[index]);
            let Some(mut locus) = block.and_then(|it| prose.locus_of(it.number)).cloned() else {
                continue;
            };
            if let Locator::Turn { time, .. } = &mut locus.locator {
                *time = Some(moment);
                prose.later.push((at.start, locus));
            }
        }
    }
}

/// A place among the items of an element: the index of a text, and a byte of it.
type At = (usize, usize);

/// A part of an element that is put into another.
struct Span<'s> {
    start: At,
    end: At,
    kind: ElementKind<'s>,
}

/// Returns the directions and times in the paragraphs of a top-level element, and adds to
/// `wrong` what would be times.
///
/// Brackets belong together if they stand in the same element; of nested ones, the inner.
fn spans<'s>(row: &[Item<'_>], wrong: &mut Vec<ProseRange>) -> Vec<Span<'s>> {
    // Of each open element, whether it is read, and where a bracket is open in it.
    let mut open: Vec<(bool, Option<At>)> = Vec::new();
    let mut spans = Vec::new();
    for (index, item) in row.iter().enumerate() {
        match item {
            Item::Start(element) => {
                let is_within = open.last().is_some_and(|(is_read, _)| *is_read);
                let is_read = match element.kind {
                    ElementKind::Paragraph => true,
                    ElementKind::Link { .. } => false,
                    _ => is_within,
                };
                open.push((is_read, None));
            }
            Item::End => {
                open.pop();
            }
            Item::Text(run) => {
                let Some((true, bracket)) = open.last_mut() else { continue };
                for (byte, c) in run.text.char_indices() {
                    match c {
                        '[' => *bracket = Some((index, byte)),
                        ']' => {
                            let Some(start) = bracket.take() else { continue };
                            let end = (index, byte + 1);
                            match bracketed(row, start, end) {
                                Some(Bracketed::Is(kind)) => {
                                    spans.push(Span { start, end, kind });
                                }
                                Some(Bracketed::WrongTime) => {
                                    wrong.extend(run.at.map(|at| at + start.1..at + end.1));
                                }
                                None => {}
                            }
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    spans
}

enum Bracketed<'s> {
    Is(ElementKind<'s>),
    WrongTime,
}

/// Returns what brackets hold, with which a part of an element begins and ends.
fn bracketed<'s>(row: &[Item<'_>], start: At, end: At) -> Option<Bracketed<'s>> {
    let text = |index: usize| match &row[index] {
        Item::Text(run) => &*run.text,
        _ => "",
    };
    if start.0 == end.0 {
        match Moment::parse(&text(start.0)[start.1 + 1..end.1 - 1]) {
            Some(Some(moment)) => return Some(Bracketed::Is(ElementKind::Time { moment })),
            Some(None) => return Some(Bracketed::WrongTime),
            None => {}
        }
    }
    let part = |index: usize| {
        let from = if index == start.0 { start.1 } else { 0 };
        let to = if index == end.0 { end.1 } else { text(index).len() };
        &text(index)[from..to]
    };
    // Dots in brackets leave words out.
    let has_words = (start.0..=end.0).any(|index| part(index).contains(char::is_alphabetic));
    has_words.then_some(Bracketed::Is(ElementKind::Direction))
}

/// Puts parts of an element into elements of their own.
fn with_elements<'s>(row: Vec<Item<'s>>, spans: Vec<Span<'s>>) -> Vec<Item<'s>> {
    // What ends somewhere ends before what begins there.
    let mut cuts: Vec<(At, Option<ElementKind<'s>>)> = Vec::new();
    for Span { start, end, kind } in spans {
        cuts.push((start, Some(kind)));
        cuts.push((end, None));
    }
    cuts.sort_by_key(|(at, kind)| (*at, kind.is_some()));
    let mut cuts = cuts.into_iter().peekable();
    let mut all = Vec::with_capacity(row.len() + 2 * cuts.len());
    for (index, item) in row.into_iter().enumerate() {
        let Item::Text(Run { text, at }) = item else {
            all.push(item);
            continue;
        };
        let mut from = 0;
        let push = |all: &mut Vec<Item<'s>>, part: Range<usize>| {
            if !part.is_empty() {
                let at = at.map(|at| at + part.start);
                all.push(Item::Text(Run { text: part_of(&text, part), at }));
            }
        };
        while let Some(((_, byte), kind)) = cuts.next_if(|((of, _), _)| *of == index) {
            push(&mut all, from..byte);
            from = byte;
            all.push(match kind {
                Some(kind) => Item::Start(Element { kind, block: None }),
                None => Item::End,
            });
        }
        push(&mut all, from..text.len());
    }
    all
}

/// Returns a part of a text, borrowed from the source as the text is.
fn part_of<'s>(text: &CowStr<'s>, part: Range<usize>) -> CowStr<'s> {
    match text {
        CowStr::Borrowed(text) => CowStr::Borrowed(&text[part]),
        text => CowStr::from(text[part].to_owned()),
    }
}

/// A name that begins a turn.
struct Name {
    speaker: String,
    at: NameAt,
}

enum NameAt {
    /// In the strong element with this index.
    Strong(usize),
    /// In a part of a text.
    Text(At, At),
}

/// Returns the name that a paragraph begins with; times may stand before it.
fn name(row: &[Item<'_>]) -> Option<Name> {
    for (index, item) in row.iter().enumerate().skip(1) {
        match item {
            Item::Break { .. } => {}
            Item::Text(run) => {
                let mut rest = run.text.trim_start();
                while let Some(after) = after_time(rest) {
                    rest = after.trim_start();
                }
                if rest.is_empty() {
                    continue;
                }
                let (speaker, length) = capitals(rest)?;
                let start = run.text.len() - rest.len();
                let at = NameAt::Text((index, start), (index, start + length));
                return Some(Name { speaker, at });
            }
            Item::Start(Element { kind: ElementKind::Strong, .. }) => {
                let speaker = text_within(&row[index + 1..]);
                let speaker = speaker.trim_end().strip_suffix([':', '：'])?.trim();
                let at = NameAt::Strong(index);
                let speaker = speaker.to_owned();
                return (!speaker.is_empty()).then_some(Name { speaker, at });
            }
            _ => return None,
        }
    }
    None
}

/// Returns what stands after the time that a text begins with.
fn after_time(text: &str) -> Option<&str> {
    let (time, after) = text.strip_prefix('[')?.split_once(']')?;
    Moment::parse(time).map(|_| after)
}

/// Returns the name in capitals that a text begins with, and its length with the colon.
fn capitals(text: &str) -> Option<(String, usize)> {
    let (name, after) = text.split_once(':')?;
    let fits = |c: char| {
        c.is_alphanumeric() && !c.is_lowercase()
            || matches!(c, ' ' | '.' | ',' | '\'' | '’' | '-')
            || matches!(c, '–' | '(' | ')' | '&' | '/' | '#')
    };
    let is_name = name.chars().count() <= MAX_NAME
        && name.contains(char::is_uppercase)
        && name.chars().all(fits)
        && (after.is_empty() || after.starts_with(char::is_whitespace));
    is_name.then(|| (name.trim_end().to_owned(), name.len() + 1))
}

/// Returns the text of an element, from what is behind its start.
fn text_within(items: &[Item<'_>]) -> String {
    let mut depth = 1_usize;
    let mut text = String::new();
    for item in items {
        match item {
            Item::Start(_) => depth += 1,
            Item::End => depth -= 1,
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => {
                text.push_str(&run.text);
            }
            Item::Break { .. } => text.push(' '),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::Locus;
    use super::*;
    use crate::text::{form::Syntax, prose::read_with};

    /// Checks what each block of a transcript is cited by: its fragment and its locator.
    #[track_caller]
    fn check(source: &str, expected: &[&str]) {
        let syntax = Syntax { form: Form::Transcript, ..Syntax::default() };
        let markup = read_with(source, 0, syntax).expect("the parser does not fail");
        let loci = markup.prose.loci.iter().map(|Locus { fragment, locator }| match locator {
            Locator::Turn { speaker, number, time } => {
                let time = time.map_or(String::new(), |time| format!(" {}", time.clock()));
                format!("{fragment}: {speaker} {number}{time}")
            }
            other => format!("{fragment}: {other:?}"),
        });
        assert_eq!(loci.collect::<Vec<_>>(), expected);
        let prose = crate::text::prose::read(source, 0).expect("the parser does not fail").prose;
        assert_eq!(markup.prose.text, prose.text, "the prose is that of any form");
    }

    #[test]
    fn names_begin_turns_with_and_without_emphasis() {
        check(
            "**Ms Ito:** One.\n\nTwo.\n\nDR. O’BRIEN: Three.",
            &["turn-1: Ms Ito 1", "turn-1-2: Ms Ito 1", "turn-2: DR. O’BRIEN 2"],
        );
        check(
            "**李：** 一。\n\n李: 二。\n\nNote: three.\n\nHTTP://a",
            &["turn-1: 李 1", "turn-1-2: 李 1", "turn-1-3: 李 1", "turn-1-4: 李 1"],
        );
    }

    #[test]
    fn times_stand_before_names_and_after_them() {
        check(
            "[00:01] **A:** One.\n\nB: [00:12:34.5]\nTwo.\n\nThree. [12:40] Four.\n\nFive.",
            &[
                "turn-1: A 1 0:01",
                "turn-2: B 2 12:34",
                "turn-2-2: B 2 12:34",
                "turn-2-3: B 2 12:40",
            ],
        );
        check(
            "[0:10]\n\nA: One.\n\n[0:20]\n\n**B:** Two.\n\nC: Three.",
            &[
                "p-1: Paragraph(1)",
                "turn-1: A 1 0:10",
                "turn-1-2: A 1 0:20",
                "turn-2: B 2 0:20",
                "turn-3: C 3",
            ],
        );
    }

    #[test]
    fn headings_end_turns_and_lists_begin_none() {
        check(
            "# A\n\nB: One.\n\n- C: two\n\n> D: three\n\n## E\n\nF.",
            &[
                "h-a: Paragraph(1)",
                "turn-1: B 1",
                "turn-1-2: B 1",
                "turn-1-3: B 1",
                "h-e: Paragraph(2)",
                "p-3: Paragraph(3)",
            ],
        );
    }

    #[test]
    fn a_passage_is_cited_by_the_last_time_before_it() {
        let source = "A: [0:10] One. [0:20] Two.";
        let syntax = Syntax { form: Form::Transcript, ..Syntax::default() };
        let prose = read_with(source, 0, syntax).expect("the parser does not fail").prose;
        let clock = |word: &str| {
            let at = prose.text.find(word).expect("it is there");
            match &prose.locus_at(at).expect("it stands somewhere").locator {
                Locator::Turn { time: Some(time), .. } => time.clock(),
                other => panic!("{other:?}"),
            }
        };
        assert_eq!(["A:", "One", "Two"].map(clock), ["0:10", "0:10", "0:20"]);
    }
}
