//! Verse: the lines of a paragraph are lines, and the paragraph is their stanza.
//!
//! The prose is that of the paragraphs: within a stanza a space stands between two lines, so a
//! text reads the same whatever it is read as. Only a stanza whose first line is indented by
//! four columns is code in `CommonMark`; in verse it is a stanza. Lists, tables, code and
//! footnotes are no verse.

use std::{borrow::Cow, ops::Range};

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::{
    Element, ElementKind, Finding, Item, Locator, Locus, Markup, Prose, ProseRange, Run,
    locus::heading_fragment,
};

/// Indents are told up to so many columns: wider ones leave no room for words.
pub const MAX_INDENT: usize = 24;

/// What stands for the columns before a stanza that would be code: `CommonMark` takes it for
/// white space between words, but not for an indent, and it is as long as a space.
const FORM_FEED: char = '\x0c';

/// Elements that go over the ends of lines are opened again in each line, in a text so often
/// at most: where a hundred are nested, each line would take a hundred.
const MAX_REOPENED: usize = 10_000;

/// Returns a text, of which these are the steps, without indents that make code of a stanza, and
/// of the same length; `None` if it has none.
pub(super) fn without_code<'s>(
    text: &str,
    steps: impl Iterator<Item = (Event<'s>, Range<usize>)>,
) -> Option<String> {
    let indents = indents_of_code(text, steps);
    let mut changed = (!indents.is_empty()).then(|| text.to_owned())?;
    for indent in indents {
        let length = indent.len();
        changed.replace_range(indent, &FORM_FEED.to_string().repeat(length));
    }
    Some(changed)
}

/// Returns the indents of what would be a stanza if it were not indented.
fn indents_of_code<'s>(
    text: &str,
    steps: impl Iterator<Item = (Event<'s>, Range<usize>)>,
) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut n_others = 0_usize;
    for (event, range) in steps {
        match event {
            Event::Start(Tag::List(_) | Tag::FootnoteDefinition(_)) => n_others += 1,
            Event::End(TagEnd::List(_) | TagEnd::FootnoteDefinition) => n_others -= 1,
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) if n_others == 0 => {
                let mut at = text[..range.start].rfind('\n').map_or(0, |end| end + 1);
                let mut is_first = true;
                for line in text[at..range.end].split_inclusive('\n') {
                    let indent = indent(line);
                    let is_blank = line[indent.end..].trim().is_empty();
                    if is_first && !is_blank {
                        found.push(at + indent.start..at + indent.end);
                    }
                    is_first = is_blank;
                    at += line.len();
                }
            }
            _ => {}
        }
    }
    found
}

/// Returns the lines of a text, of which these are the steps, that Markdown takes for something
/// else: those of lists, and those that make a heading, a rule or a quotation of themselves
/// without an empty line between them and other lines.
pub(super) fn taken_for_markup<'s>(
    source: &str,
    steps: impl Iterator<Item = (Event<'s>, Range<usize>)>,
) -> Vec<(Finding, Range<usize>)> {
    let mut found = Vec::new();
    // How many lists, footnotes and quotations are open; what stands in them follows from them.
    let mut n_open = 0_usize;
    for (event, range) in steps {
        let is_outer = n_open == 0;
        match &event {
            Event::Start(Tag::List(_) | Tag::FootnoteDefinition(_) | Tag::BlockQuote(_)) => {
                n_open += 1;
            }
            Event::End(TagEnd::List(_) | TagEnd::FootnoteDefinition | TagEnd::BlockQuote(_)) => {
                n_open -= 1;
            }
            _ => {}
        }
        if is_outer && let Some((reads, at)) = taken_for(source, &event, range) {
            let sign = source[at.clone()].to_owned();
            found.push((Finding::VerseMarkup { sign, reads }, at));
        }
    }
    found
}

/// Returns what a line is taken for, and the bytes that make it so.
fn taken_for(
    source: &str,
    event: &Event<'_>,
    range: Range<usize>,
) -> Option<(&'static str, Range<usize>)> {
    let text = source.get(range.clone())?;
    let start = range.start + text.len() - text.trim_start().len();
    let lines: Vec<&str> = text.trim().lines().collect();
    let first = lines.first()?;
    let before = source[..start].trim_end_matches([' ', '\t']);
    let line_before = before.lines().next_back().unwrap_or_default();
    let follows_line = before.ends_with(['\n', '\r']) && !line_before.trim().is_empty();
    let sign = || start..start + first.find([' ', '\t']).unwrap_or(first.len());
    match event {
        Event::Start(Tag::List(_)) => Some(("a list", sign())),
        Event::Start(Tag::Heading { .. }) if !first.starts_with('#') => {
            let last = lines.last()?.trim();
            let at = range.start + text.rfind(last)?;
            Some(("a heading of the line above", at..at + last.len()))
        }
        Event::Start(Tag::Heading { .. }) => {
            let is_empty = first.trim_matches(['#', ' ', '\t']).is_empty();
            (follows_line || is_empty).then(|| ("a heading", sign()))
        }
        Event::Rule => follows_line.then(|| ("a rule", start..start + first.len())),
        Event::Start(Tag::BlockQuote(_)) => {
            let takes_more = lines.iter().any(|line| !line.trim_start().starts_with('>'));
            (follows_line || takes_more).then(|| ("a quotation", start..start + 1))
        }
        _ => None,
    }
}

/// Returns the white space that a line begins with, behind the marks of quotations.
fn indent(line: &str) -> Range<usize> {
    let mut start = 0;
    loop {
        let rest = &line[start..];
        let length = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        if length > 3 || !rest[length..].starts_with('>') {
            return start..start + length;
        }
        start += length + 1;
    }
}

/// Returns how many columns a line of the source is indented by.
fn columns(line: &str) -> usize {
    let indent = indent(line);
    let columns = line[indent.clone()].chars().fold(0_usize, |columns, c| match c {
        '\t' => columns / 4 * 4 + 4,
        _ => columns + 1,
    });
    // The space behind the mark of a quotation belongs to the mark.
    columns.saturating_sub(usize::from(indent.start > 0)).min(MAX_INDENT)
}

/// Takes what stands for an indent off a step; `None` if nothing else is in it.
pub(super) fn without_indent<'s>(
    (event, range): (Event<'s>, Range<usize>),
    source: &str,
) -> Option<(Event<'s>, Range<usize>)> {
    let Event::Text(text) = &event else { return Some((event, range)) };
    let written = source.as_bytes().get(range.start..).unwrap_or_default();
    let stands_for = |(c, byte): &(char, &u8)| *c == FORM_FEED && matches!(**byte, b' ' | b'\t');
    let length = text.chars().zip(written).take_while(stands_for).count();
    let rest = &text[length..];
    let is_left = length == 0 || !rest.is_empty();
    is_left.then(|| (Event::Text(rest.to_owned().into()), range.start + length..range.end))
}

/// Makes stanzas of lines from the paragraphs of a text, and numbers the lines.
pub(super) fn set(markup: &mut Markup<'_>, source: &str, offset: usize) {
    let items = std::mem::take(&mut markup.items);
    let mut setter = Setter::new(&markup.prose, source, offset);
    let mut items = items.into_iter();
    // Of each open element, whether it bars verse; and the tables of which nothing was read yet.
    let (mut open, mut n_bars, mut is_new_table) = (Vec::new(), 0_usize, false);
    while let Some(item) = items.next() {
        match &item {
            Item::Start(Element { kind: ElementKind::Paragraph, block: Some(number) })
                if n_bars == 0 =>
            {
                setter.stanza(*number, &mut items);
                continue;
            }
            Item::Start(element) => {
                let bars = matches!(element.kind, ElementKind::ListItem { .. });
                is_new_table |= matches!(element.kind, ElementKind::Table);
                n_bars += usize::from(bars);
                open.push(bars);
            }
            Item::End => n_bars -= usize::from(open.pop().unwrap_or_default()),
            _ => {}
        }
        if let Some((at, text)) = text_of(&item).filter(|_| is_new_table) {
            is_new_table = false;
            let start = markup.prose.source_of(at);
            markup.findings.push((Finding::VerseInTable, start..start + text.len()));
        }
        setter.items.push(item);
    }
    let Setter { items, stanzas, later, .. } = setter;
    if stanzas.is_empty() {
        markup.findings.push((Finding::NoLines, offset..offset));
    }
    cite(&mut markup.prose, &items, stanzas);
    markup.prose.later = later;
    markup.items = items;
}

/// Gives stanzas and headings what they are cited by; what else there is counts as in prose.
fn cite(prose: &mut Prose, items: &[Item<'_>], stanzas: Vec<(usize, usize)>) {
    let mut own: Vec<Option<Locus>> = vec![None; prose.loci.len()];
    for (number, line) in stanzas {
        own[number - 1] = Some(locus(line));
    }
    for item in items {
        if let Item::Start(Element { kind: ElementKind::Heading { slug, .. }, block }) = item
            && let Some(number) = *block
        {
            let locator = Locator::Heading(prose.block_text(number).trim().to_owned());
            own[number - 1] = Some(Locus { fragment: heading_fragment(slug), locator });
        }
    }
    let mut n_paragraphs = 0;
    for (locus, own) in prose.loci.iter_mut().zip(own) {
        if let Some(own) = own {
            *locus = own;
        } else if let Locator::Paragraph(number) = &mut locus.locator {
            n_paragraphs += 1;
            *number = n_paragraphs;
            locus.fragment = format!("p-{n_paragraphs}");
        }
    }
}

/// Returns where a line stands.
fn locus(number: usize) -> Locus {
    Locus { fragment: fragment(number), locator: Locator::Line(number) }
}

/// Returns the fragment of a line.
pub(super) fn fragment(number: usize) -> String {
    format!("line-{number}")
}

/// Returns a passage with a slash at the ends of lines, and two at those of stanzas.
pub(super) fn with_line_ends<'p>(prose: &'p Prose, range: &ProseRange) -> Cow<'p, str> {
    let is_line = |locus: &Locus| matches!(locus.locator, Locator::Line(_));
    let blocks = prose.blocks[prose.block_at(range.start)..].iter();
    let stanzas = blocks
        .take_while(|block| block.range.start < range.end)
        .filter(|block| prose.locus_of(block.number).is_some_and(is_line))
        .map(|block| (block.range.start, "//"));
    let first = prose.later.partition_point(|(at, _)| *at <= range.start);
    let lines = prose.later[first..].iter().take_while(|(at, _)| *at < range.end);
    let lines = lines.filter(|(_, locus)| is_line(locus)).map(|(at, _)| (*at, "/"));
    let mut ends: Vec<(usize, &str)> =
        stanzas.filter(|(at, _)| *at > range.start).chain(lines).collect();
    ends.sort_unstable();
    let (mut quoted, mut done) = (String::new(), range.start);
    for (at, end) in &ends {
        quoted.push_str(prose.text[done..*at].trim_end());
        quoted.push_str(&format!(" {end} "));
        done = *at;
    }
    let rest = &prose.text[done..range.end];
    if ends.is_empty() { Cow::Borrowed(rest) } else { Cow::Owned(quoted + rest) }
}

/// Returns where the text of an item stands in the prose, if it is any.
fn text_of<'i>(item: &'i Item<'_>) -> Option<(usize, &'i str)> {
    match item {
        Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => {
            Some((run.at?, &run.text))
        }
        _ => None,
    }
}

/// Writes the items of a text in verse.
struct Setter<'a, 's> {
    prose: &'a Prose,
    source: &'a str,
    offset: usize,
    items: Vec<Item<'s>>,
    /// The numbers of the blocks that are stanzas, each with that of its first line.
    stanzas: Vec<(usize, usize)>,
    /// Where the lines stand, but for the first of each stanza.
    later: Vec<(usize, Locus)>,
    n_lines: usize,
    n_reopened: usize,
    /// Where the last line of the source begins that a line of verse stands in, and up to
    /// where the source is known.
    source_line: Option<usize>,
    known: usize,
    /// The `Start` of the line that is being written.
    line: Option<usize>,
    /// The inline elements that are open, and how many of them are in the line.
    inline: Vec<Element<'s>>,
    n_inline: usize,
}

impl<'a, 's> Setter<'a, 's> {
    fn new(prose: &'a Prose, source: &'a str, offset: usize) -> Self {
        Self {
            prose,
            source,
            offset,
            items: Vec::new(),
            stanzas: Vec::new(),
            later: Vec::new(),
            n_lines: 0,
            n_reopened: 0,
            source_line: None,
            known: 0,
            line: None,
            inline: Vec::new(),
            n_inline: 0,
        }
    }

    /// Writes a stanza; takes the items up to its end.
    fn stanza(&mut self, number: usize, items: &mut impl Iterator<Item = Item<'s>>) {
        self.stanzas.push((number, self.n_lines + 1));
        let kind = ElementKind::Stanza;
        self.items.push(Item::Start(Element { kind, block: Some(number) }));
        let first = self.items.len();
        for item in items {
            match item {
                Item::End if self.inline.is_empty() => break,
                Item::End => self.end_inline(),
                Item::Start(element) => self.inline.push(element),
                Item::Break { at, .. } => self.end_line(at, first),
                item => self.content(item, first),
            }
        }
        self.close_line();
        self.items.push(Item::End);
    }

    /// Writes what is visible, in a line.
    fn content(&mut self, item: Item<'s>, first: usize) {
        let line = self.line.unwrap_or_else(|| {
            let is_first = self.items.len() == first;
            let kind = ElementKind::Line { number: None, indent: 0, is_first };
            self.items.push(Item::Start(Element { kind, block: None }));
            self.items.len() - 1
        });
        self.line = Some(line);
        for element in &self.inline[self.n_inline..] {
            self.items.push(Item::Start(element.clone()));
        }
        self.n_inline = self.inline.len();
        let at = text_of(&item).filter(|(_, text)| !text.trim().is_empty()).map(|(at, _)| at);
        self.items.push(item);
        if let Some(at) = at {
            self.number(line, at);
        }
    }

    /// Numbers a line when its first words are known.
    fn number(&mut self, line: usize, at: usize) {
        let source_indent = self.source_indent(at);
        let Item::Start(Element { kind: ElementKind::Line { number, indent, .. }, .. }) =
            &mut self.items[line]
        else {
            return;
        };
        if number.is_some() {
            return;
        }
        self.n_lines += 1;
        (*number, *indent) = (Some(self.n_lines), source_indent);
        if self.stanzas.last().is_some_and(|(_, first)| *first != self.n_lines) {
            self.later.push((at, locus(self.n_lines)));
        }
    }

    /// Returns the indent of the line of the source that a byte of the prose comes from; of
    /// what stands behind another line in it, none.
    fn source_indent(&mut self, at: usize) -> usize {
        let at = self.prose.source_of(at).saturating_sub(self.offset);
        let between = self.source.get(self.known..at).unwrap_or_default();
        let end = between.rfind(['\n', '\r']).map(|end| self.known + end + 1);
        let start = end.or(self.source_line).unwrap_or_default();
        self.known = at.max(self.known);
        if self.source_line.replace(start) == Some(start) {
            return 0;
        }
        columns(&self.source[start..])
    }

    /// Ends the line at a break; what has no words is none.
    fn end_line(&mut self, at: Option<usize>, first: usize) {
        let space = Item::Text(Run { text: " ".into(), at });
        if self.line.is_none() {
            // It belongs to the line before.
            if self.items.len() > first {
                self.items.insert(self.items.len() - 1, space);
            }
            return;
        }
        if self.n_reopened + self.inline.len() > MAX_REOPENED {
            self.content(Item::Break { is_hard: true, at }, first);
            return;
        }
        self.n_reopened += self.inline.len();
        self.items.push(space);
        self.close_line();
    }

    fn end_inline(&mut self) {
        self.inline.pop();
        if self.n_inline > self.inline.len() {
            self.n_inline = self.inline.len();
            self.items.push(Item::End);
        }
    }

    fn close_line(&mut self) {
        if self.line.take().is_some() {
            let n_open = std::mem::take(&mut self.n_inline) + 1;
            self.items.extend(std::iter::repeat_n(Item::End, n_open));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{
        form::{Form, Syntax},
        prose::read_with,
    };

    fn read(source: &str) -> Markup<'_> {
        let syntax = Syntax { form: Form::Verse, ..Syntax::default() };
        read_with(source, 0, syntax).expect("the parser does not fail")
    }

    /// Shows lines as `number indent words`, and stanzas as `-`; `_` is an emphasis.
    fn shown(markup: &Markup<'_>) -> String {
        let mut shown = String::new();
        let mut ends = Vec::new();
        for item in &markup.items {
            match item {
                Item::Start(element) => {
                    let (start, end) = match &element.kind {
                        ElementKind::Stanza => ("-\n".to_owned(), ""),
                        ElementKind::Line { number: Some(number), indent, .. } => {
                            (format!("{number} {indent} "), "\n")
                        }
                        ElementKind::Line { .. } => ("?".to_owned(), "\n"),
                        ElementKind::Emphasis | ElementKind::Html { .. } => ("_".to_owned(), "_"),
                        kind => (format!("{kind:?}\n"), "\n"),
                    };
                    shown.push_str(&start);
                    ends.push(end);
                }
                Item::End => shown.push_str(ends.pop().expect("what ends has begun")),
                Item::Text(run) | Item::Code(run) => shown.push_str(&run.text),
                _ => {}
            }
        }
        shown
            .lines()
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .fold(String::new(), |all, line| all + line + "\n")
    }

    #[test]
    fn lines_are_numbered_through_the_text_and_keep_their_indents() {
        let markup = read("a\n  b\n\tc\n\n> d\n>   e\n");
        let quote = "BlockQuote\n-\n4 0 d\n5 2 e\n";
        assert_eq!(shown(&markup), format!("-\n1 0 a\n2 2 b\n3 4 c\n{quote}"));
        assert_eq!(markup.prose.text, "a b c\nd e");
    }

    #[test]
    fn a_stanza_may_be_indented_as_far_as_code() {
        let source = "    *a*\n  b\n\n\t  c\n        d\n\n    e\n\n>     f\n";
        let markup = read(source);
        let quote = "BlockQuote\n-\n6 4 f\n";
        assert_eq!(
            shown(&markup),
            format!("-\n1 4 _a_\n2 2 b\n-\n3 6 c\n4 8 d\n-\n5 4 e\n{quote}")
        );
        assert_eq!(markup.prose.text, "a b\nc d\ne\nf");
        let source_of = |word: &str| {
            markup.prose.source_of(markup.prose.text.find(word).expect("the word stands there"))
        };
        for word in ["a", "b", "c", "d", "e", "f"] {
            assert_eq!(&source[source_of(word)..=source_of(word)], word);
        }
    }

    #[test]
    fn emphasis_over_the_end_of_a_line_goes_on_in_the_next() {
        let markup = read("a *b\nc* <b>d<br>e</b>\n");
        assert_eq!(shown(&markup), "-\n1 0 a _b _\n2 0 _c_ _d _\n3 0 _e_\n");
    }

    #[test]
    fn lists_and_code_are_no_verse_and_an_image_is_no_line() {
        let markup = read("# H\n\n![](x)\na\n\n- b\n\n      c\n\n```\nd\n```\n");
        let locators: Vec<_> =
            markup.prose.loci.iter().map(|locus| (&*locus.fragment, &locus.locator)).collect();
        assert_eq!(
            locators,
            [
                ("h-h", &Locator::Heading("H".into())),
                ("line-1", &Locator::Line(1)),
                ("p-1", &Locator::Paragraph(1)),
                ("p-2", &Locator::Paragraph(2)),
                ("p-3", &Locator::Paragraph(3)),
            ]
        );
    }

    #[test]
    fn a_passage_is_quoted_with_the_ends_of_its_lines() {
        let markup = read("a b\n  c\n\nd\ne\n");
        let text = &markup.prose.text;
        assert_eq!(markup.prose.quoted(&(2..text.len())), "b / c // d / e");
        assert_eq!(markup.prose.quoted(&(0..3)), "a b");
        assert_eq!(read("a\n\n- b\n").prose.quoted(&(0..3)), "a\nb");
    }

    #[test]
    fn a_table_is_told_and_a_text_without_lines() {
        let findings = |source| {
            let found = read(source).findings;
            found.into_iter().map(|(finding, _)| finding).collect::<Vec<_>>()
        };
        assert_eq!(findings("a\n\n| b | c |\n|---|---|\n"), [Finding::VerseInTable]);
        assert_eq!(findings("# a\n"), [Finding::NoLines]);
    }

    #[test]
    fn lines_that_are_taken_for_something_else_are_told_and_what_stands_alone_is_not() {
        let check = |source: &str, expected: &[(&str, &str)]| {
            let found = read(source).findings.into_iter().filter_map(|(finding, at)| {
                let Finding::VerseMarkup { sign, reads } = finding else { return None };
                assert_eq!(source[at], sign, "{source:?}");
                Some((sign, reads))
            });
            let found: Vec<_> = found.collect();
            let expected: Vec<_> =
                expected.iter().map(|(sign, reads)| ((*sign).to_owned(), *reads)).collect();
            assert_eq!(found, expected, "{source:?}");
        };
        check("a\n- b\n  - c\n", &[("-", "a list")]);
        check("a\r\n\r\n12) b\r\n", &[("12)", "a list")]);
        check("a\n# b\n***\nc\n", &[("#", "a heading"), ("***", "a rule")]);
        check("a\nb\n---\n", &[("---", "a heading of the line above")]);
        check("a\n> b\n\n> c\nd\n", &[(">", "a quotation"), (">", "a quotation")]);
        check("# t\n\n## a\nb\n\n***\n\n> c\n> d\n\n\\- e\n\n    f\n", &[]);
        check("a\n\n[^1]: b\n\n    - c\n", &[]);
    }

    #[test]
    fn a_text_of_many_nested_elements_stays_small() {
        let source = format!("{}{}", "<b>".repeat(100), "a\n".repeat(20_000));
        assert!(read(&source).items.len() < 200_000);
    }
}
