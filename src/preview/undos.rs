//! Edits that were made since the preview was started, and can be taken back.
//!
//! Each is taken back by itself, wherever it stands now, as long as the file still
//! holds what it wrote; so any page can take back what any other one did.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde::Serialize;
use serde_yaml::Value;

use crate::{
    anchor::Locked,
    disk::sidecar::SavedUndo,
    edit::{List, Operation},
};

/// Edits that can be taken back.
const MAX_UNDOS: usize = 200;

/// The edits that can be taken back.
#[derive(Debug, Default)]
pub(super) struct Undos(Mutex<Done>);

/// How many edits were made, and the last of them.
#[derive(Debug, Default)]
struct Done {
    n_edits: u64,
    last: VecDeque<Undo>,
}

/// An edit, the file it was made in, and what undoes it.
#[derive(Debug, Clone)]
pub(super) struct Undo {
    pub(super) step: Step,
    pub(super) path: String,
    pub(super) undo: SavedUndo,
    /// What was remembered of its passage before: an older quote may find it by that only.
    pub(super) locked: Option<Locked>,
}

/// An edit as pages are told of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Step {
    /// What `POST undo` takes; given by [`Undos::add`].
    undo: u64,
    /// `added`, `changed`, `removed` or `retracted`.
    done: &'static str,
    list: List,
    /// The slug of the article, for an annotation; otherwise empty.
    pub(super) article: String,
    id: String,
}

impl Step {
    pub(super) fn new(list: List, article: &str, edit: &Operation) -> Self {
        let done = match edit {
            Operation::Add { .. } => "added",
            Operation::Remove { .. } => "removed",
            Operation::Retract { .. } => "retracted",
            Operation::Set { fields, .. } => match fields.get("status").and_then(Value::as_str) {
                Some("retracted") => "retracted",
                _ => "changed",
            },
        };
        let article = if list == List::Annotations { article } else { "" };
        Self { undo: 0, done, list, article: article.to_owned(), id: edit.id().to_owned() }
    }
}

impl Undos {
    fn lock(&self) -> MutexGuard<'_, Done> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an edit; returns the number by which it is taken back.
    pub(super) fn add(&self, mut undo: Undo) -> u64 {
        let mut all = self.lock();
        if all.n_edits == 0 {
            // A page from before a restart must not take back another's edit.
            all.n_edits = 1000 * u64::from(getrandom::u32().unwrap_or_default());
        }
        all.n_edits += 1;
        undo.step.undo = all.n_edits;
        all.last.push_back(undo);
        if all.last.len() > MAX_UNDOS {
            all.last.pop_front();
        }
        all.n_edits
    }

    /// Returns what can be taken back in an article and in the lists, the last first.
    pub(super) fn of(&self, article: &str) -> Vec<Step> {
        let all = self.lock();
        let steps = all.last.iter().rev().map(|edit| &edit.step);
        let is_there = |step: &&Step| step.article.is_empty() || step.article == article;
        steps.filter(is_there).cloned().collect()
    }

    pub(super) fn get(&self, number: u64) -> Option<Undo> {
        self.lock().last.iter().find(|edit| edit.step.undo == number).cloned()
    }

    pub(super) fn remove(&self, number: u64) {
        self.lock().last.retain(|edit| edit.step.undo != number);
    }
}
