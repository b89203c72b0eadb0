//! Markdown events → items and prose.

use std::{
    borrow::Cow,
    collections::HashMap,
    panic::{AssertUnwindSafe, catch_unwind},
};

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
    TextMergeWithOffset,
};

use super::{
    Element, ElementKind, Finding, Item, Markup, Outside, provisions, reader::Reader, turns, verse,
};
use crate::text::{
    form::{Form, Syntax},
    formula,
};

/// The Markdown parser failed on a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParserPanic;

/// Reads an article's Markdown: `CommonMark` with tables, footnotes and strikethrough.
///
/// `offset` is added to all places in the source (bytes before the body).
///
/// # Errors
///
/// [`ParserPanic`] if pulldown-cmark fails on this text.
pub fn read(source: &str, offset: usize) -> Result<Markup<'_>, ParserPanic> {
    read_with(source, offset, Syntax::default())
}

/// Reads Markdown as [`read`] does, in another syntax.
///
/// # Errors
///
/// [`ParserPanic`] if pulldown-cmark fails on this text.
pub fn read_with(source: &str, offset: usize, syntax: Syntax) -> Result<Markup<'_>, ParserPanic> {
    // The parser is someone else's and the text is anyone's: a panic there
    // must not take the other articles down.
    catch_unwind(AssertUnwindSafe(|| read_all(source, offset, syntax))).map_err(|_| ParserPanic)
}

/// So many cells are added in a text to rows that are shorter than their table: where it has
/// 500 columns, three bytes stand for 500 cells.
const MAX_ADDED_CELLS: usize = 10_000;

/// Returns the steps of a Markdown text, each with its bytes.
pub fn events(
    source: &str,
    options: Options,
) -> impl Iterator<Item = (Event<'_>, std::ops::Range<usize>)> {
    let events = TextMergeWithOffset::new(Parser::new_ext(source, options).into_offset_iter());
    let mut n_ends = 0;
    events.filter(move |(event, range)| {
        let is_cell = matches!(event, Event::Start(Tag::TableCell) | Event::End(TagEnd::TableCell));
        let is_added = is_cell && range.is_empty() && source[..range.start].ends_with(['\n', '\r']);
        n_ends += usize::from(is_added);
        !is_added || n_ends <= 2 * MAX_ADDED_CELLS
    })
}

fn read_all(source: &str, offset: usize, syntax: Syntax) -> Markup<'_> {
    if syntax.form == Form::Verse {
        return read_verse(source, offset, syntax);
    }
    let law = (syntax.form == Form::Statute).then_some(source);
    let mut state = State { reader: Reader::new(offset), law, ..State::default() };
    for (event, range) in events(source, syntax.options()) {
        state.event(event, range);
    }
    let mut markup = state.reader.finish();
    if let Form::Transcript | Form::Drama = syntax.form {
        turns::find(&mut markup, syntax.form);
    }
    if law.is_some() {
        provisions::number(&mut markup);
    }
    markup
}

/// Where code turns out to be a stanza, so may other code behind it: verse is read so often at
/// most.
const MAX_READINGS: usize = 4;

fn read_verse(source: &str, offset: usize, syntax: Syntax) -> Markup<'static> {
    let mut state = State { reader: Reader::new(offset), ..State::default() };
    let mut text = Cow::Borrowed(source);
    for _ in 0..MAX_READINGS {
        let Some(next) = verse::without_code(&text, events(&text, syntax.options())) else { break };
        text = Cow::Owned(next);
    }
    let steps = events(&text, syntax.options());
    for (event, range) in steps.filter_map(|step| verse::without_indent(step, source)) {
        state.event(event.into_static(), range);
    }
    let mut markup = state.reader.finish();
    let taken = verse::taken_for_markup(source, events(&text, syntax.options()));
    markup.findings.extend(
        taken.into_iter().map(|(finding, at)| (finding, at.start + offset..at.end + offset)),
    );
    verse::set(&mut markup, source, offset);
    markup
}

/// What has to be remembered between events.
#[derive(Default)]
struct State<'s> {
    reader: Reader<'s>,
    /// The source of a law, whose lists keep their numbers.
    law: Option<&'s str>,
    /// Alignments of the open tables, and the column and row within the innermost.
    tables: Vec<Columns>,
    /// The image whose alternative text is being read.
    image: Option<OpenImage<'s>>,
    slugs: HashMap<String, usize>,
    /// How many elements are open around a paragraph that is a caption's.
    caption: Option<usize>,
    /// Raw HTML of the block being read, and where it begins.
    html: Option<(String, std::ops::Range<usize>)>,
}

#[derive(Default)]
struct Columns {
    alignments: Vec<Alignment>,
    column: usize,
    n_rows: usize,
    in_head: bool,
}

struct OpenImage<'s> {
    src: CowStr<'s>,
    title: CowStr<'s>,
    alt: String,
    source: std::ops::Range<usize>,
    /// Images may stand in the alternative text of images.
    depth: usize,
}

impl<'s> State<'s> {
    fn event(&mut self, event: Event<'s>, range: std::ops::Range<usize>) {
        if self.image.is_some() {
            self.image_event(&event);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(end, &range),
            Event::Text(text) => self.reader.text(text, range.start, false),
            Event::Code(text) => self.reader.text(text, range.start, true),
            Event::SoftBreak => self.reader.line_break(false, range.start),
            Event::HardBreak => self.reader.line_break(true, range.start),
            Event::Rule => self.reader.push(Item::Rule),
            Event::FootnoteReference(label) => self.reader.footnote_reference(&label),
            Event::Html(raw) => match &mut self.html {
                Some((all, _)) => all.push_str(&raw),
                None => self.reader.block_html(&raw, range),
            },
            Event::InlineHtml(raw) => self.reader.inline_html(&raw, range),
            Event::InlineMath(tex) => self.reader.formula(tex, range, formula::Display::Inline),
            Event::DisplayMath(tex) => self.reader.formula(tex, range, formula::Display::Block),
            Event::TaskListMarker(_) => {}
        }
    }

    fn image_event(&mut self, event: &Event<'s>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => {
                let OpenImage { src, title, alt, source, .. } =
                    self.image.take().expect("an image is open");
                self.reader.keep_outside(Outside::AlternativeText, &alt);
                self.reader.push(Item::Image { src, alt, title, source });
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text) => image.alt.push_str(text),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'s>, range: std::ops::Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => {
                self.caption = self.reader.begin_in_caption(range.start);
                if self.caption.is_some() {
                    return;
                }
                ElementKind::Paragraph
            }
            Tag::Heading { level, .. } => {
                ElementKind::Heading { level: level as u8, slug: String::new(), is_given: false }
            }
            Tag::BlockQuote(_) => ElementKind::BlockQuote,
            Tag::CodeBlock(kind) => ElementKind::CodeBlock { language: language_of(kind) },
            Tag::HtmlBlock => {
                self.html = Some((String::new(), range));
                return;
            }
            Tag::List(start) => ElementKind::List { start },
            Tag::Item => {
                let marker = self.law.and_then(|source| marker(&source[range]));
                ElementKind::ListItem { marker }
            }
            Tag::FootnoteDefinition(label) => {
                self.reader.begin_footnote(&label);
                return;
            }
            Tag::Table(alignments) => {
                self.tables.push(Columns { alignments, ..Columns::default() });
                ElementKind::Table
            }
            Tag::TableHead | Tag::TableRow | Tag::TableCell => self.table_part(&tag),
            Tag::Emphasis => ElementKind::Emphasis,
            Tag::Strong => ElementKind::Strong,
            Tag::Strikethrough => ElementKind::Strikethrough,
            Tag::Link { link_type, dest_url, title, .. } => {
                // The parser gives the address of `<desk@example.org>` as it is written.
                let dest_url = match link_type {
                    LinkType::Email => format!("mailto:{dest_url}").into(),
                    _ => dest_url,
                };
                let target = self.reader.check_target(dest_url, &range);
                ElementKind::Link { target, title, source: self.reader.in_source(&range) }
            }
            Tag::Image { dest_url, title, .. } => {
                let src = self.reader.check_target(dest_url, &range);
                let source = self.reader.in_source(&range);
                self.image = Some(OpenImage { src, title, alt: String::new(), source, depth: 0 });
                return;
            }
            // Extensions that are not switched on.
            _ => return,
        };
        self.reader.start(Element { kind, block: None });
    }

    fn table_part(&mut self, tag: &Tag<'_>) -> ElementKind<'s> {
        let Some(table) = self.tables.last_mut() else { return ElementKind::Table };
        match tag {
            Tag::TableHead => {
                table.in_head = true;
                table.column = 0;
                ElementKind::TableHead
            }
            Tag::TableRow => {
                table.in_head = false;
                table.column = 0;
                table.n_rows += 1;
                ElementKind::TableRow { is_first: table.n_rows == 1 }
            }
            _ => {
                let alignment =
                    table.alignments.get(table.column).copied().unwrap_or(Alignment::None);
                table.column += 1;
                ElementKind::TableCell { is_header: table.in_head, alignment }
            }
        }
    }

    fn end(&mut self, end: TagEnd, range: &std::ops::Range<usize>) {
        match end {
            TagEnd::HtmlBlock => {
                if let Some((raw, range)) = self.html.take() {
                    self.reader.block_html(&raw, range);
                }
            }
            TagEnd::Paragraph if self.caption.is_some() => {
                if let Some(n_open) = self.caption.take() {
                    self.reader.end_in_caption(n_open);
                }
            }
            TagEnd::FootnoteDefinition => self.reader.end_footnote(),
            TagEnd::Heading(_) => {
                let id = self.reader.take_heading_id();
                let base = id.clone().unwrap_or_else(|| slugify(&self.reader.open_text()));
                let slug = self.unique_slug(base);
                if let Some(id) = id.as_ref().filter(|id| **id != slug) {
                    self.reader.find(Finding::DuplicateId(id.clone()), range);
                }
                self.reader.end_heading(slug, id.is_some());
            }
            TagEnd::Table => {
                self.tables.pop();
                self.reader.end();
            }
            TagEnd::Paragraph => self.reader.end_paragraph(),
            TagEnd::BlockQuote(_)
            | TagEnd::CodeBlock
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Link => self.reader.end(),
            _ => {}
        }
    }

    /// Returns the slug of a heading, numbered if another heading has it.
    fn unique_slug(&mut self, base: String) -> String {
        loop {
            let n_used = self.slugs.entry(base.clone()).or_insert(0);
            *n_used += 1;
            let slug = if *n_used == 1 { base.clone() } else { format!("{base}-{n_used}") };
            if *n_used == 1 || !self.slugs.contains_key(&slug) {
                self.slugs.entry(slug.clone()).or_insert(1);
                return slug;
            }
        }
    }
}

/// Returns the number that an item of a list begins with, and the sign behind it.
fn marker(item: &str) -> Option<String> {
    let item = item.trim_start();
    let n_digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let is_number = n_digits > 0 && item[n_digits..].starts_with(['.', ')']);
    is_number.then(|| item[..=n_digits].to_owned())
}

fn language_of<'s>(kind: CodeBlockKind<'s>) -> Option<CowStr<'s>> {
    match kind {
        CodeBlockKind::Indented => None,
        CodeBlockKind::Fenced(info) => {
            let word = info.split([' ', ',', '\t']).next().unwrap_or_default();
            (!word.is_empty()).then(|| CowStr::from(word.to_owned()))
        }
    }
}

/// Returns a fragment for a heading: its letters and digits, joined by `-`.
fn slugify(text: &str) -> String {
    let mut slug = String::new();
    for c in text.chars() {
        if c.is_alphanumeric() {
            slug.extend(c.to_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') && !matches!(c, '\'' | '’') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}
