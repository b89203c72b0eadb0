//! Markdown as Typst: its blocks, what is marked in them, and the marks of notes.
//!
//! Every call ends in `;`, so that nothing of the text behind it is taken for a part of it.

use pulldown_cmark::Alignment;

use crate::{
    cite::Work,
    export::{
        ReadFile,
        links::{Links, led},
    },
    io::address::decode,
    text::prose::{Element, ElementKind, Footnote, Item, Markup, ProseRange, Run},
    weave::body::next_citation,
};

/// A passage with a note.
pub(super) struct Noted {
    /// Its bytes of the prose.
    pub(super) range: ProseRange,
    /// What leads to the note.
    pub(super) mark: String,
}

/// A text as it is written.
pub(super) struct Text<'a> {
    links: &'a Links<'a>,
    /// The article's slug, and what the fragments of this text end with.
    names: (&'a str, &'a str),
    /// By their ends.
    noted: Vec<Noted>,
    /// How many of them have been marked: passages end in the order of the text.
    n_marked: usize,
    /// How much of the prose is written.
    at: usize,
    /// Gives the images of an article; none in an editor's text, in which works are cited.
    read: Option<ReadFile<'a>>,
    out: String,
    /// What ends each open element.
    open: Vec<&'static str>,
    /// The block of code that is open: its language, and what it holds.
    code: Option<(Option<String>, String)>,
    /// Which footnotes have been written.
    footnotes: Vec<bool>,
}

impl<'a> Text<'a> {
    pub(super) fn new(
        links: &'a Links<'a>,
        names: (&'a str, &'a str),
        noted: Vec<Noted>,
        read: Option<ReadFile<'a>>,
    ) -> Self {
        Self {
            links,
            names,
            noted,
            n_marked: 0,
            at: 0,
            read,
            out: String::new(),
            open: Vec::new(),
            code: None,
            footnotes: Vec::new(),
        }
    }

    /// Writes a text with its footnotes; an empty line ends each of its blocks.
    pub(super) fn body(mut self, markup: &Markup<'_>) -> String {
        self.footnotes = vec![false; markup.footnotes.len()];
        self.items(&markup.items, &markup.footnotes);
        for index in 0..markup.footnotes.len() {
            if !self.footnotes[index] {
                self.footnote(index, &markup.footnotes);
            }
        }
        self.mark_up_to(usize::MAX);
        self.out.push_str("\n\n");
        self.out
    }

    /// Writes an editor's text, block by block.
    pub(super) fn blocks(mut self, markup: &Markup<'_>) -> Vec<String> {
        let mut blocks = Vec::new();
        let mut items = markup.items.as_slice();
        while !items.is_empty() {
            let mut depth = 0_usize;
            let end = items.iter().position(|item| {
                match item {
                    Item::Start(_) => depth += 1,
                    Item::End => depth -= 1,
                    _ => {}
                }
                depth == 0
            });
            let (block, rest) = items.split_at(end.map_or(items.len(), |end| end + 1));
            self.items(block, &[]);
            blocks.push(trimmed(&std::mem::take(&mut self.out)).to_owned());
            items = rest;
        }
        blocks
    }

    fn items(&mut self, items: &[Item<'_>], footnotes: &[Footnote<'_>]) {
        let mut index = 0;
        while let Some(item) = items.get(index) {
            if self.read.is_none() && self.code.is_none() && matches!(item, Item::Text(_)) {
                // Citations may go over the ends of lines.
                let is_text = |item: &&Item<'_>| matches!(item, Item::Text(_) | Item::Break { .. });
                let n_texts = items[index..].iter().take_while(is_text).count();
                self.cited(&items[index..index + n_texts]);
                index += n_texts;
                continue;
            }
            self.item(item, &items[index + 1..], footnotes);
            index += 1;
        }
    }

    /// Writes a step; `after` are those behind it.
    fn item(&mut self, item: &Item<'_>, after: &[Item<'_>], footnotes: &[Footnote<'_>]) {
        match item {
            Item::Start(element) => self.start(element, after),
            Item::End => self.end(),
            Item::Text(run) => match &mut self.code {
                Some((_, text)) => {
                    text.push_str(&run.text);
                    self.at = run.at.map_or(self.at, |at| at + run.text.len());
                }
                None => self.run(run, markup),
            },
            Item::Code(run) | Item::Formula { tex: run, .. } => {
                self.run(run, |text| format!("#raw({});", code(text)));
            }
            Item::Break { is_hard, at } => {
                self.out.push_str(if *is_hard { BREAK } else { " " });
                self.at = at.map_or(self.at, |at| at + 1);
            }
            Item::Image { src, alt, .. } => self.image(src, alt),
            Item::FootnoteReference { index, .. } => self.footnote(*index, footnotes),
            Item::Rule => self.out.push_str("#line(length: 100%)\n\n"),
            Item::WordBreak => self.out.push_str("\\u{200b}"),
        }
    }

    fn start(&mut self, element: &Element<'_>, after: &[Item<'_>]) {
        let end = match &element.kind {
            ElementKind::Paragraph => "\n\n",
            ElementKind::Heading { level, .. } => {
                self.out.push_str(&format!("#heading(level: {level})["));
                "]\n\n"
            }
            ElementKind::BlockQuote => self.opened("#quote(block: true)[\n", "]\n\n"),
            ElementKind::CodeBlock { language } => {
                self.code = Some((language.as_deref().map(str::to_owned), String::new()));
                CODE_BLOCK
            }
            ElementKind::List { start } => {
                let is_marked = |kind: &ElementKind<'_>| {
                    matches!(kind, ElementKind::ListItem { marker: Some(_) })
                };
                let has_own = matches!(after.first(), Some(Item::Start(it)) if is_marked(&it.kind));
                match start {
                    _ if has_own => self.out.push_str("#list(marker: none,\n"),
                    Some(start) => self.out.push_str(&format!("#enum(start: {start},\n")),
                    None => self.out.push_str("#list(\n"),
                }
                ")\n\n"
            }
            ElementKind::ListItem { marker } => {
                let marker = marker.iter().map(|it| markup(it) + " ").collect::<String>();
                self.out.push_str(&format!("[{marker}"));
                "],\n"
            }
            ElementKind::Table => {
                self.out.push_str(&format!("#table(columns: {},\n", n_columns(after)));
                ")\n\n"
            }
            ElementKind::TableHead => self.opened("table.header(", "),\n"),
            ElementKind::TableRow { .. } => "\n",
            ElementKind::TableCell { is_header, alignment } => {
                let align = match alignment {
                    Alignment::None => "auto",
                    Alignment::Left => "left",
                    Alignment::Center => "center",
                    Alignment::Right => "right",
                };
                self.out.push_str(&format!("table.cell(align: {align})["));
                if *is_header { self.opened("#strong[", "]],") } else { "]," }
            }
            ElementKind::Emphasis | ElementKind::Direction => self.opened("#emph[", "];"),
            ElementKind::Strong | ElementKind::Speaker => self.opened("#strong[", "];"),
            ElementKind::Strikethrough => self.opened("#strike[", "];"),
            ElementKind::Link { target, .. } => {
                let has = |fragment: &str| self.links.fragments.contains(fragment);
                let target = led(target, self.names.1, has);
                let url = Some(target).filter(|it| !it.is_empty());
                match url.and_then(|target| self.links.link(&target)) {
                    Some(url) => self.out.push_str(&format!("#link({})[", code(&url))),
                    None => self.out.push_str("#["),
                }
                "];"
            }
            ElementKind::Html { name, attributes } => self.html(name, attributes),
            ElementKind::Stanza => self.opened("#block[\n", "]\n\n"),
            ElementKind::Line { number, indent, is_first } => {
                self.line(*number, *indent, *is_first);
                ""
            }
            ElementKind::Time { .. } => self.opened("#[", "];"),
        };
        self.open.push(end);
    }

    fn opened(&mut self, start: &str, end: &'static str) -> &'static str {
        self.out.push_str(start);
        end
    }

    /// Begins an element of raw HTML.
    fn html(&mut self, name: &str, attributes: &[(&'static str, String)]) -> &'static str {
        let value = |key| attributes.iter().find(|(it, _)| *it == key).map(|(_, value)| value);
        if let Some(tag) = value("lang") {
            let (language, direction) = (super::language(tag), super::direction(tag));
            let start = format!("#text(lang: {language}, dir: {direction})[");
            return self.opened(&start, "];");
        }
        match name {
            "b" | "strong" => self.opened("#strong[", "];"),
            "i" | "em" | "var" | "cite" | "dfn" => self.opened("#emph[", "];"),
            "u" | "ins" => self.opened("#underline[", "];"),
            "s" | "del" => self.opened("#strike[", "];"),
            "sub" => self.opened("#sub[", "];"),
            "sup" => self.opened("#super[", "];"),
            "figure" | "figcaption" | "details" | "summary" => self.opened("#block[", "]\n\n"),
            _ => self.opened("#[", "];"),
        }
    }

    /// Begins a line of verse.
    fn line(&mut self, number: Option<usize>, indent: usize, is_first: bool) {
        if !is_first {
            self.out.push_str(BREAK);
        }
        if let Some(number) = number.filter(|number| number.is_multiple_of(5)) {
            self.out.push_str(&format!("#line-number(\"{number}\");"));
        }
        if indent > 0 {
            self.out.push_str(&format!("#h({indent}em / 2);"));
        }
    }

    fn end(&mut self) {
        let Some(end) = self.open.pop() else { return };
        if let Some((language, text)) = self.code.take() {
            let language = language.map_or_else(|| "none".to_owned(), |it| code(&it));
            let text = code(text.strip_suffix('\n').unwrap_or(&text));
            self.out.push_str(&format!("#raw(block: true, lang: {language}, {text});"));
        }
        // What ends with a block, or is on what has no words in it, is marked in it.
        if end.ends_with('\n') || end.ends_with(',') {
            self.mark_up_to(self.at);
        }
        self.out.push_str(end);
    }

    /// Writes the marks of passages that end at a byte of the prose, or before it.
    fn mark_up_to(&mut self, end: usize) {
        while let Some(noted) = self.noted.get(self.n_marked).filter(|it| it.range.end <= end) {
            self.out.push_str(&noted.mark);
            self.n_marked += 1;
        }
    }

    /// Writes a run of text, piece by piece as passages begin and end in it.
    fn run(&mut self, run: &Run<'_>, write: impl Fn(&str) -> String) {
        let Some(at) = run.at else {
            self.out.push_str(&write(&run.text));
            return;
        };
        let end = at + run.text.len();
        let borders = self.noted.iter().flat_map(|it| [it.range.start, it.range.end]);
        let mut borders: Vec<usize> =
            borders.filter(|border| at < *border && *border < end).collect();
        borders.extend([at, end]);
        borders.sort_unstable();
        borders.dedup();
        for piece in borders.windows(2) {
            let (from, to) = (piece[0], piece[1]);
            let text = write(&run.text[from - at..to - at]);
            let is_noted = self.noted.iter().any(|it| it.range.start <= from && to <= it.range.end);
            self.out.push_str(&if is_noted { content("marked", &text) } else { text });
            self.mark_up_to(to);
        }
        self.at = end;
    }

    /// Writes texts and breaks with links to what `[@key]` cites in them.
    fn cited(&mut self, items: &[Item<'_>]) {
        let text = items.iter().map(|item| match item {
            Item::Text(run) => run.text.to_string(),
            Item::Break { is_hard: true, .. } => HARD_BREAK.to_string(),
            _ => " ".to_owned(),
        });
        let text: String = text.collect();
        let mut rest = text.as_str();
        while let Some((start, end, citations)) = next_citation(rest) {
            self.lines(&rest[..start]);
            for (index, cited) in citations.iter().enumerate() {
                let known = self.links.shared.works.bibliography.get(&cited.key);
                let label = known.map_or(&*cited.key, Work::bare_label);
                let url = code(&self.links.work(&cited.key));
                let before = if index == 0 { "(" } else { "; " };
                self.out.push_str(&format!("{before}#link({url})[{}];", markup(label)));
                if let Some(locator) = &cited.locator {
                    self.out.push_str(&format!(", {}", markup(locator)));
                }
            }
            self.out.push(')');
            rest = &rest[end..];
        }
        self.lines(rest);
    }

    fn lines(&mut self, text: &str) {
        let lines: Vec<String> = text.split(HARD_BREAK).map(markup).collect();
        self.out.push_str(&lines.join(BREAK));
    }

    /// Writes an image that the edition has, by its path from the edition's folder; of any
    /// other its text.
    fn image(&mut self, target: &str, alt: &str) {
        match self.path_of(target) {
            Some(path) => {
                self.out.push_str(&format!("#image({}, alt: {});", code(&path), code(alt)));
            }
            None => self.out.push_str(&markup(&format!("[{alt}]"))),
        }
    }

    fn path_of(&self, target: &str) -> Option<String> {
        let page = url::Url::parse(&self.links.url).ok()?;
        let inner = page.make_relative(&page.join(target).ok()?)?;
        let (_, ending) = inner.rsplit_once('.')?;
        let kinds = ["gif", "jpg", "jpeg", "png", "svg", "webp"];
        let is_shown = kinds.contains(&ending.to_ascii_lowercase().as_str());
        let is_below = !inner.is_empty() && !inner.starts_with("..") && !inner.contains(['?', '#']);
        let path = format!("content/{}/{}", self.names.0, decode(&inner));
        let read = self.read.filter(|_| is_shown && is_below)?;
        let is_whole = read(&path).is_some_and(|bytes| is_image(&bytes));
        is_whole.then(|| format!("/{path}"))
    }

    /// Writes a footnote where it is first referred to, and its number wherever else.
    fn footnote(&mut self, index: usize, footnotes: &[Footnote<'_>]) {
        // Bodies of annotations have none.
        let Some(footnote) = footnotes.get(index) else { return };
        let (slug, suffix) = self.names;
        let label = code(&format!("{slug}/fn-{}{suffix}", index + 1));
        if self.footnotes[index] {
            self.out.push_str(&format!("#footnote(label({label}));"));
            return;
        }
        self.footnotes[index] = true;
        let at = self.at;
        self.out.push_str("#footnote[");
        self.items(&footnote.items, footnotes);
        self.out.truncate(trimmed(&self.out).len());
        self.out.push_str(&format!("]#label({label});"));
        self.at = at;
    }
}

/// Returns a text without the spaces at its end, and without breaks of lines: what is left of one
/// would take away the meaning of the sign behind it.
fn trimmed(mut text: &str) -> &str {
    while let Some(rest) =
        text.strip_suffix(BREAK).or_else(|| text.strip_suffix(char::is_whitespace))
    {
        text = rest;
    }
    text
}

/// Returns whether a file begins and ends as an image does: one that is none, or a part of one,
/// would stop the typesetter.
fn is_image(bytes: &[u8]) -> bool {
    let is_in = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return is_whole_png(&bytes[8..]);
    }
    if bytes.starts_with(b"RIFF") {
        let length = bytes.get(4..8).and_then(|it| it.try_into().ok()).map(u32::from_le_bytes);
        return bytes.get(8..12) == Some(b"WEBP")
            && length.is_some_and(|length| length as usize <= bytes.len() - 8);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return is_whole_jpeg(&bytes[2..]);
    }
    let is_gif = bytes.starts_with(b"GIF8") && bytes.trim_ascii_end().ends_with(b";");
    is_gif || is_in(b"<svg") && (is_in(b"</svg>") || is_in(b"/>"))
}

/// Returns whether an image in JPEG, behind its first sign, has an end. Its parts may hold a small
/// image with an end of its own, and cameras write more behind it.
fn is_whole_jpeg(mut parts: &[u8]) -> bool {
    while let [0xff, sign, high, low, ..] = *parts {
        if sign == 0xff {
            // It fills.
            parts = &parts[1..];
            continue;
        }
        let length = usize::from(u16::from_be_bytes([high, low]));
        let Some(behind) = parts.get(2 + length..) else { return false };
        if sign == 0xda {
            return memchr::memmem::find(behind, b"\xff\xd9").is_some();
        }
        parts = behind;
    }
    false
}

/// Returns whether the parts of an image in PNG, behind its signature, are all there.
fn is_whole_png(mut parts: &[u8]) -> bool {
    let mut has_pixels = false;
    while let Some((head, rest)) = parts.split_at_checked(8) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]) as usize;
        // Behind each part stands its checksum.
        let Some(behind) = length.checked_add(4).and_then(|length| rest.get(length..)) else {
            return false;
        };
        match &head[4..] {
            b"IEND" => return has_pixels,
            kind => has_pixels |= kind == b"IDAT",
        }
        parts = behind;
    }
    false
}

/// A break of a line.
const BREAK: &str = " \\\n";

/// What ends a block of code.
const CODE_BLOCK: &str = "\n\n";

/// A hard break in a text that is looked through for citations.
const HARD_BREAK: char = '\u{2028}';

/// Returns how many columns a table has, whose items begin with its head.
fn n_columns(items: &[Item<'_>]) -> usize {
    let is_cell = |item: &&Item<'_>| {
        matches!(item, Item::Start(Element { kind: ElementKind::TableCell { .. }, .. }))
    };
    let is_head = |item: &&Item<'_>| {
        let is_row = |kind: &ElementKind<'_>| matches!(kind, ElementKind::TableRow { .. });
        !matches!(item, Item::Start(element) if is_row(&element.kind))
    };
    items.iter().take_while(is_head).filter(is_cell).count().max(1)
}

/// Returns a call with content.
pub(super) fn content(function: &str, inner: &str) -> String {
    format!("#{function}[{inner}];")
}

/// Returns a text as a string of Typst's code.
pub(super) fn code(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            c if c.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Returns a text as Typst's markup that says the same, wherever it stands in a line.
pub(super) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let mut before = None;
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let after = rest.peek().map(|(_, c)| *c);
        let is_escaped = match c {
            // Dots may be an ellipsis, or the sign behind a number of a list.
            '.' => before == Some('.') || after == Some('.') || n_digits > 0 && at == n_digits,
            c => r#"\#*_`$<>@[]~-=+/'""#.contains(c),
        };
        let is_space = c == ' ' && before != Some(' ');
        if is_escaped {
            out.extend(['\\', c]);
        } else if (c.is_whitespace() || c.is_control()) && !is_space {
            out.push_str(&format!("\\u{{{:x}}}", u32::from(c)));
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        let check = |text: &str, expected: &str| assert_eq!(markup(text), expected);
        check("a #b *c* _d_", r"a \#b \*c\* \_d\_");
        check("https://example.org", r"https:\/\/example.org");
        check("1. x 2. y...", r"1\. x 2. y\.\.\.");
        check("a  b\u{a0}c", r"a \u{20}b\u{a0}c");
        check("-- 'q' \"r\"", "\\-\\- \\'q\\' \\\"r\\\"");
        check("سلام <x> 你好", r"سلام \<x\> 你好");
        assert_eq!(code("a\"\\\n#"), "\"a\\\"\\\\\\u{a}#\"");
    }

    #[test]
    fn no_break_of_a_line_is_left_at_an_end() {
        assert_eq!(trimmed("a \\\n \\\n\n"), "a");
        assert_eq!(trimmed("a \\\nb \n"), "a \\\nb");
        // A backslash of the text itself, before the end of a line.
        assert_eq!(trimmed("a \\\\\n"), "a \\\\");
    }

    #[test]
    fn a_part_of_an_image_is_none() {
        let part = |kind: &[u8], data: &[u8]| {
            let length = u32::try_from(data.len()).expect("it is short").to_be_bytes();
            [&length, kind, data, b"\0\0\0\0"].concat()
        };
        let png = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            part(b"IHDR", &[0; 13]),
            part(b"IDAT", b"IEND"),
            part(b"IEND", b""),
        ];
        let jpeg =
            b"\xff\xd8\xff\xe1\0\x06\xff\xda\xff\xd9\xff\xff\xda\0\x03.....\xff\xd9".to_vec();
        let webp = b"RIFF\x08\0\0\0WEBPVP8 ".to_vec();
        for image in [png.concat(), jpeg, b"GIF89a..;".to_vec(), webp, b"<svg>.</svg>".to_vec()] {
            assert!(is_image(&image), "{image:?}");
            for end in 0..image.len() {
                assert!(!is_image(&image[..end]), "{end} of {image:?}");
            }
        }
        assert!(!is_image(&[&png[..2], &png[3..]].concat().concat()), "it has no pixels");
    }
}
