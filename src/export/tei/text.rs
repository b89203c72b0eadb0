//! Markdown as TEI: blocks with their ids, inline elements, links.
//!
//! TEI has sections where Markdown has headings, so sections are opened and
//! closed by the levels of headings. A heading within a list or a quotation
//! begins no section; it is an `ab`.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use pulldown_cmark::Alignment;

use crate::{
    cite::Work,
    export::links::{Links, led},
    text::{
        prose::{Element, ElementKind, Footnote, Item, Locator, Markup, ProseRange, Run, SpotKind},
        xml::Xml,
    },
    weave::{body::next_citation, gloss::TermUse},
};

/// Where a stretch of prose stands in the text of a block.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Piece {
    /// Its bytes of the prose.
    prose: ProseRange,
    block: usize,
    /// Whether it stands in the name that begins a turn with the block.
    is_head: bool,
    /// Code points of the block's text before it.
    offset: usize,
    text: String,
}

/// The text of a document as it is written.
pub(super) struct Text<'a> {
    links: &'a Links<'a>,
    /// What the ids of the document begin with.
    prefix: &'a str,
    /// What those of this text end with.
    suffix: &'a str,
    /// What the fragments of the text's page are called in the document.
    ids: &'a BTreeMap<String, String>,
    /// The uses of terms in an article, in order; none in an editor's text, in which
    /// blocks have no ids and works are cited.
    terms: Option<&'a [TermUse]>,
    xml: Xml,
    /// What ends each open element, and the innermost block in it.
    open: Vec<(&'static str, Option<usize>)>,
    /// The levels of the headings whose sections are open.
    sections: Vec<u8>,
    /// What laws call their blocks.
    labels: HashMap<usize, String>,
    /// How many code points stood before each block.
    starts: HashMap<usize, usize>,
    pieces: Vec<Piece>,
    next_term: usize,
    /// The numbers of the figures of an article, by the bytes of the source where they begin.
    figures: HashMap<usize, usize>,
    /// The number of the turn that is open.
    turn: Option<usize>,
    /// The names of those who speak.
    speakers: Vec<String>,
    /// Whether the name that begins a turn is being written.
    is_head: bool,
}

impl<'a> Text<'a> {
    pub(super) fn new(
        links: &'a Links<'a>,
        (prefix, suffix): (&'a str, &'a str),
        ids: &'a BTreeMap<String, String>,
        terms: Option<&'a [TermUse]>,
    ) -> Self {
        Self {
            links,
            prefix,
            suffix,
            ids,
            terms,
            xml: Xml::default(),
            open: Vec::new(),
            sections: Vec::new(),
            labels: HashMap::new(),
            starts: HashMap::new(),
            pieces: Vec::new(),
            next_term: 0,
            figures: HashMap::new(),
            turn: None,
            speakers: Vec::new(),
            is_head: false,
        }
    }

    /// Writes a text, its sections and turns included; places stay known.
    pub(super) fn body(&mut self, markup: &Markup<'_>) -> String {
        let labels = (1..).zip(&markup.prose.loci);
        let labels = labels.filter_map(|(block, it)| Some((block, it.locator.provision()?.into())));
        self.labels = labels.collect();
        for (index, item) in markup.items.iter().enumerate() {
            if self.open.is_empty()
                && let Item::Start(element) = item
            {
                self.open_turn(turn_of(markup, &markup.items[index..]));
                if let ElementKind::Heading { level, .. } = element.kind {
                    self.close_sections(level);
                    self.sections.push(level);
                    self.xml.start("div", &[("type", "section")]);
                }
                self.is_head = begins_turn(&markup.items[index..]);
            }
            self.item(item);
        }
        self.open_turn(None);
        self.close_sections(0);
        std::mem::take(&mut self.xml).into_string()
    }

    /// Writes a text that stands within another: its headings begin no sections.
    pub(super) fn fragment(mut self, markup: &Markup<'_>) -> String {
        self.open.push(("", None));
        let mut items = markup.items.iter().peekable();
        while let Some(item) = items.next() {
            let is_code = self.open.last().is_some_and(|(name, _)| *name == CODE_BLOCK);
            let Some(run) = text_of(item).filter(|_| !is_code) else {
                self.item(item);
                continue;
            };
            // Citations may go over the ends of lines.
            let mut text = run.text.to_string();
            while let Some(more) = items.next_if(|next| is_text(next)) {
                match more {
                    Item::Text(run) => text.push_str(&run.text),
                    Item::Break { is_hard: true, .. } => text.push(HARD_BREAK),
                    _ => text.push(' '),
                }
            }
            self.cited(&text);
        }
        self.xml.into_string()
    }

    /// Writes the text's own footnotes, each as a note.
    pub(super) fn footnotes(&mut self, footnotes: &[Footnote<'_>]) -> String {
        for (index, footnote) in footnotes.iter().enumerate() {
            let number = (index + 1).to_string();
            let id = format!("{}fn-{number}{}", self.prefix, self.suffix);
            self.xml.start("note", &[("xml:id", &id), ("n", &number), ("place", "bottom")]);
            self.open.push(("note", None));
            footnote.items.iter().for_each(|item| self.item(item));
            self.open.pop();
            self.xml.end("note");
            self.xml.line();
        }
        std::mem::take(&mut self.xml).into_string()
    }

    /// Returns pointers to a passage: `string-range` of each block that it touches.
    ///
    /// Offsets and lengths are in code points of the block's text, as the
    /// Guidelines say (17.2.4), from 0.
    pub(super) fn pointers(&self, passage: &ProseRange) -> String {
        let mut found: Vec<((usize, bool), Range<usize>)> = Vec::new();
        let first = self.pieces.partition_point(|piece| piece.prose.end <= passage.start);
        let touched = self.pieces[first..].iter();
        for piece in touched.take_while(|piece| piece.prose.start < passage.end) {
            let points = |byte: usize| piece.text[..byte - piece.prose.start].chars().count();
            let start = piece.offset + points(passage.start.max(piece.prose.start));
            let end = piece.offset + points(passage.end.min(piece.prose.end));
            match found.last_mut() {
                Some((block, range))
                    if *block == (piece.block, piece.is_head) && range.end == start =>
                {
                    range.end = end;
                }
                _ => found.push(((piece.block, piece.is_head), start..end)),
            }
        }
        let pointers = found.into_iter().map(|((block, is_head), range)| {
            let kind = if is_head { HEAD } else { "p" };
            let block = format!("{}{kind}-{block}{}", self.prefix, self.suffix);
            format!("#string-range({block},{},{})", range.start, range.len())
        });
        pointers.collect::<Vec<_>>().join(" ")
    }

    /// Returns the id of what has no words.
    pub(super) fn spot(&self, kind: SpotKind) -> Option<String> {
        let (what, number) = match kind {
            SpotKind::Title => ("p", 1),
            SpotKind::Figure(source) => ("figure", *self.figures.get(&source)?),
            SpotKind::Footnote(index) => ("fn", index + 1),
        };
        Some(format!("{}{what}-{number}{}", self.prefix, self.suffix))
    }

    /// Ends the turn that is open, if it is another one, and opens this one.
    fn open_turn(&mut self, turn: Option<(usize, &str)>) {
        let number = turn.map(|(number, _)| number);
        if number == self.turn {
            return;
        }
        if self.turn.is_some() {
            self.xml.end("sp");
            self.xml.line();
        }
        self.turn = number;
        let Some((number, speaker)) = turn else { return };
        let known = self.speakers.iter().position(|known| known == speaker);
        let index = known.unwrap_or_else(|| {
            self.speakers.push(speaker.to_owned());
            self.speakers.len() - 1
        });
        let who = format!("#{}", self.speaker_id(index));
        self.xml.start("sp", &[("n", &number.to_string()), ("who", &who)]);
        self.xml.line();
    }

    fn speaker_id(&self, index: usize) -> String {
        format!("{}speaker-{}{}", self.prefix, index + 1, self.suffix)
    }

    /// Returns who speaks in the text: the ids and the names.
    pub(super) fn speakers(&self) -> impl Iterator<Item = (String, &str)> {
        let names = self.speakers.iter().enumerate();
        names.map(|(index, name)| (self.speaker_id(index), name.as_str()))
    }

    /// Ends the name that begins a turn; the rest of its block is what is said.
    fn end_head(&mut self) {
        self.is_head = false;
        self.xml.end("speaker");
        self.xml.line();
        let Some(block) = self.block() else { return };
        let id = format!("{}p-{block}{}", self.prefix, self.suffix);
        self.xml.start("p", &[("xml:id", &id)]);
        self.starts.insert(block, self.xml.n_chars());
    }

    fn close_sections(&mut self, level: u8) {
        while self.sections.last().is_some_and(|&open| open >= level) {
            self.sections.pop();
            self.xml.end("div");
            self.xml.line();
        }
    }

    fn item(&mut self, item: &Item<'_>) {
        match item {
            Item::Start(element) => self.start(element),
            Item::End => self.end(),
            Item::Text(run) => self.run(run),
            Item::Code(run) => {
                self.xml.start("code", &[]);
                self.plain(run);
                self.xml.end("code");
            }
            Item::Formula { tex, .. } => {
                self.xml.start("formula", &[("notation", "TeX")]);
                self.plain(tex);
                self.xml.end("formula");
            }
            Item::Break { is_hard, at } => {
                if *is_hard {
                    self.xml.empty("lb", &[]);
                }
                self.plain(&Run { text: " ".into(), at: *at });
            }
            Item::Image { src, alt, source, .. } => {
                let id = match self.terms {
                    Some(_) => {
                        self.figures.insert(source.start, self.figures.len() + 1);
                        self.spot(SpotKind::Figure(source.start)).unwrap_or_default()
                    }
                    None => String::new(),
                };
                self.xml.start("figure", &[("xml:id", &*id)]);
                let address = self.address(src);
                if !address.is_empty() {
                    self.xml.empty("graphic", &[("url", &*address)]);
                }
                if !alt.is_empty() {
                    self.xml.leaf("figDesc", &[], alt);
                }
                self.xml.end("figure");
            }
            // Bodies of annotations have no footnotes.
            Item::FootnoteReference { .. } if self.terms.is_none() => {}
            Item::FootnoteReference { index, .. } => {
                let number = (index + 1).to_string();
                let target = format!("#{}fn-{number}{}", self.prefix, self.suffix);
                self.xml.empty("ptr", &[("type", "footnote"), ("n", &number), ("target", &target)]);
            }
            Item::Rule => self.xml.empty("milestone", &[("unit", "section"), ("rend", "rule")]),
            Item::WordBreak => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        let is_section = self.open.is_empty();
        let block = element.block.or_else(|| self.block());
        let own = element.block.filter(|_| self.terms.is_some());
        let id = own.map_or_else(String::new, |block| {
            self.starts.insert(block, self.xml.n_chars());
            let kind = if self.is_head { HEAD } else { "p" };
            format!("{}{kind}-{block}{}", self.prefix, self.suffix)
        });
        let id = ("xml:id", &*id);
        let label = own.and_then(|block| self.labels.get(&block)).cloned().unwrap_or_default();
        let n = ("n", &*label);
        let name = match &element.kind {
            ElementKind::Heading { .. } if is_section => self.opened("head", &[id, n]),
            ElementKind::Heading { .. } => self.opened("ab", &[id, n, ("type", "heading")]),
            ElementKind::CodeBlock { language } => {
                self.xml.start("ab", &[id, n, ("type", "code"), ("xml:space", "preserve")]);
                self.xml.start("code", &[("lang", language.as_deref().unwrap_or_default())]);
                CODE_BLOCK
            }
            ElementKind::TableCell { is_header, alignment } => {
                let role = if *is_header { "label" } else { "data" };
                let rend = match alignment {
                    Alignment::None => "",
                    Alignment::Left => "align-left",
                    Alignment::Center => "align-center",
                    Alignment::Right => "align-right",
                };
                self.opened("cell", &[id, ("role", role), ("rend", rend)])
            }
            ElementKind::Paragraph if self.is_head => {
                self.xml.start("speaker", &[id]);
                "p"
            }
            ElementKind::Speaker => SPEAKER,
            // Within a name, what happens is no element of its own.
            ElementKind::Direction if self.is_head => self.opened("seg", &[("type", "stage")]),
            ElementKind::Time { moment } => {
                let duration = format!("PT{}S", moment.seconds());
                self.opened("time", &[("type", "recording"), ("dur", &duration)])
            }
            ElementKind::Link { target, .. } => {
                let address = self.address(target);
                self.opened("ref", &[("target", &*address)])
            }
            ElementKind::Html { name, attributes } => {
                let lang = attributes.iter().find(|(name, _)| *name == "lang");
                let lang = ("xml:lang", lang.map_or("", |(_, value)| value.as_str()));
                let (tei, attribute, value) = element_of(name);
                if tei == "body" {
                    self.xml.start("floatingText", &[(attribute, value), lang]);
                    self.xml.start("body", &[]);
                    "body></floatingText"
                } else {
                    self.opened(tei, &[id, (attribute, value), lang])
                }
            }
            ElementKind::Line { number, indent, .. } => {
                let n = number.map_or_else(String::new, |number| number.to_string());
                let id = number.map_or_else(String::new, |_| {
                    format!("{}line-{n}{}", self.prefix, self.suffix)
                });
                let rend = if *indent > 0 { format!("indent({indent})") } else { String::new() };
                self.opened("l", &[("xml:id", &*id), ("n", &n), ("rend", &rend)])
            }
            kind => {
                let (name, attribute, value) = plain_element(kind);
                self.opened(name, &[id, n, (attribute, value)])
            }
        };
        self.open.push((name, block));
    }

    /// Returns the innermost block that is open.
    fn block(&self) -> Option<usize> {
        self.open.last().and_then(|(_, block)| *block)
    }

    fn opened(&mut self, name: &'static str, attributes: &[(&str, &str)]) -> &'static str {
        self.xml.start(name, attributes);
        name
    }

    fn end(&mut self) {
        let Some((name, _)) = self.open.pop() else { return };
        if name == SPEAKER {
            self.end_head();
            return;
        }
        self.xml.end(name);
        // Within a block white space is text; between blocks it is none.
        if self.block().is_none() {
            self.xml.line();
        }
    }

    /// Returns where a link leads: within the document, or as an absolute address.
    fn address(&self, target: &str) -> String {
        if target.is_empty() {
            return String::new();
        }
        let target = led(target, self.suffix, |fragment| self.ids.contains_key(fragment));
        if let Some(id) = target.strip_prefix('#').and_then(|name| self.ids.get(name)) {
            return format!("#{id}");
        }
        let base = url::Url::parse(&self.links.url);
        base.and_then(|base| base.join(&target)).map(String::from).unwrap_or_default()
    }

    /// Writes a run of text with the terms used in it.
    fn run(&mut self, run: &Run<'_>) {
        let (Some(at), Some(terms)) = (run.at, self.terms) else { return self.plain(run) };
        let end = at + run.text.len();
        let mut done = at;
        while let Some(use_) = terms.get(self.next_term).filter(|use_| use_.range.start < end) {
            self.next_term += 1;
            if use_.range.start < done || use_.range.end > end {
                continue;
            }
            self.piece(&run.text, at, done..use_.range.start);
            let term = &self.links.shared.glossary.terms[use_.term];
            self.xml.start("term", &[("ref", &self.links.term(&term.id))]);
            self.piece(&run.text, at, use_.range.clone());
            self.xml.end("term");
            done = use_.range.end;
        }
        self.piece(&run.text, at, done..end);
    }

    /// Writes a text with links to what `[@key]` cites in it.
    fn cited(&mut self, text: &str) {
        let mut rest = text;
        while let Some((start, end, citations)) = next_citation(rest) {
            self.lines(&rest[..start]);
            for (index, cited) in citations.iter().enumerate() {
                self.xml.push_text(if index == 0 { "(" } else { "; " });
                let known = self.links.shared.works.bibliography.get(&cited.key);
                let label = known.map_or(&*cited.key, Work::bare_label);
                let target = self.links.work(&cited.key);
                self.xml.leaf("ref", &[("type", "citation"), ("target", &target)], label);
                if let Some(locator) = &cited.locator {
                    self.xml.push_text(&format!("{}{locator}", cited.comma));
                }
            }
            self.xml.push_text(")");
            rest = &rest[end..];
        }
        self.lines(rest);
    }

    /// Writes a text with its hard breaks.
    fn lines(&mut self, text: &str) {
        for (index, line) in text.split(HARD_BREAK).enumerate() {
            if index > 0 {
                self.xml.empty("lb", &[]);
                self.xml.push_text(" ");
            }
            self.xml.push_text(line);
        }
    }

    fn plain(&mut self, run: &Run<'_>) {
        match run.at {
            Some(at) => self.piece(&run.text, at, at..at + run.text.len()),
            None => self.xml.push_text(&run.text),
        }
    }

    /// Writes a part of a run that starts at `at` in the prose, and remembers where it went.
    fn piece(&mut self, run: &str, at: usize, part: ProseRange) {
        let text = &run[part.start - at..part.end - at];
        if let Some(block) = self.block()
            && let Some(start) = self.starts.get(&block)
            && !text.is_empty()
        {
            let offset = self.xml.n_chars() - start;
            let (is_head, text) = (self.is_head, text.to_owned());
            self.pieces.push(Piece { prose: part, block, is_head, offset, text });
        }
        self.xml.push_text(text);
    }
}

/// What ends a block of code.
const CODE_BLOCK: &str = "code></ab";

/// What the ids of names that begin turns begin with.
const HEAD: &str = "speaker-of";

/// The end of a name that begins a turn.
const SPEAKER: &str = "speaker";

/// A hard break in a text that is looked through for citations.
const HARD_BREAK: char = '\u{2028}';

/// Returns the turn in which the first block of an element stands, which is all that `items`
/// begin with.
fn turn_of<'m>(markup: &'m Markup<'_>, items: &[Item<'_>]) -> Option<(usize, &'m str)> {
    let block = element(items).find_map(|item| match item {
        Item::Start(element) => element.block,
        _ => None,
    })?;
    match &markup.prose.locus_of(block)?.locator {
        Locator::Turn { number, speaker, .. } => Some((*number, speaker)),
        _ => None,
    }
}

/// Returns whether the element that `items` begin with begins a turn.
fn begins_turn(items: &[Item<'_>]) -> bool {
    let is_speaker =
        |item: &Item<'_>| matches!(item, Item::Start(Element { kind: ElementKind::Speaker, .. }));
    element(items).any(is_speaker)
}

/// Returns the items of the element that `items` begin with.
fn element<'i, 's>(items: &'i [Item<'s>]) -> impl Iterator<Item = &'i Item<'s>> {
    let mut depth = 0_usize;
    items.iter().take_while(move |item| match item {
        Item::Start(_) => {
            depth += 1;
            true
        }
        Item::End => {
            depth -= 1;
            depth > 0
        }
        _ => true,
    })
}

fn text_of<'i, 's>(item: &'i Item<'s>) -> Option<&'i Run<'s>> {
    if let Item::Text(run) = item { Some(run) } else { None }
}

fn is_text(item: &Item<'_>) -> bool {
    matches!(item, Item::Text(_) | Item::Break { .. })
}

/// An element, with an attribute that is left out if its value is empty.
type Tag = (&'static str, &'static str, &'static str);

/// Returns the element for one of Markdown's own that needs nothing else.
fn plain_element(kind: &ElementKind<'_>) -> Tag {
    match kind {
        ElementKind::BlockQuote => ("quote", "rend", ""),
        ElementKind::List { start: None } => ("list", "rend", "bulleted"),
        ElementKind::List { start: Some(_) } => ("list", "rend", "numbered"),
        ElementKind::ListItem { .. } => ("item", "rend", ""),
        ElementKind::Table => ("table", "rend", ""),
        ElementKind::TableHead => ("row", "role", "label"),
        ElementKind::TableRow { .. } => ("row", "role", "data"),
        ElementKind::Emphasis => ("hi", "rend", "italic"),
        ElementKind::Strong => ("hi", "rend", "bold"),
        ElementKind::Direction => ("stage", "rend", ""),
        ElementKind::Strikethrough => ("hi", "rend", "strikethrough"),
        ElementKind::Stanza => ("lg", "type", "stanza"),
        _ => ("p", "rend", ""),
    }
}

/// Returns the element for one of the allowlist of raw HTML.
fn element_of(html: &str) -> Tag {
    match html {
        "b" | "strong" => ("hi", "rend", "bold"),
        "i" | "em" | "var" => ("hi", "rend", "italic"),
        "u" | "ins" => ("hi", "rend", "underline"),
        "s" | "del" => ("hi", "rend", "strikethrough"),
        "small" => ("hi", "rend", "small"),
        "sub" => ("hi", "rend", "subscript"),
        "sup" => ("hi", "rend", "superscript"),
        "abbr" => ("abbr", "rend", ""),
        "cite" => ("title", "rend", ""),
        "code" | "kbd" | "samp" => ("code", "rend", ""),
        "dfn" => ("term", "rend", ""),
        "q" => ("q", "rend", ""),
        "figure" => ("figure", "rend", ""),
        "figcaption" => ("head", "rend", ""),
        "details" => ("body", "type", "details"),
        "summary" => ("ab", "type", "summary"),
        "ruby" => ("seg", "type", "ruby"),
        "rt" => ("seg", "type", "reading"),
        _ => ("seg", "rend", ""),
    }
}
