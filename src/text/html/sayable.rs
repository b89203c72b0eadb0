//! Rewrites sanitized HTML so that Markdown can say it: numbers of lists, captions of figures
//! and tables, headings of rows.
//!
//! Markdown counts a list up from its first number, and a list ends only where another sign
//! stands behind the numbers. So an ordered list becomes runs of items that carry their
//! markers in [`MARKER`]; an item that no marker of Markdown shows, as `(a)` or `-1.`, becomes
//! a paragraph that begins with its label. A figure of one image with a caption in plain words
//! becomes an image with a title; other figures with a caption stay. Images elsewhere go, but for
//! those that lie beside the page.

use html5ever::tokenizer::Tag;

use super::{
    grid::{Cell, grid},
    numbering::{Item, items},
    push_attribute, push_text,
    tree::{Tree, attribute},
};

/// The attribute of an item that holds its marker and the spaces behind it.
pub(crate) const MARKER: &str = "data-marker";

/// Stands before the addresses of images that lie beside a page.
pub const BESIDE: &str = "https://beside.invalid/";

/// Elements that Markdown does not know: what they hold stands where they do.
const TRANSPARENT: [&str; 14] = [
    "address", "article", "center", "div", "h1", "h2", "h3", "h4", "h5", "h6", "header", "main",
    "p", "section",
];

/// Returns sanitized HTML as HTML that Markdown can say.
pub(crate) fn sayable(clean: &str) -> String {
    if !["<ol", "<table", "<fig", "<img"].iter().any(|tag| clean.contains(tag)) {
        return clean.to_owned();
    }
    let tree = Tree::read(clean);
    let mut writer = Writer {
        tree: &tree,
        html: String::with_capacity(clean.len()),
        label: String::new(),
        delimiter: None,
        n_visible: 0,
        inside: Inside::default(),
    };
    tree.all().for_each(|at| writer.node(at));
    writer.html
}

struct Writer<'t> {
    tree: &'t Tree,
    html: String,
    /// What the next words begin with.
    label: String,
    /// The sign behind the numbers of the list that was written last, if nothing followed.
    delimiter: Option<char>,
    /// How many things were written that show.
    n_visible: usize,
    inside: Inside,
}

/// What is being written.
#[derive(Debug, Clone, Copy, Default)]
struct Inside {
    item: bool,
    figure: bool,
    cell: bool,
}

impl Writer<'_> {
    fn node(&mut self, at: usize) {
        if let Some(text) = self.tree.text(at) {
            return self.text(text);
        }
        let Some(tag) = self.tree.tag(at) else { return };
        match &*tag.name {
            "ol" => self.ordered_list(at),
            "table" => self.table(at),
            "figure" => self.figure(at),
            "figcaption" => self.as_block(at),
            "img" => self.image(at, None),
            "br" if self.inside.cell => self.html.push(' '),
            "ul" | "dl" | "pre" | "blockquote" => {
                self.end_label();
                self.container(at, self.inside);
            }
            "li" => self.container(at, Inside { item: true, ..self.inside }),
            name if TRANSPARENT.contains(&name) => self.element(at),
            name => {
                self.begin_label();
                if matches!(name, "br" | "hr") {
                    self.shown();
                }
                self.element(at);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if text.trim().is_empty() {
            return push_text(&mut self.html, text);
        }
        let text = if self.label.is_empty() { text } else { text.trim_start() };
        self.begin_label();
        self.shown();
        push_text(&mut self.html, text);
    }

    /// Notes that something was written that shows.
    fn shown(&mut self) {
        self.n_visible += 1;
        self.delimiter = None;
    }

    /// Writes the label of an item before the first words in it.
    fn begin_label(&mut self) {
        if !self.label.is_empty() {
            self.shown();
            let label = std::mem::take(&mut self.label);
            push_text(&mut self.html, &format!("{label} "));
        }
    }

    /// Writes the label of an item that begins with no words.
    fn end_label(&mut self) {
        if !self.label.is_empty() {
            self.html.push_str("<p>");
            self.begin_label();
            self.html.push_str("</p>");
        }
    }

    /// Writes an element as it is.
    fn element(&mut self, at: usize) {
        let Some(tag) = self.tree.tag(at) else { return };
        self.start(tag);
        self.inner(at);
        if self.tree.has_end(at) {
            self.html.push_str(&format!("</{}>", &*tag.name));
        }
    }

    fn start(&mut self, tag: &Tag) {
        self.html.push('<');
        self.html.push_str(&tag.name);
        for attribute in &tag.attrs {
            self.attribute(&attribute.name.local, &attribute.value);
        }
        self.html.push('>');
    }

    fn attribute(&mut self, name: &str, value: &str) {
        self.html.push_str(&format!(" {name}=\""));
        push_attribute(&mut self.html, value);
        self.html.push('"');
    }

    fn inner(&mut self, at: usize) {
        self.tree.children(at).for_each(|child| self.node(child));
    }

    /// Writes what an element holds as a block.
    fn as_block(&mut self, at: usize) {
        self.html.push_str("<div>");
        self.inner(at);
        self.html.push_str("</div>");
    }

    /// Writes an element whose lists do not go on outside of it.
    fn container(&mut self, at: usize, inside: Inside) {
        self.apart(inside, |writer| {
            writer.element(at);
            writer.end_label();
        });
    }

    fn apart(&mut self, inside: Inside, write: impl FnOnce(&mut Self)) {
        let (delimiter, n_visible) = (self.delimiter.take(), self.n_visible);
        let outside = std::mem::replace(&mut self.inside, inside);
        write(self);
        self.inside = outside;
        self.delimiter = delimiter.filter(|_| self.n_visible == n_visible);
    }

    fn ordered_list(&mut self, at: usize) {
        let (before, items) = items(self.tree, at);
        before.into_iter().for_each(|child| self.node(child));
        let goes_on = |a: &Item, b: &Item| {
            a.label.is_none() && b.label.is_none() && a.number.checked_add(1) == Some(b.number)
        };
        for run in items.chunk_by(goes_on) {
            match &run[0].label {
                Some(label) => self.labelled(&run[0], label),
                None => self.run(run),
            }
        }
    }

    /// Writes an item as paragraphs, the first of which begins with its label.
    fn labelled(&mut self, item: &Item, label: &str) {
        self.label = [self.label.as_str(), label].join(" ").trim_start().to_owned();
        self.html.push_str("<div>");
        self.item(item);
        self.html.push_str("</div>");
    }

    fn item(&mut self, item: &Item) {
        self.inner(item.at);
        self.end_label();
        item.rest.iter().for_each(|child| self.node(*child));
    }

    /// Writes items whose numbers follow each other as a list.
    fn run(&mut self, items: &[Item]) {
        self.end_label();
        let delimiter = if self.delimiter == Some('.') { ')' } else { '.' };
        let (first, last) = (items[0].number, items[items.len() - 1].number);
        let width = last.to_string().len() + 2;
        // Within an item only a list that begins with 1 needs no empty line before it.
        let is_apart = self.inside.item && first != 1;
        self.html.push_str(if is_apart { "<div><ul>" } else { "<ul>" });
        for item in items {
            let marker = format!("{:<width$}", format!("{}{delimiter}", item.number));
            self.html.push_str("<li");
            self.attribute(MARKER, &marker);
            self.html.push('>');
            self.apart(Inside { item: true, ..self.inside }, |writer| writer.item(item));
            self.html.push_str("</li>");
        }
        self.html.push_str(if is_apart { "</ul></div>" } else { "</ul>" });
        self.shown();
        self.delimiter = Some(delimiter);
    }

    /// Writes an image that belongs to a figure; others have no place.
    fn image(&mut self, at: usize, caption: Option<&str>) {
        let Some(tag) = self.tree.tag(at) else { return };
        let src = attribute(tag, "src");
        let is_held = |src: &&str| self.inside.figure || src.starts_with(BESIDE);
        let Some(src) = src.filter(is_held) else { return };
        self.begin_label();
        self.shown();
        self.html.push_str("<img");
        self.attribute("src", src);
        self.attribute("alt", attribute(tag, "alt").unwrap_or_default());
        if let Some(caption) = caption {
            self.attribute("title", caption);
        }
        self.html.push('>');
    }

    fn figure(&mut self, at: usize) {
        self.end_label();
        let inside = Inside { figure: true, ..self.inside };
        let caption = self.tree.child(at, "figcaption").filter(|at| self.tree.shows(*at, None));
        let words = caption.and_then(|at| self.tree.plain_words(at));
        let image = self.tree.only_image(at, caption);
        match (image, caption) {
            (Some(image), _) if caption.is_none() || words.is_some() => {
                self.html.push_str("<p>");
                self.apart(inside, |writer| writer.image(image, words.as_deref()));
                self.html.push_str("</p>");
            }
            // In a cell there are no blocks; and a caption of nothing is a paragraph.
            (_, Some(caption)) if !inside.cell && self.tree.shows(at, Some(caption)) => {
                self.apart(inside, |writer| {
                    writer.html.push_str("<figure>");
                    for child in writer.tree.children(at) {
                        if child == caption { writer.element(child) } else { writer.node(child) }
                    }
                    writer.html.push_str("</figure>");
                });
            }
            _ => self.apart(inside, |writer| writer.as_block(at)),
        }
    }

    fn table(&mut self, at: usize) {
        self.end_label();
        for caption in self.tree.children(at).filter(|at| self.tree.is_named(*at, "caption")) {
            self.as_block(caption);
        }
        let Some(grid) = grid(self.tree, at).filter(|_| !self.inside.cell) else {
            return self.apart(self.inside, |writer| {
                writer.html.push_str("<table>");
                for child in writer.tree.children(at) {
                    if !writer.tree.is_named(child, "caption") {
                        writer.node(child);
                    }
                }
                writer.html.push_str("</table>");
            });
        };
        if grid.is_too_large() {
            for row in std::iter::once(&grid.head).chain(&grid.rows) {
                self.html.push_str("<div>");
                row.iter().flatten().for_each(|cell| self.as_block(*cell));
                self.html.push_str("</div>");
            }
            return;
        }
        self.html.push_str("<table><thead>");
        self.row(&grid.head, "th");
        self.html.push_str("</thead><tbody>");
        grid.rows.iter().for_each(|row| self.row(row, "td"));
        self.html.push_str("</tbody></table>");
    }

    fn row(&mut self, cells: &[Cell], name: &str) {
        self.html.push_str("<tr>");
        for cell in cells {
            self.html.push_str(&format!("<{name}>"));
            let n_visible = self.n_visible;
            if let Some(at) = cell {
                self.apart(Inside { cell: true, ..self.inside }, |writer| writer.inner(*at));
            }
            if self.n_visible == n_visible && name == "th" {
                // A column without a heading is one all the same.
                self.html.push('\u{a0}');
            }
            self.html.push_str(&format!("</{name}>"));
        }
        self.html.push_str("</tr>");
        self.shown();
    }
}
