//! Dates an edit: when an annotation was written, and when it was last changed.

use serde_yaml::{Mapping, Value};

use super::{Operation, retraction, write::normal};
use crate::model::Date;

/// Returns an edit of an annotation with the date of today where it belongs.
///
/// A new one is `created` today, and one that is changed `updated` today, unless the
/// edit says otherwise. One that was written today, or without a date, gets none: there
/// is nothing for readers to compare it with; nor does one of another author that is published
/// as it is. `old` is the entry as it is.
#[must_use]
pub fn dated(edit: Operation, old: Option<&Mapping>, today: Date) -> Operation {
    match edit {
        Operation::Add { id, mut fields } => {
            fields.entry("created".into()).or_insert_with(|| today.to_string().into());
            Operation::Add { id, fields }
        }
        Operation::Set { id, fields } => {
            Operation::Set { id, fields: with_update(fields, old, today) }
        }
        Operation::Retract { id } => {
            Operation::Set { id, fields: with_update(retraction(), old, today) }
        }
        Operation::Remove { .. } => edit,
    }
}

fn with_update(mut fields: Mapping, old: Option<&Mapping>, today: Date) -> Mapping {
    let Some(old) = old else { return fields };
    let created = old.get("created").and_then(Value::as_str);
    let is_older =
        created.and_then(|date| date.parse().ok()).is_some_and(|date: Date| date < today);
    let says_otherwise = fields.get("updated").is_some_and(|date| old.get("updated") != Some(date));
    let status = fields.get("status").and_then(Value::as_str);
    let is_publication = old.contains_key("author") && status != Some("retracted");
    // Publishing what another wrote does not change what is said.
    let said = fields.iter().filter(|(key, _)| !is_publication || key.as_str() != Some("status"));
    if is_older && !says_otherwise && changes(said, old) {
        fields.insert("updated".into(), today.to_string().into());
    }
    fields
}

/// Returns whether fields differ from those of an entry.
fn changes<'v>(mut fields: impl Iterator<Item = (&'v Value, &'v Value)>, old: &Mapping) -> bool {
    fields.any(|(key, value)| {
        let name = key.as_str().unwrap_or_default();
        let was = old.get(key).map(|old| normal(name, old)).unwrap_or_default();
        was != normal(name, value)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date { year: 2026, month: Some(11), day: Some(23) };

    /// Checks which fields an edit of `old` sets, both as JSON.
    #[track_caller]
    fn check(edit: &str, old: &str, expected: &str) {
        let edit: Operation = serde_json::from_str(edit).expect("an edit as JSON");
        let old: Mapping = serde_json::from_str(old).expect("fields as JSON");
        let fields = match dated(edit, Some(&old), TODAY) {
            Operation::Add { fields, .. } | Operation::Set { fields, .. } => fields,
            other => panic!("{other:?} sets nothing"),
        };
        assert_eq!(serde_json::to_string(&fields).expect("JSON"), expected);
    }

    #[test]
    fn a_new_annotation_is_dated_unless_it_is_already() {
        let add = r#"{"op": "add", "id": "a", "fields": {}}"#;
        check(add, "{}", r#"{"created":"2026-11-23"}"#);
        let add = r#"{"op": "add", "id": "a", "fields": {"created": "2020"}}"#;
        check(add, "{}", r#"{"created":"2020"}"#);
    }

    #[test]
    fn what_changes_an_older_annotation_is_dated() {
        let set = r#"{"op": "set", "id": "a", "fields": {"body": "b"}}"#;
        let updated = r#"{"body":"b","updated":"2026-11-23"}"#;
        check(set, r#"{"created": "2026-11-22", "body": "a\n"}"#, updated);
        check(set, r#"{"created": "2020", "updated": "2021-01-01"}"#, updated);
        check(
            r#"{"op": "retract", "id": "a"}"#,
            r#"{"created": "2020"}"#,
            r#"{"status":"retracted","updated":"2026-11-23"}"#,
        );
    }

    #[test]
    fn other_changes_are_not() {
        let set = r#"{"op": "set", "id": "a", "fields": {"body": "b"}}"#;
        let as_it_is = r#"{"body":"b"}"#;
        check(set, r#"{"created": "2026-11-23"}"#, as_it_is);
        check(set, r#"{"body": "a"}"#, as_it_is);
        check(set, r#"{"created": "2020", "body": "b\n"}"#, as_it_is);
        let published = r#"{"op": "set", "id": "a", "fields": {"status": "published"}}"#;
        let of_another = r#"{"created": "2020", "author": "Ann", "status": "draft"}"#;
        check(published, of_another, r#"{"status":"published"}"#);
        let own = r#"{"created": "2020", "status": "draft"}"#;
        check(published, own, r#"{"status":"published","updated":"2026-11-23"}"#);
        let retracted = r#"{"status":"retracted","updated":"2026-11-23"}"#;
        check(r#"{"op": "retract", "id": "a"}"#, of_another, retracted);
        let dated = r#"{"op": "set", "id": "a", "fields": {"updated": "2022"}}"#;
        check(dated, r#"{"created": "2020"}"#, r#"{"updated":"2022"}"#);
    }
}
