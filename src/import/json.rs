//! Fields of JSON that may be one or many, as JSON-LD allows.

use serde_json::Value;

/// Returns a field, or the keyword of the same name (`@id` for `id`).
pub(super) fn field<'j>(value: &'j Value, name: &str) -> Option<&'j Value> {
    let found = value
        .get(name)
        .or_else(|| matches!(name, "id" | "type").then(|| value.get(format!("@{name}"))).flatten());
    found.filter(|found| !found.is_null())
}

/// Returns a field that is text.
pub(super) fn text<'j>(value: &'j Value, name: &str) -> Option<&'j str> {
    field(value, name)?.as_str().filter(|text| !text.trim().is_empty())
}

/// Returns one or many values as many; none for nothing.
pub(super) fn list(value: Option<&Value>) -> &[Value] {
    match value {
        None | Some(Value::Null) => &[],
        Some(Value::Array(items)) => items,
        Some(one) => std::slice::from_ref(one),
    }
}

/// Returns the texts among one or many values.
pub(super) fn texts(value: Option<&Value>) -> Vec<&str> {
    list(value).iter().filter_map(Value::as_str).collect()
}

/// Returns whether a value is of a type, among others or not.
pub(super) fn is_a(value: &Value, kind: &str) -> bool {
    texts(field(value, "type")).iter().any(|own| own.trim_start_matches("oa:") == kind)
}
