//! Markdown files: where the front matter ends, and what it says.

use std::ops::Range;

use super::{YamlFile, entry::Entry};
use crate::{
    diag::{Diagnostics, Place, Problem},
    files::{SourceFile, Span},
    model::{FrontMatter, PageMatter, Publisher},
};

const ARTICLE: (&str, &[&str]) = (
    "front matter",
    &[
        "title",
        "authors",
        "published",
        "publisher",
        "source_url",
        "language",
        "rights",
        "summary",
        "draft",
        "allow",
    ],
);

const PAGE: (&str, &[&str]) = ("front matter", &["title", "summary", "order", "draft", "allow"]);

/// Where the two parts of a Markdown file lie, in bytes of its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the fences; empty without front matter.
    pub matter: Range<usize>,
    /// The Markdown.
    pub body: Range<usize>,
}

/// Finds the front matter of a Markdown file, or reports that it is not closed.
#[must_use]
pub fn split(file: &SourceFile, diagnostics: &Diagnostics) -> Option<Parts> {
    let start = file.start();
    let end = file.text.len();
    let mut lines = lines_of(&file.text, start);
    let Some(first) = lines.next().filter(|line| is_fence(&file.text[line.clone()])) else {
        return Some(Parts { matter: start..start, body: start..end });
    };
    let matter_start = first.end;
    match lines.find(|line| is_fence(&file.text[line.clone()])) {
        Some(fence) => Some(Parts { matter: matter_start..fence.start, body: fence.end..end }),
        None => {
            let span = Span::new(start..start + 3);
            diagnostics.report(Problem::FrontMatter, Place::new(file, span));
            None
        }
    }
}

/// Returns the lines from `start` on, each with its break.
fn lines_of(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        let range = *at..*at + line.len();
        *at = range.end;
        Some(range)
    })
}

fn is_fence(line: &str) -> bool {
    line.trim_end() == "---"
}

/// Decodes an article's front matter; faults are reported and left out.
#[must_use]
pub fn front_matter(file: &SourceFile, parts: &Parts, diagnostics: &Diagnostics) -> FrontMatter {
    let Some(yaml) = read_matter(file, parts, diagnostics) else {
        return FrontMatter::default();
    };
    let Some(entry) = Entry::new(&yaml, Vec::new(), &yaml.value, ARTICLE, diagnostics) else {
        return FrontMatter::default();
    };
    let publisher = entry.entry("publisher", ("publisher", &["name", "url"])).and_then(|given| {
        Some(Publisher { name: given.required_text("name")?, url: given.url("url") })
    });
    FrontMatter {
        title: entry.text("title"),
        authors: entry.texts("authors"),
        published: entry.date("published"),
        publisher,
        source_url: entry.url("source_url"),
        language: entry.language("language"),
        rights: entry.text("rights"),
        summary: entry.text("summary"),
        is_draft: entry.boolean("draft").unwrap_or(false),
        allow: entry.allow(),
    }
}

/// Decodes a plain page's front matter; faults are reported and left out.
#[must_use]
pub fn page_matter(file: &SourceFile, parts: &Parts, diagnostics: &Diagnostics) -> PageMatter {
    let Some(yaml) = read_matter(file, parts, diagnostics) else {
        return PageMatter::default();
    };
    let Some(entry) = Entry::new(&yaml, Vec::new(), &yaml.value, PAGE, diagnostics) else {
        return PageMatter::default();
    };
    PageMatter {
        title: entry.text("title"),
        summary: entry.text("summary"),
        order: entry.integer("order"),
        is_draft: entry.boolean("draft").unwrap_or(false),
    }
}

/// Reads the YAML between the fences; `None` if there is none, or none that can be read.
fn read_matter(file: &SourceFile, parts: &Parts, diagnostics: &Diagnostics) -> Option<YamlFile> {
    if file.text[parts.matter.clone()].trim().is_empty() {
        return None;
    }
    // The body is not needed for places in the front matter.
    let text = file.text[..parts.matter.end].to_owned();
    let head = SourceFile::new(file.path.clone(), text);
    let yaml = YamlFile::parse_part(head, parts.matter.clone(), diagnostics)?;
    (!yaml.value.is_null()).then_some(yaml)
}
