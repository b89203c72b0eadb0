//! Fields of JSON that may be one or many, as JSON-LD allows, and may be of any type.

use serde::{Deserialize, Deserializer, de::DeserializeOwned};
use serde_json::Value;

/// A text that is not blank; nothing for values of other types.
#[derive(Debug, Clone, Default)]
pub(super) struct Text(pub(super) Option<String>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(text(&Value::deserialize(deserializer)?).map(str::to_owned)))
    }
}

impl Text {
    pub(super) fn get(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

/// One or many values of a type; none for nothing. Those of other types are left out.
#[derive(Debug, Clone, Default)]
pub(super) struct Many<T>(pub(super) Vec<T>);

impl<'de, T: DeserializeOwned> Deserialize<'de> for Many<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let values = Value::deserialize(deserializer)?;
        Ok(Self(list(&values).iter().filter_map(|value| T::deserialize(value).ok()).collect()))
    }
}

impl<T> Many<T> {
    /// Returns these values, or others if there are none.
    pub(super) fn or(self, others: Self) -> Self {
        if self.0.is_empty() { others } else { self }
    }
}

impl Many<String> {
    /// Returns words of the W3C, without the prefix that JSON-LD may give them.
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|word| word.trim_start_matches("oa:"))
    }

    /// Returns whether one of them is a word of the W3C.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words().any(|own| own == word)
    }
}

/// Returns a text that is not blank.
pub(super) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.trim().is_empty())
}

/// Reads an object. (A list would be taken for its fields in their order.)
pub(super) fn object<T: DeserializeOwned>(value: &Value) -> Option<T> {
    value.is_object().then(|| T::deserialize(value).ok()).flatten()
}

/// Returns the texts among one or many values.
pub(super) fn texts(value: &Value) -> Many<String> {
    Many::deserialize(value).unwrap_or_default()
}

/// Returns one or many values as many; none for nothing.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Null => &[],
        Value::Array(items) => items,
        one => std::slice::from_ref(one),
    }
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
