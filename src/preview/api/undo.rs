//! Edits that are taken back, and made again.

use std::{slice, sync::Arc};

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::{
    draft::yaml_of,
    fault::Fault,
    save::{refuse_unless_editing, remember, remembered, take_in, update_lock},
};
use crate::{
    anchor::lock::Keep,
    disk::sidecar::{self, Saved},
    edit,
    edition::{OpenEdition, Record},
    io::SourceFile,
    preview::{
        snapshot::Touched,
        state::PreviewState,
        undos::{Step, new_number},
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

/// Which edit is to be made again: the number that taking it back gave.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MakeAgain {
    redo: u64,
}

/// Answers `GET undos`.
pub(super) async fn undos(
    State(state): State<Arc<PreviewState>>,
    Query(place): Query<Place>,
) -> Json<Value> {
    Json(state.undos.of(&place.article))
}

/// Answers `POST undo`.
pub(super) fn undo(
    state: &PreviewState,
    edition: &OpenEdition,
    asked: TakeBack,
) -> Result<Value, Fault> {
    let missing = || Fault::missing("edit to take back, by the number", &asked.undo.to_string());
    let step = state.undos.undo(asked.undo).ok_or_else(missing)?;
    let (redo, saved) = turn_back(state, edition, step)?;
    let told = told(&redo, saved, json!({ "undo": null, "redo": redo.number }));
    state.undos.taken_back(asked.undo, redo);
    Ok(told)
}

/// Answers `POST redo`.
pub(super) fn redo(
    state: &PreviewState,
    edition: &OpenEdition,
    asked: MakeAgain,
) -> Result<Value, Fault> {
    let missing = || Fault::missing("edit to make again, by the number", &asked.redo.to_string());
    let step = state.undos.redo(asked.redo).ok_or_else(missing)?;
    let (undo, saved) = turn_back(state, edition, step)?;
    let told = told(&undo, saved, json!({ "undo": undo.number, "redo": null }));
    state.undos.made_again(asked.redo, undo);
    Ok(told)
}

/// Takes a step back; returns the step that leads here again, and what was written.
fn turn_back(
    state: &PreviewState,
    edition: &OpenEdition,
    step: Step,
) -> Result<(Step, Saved), Fault> {
    refuse_unless_editing(state)?;
    let (locked, language) = remembered(&edition.with_drafts(), &step.article, &step.id);
    if let Some(locked) = &step.locked {
        let (language, found) = (step.language.as_deref(), slice::from_ref(locked));
        let record = Record { language, found, prose: None, keep: Keep::All };
        // It is looked for with that, too.
        let path = update_lock(state, &step.article, record);
        state.update(&Touched::Paths(path.into_iter().collect()));
    }
    let latest = state.latest();
    let open = latest.as_ref().map_or(edition, |live| &live.open).with_drafts();
    let saved = sidecar::undo(&state.root, Some(&open), &step.path, &step.saved);
    let saved = saved.map_err(|failure| {
        // Somebody else has written the file, perhaps; and what is remembered is what was.
        state.update(&Touched::Paths([step.path.clone()].into()));
        if let Some(live) = state.latest() {
            let paths = remember(state, &live.open, &step.article);
            state.update(&Touched::Paths(paths));
        }
        Fault::unwritten(failure, StatusCode::CONFLICT)
    })?;
    take_in(state, &open, &saved, &step.article);
    let saved_undo = saved.undo.clone();
    let turned = Step { number: new_number(), saved: saved_undo, locked, language, ..step };
    Ok((turned, saved))
}

/// Returns what is told of a step that was taken back, and what leads there again.
fn told(step: &Step, saved: Saved, more: Value) -> Value {
    let Step { list, id, .. } = step;
    let file = SourceFile::new(saved.path.clone(), saved.edited.text);
    let mut told = json!({
        "id": id,
        "title": step.title,
        "file": saved.path,
        "yaml": yaml_of(*list, &file, id),
        "version": edit::version(*list, &file, id),
    });
    if let (Value::Object(told), Value::Object(more)) = (&mut told, more) {
        told.extend(more);
    }
    told
}
