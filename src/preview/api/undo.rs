//! Edits that were made since the preview was started, and are taken back.
//!
//! Each is taken back by itself, wherever it stands now, as long as the file still
//! holds what it wrote; so any page can take back what any other one did.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
};
use serde::{Deserialize, Serialize};

use super::{
    Fault, Saved, anchors,
    check::{Draft, refused, yaml_of},
    save::refuse_unless_editing,
    with_edition,
};
use crate::{
    anchor::Locked,
    disk::sidecar::{self, Failure, SavedUndo},
    edit::{List, Operation},
    preview::{server::Server, snapshot::Touched},
};

/// Edits that can be taken back.
const MAX_UNDOS: usize = 200;

/// What can be taken back.
#[derive(Debug, Default)]
pub(in crate::preview) struct Undos(Mutex<Done>);

/// How many edits were made, and the last of them.
#[derive(Debug, Default)]
struct Done {
    n_edits: u64,
    last: VecDeque<Edit>,
}

/// An edit, the file it was made in, and what undoes it.
#[derive(Debug, Clone)]
struct Edit {
    step: Step,
    path: String,
    undo: SavedUndo,
    /// What was remembered of its passage before: an older quote may find it by that only.
    locked: Option<Locked>,
}

/// An edit that can be taken back.
#[derive(Debug, Clone, Serialize)]
pub struct Step {
    /// What `POST undo` takes.
    pub undo: u64,
    /// What was done: `added`, `changed`, `removed` or `retracted`.
    pub done: &'static str,
    /// In which list.
    pub list: List,
    /// The slug of the article, for an annotation; otherwise empty.
    pub article: String,
    /// The entry's id.
    pub id: String,
}

/// Where to look for edits.
#[derive(Debug, Deserialize)]
pub(super) struct Place {
    #[serde(default)]
    article: String,
}

/// Which edit is to be taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// The number that saving gave.
    pub undo: u64,
}

/// Answers `GET undos`.
pub(super) async fn undos(
    State(server): State<Arc<Server>>,
    Query(place): Query<Place>,
) -> Json<Vec<Step>> {
    Json(server.undos.of(&place.article))
}

/// Answers `POST undo`.
pub(super) async fn undo(
    State(server): State<Arc<Server>>,
    Json(wanted): Json<TakeBack>,
) -> Result<Json<Saved>, Fault> {
    with_edition(server, move |server, _| {
        refuse_unless_editing(server)?;
        let missing =
            || Fault::missing("edit to take back, by the number", &wanted.undo.to_string());
        let edit = server.undos.get(wanted.undo).ok_or_else(missing)?;
        let saved = edit.take_back(server).map_err(take_back_fault)?;
        server.undos.remove(wanted.undo);
        let yaml = yaml_of(&saved.edited);
        let id = edit.undo.id().to_owned();
        Ok(Saved { id, file: saved.path, yaml, version: None, undo: None })
    })
    .await
}

impl Edit {
    fn take_back(&self, server: &Server) -> Result<sidecar::Saved, Failure> {
        let is_annotation = self.step.list == List::Annotations;
        let article = is_annotation.then_some(self.step.article.as_str());
        if let (Some(article), Some(locked)) = (article, &self.locked) {
            anchors::remember_again(server, article, locked);
        }
        let open = server.stage.latest().map(|live| live.open.with_drafts());
        let taken_back = sidecar::undo(server.stage.root(), open.as_ref(), &self.path, &self.undo);
        server.stage.update(&Touched::Paths([self.path.clone()].into()));
        if let Some(article) = article {
            anchors::remember(server, article);
        }
        taken_back
    }
}

fn take_back_fault(failure: Failure) -> Fault {
    match &failure {
        Failure::Edit(refusal) => refused(refusal),
        Failure::Invalid(_) | Failure::Changed { .. } | Failure::Path(_) => {
            Fault::new(StatusCode::CONFLICT, failure.to_string())
        }
        Failure::Io(..) => Fault::new(StatusCode::INTERNAL_SERVER_ERROR, failure.to_string()),
    }
}

impl Undos {
    pub(super) fn add(
        &self,
        draft: &Draft,
        path: String,
        undo: SavedUndo,
        locked: Option<Locked>,
    ) -> u64 {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.n_edits == 0 {
            // A page from before a restart must not take back another's edit.
            all.n_edits = 1000 * u64::from(getrandom::u32().unwrap_or_default());
        }
        all.n_edits += 1;
        let number = all.n_edits;
        all.last.push_back(Edit { step: Step::new(number, draft), path, undo, locked });
        if all.last.len() > MAX_UNDOS {
            all.last.pop_front();
        }
        number
    }

    /// Returns what can be taken back in an article and in the lists, the last first.
    fn of(&self, article: &str) -> Vec<Step> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let steps = all.last.iter().rev().map(|edit| &edit.step);
        let is_there = |step: &&Step| step.article.is_empty() || step.article == article;
        steps.filter(is_there).cloned().collect()
    }

    fn get(&self, number: u64) -> Option<Edit> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.last.iter().find(|edit| edit.step.undo == number).cloned()
    }

    fn remove(&self, number: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.last.retain(|edit| edit.step.undo != number);
    }
}

impl Step {
    fn new(undo: u64, draft: &Draft) -> Self {
        let is_retracting = |status: Option<&serde_yaml::Value>| {
            status.and_then(serde_yaml::Value::as_str) == Some("retracted")
        };
        let done = match &draft.edit {
            Operation::Add { .. } => "added",
            Operation::Remove { .. } => "removed",
            Operation::Retract { .. } => "retracted",
            Operation::Set { fields, .. } if is_retracting(fields.get("status")) => "retracted",
            Operation::Set { .. } => "changed",
        };
        let article = match draft.list {
            List::Annotations => draft.article.clone(),
            List::Terms | List::Sources => String::new(),
        };
        Self { undo, done, list: draft.list, article, id: draft.edit.id().to_owned() }
    }
}
