//! Entries as they are, and edits that are made.
//!
//! Everything is written by `disk::sidecar`, as on the command line: checked as
//! a whole, in one step, and never over what somebody else has changed.

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::{
    Fault, anchors,
    check::{Draft, Trouble, file_of, is_gone, lines_of, refused, sidecar_with, troubles, yaml_of},
};
use crate::{
    disk::sidecar::{self, Expected, Failure},
    edit::{self, List, Operation},
    io::SourceFile,
    preview::{
        server::Server,
        snapshot::Touched,
        undos::{Step, Undo},
    },
    site::Live,
};

/// Names an entry of a list; an annotation by its article, too.
#[derive(Deserialize)]
pub(super) struct Name {
    list: List,
    #[serde(default)]
    article: String,
    id: String,
}

/// An edit that was written.
#[derive(Serialize)]
pub(super) struct Saved {
    pub(super) id: String,
    /// The file that was written, for people to read.
    pub(super) file: String,
    /// The entry as it stands there; empty if it was removed.
    pub(super) yaml: String,
    /// What `if_match` of an edit that rests on it must say.
    pub(super) version: Option<String>,
    /// What `POST undo` takes to take it back; `None` for what took back another.
    pub(super) undo: Option<u64>,
}

/// Answers `GET entry`.
pub(super) fn entry(_: &Server, live: &Live, name: Name) -> Result<Value, Fault> {
    let Name { list, article, id } = &name;
    let file = match list {
        List::Annotations => sidecar_with(live, article, id)?,
        List::Terms => live.open.text("content/glossary.yaml"),
        List::Sources => live.open.text("content/sources.yaml"),
    };
    let file = file.ok_or_else(|| Fault::missing(list.of(), id))?;
    let fields = edit::fields_of(*list, &file, id).map_err(|refusal| refused(&refusal))?;
    Ok(json!({
        "file": &*file.path,
        "fields": fields,
        "yaml": yaml_in(*list, &file, id),
        "version": edit::version(*list, &file, id),
    }))
}

fn yaml_in(list: List, file: &SourceFile, id: &str) -> String {
    edit::lines_of(list, file, id).map(|lines| lines_of(&file.text, lines)).unwrap_or_default()
}

/// Answers `POST save`.
pub(super) fn save(server: &Server, live: &Live, draft: Draft) -> Result<Saved, Fault> {
    write(server, live, &draft.completed(live)?)
}

/// Writes an edit, and remembers the passages of the article that it is about.
pub(super) fn write(server: &Server, live: &Live, draft: &Draft) -> Result<Saved, Fault> {
    refuse_unless_editing(server)?;
    if draft.if_match.is_some() && is_gone(live, draft)? {
        return Err(Fault { current: Some("".into()), ..changed() });
    }
    let file = file_of(live, draft.list, &draft.article, &draft.edit)?;
    let expected = draft.if_match.as_deref().map_or(Expected::Anything, Expected::Entry);
    let root = server.stage.root();
    let id = draft.edit.id();
    let article = (draft.list == List::Annotations).then(|| draft.article.clone());
    let is_new = matches!(draft.edit, Operation::Add { .. });
    let old = article.as_ref().filter(|_| !is_new);
    let locked = old.and_then(|article| anchors::locked(live, article, id));
    let open = live.open.with_drafts();
    let saved = sidecar::apply(root, Some(&open), &file.path, &draft.edit, expected)
        .map_err(|failure| fault(failure, draft, live))?;
    server.stage.update(&Touched::Paths([saved.path.clone()].into()));
    if let Some(article) = &article {
        anchors::remember(server, article);
    }
    let step = Step::new(draft.list, &draft.article, &draft.edit);
    let after = SourceFile::new(file.path, saved.edited.text.clone());
    Ok(Saved {
        id: id.to_owned(),
        file: saved.path.clone(),
        yaml: yaml_of(&saved.edited),
        version: edit::version(draft.list, &after, id),
        undo: Some(server.undos.add(Undo { step, path: saved.path, undo: saved.undo, locked })),
    })
}

pub(super) fn refuse_unless_editing(server: &Server) -> Result<(), Fault> {
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
            let file = SourceFile::new("", text);
            let yours = edit::apply(draft.list, &file, &draft.edit).ok();
            Fault {
                yours: yours.map(|edited| yaml_of(&edited).into()),
                current: Some(yaml_in(draft.list, &file, draft.edit.id()).into()),
                version: edit::version(draft.list, &file, draft.edit.id()).map(Into::into),
                ..changed()
            }
        }
        Failure::Path(_) => Fault::new(StatusCode::UNPROCESSABLE_ENTITY, said),
        Failure::Io(..) => Fault::new(StatusCode::INTERNAL_SERVER_ERROR, said),
    }
}

fn changed() -> Fault {
    Fault::new(StatusCode::PRECONDITION_FAILED, "this entry was changed on disk")
}

/// Ties what a check refused to fields, which the edit has to be made once more for.
fn troubles_of(found: &[crate::diag::Diagnostic], draft: &Draft, live: &Live) -> Vec<Trouble> {
    let Ok(file) = file_of(live, draft.list, &draft.article, &draft.edit) else {
        return Vec::new();
    };
    let edited = edit::apply(draft.list, &file, &draft.edit).map(|edited| edited.text);
    let file = SourceFile::new(file.path, edited.unwrap_or_default());
    troubles(found, draft, &file)
}
