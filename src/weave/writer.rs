//! Writes items as HTML, with what is woven into them.

use std::{collections::BTreeMap, fmt::Write, ops::Range};

use pulldown_cmark::Alignment;

use super::{Mark, Segments, Target, WeaveInput, tokens_of};
use crate::text::{
    html,
    language::Direction,
    prose::{Element, ElementKind, Footnote, Item, Locator, Markup, Run, SpotKind},
};

/// Writes one article, row by row.
pub(super) struct Writer<'a, 's> {
    markup: &'a Markup<'s>,
    input: &'a WeaveInput<'a>,
    segments: &'a Segments,
    direction: Direction,
    html: String,
    open: Vec<&'a Element<'s>>,
    /// The marks on what has no words, by index.
    spots: BTreeMap<SpotKind, Vec<usize>>,
    /// The first segment that is not behind us.
    next_segment: usize,
    /// The first term use that is not behind us.
    next_term: usize,
    /// The segment whose mark is open.
    open_mark: Option<usize>,
    /// How many links are open; references wait until they are closed.
    n_links: usize,
    /// References and footnote references that wait.
    waiting: String,
    /// What is shown of the run that is being written, if it is a formula.
    mathml: Option<&'a str>,
}

/// An element around a part of a text run: a term's link, a coloured token.
struct Wrapper {
    /// Bytes of the run.
    range: Range<usize>,
    open_html: String,
    close_html: &'static str,
    is_link: bool,
}

impl<'a, 's> Writer<'a, 's> {
    pub(super) fn new(
        markup: &'a Markup<'s>,
        input: &'a WeaveInput<'a>,
        segments: &'a Segments,
    ) -> Self {
        let mut spots: BTreeMap<SpotKind, Vec<usize>> = BTreeMap::new();
        for (index, mark) in input.marks.iter().enumerate() {
            if let Some(spot) = &mark.spot {
                spots.entry(spot.kind).or_default().push(index);
            }
        }
        Self {
            spots,
            markup,
            input,
            segments,
            direction: Direction::of_language(input.language),
            html: String::new(),
            open: Vec::new(),
            next_segment: 0,
            next_term: 0,
            open_mark: None,
            n_links: 0,
            waiting: String::new(),
            mathml: None,
        }
    }

    /// Returns what was written since the last call.
    pub(super) fn take(&mut self) -> String {
        self.close_mark();
        std::mem::take(&mut self.html)
    }

    pub(super) fn item(&mut self, item: &'a Item<'s>) {
        match item {
            Item::Start(element) => {
                self.close_mark();
                self.start(element);
                self.open.push(element);
            }
            Item::End => {
                self.close_mark();
                if let Some(element) = self.open.pop() {
                    if matches!(element.kind, ElementKind::Heading { level: 1, .. }) {
                        self.push_references_of(SpotKind::Title);
                    }
                    self.end(element);
                }
            }
            Item::Text(run) => self.run(run),
            Item::Code(run) => {
                self.close_mark();
                self.html.push_str("<code>");
                self.run(run);
                self.close_mark();
                self.html.push_str("</code>");
            }
            Item::Formula { tex, mathml } => {
                self.mathml = Some(mathml);
                self.run(tex);
                self.mathml = None;
            }
            Item::Break { is_hard, at } => {
                if *is_hard {
                    self.close_mark();
                    self.html.push_str("<br>");
                }
                self.run(&Run { text: " ".into(), at: *at });
            }
            Item::Image { src, alt, title, source } => {
                self.close_mark();
                self.image((src, alt, title), source);
            }
            Item::FootnoteReference { index, nth } => {
                self.close_mark();
                let reference = footnote_reference(*index, *nth, self.input.suffix);
                self.push_reference(&reference);
                self.push_references_of(SpotKind::Footnote(*index));
            }
            Item::Rule => self.html.push_str("<hr>\n"),
            Item::WordBreak => {
                self.close_mark();
                self.html.push_str("<wbr>");
            }
        }
    }

    fn close_mark(&mut self) {
        if self.open_mark.take().is_some() {
            self.html.push_str("</mark>");
        }
    }

    /// Writes a reference, or lets it wait for the end of the link that holds it.
    fn push_reference(&mut self, reference: &str) {
        let place = if self.n_links > 0 { &mut self.waiting } else { &mut self.html };
        place.push_str(reference);
    }

    /// Writes the references of what is on something without words, once.
    fn push_references_of(&mut self, spot: SpotKind) {
        for index in self.spots.remove(&spot).unwrap_or_default() {
            let reference = reference(&self.input.marks[index], self.input.label_language);
            self.push_reference(&reference);
        }
    }

    fn close_link(&mut self) {
        self.n_links -= 1;
        if self.n_links == 0 {
            let waiting = std::mem::take(&mut self.waiting);
            self.html.push_str(&waiting);
        }
    }

    fn start(&mut self, element: &Element<'_>) {
        match &element.kind {
            ElementKind::Paragraph => self.open_block("<p", element),
            ElementKind::Heading { level, .. } => {
                let tag = ["<h1", "<h2", "<h3", "<h4", "<h5", "<h6"];
                self.open_block(tag[usize::from(*level).clamp(1, 6) - 1], element);
            }
            ElementKind::BlockQuote => self.html.push_str("<blockquote>\n"),
            ElementKind::CodeBlock { language } => {
                // Wide code scrolls, so it must be reachable by keyboard.
                self.open_block("<pre tabindex=\"0\"", element);
                match language {
                    Some(language) => {
                        self.html.push_str("<code class=\"language-");
                        html::push_attribute(&mut self.html, language);
                        self.html.push_str("\">");
                    }
                    None => self.html.push_str("<code>"),
                }
            }
            ElementKind::List { start: None } => self.html.push_str("<ul>\n"),
            ElementKind::List { start: Some(1) } => self.html.push_str("<ol>\n"),
            ElementKind::List { start: Some(number) } => {
                self.push(format_args!("<ol start=\"{number}\">\n"));
            }
            ElementKind::ListItem { marker } => {
                self.html.push_str("<li");
                if let Some(marker) = marker {
                    self.attribute("value", marker.trim_end_matches(['.', ')']));
                }
                if marker.as_ref().is_some_and(|marker| marker.ends_with(')')) {
                    self.attribute("data-marker", ")");
                }
                self.open_block("", element);
            }
            ElementKind::Table => self.html.push_str("<table>\n"),
            ElementKind::TableHead => self.html.push_str("<thead><tr>"),
            ElementKind::TableRow { is_first: true } => self.html.push_str("<tbody><tr>"),
            ElementKind::TableRow { is_first: false } => self.html.push_str("<tr>"),
            ElementKind::TableCell { is_header, alignment } => {
                let tag = match (is_header, alignment) {
                    (true, Alignment::None | Alignment::Left) => "<th",
                    (true, Alignment::Center) => "<th class=\"align-center\"",
                    (true, Alignment::Right) => "<th class=\"align-end\"",
                    (false, Alignment::None | Alignment::Left) => "<td",
                    (false, Alignment::Center) => "<td class=\"align-center\"",
                    (false, Alignment::Right) => "<td class=\"align-end\"",
                };
                self.open_block(tag, element);
            }
            ElementKind::Emphasis => self.html.push_str("<em>"),
            ElementKind::Strong => self.html.push_str("<strong>"),
            ElementKind::Strikethrough => self.html.push_str("<del>"),
            ElementKind::Link { target, title, source } => {
                self.n_links += 1;
                self.html.push_str("<a");
                let target = Target { target, is_image: false, source };
                let address = (self.input.resolve)(&target);
                if !address.is_empty() {
                    self.attribute("href", &address);
                }
                if !title.is_empty() {
                    self.attribute("title", title);
                }
                self.html.push('>');
            }
            ElementKind::Html { name, attributes } => {
                self.html.push('<');
                self.html.push_str(name);
                for (name, value) in attributes {
                    self.attribute(name, value);
                }
                self.block_attributes(element);
                self.html.push('>');
            }
            ElementKind::Stanza => self.open_block("<p", element),
            ElementKind::Line { number, indent, is_first } => {
                self.html.push_str(if *is_first { "<span" } else { "<br><span" });
                self.line(element, *number, *indent);
            }
            ElementKind::Speaker => self.html.push_str("<span class=\"speaker\">"),
            ElementKind::Direction => self.html.push_str("<i class=\"direction\">"),
            ElementKind::Time { moment } => {
                if let Some(recording) = self.input.recording {
                    self.n_links += 1;
                    self.html.push_str("<a class=\"time\"");
                    self.attribute("href", &recording(*moment));
                    self.html.push('>');
                }
                self.push(format_args!("<time datetime=\"PT{}S\">", moment.seconds()));
            }
        }
    }

    /// Writes what makes an element a line. A number stands beside every fifth, as a link
    /// without text: a line says no more than its words.
    fn line(&mut self, element: &Element<'_>, number: Option<usize>, indent: usize) {
        self.attribute("class", "line");
        let fragment = self.markup.fragment(element).unwrap_or_default();
        let id = format!("{fragment}{}", self.input.suffix);
        if number.is_some() {
            self.attribute("id", &id);
        }
        if indent > 0 {
            self.push(format_args!(" data-indent=\"{indent}\""));
        }
        self.html.push('>');
        if let Some(number) = number.filter(|number| number.is_multiple_of(5)) {
            let name = Locator::Line(number).name(self.input.messages);
            let label = label(&self.of_text(name), self.input.label_language);
            self.push(format_args!(
                "<a class=\"line-number\" href=\"#{id}\" data-number=\"{number}\"{label}></a>"
            ));
        }
    }

    /// Returns the name of something, with the language if it is in a translation: a page has
    /// that of its text, too.
    fn of_text(&self, name: String) -> String {
        if self.input.suffix.is_empty() {
            return name;
        }
        format!("{name} ({})", self.input.messages.language_name(self.input.language))
    }

    fn end(&mut self, element: &Element<'_>) {
        match &element.kind {
            ElementKind::Paragraph | ElementKind::Stanza => self.html.push_str("</p>\n"),
            ElementKind::Heading { level, .. } => self.push(format_args!("</h{level}>\n")),
            ElementKind::BlockQuote => self.html.push_str("</blockquote>\n"),
            ElementKind::CodeBlock { .. } => self.html.push_str("</code></pre>\n"),
            ElementKind::List { start: None } => self.html.push_str("</ul>\n"),
            ElementKind::List { start: Some(_) } => self.html.push_str("</ol>\n"),
            ElementKind::ListItem { .. } => self.html.push_str("</li>\n"),
            ElementKind::Table => {
                let has_body = self.html.ends_with("</tr>\n");
                self.html.push_str(if has_body { "</tbody></table>\n" } else { "</table>\n" });
            }
            ElementKind::TableHead => self.html.push_str("</tr></thead>"),
            ElementKind::TableRow { .. } => self.html.push_str("</tr>\n"),
            ElementKind::TableCell { is_header: true, .. } => self.html.push_str("</th>"),
            ElementKind::TableCell { is_header: false, .. } => self.html.push_str("</td>"),
            ElementKind::Emphasis => self.html.push_str("</em>"),
            ElementKind::Strong => self.html.push_str("</strong>"),
            ElementKind::Strikethrough => self.html.push_str("</del>"),
            ElementKind::Link { .. } => {
                self.html.push_str("</a>");
                self.close_link();
            }
            ElementKind::Html { name, .. } => self.push(format_args!("</{name}>")),
            ElementKind::Line { .. } => self.html.push_str("</span>"),
            ElementKind::Speaker => self.html.push_str("</span>"),
            ElementKind::Direction => self.html.push_str("</i>"),
            ElementKind::Time { .. } => {
                self.html.push_str("</time>");
                if self.input.recording.is_some() {
                    self.html.push_str("</a>");
                    self.close_link();
                }
            }
        }
    }

    fn push(&mut self, args: std::fmt::Arguments<'_>) {
        self.html.write_fmt(args).expect("writing to a string never fails");
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push(' ');
        self.html.push_str(name);
        self.html.push_str("=\"");
        html::push_attribute(&mut self.html, value);
        self.html.push('"');
    }

    fn open_block(&mut self, tag: &str, element: &Element<'_>) {
        self.html.push_str(tag);
        self.block_attributes(element);
        self.html.push('>');
        for alias in self.markup.aliases(element) {
            self.html.push_str("<span");
            self.attribute("id", &format!("{alias}{}", self.input.suffix));
            self.html.push_str("></span>");
        }
    }

    /// Writes what makes an element a block; nothing if it holds no prose.
    fn block_attributes(&mut self, element: &Element<'_>) {
        let Some(number) = element.block else { return };
        if let Some(fragment) = self.markup.fragment(element) {
            self.attribute("id", &format!("{fragment}{}", self.input.suffix));
        }
        self.push(format_args!(" data-block=\"{number}\""));
        let locator = self.markup.prose.locus_of(number).map(|locus| &locus.locator);
        if let Some(Locator::Provision { level: level @ 1.., continues, .. }) = locator {
            self.push(format_args!(" data-level=\"{level}\""));
            self.html.push_str(if *continues { " data-continues" } else { "" });
        }
        let text = self.markup.prose.block_text(number);
        if let Some(direction) = Direction::of_text(text)
            && direction != self.direction
        {
            self.attribute("dir", direction.as_str());
        }
    }

    fn image(&mut self, (src, alt, title): (&str, &str, &str), source: &Range<usize>) {
        let address = (self.input.resolve)(&Target { target: src, is_image: true, source });
        if address.is_empty() {
            // Nothing to show: the text alternative is what there is.
            html::push_text(&mut self.html, alt);
            return;
        }
        let spot = SpotKind::Figure(source.start);
        let covering = self.spots.get(&spot).cloned().unwrap_or_default();
        if !covering.is_empty() {
            let fragment = self.markup.fragment_of(spot);
            self.push_mark(&covering, fragment.as_deref());
        }
        self.html.push_str("<img");
        self.attribute("src", &address);
        self.attribute("alt", alt);
        if !title.is_empty() {
            self.attribute("title", title);
        }
        self.html.push_str(" loading=\"lazy\">");
        if !covering.is_empty() {
            self.html.push_str("</mark>");
        }
        self.push_references_of(spot);
    }

    /// Writes a run of text, cut at the borders of passages, terms and tokens.
    fn run(&mut self, run: &Run<'_>) {
        let Some(at) = run.at else {
            self.close_mark();
            self.piece(&run.text);
            return;
        };
        let mut done = 0;
        for wrapper in self.wrappers(run, at) {
            self.marked(run, at, done..wrapper.range.start);
            self.close_mark();
            self.html.push_str(&wrapper.open_html);
            self.n_links += usize::from(wrapper.is_link);
            self.marked(run, at, wrapper.range.clone());
            self.close_mark();
            self.html.push_str(wrapper.close_html);
            if wrapper.is_link {
                self.close_link();
            }
            done = wrapper.range.end;
        }
        self.marked(run, at, done..run.text.len());
    }

    /// Returns the elements within a run: links of terms, or tokens of code.
    fn wrappers(&mut self, run: &Run<'_>, at: usize) -> Vec<Wrapper> {
        if let Some(element) = self.open.last()
            && matches!(element.kind, ElementKind::CodeBlock { .. })
        {
            return tokens_of(&element.kind, &run.text)
                .into_iter()
                .map(|token| Wrapper {
                    range: token.range,
                    open_html: format!("<span class=\"{}\">", token.class),
                    close_html: "</span>",
                    is_link: false,
                })
                .collect();
        }
        let end = at + run.text.len();
        let mut wrappers = Vec::new();
        while let Some(use_) = self.input.terms.get(self.next_term) {
            if use_.range.start >= end {
                break;
            }
            self.next_term += 1;
            if use_.range.start >= at && use_.range.end <= end {
                let id = self.input.term_ids[use_.term];
                wrappers.push(Wrapper {
                    range: use_.range.start - at..use_.range.end - at,
                    open_html: format!(
                        "<a class=\"term\" href=\"{}glossary/#{id}\">",
                        self.input.root
                    ),
                    close_html: "</a>",
                    is_link: true,
                });
            }
        }
        wrappers
    }

    /// Writes a part of a run, each covered stretch of it in one mark.
    fn marked(&mut self, run: &Run<'_>, at: usize, part: Range<usize>) {
        let mut from = part.start;
        while from < part.end {
            let prose_from = at + from;
            while self.segments.0.get(self.next_segment).is_some_and(|next| next.end <= prose_from)
            {
                self.next_segment += 1;
            }
            let segments = self.segments;
            let Some(segment) =
                segments.0.get(self.next_segment).filter(|next| next.start < at + part.end)
            else {
                self.close_mark();
                self.piece(&run.text[from..part.end]);
                return;
            };
            if segment.start > prose_from {
                let to = segment.start - at;
                self.close_mark();
                self.piece(&run.text[from..to]);
                from = to;
                continue;
            }
            let to = (segment.end - at).min(part.end);
            self.open_mark_of(self.next_segment);
            self.piece(&run.text[from..to]);
            from = to;
            if at + to == segment.end && !segment.ending.is_empty() {
                self.close_mark();
                for &index in &segment.ending {
                    let reference = reference(&self.input.marks[index], self.input.label_language);
                    self.push_reference(&reference);
                }
            }
        }
    }

    /// Writes what lies between two borders: of a formula, all, for none lies within one.
    fn piece(&mut self, text: &str) {
        match self.mathml {
            Some(mathml) => self.html.push_str(mathml),
            None => html::push_text(&mut self.html, text),
        }
    }

    fn open_mark_of(&mut self, index: usize) {
        if self.open_mark == Some(index) {
            return;
        }
        self.close_mark();
        self.open_mark = Some(index);
        self.push_mark(&self.segments.0[index].marks, None);
    }

    /// Begins a mark of those with some indices; that of an image has an id of its own.
    fn push_mark(&mut self, covering: &[usize], fragment: Option<&str>) {
        let covering: Vec<&Mark> = covering.iter().map(|&mark| &self.input.marks[mark]).collect();
        self.html.push_str("<mark data-annotations=\"");
        push_joined(&mut self.html, covering.iter().map(|mark| mark.id.as_str()));
        self.html.push_str("\" data-kinds=\"");
        push_joined(&mut self.html, distinct(covering.iter().map(|mark| mark.kind)));
        let tones: Vec<_> = distinct(covering.iter().filter_map(|mark| mark.tone)).collect();
        if !tones.is_empty() {
            self.html.push_str("\" data-tones=\"");
            push_joined(&mut self.html, tones.into_iter());
        }
        // One id is all that validators accept in `aria-details`. The shortest passage is
        // what a listener has just heard; what else is said of the run is named beside it.
        if let Some(inner) = covering.iter().min_by_key(|mark| mark.range.len()) {
            self.html.push_str("\" aria-details=\"");
            self.html.push_str(&inner.id);
        }
        if covering.len() > 1 {
            self.html.push_str("\" aria-describedby=\"");
            push_joined(&mut self.html, covering.iter().map(|mark| mark.id.as_str()));
        }
        self.html.push('"');
        if let Some(fragment) = fragment {
            self.attribute("id", &format!("{fragment}{}", self.input.suffix));
        }
        self.html.push('>');
    }

    /// Returns the article's own footnotes.
    pub(super) fn footnotes(&mut self, footnotes: &'a [Footnote<'s>]) -> String {
        if footnotes.is_empty() {
            return String::new();
        }
        let messages = self.input.messages;
        let name = label(&self.of_text(messages.get("own-notes")), self.input.label_language);
        self.push(format_args!("<section class=\"footnotes\" role=\"doc-endnotes\"{name}>\n<ol"));
        if self.input.label_language.is_some() {
            self.attribute("lang", self.input.language);
        }
        self.html.push_str(">\n");
        for (index, footnote) in footnotes.iter().enumerate() {
            let number = index + 1;
            let suffix = self.input.suffix;
            self.push(format_args!("<li id=\"fn-{number}{suffix}\">\n"));
            for item in &footnote.items {
                self.item(item);
            }
            self.close_mark();
            // Nothing refers to it.
            self.push_references_of(SpotKind::Footnote(index));
            let back = messages.with("back-to-note", &[("number", number.into())]);
            let back = label(&back, self.input.label_language);
            for nth in 1..=footnote.n_references {
                let target = footnote_reference_id(number, nth, suffix);
                self.push(format_args!(
                    "<a class=\"footnote-back\" href=\"#{target}\"{back}>↩</a>\n"
                ));
            }
            self.html.push_str("</li>\n");
        }
        self.html.push_str("</ol>\n</section>\n");
        self.take()
    }
}

fn push_joined<'x>(html: &mut String, words: impl Iterator<Item = &'x str>) {
    for (index, word) in words.enumerate() {
        if index > 0 {
            html.push(' ');
        }
        html::push_attribute(html, word);
    }
}

fn distinct<'x>(words: impl Iterator<Item = &'x str>) -> impl Iterator<Item = &'x str> {
    let mut seen: Vec<&str> = Vec::new();
    words.filter(move |&word| {
        let is_new = !seen.contains(&word);
        if is_new {
            seen.push(word);
        }
        is_new
    })
}

/// Returns a label as an attribute, with its language if it has to be said.
fn label(text: &str, language: Option<&str>) -> String {
    let lang = language.map(|tag| format!(" lang=\"{}\"", html::attribute(tag)));
    format!("{} aria-label=\"{}\"", lang.unwrap_or_default(), html::attribute(text))
}

/// Returns the link from a passage to its note.
pub(super) fn reference(mark: &Mark, label_language: Option<&str>) -> String {
    let mut reference = format!(
        "<a role=\"doc-noteref\" class=\"reference\" id=\"ref-{id}\" href=\"#{id}\" \
         data-kind=\"{kind}\"",
        id = mark.id,
        kind = mark.kind
    );
    for (name, value) in [("data-rating", mark.rating.as_deref()), ("data-tone", mark.tone)] {
        if let Some(value) = value {
            reference.push_str(&format!(" {name}=\"{}\"", html::attribute(value)));
        }
    }
    let label = label(&mark.name, label_language);
    reference.push_str(&format!("{label}>{}</a>", mark.number));
    reference
}

fn footnote_reference(index: usize, nth: usize, suffix: &str) -> String {
    let number = index + 1;
    let id = footnote_reference_id(number, nth, suffix);
    format!(
        "<sup class=\"footnote-ref\">\
         <a id=\"{id}\" href=\"#fn-{number}{suffix}\">{number}</a></sup>"
    )
}

fn footnote_reference_id(number: usize, nth: usize, suffix: &str) -> String {
    let nth = if nth == 1 { String::new() } else { format!("-{nth}") };
    format!("fnref-{number}{nth}{suffix}")
}
