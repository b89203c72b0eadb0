//! An edit that was not made yet → what would be written, and what is wrong with it.
//!
//! The edit is made on the text of the file, in memory, and the edition is
//! looked at as it would be then: so the verdict is the one of `check`, and the
//! one that saving goes by.

use std::{ops::Range, sync::Arc};

use axum::{Json, extract::State, http::StatusCode};
use serde::{Deserialize, Serialize};

use super::{
    Fault,
    describe::{Point, point},
    with_edition,
};
use crate::{
    diag::{Diagnostic, Problem},
    disk::today,
    edit::{self, Edited, List, Operation, Refusal, Sidecar},
    edition::{Change, OpenEdition, check_edit, is_refused},
    io::SourceFile,
    preview::server::Server,
    site::Live,
};

/// An edit of an annotation, a term or a source.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// What is edited: `annotations` if not said, `terms` or `sources`.
    #[serde(default = "annotations")]
    pub list: List,
    /// The slug of the article, for an annotation.
    #[serde(default)]
    pub article: String,
    /// What would be done: `{op, id, fields}`; the id of a new annotation may be empty,
    /// and is then made from what it says.
    pub edit: Operation,
    /// The version of the entry that the edit rests on, as `GET entry` told it.
    pub if_match: Option<String>,
}

fn annotations() -> List {
    List::Annotations
}

/// What an edit would come to.
#[derive(Debug, Serialize)]
pub struct Verdict {
    /// The entry's id.
    pub id: String,
    /// The file that would be written, for people to read.
    pub file: String,
    /// The entry as it would stand in the file; empty if it would be removed.
    pub yaml: String,
    /// What would be wrong that is not wrong now, errors first.
    pub problems: Vec<Trouble>,
    /// Whether it can be saved.
    pub is_sound: bool,
    /// Where the annotation would stand; `None` if its passage is not found.
    pub lands: Option<Landing>,
}

/// Something that is wrong with an entry.
#[derive(Debug, Serialize)]
pub struct Trouble {
    /// The field it is about, if it is about one of this entry.
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

impl Draft {
    /// Returns the draft as it is written: of an annotation, with its dates, and with an
    /// id if it is a new one that has none.
    pub(super) fn completed(self, live: &Live) -> Result<Self, Fault> {
        if self.list != List::Annotations {
            return Ok(self);
        }
        let sidecars = sidecars_of(live, &self.article)?;
        let edit = match self.edit {
            Operation::Add { id, fields } if id.is_empty() => {
                let entries = sidecars.iter().flat_map(|sidecar| &sidecar.entries);
                let taken: Vec<String> = entries.map(|(id, _)| id.clone()).collect();
                Operation::Add { id: edit::new_id(&fields, &taken), fields }
            }
            edit => edit,
        };
        let old = sidecars.iter().find_map(|sidecar| sidecar.fields_of(edit.id()));
        let edit = edit::dated(edit, old, today());
        Ok(Self { edit, ..self })
    }
}

/// Answers `POST check`.
pub(super) async fn check(
    State(server): State<Arc<Server>>,
    Json(draft): Json<Draft>,
) -> Result<Json<Verdict>, Fault> {
    with_edition(server, move |server, live| verdict(server, live, &draft.completed(live)?)).await
}

fn verdict(server: &Server, live: &Live, draft: &Draft) -> Result<Verdict, Fault> {
    let file = file_of(live, draft.list, &draft.article, &draft.edit)?;
    let edited =
        edit::apply(draft.list, &file, &draft.edit).map_err(|refusal| refused(&refusal))?;
    let change = Change { path: &file.path, list: draft.list, text: &edited.text };
    let before = live.open.with_drafts();
    let then = before.with_edit(&file.path, &edited.text);
    let said = check_edit(&before, &then, change);
    let is_annotation = draft.list == List::Annotations && server.stage.is_loaded();
    let then = then.edition.filter(|_| is_annotation);
    Ok(Verdict {
        id: draft.edit.id().to_owned(),
        file: file.path.to_string(),
        yaml: yaml_of(&edited),
        is_sound: !is_refused(&said),
        problems: troubles(&said, draft, &SourceFile::new(file.path, edited.text)),
        lands: then.and_then(|then| landing(&then, &draft.article, draft.edit.id())),
    })
}

/// Returns the file that an edit is made in. For an annotation it is the sidecar
/// that has it or, for a new one, the one that `annotate` chooses, too.
pub(super) fn file_of(
    live: &Live,
    list: List,
    article: &str,
    edit: &Operation,
) -> Result<SourceFile, Fault> {
    let or_empty = |path: &str| {
        let empty = || SourceFile::new(path, String::new());
        live.open.text(path).unwrap_or_else(empty)
    };
    match list {
        List::Terms => return Ok(or_empty("content/glossary.yaml")),
        List::Sources => return Ok(or_empty("content/sources.yaml")),
        List::Annotations => {}
    }
    let sidecars = sidecars_of(live, article)?;
    let home = match edit {
        Operation::Add { fields, .. } => {
            let kind = fields.get("kind").and_then(|kind| kind.as_str()).unwrap_or("note");
            Some(edit::home_of(article, kind, &sidecars))
        }
        _ => None,
    };
    // An id that is taken is refused by the file that has it.
    let found = with_entry(sidecars, edit.id()).or_else(|| home.map(|path| or_empty(&path)));
    found.ok_or_else(|| Fault::missing("annotation", edit.id()))
}

/// Returns whether an edit is of an annotation that no readable sidecar has.
pub(super) fn is_gone(live: &Live, draft: &Draft) -> Result<bool, Fault> {
    let is_change = !matches!(draft.edit, Operation::Add { .. });
    Ok(draft.list == List::Annotations
        && is_change
        && sidecar_with(live, &draft.article, draft.edit.id())?.is_none())
}

/// Returns the sidecars of an article that can be read.
fn sidecars_of(live: &Live, article: &str) -> Result<Vec<Sidecar>, Fault> {
    let paths = live.open.sidecars(article).ok_or_else(|| Fault::missing("article", article))?;
    Ok(paths.iter().filter_map(|path| Sidecar::new(live.open.text(path)?).ok()).collect())
}

fn with_entry(sidecars: Vec<Sidecar>, id: &str) -> Option<SourceFile> {
    sidecars.into_iter().find(|sidecar| sidecar.fields_of(id).is_some()).map(|found| found.file)
}

/// Returns the sidecar of an article that has an entry of this id.
pub(super) fn sidecar_with(
    live: &Live,
    article: &str,
    id: &str,
) -> Result<Option<SourceFile>, Fault> {
    Ok(with_entry(sidecars_of(live, article)?, id))
}

pub(super) fn refused(refusal: &Refusal) -> Fault {
    let status = match refusal {
        Refusal::Missing { .. } => StatusCode::NOT_FOUND,
        Refusal::Unreadable(_) | Refusal::Layout | Refusal::Changed { .. } => StatusCode::CONFLICT,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Fault::new(status, refusal.to_string())
}

/// Returns the edited entry as it stands in its file.
pub(super) fn yaml_of(edited: &Edited) -> String {
    edited.entry.clone().map(|lines| lines_of(&edited.text, lines)).unwrap_or_default()
}

/// Returns lines of a text, counted from 1, the last exclusive.
pub(super) fn lines_of(text: &str, lines: Range<usize>) -> String {
    let first = lines.start.saturating_sub(1);
    text.split_inclusive('\n').skip(first).take(lines.len()).collect()
}

/// Ties what is said of a change to the fields of the entry; `file` is as it would be.
pub(super) fn troubles(said: &[Diagnostic], draft: &Draft, file: &SourceFile) -> Vec<Trouble> {
    let field_of = |found: &Diagnostic| {
        let is_here = *found.place.path == *file.path;
        let at = is_here.then(|| edit::field_at(draft.list, file, found.place.start.line));
        let (id, field) = at.flatten().filter(|(id, _)| id == draft.edit.id())?;
        let lines = edit::lines_of(draft.list, file, &id).ok();
        let is_of_entry = lines.is_some_and(|lines| lines.start == found.place.start.line);
        match found.problem {
            // What is not there has no line of its own.
            Problem::MissingField { field, .. }
                if is_of_entry && draft.list.fields().contains(&field) =>
            {
                Some(field.to_owned())
            }
            _ => Some(field),
        }
    };
    let trouble = |found: &Diagnostic| Trouble {
        field: field_of(found),
        severity: found.severity.as_str(),
        code: found.problem.code(),
        message: found.problem.to_string(),
        help: found.problem.help(),
    };
    said.iter().map(trouble).collect()
}

fn landing(then: &OpenEdition, article: &str, id: &str) -> Option<Landing> {
    let survey = then.anchors(article);
    let status = survey.get(id)?;
    let (start, end) = status.position?;
    let (_, prose) = then.prose(article)?;
    let byte_of =
        |n: usize| prose.text.char_indices().nth(n).map_or(prose.text.len(), |(byte, _)| byte);
    Some(Landing {
        start: point(&prose, byte_of(start)),
        end: point(&prose, byte_of(end)),
        reads: status.text.clone(),
    })
}
