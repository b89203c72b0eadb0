//! Lossless edits of the lists that editors write: sidecars, `glossary.yaml`,
//! `sources.yaml`. Text in, text out.
//!
//! An edit touches one entry: every byte outside it stays, comments, order, quoting
//! and line ends included. That is never taken on trust: the new text is parsed
//! again and compared with what was meant, entry by entry, or the edit is refused.
//!
//! The text is cut by the byte ranges of each value, those that messages use (`yaml`):
//! `entries.rs` adds and removes entries, `fields.rs` changes one, both by stretches that
//! are replaced (`change.rs`); `write.rs` writes values, `undo.rs` takes an edit back. For
//! who makes the edits, `id.rs` names new annotations, `dates.rs` dates them, and
//! `sidecar.rs` finds their file.
//!
//! The crate `yaml-edit` (0.3.6) was tried on the same files. It loses nothing, but it
//! cannot open a file of comments alone; it puts a new field below the blank line that
//! ends an entry; it moves anchors into other entries; and how it quotes, orders and
//! spaces what it adds would have to be overruled at every step.

mod change;
mod dates;
mod entries;
mod fields;
mod id;
mod sidecar;
#[cfg(test)]
mod tests;
mod undo;
mod write;

use std::{
    collections::{BTreeMap, HashSet},
    ops::Range,
};

use serde::{Deserialize, Serialize};
use serde_yaml::{Mapping, Value};

use crate::{
    diag::{Diagnostic, Diagnostics},
    io::SourceFile,
    model::{Annotation, Term, Work},
    yaml::{YamlFile, tree::Tree},
};

pub use dates::dated;
pub use id::new_id;
pub use sidecar::{Sidecar, default_sidecar};
pub use undo::{Undo, undo};
pub use write::document;

/// Which list a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum List {
    /// A sidecar: annotations by `id`.
    Annotations,
    /// The glossary: terms by `id`.
    Terms,
    /// The bibliography: works by key.
    Sources,
}

impl List {
    /// Returns the fields of an entry, in the order in which they are written.
    #[must_use]
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Annotations => Annotation::KEYS,
            Self::Terms => Term::KEYS,
            Self::Sources => Work::KEYS,
        }
    }

    /// Returns what an entry is called.
    #[must_use]
    pub const fn of(self) -> &'static str {
        match self {
            Self::Annotations => "annotation",
            Self::Terms => "term",
            Self::Sources => "source",
        }
    }
}

/// A change of one entry, which it names by its id (a source by its key).
///
/// As JSON: `{"op": "add", "id": "…", "fields": {…}}`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Operation {
    /// Adds an entry: at the end, or where its key belongs in a list that is sorted by key.
    Add {
        /// Its id.
        id: String,
        /// Its other fields; what says nothing is left out.
        fields: Mapping,
    },
    /// Gives an entry these fields; `null` takes one away, others stay as they are.
    Set {
        /// Its id.
        id: String,
        /// The fields.
        fields: Mapping,
    },
    /// Takes an entry out.
    Remove {
        /// Its id.
        id: String,
    },
    /// Withdraws an annotation, which keeps its place and says so.
    Retract {
        /// Its id.
        id: String,
    },
}

impl Operation {
    /// Returns the id of the entry.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Add { id, .. }
            | Self::Set { id, .. }
            | Self::Remove { id }
            | Self::Retract { id } => id,
        }
    }
}

/// What came of an edit.
#[derive(Debug, Clone, PartialEq)]
pub struct Edited {
    /// The whole new text.
    pub text: String,
    /// The lines of the new text that are new or changed, from 1, end exclusive; empty
    /// if lines were only taken out.
    pub changed: Range<usize>,
    /// The lines of the entry in the new text; `None` if it was removed.
    pub entry: Option<Range<usize>>,
    /// What takes the edit back.
    pub undo: Undo,
}

/// Why an edit is not made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum EditError {
    /// The file cannot be read as it is; what is wrong with it.
    #[error("the file has errors; mend them first")]
    Unreadable(Vec<Diagnostic>),
    /// No entry has this id.
    #[error("there is no {of} `{id}` in this file")]
    Missing {
        /// What it would be.
        of: &'static str,
        /// The id.
        id: String,
    },
    /// An entry with this id is there already, or more than one.
    #[error("another {of} has the id `{id}`")]
    Duplicate {
        /// What it is.
        of: &'static str,
        /// The id.
        id: String,
    },
    /// The entry shares a part with another one, by an anchor, an alias or a merge key.
    #[error("`{id}` shares a part with another entry, by `&`, `*` or `<<`; edit it by hand")]
    Shared {
        /// Its id.
        id: String,
    },
    /// The field that names the entry: permalinks depend on it.
    #[error("an id never changes: it is a permalink")]
    FixedId,
    /// The entry, or what stood around it, has been changed since.
    #[error("`{id}` has been changed since; nothing was undone")]
    Changed {
        /// Its id.
        id: String,
    },
    /// The file is written in a way that cannot be edited without a risk.
    #[error("the file is written in a way that cannot be edited safely; edit it by hand")]
    Layout,
}

/// Makes one change of a list; the file itself is not touched.
///
/// Equal values stay as they are written, so that an editor may hand in all fields.
///
/// # Errors
///
/// [`EditError`] if the change cannot be made, or not without touching something else.
pub fn apply(list: List, file: &SourceFile, operation: &Operation) -> Result<Edited, EditError> {
    let document = Document::new(list, file.clone())?;
    let id = operation.id();
    let after = match operation {
        Operation::Add { fields, .. } => with_new(&document, &[(id.to_owned(), fields.clone())]),
        Operation::Set { fields, .. } => with_fields(&document, id, fields),
        Operation::Remove { .. } => without(&document, id),
        Operation::Retract { .. } => with_fields(&document, id, &retraction()),
    }?;
    Ok(document.edited(after, id))
}

/// Returns the fields that withdraw an annotation.
fn retraction() -> Mapping {
    Mapping::from_iter([("status".into(), "retracted".into())])
}

/// Returns the text of a list with new entries, in their order (works where their keys
/// belong, if the list is sorted by key).
///
/// # Errors
///
/// [`EditError`] if one of them cannot be added; then none is.
pub fn add(list: List, file: &SourceFile, new: &[(String, Mapping)]) -> Result<String, EditError> {
    let document = Document::new(list, file.clone())?;
    if new.is_empty() {
        return Ok(file.text.clone());
    }
    Ok(with_new(&document, new)?.yaml.file.text)
}

/// Returns the fields of one entry as the file has them, merge keys resolved.
///
/// # Errors
///
/// [`EditError::Unreadable`], [`EditError::Missing`] or [`EditError::Duplicate`].
pub fn fields_of(list: List, file: &SourceFile, id: &str) -> Result<Mapping, EditError> {
    let document = Document::new(list, file.clone())?;
    let index = document.find(id)?;
    Ok(document.entries[index].1.as_mapping().cloned().unwrap_or_default())
}

/// Returns all entries with their ids and fields, in the order of the file.
///
/// # Errors
///
/// [`EditError::Unreadable`], or [`EditError::Layout`] if the file is no such list.
pub fn entries(list: List, file: &SourceFile) -> Result<Vec<(String, Mapping)>, EditError> {
    let entries = Document::new(list, file.clone())?.entries.into_iter();
    Ok(entries.map(|(id, value)| (id, value.as_mapping().cloned().unwrap_or_default())).collect())
}

/// Returns the lines of an entry, from 1, end exclusive.
///
/// # Errors
///
/// As [`fields_of`].
pub fn lines_of(list: List, file: &SourceFile, id: &str) -> Result<Range<usize>, EditError> {
    let document = Document::new(list, file.clone())?;
    Ok(document.lines_of(document.find(id)?))
}

/// Returns what an entry's bytes hash to: as long as it is the same, nobody has
/// touched the entry. `None` if there is no such entry, or it cannot be told apart.
#[must_use]
pub fn version(list: List, file: &SourceFile, id: &str) -> Option<String> {
    let document = Document::new(list, file.clone()).ok()?;
    Some(document.version(document.find(id).ok()?))
}

/// Returns the [`version`] of each entry, by its id.
///
/// # Errors
///
/// As [`entries`].
pub fn versions(list: List, file: &SourceFile) -> Result<BTreeMap<String, String>, EditError> {
    let document = Document::new(list, file.clone())?;
    let entries = document.entries.iter().enumerate();
    Ok(entries.map(|(index, (id, _))| (id.clone(), document.version(index))).collect())
}

/// Returns which field of which entry stands on a line (from 1), for messages.
#[must_use]
pub fn field_at(list: List, file: &SourceFile, line: usize) -> Option<(String, String)> {
    let document = Document::new(list, file.clone()).ok()?;
    let index =
        (0..document.entries.len()).find(|&index| document.lines_of(index).contains(&line))?;
    let (_, node) = document.entry(index)?;
    let line_of = |at: usize| file.line_column(at).line;
    let pair = node.pairs().iter().rfind(|pair| line_of(pair.key.span.start) <= line)?;
    Some((document.entries[index].0.clone(), pair.name.clone()))
}

/// A list under edit: its text, what it says, and where that stands.
struct Document {
    list: List,
    /// Each entry with its id, which is empty if it has none.
    entries: Vec<(String, Value)>,
    yaml: YamlFile,
}

/// What entries shall say after an edit, by their ids; `None` for one that shall be gone.
type Wanted<'a> = BTreeMap<&'a str, Option<Value>>;

impl Document {
    fn new(list: List, file: SourceFile) -> Result<Self, EditError> {
        let diagnostics = Diagnostics::default();
        let Some(yaml) = YamlFile::parse(file, &diagnostics) else {
            return Err(EditError::Unreadable(diagnostics.into_sorted()));
        };
        let entries = entries_of(list, &yaml.value).ok_or(EditError::Layout)?;
        let tree = yaml.tree().ok_or(EditError::Layout)?;
        let n_places = tree.root.as_ref().map_or(0, |root| match list {
            List::Annotations | List::Terms => root.items().len(),
            List::Sources => root.pairs().len(),
        });
        if n_places != entries.len() {
            return Err(EditError::Layout);
        }
        Ok(Self { list, entries, yaml })
    }

    /// Reads the list in another text.
    fn with_text(&self, text: String) -> Result<Self, EditError> {
        Self::new(self.list, SourceFile::new(self.yaml.file.path.clone(), text))
    }

    fn text(&self) -> &str {
        &self.yaml.file.text
    }

    fn tree(&self) -> &Tree {
        self.yaml.tree().expect("a list without a tree is refused")
    }

    /// Returns the index of the one entry that has this id.
    fn find(&self, id: &str) -> Result<usize, EditError> {
        let mut found = self.entries.iter().enumerate().filter(|(_, (other, _))| other == id);
        let of = self.list.of();
        let id = id.to_owned();
        let Some((index, _)) = found.next() else { return Err(EditError::Missing { of, id }) };
        if found.next().is_some() { Err(EditError::Duplicate { of, id }) } else { Ok(index) }
    }

    /// Returns what the bytes of an entry hash to.
    fn version(&self, index: usize) -> String {
        let (file, lines) = (&self.yaml.file, self.lines_of(index));
        let bytes = file.line_start(lines.start)..file.line_start(lines.end);
        blake3::hash(file.text[bytes].as_bytes()).to_hex().to_string()
    }

    /// Parses the first text again that holds what was meant: this list, its entries in
    /// their order, and those that are `wanted` in place of what they were.
    fn first_valid(&self, texts: Vec<String>, wanted: &Wanted<'_>) -> Result<Self, EditError> {
        let mut after = texts.into_iter().filter_map(|text| self.with_text(text).ok());
        after.find(|after| self.becomes(after, wanted)).ok_or(EditError::Layout)
    }

    fn becomes(&self, after: &Self, wanted: &Wanted<'_>) -> bool {
        // A last line without a line break is read without one.
        let is_open = !self.text().ends_with('\n') || !after.text().ends_with('\n');
        let is_same = |a: &Value, b: &Value| a == b || (is_open && is_same_but_for_breaks(a, b));
        let mut others = self.entries.iter().filter(|(id, _)| !wanted.contains_key(id.as_str()));
        let mut missing: BTreeMap<&str, &Value> =
            wanted.iter().filter_map(|(id, value)| Some((*id, value.as_ref()?))).collect();
        let is_as_meant = |(id, value): &(String, Value)| {
            if wanted.contains_key(id.as_str()) {
                missing.remove(id.as_str()).is_some_and(|meant| is_same(meant, value))
            } else {
                others.next().is_some_and(|old| old.0 == *id && is_same(&old.1, value))
            }
        };
        after.entries.iter().all(is_as_meant) && others.next().is_none() && missing.is_empty()
    }

    /// Returns what came of the edit of one entry.
    fn edited(&self, after: Self, id: &str) -> Edited {
        let entry = after.find(id).ok().map(|index| after.lines_of(index));
        let old = self.find(id).ok().map(|index| self.entries[index].1.clone());
        let (undo, changed) = Undo::of(self.list, id, old, (self.text(), after.text()));
        Edited { text: after.yaml.file.text, changed, entry, undo }
    }
}

/// Returns the entries of a list with their ids; `None` if it is no such list.
fn entries_of(list: List, value: &Value) -> Option<Vec<(String, Value)>> {
    let id_of = |entry: &Value| entry.get("id").and_then(Value::as_str).unwrap_or("").to_owned();
    match (list, value) {
        (_, Value::Null) => Some(Vec::new()),
        (List::Annotations | List::Terms, Value::Sequence(items)) => {
            Some(items.iter().map(|item| (id_of(item), item.clone())).collect())
        }
        (List::Sources, Value::Mapping(map)) => {
            map.iter().map(|(key, value)| Some((key.as_str()?.to_owned(), value.clone()))).collect()
        }
        _ => None,
    }
}

/// Compares values, texts but for the line break at the end of a file.
fn is_same_but_for_breaks(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) => {
            let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
            !short.ends_with('\n') && long.strip_suffix('\n') == Some(short) || short == long
        }
        (Value::Mapping(a), Value::Mapping(b)) => {
            a.len() == b.len()
                && a.iter().all(|(key, value)| {
                    b.get(key).is_some_and(|other| is_same_but_for_breaks(value, other))
                })
        }
        _ => a == b,
    }
}

fn with_new(document: &Document, new: &[(String, Mapping)]) -> Result<Document, EditError> {
    let list = document.list;
    let mut taken: HashSet<&str> = document.entries.iter().map(|(id, _)| id.as_str()).collect();
    if let Some((id, _)) = new.iter().find(|(id, _)| !taken.insert(id)) {
        return Err(EditError::Duplicate { of: list.of(), id: id.clone() });
    }
    let new: Vec<_> =
        new.iter().map(|(id, fields)| (id.clone(), new_entry(list, id, fields))).collect();
    let wanted = new.iter().map(|(id, entry)| (id.as_str(), Some(entry.clone().into()))).collect();
    document.first_valid(entries::with_entries(document, &new), &wanted)
}

/// Returns an entry as it will be written: its id first, without what says nothing.
fn new_entry(list: List, id: &str, fields: &Mapping) -> Mapping {
    let mut entry = Mapping::new();
    if list != List::Sources {
        entry.insert("id".into(), id.into());
    }
    for (key, value) in fields {
        let value = write::normal(key.as_str().unwrap_or_default(), value);
        if !value.is_null() && !is_id(list, key) {
            entry.insert(key.clone(), value);
        }
    }
    entry
}

fn is_id(list: List, key: &Value) -> bool {
    list != List::Sources && key.as_str() == Some("id")
}

fn with_fields(document: &Document, id: &str, changes: &Mapping) -> Result<Document, EditError> {
    let index = document.find(id)?;
    refuse_shared(document, index)?;
    let mut wanted = document.entries[index].1.as_mapping().cloned().ok_or(EditError::Layout)?;
    let mut text = document.text().to_owned();
    let fields = in_order(document, index, changes);
    for (key, value) in fields {
        let name = key.as_str().ok_or(EditError::Layout)?;
        let value = write::normal(name, value);
        let old = wanted.get(key).map(|old| write::normal(name, old));
        if is_id(document.list, key) && value.as_str() != Some(id) {
            return Err(EditError::FixedId);
        }
        if old.unwrap_or_default() == value {
            continue;
        }
        let between = document.with_text(text).map_err(|_| EditError::Layout)?;
        text = fields::with_field(&between, index, name, &value).ok_or(EditError::Layout)?;
        if value.is_null() {
            wanted.shift_remove(key);
        } else {
            wanted.insert(key.clone(), value);
        }
    }
    document.first_valid(vec![text], &Wanted::from([(id, Some(wanted.into()))]))
}

fn without(document: &Document, id: &str) -> Result<Document, EditError> {
    let index = document.find(id)?;
    refuse_shared(document, index)?;
    let wanted = Wanted::from([(id, None)]);
    document.first_valid(entries::without_entry(document, index), &wanted)
}

/// Returns changes from the top of an entry to its bottom, fields that it does not have
/// last. A block that ends in blank lines would take more of them if what stands below
/// it went first.
fn in_order<'c>(
    document: &Document,
    index: usize,
    changes: &'c Mapping,
) -> Vec<(&'c Value, &'c Value)> {
    let mut ordered = write::ordered(changes, document.list.fields());
    let pairs = document.entry(index).map_or(&[][..], |(_, node)| node.pairs());
    ordered.sort_by_key(|(key, _)| {
        let place = pairs.iter().position(|pair| key.as_str() == Some(pair.name.as_str()));
        place.unwrap_or(pairs.len())
    });
    ordered
}

/// What a part of stands elsewhere cannot be changed alone.
fn refuse_shared(document: &Document, index: usize) -> Result<(), EditError> {
    let (key, node) = document.entry(index).ok_or(EditError::Layout)?;
    let is_shared = std::iter::once(node).chain(key).any(|node| document.tree().is_tied(node));
    if is_shared {
        return Err(EditError::Shared { id: document.entries[index].0.clone() });
    }
    Ok(())
}
