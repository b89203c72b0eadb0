//! Writes edits into an edition: the command line and the page's editor alike.
//!
//! The folder is locked against other edits; the file is read, edited in memory,
//! checked, and replaced in one step by a new one that lies beside it. Whatever
//! happens in between, the file holds the old bytes or the new ones. Other programs
//! know nothing of the lock, so what they wrote meanwhile is found by comparing, and
//! the edit is made again on top of it.

use std::{path::Path, sync::Arc};

use serde_yaml::Mapping;

use super::{FolderInput, target::Target};
use crate::{
    anchor::lock,
    diag::{Diagnostic, Diagnostics},
    edit::{self, EditError, Edited, List, Operation, Undo},
    edition::{Change, OpenEdition, check_edit, check_edit_of, is_refused, is_refused_as_drafts},
    io::SourceFile,
    model::{parse, schema},
    site::hash,
};

pub use super::failure::Failure;

/// Larger files are not edited, in bytes: four times what is read by default.
const MAX_SIZE: usize = 64_000_000;

/// How often an edit is made again on what another program wrote meanwhile. After the
/// first time, which is checked, each takes some milliseconds.
const MAX_ATTEMPTS: usize = 100;

/// What an edit rests on, so that nothing is overwritten unseen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected<'a> {
    /// Nothing but what the operation itself needs.
    Anything,
    /// The whole file, by its [`hash`].
    File(&'a str),
    /// The entry alone, by its [`edit::version`]: changes elsewhere in the file are kept.
    Entry(&'a str),
}

/// An edit that was written.
#[derive(Debug)]
pub struct Saved {
    /// The path of the file below the root, with `/`.
    pub path: String,
    /// The new text, the lines that changed, and the undo.
    pub edited: Edited,
    /// The hash of the new file.
    pub hash: String,
    /// What a check says of the change, all of them warnings.
    pub warnings: Vec<Diagnostic>,
    /// What takes the edit back; see [`undo`].
    pub undo: SavedUndo,
}

/// What takes a written edit back.
#[derive(Debug, Clone, PartialEq)]
pub struct SavedUndo {
    undo: Undo,
    /// Whether the edit made the file, so that its undo removes it.
    has_made_file: bool,
}

impl SavedUndo {
    /// Returns the id of the entry that it takes back.
    #[must_use]
    pub fn id(&self) -> &str {
        self.undo.id()
    }

    /// Returns what takes back this edit and a later one of the same entry at once; `None` if
    /// what stood around this one was changed by others in between.
    #[must_use]
    pub fn with_later(&self, later: &Saved) -> Option<Self> {
        let undo = self.undo.with_later(&later.undo.undo, &later.edited.text)?;
        Some(Self { undo, has_made_file: self.has_made_file })
    }
}

/// Where edits are written.
#[derive(Clone, Copy)]
struct Destination<'a> {
    root: &'a Path,
    /// What edits are checked against, if it is at hand; if not, it is loaded for that.
    open: Option<&'a OpenEdition>,
}

/// Makes one change of one file of an edition, and writes it.
///
/// `path` is below `root`, with `/`; the file need not exist. The edit is checked against
/// `open` if the edition is at hand; if not, it is loaded for that.
///
/// # Errors
///
/// [`Failure`]; the file is as it was.
pub fn apply(
    root: &Path,
    open: Option<&OpenEdition>,
    path: &str,
    operation: &Operation,
    expected: Expected<'_>,
) -> Result<Saved, Failure> {
    let make = |list, file: &SourceFile| edit::apply(list, file, operation);
    save(Destination { root, open }, path, operation.id(), expected, &make, AtTheEnd::Keep)
}

/// Takes an edit back, and writes that; checked as by [`apply`].
///
/// # Errors
///
/// [`Failure`]; the file is as it was.
pub fn undo(
    root: &Path,
    open: Option<&OpenEdition>,
    path: &str,
    undo: &SavedUndo,
) -> Result<Saved, Failure> {
    let make = |_, file: &SourceFile| edit::undo(file, &undo.undo);
    let at_the_end = if undo.has_made_file { AtTheEnd::Remove } else { AtTheEnd::Keep };
    save(Destination { root, open }, path, undo.undo.id(), Expected::Anything, &make, at_the_end)
}

/// A change of an entry that others may have written meanwhile.
#[derive(Debug, Clone)]
pub struct Update {
    /// The change.
    pub operation: Operation,
    /// The [`edit::version`] of the entry that it rests on.
    pub version: Option<String>,
}

/// Changes entries of one file of an edition and adds others, and writes it once; returns what
/// a check warns of.
///
/// Passages that are not found are warnings here: what is added are drafts, and an
/// editor will look for them.
///
/// # Errors
///
/// [`Failure`]; the file is as it was.
pub fn add(
    root: &Path,
    path: &str,
    new: &[(String, Mapping)],
    updates: &[Update],
) -> Result<Vec<Diagnostic>, Failure> {
    let mut said = None;
    replace(root, path, |list, file, _| {
        let mut updated = file.clone();
        for Update { operation, version } in updates {
            if edit::version(list, file, operation.id()) != *version {
                return Err(changed(file.clone()));
            }
            let edited = edit::apply(list, &updated, operation).map_err(Failure::Edit)?;
            updated = SourceFile::new(path, edited.text);
        }
        let text = edit::add(list, &updated, new).map_err(Failure::Edit)?;
        let said = said.get_or_insert_with(|| {
            check_edit_of(Arc::new(FolderInput::new(root)), Change { path, list, text: &text })
        });
        if is_refused_as_drafts(said) {
            return Err(Failure::Invalid(std::mem::take(said)));
        }
        Ok((Some(text), ()))
    })?;
    Ok(said.unwrap_or_default())
}

/// What becomes of a file that is what a new one is before its first entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AtTheEnd {
    Keep,
    Remove,
}

/// Returns what [`apply`] would write, and what a check says of it; writes nothing.
///
/// # Errors
///
/// [`Failure`], errors of the check included.
pub fn preview(
    root: &Path,
    path: &str,
    operation: &Operation,
) -> Result<(Edited, Vec<Diagnostic>), Failure> {
    let list = list_of(path).ok_or(NO_LIST)?;
    let edited = edited(root, path, operation)?;
    let said = Destination { root, open: None }.check(path, list, &edited)?;
    Ok((edited, said))
}

/// Returns what [`apply`] would write, unchecked; writes nothing.
///
/// # Errors
///
/// [`Failure`].
pub fn edited(root: &Path, path: &str, operation: &Operation) -> Result<Edited, Failure> {
    let list = list_of(path).ok_or(NO_LIST)?;
    let target = Target::find(root, path)?;
    let (file, _) = read(&target, root, path)?;
    edit::apply(list, &file, operation).map_err(Failure::Edit)
}

const NO_LIST: Failure = Failure::Path(
    "annotations stand in content/ARTICLE/NAME.yaml, terms and sources in content/glossary.yaml \
     and content/sources.yaml",
);

/// Returns which list a path below the root holds; `None` for a path that is no list's.
#[must_use]
pub fn list_of(path: &str) -> Option<List> {
    match path {
        "content/glossary.yaml" => return Some(List::Terms),
        "content/sources.yaml" => return Some(List::Sources),
        _ => {}
    }
    let (article, name) = path.strip_prefix("content/")?.split_once('/')?;
    let stem = name.strip_suffix(".yaml").or_else(|| name.strip_suffix(".yml"))?;
    let is_name = |part: &str| parse::slug_problem(part).is_none() && !part.contains('/');
    // A file's name is no address, so any but the tool's own will do.
    let is_sidecar = is_name(&format!("x{stem}")) && !stem.starts_with('.') && !stem.is_empty();
    let is_free = article != "pages" && !lock::is_file(name);
    (is_name(article) && is_sidecar && is_free).then_some(List::Annotations)
}

type Make<'a> = &'a dyn Fn(List, &SourceFile) -> Result<Edited, EditError>;

fn save(
    destination: Destination<'_>,
    path: &str,
    id: &str,
    expected: Expected<'_>,
    make: Make<'_>,
    at_the_end: AtTheEnd,
) -> Result<Saved, Failure> {
    let root = destination.root;
    // A check takes so long that others would have written again after it. What it says
    // of the entry holds for as long as the entry is the same.
    let mut checked: Option<(_, Vec<Diagnostic>)> = None;
    let (edited, has_made_file) = replace(root, path, |list, file, is_new| {
        expect(expected, list, file, id)?;
        let edited = make(list, file).map_err(Failure::Edit)?;
        let version = edit::version(list, file, id);
        if checked.as_ref().is_none_or(|(of, _)| *of != version) {
            checked = Some((version, destination.check(path, list, &edited)?));
        }
        let is_gone = at_the_end == AtTheEnd::Remove && edited.text == new_text(root, path);
        Ok(((!is_gone).then(|| edited.text.clone()), (edited, is_new)))
    })?;
    let warnings = checked.map(|(_, warnings)| warnings).unwrap_or_default();
    let undo = SavedUndo { undo: edited.undo.clone(), has_made_file };
    let hash = hash(edited.text.as_bytes());
    Ok(Saved { path: path.to_owned(), edited, hash, warnings, undo })
}

/// Replaces a list by the text that `make` returns, no text being no file, and made again
/// if another program wrote meanwhile; returns what `make` returns beside it. It is told
/// whether the file is new.
fn replace<T>(
    root: &Path,
    path: &str,
    mut make: impl FnMut(List, &SourceFile, bool) -> Result<(Option<String>, T), Failure>,
) -> Result<T, Failure> {
    let list = list_of(path).ok_or(NO_LIST)?;
    let target = Target::find(root, path)?;
    let _lock = target.lock()?;
    for _ in 0..MAX_ATTEMPTS {
        let (file, bytes) = read(&target, root, path)?;
        let (text, made) = make(list, &file, bytes.is_none())?;
        let replaced = target.replace(bytes.as_deref(), text.as_deref().map(str::as_bytes));
        if replaced.map_err(|error| target.failed(error))? {
            return Ok(made);
        }
    }
    let (file, _) = read(&target, root, path)?;
    Err(changed(file))
}

fn changed(file: SourceFile) -> Failure {
    let hash = hash(file.text.as_bytes());
    Failure::Changed { text: file.text, hash }
}

fn expect(expected: Expected<'_>, list: List, file: &SourceFile, id: &str) -> Result<(), Failure> {
    let is_met = match expected {
        Expected::Anything => true,
        Expected::File(expected) => hash(file.text.as_bytes()) == expected,
        Expected::Entry(expected) => {
            edit::version(list, file, id).is_some_and(|version| version == expected)
        }
    };
    if is_met { Ok(()) } else { Err(changed(file.clone())) }
}

impl Destination<'_> {
    /// Returns what a check warns of; errors refuse the edit.
    fn check(self, path: &str, list: List, edited: &Edited) -> Result<Vec<Diagnostic>, Failure> {
        let change = Change { path, list, text: &edited.text };
        let said = match self.open {
            Some(open) => check_edit(open, &open.with_edit(path, &edited.text), change),
            None => check_edit_of(Arc::new(FolderInput::new(self.root)), change),
        };
        if is_refused(&said) { Err(Failure::Invalid(said)) } else { Ok(said) }
    }
}

/// Reads a file; one that does not exist has no bytes, and the text of a new one.
fn read(
    target: &Target,
    root: &Path,
    path: &str,
) -> Result<(SourceFile, Option<Vec<u8>>), Failure> {
    let bytes = target.read().map_err(|error| target.failed(error))?;
    let diagnostics = Diagnostics::default();
    let text = bytes.clone().unwrap_or_else(|| new_text(root, path).into_bytes());
    let file = parse::text(path, text, MAX_SIZE, &diagnostics);
    let unreadable = || Failure::Edit(EditError::Unreadable(diagnostics.into_sorted()));
    Ok((file.ok_or_else(unreadable)?, bytes))
}

/// Returns what a new file begins with: where editors find its schema, if the edition
/// has them.
fn new_text(root: &Path, path: &str) -> String {
    let (name, up) = match list_of(path) {
        Some(List::Terms) => ("glossary", ".."),
        Some(List::Sources) => ("sources", ".."),
        Some(List::Annotations) | None => ("sidecar", "../.."),
    };
    let file = format!("{}/{}", schema::FOLDER, schema::file_name(name));
    let is_there = root.join(&file).is_file();
    if is_there { format!("# yaml-language-server: $schema={up}/{file}\n") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lists_of_an_edition_can_be_edited() {
        assert_eq!(list_of("content/glossary.yaml"), Some(List::Terms));
        assert_eq!(list_of("content/sources.yaml"), Some(List::Sources));
        assert_eq!(list_of("content/a/checks.yml"), Some(List::Annotations));
        for path in [
            "content/edition.yaml",
            "content/../a/notes.yaml",
            "content/a/../notes.yaml",
            "content/a/b/notes.yaml",
            "content/a/index.md",
            "content/a/.notes.yaml",
            "content/a/.yaml",
            "content/a/anchors.lock.yaml",
            "content/a\\b/notes.yaml",
            "content/pages/notes.yaml",
            "/content/a/notes.yaml",
            "content//notes.yaml",
        ] {
            assert_eq!(list_of(path), None, "{path}");
        }
    }
}
