//! Edits that are made.
//!
//! Everything is written by `disk::sidecar`, as on the command line: checked as
//! a whole, in one step, and never over what somebody else has changed.

use std::{collections::BTreeSet, convert::Infallible};

use axum::http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};
use serde_yaml::Mapping;

use super::{
    draft::{Draft, changed, problems, yaml_of},
    fault::Fault,
    names::EntryName,
};
use crate::{
    anchor::{LockEntry, lock},
    disk::{
        anchors,
        sidecar::{self, Expected, Failure, Saved},
    },
    edit::{self, List, Operation},
    edition::{OpenEdition, Record},
    io::SourceFile,
    preview::{
        snapshot::Touched,
        state::PreviewState,
        undos::{Step, new_number, noun_of},
    },
};

/// Names the drafts of an article that are to be published.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Publish {
    article: String,
    ids: Vec<String>,
}

/// Answers `POST save`.
pub(super) fn save(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: Draft,
) -> Result<Value, Fault> {
    write(state, edition, &draft.completed(edition)?)
}

/// Answers `POST publish`: of each draft whether it is published by now or, if it has errors,
/// what is wrong with it.
pub(super) fn publish(
    state: &PreviewState,
    edition: &OpenEdition,
    asked: Publish,
) -> Result<Value, Fault> {
    refuse_unless_editing(state)?;
    let Publish { article, ids } = asked;
    edition.sidecars(&article).ok_or_else(|| Fault::no_article(&article))?;
    let mut edition = edition.clone();
    let mut told = Vec::new();
    for id in ids {
        let fields = Mapping::from_iter([("status".into(), serde_yaml::Value::Null)]);
        let edit = Operation::Set { id: id.clone(), fields };
        let draft = Draft::of_annotation(&article, edit);
        let is_draft = draft
            .fields(&edition)
            .map(|fields| fields.get("status").and_then(|status| status.as_str()) == Some("draft"));
        let written = match is_draft {
            Ok(true) => draft.completed(&edition).and_then(|it| write(state, &edition, &it)),
            Ok(false) => Err(Fault::new(StatusCode::CONFLICT, "it is not a draft")),
            Err(fault) => Err(fault),
        };
        if let Some(live) = state.latest().filter(|_| written.is_ok()) {
            edition = live.open.clone();
        }
        told.push(match written {
            Ok(mut written) => {
                written["ok"] = true.into();
                written["problems"] = json!([]);
                written
            }
            Err(fault) => {
                let mut told = fault.into_told();
                told.entry("problems").or_insert_with(|| json!([]));
                told.insert("id".into(), id.into());
                told.insert("ok".into(), false.into());
                told.into()
            }
        });
    }
    Ok(told.into())
}

/// Writes an edit, and remembers the passages of the article that it is about.
///
/// Returns the file that was written, the entry as it stands there, what `if_match` of an edit
/// that rests on it must say, and what `POST undo` takes to take it back, with what that is
/// called.
pub(super) fn write(
    state: &PreviewState,
    edition: &OpenEdition,
    draft: &Draft,
) -> Result<Value, Fault> {
    refuse_unless_editing(state)?;
    let Draft { list, edit, .. } = draft;
    let file = draft.file(edition)?;
    let article = if *list == List::Annotations { &*draft.article } else { "" };
    let open = edition.with_drafts();
    let expected = draft.if_match.as_deref().map_or(Expected::Anything, Expected::Entry);
    let done = draft.done(&file);
    if done == "published" {
        draft.refuse_unsound(state, edition)?;
    }
    let name = EntryName::new(&open, *list, article, edit.id());
    let (locked, language) = remembered(&open, article, edit.id());
    let saved = sidecar::apply(&state.root, Some(&open), &file.path, edit, expected)
        .map_err(|failure| fault(failure, draft, &file))?;
    take_in(state, &open, &saved, article);
    let mut step = Step {
        number: new_number(),
        done,
        title: String::new(),
        list: *list,
        article: article.to_owned(),
        id: edit.id().to_owned(),
        path: saved.path.clone(),
        saved: saved.undo.clone(),
        locked,
        language,
    };
    if let Some(earlier) = draft.continues.and_then(|number| state.undos.undo(number))
        && (&earlier.article, &earlier.path) == (&step.article, &step.path)
        && let Some(both) = earlier.saved.with_later(&saved)
    {
        state.undos.forget(earlier.number);
        step = Step { number: step.number, saved: both, ..earlier };
    }
    step.title = title(state, &step, name);
    let (number, title) = (step.number, step.title.clone());
    state.undos.add(step);
    let file = SourceFile::new(saved.path.clone(), saved.edited.text);
    Ok(json!({
        "id": edit.id(),
        "file": saved.path,
        "yaml": yaml_of(*list, &file, edit.id()),
        "version": edit::version(*list, &file, edit.id()),
        "undo": number,
        "title": title,
    }))
}

/// Returns what is remembered of the passage of an annotation, and the language of the
/// translation that it quotes.
pub(super) fn remembered(
    edition: &OpenEdition,
    article: &str,
    id: &str,
) -> (Option<LockEntry>, Option<String>) {
    if article.is_empty() {
        return (None, None);
    }
    let anchors = edition.anchors(article);
    let status = anchors.get(id);
    let language = status.and_then(|status| status.language.clone());
    (status.and_then(|status| status.locked.clone()), language)
}

/// Returns what a step is called; `was` is what its entry was called before.
fn title(state: &PreviewState, step: &Step, was: EntryName) -> String {
    let Step { done, list, article, id, .. } = step;
    // What was withdrawn says nothing any more.
    let now = state.latest().filter(|_| !matches!(*done, "removed" | "retracted"));
    let name = now.map_or(was, |live| EntryName::new(&live.open, *list, article, id));
    let of = match list {
        List::Annotations => "",
        List::Terms => "the term ",
        List::Sources => "the source ",
    };
    let words = name.words.map(|words| format!(": “{words}”")).unwrap_or_default();
    format!("{} of {of}{}{words}", noun_of(done), name.label)
}

pub(super) fn refuse_unless_editing(state: &PreviewState) -> Result<(), Fault> {
    if !state.guard.may_edit {
        return Err(Fault::new(StatusCode::FORBIDDEN, "editing is off in this preview"));
    }
    if !state.root.is_dir() {
        let said = "the folder of the edition is gone";
        let say = "The folder of the edition was renamed or removed, so nothing was written: \
                   start the preview where it is now";
        return Err(Fault::new(StatusCode::GONE, said).with("say", say));
    }
    Ok(())
}

/// Remembers where the passages of an article are after an edit of a file in it, and takes
/// all in that was written; `open` is the edition before.
pub(super) fn take_in(state: &PreviewState, open: &OpenEdition, saved: &Saved, article: &str) {
    let then = open.with_edit(&saved.path, &saved.edited.text).edition;
    let mut paths = then.map_or_else(BTreeSet::new, |then| remember(state, &then, article));
    paths.insert(saved.path.clone());
    state.update(&Touched::Paths(paths));
}

/// Remembers where the passages of an article are; returns the files that were written.
///
/// An edit stands whether or not they can be remembered, so nothing is said if they cannot:
/// the lock is made again from what is found, by `anchors reanchor`.
pub(super) fn remember(
    state: &PreviewState,
    edition: &OpenEdition,
    article: &str,
) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    if article.is_empty() {
        return paths;
    }
    let _: Result<_, Infallible> = edition.anchors(article).record(|record| {
        paths.extend(update_lock(state, article, record));
        Ok(true)
    });
    paths
}

/// Remembers passages of an article; returns the path of the file, if it was written.
pub(super) fn update_lock(
    state: &PreviewState,
    article: &str,
    record: Record<'_>,
) -> Option<String> {
    let path = format!("content/{article}/{}", lock::file_of(record.language));
    let is_written = anchors::remember(&state.root, article, record).is_ok_and(|is_new| is_new);
    is_written.then_some(path)
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
        failure => Fault::unwritten(failure, StatusCode::UNPROCESSABLE_ENTITY),
    }
}
