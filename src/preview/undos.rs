//! Edits that were made since the preview was started, and can be taken back; and those that
//! were taken back, and can be made again.
//!
//! Each is taken back by itself, wherever it stands now, as long as the file still
//! holds what it wrote; so any page can take back what any other one did.

use std::{
    collections::VecDeque,
    sync::{Mutex, MutexGuard, PoisonError},
};

use serde_json::{Value, json};

use crate::{
    anchor::LockEntry,
    disk::sidecar::SavedUndo,
    edit::{List, Operation},
    model::Status,
};

/// Edits that can be taken back, and that can be made again.
const MAX_STEPS: usize = 200;

/// The edits that can be taken back or made again, the last at the end.
#[derive(Debug, Default)]
pub(super) struct Undos(Mutex<Steps>);

#[derive(Debug, Default)]
struct Steps {
    undos: VecDeque<Step>,
    redos: VecDeque<Step>,
}

/// An edit as pages are told of it, and what takes it back; or one that was taken back, and
/// what makes it again.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// What `POST undo` takes, or `POST redo`. A page from before a restart must not take back
    /// another's edit, so nobody can foresee it; scripts know it exactly.
    pub(super) number: u64,
    /// What was done, in a word: `added`, `changed`, `removed`, `retracted`, `published` or
    /// `restored`.
    pub(super) done: &'static str,
    /// The same with what was edited: “addition of Note 3: “…””.
    pub(super) title: String,
    pub(super) list: List,
    /// The slug of the article, for an annotation; otherwise empty.
    pub(super) article: String,
    pub(super) id: String,
    /// The file that the edit was made in.
    pub(super) path: String,
    pub(super) saved: SavedUndo,
    /// What was remembered of its passage before: an older quote may find it by that only.
    pub(super) locked: Option<LockEntry>,
    /// The language of the translation that it quoted.
    pub(super) language: Option<String>,
}

impl Step {
    /// Returns what pages are told of it, its number as `undo` or `redo`.
    fn told(&self, number: &str) -> Value {
        json!({
            number: self.number,
            "done": self.done,
            "title": self.title,
            "list": self.list,
            "article": self.article,
            "id": self.id,
        })
    }
}

/// Returns a number for a step: of 53 bits.
pub(super) fn new_number() -> u64 {
    getrandom::u64().unwrap_or_default() >> 11
}

/// Returns what an edit does, in a word; `was` is the status of the entry before.
pub(super) fn name_of(edit: &Operation, was: Option<&str>) -> &'static str {
    let fields = match edit {
        Operation::Add { .. } => return "added",
        Operation::Remove { .. } => return "removed",
        Operation::Retract { .. } => return "retracted",
        Operation::Set { fields, .. } => fields,
    };
    let Some(status) = fields.get("status") else { return "changed" };
    let published = Status::Published.as_str();
    let now = status.as_str().unwrap_or(published);
    match (was.unwrap_or(published), now) {
        (was, now) if was == now => "changed",
        (_, "retracted") => "retracted",
        ("draft", "published") => "published",
        ("retracted", _) => "restored",
        _ => "changed",
    }
}

/// Returns the noun of what was done.
pub(super) fn noun_of(done: &str) -> &'static str {
    match done {
        "added" => "addition",
        "removed" => "removal",
        "retracted" => "retraction",
        "published" => "publication",
        "restored" => "restoration",
        _ => "change",
    }
}

impl Undos {
    fn lock(&self) -> MutexGuard<'_, Steps> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds an edit that was made: what was taken back before in the same place is over then.
    pub(super) fn add(&self, undo: Step) {
        let mut all = self.lock();
        all.redos.retain(|redo| redo.article != undo.article || redo.list != undo.list);
        push(&mut all.undos, undo);
    }

    /// Puts what makes an edit again in the place of what has taken it back.
    pub(super) fn taken_back(&self, number: u64, redo: Step) {
        let mut all = self.lock();
        all.undos.retain(|undo| undo.number != number);
        push(&mut all.redos, redo);
    }

    /// Puts what takes an edit back in the place of what has made it again.
    pub(super) fn made_again(&self, number: u64, undo: Step) {
        let mut all = self.lock();
        all.redos.retain(|redo| redo.number != number);
        push(&mut all.undos, undo);
    }

    /// Returns what can be taken back and made again in an article and in the lists, the last
    /// first.
    pub(super) fn of(&self, article: &str) -> Value {
        let all = self.lock();
        let is_there = |step: &&Step| step.article.is_empty() || step.article == article;
        let told = |steps: &VecDeque<Step>, number: &str| -> Vec<Value> {
            steps.iter().rev().filter(is_there).map(|step| step.told(number)).collect()
        };
        json!({ "undos": told(&all.undos, "undo"), "redos": told(&all.redos, "redo") })
    }

    pub(super) fn undo(&self, number: u64) -> Option<Step> {
        self.lock().undos.iter().find(|undo| undo.number == number).cloned()
    }

    pub(super) fn redo(&self, number: u64) -> Option<Step> {
        self.lock().redos.iter().find(|redo| redo.number == number).cloned()
    }

    /// Forgets an edit that became a part of another.
    pub(super) fn forget(&self, number: u64) {
        self.lock().undos.retain(|undo| undo.number != number);
    }
}

fn push(steps: &mut VecDeque<Step>, step: Step) {
    steps.push_back(step);
    if steps.len() > MAX_STEPS {
        steps.pop_front();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_done_is_named_by_what_became_of_the_entry() {
        let check = |edit: &str, was: Option<&str>, expected: &str| {
            let edit: Operation = serde_json::from_str(edit).expect("an edit as JSON");
            assert_eq!(name_of(&edit, was), expected, "{edit:?} of {was:?}");
        };
        let set = |status: &str| {
            format!(r#"{{"op": "set", "id": "a", "fields": {{"body": "b", "status": {status}}}}}"#)
        };
        check(r#"{"op": "set", "id": "a", "fields": {"body": "b"}}"#, Some("draft"), "changed");
        check(&set("null"), Some("draft"), "published");
        check(&set("\"published\""), Some("draft"), "published");
        check(&set("null"), None, "changed");
        check(&set("\"draft\""), Some("draft"), "changed");
        check(&set("\"draft\""), None, "changed");
        check(&set("\"retracted\""), None, "retracted");
        check(&set("null"), Some("retracted"), "restored");
        check(r#"{"op": "retract", "id": "a"}"#, None, "retracted");
        check(r#"{"op": "remove", "id": "a"}"#, None, "removed");
        check(r#"{"op": "add", "id": "a", "fields": {"status": "draft"}}"#, None, "added");
    }
}
