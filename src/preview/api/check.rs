//! An edit that was not made yet → what would be written, and what is wrong with it.
//!
//! The edit is made on the text of the file, in memory, and the edition is
//! looked at as it would be then: so the verdict is the one of `check`.

use std::{ops::Range, sync::Arc};

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    Fault,
    describe::{Point, point},
    with_edition,
};
use crate::{
    build::Live,
    diag::Diagnostic,
    edit::{self, Edited, List, Operation, Refusal},
    files::SourceFile,
    preview::server::Server,
};

/// An edit of one annotation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// The article's slug.
    pub article: String,
    /// What would be done: `{op, id, fields}`.
    pub edit: Operation,
}

/// What an edit would come to.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// The file that would be written, for people to read.
    pub file: String,
    /// The entry as it would stand in the file; empty if it would be removed.
    pub yaml: String,
    /// What is wrong with the entry.
    pub problems: Vec<Trouble>,
    /// Where the annotation would stand; `None` if its passage is not found.
    pub lands: Option<Landing>,
}

/// Something that is wrong with an entry.
#[derive(Debug, Serialize)]
pub struct Trouble {
    /// The field it is about, if it is about one.
    pub field: Option<String>,
    /// `error`, `warning` or `info`.
    pub severity: &'static str,
    /// Which kind of problem.
    pub code: &'static str,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}

/// The passage that an annotation finds.
#[derive(Debug, Serialize)]
pub struct Landing {
    /// Where it begins.
    pub start: Point,
    /// Where it ends.
    pub end: Point,
    /// How it reads.
    pub reads: String,
}

/// Answers `POST check`.
pub(super) async fn check(
    State(server): State<Arc<Server>>,
    Json(draft): Json<Draft>,
) -> Result<Json<Verdict>, Fault> {
    with_edition(server, move |server, live| verdict(server, live, &draft)).await
}

fn verdict(server: &Server, live: &Live, draft: &Draft) -> Result<Verdict, Fault> {
    let file = file_of(live, &draft.article, &draft.edit)?;
    let edited = edit::apply(List::Annotations, &file, &draft.edit).map_err(refused)?;
    let unreadable = "the edition cannot be read as it is; mend what it reports first";
    let then = server
        .stage
        .imagine(&file.path, &edited.text)
        .ok_or_else(|| Fault::new(StatusCode::CONFLICT, unreadable))?;
    Ok(Verdict {
        file: file.path.to_string(),
        yaml: edited.entry.clone().map(|lines| lines_of(&edited.text, lines)).unwrap_or_default(),
        problems: problems(&then, &file.path, &edited),
        lands: landing(&then, &draft.article, draft.edit.id()),
    })
}

/// Returns the file that an edit of an annotation is made in: the one that has
/// it, or, for a new one, that of its kind.
fn file_of(live: &Live, article: &str, edit: &Operation) -> Result<SourceFile, Fault> {
    let sidecars = live.sidecars(article).ok_or_else(|| Fault::missing("article", article))?;
    let holds = |file: &SourceFile| {
        edit::ids(List::Annotations, file).is_ok_and(|ids| ids.iter().any(|id| id == edit.id()))
    };
    let mut files = sidecars.iter().filter_map(|path| live.text(path));
    if let Some(file) = files.find(holds) {
        return Ok(file);
    }
    let Operation::Add { fields, .. } = edit else {
        return Err(Fault::missing("annotation", edit.id()));
    };
    let name = match fields.get("kind").and_then(|kind| kind.as_str()) {
        Some("fact-check") => "fact-checks.yaml",
        Some("counter-source") => "counter-sources.yaml",
        Some("gloss") => "glosses.yaml",
        _ => "notes.yaml",
    };
    let path = format!("content/{article}/{name}");
    let empty = SourceFile { path: path.as_str().into(), text: String::new() };
    if sidecars.contains(&path) {
        let unreadable = || Fault::new(StatusCode::CONFLICT, format!("{path} cannot be read"));
        return live.text(&path).ok_or_else(unreadable);
    }
    Ok(empty)
}

fn refused(refusal: Refusal) -> Fault {
    let status = match &refusal {
        Refusal::Missing { .. } => StatusCode::NOT_FOUND,
        Refusal::Unreadable(_) | Refusal::Layout | Refusal::Changed { .. } => StatusCode::CONFLICT,
        Refusal::Duplicate { .. } | Refusal::Shared { .. } | Refusal::FixedId => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    Fault::new(status, refusal.to_string())
}

/// Returns lines of a text, counted from 1, the last exclusive.
fn lines_of(text: &str, lines: Range<usize>) -> String {
    let first = lines.start.saturating_sub(1);
    text.split_inclusive('\n').skip(first).take(lines.len()).collect()
}

fn problems(then: &Live, path: &str, edited: &Edited) -> Vec<Trouble> {
    let Some(lines) = &edited.entry else { return Vec::new() };
    let entry = lines_of(&edited.text, lines.clone());
    let findings = then.findings_at(&[path.to_owned()].into());
    let is_here =
        |found: &&Diagnostic| *found.place.path == *path && lines.contains(&found.place.start.line);
    let found = findings.diagnostics.iter().filter(is_here).map(|found| Trouble {
        field: field_at(&entry, found.place.start.line - lines.start),
        severity: found.severity.as_str(),
        code: found.problem.code(),
        message: found.problem.to_string(),
        help: found.problem.help(),
    });
    found.collect()
}

/// Returns the field of an entry that a line of it, counted from 0, belongs to.
fn field_at(entry: &str, line: usize) -> Option<String> {
    let indent = |line: &str| line.len() - line.trim_start_matches([' ', '-']).len();
    let depth = indent(entry.lines().next()?);
    let fields = entry.lines().take(line + 1).filter(|line| indent(line) == depth);
    let (name, _) = fields.last()?.trim_start_matches([' ', '-']).split_once(':')?;
    Some(name.trim_matches(['"', '\'']).to_owned())
}

fn landing(then: &Live, article: &str, id: &str) -> Option<Landing> {
    let status = then.anchors(article).into_iter().find(|status| status.id == id)?;
    let (start, end) = status.position?;
    let (_, prose) = then.prose(article)?;
    let byte_of =
        |n: usize| prose.text.char_indices().nth(n).map_or(prose.text.len(), |(byte, _)| byte);
    Some(Landing {
        start: point(&prose, byte_of(start)),
        end: point(&prose, byte_of(end)),
        reads: status.text,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_belongs_to_the_field_above_it() {
        let entry = "- id: a\n  kind: note\n  quote:\n    exact: b: c\n  body: |\n    d: e\n";
        let fields = ["id", "kind", "quote", "quote", "body", "body"];
        for (line, field) in fields.into_iter().enumerate() {
            assert_eq!(field_at(entry, line).as_deref(), Some(field), "{line}");
        }
    }
}
