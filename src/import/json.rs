//! Fields of JSON that may be one or many, as JSON-LD allows, and may be of any type.

use serde_json::Value;

/// Returns a text that is not blank.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// Returns one or many values as many; none for nothing.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
}

/// Returns the texts among one or many values.
pub(super) fn texts(value: &Value) -> impl DoubleEndedIterator<Item = &str> + Clone {
    list(value).iter().filter_map(Value::as_str)
}

/// Returns words of the W3C, without the prefix that JSON-LD may give them.
pub(super) fn words(value: &Value) -> impl Iterator<Item = &str> {
    texts(value).map(|word| word.trim_start_matches("oa:"))
}

/// Returns the names of an object's fields that say something and are not `known`, which are
/// names in a row.
pub(super) fn unread<'v>(value: &'v Value, known: &str) -> impl Iterator<Item = &'v str> {
    let says_more = move |(name, value): &(&String, &Value)| {
        !value.is_null() && !known.split_whitespace().any(|known| known == *name)
    };
    value.as_object().into_iter().flatten().filter(says_more).map(|(name, _)| name.as_str())
}

/// Names `@id` and `@type` as most write them, in a value and all that it holds.
pub(super) fn with_plain_keywords(mut value: Value) -> Value {
    match &mut value {
        Value::Array(items) => {
            items.iter_mut().for_each(|item| *item = with_plain_keywords(item.take()));
        }
        Value::Object(fields) => {
            for (keyword, plain) in [("@id", "id"), ("@type", "type")] {
                if let Some(found) = fields.remove(keyword) {
                    fields.entry(plain).or_insert(found);
                }
            }
            fields.values_mut().for_each(|field| *field = with_plain_keywords(field.take()));
        }
        _ => {}
    }
    value
}
