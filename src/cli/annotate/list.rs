//! `annotate list`: one line for each annotation.

use std::ops::Range;

use serde::Serialize;
use serde_yaml::{Mapping, Value};

use crate::{
    cli::{
        Format, Result, json_line,
        open_article::OpenArticle,
        passages::{JsonPassage, anchors, folded},
        print, refuse,
    },
    edit::{self, List},
    edition::AnchorStatus,
    io::SourceFile,
};

/// An annotation for programs.
#[derive(Serialize)]
struct JsonAnnotation<'a> {
    article: &'a str,
    id: &'a str,
    /// Below the root, with `/`.
    file: &'a str,
    /// From 1; `end_line` is the last one.
    line: usize,
    end_line: usize,
    #[serde(flatten)]
    passage: JsonPassage<'a>,
    annotation: &'a Mapping,
}

/// An annotation with all that is printed of it.
pub(super) struct Listed<'a> {
    pub(super) article: &'a str,
    pub(super) file: &'a SourceFile,
    pub(super) id: &'a str,
    pub(super) fields: &'a Mapping,
    pub(super) anchor: Option<&'a AnchorStatus>,
}

impl Listed<'_> {
    fn field(&self, name: &str) -> &str {
        self.fields.get(name).and_then(Value::as_str).unwrap_or("–")
    }

    /// Returns the lines on which it stands.
    pub(super) fn lines(&self) -> Range<usize> {
        edit::lines_of(List::Annotations, self.file, self.id).unwrap_or(1..2)
    }

    /// Returns how its passage was found.
    pub(super) fn state(&self) -> &'static str {
        self.anchor.map_or("–", |status| status.state.as_str())
    }

    fn for_people(&self) -> String {
        let (kind, rating) = (self.field("kind"), self.field("rating"));
        let status = match self.fields.get("status").and_then(Value::as_str) {
            None | Some("published") => String::new(),
            Some(status) => format!(" ({status})"),
        };
        let text = self.anchor.map_or_else(String::new, |status| folded(&status.text));
        format!("{:<10}  {kind:<14}  {rating:<16}  {}{status}  {text}\n", self.state(), self.id)
    }

    pub(super) fn for_programs(&self) -> String {
        let Self { article, file, id, fields, anchor } = *self;
        let lines = self.lines();
        json_line(&JsonAnnotation {
            article,
            id,
            file: &file.path,
            line: lines.start,
            end_line: lines.end - 1,
            passage: anchor.map(JsonPassage::new).unwrap_or_default(),
            annotation: fields,
        })
    }
}

/// Prints one line for each annotation, in the order of the files.
pub(super) fn run(article: &OpenArticle<'_>, format: Format) -> Result {
    let anchors = anchors(article.root, article.slug);
    let mut lines = String::new();
    for sidecar in &article.sidecars {
        for (id, fields) in &sidecar.entries {
            let (file, anchor) = (&sidecar.file, anchors.get(id));
            let listed = Listed { article: article.slug, file, id, fields, anchor };
            lines += &match format {
                Format::Human => listed.for_people(),
                Format::Json => listed.for_programs(),
            };
        }
    }
    print(lines.as_bytes())?;
    refuse(&article.unread)
}
