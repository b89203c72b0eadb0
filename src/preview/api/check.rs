//! An edit that was not made yet → what would be written, and what is wrong with it.
//!
//! The edit is made on the text of the file, in memory, and the edition is
//! looked at as it would be then: so the verdict is the one of `check`, and the
//! one that saving goes by.

use serde_json::{Value, json};

use super::{
    describe::point,
    draft::{Draft, yaml_of},
    fault::Fault,
};
use crate::{
    diag::{Diagnostic, Problem},
    edit::{self, List},
    edition::{Change, OpenEdition, check_edit, is_refused},
    io::SourceFile,
    preview::state::PreviewState,
};

/// Answers `POST check`: with the file that would be written, the entry as it would stand
/// there, what would be wrong that is not wrong now, errors first, and where the annotation
/// would stand, if its passage is found.
pub(super) fn check(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: Draft,
) -> Result<Value, Fault> {
    let draft = Draft { if_match: None, ..draft.completed(edition)? };
    let Draft { list, article, edit, .. } = &draft;
    let file = draft.file(edition)?;
    let text = edit::apply(*list, &file, edit)?.text;
    let before = edition.with_drafts();
    let then = before.with_edit(&file.path, &text);
    let found = check_edit(&before, &then, Change { path: &file.path, list: *list, text: &text });
    let file = SourceFile::new(file.path, text);
    let is_annotation = *list == List::Annotations && state.is_loaded();
    let then = then.edition.filter(|_| is_annotation);
    Ok(json!({
        "id": edit.id(),
        "file": &*file.path,
        "yaml": yaml_of(*list, &file, edit.id()),
        "is_sound": !is_refused(&found),
        "problems": problems(&found, &draft, &file),
        "lands": then.and_then(|then| landing(&then, article, edit.id())),
    }))
}

/// Ties what is said of a change to the fields of the entry; `file` is as it would be.
pub(super) fn problems(found: &[Diagnostic], draft: &Draft, file: &SourceFile) -> Vec<Value> {
    let field_of = |one: &Diagnostic| {
        let line = one.place.start.line;
        let is_here = *one.place.path == *file.path;
        let at = is_here.then(|| edit::field_at(draft.list, file, line));
        let (id, field) = at.flatten().filter(|(id, _)| id == draft.edit.id())?;
        let lines = edit::lines_of(draft.list, file, &id).ok();
        let is_of_entry = lines.is_some_and(|lines| lines.start == line);
        match one.problem {
            // What is not there has no line of its own.
            Problem::MissingField { field, .. }
                if is_of_entry && draft.list.fields().contains(&field) =>
            {
                Some(field.to_owned())
            }
            _ => Some(field),
        }
    };
    let problem = |one: &Diagnostic| {
        json!({
            "field": field_of(one),
            "severity": one.severity.as_str(),
            "code": one.problem.code(),
            "message": one.problem.to_string(),
            "help": one.problem.help(),
        })
    };
    found.iter().map(problem).collect()
}

/// Returns where the passage of an annotation starts and ends, and how it reads.
fn landing(edition: &OpenEdition, article: &str, id: &str) -> Option<Value> {
    let anchors = edition.anchors(article);
    let status = anchors.get(id)?;
    let range = status.range.as_ref()?;
    let (_, prose) = edition.prose(article)?;
    let (start, end) = (point(&prose, range.start), point(&prose, range.end));
    Some(json!({"start": start, "end": end, "reads": status.text}))
}
