//! What was done in the editor, and taking it back.

use std::sync::Arc;

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::Deserialize;

use super::{
    Fault, anchors,
    check::{refused, yaml_of},
    save::{Saved, refuse_unless_editing},
};
use crate::{
    disk::sidecar::{self, Failure},
    preview::{
        server::Server,
        snapshot::Touched,
        undos::{Step, Undo},
    },
    site::Live,
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

/// Answers `GET undos`.
pub(super) async fn undos(
    State(server): State<Arc<Server>>,
    Query(place): Query<Place>,
) -> Json<Vec<Step>> {
    Json(server.undos.of(&place.article))
}

/// Answers `POST undo`.
pub(super) fn undo(server: &Server, _: &Live, wanted: TakeBack) -> Result<Saved, Fault> {
    refuse_unless_editing(server)?;
    let missing = || Fault::missing("edit to take back, by the number", &wanted.undo.to_string());
    let edit = server.undos.get(wanted.undo).ok_or_else(missing)?;
    let saved = take_back(server, &edit).map_err(|failure| match &failure {
        Failure::Edit(refusal) => refused(refusal),
        Failure::Io(..) => Fault::new(StatusCode::INTERNAL_SERVER_ERROR, failure.to_string()),
        _ => Fault::new(StatusCode::CONFLICT, failure.to_string()),
    })?;
    server.undos.remove(wanted.undo);
    let yaml = yaml_of(&saved.edited);
    let id = edit.undo.id().to_owned();
    Ok(Saved { id, file: saved.path, yaml, version: None, undo: None })
}

fn take_back(server: &Server, edit: &Undo) -> Result<sidecar::Saved, Failure> {
    let Undo { step, path, undo, locked } = edit;
    if let Some(locked) = locked {
        anchors::remember_again(server, &step.article, locked);
    }
    let open = server.stage.latest().map(|live| live.open.with_drafts());
    let taken_back = sidecar::undo(server.stage.root(), open.as_ref(), path, undo);
    server.stage.update(&Touched::Paths([path.clone()].into()));
    if !step.article.is_empty() {
        anchors::remember(server, &step.article);
    }
    taken_back
}
