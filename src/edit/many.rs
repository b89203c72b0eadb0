//! Adds many entries at once, as imports do: the text is read twice, not once an entry.

use std::collections::{BTreeMap, HashSet};

use serde_yaml::{Mapping, Value};

use super::{Document, EditError, List, Operation, apply, entries, new_entry};
use crate::io::SourceFile;

/// Returns the text of a list with new entries, in their order (works where their keys
/// belong, if the list is sorted by key). Like any edit it is checked, or refused.
///
/// # Errors
///
/// [`EditError`] if one of them cannot be added; then none is.
pub fn add_all(
    list: List,
    file: &SourceFile,
    new: &[(String, Mapping)],
) -> Result<String, EditError> {
    let document = Document::new(list, file)?;
    let mut taken: HashSet<&str> = document.entries.iter().map(|(id, _)| id.as_str()).collect();
    if let Some((id, _)) = new.iter().find(|(id, _)| !taken.insert(id)) {
        return Err(EditError::Duplicate { of: list.of(), id: id.clone() });
    }
    let written: Vec<_> =
        new.iter().map(|(id, fields)| (id.clone(), new_entry(list, id, fields))).collect();
    if written.is_empty() {
        return Ok(file.text.clone());
    }
    let texts = entries::with_entries(&document, &written);
    if let Some(text) = texts.into_iter().find(|text| holds(&document, text, &written)) {
        return Ok(text);
    }
    one_by_one(list, file, new)
}

/// A list in brackets, or with a last entry that is written in an unusual way.
fn one_by_one(
    list: List,
    file: &SourceFile,
    new: &[(String, Mapping)],
) -> Result<String, EditError> {
    let mut file = file.clone();
    for (id, fields) in new {
        let operation = Operation::Add { id: id.clone(), fields: fields.clone() };
        file = SourceFile::new(file.path.clone(), apply(list, &file, &operation)?.text);
    }
    Ok(file.text)
}

/// Returns whether a text holds the old entries in their order, and the new ones.
fn holds(document: &Document<'_>, text: &str, written: &[(String, Mapping)]) -> bool {
    let file = SourceFile::new(document.file.path.clone(), text.to_owned());
    let Ok(after) = Document::new(document.list, &file) else { return false };
    let mut wanted: BTreeMap<&str, &Mapping> =
        written.iter().map(|(id, entry)| (id.as_str(), entry)).collect();
    let mut old = document.entries.iter();
    let is_as_meant = |(id, value): &(String, Value)| match wanted.remove(id.as_str()) {
        Some(entry) => value.as_mapping() == Some(entry),
        None => old.next().is_some_and(|old| old.0 == *id && old.1 == *value),
    };
    after.entries.iter().all(is_as_meant) && old.next().is_none() && wanted.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(json: &str) -> Mapping {
        serde_json::from_str(json).expect("fields as JSON")
    }

    /// Checks a list with two new entries, `b` and `x`.
    #[track_caller]
    fn check(list: List, text: &str, expected: &str) {
        let file = SourceFile::new("a", text.to_owned());
        let new = ["x", "b"].map(|id| (id.to_owned(), fields(r#"{"title": "T", "note": ""}"#)));
        assert_eq!(add_all(list, &file, &new).as_deref(), Ok(expected));
    }

    #[test]
    fn annotations_go_to_the_end_in_their_order() {
        check(
            List::Annotations,
            "# head\n- id: a\n\n\n- id: c\n  # own\n",
            "# head\n- id: a\n\n\n- id: c\n  # own\n\n\n- id: x\n  title: T\n\n\n- id: b\n  \
             title: T\n",
        );
        check(List::Annotations, "", "- id: x\n  title: T\n\n- id: b\n  title: T\n");
        check(
            List::Annotations,
            "[{ id: a }]",
            "[{ id: a }, { id: x, title: T }, { id: b, title: T }]",
        );
    }

    #[test]
    fn works_go_where_their_keys_belong() {
        let entry = |key: &str| format!("{key}:\n  title: T\n");
        let lines =
            |keys: &[&str]| keys.iter().map(|key| entry(key)).collect::<Vec<_>>().join("\n");
        check(List::Sources, &lines(&["a", "c"]), &lines(&["a", "b", "c", "x"]));
        check(List::Sources, &lines(&["c", "d"]), &lines(&["b", "c", "d", "x"]));
        check(List::Sources, &lines(&["c", "a"]), &lines(&["c", "a", "x", "b"]));
    }

    #[test]
    fn an_id_that_is_taken_refuses_all() {
        let file = SourceFile::new("a", "- id: x\n".to_owned());
        let new = ["y", "x"].map(|id| (id.to_owned(), Mapping::new()));
        let refused = add_all(List::Annotations, &file, &new);
        assert!(matches!(refused, Err(EditError::Duplicate { .. })), "{refused:?}");
    }
}
