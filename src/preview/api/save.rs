//! Edits that are made, and taken back.
//!
//! Everything is written by `disk::sidecar`, as on the command line: checked as
//! a whole, in one step, and never over what somebody else has changed.

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
use serde_yaml::Mapping;

use super::{
    Fault, anchors,
    check::{Draft, Trouble, file_of, lines_of, refused, sidecar_with, troubles, yaml_of},
    with_edition,
};
use crate::{
    anchor::Locked,
    build::Live,
    disk::sidecar::{self, Expected, Failure, SavedUndo},
    edit::{self, List, Operation},
    files::SourceFile,
    preview::{server::Server, snapshot::Touched},
};

/// Edits that can be taken back.
const MAX_UNDOS: usize = 200;

/// What can be taken back.
#[derive(Debug, Default)]
pub(in crate::preview) struct Undos(Mutex<Done>);

/// How many edits were made, and the last of them by number.
#[derive(Debug, Default)]
struct Done {
    n_edits: u64,
    last: VecDeque<(u64, Reversible)>,
}

/// An edit that can be taken back.
#[derive(Debug, Clone)]
struct Reversible {
    /// The file.
    path: String,
    undo: SavedUndo,
    /// The slug of the article, if it was an annotation.
    article: Option<String>,
    /// What was remembered of its passage before: an older quote may find it by that only.
    locked: Option<Locked>,
}

/// Names an entry.
#[derive(Debug, Deserialize)]
pub struct Name {
    /// What it is in: `annotations`, `terms` or `sources`.
    pub list: List,
    /// The slug of the article, for an annotation.
    #[serde(default)]
    pub article: String,
    /// Its id; a source's key.
    pub id: String,
}

/// An entry as it is.
#[derive(Debug, Serialize)]
pub struct Entry {
    /// The file that has it, for people to read.
    pub file: String,
    /// Its fields.
    pub fields: Mapping,
    /// As it stands in the file.
    pub yaml: String,
    /// What `if_match` of an edit that rests on it must say.
    pub version: Option<String>,
}

/// An edit that was written.
#[derive(Debug, Serialize)]
pub struct Saved {
    /// The entry's id.
    pub id: String,
    /// The file that was written, for people to read.
    pub file: String,
    /// The entry as it stands there; empty if it was removed.
    pub yaml: String,
    /// Its new version.
    pub version: Option<String>,
    /// What `POST undo` takes to take it back; `None` for what took back another.
    pub undo: Option<u64>,
}

/// Which edit is to be taken back.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TakeBack {
    /// The number that saving gave.
    pub undo: u64,
}

/// Answers `GET entry`.
pub(super) async fn entry(
    State(server): State<Arc<Server>>,
    Query(name): Query<Name>,
) -> Result<Json<Entry>, Fault> {
    with_edition(server, move |_, live| {
        let Name { list, article, id } = &name;
        let file = match list {
            List::Annotations => sidecar_with(live, article, id)?,
            List::Terms => live.text("content/glossary.yaml"),
            List::Sources => live.text("content/sources.yaml"),
        };
        let file = file.ok_or_else(|| Fault::missing(list.of(), id))?;
        let fields = edit::fields_of(*list, &file, id).map_err(|refusal| refused(&refusal))?;
        Ok(Entry {
            fields,
            yaml: yaml_in(*list, &file, id),
            version: edit::version(*list, &file, id),
            file: file.path.to_string(),
        })
    })
    .await
}

fn yaml_in(list: List, file: &SourceFile, id: &str) -> String {
    edit::lines_of(list, file, id).map(|lines| lines_of(&file.text, lines)).unwrap_or_default()
}

/// Answers `POST save`.
pub(super) async fn save(
    State(server): State<Arc<Server>>,
    Json(draft): Json<Draft>,
) -> Result<Json<Saved>, Fault> {
    with_edition(server, move |server, live| write(server, live, &draft.named(live)?)).await
}

/// Writes an edit, and remembers the passages of the article that it is about.
pub(super) fn write(server: &Server, live: &Live, draft: &Draft) -> Result<Saved, Fault> {
    refuse_unless_editing(server)?;
    let file = file_of(live, draft.list, &draft.article, &draft.edit)?;
    let expected = draft.if_match.as_deref().map_or(Expected::Anything, Expected::Entry);
    let root = server.stage.root();
    let id = draft.edit.id();
    let article = (draft.list == List::Annotations).then(|| draft.article.clone());
    let is_new = matches!(draft.edit, Operation::Add { .. });
    let old = article.as_ref().filter(|_| !is_new);
    let locked = old.and_then(|article| anchors::locked(live, article, id));
    let saved = sidecar::apply(root, &file.path, &draft.edit, expected)
        .map_err(|failure| fault(failure, draft, live))?;
    server.stage.update(&Touched::Paths([saved.path.clone()].into()));
    if let Some(article) = &article {
        anchors::remember(server, article);
    }
    let after = SourceFile { path: file.path, text: saved.edited.text.clone() };
    Ok(Saved {
        id: id.to_owned(),
        file: saved.path.clone(),
        yaml: yaml_of(&saved.edited),
        version: edit::version(draft.list, &after, id),
        undo: Some(server.undos.add(Reversible {
            path: saved.path,
            undo: saved.undo,
            article,
            locked,
        })),
    })
}

fn refuse_unless_editing(server: &Server) -> Result<(), Fault> {
    if server.guard.may_edit {
        return Ok(());
    }
    Err(Fault::new(StatusCode::FORBIDDEN, "editing is off in this preview"))
}

fn fault(failure: Failure, draft: &Draft, live: &Live) -> Fault {
    let said = failure.to_string();
    match failure {
        Failure::Edit(refusal) => refused(&refusal),
        Failure::Invalid(found) => Fault {
            problems: troubles_of(&found, draft, live).into(),
            ..Fault::new(StatusCode::UNPROCESSABLE_ENTITY, said)
        },
        Failure::Changed { text, .. } => {
            let file = SourceFile { path: "".into(), text };
            Fault {
                current: Some(yaml_in(draft.list, &file, draft.edit.id()).into()),
                version: edit::version(draft.list, &file, draft.edit.id()).map(Into::into),
                ..Fault::new(StatusCode::CONFLICT, "this entry was changed on disk")
            }
        }
        Failure::Path(_) => Fault::new(StatusCode::UNPROCESSABLE_ENTITY, said),
        Failure::Io(..) => Fault::new(StatusCode::INTERNAL_SERVER_ERROR, said),
    }
}

/// Ties what a check refused to fields, which the edit has to be made once more for.
fn troubles_of(found: &[crate::diag::Diagnostic], draft: &Draft, live: &Live) -> Vec<Trouble> {
    let Ok(file) = file_of(live, draft.list, &draft.article, &draft.edit) else {
        return Vec::new();
    };
    let edited = edit::apply(draft.list, &file, &draft.edit).map(|edited| edited.text);
    let file = SourceFile { text: edited.unwrap_or_default(), ..file };
    troubles(found, draft, &file)
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

impl Reversible {
    fn take_back(&self, server: &Server) -> Result<sidecar::Saved, Failure> {
        let root = server.stage.root();
        if let (Some(article), Some(locked)) = (&self.article, &self.locked) {
            anchors::remember_again(server, article, locked);
        }
        let taken_back = sidecar::undo(root, &self.path, &self.undo);
        server.stage.update(&Touched::Paths([self.path.clone()].into()));
        if let Some(article) = &self.article {
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
    fn add(&self, edit: Reversible) -> u64 {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.n_edits += 1;
        let number = all.n_edits;
        all.last.push_back((number, edit));
        if all.last.len() > MAX_UNDOS {
            all.last.pop_front();
        }
        number
    }

    fn get(&self, number: u64) -> Option<Reversible> {
        let all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.last.iter().find(|(other, _)| *other == number).map(|(_, edit)| edit.clone())
    }

    fn remove(&self, number: u64) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.last.retain(|(other, _)| *other != number);
    }
}
