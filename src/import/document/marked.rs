//! The text of a document with the comments in it and all changes accepted, read from
//! Pandoc's tree of `--track-changes=all`: spans of the classes `comment-start`,
//! `comment-end`, `insertion`, `deletion`, `paragraph-insertion` and `paragraph-deletion`.

use std::{
    collections::{BTreeMap, HashMap},
    ops::Range,
};

use serde_json::Value as Json;

use super::super::sanitize;
use crate::text::html;

/// What a document says, and who commented on what of it.
#[derive(Debug, Default)]
pub(super) struct Marked {
    /// The text, each block a line; footnotes are no part of it.
    pub(super) text: String,
    /// The comments, in the order in which they begin.
    pub(super) comments: Vec<Comment>,
    /// How many changes each author made.
    pub(super) changes: BTreeMap<String, usize>,
}

/// A comment.
#[derive(Debug, Default)]
pub(super) struct Comment {
    /// What the file calls it.
    pub(super) id: String,
    pub(super) author: String,
    /// A date of ISO 8601, or nothing.
    pub(super) date: String,
    /// What it says, in Markdown.
    pub(super) body: String,
    /// The bytes of the text that it stands on.
    pub(super) range: Range<usize>,
    /// What it stood on that was deleted.
    pub(super) deleted: String,
    /// The number of the footnote that it stands in, from 1.
    pub(super) footnote: Option<usize>,
}

impl Marked {
    /// Reads a tree.
    pub(super) fn read(tree: &Json) -> Self {
        let mut reader = Reader::default();
        reader.all(&tree["blocks"]);
        reader.marked
    }

    /// Returns which comments answer others where the file does not say so: of those on the same
    /// words, the later ones answer the first.
    pub(super) fn on_same_words(&self) -> HashMap<usize, usize> {
        let mut first: HashMap<(usize, usize), usize> = HashMap::new();
        let mut answered = HashMap::new();
        let mut numbers: Vec<usize> = (0..self.comments.len()).collect();
        numbers.sort_by_key(|&number| (&self.comments[number].date, number));
        for number in numbers {
            let Comment { range, footnote, .. } = &self.comments[number];
            if range.is_empty() || footnote.is_some() {
                continue;
            }
            match first.get(&(range.start, range.end)) {
                Some(&root) => drop(answered.insert(number, root)),
                None => drop(first.insert((range.start, range.end), number)),
            }
        }
        answered
    }
}

#[derive(Default)]
struct Reader {
    marked: Marked,
    /// The texts of footnotes, which nobody needs.
    aside: String,
    /// The number of the footnote that is being read.
    footnote: Option<usize>,
    n_footnotes: usize,
    n_deletions: usize,
    /// The comments whose end has not been read yet, by their ids.
    open: BTreeMap<String, usize>,
    /// Whether the end of the last paragraph was deleted.
    is_joined: bool,
}

impl Reader {
    /// Reads a list of elements, or what holds some.
    fn all(&mut self, value: &Json) {
        match value {
            Json::Array(items) => items.iter().for_each(|item| self.all(item)),
            Json::Object(element) if element.contains_key("t") => self.element(value),
            _ => {}
        }
    }

    fn element(&mut self, element: &Json) {
        let content = &element["c"];
        match element["t"].as_str().unwrap_or_default() {
            "Para" | "Plain" => {
                self.begin_block();
                self.all(content);
            }
            "Header" => {
                self.begin_block();
                self.all(&content[2]);
            }
            "LineBlock" => {
                for line in content.as_array().into_iter().flatten() {
                    self.begin_block();
                    self.all(line);
                }
            }
            "CodeBlock" => {
                self.begin_block();
                self.push(content[1].as_str().unwrap_or_default());
            }
            "Str" => self.push(content.as_str().unwrap_or_default()),
            "Space" | "SoftBreak" | "LineBreak" => self.push(" "),
            "Code" | "Math" => self.push(content[1].as_str().unwrap_or_default()),
            "Span" => self.span(content),
            "Note" => self.note(content),
            // The text of an image is no words of the text.
            "Image" | "RawInline" | "RawBlock" => {}
            _ => self.all(content),
        }
    }

    fn begin_block(&mut self) {
        if std::mem::take(&mut self.is_joined) || self.footnote.is_some() {
            return self.push(" ");
        }
        let text = &mut self.marked.text;
        if !text.is_empty() && !text.ends_with('\n') {
            text.push('\n');
        }
    }

    /// Adds words to the text; those that were deleted, to the comments on them.
    fn push(&mut self, words: &str) {
        if self.n_deletions > 0 {
            for &open in self.open.values() {
                self.marked.comments[open].deleted += words;
            }
        } else if self.footnote.is_some() {
            self.aside += words;
        } else {
            // A block is a line.
            self.marked.text.extend(words.chars().map(|c| if c == '\n' { ' ' } else { c }));
        }
    }

    fn note(&mut self, content: &Json) {
        if self.n_deletions > 0 {
            return;
        }
        self.n_footnotes += 1;
        self.footnote = Some(self.n_footnotes);
        self.all(content);
        self.footnote = None;
    }

    fn span(&mut self, content: &Json) {
        let class = content[0][1][0].as_str().unwrap_or_default();
        let attribute = |name: &str| {
            let pairs = content[0][2].as_array().into_iter().flatten();
            let mut own = pairs.filter(|pair| pair[0] == name);
            own.next().and_then(|pair| pair[1].as_str()).unwrap_or_default().to_owned()
        };
        match class {
            "comment-start" => {
                let id = own_id(content);
                self.open.insert(id.clone(), self.marked.comments.len());
                // What never ends stands on nothing.
                let here = self.marked.text.len();
                self.marked.comments.push(Comment {
                    id,
                    author: attribute("author"),
                    date: attribute("date"),
                    body: body(&content[1]),
                    range: here..here,
                    deleted: String::new(),
                    footnote: self.footnote,
                });
            }
            "comment-end" => {
                // Several that end in one place hold each other.
                self.all(&content[1]);
                if let Some(comment) = self.open.remove(&own_id(content)) {
                    self.marked.comments[comment].range.end = self.marked.text.len();
                }
            }
            "deletion" => {
                self.change(attribute("author"));
                self.n_deletions += 1;
                self.all(&content[1]);
                self.n_deletions -= 1;
            }
            "insertion" | "paragraph-insertion" => {
                self.change(attribute("author"));
                self.all(&content[1]);
            }
            "paragraph-deletion" => {
                self.change(attribute("author"));
                self.is_joined = true;
            }
            _ => self.all(&content[1]),
        }
    }

    fn change(&mut self, author: String) {
        *self.marked.changes.entry(author).or_default() += 1;
    }
}

/// Returns the id of a comment: Pandoc says it as the span's own, or as an attribute.
fn own_id(span: &Json) -> String {
    let pairs = span[0][2].as_array().into_iter().flatten();
    let mut given = pairs.filter(|pair| pair[0] == "id").filter_map(|pair| pair[1].as_str());
    given.next().or(span[0][0].as_str()).unwrap_or_default().to_owned()
}

/// Returns what a comment says, as Markdown. Pandoc puts a pilcrow between its paragraphs.
fn body(inlines: &Json) -> String {
    let elements: Vec<&Json> = inlines.as_array().into_iter().flatten().collect();
    let mut html = "<p>".to_owned();
    let mut rest = elements.as_slice();
    while let [element, following @ ..] = rest {
        match (element, following) {
            (space, [pilcrow, other, ..])
                if space["t"] == "Space" && other["t"] == "Space" && pilcrow["c"] == "¶" =>
            {
                html += "</p><p>";
                rest = &following[2..];
            }
            _ => {
                push_html(&mut html, element, 0);
                rest = following;
            }
        }
    }
    sanitize::from_html(&(html + "</p>"))
}

/// Writes an inline element as HTML.
fn push_html(out: &mut String, element: &Json, depth: usize) {
    // What is nested deeper is no formatting of a comment.
    const MAX_DEPTH: usize = 32;
    let content = &element["c"];
    let within = |out: &mut String, tag: &str, inlines: &Json| {
        if !tag.is_empty() {
            out.push_str(&format!("<{tag}>"));
        }
        for inline in inlines.as_array().into_iter().flatten().filter(|_| depth < MAX_DEPTH) {
            push_html(out, inline, depth + 1);
        }
        if !tag.is_empty() {
            out.push_str(&format!("</{tag}>"));
        }
    };
    match element["t"].as_str().unwrap_or_default() {
        "Str" => html::push_text(out, content.as_str().unwrap_or_default()),
        "Space" | "SoftBreak" => out.push(' '),
        "LineBreak" => out.push_str("<br>"),
        "Emph" => within(out, "em", content),
        "Strong" => within(out, "strong", content),
        "Strikeout" => within(out, "del", content),
        "Superscript" => within(out, "sup", content),
        "Subscript" => within(out, "sub", content),
        "Underline" | "SmallCaps" => within(out, "", content),
        "Span" => within(out, "", &content[1]),
        "Code" => {
            let text = html::text(content[1].as_str().unwrap_or_default());
            out.push_str(&format!("<code>{text}</code>"));
        }
        "Link" => {
            let address = html::attribute(content[2][0].as_str().unwrap_or_default());
            out.push_str(&format!("<a href=\"{address}\">"));
            within(out, "", &content[1]);
            out.push_str("</a>");
        }
        _ => {}
    }
}
