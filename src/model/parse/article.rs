//! Markdown files: where the front matter ends, and what it says.

use std::ops::Range;

use crate::{
    diag::{Diagnostics, Place, Problem},
    io::{SourceFile, Span},
    model::{
        FrontMatter, PageMatter, TranslationMatter,
        decode::{Known, Reading, Written},
    },
    yaml::YamlFile,
};

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
    matter::<FrontMatter>(file, parts, diagnostics).unwrap_or_default()
}

/// Decodes a plain page's front matter; faults are reported and left out.
#[must_use]
pub fn page_matter(file: &SourceFile, parts: &Parts, diagnostics: &Diagnostics) -> PageMatter {
    matter::<PageMatter>(file, parts, diagnostics).unwrap_or_default()
}

/// Decodes a translation's front matter; faults are reported and left out.
#[must_use]
pub fn translation_matter(
    file: &SourceFile,
    parts: &Parts,
    diagnostics: &Diagnostics,
) -> TranslationMatter {
    matter::<TranslationMatter>(file, parts, diagnostics).unwrap_or_default()
}

/// Reads the YAML between the fences; `None` if there is none, or none that can be read.
fn matter<W: Written>(
    file: &SourceFile,
    parts: &Parts,
    diagnostics: &Diagnostics,
) -> Option<W::Value> {
    if file.text[parts.matter.clone()].trim().is_empty() {
        return None;
    }
    // The body is not needed for places in the front matter.
    let text = file.text[..parts.matter.end].to_owned();
    let head = SourceFile::new(file.path.clone(), text);
    let yaml = YamlFile::parse_part(head, parts.matter.clone(), diagnostics)?;
    Reading { yaml: &yaml, known: Known::default(), diagnostics }.mapping::<W>()
}
