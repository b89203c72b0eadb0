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
    anchor::LockEntry,
    disk::sidecar::SavedUndo,
    edit::{List, Operation},
};

/// Edits that can be taken back.
const MAX_UNDOS: usize = 200;

/// The edits that can be taken back, the last at the end.
#[derive(Debug, Default)]
pub(super) struct Undos(Mutex<VecDeque<Undo>>);

/// An edit as pages are told of it, and what undoes it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Undo {
    /// What `POST undo` takes. A page from before a restart must not take back another's
    /// edit, so nobody can foresee it; scripts know it exactly.
    #[serde(rename = "undo")]
    pub(super) number: u64,
    /// `added`, `changed`, `removed` or `retracted`.
    pub(super) done: &'static str,
    pub(super) list: List,
    /// The slug of the article, for an annotation; otherwise empty.
    pub(super) article: String,
    pub(super) id: String,
    /// The file that the edit was made in.
    #[serde(skip)]
    pub(super) path: String,
    #[serde(skip)]
    pub(super) saved: SavedUndo,
    /// What was remembered of its passage before: an older quote may find it by that only.
    #[serde(skip)]
    pub(super) locked: Option<LockEntry>,
    /// The language of the translation that it quoted.
    #[serde(skip)]
    pub(super) language: Option<String>,
}

/// Returns a number for an edit that is to be undone: of 53 bits.
pub(super) fn new_number() -> u64 {
    getrandom::u64().unwrap_or_default() >> 11
}

/// Returns what an edit does, in a word.
pub(super) fn name_of(edit: &Operation) -> &'static str {
    match edit {
        Operation::Add { .. } => "added",
        Operation::Remove { .. } => "removed",
        Operation::Retract { .. } => "retracted",
        Operation::Set { fields, .. } => match fields.get("status").and_then(Value::as_str) {
            Some("retracted") => "retracted",
            _ => "changed",
        },
    }
}

impl Undos {
    fn lock(&self) -> MutexGuard<'_, VecDeque<Undo>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn add(&self, undo: Undo) {
        let mut all = self.lock();
        all.push_back(undo);
        if all.len() > MAX_UNDOS {
            all.pop_front();
        }
    }

    /// Returns what can be taken back in an article and in the lists, the last first.
    pub(super) fn of(&self, article: &str) -> Vec<Undo> {
        let is_there = |undo: &&Undo| undo.article.is_empty() || undo.article == article;
        self.lock().iter().rev().filter(is_there).cloned().collect()
    }

    pub(super) fn get(&self, number: u64) -> Option<Undo> {
        self.lock().iter().find(|undo| undo.number == number).cloned()
    }

    pub(super) fn remove(&self, number: u64) {
        self.lock().retain(|undo| undo.number != number);
    }
}
