//! Builds items and prose side by side.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use pulldown_cmark::CowStr;

use super::{
    Block, Element, ElementKind, Finding, Footnote, Item, Markup, Outside, Piece, Prose, Run,
    html::{RawHtml, tokens},
    locus::loci,
};
use crate::text::{
    addresses::addresses,
    formula::{self, Display},
};

/// Raw tags are nested no deeper within one Markdown element; browsers nest
/// 512 elements, and each run of text looks for the element that holds it.
const MAX_RAW_DEPTH: usize = 100;

/// Takes the events of one article in order.
#[derive(Default)]
pub(super) struct Reader<'s> {
    offset: usize,
    items: Vec<Item<'s>>,
    footnotes: Vec<Footnote<'s>>,
    footnote_indices: HashMap<String, usize>,
    prose: Prose,
    findings: Vec<(Finding, Range<usize>)>,
    open: Vec<Open>,
    /// Top-level elements so far.
    n_rows: usize,
    n_blocks: usize,
    /// The footnote being read, with what was open outside it.
    footnote: Option<OpenFootnote<'s>>,
}

/// An element that has begun and not ended.
struct Open {
    /// Its `Start` among the items.
    index: usize,
    /// The name of a raw HTML tag.
    html: Option<&'static str>,
    holds_prose: bool,
}

struct OpenFootnote<'s> {
    index: usize,
    outer_items: Vec<Item<'s>>,
    outer_open: Vec<Open>,
}

impl<'s> Reader<'s> {
    pub(super) fn new(offset: usize) -> Self {
        Self { offset, ..Self::default() }
    }

    pub(super) fn in_source(&self, range: &Range<usize>) -> Range<usize> {
        self.offset + range.start..self.offset + range.end
    }

    pub(super) fn push(&mut self, item: Item<'s>) {
        self.before_content();
        if self.open.is_empty() && self.footnote.is_none() {
            self.n_rows += 1;
        }
        self.items.push(item);
    }

    pub(super) fn start(&mut self, element: Element<'s>) {
        self.before_content();
        self.open_element(element);
    }

    fn open_element(&mut self, element: Element<'s>) {
        if self.open.is_empty() && self.footnote.is_none() {
            self.n_rows += 1;
        }
        let html = match &element.kind {
            ElementKind::Html { name, .. } => Some(*name),
            _ => None,
        };
        let holds_prose = element.kind.holds_prose();
        self.open.push(Open { index: self.items.len(), html, holds_prose });
        self.items.push(Item::Start(element));
    }

    /// A `details` without a summary is not valid: it gets one before its content.
    fn before_content(&mut self) {
        let Some(open) = self.open.last() else { return };
        if open.html == Some("details") && open.index + 1 == self.items.len() {
            let kind = ElementKind::Html { name: "summary", attributes: Vec::new() };
            self.open_element(Element { kind, block: None });
            self.items.push(Item::Text(Run { text: "Details".into(), at: None }));
            self.close_innermost();
        }
    }

    /// Ends the innermost Markdown element and the raw tags left open within it.
    pub(super) fn end(&mut self) {
        while let Some(open) = self.open.last() {
            let is_markdown = open.html.is_none();
            self.close_innermost();
            if is_markdown {
                break;
            }
        }
    }

    /// Ends a paragraph. One that holds nothing but an image with a title is a figure, whose
    /// caption is the title.
    pub(super) fn end_paragraph(&mut self) {
        let is_in_figure = self.open.iter().any(|open| open.html == Some("figure"));
        if let Some(open) = self.open.last_mut().filter(|open| open.html.is_none() && !is_in_figure)
            && let [Item::Start(element), Item::Image { title, source, .. }] =
                &mut self.items[open.index..]
            && !title.trim().is_empty()
        {
            let caption = std::mem::replace(title, CowStr::Borrowed(""));
            // The title ends the image, but for its quotation mark and a bracket; elsewhere, in
            // a reference, its place is not known.
            let end = source.end - self.offset;
            let start = source.start - self.offset;
            let place = end.checked_sub(2 + caption.len()).filter(|at| *at > start);
            element.kind = ElementKind::Html { name: "figure", attributes: Vec::new() };
            (open.html, open.holds_prose) = (Some("figure"), false);
            let kind = ElementKind::Html { name: "figcaption", attributes: Vec::new() };
            self.open_element(Element { kind, block: None });
            self.text(caption, place.unwrap_or(start), false);
            self.close_innermost();
            self.close_innermost();
            return;
        }
        self.end();
    }

    fn close_innermost(&mut self) {
        if self.open.pop().is_some() {
            self.items.push(Item::End);
        }
    }

    pub(super) fn find(&mut self, finding: Finding, range: &Range<usize>) {
        let source = self.in_source(range);
        self.findings.push((finding, source));
    }

    /// Takes `{#id}` off the end of the open heading, if it stands there behind other words.
    pub(super) fn take_heading_id(&mut self) -> Option<String> {
        let is_first = |index: usize| matches!(self.items[..index].last(), Some(Item::Start(_)));
        let index = self.items.len() - 1;
        let Item::Text(Run { text, at: Some(at) }) = &self.items[index] else { return None };
        let start = text.rfind("{#")?;
        let id = text[start + 2..].trim_end().strip_suffix('}')?;
        let fits = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if id.is_empty() || !id.chars().all(fits) {
            return None;
        }
        let (id, at, rest) = (id.to_owned(), *at, text[..start].trim_end().to_owned());
        if rest.is_empty() && is_first(index) || !text[..start].ends_with([' ', '\t']) {
            return None;
        }
        self.prose.text.truncate(at + rest.len());
        if let Some(block) = self.prose.blocks.last_mut() {
            block.range.end = self.prose.text.len();
        }
        if rest.is_empty() {
            self.items.pop();
            self.prose.pieces.pop();
        } else {
            self.items[index] = Item::Text(Run { text: rest.into(), at: Some(at) });
        }
        Some(id)
    }

    pub(super) fn end_heading(&mut self, slug: String, is_id: bool) {
        let heading = self.open.iter().rev().find(|open| open.html.is_none());
        if let Some(index) = heading.map(|open| open.index)
            && let Item::Start(Element {
                kind: ElementKind::Heading { slug: own, is_given, .. },
                ..
            }) = &mut self.items[index]
        {
            (*own, *is_given) = (slug, is_id);
        }
        self.end();
    }

    /// Returns the text of the innermost Markdown element so far.
    pub(super) fn open_text(&self) -> String {
        let from = self.open.iter().rev().find(|open| open.html.is_none());
        let from = from.map_or(self.items.len(), |open| open.index);
        let texts = self.items[from..].iter().map(|item| match item {
            Item::Text(run) | Item::Code(run) | Item::Formula { tex: run, .. } => &*run.text,
            Item::Break { .. } => " ",
            _ => "",
        });
        texts.collect()
    }

    pub(super) fn text(&mut self, text: CowStr<'s>, source: usize, is_code: bool) {
        self.before_content();
        let at = self.add_prose(&text, source);
        if !is_code && text.contains("://") && !self.is_in_link_or_code() {
            self.push_with_links(&text, at, source);
            return;
        }
        let run = Run { text, at };
        self.items.push(if is_code { Item::Code(run) } else { Item::Text(run) });
    }

    /// Adds a text, already part of the prose, whose bare addresses are links.
    fn push_with_links(&mut self, text: &str, at: Option<usize>, source: usize) {
        let mut done = 0;
        let run = |part: Range<usize>| {
            let at = at.map(|at| at + part.start);
            Item::Text(Run { text: text[part].to_owned().into(), at })
        };
        for address in addresses(text) {
            if done < address.start {
                self.items.push(run(done..address.start));
            }
            let target = text[address.clone()].to_owned().into();
            let place = self.in_source(&(source + address.start..source + address.end));
            let kind = ElementKind::Link { target, title: "".into(), source: place };
            self.open_element(Element { kind, block: None });
            done = address.end;
            self.items.push(run(address));
            self.close_innermost();
        }
        if done < text.len() {
            self.items.push(run(done..text.len()));
        }
    }

    fn is_in_link_or_code(&self) -> bool {
        self.open.iter().any(|open| match &self.items[open.index] {
            Item::Start(Element { kind: ElementKind::Html { name, .. }, .. }) => {
                matches!(*name, "code" | "kbd" | "samp")
            }
            Item::Start(element) => {
                matches!(element.kind, ElementKind::Link { .. } | ElementKind::CodeBlock { .. })
            }
            _ => false,
        })
    }

    /// Adds a formula; one that cannot be read is shown as it is written.
    pub(super) fn formula(&mut self, tex: CowStr<'s>, range: Range<usize>, display: Display) {
        let n_dollars = if display == Display::Block { 2 } else { 1 };
        let source = range.start + n_dollars + (tex.len() - tex.trim_start().len());
        let tex = CowStr::from(tex.trim().to_owned());
        match formula::mathml(&tex, display) {
            Ok(mathml) => {
                self.before_content();
                let at = self.add_prose(&tex, source);
                self.items.push(Item::Formula { tex: Run { text: tex, at }, mathml });
            }
            Err(reason) => {
                self.find(Finding::Formula(reason), &range);
                self.text(tex, source, true);
            }
        }
    }

    pub(super) fn line_break(&mut self, is_hard: bool, source: usize) {
        let at = self.add_prose(" ", source);
        self.items.push(Item::Break { is_hard, at });
    }

    /// Adds text to the prose and returns where; `None` if it is not prose.
    fn add_prose(&mut self, text: &str, source: usize) -> Option<usize> {
        if self.footnote.is_some() {
            self.keep_outside(Outside::Footnote, text);
            return None;
        }
        let index = self.open.iter().rev().find(|open| open.holds_prose)?.index;
        let Item::Start(element) = &mut self.items[index] else { return None };
        let number = match element.block {
            Some(number) => number,
            // A block is what holds visible text, not a line of spaces.
            None if text.chars().all(char::is_whitespace) => return None,
            None => {
                self.n_blocks += 1;
                element.block = Some(self.n_blocks);
                self.n_blocks
            }
        };
        let is_heading = matches!(element.kind, ElementKind::Heading { .. });
        if self.prose.blocks.last().is_none_or(|block| block.number != number) {
            if !self.prose.blocks.is_empty() {
                self.prose.text.push('\n');
            }
            let start = self.prose.text.len();
            let row = self.n_rows.saturating_sub(1);
            self.prose.blocks.push(Block { number, range: start..start, row, is_heading });
        }
        let at = self.prose.text.len();
        self.prose.pieces.push(Piece { prose: at, source: self.offset + source });
        self.prose.text.push_str(text);
        if let Some(block) = self.prose.blocks.last_mut() {
            block.range.end = self.prose.text.len();
        }
        Some(at)
    }

    pub(super) fn keep_outside(&mut self, kind: Outside, text: &str) {
        match self.prose.outside.last_mut() {
            Some((last, all)) if *last == kind && kind == Outside::Footnote => all.push_str(text),
            _ => self.prose.outside.push((kind, text.to_owned())),
        }
    }

    /// Returns a link's target, or nothing where its scheme is not allowed.
    pub(super) fn check_target(&mut self, target: CowStr<'s>, range: &Range<usize>) -> CowStr<'s> {
        if is_allowed_target(&target) {
            return target;
        }
        self.find(Finding::DroppedTarget(target.to_string()), range);
        CowStr::Borrowed("")
    }

    fn footnote_index(&mut self, label: &str) -> usize {
        if let Some(&index) = self.footnote_indices.get(label) {
            return index;
        }
        let index = self.footnotes.len();
        self.footnotes.push(Footnote::default());
        self.footnote_indices.insert(label.to_owned(), index);
        index
    }

    pub(super) fn footnote_reference(&mut self, label: &str) {
        let index = self.footnote_index(label);
        self.footnotes[index].n_references += 1;
        let nth = self.footnotes[index].n_references;
        self.push(Item::FootnoteReference { index, nth });
    }

    pub(super) fn begin_footnote(&mut self, label: &str) {
        let index = self.footnote_index(label);
        self.footnote = Some(OpenFootnote {
            index,
            outer_items: std::mem::take(&mut self.items),
            outer_open: std::mem::take(&mut self.open),
        });
        self.prose.outside.push((Outside::Footnote, String::new()));
    }

    pub(super) fn end_footnote(&mut self) {
        while !self.open.is_empty() {
            self.close_innermost();
        }
        if let Some(footnote) = self.footnote.take() {
            let items = std::mem::replace(&mut self.items, footnote.outer_items);
            self.footnotes[footnote.index].items = items;
            self.open = footnote.outer_open;
        }
    }

    pub(super) fn inline_html(&mut self, raw: &str, range: Range<usize>) {
        for token in tokens(raw) {
            match token {
                RawHtml::OpenBlock(name, _) => self.drop_html(format!("`<{name}>`"), &range),
                RawHtml::Close("details" | "figure" | "summary" | "figcaption") => {}
                other => self.raw_html(other, &range),
            }
        }
        self.keep_outside(Outside::RawHtml, raw);
    }

    pub(super) fn block_html(&mut self, raw: &str, range: Range<usize>) {
        let first = self.items.len();
        // Where an image begins is also what tells it from others.
        let mut places = raw.match_indices('<').map(|(at, _)| at).filter(|at| {
            raw.get(at + 1..at + 4).is_some_and(|name| name.eq_ignore_ascii_case("img"))
        });
        for token in tokens(raw) {
            let mut range = range.clone();
            if matches!(token, RawHtml::Image { .. }) && raw.len() == range.len() {
                range.start += places.next().unwrap_or(0);
            }
            self.block_token(token, &range);
        }
        // Inline tags and paragraphs end with their block; `details`, `figure` and a
        // caption without words of its own may hold the Markdown that follows.
        let n_items = self.items.len();
        let ends = |open: &Open| match open.html {
            _ if open.index < first => false,
            Some("figcaption") => open.index + 1 < n_items,
            html => !matches!(html, Some("details" | "figure")),
        };
        while self.open.last().is_some_and(ends) {
            self.close_innermost();
        }
        self.keep_outside(Outside::RawHtml, raw);
    }

    /// Begins a paragraph, if a caption is open, whose own words it is to hold; returns how
    /// many elements are open then. A caption has lines, not paragraphs.
    pub(super) fn begin_in_caption(&mut self, source: usize) -> Option<usize> {
        let caption = self.open.last().filter(|open| open.html == Some("figcaption"))?;
        if caption.index + 1 < self.items.len() {
            self.line_break(true, source);
        }
        Some(self.open.len())
    }

    /// Ends the raw tags that a paragraph in a caption left open.
    pub(super) fn end_in_caption(&mut self, n_open: usize) {
        while self.open.len() > n_open {
            self.close_innermost();
        }
    }

    fn block_token(&mut self, token: RawHtml, range: &Range<usize>) {
        let parent = self.open.last().and_then(|open| open.html);
        let in_paragraph = self.open.last().is_some_and(|open| open.html.is_none())
            && matches!(
                self.open.last().map(|open| &self.items[open.index]),
                Some(Item::Start(Element { kind: ElementKind::Paragraph, .. }))
            );
        match token {
            RawHtml::OpenBlock(name, attributes) => {
                if in_paragraph {
                    self.end();
                }
                let parent = self.open.last().and_then(|open| open.html);
                let is_first =
                    self.open.last().is_some_and(|open| open.index + 1 == self.items.len());
                let fits = match name {
                    "summary" => parent == Some("details") && is_first,
                    "figcaption" => parent == Some("figure"),
                    _ => !matches!(parent, Some("summary" | "figcaption")),
                };
                if fits {
                    let kind = ElementKind::Html { name, attributes };
                    self.open_element(Element { kind, block: None });
                } else {
                    self.drop_html(format!("`<{name}>`"), range);
                }
            }
            RawHtml::Text(text) if text.trim().is_empty() => {}
            RawHtml::Text(_) | RawHtml::OpenInline(..) | RawHtml::Break | RawHtml::WordBreak => {
                let inline = self.open.iter().any(|open| open.holds_prose);
                if !inline && !matches!(parent, Some("summary" | "figcaption")) {
                    self.start(Element { kind: ElementKind::Paragraph, block: None });
                }
                self.raw_html(token, range);
            }
            RawHtml::Close("details" | "figure" | "summary" | "figcaption") => {
                if in_paragraph {
                    self.end();
                }
                self.raw_html(token, range);
            }
            other => self.raw_html(other, range),
        }
    }

    fn raw_html(&mut self, token: RawHtml, range: &Range<usize>) {
        match token {
            RawHtml::OpenInline(name, _) if self.n_raw_open() >= MAX_RAW_DEPTH => {
                self.drop_html(format!("`<{name}>`"), range);
            }
            RawHtml::OpenInline(name, attributes) | RawHtml::OpenBlock(name, attributes) => {
                let kind = ElementKind::Html { name, attributes };
                self.start(Element { kind, block: None });
            }
            RawHtml::Close(name) => self.close_html(name),
            RawHtml::Image { src, alt, title } => self.raw_image([src, alt, title], range),
            RawHtml::Break => self.line_break(true, range.start),
            RawHtml::WordBreak => self.push(Item::WordBreak),
            RawHtml::Text(text) => self.text(text.into(), range.start, false),
            RawHtml::Dropped(name) => self.drop_html(name, range),
            RawHtml::Silent => {}
        }
    }

    /// Adds an image of raw HTML, as one of Markdown; only figures have such.
    fn raw_image(&mut self, [src, alt, title]: [String; 3], range: &Range<usize>) {
        if !self.open.iter().any(|open| open.html == Some("figure")) {
            return self.drop_html("`<img>`".to_owned(), range);
        }
        let src = self.check_target(src.into(), range);
        self.keep_outside(Outside::AlternativeText, &alt);
        let source = self.in_source(range);
        self.push(Item::Image { src, alt, title: title.into(), source });
    }

    /// Returns how many raw tags are open within the innermost Markdown element.
    fn n_raw_open(&self) -> usize {
        self.open.iter().rev().take(MAX_RAW_DEPTH).take_while(|open| open.html.is_some()).count()
    }

    /// Closes a raw tag if it was opened within the innermost Markdown element.
    fn close_html(&mut self, name: &str) {
        let raw = self.open.iter().rev().take_while(|open| open.html.is_some());
        let Some(depth) = raw.into_iter().position(|open| open.html == Some(name)) else { return };
        for _ in 0..=depth {
            self.before_content();
            self.close_innermost();
        }
    }

    fn drop_html(&mut self, tag: String, range: &Range<usize>) {
        self.find(Finding::DroppedHtml(tag), range);
    }

    pub(super) fn finish(mut self) -> Markup<'s> {
        while !self.open.is_empty() {
            self.before_content();
            self.close_innermost();
        }
        self.prose.loci = loci(&self.items);
        Markup {
            items: self.items,
            footnotes: self.footnotes,
            prose: self.prose,
            aliases: BTreeMap::new(),
            findings: self.findings,
        }
    }
}

/// Allowed are `http`, `https`, `mailto`, relative addresses and fragments.
fn is_allowed_target(target: &str) -> bool {
    // Browsers ignore these within a scheme, so `java\tscript:` is one.
    let cleaned: String =
        target.chars().filter(|c| !c.is_ascii_control() && !c.is_whitespace()).collect();
    let Some((scheme, _)) = cleaned.split_once(':') else { return true };
    let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'));
    !is_scheme || matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https" | "mailto")
}
