//! Edits that are made, and taken back.
//!
//! Everything is written by `disk::sidecar`, as on the command line: checked as
//! a whole, in one step, and never over what somebody else has changed.

use std::{convert::Infallible, slice, sync::Arc};

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    advice::advice_on_failure,
    draft::{Draft, changed, problems, yaml_of},
    fault::Fault,
};
use crate::{
    anchor::lock::{self, Keep},
    disk::{
        anchors,
        sidecar::{self, Expected, Failure},
    },
    edit::{self, List, Operation},
    edition::{OpenEdition, Record},
    io::SourceFile,
    preview::{
        snapshot::Touched,
        state::PreviewState,
        undos::{Undo, name_of, new_number},
    },
};

/// Where to look for edits: the slug of an article.
#[derive(Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    article: String,
}

/// Which edit is to be taken back: the number that saving gave.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TakeBack {
    undo: u64,
}

/// Answers `POST save`.
pub(super) fn save(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: Draft,
) -> Result<Value, Fault> {
    write(state, edition, &draft.completed(edition)?)
}

/// Writes an edit, and remembers the passages of the article that it is about.
///
/// Returns the file that was written, the entry as it stands there, what `if_match` of an edit
/// that rests on it must say, and what `POST undo` takes to take it back.
pub(super) fn write(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: &Draft,
) -> Result<Value, Fault> {
    refuse_unless_editing(state)?;
    let Draft { list, edit, .. } = draft;
    let file = draft.file(edition)?;
    let expected = draft.if_match.as_deref().map_or(Expected::Anything, Expected::Entry);
    let article = if *list == List::Annotations { &*draft.article } else { "" };
    let is_new = matches!(edit, Operation::Add { .. });
    let (locked, language) = match article {
        "" => (None, None),
        _ if is_new => (None, None),
        _ => {
            let anchors = edition.anchors(article);
            let status = anchors.get(edit.id());
            let language = status.and_then(|status| status.language.clone());
            (status.and_then(|status| status.locked.clone()), language)
        }
    };
    let open = edition.with_drafts();
    let saved = sidecar::apply(&state.root, Some(&open), &file.path, edit, expected)
        .map_err(|failure| fault(failure, draft, &file))?;
    take_in(state, &saved.path, article);
    let number = new_number();
    let mut undo = Undo {
        number,
        done: name_of(edit),
        list: *list,
        article: article.to_owned(),
        id: edit.id().to_owned(),
        path: saved.path.clone(),
        saved: saved.undo.clone(),
        locked,
        language,
    };
    if let Some(earlier) = draft.continues.and_then(|number| state.undos.get(number))
        && let Some(both) = earlier.saved.with_later(&saved)
    {
        state.undos.remove(earlier.number);
        undo = Undo { number, saved: both, ..earlier };
    }
    state.undos.add(undo);
    let file = SourceFile::new(saved.path.clone(), saved.edited.text);
    Ok(json!({
        "id": edit.id(),
        "file": saved.path,
        "yaml": yaml_of(*list, &file, edit.id()),
        "version": edit::version(*list, &file, edit.id()),
        "undo": number,
    }))
}

/// Answers `GET undos`.
pub(super) async fn undos(
    State(state): State<Arc<PreviewState>>,
    Query(place): Query<Place>,
) -> Json<Vec<Undo>> {
    Json(state.undos.of(&place.article))
}

/// Answers `POST undo`.
pub(super) fn undo(state: &PreviewState, _: &OpenEdition, asked: TakeBack) -> Result<Value, Fault> {
    refuse_unless_editing(state)?;
    let missing = || Fault::missing("edit to take back, by the number", &asked.undo.to_string());
    let undo = state.undos.get(asked.undo).ok_or_else(missing)?;
    if let Some(locked) = &undo.locked {
        let (language, found) = (undo.language.as_deref(), slice::from_ref(locked));
        let record = Record { language, found, prose: None, keep: Keep::All };
        update_lock(state, &undo.article, record);
    }
    let open = state.latest().map(|live| live.open.with_drafts());
    let taken_back = sidecar::undo(&state.root, open.as_ref(), &undo.path, &undo.saved);
    take_in(state, &undo.path, &undo.article);
    let saved = taken_back.map_err(|failure| {
        let said = failure.to_string();
        match failure {
            Failure::Edit(refusal) => refusal.into(),
            Failure::Io(..) => {
                let say = advice_on_failure(&failure);
                Fault::new(StatusCode::INTERNAL_SERVER_ERROR, said).with("say", say)
            }
            _ => Fault::new(StatusCode::CONFLICT, said),
        }
    })?;
    state.undos.remove(asked.undo);
    let file = SourceFile::new(&*saved.path, saved.edited.text);
    let yaml = yaml_of(undo.list, &file, &undo.id);
    Ok(json!({"id": undo.id, "file": saved.path, "yaml": yaml, "version": null, "undo": null}))
}

fn refuse_unless_editing(state: &PreviewState) -> Result<(), Fault> {
    let off = || Fault::new(StatusCode::FORBIDDEN, "editing is off in this preview");
    state.guard.may_edit.then_some(()).ok_or_else(off)
}

/// Takes in a file that was written, and remembers where the passages of its article are.
///
/// What was written stands whether or not they can be remembered, so nothing is said if they
/// cannot: the lock is made again from what is found, by `anchors reanchor`.
fn take_in(state: &PreviewState, path: &str, article: &str) {
    state.update(&Touched::Paths([path.to_owned()].into()));
    if let Some(live) = state.latest().filter(|_| !article.is_empty()) {
        let anchors = live.open.anchors(article);
        let _: Result<_, Infallible> = anchors.record(|record| {
            update_lock(state, article, record);
            Ok(true)
        });
    }
}

fn update_lock(state: &PreviewState, article: &str, record: Record<'_>) {
    let written = anchors::remember(&state.root, article, record);
    if written.is_ok_and(|is_new| is_new) {
        let path = format!("content/{article}/{}", lock::file_of(record.language));
        state.update(&Touched::Paths([path].into()));
    }
}

/// Returns what is told of an edit of a file that was not written.
fn fault(failure: Failure, draft: &Draft, file: &SourceFile) -> Fault {
    let said = failure.to_string();
    let Draft { list, edit, .. } = draft;
    let edited = |file: &SourceFile| {
        let text = edit::apply(*list, file, edit).ok()?.text;
        Some(SourceFile::new(file.path.clone(), text))
    };
    match failure {
        Failure::Edit(refusal) => refusal.into(),
        Failure::Invalid(found) => {
            let problems = edited(file).map(|file| problems(&found, draft, &file));
            Fault::unusable(said).with("problems", problems)
        }
        Failure::Changed { text, .. } => {
            let now = SourceFile::new(file.path.clone(), text);
            changed()
                .with("yours", edited(&now).map(|file| yaml_of(*list, &file, edit.id())))
                .with("current", yaml_of(*list, &now, edit.id()))
                .with("version", edit::version(*list, &now, edit.id()))
        }
        Failure::Path(_) => Fault::unusable(said),
        Failure::Io(..) => {
            let say = advice_on_failure(&failure);
            Fault::new(StatusCode::INTERNAL_SERVER_ERROR, said).with("say", say)
        }
    }
}
